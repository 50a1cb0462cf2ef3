//! How fast the door is: `cargo test --release -p naungan-store speed -- --ignored --nocapture`.

use std::time::Instant;

use base::Month;
use store::{Engine, Kind, Store, Value};
use testing::postgres::Server;
use testing::sqlite;

use crate::{open, sure};

const COLUMNS: [(&str, Kind); 6] = [
    ("month", Kind::Month),
    ("membership", Kind::Int),
    ("payer", Kind::Int),
    ("no", Kind::Small),
    ("owed", Kind::Int),
    ("lines", Kind::Text),
];

#[test]
#[ignore = "prints figures, proves nothing"]
fn speed() {
    let server = Server::durable().unwrap_or_else(|error| panic!("{error:#}"));
    let scratch = sqlite::scratch();
    for address in [scratch.address(), server.database("speed")] {
        let mut store = open(&address);
        make(&mut store);
        let rows = 1_000_000;
        timed(&store, "copy, rows with a key", rows, || copy(&mut open(&address), rows));
        timed(&store, "each, rows", rows, || {
            let sql = "select month, membership, payer, no, owed, lines from bulk";
            let (mut sum, mut store) = (0, open(&address));
            sure(store.look(|unit| {
                unit.each(sql, &[], &mut |row| {
                    sum += row.int(4)? + i64::from(row.month(0)?.index()) + row.text(5)?.len() as i64;
                    Ok(())
                })
            }));
            assert!(sum > 0);
        });
        let reads = 20_000;
        timed(&store, "point reads in one look", reads, || {
            let sql = "select owed, lines from bulk where month = $1 and membership = $2";
            let month = Month::from_index(24_316).unwrap_or(Month::MIN);
            sure(open(&address).look(|unit| {
                for membership in 0..reads {
                    let values = [Value::Month(month), Value::Int(membership * 7)];
                    assert!(unit.row(sql, &values)?.is_some());
                }
                Ok(())
            }));
        });
        let units = 2_000;
        timed(&store, "units with one update", units, || {
            let mut store = open(&address);
            for membership in 0..units {
                let sql = "update bulk set owed = owed + 1 where membership = $1 and month = '2026-05-01'";
                sure(store.unit(|unit| unit.execute(sql, &[Value::Int(membership)])));
            }
        });
        store = open(&address);
        assert_eq!(sure(store.migrate()).len(), 1);
    }
}

fn make(store: &mut Store) {
    let sql = match store.engine() {
        Engine::Sqlite => {
            "create table bulk (month text not null, membership integer not null, payer integer not null,
                 no integer not null, owed integer not null, lines text not null,
                 primary key (month, membership, no)) strict, without rowid"
        }
        Engine::Postgres => {
            "create table bulk (month date not null, membership bigint not null, payer bigint not null,
                 no smallint not null, owed bigint not null, lines text not null,
                 primary key (month, membership, no))"
        }
    };
    sure(store.unit(|unit| unit.script(sql)));
}

fn copy(store: &mut Store, rows: i64) {
    let month = Month::from_index(24_316).unwrap_or(Month::MIN);
    sure(store.unit(|unit| {
        let mut copy = unit.copy("bulk", &COLUMNS)?;
        for row in 0..rows {
            copy.row(&[
                Value::Month(month),
                Value::Int(row),
                Value::Int(row / 1000),
                Value::Int(0),
                Value::Int(57_000 + row),
                Value::Text("jht.employer=370000;jht.worker=200000;jkk.employer=24000;jkm.employer=30000"),
            ])?;
        }
        copy.finish()
    }));
}

fn timed(store: &Store, what: &str, count: i64, work: impl FnOnce()) {
    let begun = Instant::now();
    work();
    let nanos = begun.elapsed().as_nanos().max(1);
    let each = nanos / u128::from(count.unsigned_abs());
    println!("{}: {count} {what}: {} a second, {each} ns each", store.engine(), 1_000_000_000 / each.max(1));
}
