//! Looks at somebody's data as they are told: what one reader saw in one place on one day is one line.

use base::Day;
use store::queries::readings::Reading;

use crate::auth::Role;

/// One line: the latest look, and how many there were.
pub(crate) struct Looks<'a> {
    pub(crate) latest: &'a Reading,
    pub(crate) times: usize,
}

/// Whether somebody is told of a look who only says who she is: who reports for her is not.
pub(crate) fn may_be_told(reading: &Reading) -> bool {
    let of_others = [Role::Employer, Role::Platform, Role::Donor, Role::Hospital, Role::Agent, Role::Heir]
        .map(Role::word);
    !of_others.contains(&&*reading.role)
}

/// Folds looks that come the latest first.
pub(crate) fn folded(readings: &[Reading]) -> Vec<Looks<'_>> {
    let mut all: Vec<Looks<'_>> = Vec::new();
    for reading in readings {
        let same = |one: &&mut Looks<'_>| is_same(one.latest, reading);
        match all.iter_mut().find(same) {
            Some(line) => line.times += 1,
            None => all.push(Looks { latest: reading, times: 1 }),
        }
    }
    all
}

fn is_same(one: &Reading, other: &Reading) -> bool {
    let what = |of: &Reading| -> (i64, Option<Day>) { (of.account, of.at.day()) };
    what(one) == what(other) && one.place == other.place && one.why == other.why
}

#[cfg(test)]
mod tests {
    use base::Moment;
    use scheme::id::PersonId;

    use super::*;

    #[test]
    fn one_reader_one_day_one_place_is_one_line() {
        const DAY: i64 = 86_400_000_000;
        let look = |account: i64, at: i64, place: &str| Reading {
            person: PersonId(1),
            at: Moment::new(at),
            account,
            who: "Budi".to_owned(),
            role: "officer".to_owned(),
            why: "membership".to_owned(),
            place: place.to_owned(),
        };
        let all = [
            look(1, DAY + 9, "/desk"),
            look(2, DAY + 8, "/desk"),
            look(1, DAY + 7, "/payers/5/people"),
            look(1, DAY + 6, "/desk"),
            look(1, DAY - 1, "/desk"),
        ];
        let lines = folded(&all);
        let told: Vec<(i64, i64, usize)> =
            lines.iter().map(|one| (one.latest.account, one.latest.at.micros(), one.times)).collect();
        assert_eq!(told, [(1, DAY + 9, 2), (2, DAY + 8, 1), (1, DAY + 7, 1), (1, DAY - 1, 1)]);
    }
}
