//! A unit is kept whole or not at all; a look sees one moment and changes nothing.

use anyhow::bail;
use store::{Store, Trouble, Value};
use testing::both;

use crate::{make_pair, number, open, refusal, sure};

const ADD: &str = "update pair set amount = amount + $2 where id = $1";

fn total_here(unit: &mut store::Unit<'_>) -> anyhow::Result<i64> {
    let row = unit.row("select sum(amount) from pair", &[])?;
    Ok(row.map_or(0, |row| sure(row.int(0))))
}

fn total(store: &mut Store) -> i64 {
    number(store, "select sum(amount) from pair")
}

#[test]
fn work_that_fails_leaves_nothing() {
    both(|address| {
        let mut store = open(address);
        make_pair(&mut store);
        let outcome = store.unit(|unit| {
            unit.execute(ADD, &[Value::Int(1), Value::Int(5)])?;
            if unit.row("select 1", &[])?.is_some() {
                bail!("could not go on");
            }
            Ok(())
        });
        assert_eq!(refusal(outcome), "could not go on");
        assert_eq!(total(&mut store), 0);
        sure(store.unit(|unit| unit.execute(ADD, &[Value::Int(1), Value::Int(5)])));
        assert_eq!(total(&mut store), 5);
    });
}

#[test]
fn work_that_passes_over_a_fault_is_not_kept() {
    both(|address| {
        let mut store = open(address);
        make_pair(&mut store);
        let outcome = store.unit(|unit| {
            unit.execute(ADD, &[Value::Int(1), Value::Int(5)])?;
            let _ = unit.execute("insert into pair (id, amount) values (1, 1)", &[]);
            Ok(())
        });
        let error = outcome.err().unwrap_or_else(|| panic!("it should have been refused"));
        assert_eq!(format!("{error:#}"), "a statement of the work failed, and the work went on");
        assert_eq!(Trouble::of(&error), Trouble::Duplicate);
        assert_eq!(total(&mut store), 0);
    });
}

#[test]
fn work_that_panics_leaves_nothing() {
    both(|address| {
        let mut store = open(address);
        make_pair(&mut store);
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            store.unit(|unit| {
                unit.execute(ADD, &[Value::Int(1), Value::Int(5)])?;
                assert_eq!(total_here(unit)?, 0, "on purpose");
                Ok(())
            })
        }));
        assert!(outcome.is_err());
        assert_eq!(total(&mut store), 0);
    });
}

#[test]
fn a_look_changes_nothing_and_sees_one_moment() {
    both(|address| {
        let mut store = open(address);
        make_pair(&mut store);
        let mut other = open(address);
        assert!(store.look(|unit| unit.execute(ADD, &[Value::Int(1), Value::Int(5)])).is_err());
        assert!(store.look(|unit| unit.script("delete from pair")).is_err());
        let (before, after) = sure(store.look(|unit| {
            let sum = |row: Option<store::Row>| row.map(|row| sure(row.int(0)));
            let before = sum(unit.row("select sum(amount) from pair", &[])?);
            sure(other.unit(|unit| unit.execute(ADD, &[Value::Int(1), Value::Int(5)])));
            let after = sum(unit.row("select sum(amount) from pair", &[])?);
            Ok((before, after))
        }));
        assert_eq!((before, after), (Some(0), Some(0)));
        assert_eq!(total(&mut store), 5);
    });
}

#[test]
fn each_may_stop_and_the_unit_goes_on() {
    both(|address| {
        let mut store = open(address);
        make_pair(&mut store);
        sure(store.unit(|unit| {
            let mut seen = 0;
            let outcome = unit.each("select id from pair order by id", &[], &mut |_| {
                seen += 1;
                bail!("enough")
            });
            assert_eq!((refusal(outcome), seen), ("enough".to_owned(), 1));
            unit.execute(ADD, &[Value::Int(2), Value::Int(7)])
        }));
        assert_eq!(total(&mut store), 7);
        let two = refusal(store.look(|unit| unit.row("select id from pair order by id", &[])));
        assert_eq!(two, "could not do `select id from pair order by id`: the answer has more rows than 1");
    });
}

