//! Facts drawn by chance: on the edges of the law, between them, absent, and spoilt.

use base::Month;
use rules::tree::{Fact, KeyKind, Tree};
use rules::value::{Type, Value};
use testing::Random;

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
pub(crate) fn text(tree: &Tree, fact: &Fact, edges: &[i64], near: Month, random: &mut Random) -> String {
    if random.chance(10) {
        return (*random.pick(&["", "x", "-1", "9999999999999999999", "2026-13", "1_000", " 7 ", "1.5"]))
            .to_owned();
    }
    let limits = fact.limits.as_ref().and_then(|(least, most)| least.to_i64().zip(most.to_i64()));
    let (least, most) = limits.unwrap_or((0, 100_000_000));
    match fact.ty {
        Type::Money => {
            let amount = if random.chance(600) {
                random.pick(edges) + random.between(-1, 1)
            } else {
                random.between(0, 30_000_000)
            };
            amount.clamp(least, most).to_string()
        }
        Type::Count => random.between(least, most.min(least + 130)).to_string(),
        Type::Rate => "5".to_owned(),
        Type::YesNo => (*random.pick(&["yes", "no", "ya", "tidak"])).to_owned(),
        Type::Day => {
            let years = random.between(0, 70) as i32;
            let month = near.plus_months(-12 * years + random.between(-2, 2) as i32).unwrap_or(near);
            month.day(random.between(1, 31) as u32).to_string()
        }
        Type::Month => near.plus_months(random.between(-30, 3) as i32).unwrap_or(near).to_string(),
        Type::Kind(_) => random.pick(tree.options(fact.ty)).clone(),
        Type::List(_) => "none".to_owned(),
    }
}
