//! Questions whose answer is more than a row by its key: latest, as known then, claimed, held, summed up.

use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use scheme::facts::{Fact, Subject};
use scheme::id::{MembershipId, PayerId, PersonId};
use store::Unit;
use store::queries::links::{self, Link};
use store::queries::payers::{self, Payer};
use store::queries::payments::{self, Payment};
use store::queries::runs::{self, Chunk, Done, Run};
use store::queries::{facts, institution, laws, look_ups};
use testing::both;

use crate::{at, day, migrated, month, open, refusal, sure};

fn run(id: i64) -> Run {
    Run {
        id,
        kind: "month".to_owned(),
        period: "2026-05".to_owned(),
        state: "open".to_owned(),
        law: "law".to_owned(),
        known: at(1),
        day: day("2026-05-20"),
        people: 60,
        first_code: 1,
        published: None,
    }
}

/// Three pieces: payers below 10, below 20, and all others.
fn opened(unit: &mut Unit<'_>, id: i64) -> anyhow::Result<()> {
    let chunk = |no, from, until| Chunk { run: id, no, from, until, people: 10 * no };
    runs::open(unit, &run(id), &[chunk(1, 0, 10), chunk(2, 10, 20), chunk(3, 20, i64::MAX)])
}

fn payer(id: i64) -> Payer {
    Payer {
        id: PayerId(id),
        kind: "employer".to_owned(),
        parent: None,
        sealed: None,
        province: "31".to_owned(),
        opened: day("2026-01-01"),
        credit: 5,
        known: at(1),
    }
}

#[test]
fn the_latest_report_of_a_month_is_that_of_the_same_thing() {
    both(|address| {
        let mut store = migrated(address);
        let fact = |name: &str, from: &str, known: i64| Fact {
            subject: Subject::Membership(MembershipId(7)),
            name: name.to_owned(),
            value: Some("1".to_owned()),
            from: month(from),
            until: None,
            known: at(known),
        };
        let found = sure(store.unit(|unit| {
            for one in [fact("wage", "2026-01", 30), fact("wage", "2026-01", 20), fact("wage", "2026-02", 40)]
            {
                facts::add(unit, &one)?;
            }
            facts::add(unit, &fact("income", "2026-01", 50))?;
            let latest = facts::latest(unit, &fact("wage", "2026-01", 0))?;
            Ok((latest, facts::latest(unit, &fact("wage", "2025-12", 0))?))
        }));
        assert_eq!(found, (Some(at(30)), None));
        let all = sure(store.look(|unit| facts::of(unit, Subject::Membership(MembershipId(7)))));
        let order: Vec<_> = all.iter().map(|fact| (fact.name.as_str(), fact.known.micros())).collect();
        assert_eq!(order, [("income", 50), ("wage", 20), ("wage", 30), ("wage", 40)]);
        let twice = store.unit(|unit| facts::add(unit, &fact("wage", "2026-01", 30)));
        assert!(refusal(twice).contains("could not do `insert into fact"));
    });
}

#[test]
fn values_are_those_declared_by_then() {
    both(|address| {
        let mut store = migrated(address);
        sure(store.unit(|unit| {
            laws::declare(unit, "jht_rate[2024]", "5.00", "letter 1", at(10))?;
            laws::declare(unit, "jht_rate[2024]", "5.25", "letter 2", at(30))?;
            laws::declare(unit, "jht_rate[2025]", "6.00", "letter 3", at(20))
        }));
        for (known, expected) in [
            (9, &[][..]),
            (10, &[("jht_rate[2024]", "5.00")]),
            (29, &[("jht_rate[2024]", "5.00"), ("jht_rate[2025]", "6.00")]),
            (30, &[("jht_rate[2024]", "5.25"), ("jht_rate[2025]", "6.00")]),
        ] {
            let found = sure(store.look(|unit| laws::declared(unit, at(known))));
            let found: Vec<_> = found.iter().map(|(place, value)| (place.as_str(), value.as_str())).collect();
            assert_eq!(found, expected, "as of {known}");
        }
    });
}

