//! Others in the way, a lost connection, a full disk: what is tried again, and what is said.

use std::sync::Barrier;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use store::{Address, Kind, Settings, Store, Trouble, Value};
use testing::postgres::Server;
use testing::{both, sqlite};

use crate::{make_kinds, make_pair, number, open, refusal, sure};

const ADD: &str = "update pair set amount = amount + 1 where id = $1";

#[test]
fn many_writers_lose_nothing() {
    both(|address| {
        let mut store = open(address);
        make_pair(&mut store);
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    let mut store = open(address);
                    for _ in 0..50 {
                        sure(store.unit(|unit| unit.execute(ADD, &[Value::Int(1)])));
                    }
                });
            }
        });
        assert_eq!(number(&mut store, "select sum(amount) from pair"), 200);
    });
}

/// Two units take two rows, each in the other's order.
#[test]
fn of_two_that_wait_for_each_other_one_tries_again() {
    let address = Server::shared().database("deadlock");
    make_pair(&mut open(&address));
    let (met, tries) = (Barrier::new(2), AtomicU32::new(0));
    let take = |first: i64, second: i64| {
        let mut begun = false;
        sure(open(&address).unit(|unit| {
            tries.fetch_add(1, Ordering::Relaxed);
            unit.execute(ADD, &[Value::Int(first)])?;
            if !begun {
                begun = true;
                met.wait();
            }
            unit.execute(ADD, &[Value::Int(second)])
        }));
    };
    std::thread::scope(|scope| {
        scope.spawn(|| take(1, 2));
        scope.spawn(|| take(2, 1));
    });
    // Whoever tries again may be quicker than the one she waited for, and meet her once more.
    assert!(tries.load(Ordering::Relaxed) >= 3);
    assert_eq!(number(&mut open(&address), "select sum(amount) from pair"), 4);
}

#[test]
fn a_failure_of_serialisation_is_tried_again() {
    let address = Server::shared().database("serialisation");
    let (mut store, mut other) = (open(&address), open(&address));
    make_pair(&mut store);
    let mut tries = 0;
    sure(store.unit(|unit| {
        tries += 1;
        unit.execute("set transaction isolation level repeatable read", &[])?;
        unit.row("select sum(amount) from pair", &[])?;
        if tries == 1 {
            sure(other.unit(|unit| unit.execute(ADD, &[Value::Int(1)])));
        }
        unit.execute(ADD, &[Value::Int(1)])
    }));
    assert_eq!((tries, number(&mut store, "select sum(amount) from pair")), (2, 2));
}

#[test]
fn a_conflict_without_end_is_given_up_and_says_how_often_it_was_tried() {
    let address = Server::shared().database("conflict");
    let (mut store, mut other) = (open(&address), open(&address));
    make_pair(&mut store);
    let text = refusal(store.unit(|unit| {
        unit.execute("set transaction isolation level repeatable read", &[])?;
        unit.row("select sum(amount) from pair", &[])?;
        sure(other.unit(|unit| unit.execute(ADD, &[Value::Int(1)])));
        // A fault that the work passes over is found all the same.
        let _ = unit.execute(ADD, &[Value::Int(1)]);
        Ok(())
    }));
    assert_eq!(
        text,
        "could not finish the work: others were in the way all 12 times it was tried: \
         a statement of the work failed, and the work went on"
    );
    assert_eq!(number(&mut store, "select sum(amount) from pair"), 12);
}

#[test]
fn a_writer_of_sqlite_waits_and_then_gives_up() {
    let scratch = sqlite::scratch();
    make_pair(&mut open(&scratch.address()));
    let Ok(address) = scratch.address().parse::<Address>();
    let settings = Settings { wait: Duration::from_millis(1), ..Settings::default() };
    let mut hasty = sure(Store::open_with(&address, &settings));
    let text = sure(open(&scratch.address()).unit(|unit| {
        unit.execute(ADD, &[Value::Int(1)])?;
        // A look is not in the way, a second writer is.
        assert_eq!(number(&mut hasty, "select sum(amount) from pair"), 0);
        Ok(refusal(hasty.unit(|unit| unit.execute(ADD, &[Value::Int(1)]))))
    }));
    assert_eq!(
        text,
        "could not finish the work: others were in the way all 12 times it was tried: \
         could not begin a unit of work: database is locked"
    );
    sure(hasty.unit(|unit| unit.execute(ADD, &[Value::Int(1)])));
    assert_eq!(number(&mut hasty, "select sum(amount) from pair"), 2);
}

