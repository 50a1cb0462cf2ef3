//! Old-age savings after some of them, or all, were paid out.

use base::{Day, Month};
use scheme::accounts::{Account, Method};
use store::queries::grants::Withdrawal;

/// What is left of an account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Left {
    /// Contributions that are there, by the month they count from.
    contributions: Vec<(Month, i64)>,
    /// What was taken of them, by the month it was taken in.
    taken: Vec<(Month, i64)>,
    /// What is booked beside them and beside the growth of whole years.
    pub(crate) beside: i64,
    /// The month in which all of it was taken, and the account began anew.
    pub(crate) emptied: Option<Month>,
}

/// Takes out of contributions (the month each counts from, the day it was settled, the amount) what was paid,
/// in order. After everything was taken the account begins anew: nothing of what was there grows any more.
pub(crate) fn left(saved: &[(Month, Day, i64)], taken: &[Withdrawal]) -> Left {
    let grown: i64 = taken.iter().map(|one| one.growth).sum();
    let taken = standing(taken);
    let last = taken.iter().rposition(|one| one.whole);
    // What was paid ahead for later months did not count yet and is there still.
    let gone = |(month, settled, _): &(Month, Day, i64)| {
        last.is_some_and(|at| *settled <= taken[at].day && *month <= taken[at].day.month())
    };
    let dropped: i64 = saved.iter().filter(|one| gone(one)).map(|(.., amount)| amount).sum();
    let (before, since) = taken.split_at(last.map_or(0, |at| at + 1));
    let paid: i64 = before.iter().map(|one| one.amount).sum();
    let there = saved.iter().filter(|one| !gone(one));
    Left {
        contributions: there.map(|(month, _, amount)| (*month, *amount)).collect(),
        taken: since.iter().map(|one| (one.day.month(), one.amount)).collect(),
        beside: grown + dropped - paid,
        emptied: last.map(|at| taken[at].day.month()),
    }
}

/// What was taken and not put back: a grant that was stopped is as if it had not been.
fn standing(taken: &[Withdrawal]) -> Vec<Withdrawal> {
    let mut standing: Vec<Withdrawal> = Vec::new();
    for one in taken {
        let same = |before: &Withdrawal| before.claim == one.claim && before.amount == -one.amount;
        match standing.iter().rposition(same).filter(|_| one.amount < 0) {
            Some(at) => {
                standing.remove(at);
            }
            None => standing.push(*one),
        }
    }
    standing
}

/// What was taken before a claim came, or besides it where it took nothing of this account: so it is asked
/// about again. What others took after it was of what came later.
pub(crate) fn besides(taken: Vec<Withdrawal>, claim: i64) -> Vec<Withdrawal> {
    let took = standing(&taken).iter().any(|one| one.claim == claim);
    let until = taken.iter().position(|one| took && one.claim == claim).unwrap_or(taken.len());
    taken.into_iter().take(until).filter(|one| one.claim != claim).collect()
}

impl Left {
    /// As the law is told of it. What was taken counts from the month after: the growth of its own month was
    /// paid with it.
    pub(crate) fn account(&self, method: Method) -> Account {
        let next = |month: Month| month.next().unwrap_or(month);
        let taken = self.taken.iter().map(|(month, amount)| (next(*month), -amount));
        Account { method, contributions: self.contributions.iter().copied().chain(taken).collect() }
    }

    /// What is booked at the end of a month, but for the growth of whole years.
    pub(crate) fn booked(&self, until: Month) -> i64 {
        let by = |rows: &[(Month, i64)]| {
            rows.iter().filter(|(month, _)| *month <= until).map(|(_, amount)| amount).sum::<i64>()
        };
        by(&self.contributions) - by(&self.taken) + self.beside
    }

    /// Whether something was taken in a month and something left: what is there is known the month after.
    pub(crate) fn waits(&self, month: Month) -> bool {
        self.taken.iter().any(|(taken, _)| *taken == month)
    }

    /// What was taken in a month, and still counts to its end.
    pub(crate) fn taken_in(&self, month: Month) -> i64 {
        self.taken.iter().filter(|(taken, _)| *taken == month).map(|(_, amount)| amount).sum()
    }
}

#[cfg(test)]
mod tests {
    use scheme::id::MembershipId;

    use super::*;

    fn day(text: &str) -> Day {
        text.parse().expect("a day")
    }

    fn month(text: &str) -> Month {
        text.parse().expect("a month")
    }

    fn taken(on: &str, amount: i64, growth: i64, whole: bool) -> Withdrawal {
        Withdrawal { membership: MembershipId(1), claim: 2, no: 1, day: day(on), amount, growth, whole }
    }

    /// Contributions, what was taken, and what is booked beside.
    fn check(saved: &[(Month, Day, i64)], rows: &[Withdrawal], expected: (&[i64], &[i64], i64)) {
        let found = left(saved, rows);
        let amounts = |rows: &[(Month, i64)]| rows.iter().map(|(_, amount)| *amount).collect::<Vec<_>>();
        assert_eq!((&*amounts(&found.contributions), &*amounts(&found.taken), found.beside), expected);
    }

    #[test]
    fn after_everything_was_taken_the_account_begins_anew() {
        let january = month("2026-01");
        let saved = [(january, day("2026-01-10"), 100), (january, day("2026-03-10"), 40)];
        check(&saved, &[], (&[100, 40], &[], 0));
        // 100 and a growth of 5 that was booked for whole years, 2 of this year: all of it goes out.
        let whole = taken("2026-02-01", 107, 2, true);
        check(&saved, &[whole], (&[40], &[], -5));
        let ahead = [(month("2026-07"), day("2026-01-10"), 9)];
        check(&ahead, &[whole], (&[9], &[], -105));
        let part = taken("2026-02-01", 30, 2, false);
        check(&saved, &[part], (&[100, 40], &[30], 2));
        check(&saved, &[part, taken("2026-04-01", 117, 0, true)], (&[], &[], -5));
        // What was stopped is there again, and its growth stays booked.
        let back = taken("2026-02-03", -107, 0, false);
        check(&saved, &[whole, back], (&[100, 40], &[], 2));
        let emptied = [&[whole][..], &[whole, back]].map(|rows| left(&saved, rows).emptied);
        assert_eq!(emptied, [Some(month("2026-02")), None]);
        check(&saved, &[whole, back, whole], (&[40], &[], 2 + 2 + 100 - 107));
    }

    #[test]
    fn a_claim_sees_what_was_taken_before_it() {
        let of = |claim: i64, amount: i64| Withdrawal { claim, ..taken("2026-02-01", amount, 0, false) };
        let rows = vec![of(1, 10), of(2, 20), of(3, 30), of(2, 5)];
        let seen = |rows: &[Withdrawal], claim: i64| {
            besides(rows.to_vec(), claim).iter().map(|one| one.amount).collect::<Vec<_>>()
        };
        assert_eq!([1, 2, 3, 4].map(|claim| seen(&rows, claim).len()), [0, 1, 2, 4]);
        // What was put back was not taken, and what others took afterwards is gone.
        assert_eq!(seen(&[of(2, 20), of(2, -20), of(3, 30)], 2), [30]);
    }

    #[test]
    fn what_was_taken_is_booked_at_once_and_grows_no_more_from_the_next_month() {
        let saved = [(month("2026-01"), day("2026-01-10"), 100)];
        let found = left(&saved, &[taken("2026-02-01", 30, 2, false)]);
        assert_eq!([month("2026-01"), month("2026-02")].map(|until| found.booked(until)), [102, 72]);
        assert!(found.waits(month("2026-02")) && !found.waits(month("2026-03")));
    }
}
