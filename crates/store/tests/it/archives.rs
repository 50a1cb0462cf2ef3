//! Archives: from one engine to the other and back without a changed byte, and none that is damaged.

use base::{Day, Moment, Month};
use scheme::id::{MembershipId, PayerId, PersonId};
use store::queries::assessments::{self, Assessment};
use store::queries::bills::{self, Bill};
use store::queries::payments::{self, Allocation};
use store::queries::{facts, institution, laws, look_ups, people, runs};
use store::{Store, archive};
use testing::postgres::Server;
use testing::sqlite;

use crate::{open, refusal, sure};

fn day(text: &str) -> Day {
    text.parse().unwrap_or_else(|error| panic!("{error}"))
}

/// A row or two of every kind of column, with and without a value.
fn fill(store: &mut Store) {
    let month: Month = "2026-05".parse().unwrap_or_else(|error| panic!("{error}"));
    let now = Moment::new(1_777_777_777_777_777);
    sure(store.migrate());
    sure(store.unit(|unit| {
        let row = institution::Institution {
            name: "Uji – “Ṣad”".to_owned(),
            jurisdiction: "id".to_owned(),
            mode: "demo".to_owned(),
            crediting: "simple_yearly".to_owned(),
            founded_on: day("2026-01-01"),
        };
        institution::found(unit, &row, &[0, 255, 10, 13, 92])?;
        laws::keep(unit, "fingerprint", b"texts", now)?;
        people::add(unit, PersonId(1), day("2026-01-02"), Moment::new(-1))?;
        look_ups::add(unit, look_ups::Kind::Nik, &[9; 16], 1)?;
        for (name, until, value) in [("wage_x", None, Some("1")), ("wage", Some(month), None)] {
            let subject = scheme::facts::Subject::Person(PersonId(1));
            let (name, value) = (name.to_owned(), value.map(ToOwned::to_owned));
            facts::add(unit, &scheme::facts::Fact { subject, name, value, from: month, until, known: now })?;
        }
        for (payer, settled) in [(3, None), (4, Some(day("2026-06-15")))] {
            let (payer, lines) = (PayerId(payer), vec![0, 200, 1]);
            let kind = "contribution".to_owned();
            let (owed, paid, due) = (-i64::MAX, i64::MAX, settled);
            bills::add(
                unit,
                &Bill {
                    month,
                    payer,
                    no: 0,
                    kind,
                    code: 7,
                    due,
                    run: 0,
                    owed,
                    paid,
                    settled,
                    known: now,
                    lines: lines.clone(),
                },
            )?;
            assessments::add(
                unit,
                &Assessment { month, payer, membership: MembershipId(5), no: 0, run: 0, owed, lines },
            )?;
            for seq in [9, 8] {
                let (journal, amount, day) = (15, 1, day("2026-06-15"));
                payments::allocate(unit, &Allocation { payer, month, no: 0, journal, seq, amount, day })?;
            }
        }
        let run = runs::Run {
            id: 1,
            kind: "month".to_owned(),
            period: "2026-05".to_owned(),
            state: "open".to_owned(),
            law: "fingerprint".to_owned(),
            known: now,
            day: day("2026-05-20"),
            people: 1,
            first_code: 1,
            published: None,
        };
        runs::open(unit, &run, &[runs::Chunk { run: 1, no: 1, from: 0, until: i64::MAX, people: 1 }])
    }));
}

fn written(store: &mut Store) -> Vec<u8> {
    let mut bytes = Vec::new();
    sure(archive::write(store, &mut bytes, &mut |_, _| {}));
    bytes
}

fn restored(address: &str, bytes: &[u8]) -> Store {
    let mut store = open(address);
    sure(store.migrate());
    sure(archive::read(&mut store, &mut &bytes[..], &mut |_, _| {}));
    store
}

#[test]
fn there_and_back_without_a_changed_byte() {
    let (one, two) = (sqlite::scratch(), sqlite::scratch());
    let mut first = open(&one.address());
    fill(&mut first);
    let bytes = written(&mut first);
    sure(archive::check(&mut &bytes[..]));
    let mut second = restored(&Server::shared().database("archive"), &bytes);
    assert!(written(&mut second) == bytes, "SQLite to PostgreSQL");
    let mut third = restored(&two.address(), &written(&mut second));
    assert!(written(&mut third) == bytes, "PostgreSQL to SQLite");
    assert_eq!(
        refusal(archive::read(&mut third, &mut &bytes[..], &mut |_, _| {})),
        "the database is not empty: institution has rows; restore into a new one"
    );
}

#[test]
fn a_changed_or_missing_byte_is_refused() {
    let (one, two) = (sqlite::scratch(), sqlite::scratch());
    let mut store = open(&one.address());
    fill(&mut store);
    let bytes = written(&mut store);
    let mut empty = open(&two.address());
    sure(empty.migrate());
    let untouched = written(&mut empty);
    let mut refuse = |damaged: &[u8], what: &str| {
        assert!(archive::check(&mut &damaged[..]).is_err(), "{what}: not seen by the check");
        let read = archive::read(&mut empty, &mut &damaged[..], &mut |_, _| {});
        assert!(read.is_err(), "{what}: restored");
    };
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1 << (at % 8);
        refuse(&damaged, &format!("byte {at} changed"));
    }
    for at in (0..bytes.len()).step_by(7) {
        refuse(&bytes[..at], &format!("cut off at {at}"));
    }
    assert!(written(&mut empty) == untouched, "something of a damaged archive was kept");
}

#[test]
fn the_archive_of_another_schema_is_refused() {
    let one = sqlite::scratch();
    let mut store = open(&one.address());
    sure(store.migrate());
    let head = b"naungan archive 1\n";
    for (heading, expected) in [
        (
            "tribute",
            "the archive has a table tribute which this program does not know: use the newer program",
        ),
        (
            "slot no name colour",
            "the archive has other columns of slot than this program: \
             restore it with the program that made it",
        ),
    ] {
        let length = (heading.len() as u32).to_le_bytes();
        let bytes = [&head[..], &length, heading.as_bytes()].concat();
        assert_eq!(refusal(archive::read(&mut store, &mut &bytes[..], &mut |_, _| {})), expected);
    }
}
