//! Lists of names and who is chosen from them; questions about many people at once.

use scheme::facts::{Fact, Subject};
use scheme::id::{MembershipId, PayerId, PersonId};
use store::queries::choices::{self, Choice};
use store::queries::links::{self, Link};
use store::queries::memberships::{self, Membership};
use store::queries::people::{self, Identity};
use store::queries::person_lists::{self, Line, PersonList};
use store::queries::renewals::{self, Renewal};
use store::queries::rolls::{self, Roll};
use store::queries::{facts, look_ups};
use testing::both;

use crate::{at, day, migrated, month, sure};

/// More than fit into one statement, and not a multiple of it.
const MANY: i64 = 1_203;

fn list(id: i64, payer: i64) -> PersonList {
    PersonList {
        id,
        payer: PayerId(payer),
        campaign: 4,
        name: "daftar.csv".to_owned(),
        decree: Some("SK 1/2026".to_owned()),
        month: month("2026-06"),
        state: "checking".to_owned(),
        lines: 3,
        account: Some(5),
        told: None,
        made: at(id),
    }
}

fn line(list: i64, no: i64, verdict: &str) -> Line {
    Line {
        list,
        no,
        verdict: verdict.to_owned(),
        look: (no % 2 == 0).then(|| vec![7; 16]),
        person: Some(PersonId(no)),
        membership: None,
        area: Some("3201".to_owned()),
        sex: None,
        work: Some("petani".to_owned()),
        decile: Some(3),
        disabled: Some(false),
        sealed: vec![0, 0, 0, 1, 9],
    }
}

#[test]
fn lines_are_put_in_place_of_those_that_stand() {
    both(|address| {
        let mut store = migrated(address);
        sure(store.unit(|unit| {
            for (id, payer) in [(1, 8), (2, 8), (3, 9)] {
                person_lists::add(unit, &list(id, payer))?;
            }
            let waiting: Vec<Line> = (2..=6).map(|no| line(1, no, person_lists::UNCHECKED)).collect();
            person_lists::add_lines(unit, &waiting)?;
            person_lists::replace_lines(unit, &[line(1, 2, "is_dead"), line(1, 4, "wrong_nik")])?;
            person_lists::replace_lines(unit, &[line(1, 6, "can_be_paid_for")])?;
            person_lists::set_state(unit, 1, ("checking", "checked"), Some("said"))
        }));
        let (counts, lines, dead, of_payer, all) = sure(store.look(|unit| {
            assert_eq!(person_lists::line(unit, 1, 4)?, Some(line(1, 4, "wrong_nik")));
            assert_eq!(person_lists::line(unit, 1, 3)?, None);
            Ok((
                person_lists::counts(unit, 1)?,
                person_lists::lines(unit, 1, None, 2, 2)?,
                person_lists::lines(unit, 1, Some("is_dead"), 0, 9)?,
                person_lists::of_payer(unit, PayerId(8), Some(2), 9)?,
                person_lists::latest(unit, None, 2)?,
            ))
        }));
        let counts: Vec<_> = counts.iter().map(|(word, look, no)| (word.as_str(), *look, *no)).collect();
        let expected = [
            ("can_be_paid_for", true, 1),
            ("is_dead", true, 1),
            ("unchecked", false, 1),
            ("wrong_nik", true, 1),
        ];
        assert_eq!(counts, expected);
        assert_eq!(lines.iter().map(|line| line.no).collect::<Vec<_>>(), [4, 5]);
        assert_eq!(dead.len(), 1);
        let told = PersonList { state: "checked".to_owned(), told: Some("said".to_owned()), ..list(1, 8) };
        assert_eq!(of_payer, [told]);
        assert_eq!(all.iter().map(|list| list.id).collect::<Vec<_>>(), [3, 2]);
    });
}

fn choice(place: i64, state: &str) -> Choice {
    Choice {
        campaign: 4,
        place,
        list: 1,
        line: 10 + place,
        state: state.to_owned(),
        membership: None,
        why: None,
        account: Some(5),
        known: at(place),
    }
}

#[test]
fn a_place_changes_only_from_the_state_that_was_read() {
    both(|address| {
        let mut store = migrated(address);
        sure(store.unit(|unit| {
            assert_eq!(choices::last_place(unit, 4)?, 0);
            choices::add(unit, &[choice(1, "chosen"), choice(2, "chosen"), choice(3, "waiting")])?;
            let out = Choice { why: Some("refused".to_owned()), ..choice(1, "refused") };
            assert!(choices::set(unit, &out, "chosen")?);
            assert!(!choices::set(unit, &out, "chosen")?, "it is out already");
            assert_eq!(choices::last_place(unit, 4)?, 3);
            assert_eq!(choices::read(unit, 4, 1)?, Some(out));
            let waiting = choices::of_campaign(unit, 4, Some("waiting"), 0, 9)?;
            assert_eq!(waiting, [choice(3, "waiting")]);
            let counts = choices::counts(unit, 4)?;
            assert_eq!(counts.iter().map(|(_, count)| *count).collect::<Vec<_>>(), [1, 1, 1]);
            assert_eq!(choices::read(unit, 4, 9)?, None);
            Ok(())
        }));
    });
}