#[test]
fn links_are_followed_from_every_end() {
    both(|address| {
        let mut store = migrated(address);
        let link = |person, into: Option<i64>, known| Link {
            person: PersonId(person),
            into: into.map(PersonId),
            known: at(known),
            reason: "the same NIK".to_owned(),
        };
        let all = [link(2, Some(1), 10), link(3, Some(2), 20), link(2, None, 30)];
        sure(store.unit(|unit| {
            links::add(unit, &link(8, Some(9), 15))?;
            all.iter().try_for_each(|link| links::add(unit, link))
        }));
        for person in 1..=3 {
            assert_eq!(sure(store.look(|unit| links::around(unit, PersonId(person)))), all, "{person}");
        }
        assert_eq!(sure(store.look(|unit| links::around(unit, PersonId(4)))), []);
    });
}

#[test]
fn a_piece_is_claimed_by_one_worker() {
    both(|address| {
        let mut store = migrated(address);
        sure(store.unit(|unit| opened(unit, 1)));
        let (claimed, first) = channel();
        let (go_on, wait) = channel::<()>();
        thread::scope(|scope| {
            scope.spawn(move || {
                let mut other = open(address);
                sure(other.unit(|unit| {
                    let chunks = runs::claim(unit, 1, 1)?;
                    claimed.send(chunks[0].no)?;
                    wait.recv()?;
                    runs::finish(unit, &chunks[0], &Done::default(), "other", at(5))
                }));
            });
            assert_eq!(first.recv(), Ok(1));
            if store.engine() == store::Engine::Sqlite {
                // There the second waits until the first is done.
                sure(go_on.send(()).map_err(Into::into));
            }
            let mine = sure(store.unit(|unit| runs::claim(unit, 1, 2)));
            assert_eq!(mine.iter().map(|chunk| chunk.no).collect::<Vec<_>>(), [2, 3]);
            let _ = go_on.send(());
        });
        assert_eq!(sure(store.unit(|unit| runs::claim(unit, 1, 9))).len(), 2);
    });
}

#[test]
fn money_waits_for_the_piece_its_payer_is_in() {
    both(|address| {
        let mut store = migrated(address);
        sure(store.unit(|unit| {
            payers::add(unit, &payer(5))?;
            opened(unit, 1)
        }));
        let (claimed, first) = channel();
        thread::scope(|scope| {
            scope.spawn(move || {
                let mut other = open(address);
                sure(other.unit(|unit| {
                    let chunks = runs::claim(unit, 1, 1)?;
                    claimed.send(())?;
                    thread::sleep(Duration::from_millis(200));
                    payers::set_credit(unit, PayerId(5), 0)?;
                    runs::finish(unit, &chunks[0], &Done::default(), "other", at(5))
                }));
            });
            sure(first.recv().map_err(Into::into));
            // The worker has let go by now, and what it left is seen.
            assert_eq!(sure(store.unit(|unit| payers::hold(unit, PayerId(5)))), Some(0));
            let through = |month: &str, payer| {
                let month = crate::month(month);
                sure(open(address).look(|unit| runs::is_through_with(unit, month, PayerId(payer))))
            };
            assert!(through("2026-05", 5) && through("2026-05", 9));
            assert!(!through("2026-05", 10) && !through("2026-04", 5));
        });
        assert_eq!(sure(store.unit(|unit| payers::hold(unit, PayerId(6)))), None);
    });
}

#[test]
fn progress_counts_pieces_and_people() {
    both(|address| {
        let mut store = migrated(address);
        sure(store.unit(|unit| opened(unit, 1)));
        assert_eq!(sure(store.look(|unit| runs::progress(unit, 1))), [3, 0, 60, 0]);
        assert_eq!(sure(store.look(|unit| runs::progress(unit, 2))), [0; 4]);
        let came_to = Done { assessed: 19, faults: 1, bills: 2, owed: 300, digest: [7; 32] };
        sure(store.unit(|unit| {
            let chunks = runs::claim(unit, 1, 2)?;
            runs::finish(unit, &chunks[1], &came_to, "me", at(5))
        }));
        assert_eq!(sure(store.look(|unit| runs::progress(unit, 1))), [3, 1, 60, 20]);
        let done = sure(store.look(|unit| runs::done(unit, 1)));
        assert_eq!(done, [(Chunk { run: 1, no: 2, from: 10, until: 20, people: 20 }, came_to)]);
        assert_eq!(sure(store.look(|unit| runs::last(unit, "month"))), None);
        sure(store.unit(|unit| runs::publish(unit, 1, at(9))));
        let last = sure(store.look(|unit| runs::last(unit, "month")));
        assert_eq!(last.and_then(|run| run.published), Some(at(9)));
        assert_eq!(sure(store.look(runs::last_begun_month)), Some(month("2026-05")));
        refusal(store.unit(|unit| opened(unit, 2)));
    });
}

