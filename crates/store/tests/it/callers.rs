//! Who comes to the counter: accounts, sessions, codes, programs, offices, and what was looked at.

use std::slice::from_ref;
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use scheme::id::{PayerId, PersonId};
use store::queries::accounts::{self, Account};
use store::queries::branches::{self, Branch};
use store::queries::caseloads;
use store::queries::clients::{self, Client};
use store::queries::codes::{self, Code};
use store::queries::look_ups::{self, Kind};
use store::queries::readings::{self, Reading};
use store::queries::sessions::{self, Session};
use store::{Engine, Store, Unit};
use testing::both;

use crate::{at, day, migrated, number, open, refusal, sure};

fn account(id: i64) -> Account {
    Account {
        id,
        role: "member".to_owned(),
        person: Some(PersonId(9)),
        payer: None,
        branch: None,
        province: None,
        sealed: vec![1; 30],
        password: None,
        second: None,
        failures: 0,
        locked_until: None,
        ended: None,
        known: at(5),
    }
}

#[test]
fn an_account_is_found_by_whom_it_is_until_it_ends() {
    both(|address| {
        let mut store = migrated(address);
        let head = Account {
            role: "head".to_owned(),
            person: None,
            payer: Some(PayerId(7)),
            branch: Some(3),
            province: Some("31".to_owned()),
            password: Some("$argon2".to_owned()),
            second: Some(vec![2; 40]),
            failures: 2,
            locked_until: Some(at(50)),
            ..account(2)
        };
        let (read, all) = sure(store.unit(|unit| {
            accounts::add(unit, &account(1))?;
            accounts::add(unit, &head)?;
            accounts::add(unit, &account(3))?;
            look_ups::add(unit, Kind::Account, &[8; 16], 2)?;
            assert_eq!(look_ups::find(unit, Kind::Account, &[[8; 16]], 2)?, [2]);
            Ok((accounts::read(unit, 2)?, accounts::all(unit, 1, 9)?))
        }));
        assert_eq!(read, Some(head.clone()));
        assert_eq!(all, [head.clone(), account(3)]);
        sure(store.unit(|unit| {
            accounts::end(unit, 3, at(60))?;
            // The first end counts.
            accounts::end(unit, 3, at(70))?;
            assert_eq!(accounts::of_person(unit, PersonId(9))?, [account(1)]);
            assert_eq!(accounts::of_payer(unit, PayerId(7))?, from_ref(&head));
            assert_eq!(accounts::read(unit, 3)?.and_then(|row| row.ended), Some(at(60)));
            assert_eq!(accounts::all(unit, 0, 2)?.len(), 2);
            assert_eq!(accounts::read(unit, 4)?, None);
            Ok(())
        }));
    });
}

#[test]
fn an_account_is_locked_and_forgiven() {
    both(|address| {
        let mut store = migrated(address);
        sure(store.unit(|unit| {
            accounts::add(unit, &account(1))?;
            accounts::add(unit, &account(2))?;
            accounts::note_failure(unit, 1, 5, Some(at(90)))?;
            accounts::set_password(unit, 1, "hash")?;
            accounts::set_second(unit, 1, Some(&[7; 30]))?;
            let locked = Account {
                failures: 5,
                locked_until: Some(at(90)),
                password: Some("hash".to_owned()),
                second: Some(vec![7; 30]),
                ..account(1)
            };
            assert_eq!(accounts::read(unit, 1)?, Some(locked));
            accounts::forgive(unit, 1)?;
            accounts::set_second(unit, 1, None)?;
            let forgiven = Account { password: Some("hash".to_owned()), ..account(1) };
            assert_eq!(accounts::read(unit, 1)?, Some(forgiven));
            assert_eq!(accounts::read(unit, 2)?, Some(account(2)));
            Ok(())
        }));
    });
}