#[test]
fn a_lost_connection_is_said_and_made_again() {
    let address = Server::shared().database("lost");
    let (mut store, mut other) = (open(&address), open(&address));
    make_pair(&mut store);
    let end = |other: &mut Store, process: i64| {
        let sql = "select count(*) from (select pg_terminate_backend($1, 5000)) ended";
        sure(other.unit(|unit| unit.row(sql, &[Value::Int(process)])));
    };
    let process = |unit: &mut store::Unit<'_>| -> anyhow::Result<i64> {
        Ok(unit.row("select pg_backend_pid()", &[])?.map_or(0, |row| sure(row.int(0))))
    };
    let mut tries = 0;
    let outcome = store.unit(|unit| {
        tries += 1;
        unit.execute(ADD, &[Value::Int(1)])?;
        let process = process(unit)?;
        end(&mut other, process);
        unit.execute(ADD, &[Value::Int(2)])
    });
    let error = outcome.err().unwrap_or_else(|| panic!("the connection was lost"));
    assert_eq!((Trouble::of(&error), tries), (Trouble::Lost, 1));
    let text = format!("{error:#}");
    let start = "could not do `update pair set amount = amount + 1 where id = $1`: \
                 the connection to the database was lost: ";
    assert!(text.starts_with(start), "{text}");
    sure(store.unit(|unit| unit.execute(ADD, &[Value::Int(1)])));
    assert_eq!(number(&mut store, "select sum(amount) from pair"), 1);
    // Lost between two units, it is made again before anything is done, and nobody need know.
    let idle = sure(store.look(process));
    end(&mut other, idle);
    sure(store.unit(|unit| unit.execute(ADD, &[Value::Int(1)])));
    assert_eq!(number(&mut store, "select sum(amount) from pair"), 2);
    // Lost in the middle of a copy.
    let outcome = store.unit(|unit| {
        let process = process(unit)?;
        let mut copy = unit.copy("pair", &[("id", Kind::Int), ("amount", Kind::Int)])?;
        for id in 0..300_000 {
            if id == 1_000 {
                end(&mut other, process);
            }
            copy.row(&[Value::Int(id + 10), Value::Int(0)])?;
        }
        copy.finish()
    });
    let error = outcome.err().unwrap_or_else(|| panic!("the connection was lost"));
    assert_eq!(Trouble::of(&error), Trouble::Lost, "{error:#}");
    assert_eq!(number(&mut store, "select count(*) from pair"), 2);
}

#[test]
fn a_server_that_is_not_there_is_named_without_the_password() {
    let Ok(address) = "host=/nowhere user=budi password=rahasia dbname=naungan".parse::<Address>();
    let text = refusal(Store::open(&address));
    let start = "could not open the database host=/nowhere user=budi dbname=naungan: \
                 error connecting to server: ";
    assert!(text.starts_with(start), "{text}");
    assert!(!text.contains("rahasia"), "{text}");
}

#[test]
fn a_full_disk_is_said_and_nothing_is_lost() {
    let scratch = sqlite::scratch();
    let mut store = open(&scratch.address());
    make_kinds(&mut store);
    sure(store.unit(|unit| unit.execute("insert into kinds (id) values (1)", &[])));
    sure(store.look(|unit| unit.rows("pragma max_page_count = 40", &[])));
    let fill = |store: &mut Store, rows: i64| {
        store.unit(|unit| {
            let mut copy = unit.copy("kinds", &[("id", Kind::Int), ("some_bytes", Kind::Bytes)])?;
            for id in 0..rows {
                copy.row(&[Value::Int(id + 2), Value::Bytes(&[7; 1000])])?;
            }
            copy.finish()
        })
    };
    let outcome = fill(&mut store, 1_000);
    let error = outcome.err().unwrap_or_else(|| panic!("the disk was full"));
    assert_eq!(Trouble::of(&error), Trouble::Full);
    assert_eq!(
        format!("{error:#}"),
        "could not add rows to kinds: the disk is full: database or disk is full"
    );
    assert_eq!(number(&mut store, "select count(*) from kinds"), 1);
    sure(store.look(|unit| unit.rows("pragma max_page_count = 1000000", &[])));
    assert_eq!(sure(fill(&mut store, 1_000)), 1_000);
    assert_eq!(number(&mut store, "select count(*) from kinds"), 1_001);
}
