//! Chance with a seed, and facts drawn by it: on the edges of the law, between them, absent, and spoilt.

use base::Month;
use rules::tree::{Fact, KeyKind, Tree};
use rules::value::{Type, Value};

/// Steele, Lea and Flood: a counter, and a mixer of its bits.
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number between two, both included.
    pub(crate) fn between(&mut self, least: i64, most: i64) -> i64 {
        least + (self.next() % (most - least + 1) as u64) as i64
    }

    pub(crate) fn percent(&mut self, times: i64) -> bool {
        self.between(0, 99) < times
    }

    pub(crate) fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.between(0, all.len() as i64 - 1) as usize]
    }
}

/// Bounds and values of the law's tables, where amounts matter.
pub(crate) fn edges(tree: &Tree) -> Vec<i64> {
    let mut edges = vec![0, 1, 1_000_000];
    for table in &tree.tables {
        for row in table.versions.iter().flat_map(|version| &version.rows) {
            let bounds = row.keys.iter().zip(&table.keys);
            let bounds = bounds.filter(|(_, (kind, _))| matches!(kind, KeyKind::Bracket | KeyKind::Slice));
            let own = (table.unit == Type::Money).then_some(&row.value);
            let numbers = bounds.map(|(key, _)| key).chain(own).filter_map(Value::number);
            edges.extend(numbers.filter_map(base::Exact::to_i64));
        }
    }
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// A text for a fact; now and then one that is not accepted.
pub(crate) fn text(tree: &Tree, fact: &Fact, edges: &[i64], near: Month, chance: &mut Chance) -> String {
    if chance.percent(1) {
        return (*chance.pick(&["", "x", "-1", "9999999999999999999", "2026-13", "1_000", " 7 ", "1.5"]))
            .to_owned();
    }
    let limits = fact.limits.as_ref().and_then(|(least, most)| least.to_i64().zip(most.to_i64()));
    let (least, most) = limits.unwrap_or((0, 100_000_000));
    match fact.ty {
        Type::Money => {
            let amount = if chance.percent(60) {
                chance.pick(edges) + chance.between(-1, 1)
            } else {
                chance.between(0, 30_000_000)
            };
            amount.clamp(least, most).to_string()
        }
        Type::Count => chance.between(least, most.min(least + 130)).to_string(),
        Type::Rate => "5".to_owned(),
        Type::YesNo => (*chance.pick(&["yes", "no", "ya", "tidak"])).to_owned(),
        Type::Day => {
            let years = chance.between(0, 70) as i32;
            let month = near.plus_months(-12 * years + chance.between(-2, 2) as i32).unwrap_or(near);
            month.day(chance.between(1, 31) as u32).to_string()
        }
        Type::Month => near.plus_months(chance.between(-30, 3) as i32).unwrap_or(near).to_string(),
        Type::Kind(_) => chance.pick(tree.options(fact.ty)).clone(),
        Type::List(_) => "none".to_owned(),
    }
}