#[test]
fn a_session_gets_another_token_when_somebody_signs_in() {
    both(|address| {
        let mut store = migrated(address);
        let session = |token: u8, until: i64| Session {
            token: vec![token; 32],
            account: None,
            stage: "visitor".to_owned(),
            began: at(1),
            seen: at(1),
            until: at(until),
        };
        sure(store.unit(|unit| {
            for (token, until) in [(1, 100), (2, 200), (3, 300)] {
                sessions::add(unit, &session(token, until))?;
            }
            assert!(sessions::sign_in(unit, &[1; 32], &[9; 32], 5, "full")?);
            assert!(!sessions::sign_in(unit, &[1; 32], &[8; 32], 5, "full")?);
            assert_eq!(sessions::read(unit, &[1; 32])?, None);
            sessions::touch(unit, &[9; 32], at(20), at(150))?;
            let signed_in =
                Session { account: Some(5), stage: "full".to_owned(), seen: at(20), ..session(9, 150) };
            assert_eq!(sessions::read(unit, &[9; 32])?, Some(signed_in));
            assert_eq!(sessions::sweep(unit, at(199))?, 1);
            assert_eq!(sessions::sweep(unit, at(200))?, 1);
            assert!(sessions::sign_in(unit, &[3; 32], &[4; 32], 5, "password")?);
            assert_eq!(sessions::end_of_account(unit, 5)?, 1);
            sessions::add(unit, &session(6, 400))?;
            sessions::end(unit, &[6; 32])?;
            assert_eq!(sessions::sweep(unit, at(9_000))?, 0);
            Ok(())
        }));
        let other = Session { stage: "other".to_owned(), ..session(7, 1) };
        refusal(store.unit(|unit| sessions::add(unit, &other)));
    });
}

#[test]
fn a_code_is_one_at_a_time_and_taken_once() {
    both(|address| {
        let mut store = migrated(address);
        let code = |hash: u8| Code { subject: 5, hash: vec![hash; 32], until: at(100), tries: 0 };
        sure(store.unit(|unit| {
            assert_eq!(codes::try_again(unit, 5)?, None);
            codes::put(unit, &code(1))?;
            assert_eq!([codes::try_again(unit, 5)?, codes::try_again(unit, 5)?], [Some(1), Some(2)]);
            assert_eq!(codes::read(unit, 5)?, Some(Code { tries: 2, ..code(1) }));
            codes::put(unit, &code(2))?;
            assert_eq!(codes::read(unit, 5)?, Some(code(2)));
            assert_eq!([codes::take(unit, 5)?, codes::take(unit, 5)?], [true, false]);
            assert_eq!(codes::read(unit, 5)?, None);
            Ok(())
        }));
    });
}

#[test]
fn a_program_is_known_by_its_key_until_it_ends() {
    both(|address| {
        let mut store = migrated(address);
        let client = |id: i64| Client {
            id,
            name: "Ojek".to_owned(),
            key: vec![u8::try_from(id).unwrap_or(0); 32],
            role: "platform".to_owned(),
            payer: Some(PayerId(7)),
            branch: Some(3),
            province: None,
            ended: None,
            known: at(1),
        };
        sure(store.unit(|unit| {
            clients::add(unit, &client(1))?;
            clients::add(unit, &client(2))?;
            assert_eq!(clients::by_key(unit, &[2; 32])?, Some(client(2)));
            assert_eq!(clients::by_key(unit, &[3; 32])?, None);
            clients::end(unit, 2, at(9))?;
            assert_eq!(clients::by_key(unit, &[2; 32])?, None);
            assert_eq!(clients::all(unit)?, [client(1), Client { ended: Some(at(9)), ..client(2) }]);
            Ok(())
        }));
        let twice = Client { id: 3, ..client(1) };
        refusal(store.unit(|unit| clients::add(unit, &twice)));
    });
}

#[test]
fn a_subject_has_one_office() {
    both(|address| {
        let mut store = migrated(address);
        let branch = |id: i64, province: &str| Branch {
            id,
            name: format!("Kantor {id}"),
            province: province.to_owned(),
            closed: (id == 2).then(|| day("2026-06-01")),
        };
        let branches = [branch(1, "31"), branch(2, "32"), branch(3, "31")];
        sure(store.unit(|unit| {
            branches.iter().rev().try_for_each(|branch| branches::add(unit, branch))?;
            assert_eq!(branches::all(unit)?, branches);
            assert_eq!(branches::read(unit, 2)?.as_ref(), branches.get(1));
            assert_eq!(branches::of_province(unit, "31")?, [branch(1, "31"), branch(3, "31")]);
            for (subject, branch) in [(12, 1), (10, 1), (11, 2), (10, 2), (13, 1)] {
                caseloads::assign(unit, subject, branch, at(subject))?;
            }
            assert_eq!([caseloads::count(unit, 1)?, caseloads::count(unit, 2)?], [2, 2]);
            let mut cares = |subject| caseloads::branch_of(unit, subject);
            assert_eq!([cares(12)?, cares(13)?, cares(10)?, cares(9)?], [Some(1), Some(1), Some(2), None]);
            Ok(())
        }));
    });
}

