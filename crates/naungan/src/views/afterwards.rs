//! What became of workers when a pot's months were over: counts only, and none of a few.

use std::collections::BTreeMap;

use anyhow::Result;
use scheme::id::PayerId;
use scheme::solidarity::list::Cover;
use serde::Serialize;
use store::Unit;
use store::queries::worker_months;

use super::published::{self, Count};
use crate::office::Desk;
use crate::reports::known::Lives;

/// The word of those whom the pot still pays for: beside them nobody can be counted out.
const STILL: &str = "still";
/// The word of those who have died.
const DIED: &str = "died";

/// What became of a pot's workers, as of today.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub(crate) struct Afterwards {
    /// Workers whose months of this pot are over.
    pub(crate) over: Count,
    /// They pay for themselves.
    pub(crate) own: Count,
    /// An employer pays.
    pub(crate) employer: Count,
    /// Somebody else does.
    pub(crate) funder: Count,
    /// Nobody does, and they are not covered.
    pub(crate) none: Count,
    /// They have died.
    pub(crate) died: Count,
}

/// Reads it, by who is on the roll of this month.
pub(crate) fn read(unit: &mut Unit<'_>, desk: &Desk<'_>, pot: PayerId) -> Result<Afterwards> {
    let month = desk.today.month();
    let people = worker_months::over(unit, pot, month)?;
    let lives = Lives::load(unit, desk, &people, month)?;
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for person in &people {
        let word = if lives.has_died(*person) { DIED } else { lives.cover(*person).0.word() };
        *counts.entry(word).or_default() += 1;
    }
    let over = people.len() as i64;
    let all = worker_months::workers(unit, pot)?.max(over);
    Ok(shown(counts, (all, over)))
}

/// Parts are shown where nobody can be counted out of them, those who are still paid for among them.
fn shown(mut counts: BTreeMap<&str, i64>, (all, over): (i64, i64)) -> Afterwards {
    counts.insert(STILL, all - over);
    let named = counts.into_iter().map(|(word, count)| (word.to_owned(), count));
    let (_, parts) = published::parts(named.collect());
    let part = |word: &str| parts.get(word).copied().unwrap_or(Some(0));
    let whole = part(STILL).and_then(|_| published::whole(over));
    Afterwards {
        over: whole,
        own: part(Cover::ByOwnMeans.word()),
        employer: part(Cover::ByEmployer.word()),
        funder: part(Cover::ByOtherFunder.word()),
        none: part(Cover::None.word()),
        died: part(DIED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::giving::{Giving, months};

    #[test]
    fn a_few_are_counted_out_of_nothing() {
        let told = |own: i64, none: i64, died: i64, still: i64| {
            let counts = BTreeMap::from([("by_own_means", own), ("no_cover", none), (DIED, died)]);
            let over = own + none + died;
            let told = shown(counts, (over + still, over));
            (told.over, told.own, told.none, told.died)
        };
        assert_eq!(told(40, 20, 0, 10), (Some(60), Some(40), Some(20), Some(0)));
        assert_eq!(told(3, 0, 0, 0), (None, None, Some(0), Some(0)));
        // One hidden part would be what is left of the whole.
        let (_, own, none, died) = told(40, 20, 2, 30);
        assert!(died.is_none() && [own, none].contains(&None), "{own:?} {none:?}");
        assert_eq!(told(40, 20, 0, 4).0, None, "those who are still paid for are few");
    }

    #[test]
    fn some_go_on_some_leave_and_some_die() {
        testing::both(|address| {
            let mut giving = Giving::begin(address, "2026-01-05", "months 1");
            let workers: Vec<_> = (0..36).map(|_| giving.worker(1)).collect();
            giving.gives(1_000_000).expect("a gift");
            giving.reserves(&workers, &months("2026-01", 1)).expect("months");
            giving.trial.run("2026-01");
            let pot = giving.pot;
            let seen = |giving: &mut Giving| {
                giving.trial.office.look(|unit, desk| read(unit, desk, pot)).expect("a look")
            };
            assert_eq!(seen(&mut giving).over, Some(0), "the month is not over");
            giving.turn("2026-02-01");
            for worker in &workers[..12] {
                giving.ends(*worker, "2026-01-31");
            }
            for worker in &workers[12..24] {
                giving.dies(*worker, "2026-01-31");
            }
            let expected = Afterwards {
                over: Some(36),
                own: Some(12),
                employer: Some(0),
                funder: Some(0),
                none: Some(12),
                died: Some(12),
            };
            assert_eq!(seen(&mut giving), expected);
        });
    }
}
