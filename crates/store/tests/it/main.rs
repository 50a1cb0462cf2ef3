//! Tests of `store`: the same list on both engines.

mod values;
mod units;
mod copies;
mod schema;
mod faults;
mod seals;
mod queries;
mod callers;
mod desk;
mod drafts;
mod counted;
mod claims;
mod ahead;
mod archives;
mod finding;
mod lists;
mod speed;

use base::{Day, Moment, Month};
use store::{Address, Engine, Store};

/// A store at an address that `testing` gave.
fn open(address: &str) -> Store {
    let Ok(address) = address.parse::<Address>();
    Store::open(&address).unwrap_or_else(|error| panic!("{error:#}"))
}

/// A store with every step taken.
fn migrated(address: &str) -> Store {
    let mut store = open(address);
    sure(store.migrate());
    store
}

/// A moment, by its microseconds.
fn at(micros: i64) -> Moment {
    Moment::new(micros)
}

/// A day, as it is written.
fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// A month, as it is written.
fn month(text: &str) -> Month {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// The chain of causes of a failure, as a person reads it.
fn refusal<T>(outcome: anyhow::Result<T>) -> String {
    match outcome {
        Ok(_) => panic!("it should have been refused"),
        Err(error) => format!("{error:#}"),
    }
}

/// What the work gives, or the test ends with its causes.
#[track_caller]
fn sure<T>(outcome: anyhow::Result<T>) -> T {
    outcome.unwrap_or_else(|error| panic!("{error:#}"))
}

/// A table with a column of every kind, named after it.
fn make_kinds(store: &mut Store) {
    let sql = match store.engine() {
        Engine::Sqlite => {
            "create table kinds (id integer primary key, a_bool integer, a_small integer, an_int integer,
                 a_text text, some_bytes blob, a_day text, a_month text, a_moment integer) strict"
        }
        Engine::Postgres => {
            "create table kinds (id bigint primary key, a_bool boolean, a_small smallint, an_int bigint,
                 a_text text, some_bytes bytea, a_day date, a_month date, a_moment timestamptz)"
        }
    };
    sure(store.unit(|unit| unit.script(sql)));
}

/// Two rows that two units may both want.
fn make_pair(store: &mut Store) {
    let key = match store.engine() {
        Engine::Sqlite => "integer",
        Engine::Postgres => "bigint",
    };
    sure(store.unit(|unit| {
        unit.script(&format!(
            "create table pair (id {key} primary key, amount {key} not null);
             insert into pair values (1, 0), (2, 0);"
        ))
    }));
}

/// The number in the only row.
fn number(store: &mut Store, sql: &str) -> i64 {
    let row = sure(store.look(|unit| unit.row(sql, &[])));
    row.map_or_else(|| panic!("no row"), |row| sure(row.int(0)))
}
