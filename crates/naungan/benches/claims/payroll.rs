//! A payroll of pensions from the table to the file for the bank, and the same rows by COPY alone.

use std::io::{Read, Write};
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use base::{Day, Moment, Month};
use scheme::id::{MembershipId, PersonId};
use store::queries::payees;
use store::queries::pensions::{self, Pension};
use store::{Address, Keys, Kind, Store, Unit, Value};
use testing::Random;

use crate::child::naungan;

const FOUNDED: &str = "2026-01-05";
const MONTH: &str = "2026-05";
/// A week before the month begins.
const TODAY: &str = "2026-04-24";
const PAY_DAY: &str = "2026-05-04";

/// Assesses, books and pays a payroll of a size, step by step.
pub(crate) fn figures(database: &str, pensioners: i64) -> Result<()> {
    naungan(database, &["found", "Bench", "--today", FOUNDED])?;
    naungan(database, &["branch", "add", "Kota", "--province", "31", "--today", FOUNDED])?;
    let mut store = Store::open(&at(database))?;
    let branch = one(&mut store, "select max(id) from branch")?.to_string();
    for handle in ["ani", "budi"] {
        let words = ["access", "add", handle, "--role", "officer", "--name", handle, "--branch", &branch];
        naungan(database, &[&words[..], &["--today", FOUNDED]].concat())?;
    }
    let keys = std::fs::read_to_string(std::env::temp_dir().join("naungan-bench.keys"))?;
    fill(&mut store, &Keys::read(&keys)?, pensioners)?;
    println!("pensions of {MONTH}, {pensioners} pensioners, PostgreSQL, every commit on disk");
    step("rehearsed, nothing written", database, &["benefits", "pensions", MONTH, "--rehearse"])?;
    let granted = step(
        "granted, booked, a sample explained",
        database,
        &["benefits", "pensions", MONTH, "--by", "ani"],
    )?;
    let made = step("a run of all orders", database, &["benefits", "run", "--day", PAY_DAY, "--by", "ani"])?;
    let run = one(&mut store, "select max(id) from benefit_run")?.to_string();
    let orders = one(&mut store, "select orders from benefit_run")?.to_string();
    let sum = one(&mut store, "select amount from benefit_run")?.to_string();
    let file = std::env::temp_dir().join(format!("naungan-bench-{pensioners}.xml"));
    let path = file.display().to_string();
    let words = ["benefits", "file", &run, &path, "--orders", &orders, "--sum", &sum, "--account", "7001"];
    let words = [&words[..], &["--bank", "008", "--by", "budi"]].concat();
    let written = step("let go and written as pain.001", database, &words)?;
    println!("  {orders} orders in {} MB", size(&file)? / 1_000_000);
    std::fs::remove_file(&file)?;
    let all = granted + made + written;
    let (rows, copied) = again(database)?;
    println!("  from the table to the file {all:>30.2} s  {:>9.0} pensions/s", pensioners as f64 / all);
    println!("  the same {rows} rows by COPY alone {copied:>23.2} s");
    Ok(())
}

fn step(what: &str, database: &str, words: &[&str]) -> Result<f64> {
    let took = naungan(database, &[words, &["--today", TODAY]].concat())?;
    println!("  {what:<40} {:>16.2} s  {:>5} MB", took.seconds, took.memory_kb / 1024);
    Ok(took.seconds)
}

fn size(file: &Path) -> Result<u64> {
    Ok(std::fs::metadata(file)?.len())
}

fn one(store: &mut Store, sql: &str) -> Result<i64> {
    let row = store.look(|unit| unit.row(sql, &[]))?;
    row.context("no row")?.int(0)
}

fn at(address: &str) -> Address {
    let Ok(address) = address.parse();
    address
}

/// Numbers of one pensioner: person, membership, case, claim, pension, payee.
const NUMBERS: i64 = 6;

/// Claims that were paid, their payees, and the pensions that run.
fn fill(store: &mut Store, keys: &Keys, pensioners: i64) -> Result<()> {
    let first = one(store, "select next_number from institution")?;
    store.unit(|unit| {
        claims(unit, first, pensioners)?;
        let mut copy = unit.copy("payee", &PAYEE)?;
        for at in 0..pensioners {
            let base = first + at * NUMBERS;
            let text = format!("Pensiunan {at}\nBMRIIDJA\n{:010}", 9_900_000_000 + at);
            let sealed = keys.seal(&payees::context(base + 5), text.as_bytes());
            copy.row(&[
                Value::Int(base + 5),
                Value::Int(base + 2),
                Value::Text("member"),
                Value::Bytes(&sealed),
                Value::Moment(known()),
            ])?;
        }
        copy.finish()?;
        let mut random = Random::new(11);
        let mut copy = unit.copy("pension", &pensions::COLUMNS)?;
        for at in 0..pensioners {
            copy.row(&pensions::values(&pension(&mut random, first + at * NUMBERS)))?;
        }
        copy.finish()?;
        let next = first + pensioners * NUMBERS;
        unit.execute("update institution set next_number = $1", &[Value::Int(next)])?;
        Ok(())
    })?;
    store.unit(|unit| {
        ["pension", "claim", "payee"]
            .iter()
            .try_for_each(|table| unit.execute(&format!("analyze {table}"), &[]).map(drop))
    })
}