#[test]
fn rows_are_claimed_once() {
    both(|address| {
        let mut store = open(address);
        make_pair(&mut store);
        let claim = |unit: &mut store::Unit<'_>| {
            let held = unit.engine().for_update_skip_locked();
            let sql = format!("select id from pair where amount = 0 order by id limit 1{held}");
            let row = unit.row(&sql, &[])?.map(|row| sure(row.int(0)));
            if let Some(id) = row {
                std::thread::sleep(std::time::Duration::from_millis(20));
                unit.execute(ADD, &[Value::Int(id), Value::Int(1)])?;
            }
            Ok(row)
        };
        let mut claimed: Vec<Option<i64>> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..3).map(|_| scope.spawn(|| sure(open(address).unit(claim)))).collect();
            workers.into_iter().map(|worker| worker.join().unwrap_or_else(|_| panic!("worker"))).collect()
        });
        claimed.sort_unstable();
        assert_eq!(claimed, [None, Some(1), Some(2)]);
        assert_eq!(total(&mut store), 2);
    });
}

#[test]
fn units_of_a_whole_are_kept_together() {
    both(|address| {
        let mut store = open(address);
        make_pair(&mut store);
        let add = |store: &mut Store, id: i64, more: i64| {
            store.unit(|unit| unit.execute(ADD, &[Value::Int(id), Value::Int(more)]))
        };
        let taken = |store: &mut Store| {
            store.unit(|unit| unit.execute("insert into pair (id, amount) values (1, 1)", &[]))
        };
        // A part that fails is undone alone, also where the engine refused a statement of it.
        sure(store::whole(&mut store, |store| {
            add(store, 1, 5)?;
            let outcome: anyhow::Result<()> = store.unit(|unit| {
                unit.execute(ADD, &[Value::Int(1), Value::Int(100)])?;
                bail!("no")
            });
            assert_eq!(refusal(outcome), "no");
            assert_eq!(taken(store).err().map(|error| Trouble::of(&error)), Some(Trouble::Duplicate));
            assert_eq!(sure(store.look(total_here)), 5);
            add(store, 2, 2)
        }));
        assert_eq!(total(&mut store), 7);
        let outcome: anyhow::Result<()> = store::whole(&mut store, |store| {
            add(store, 1, 50)?;
            bail!("could not go on")
        });
        assert_eq!(refusal(outcome), "could not go on");
        let broken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            store::whole(&mut store, |store| {
                add(store, 1, 50)?;
                assert_eq!(total(store), 0, "on purpose");
                Ok(())
            })
        }));
        assert!(broken.is_err());
        assert_eq!(total(&mut store), 7);
        sure(add(&mut store, 1, 1));
        assert_eq!(total(&mut open(address)), 8);
    });
}

#[test]
fn what_a_whole_holds_nobody_else_changes() {
    both(|address| {
        make_pair(&mut open(address));
        let start = std::sync::Barrier::new(4);
        let doubled: Vec<bool> = std::thread::scope(|scope| {
            let workers: Vec<_> = (0..4)
                .map(|_| {
                    scope.spawn(|| {
                        let mut store = open(address);
                        start.wait();
                        sure(store::whole(&mut store, |store| {
                            let seen = store.unit(|unit| {
                                let held = unit.engine().for_update();
                                let sql = format!("select amount from pair where id = 1{held}");
                                Ok(unit.row(&sql, &[])?.map(|row| sure(row.int(0))))
                            })?;
                            std::thread::sleep(std::time::Duration::from_millis(5));
                            let is_first = seen == Some(0);
                            if is_first {
                                store.unit(|unit| unit.execute(ADD, &[Value::Int(1), Value::Int(1)]))?;
                            }
                            Ok(is_first)
                        }))
                    })
                })
                .collect();
            workers.into_iter().map(|worker| worker.join().unwrap_or_else(|_| panic!("worker"))).collect()
        });
        assert_eq!(doubled.iter().filter(|is_first| **is_first).count(), 1);
        assert_eq!(total(&mut open(address)), 1);
    });
}
