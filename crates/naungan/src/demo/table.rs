//! The demo's own tables: rows of text, weights, and quantiles drawn without fractions.

use super::random::{Stream, scaled};

/// The rows of a table after its header, split at commas; no cell has a comma or a quotation mark.
pub(super) fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    let width = text.lines().next().map_or(0, |header| header.split(',').count());
    text.lines().skip(1).map(move |line| {
        let cells: Vec<&str> = line.split(',').collect();
        assert_eq!(cells.len(), width, "a row of a demo table has other columns than its header: {line}");
        cells
    })
}

/// The whole number in a cell of a table that is part of the program.
pub(super) fn number(cell: &str) -> i64 {
    cell.parse().unwrap_or_else(|_| panic!("`{cell}` in a demo table is no whole number"))
}

/// Options, drawn in proportion to their weights.
pub(super) struct Weights(Vec<u64>);

impl Weights {
    pub(super) fn new(weights: impl IntoIterator<Item = u64>) -> Weights {
        let ends = weights.into_iter().scan(0, |sum, weight| {
            *sum += weight;
            Some(*sum)
        });
        Weights(ends.collect())
    }

    /// The weights of these options in a table of `weights.csv`, in the order of the options.
    pub(super) fn of(text: &'static str, table: &str, options: &[&str]) -> Weights {
        let found: Vec<_> = rows(text).filter(|row| row[0] == table).collect();
        assert_eq!(found.len(), options.len(), "{table} has other options than the program");
        Weights::new(options.iter().map(|option| {
            let row = found.iter().find(|row| row[1] == *option);
            number(row.unwrap_or_else(|| panic!("{table} lacks {option}"))[2]).unsigned_abs()
        }))
    }

    pub(super) fn total(&self) -> u64 {
        self.0.last().copied().unwrap_or(0)
    }

    /// Which option a number of 64 bits falls on, and where within it, again in 64 bits.
    pub(super) fn split(&self, number: u64) -> (usize, u64) {
        let at = scaled(number, self.total());
        let option = self.0.partition_point(|end| *end <= at);
        let from = if option == 0 { 0 } else { self.0[option - 1] };
        let exact = u128::from(number) * u128::from(self.total());
        let within = exact - (u128::from(from) << 64);
        (option, (within / u128::from(self.0[option] - from)).min(u128::from(u64::MAX)) as u64)
    }

    pub(super) fn pick(&self, stream: &mut Stream) -> usize {
        let at = stream.below(self.total());
        self.0.partition_point(|end| *end <= at)
    }
}

/// A distribution by its quantiles, with straight lines between.
pub(super) struct Quantiles(Vec<(i64, i64)>);

impl Quantiles {
    /// The quantiles of one name in `quantiles.csv`.
    pub(super) fn of(text: &'static str, name: &str) -> Quantiles {
        let found = rows(text).filter(|row| row[0] == name);
        let points: Vec<_> = found.map(|row| (number(row[1]) * 1000, number(row[2]))).collect();
        let whole = points.first().is_some_and(|first| first.0 == 0);
        assert!(whole && points.last().is_some_and(|last| last.0 == 1_000_000), "{name} is not 0 to 1000");
        Quantiles(points)
    }

    /// The value at a place given in 64 bits.
    pub(super) fn at(&self, place: u64) -> i64 {
        let at = scaled(place, 1_000_000) as i64;
        let end = self.0.partition_point(|point| point.0 <= at).min(self.0.len() - 1);
        let ((from, low), (to, high)) = (self.0[end - 1], self.0[end]);
        low + ((high - low) * (at - from) * 2 + (to - from)).div_euclid(2 * (to - from))
    }

    pub(super) fn pick(&self, stream: &mut Stream) -> i64 {
        self.at(stream.next())
    }
}