#[test]
fn a_funder_is_asked_once_and_answers_once() {
    both(|address| {
        let mut store = migrated(address);
        let asked = Renewal {
            pot: PayerId(8),
            until: month("2026-12"),
            asked: day("2026-11-01"),
            people: 40,
            state: "asked".to_owned(),
            account: None,
            known: at(1),
        };
        sure(store.unit(|unit| {
            assert!(renewals::ask(unit, &asked)?);
            assert!(!renewals::ask(unit, &asked)?);
            let of = (PayerId(8), month("2026-12"));
            assert!(renewals::answer(unit, of, "renewed", Some(5), at(2))?);
            assert!(!renewals::answer(unit, of, "declined", Some(5), at(3))?);
            let found = renewals::of_pot(unit, PayerId(8))?;
            let renewed =
                Renewal { state: "renewed".to_owned(), account: Some(5), known: at(2), ..asked.clone() };
            assert_eq!(found, [renewed]);
            Ok(())
        }));
    });
}

fn hash(no: i64) -> [u8; 16] {
    i128::from(no).to_be_bytes()
}

#[test]
fn many_are_asked_for_together() {
    both(|address| {
        let mut store = migrated(address);
        let identity = |known: i64| Identity {
            known: at(known),
            sealed: vec![1],
            born: day("1990-01-01"),
            sex: "male".to_owned(),
        };
        sure(store.unit(|unit| {
            for no in (1..=MANY).filter(|no| no % 3 == 0) {
                look_ups::add(unit, look_ups::Kind::Nik, &hash(no), no)?;
                people::identify(unit, PersonId(no), &identity(1))?;
            }
            look_ups::add(unit, look_ups::Kind::Nik, &hash(3), 6)?;
            look_ups::add(unit, look_ups::Kind::Kpj, &hash(4), 4)?;
            people::identify(unit, PersonId(3), &identity(2))?;
            let died = Subject::Person(PersonId(9));
            facts::add(unit, &Fact::since(died, "died", &day("2026-05-02"), month("2026-05"), at(3)))?;
            let (person, into) = (PersonId(12), Some(PersonId(15)));
            links::add(unit, &Link { person, into, known: at(4), reason: "same".to_owned() })
        }));
        let hashes: Vec<[u8; 16]> = (1..=MANY).map(hash).collect();
        let persons: Vec<PersonId> = (1..=MANY).map(PersonId).collect();
        sure(store.look(|unit| {
            let mut found = look_ups::of_many(unit, look_ups::Kind::Nik, &hashes)?;
            found.sort_unstable();
            found.dedup();
            assert_eq!(found.len(), 402);
            assert_eq!(found[..2], [(hash(3), 3), (hash(3), 6)]);
            assert_eq!(look_ups::of_many(unit, look_ups::Kind::Nik, &[])?, []);
            let mut known = people::identities_of_many(unit, &persons)?;
            known.sort_by_key(|(person, identity)| (*person, identity.known));
            known.dedup();
            assert_eq!(known.len(), 402);
            let died = facts::of_many(unit, "died", &persons)?;
            assert!(died.iter().all(|fact| fact.subject == Subject::Person(PersonId(9))) && !died.is_empty());
            let linked = links::linked_of_many(unit, &persons)?;
            assert_eq!(linked.into_iter().collect::<Vec<_>>(), [PersonId(12), PersonId(15)]);
            Ok(())
        }));
    });
}

#[test]
fn cover_of_many_is_what_stands_on_the_roll_of_the_month() {
    both(|address| {
        let mut store = migrated(address);
        sure(store.unit(|unit| {
            for no in 1..=20 {
                let one = Membership {
                    id: MembershipId(100 + no),
                    person: PersonId(no),
                    payer: PayerId(200 + no),
                    segment: "self_employed".to_owned(),
                    sealed: vec![1],
                    started: day("2026-01-01"),
                    known: at(1),
                };
                memberships::add(unit, &one)?;
                let roll = Roll {
                    payer: PayerId(if no == 5 { 9 } else { 200 + no }),
                    membership: one.id,
                    from: month("2026-01"),
                    until: (no == 6).then(|| month("2026-06")),
                    segment: one.segment.clone(),
                    facts: String::new(),
                };
                rolls::add(unit, &roll)?;
            }
            Ok(())
        }));
        let persons: Vec<PersonId> = (1..=40).map(PersonId).collect();
        let mut found = sure(store.look(|unit| rolls::cover_of_many(unit, &persons, month("2026-06"))));
        found.dedup();
        assert_eq!(found.len(), 19, "one has ended, and twenty are nobody's");
        let funded: Vec<_> = found.iter().filter(|one| one.payer != one.own).map(|one| one.person).collect();
        assert_eq!(funded, [PersonId(5)]);
    });
}