#[test]
fn looks_are_all_kept_and_read_from_the_latest() {
    both(|address| {
        let mut store = migrated(address);
        let reading = |person: i64, micros: i64, account: i64| Reading {
            person: PersonId(person),
            at: at(micros),
            account,
            who: "Budi".to_owned(),
            role: "officer".to_owned(),
            why: "she stands at the desk".to_owned(),
            place: "/people/1".to_owned(),
        };
        sure(store.unit(|unit| {
            for (person, account) in [(1, 5), (1, 5), (1, 6), (2, 5), (3, 5)] {
                readings::add(unit, &reading(person, 10, account))?;
            }
            let latest = readings::of_person(unit, PersonId(1), None, 2)?;
            assert_eq!(latest, [reading(1, 12, 6), reading(1, 11, 5)]);
            let rest = readings::of_person(unit, PersonId(1), latest.last().map(|last| last.at), 2)?;
            assert_eq!(rest, [reading(1, 10, 5)]);
            let latest = readings::of_account(unit, 5, None, 2)?;
            assert_eq!(latest, [reading(1, 11, 5), reading(3, 10, 5)]);
            let after = latest.last().map(|last| (last.at, last.person));
            let rest = readings::of_account(unit, 5, after, 9)?;
            assert_eq!(rest, [reading(2, 10, 5), reading(1, 10, 5)]);
            Ok(())
        }));
        // A list of very many people is written down at once, each after what was written before.
        sure(store.unit(|unit| {
            let all: Vec<Reading> = (1..=1_200).map(|person| reading(person, 10, 5)).collect();
            readings::add_all(unit, &all)?;
            readings::add_all(unit, &[reading(1_200, 10, 6)])?;
            readings::add_all(unit, &[])?;
            assert_eq!(readings::of_person(unit, PersonId(1), None, 1)?, [reading(1, 13, 5)]);
            assert_eq!(readings::of_person(unit, PersonId(700), None, 9)?, [reading(700, 10, 5)]);
            let both = [reading(1_200, 11, 6), reading(1_200, 10, 5)];
            assert_eq!(readings::of_person(unit, PersonId(1_200), None, 9)?, both);
            Ok(())
        }));
    });
}

/// As a page writes down whom it shows, and as a list does.
const WRITES: [fn(&mut Unit<'_>, &Reading) -> anyhow::Result<()>; 2] =
    [readings::add, |unit, one| readings::add_all(unit, from_ref(one))];

/// Somebody waits for what a unit of this database has not kept yet.
fn until_somebody_waits(watch: &mut Store) {
    let waiting = "select count(*) from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'";
    for _ in 0..2_000 {
        if number(watch, waiting) > 0 {
            return;
        }
        thread::sleep(Duration::from_millis(5));
    }
    panic!("nobody waits");
}

#[test]
fn who_looks_twice_in_one_moment_has_looked_twice() {
    both(|address| {
        let mut store = migrated(address);
        // SQLite has one writer: who comes second sees what the first has written.
        let is_shared = store.engine() == Engine::Postgres;
        for (person, write) in (1..).map(PersonId).zip(WRITES) {
            let reading = Reading {
                person,
                at: at(10),
                account: 5,
                who: "Budi".to_owned(),
                role: "officer".to_owned(),
                why: "she stands at the desk".to_owned(),
                place: "/people/1".to_owned(),
            };
            let written = Barrier::new(2);
            let first = || {
                let (mut store, mut watch) = (open(address), open(address));
                sure(store.unit(|unit| {
                    write(unit, &reading)?;
                    if is_shared {
                        written.wait();
                        until_somebody_waits(&mut watch);
                    }
                    Ok(())
                }));
            };
            let second = || {
                let (mut store, mut tries) = (open(address), 0);
                sure(store.unit(|unit| {
                    tries += 1;
                    if is_shared && tries == 1 {
                        written.wait();
                    }
                    write(unit, &reading)
                }));
            };
            thread::scope(|scope| {
                let both = [scope.spawn(first), scope.spawn(second)];
                for one in both {
                    one.join().expect("she has looked");
                }
            });
            let found = sure(store.look(|unit| readings::of_person(unit, person, None, 9)));
            assert_eq!(found.iter().map(|one| one.at).collect::<Vec<_>>(), [at(11), at(10)]);
        }
    });
}
