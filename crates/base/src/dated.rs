//! Values over time: never two on one day, and a gap is a gap.

use crate::calendar::{Day, Span};

/// Values, each with the days it holds, in order of time; no two hold on the same day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dated<T> {
    values: Vec<(Span, T)>,
}

impl<T> Dated<T> {
    /// Takes the values in any order; refuses two that hold on the same day.
    pub fn new(mut values: Vec<(Span, T)>) -> Result<Dated<T>, Overlap> {
        values.sort_by_key(|(span, _)| span.from());
        for pair in values.windows(2) {
            let (earlier, later) = (pair[0].0, pair[1].0);
            if earlier.overlaps(&later) {
                return Err(Overlap { earlier, later });
            }
        }
        Ok(Dated { values })
    }

    /// The value that holds on the day; `None` in a gap.
    pub fn at(&self, day: Day) -> Option<&T> {
        self.entry_at(day).map(|(_, value)| value)
    }

    /// The value that holds on the day, with all its days.
    pub fn entry_at(&self, day: Day) -> Option<(Span, &T)> {
        let begun = self.values.partition_point(|(span, _)| span.from() <= day);
        let (span, value) = self.values[..begun].last()?;
        span.contains(day).then_some((*span, value))
    }

    /// The values in order of time.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Span, &T)> + ExactSizeIterator {
        self.values.iter().map(|(span, value)| (*span, value))
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether there is no value at all.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}

/// Two values that hold on the same day.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("two values hold on {}: one for {earlier}, one for {later}", .later.from())]
pub struct Overlap {
    /// The days of the one that begins first.
    pub earlier: Span,
    /// The days of the other.
    pub later: Span,
}