#[test]
fn numbers_are_taken_in_blocks_and_never_twice() {
    both(|address| {
        let mut store = migrated(address);
        assert_eq!(
            refusal(store.unit(|unit| institution::take_numbers(unit, 1))),
            "there is no institution yet"
        );
        let row = institution::Institution {
            name: "Uji".to_owned(),
            jurisdiction: "id".to_owned(),
            mode: "demo".to_owned(),
            crediting: "simple_yearly".to_owned(),
            founded_on: day("2026-01-01"),
        };
        sure(store.unit(|unit| institution::found(unit, &row, &[1; 16])));
        let mut taken: Vec<i64> = thread::scope(|scope| {
            let take = || {
                let mut store = open(address);
                (0..20).map(|_| sure(store.unit(|unit| institution::take_numbers(unit, 3)))).collect()
            };
            let takers: Vec<_> = (0..4).map(|_| scope.spawn(take)).collect();
            takers
                .into_iter()
                .flat_map(|taker| -> Vec<i64> { taker.join().unwrap_or_else(|_| panic!("a taker")) })
                .collect()
        });
        taken.sort_unstable();
        assert_eq!(taken, (0..80).map(|at| 1 + 3 * at).collect::<Vec<_>>());
        sure(store.unit(|unit| institution::take_codes(unit, 5)));
        assert_eq!(sure(store.unit(|unit| institution::take_codes(unit, 1))), 6);
        assert_eq!(sure(store.look(institution::sealed_key)), vec![1; 16]);
    });
}

#[test]
fn payments_are_counted_payer_by_payer() {
    both(|address| {
        let mut store = migrated(address);
        let payment = |payer, id, amount| Payment {
            payer: PayerId(payer),
            id,
            amount,
            paid: day("2026-05-10"),
            known: at(amount),
            channel: "bank".to_owned(),
            reference: "x".to_owned(),
            journal: 15,
            seq: 7,
            reversed: None,
        };
        let mut add = |payer, amount| {
            store.unit(|unit| {
                let id = payments::next_number(unit, PayerId(payer))?;
                payments::add(unit, &payment(payer, id, amount))?;
                Ok(id)
            })
        };
        assert_eq!([sure(add(5, 10)), sure(add(5, 20)), sure(add(6, 30))], [1, 2, 1]);
        refusal(add(5, 0));
        sure(store.unit(|unit| payments::reverse(unit, PayerId(5), 1, day("2026-05-12"))));
        let taken_back = Payment { reversed: Some(day("2026-05-12")), ..payment(5, 1, 10) };
        let all = sure(store.look(|unit| payments::of(unit, PayerId(5))));
        assert_eq!(all, [taken_back, payment(5, 2, 20)]);
    });
}

#[test]
fn a_look_up_is_by_kind_and_under_every_key() {
    both(|address| {
        let mut store = migrated(address);
        let (old, new) = ([1; 16], [2; 16]);
        let found = sure(store.unit(|unit| {
            look_ups::add(unit, look_ups::Kind::Nik, &old, 9)?;
            look_ups::add(unit, look_ups::Kind::Nik, &new, 9)?;
            look_ups::add(unit, look_ups::Kind::Nik, &new, 4)?;
            look_ups::add(unit, look_ups::Kind::Nik, &new, 4)?;
            look_ups::add(unit, look_ups::Kind::Kpj, &new, 5)?;
            look_ups::find(unit, look_ups::Kind::Nik, &[new, old], 10)
        }));
        assert_eq!(found, [4, 9]);
        let found = sure(store.unit(|unit| {
            look_ups::remove(unit, look_ups::Kind::Nik, &new, 4)?;
            look_ups::find(unit, look_ups::Kind::Nik, &[new], 10)
        }));
        assert_eq!(found, [9]);
    });
}
