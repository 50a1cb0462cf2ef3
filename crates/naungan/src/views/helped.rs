//! What a pot's months came to: claims paid to those it covered, and to how many families; counts only.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use scheme::claims::ClaimKind;
use scheme::id::PayerId;
use serde::Serialize;
use store::Unit;
use store::queries::solidarity::{self, Helped as Row};
use store::queries::worker_months;

use super::published::{self, Count};

/// What months of workers came to.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub(crate) struct Helped {
    /// Months that were paid; nothing where the workers are too few to be counted.
    pub(crate) worker_months: Count,
    /// Claims that were paid, for what happened in a month that the pot paid.
    pub(crate) claims: Count,
    /// Members with such a claim, each with her family.
    pub(crate) families: Count,
    /// The claims by programme.
    pub(crate) programmes: Vec<(String, Count)>,
}

/// Reads what a pot's months came to.
pub(crate) fn read(unit: &mut Unit<'_>, pot: PayerId) -> Result<Helped> {
    let sums = worker_months::sums_of_pot(unit, pot)?;
    let paid: i64 = sums
        .iter()
        .filter(|sum| matches!(sum.state.as_str(), "used" | "parted"))
        .map(|sum| sum.workers)
        .sum();
    let workers = published::whole(worker_months::workers(unit, pot)?);
    let counted = count(&solidarity::helped(unit, pot)?);
    Ok(Helped { worker_months: workers.map(|_| paid), ..counted })
}

/// Counts claims of whatever happened in a paid month. Two counts of one thing are shown together or not at
/// all: from claims and families one could tell how few claimed twice.
fn count(rows: &[Row]) -> Helped {
    let in_month = |row: &&Row| row.happened.month() == row.month;
    let claims: BTreeMap<i64, &Row> = rows.iter().filter(in_month).map(|row| (row.claim, row)).collect();
    let people: BTreeSet<i64> = claims.values().map(|row| row.person).collect();
    let (all, first) = (claims.len() as i64, people.len() as i64);
    let twice = BTreeMap::from([("first".to_owned(), first), ("again".to_owned(), all - first)]);
    let (_, twice) = published::parts(twice);
    let mut programmes: BTreeMap<String, i64> = BTreeMap::new();
    for row in claims.values() {
        let kind = row.kind.parse::<ClaimKind>();
        let programme = kind.map_or_else(|_| row.kind.clone(), |kind| kind.benefit().to_owned());
        *programmes.entry(programme).or_insert(0) += 1;
    }
    let (claims, programmes) = published::parts(programmes);
    let is_told = claims.is_some() && twice.values().all(Option::is_some);
    Helped {
        worker_months: None,
        claims: claims.filter(|_| is_told || all == 0),
        families: twice["first"].filter(|_| is_told || all == 0),
        programmes: programmes.into_iter().map(|(name, count)| (name, count.filter(|_| is_told))).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(person: i64, claim: i64, kind: &str, happened: &str, month: &str) -> Row {
        let (happened, month) = (happened.parse().expect("a day"), month.parse().expect("a month"));
        Row { person, claim, kind: kind.to_owned(), happened, month }
    }

    /// So many people with so many claims each, in a month that is paid.
    fn told(people: i64, each: i64) -> (Count, Count) {
        let claims =
            (0..people * each).map(|claim| row(claim / each, claim, "jkm_death", "2026-02-03", "2026-02"));
        let counted = count(&claims.collect::<Vec<_>>());
        (counted.claims, counted.families)
    }

    #[test]
    fn few_are_not_told_nor_how_few_claimed_twice() {
        assert_eq!(told(0, 1), (Some(0), Some(0)));
        assert_eq!(told(9, 1), (None, None));
        assert_eq!(told(10, 1), (Some(10), Some(10)));
        assert_eq!(told(10, 2), (Some(20), Some(10)));
        assert_eq!(told(5, 2), (None, None));
        let mut claims: Vec<Row> =
            (0..20).map(|claim| row(claim, claim, "jkm_death", "2026-02-03", "2026-02")).collect();
        claims.push(row(0, 20, "jkk_injury", "2026-02-03", "2026-02"));
        assert_eq!(count(&claims).claims, None, "one claimed twice, and one of another programme");
    }

    #[test]
    fn a_claim_counts_once_and_only_in_a_paid_month() {
        let mut claims: Vec<Row> =
            (0..12).map(|claim| row(claim, claim, "jkm_death", "2026-02-03", "2026-02")).collect();
        claims.extend((0..12).map(|claim| row(claim, claim, "jkm_death", "2026-02-03", "2026-03")));
        claims.extend((20..40).map(|claim| row(claim, claim, "jkm_death", "2026-02-03", "2026-03")));
        let counted = count(&claims);
        assert_eq!((counted.claims, counted.families), (Some(12), Some(12)));
        assert_eq!(counted.programmes.len(), 1);
    }
}
