//! Whose data a command shows is written down, as a page does: one reading of each.

use anyhow::{Context, Result};
use scheme::id::PersonId;
use store::queries::readings::{self, Reading};

use crate::auth::{Caller, Deed, sessions};
use crate::office::Office;

/// Whoever a command acts for, by the number of her account.
pub(super) fn caller(office: &mut Office, account: i64) -> Result<Caller> {
    let found = office.look(|unit, desk| sessions::of_account(unit, desk, account))?;
    found.with_context(|| format!("there is no account {account}, or it is not usable"))
}

/// Writes down that a command has shown these people to whoever it acts for.
pub(super) fn shows(
    office: &mut Office,
    account: i64,
    (deed, command): (Deed, &str),
    people: impl Iterator<Item = PersonId>,
) -> Result<()> {
    let caller = caller(office, account)?;
    let mut people: Vec<PersonId> = people.filter(|person| caller.person != Some(*person)).collect();
    people.sort_unstable();
    people.dedup();
    office.unit(|unit, desk| {
        let all = people.iter().map(|person| caller.looks(*person, desk.now, deed.why(), command));
        readings::add_all(unit, &all.collect::<Vec<Reading>>())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::actions::open_account::{self, OpenAccount};
    use crate::auth::Role;
    use crate::trial::Trial;

    #[test]
    fn each_person_is_seen_once() {
        testing::both(|address| {
            let mut trial = Trial::begin(address, "2025-03-03");
            let asked = OpenAccount {
                role: Role::Administrator,
                handle: "kasir".to_owned(),
                name: "Kasir Uji".to_owned(),
                address: String::new(),
                person: None,
                payer: None,
                branch: None,
                province: None,
                agent: None,
                given: Some(("kata sandi yang panjang".to_owned(), vec![7; 20])),
            };
            let account = open_account::run(&mut trial.office, &asked).expect("an account").account;
            let people = [trial.person("Siti Uji"), trial.person("Budi Uji")];
            let seen = [people[1], people[0], people[1]];
            let what = (Deed::TakeBankFile, "naungan benefits accounts ask");
            shows(&mut trial.office, account, what, seen.into_iter()).expect("written down");
            for person in people {
                let looks = trial.office.look(|unit, _| readings::of_person(unit, person, None, 9));
                let looks = looks.expect("looks");
                let told = looks.iter().map(|one| (&*one.who, &*one.role, &*one.why, &*one.place));
                assert_eq!(told.collect::<Vec<_>>(), [("Kasir Uji", "administrator", "claims", what.1)]);
            }
            assert!(caller(&mut trial.office, 999_999).is_err());
        });
    }
}
