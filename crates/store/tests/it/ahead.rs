//! Work on many at once: nobody sees less than the truth, and nothing is written twice.

use scheme::facts::{Fact, Subject};
use scheme::id::{MembershipId, PayerId, PersonId};
use store::ahead::{self, Wanted};
use store::queries::acts::{self, Act};
use store::queries::look_ups::{self, Kind};
use store::queries::memberships::{self, Membership};
use store::queries::rolls::{self, Roll};
use store::queries::{facts, institution, links, people};
use store::{Store, Unit};
use testing::both;

use crate::{at, day, migrated, month, sure};

fn founded(address: &str) -> Store {
    let mut store = migrated(address);
    let one = institution::Institution {
        name: "Lembaga Uji".to_owned(),
        jurisdiction: "id".to_owned(),
        mode: "demo".to_owned(),
        crediting: "simple_yearly".to_owned(),
        founded_on: day("2025-01-01"),
    };
    sure(store.unit(|unit| institution::found(unit, &one, &[1])));
    store
}

fn wage(membership: i64, value: i64, known: i64) -> Fact {
    let subject = Subject::Membership(MembershipId(membership));
    Fact::since(subject, "wage", &value, month("2025-03"), at(known))
}

fn roll(membership: i64, facts: &str) -> Roll {
    Roll {
        payer: PayerId(7),
        membership: MembershipId(membership),
        from: month("2025-03"),
        until: None,
        segment: "wage_earner".to_owned(),
        facts: facts.to_owned(),
    }
}

/// Somebody joins, as many actions do it: what was asked before is answered, and rows are added.
fn join(unit: &mut Unit<'_>, hash: &[u8; 16]) -> anyhow::Result<(i64, i64)> {
    let person = institution::take_numbers(unit, 1)?;
    assert!(facts::of(unit, Subject::Person(PersonId(person)))?.is_empty());
    people::add(unit, PersonId(person), day("2025-03-03"), at(5))?;
    look_ups::add(unit, Kind::Nik, hash, person)?;
    look_ups::add(unit, Kind::Nik, hash, person)?;
    assert_eq!(people::registered(unit, PersonId(person))?, Some(day("2025-03-03")));
    let membership = institution::take_numbers(unit, 2)?;
    let row = Membership {
        id: MembershipId(membership),
        person: PersonId(person),
        payer: PayerId(7),
        segment: "wage_earner".to_owned(),
        sealed: vec![1],
        started: day("2025-03-03"),
        known: at(5),
    };
    memberships::add(unit, &row)?;
    look_ups::add(unit, Kind::Kpj, &[9; 16], membership)?;
    facts::add(unit, &wage(membership, 5_000_000, 5))?;
    for facts in ["wage=1", "wage=2"] {
        rolls::remove(unit, MembershipId(membership))?;
        rolls::add(unit, &roll(membership, facts))?;
    }
    for what in ["person registered", "member enrolled"] {
        acts::add(
            unit,
            &Act { at: at(5), who: "Budi".to_owned(), what: what.to_owned(), subject: membership },
        )?;
    }
    Ok((person, membership))
}

fn count(unit: &mut Unit<'_>, table: &str) -> i64 {
    let row = sure(unit.row(&format!("select count(*) from {table}"), &[]));
    row.map_or(0, |row| sure(row.int(0)))
}