const PAYEE: [(&str, Kind); 5] = [
    ("id", Kind::Int),
    ("of_case", Kind::Int),
    ("hand", Kind::Text),
    ("sealed", Kind::Bytes),
    ("known_at", Kind::Moment),
];

fn known() -> Moment {
    Moment::start_of(day("2026-01-05"))
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap_or(Day::MIN)
}

fn claims(unit: &mut Unit<'_>, first: i64, pensioners: i64) -> Result<()> {
    let columns = [
        ("id", Kind::Int),
        ("person", Kind::Int),
        ("of_case", Kind::Int),
        ("opened_by", Kind::Int),
        ("kind", Kind::Text),
        ("membership", Kind::Int),
        ("segment", Kind::Text),
        ("notified_on", Kind::Day),
        ("papers", Kind::Text),
        ("state", Kind::Text),
        ("known_at", Kind::Moment),
    ];
    let mut copy = unit.copy("claim", &columns)?;
    for at in 0..pensioners {
        let base = first + at * NUMBERS;
        copy.row(&[
            Value::Int(base + 3),
            Value::Int(base),
            Value::Int(base + 2),
            Value::Int(base + 2),
            Value::Text("jp_old_age"),
            Value::Int(base + 1),
            Value::Text("wage_earner"),
            Value::Day(day("2025-12-01")),
            Value::Text(""),
            Value::Text("paid"),
            Value::Moment(known()),
        ])?;
    }
    copy.finish()?;
    Ok(())
}

/// Six of ten are old, the others disabled or survivors, pensions of ten years; a few have not proven that
/// they live.
fn pension(random: &mut Random, base: i64) -> Pension {
    let (kind, drawn_by) = match random.below(100) {
        0..=59 => ("jp_old_age", None),
        60..=74 => ("jp_disability", None),
        75..=94 => ("jp_death", Some("widowed")),
        _ => ("jp_death", Some("orphaned")),
    };
    let month = |year: i32, after: i64| {
        let first = Month::new(year, 1).unwrap_or(Month::MIN);
        first.plus_months(after as i32).unwrap_or(first)
    };
    let born =
        drawn_by.filter(|survivor| *survivor == "orphaned").map(|_| month(2005, random.between(0, 200)));
    let proven = day("2025-04-24").plus_days(random.between(0, 360) as i32).unwrap_or(Day::MIN);
    Pension {
        id: base + 4,
        claim: base + 3,
        person: PersonId(base),
        membership: MembershipId(base + 1),
        kind: kind.to_owned(),
        start: month(2016, random.between(0, 123)),
        drawn_by: drawn_by.map(str::to_owned),
        formula: random.between(300_000, 4_500_000),
        hand: "member".to_owned(),
        part: (1, 1),
        drawer: Some(PersonId(base)),
        born: born.map(Month::first_day),
        proven,
        next: MONTH.parse().unwrap_or(Month::MIN),
        until: None,
        ended: None,
        look_on: None,
        known: known(),
    }
}

/// COPY in its binary form, which no client has to write anew: the bytes that the server gave go back to it.
fn again(address: &str) -> Result<(u64, f64)> {
    let mut client = postgres::Client::connect(address, postgres::NoTls)?;
    let mut bytes = Vec::new();
    for table in ["pension_month", "payment_order"] {
        let mut out = Vec::new();
        let sql = format!("copy (select * from {table} order by 1) to stdout (format binary)");
        client.copy_out(&sql)?.read_to_end(&mut out)?;
        client.batch_execute(&format!("create table {table}_again (like {table} including all)"))?;
        bytes.push((table, out));
    }
    let start = Instant::now();
    let mut rows = 0;
    for (table, bytes) in &bytes {
        let mut copy = client.copy_in(&format!("copy {table}_again from stdin (format binary)"))?;
        copy.write_all(bytes)?;
        rows += copy.finish()?;
    }
    ensure!(rows > 0, "nothing was granted");
    Ok((rows, start.elapsed().as_secs_f64()))
}