#[test]
fn what_waits_is_seen_by_whoever_asks_and_kept_at_the_end() {
    both(|address| {
        let mut store = founded(address);
        let wanted = Wanted {
            look_ups: vec![(Kind::Nik, vec![1; 16])],
            turns: vec![vec![3; 16], vec![2; 16], vec![3; 16]],
            numbers: 10,
            ..Wanted::default()
        };
        let (person, membership) = sure(store.unit(|unit| {
            ahead::begin(unit, &wanted)?;
            let (person, membership) = join(unit, &[1; 16])?;
            assert_eq!(look_ups::find(unit, Kind::Nik, &[[1; 16]], 5)?, [person]);
            // A hash of which it was not asked before is read, with what waits.
            assert_eq!(look_ups::find(unit, Kind::Kpj, &[[9; 16]], 5)?, [membership]);
            assert_eq!(acts::of(unit, membership)?.len(), 2);
            for table in ["person", "membership", "fact", "roll"] {
                assert_eq!(count(unit, table), 1, "{table}");
            }
            // It goes on after rows were written.
            facts::add(unit, &wage(membership, 5_500_000, 6))?;
            rolls::remove(unit, MembershipId(membership))?;
            rolls::add(unit, &roll(membership, "wage=3"))?;
            assert_eq!(facts::latest(unit, &wage(membership, 0, 0))?, Some(at(6)));
            Ok((person, membership))
        }));
        sure(store.unit(|unit| {
            assert_eq!(rolls::of_membership(unit, MembershipId(membership))?, [roll(membership, "wage=3")]);
            assert_eq!([count(unit, "fact"), count(unit, "roll"), count(unit, "look_up")], [2, 1, 2]);
            // Numbers that nobody got were given back.
            assert_eq!(institution::take_numbers(unit, 1)?, membership + 2);
            assert_eq!(people::registered(unit, PersonId(person))?, Some(day("2025-03-03")));
            Ok(())
        }));
    });
}

#[test]
fn what_is_there_is_read_for_all_at_once_and_changed_in_place() {
    both(|address| {
        let mut store = founded(address);
        let (person, membership) = sure(store.unit(|unit| join(unit, &[1; 16])));
        let wanted = Wanted { memberships: vec![MembershipId(membership)], ..Wanted::default() };
        sure(store.unit(|unit| {
            ahead::begin(unit, &wanted)?;
            let known = memberships::of_person(unit, PersonId(person))?;
            assert_eq!(known.iter().map(|one| one.id.0).collect::<Vec<_>>(), [membership]);
            assert_eq!(rolls::of_membership(unit, MembershipId(membership))?, [roll(membership, "wage=2")]);
            facts::add(unit, &wage(membership, 6_000_000, 4))?;
            let all = facts::of(unit, Subject::Membership(MembershipId(membership)))?;
            assert_eq!(all.iter().map(|fact| fact.known).collect::<Vec<_>>(), [at(4), at(5)]);
            rolls::remove(unit, MembershipId(membership))?;
            rolls::add(unit, &roll(membership, "wage=9"))?;
            acts::add(
                unit,
                &Act { at: at(5), who: "B".to_owned(), what: "changed".to_owned(), subject: membership },
            )?;
            Ok(())
        }));
        sure(store.unit(|unit| {
            assert_eq!(rolls::of_membership(unit, MembershipId(membership))?, [roll(membership, "wage=9")]);
            let when: Vec<_> = acts::of(unit, membership)?.iter().map(|act| act.at).collect();
            assert_eq!(when, [at(5), at(6), at(7)]);
            assert_eq!(count(unit, "fact"), 2);
            Ok(())
        }));
    });
}

#[test]
fn who_is_linked_is_asked_for_again_and_work_that_fails_leaves_nothing() {
    both(|address| {
        let mut store = founded(address);
        let (one, _) = sure(store.unit(|unit| join(unit, &[1; 16])));
        sure(store.unit(|unit| {
            ahead::begin(unit, &Wanted { people: vec![PersonId(one)], numbers: 5, ..Wanted::default() })?;
            let other = institution::take_numbers(unit, 1)?;
            people::add(unit, PersonId(other), day("2025-03-03"), at(5))?;
            assert!(links::around(unit, PersonId(one))?.is_empty());
            let link = links::Link {
                person: PersonId(other),
                into: Some(PersonId(one)),
                known: at(8),
                reason: "one".to_owned(),
            };
            links::add(unit, &link)?;
            assert_eq!(links::around(unit, PersonId(one))?, [link]);
            Ok(())
        }));
        let before = sure(store.look(|unit| Ok(count(unit, "person"))));
        let failed: anyhow::Result<()> = store.unit(|unit| {
            ahead::begin(unit, &Wanted { numbers: 5, ..Wanted::default() })?;
            join(unit, &[2; 16])?;
            anyhow::bail!("no")
        });
        assert!(failed.is_err());
        assert_eq!(sure(store.look(|unit| Ok(count(unit, "person")))), before);
    });
}
