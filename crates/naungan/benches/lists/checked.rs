//! A list of names against everybody: handed in, kept and checked, and what its look-ups and rows cost alone.

use std::fmt::Write as _;
use std::io::{Read, Write};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use base::{Day, Moment, Month};
use store::queries::look_ups;
use store::queries::memberships::{self, Membership};
use store::queries::rolls::{self, Roll};
use store::{Address, Keys, Kind, Store, Unit, Value, seal};

use crate::child::naungan;

const TODAY: &str = "2026-05-04";
const CAMPAIGN: i64 = 1;
/// Everybody has as many numbers: person, membership, payer.
const NUMBERS: i64 = 3;

/// Fills an institution, hands a list in, and says what it took.
pub(crate) fn figures(database: &str, rows: i64, members: i64) -> Result<()> {
    naungan(database, &["found", "Bench", "--today", TODAY])?;
    naungan(
        database,
        &["employer", "register", "--name", "Dermawan", "--kind", "sponsor", "--today", TODAY],
    )?;
    let Ok(address) = database.parse::<Address>();
    let mut store = Store::open(&address)?;
    let keys = std::fs::read_to_string(std::env::temp_dir().join("naungan-bench.keys"))?;
    let keys = Keys::read(&keys)?;
    let donor = one(&mut store, "select max(id) from payer")?;
    let first = one(&mut store, "select next_number from institution")?;
    let start = Instant::now();
    fill(&mut store, &keys, (first, members), rows / 2)?;
    println!("a list of {rows} names against {members} members, PostgreSQL, every commit on disk");
    println!("  filled by COPY in {:.0} s", start.elapsed().as_secs_f64());
    let file = std::env::temp_dir().join(format!("naungan-list-{rows}.csv"));
    std::fs::write(&file, list(rows))?;
    let (path, donor, campaign) = (file.display().to_string(), donor.to_string(), CAMPAIGN.to_string());
    let words =
        ["list", "add", &path, "--payer", &donor, "--campaign", &campaign, "--json", "--today", TODAY];
    let took = naungan(database, &words)?;
    std::fs::remove_file(&file)?;
    println!("  read, kept and checked {:>20.2} s  {:>5} MB", took.seconds, took.memory_kb / 1024);
    let counts = store.look(|unit| {
        unit.rows("select verdict, count(*) from list_line group by verdict order by verdict", &[])
    })?;
    let mut sum = 0;
    for row in &counts {
        println!("    {:<24} {:>8}", row.text(0)?, row.int(1)?);
        sum += row.int(1)?;
    }
    ensure!(sum == rows, "{sum} lines are counted, and {rows} were handed in");
    let (found, looked) = look_ups_alone(database, &keys, rows)?;
    println!("  its {rows} look-ups alone, {found} found {looked:>10.2} s");
    let (copied, seconds) = again(database)?;
    println!("  its {copied} lines by COPY alone {seconds:>17.2} s");
    Ok(())
}

fn one(store: &mut Store, sql: &str) -> Result<i64> {
    let row = store.look(|unit| unit.row(sql, &[]))?;
    row.context("no row")?.int(0)
}

fn month() -> Month {
    Month::new(2025, 1).unwrap_or(Month::MIN)
}

fn known() -> Moment {
    Moment::start_of(month().first_day())
}

/// The so manieth number: the last two digits are such that the civil registry confirms it.
fn nik(at: i64) -> String {
    let (serial, place) = (at % 8_900, at / 8_900);
    format!("99{:04}010190{:04}", 101 + place, serial / 90 * 100 + serial % 90 + 1)
}

/// Everybody can be looked up and is on the roll; who is named is sealed under her own number too.
fn fill(store: &mut Store, keys: &Keys, (first, members): (i64, i64), named: i64) -> Result<()> {
    store.unit(|unit| {
        let columns = [("hash", Kind::Bytes), ("kind", Kind::Small), ("subject", Kind::Int)];
        let mut copy = unit.copy("look_up", &columns)?;
        for at in 0..members {
            let hash = keys.look_up(look_ups::Kind::Nik.word(), &nik(at));
            let kind = Value::Int(look_ups::Kind::Nik as i64);
            copy.row(&[Value::Bytes(&hash), kind, Value::Int(first + at * NUMBERS)])?;
        }
        copy.finish()?;
        identities(unit, keys, first, named)?;
        on_the_roll(unit, first, members)?;
        campaign(unit)?;
        let next = first + members * NUMBERS;
        unit.execute("update institution set next_number = $1", &[Value::Int(next)])?;
        Ok(())
    })?;
    store.unit(|unit| {
        ["look_up", "identity", "membership", "roll"]
            .iter()
            .try_for_each(|table| unit.execute(&format!("analyze {table}"), &[]).map(drop))
    })
}

fn identities(unit: &mut Unit<'_>, keys: &Keys, first: i64, named: i64) -> Result<()> {
    let columns = [
        ("person", Kind::Int),
        ("known_at", Kind::Moment),
        ("sealed", Kind::Bytes),
        ("born_on", Kind::Day),
        ("sex", Kind::Text),
    ];
    let born = Day::parse("1990-01-01").unwrap_or(Day::MIN);
    let mut copy = unit.copy("identity", &columns)?;
    for at in 0..named {
        let person = first + at * NUMBERS;
        let text = format!("{}\nWarga Uji\n\n", nik(at));
        let sealed = keys.seal(&seal::context("identity", "sealed", person), text.as_bytes());
        copy.row(&[
            Value::Int(person),
            Value::Moment(known()),
            Value::Bytes(&sealed),
            Value::Day(born),
            Value::Text("male"),
        ])?;
    }
    copy.finish().map(drop)
}

/// Every tenth has an employer, of the others every tenth pays for herself.
fn on_the_roll(unit: &mut Unit<'_>, first: i64, members: i64) -> Result<()> {
    let segment = |at: i64| if at % 10 == 0 { "wage_earner" } else { "self_employed" };
    let mut copy = unit.copy("membership", &memberships::COLUMNS)?;
    for at in 0..members {
        let person = first + at * NUMBERS;
        let row = Membership {
            id: scheme::id::MembershipId(person + 1),
            person: scheme::id::PersonId(person),
            payer: scheme::id::PayerId(person + 2),
            segment: segment(at).to_owned(),
            sealed: vec![0; 52],
            started: month().first_day(),
            known: known(),
        };
        copy.row(&memberships::values(&row))?;
    }
    copy.finish()?;
    let mut copy = unit.copy("roll", &rolls::COLUMNS)?;
    for at in (0..members).filter(|at| at % 10 < 2) {
        let person = first + at * NUMBERS;
        let row = Roll {
            payer: scheme::id::PayerId(person + 2),
            membership: scheme::id::MembershipId(person + 1),
            from: month(),
            until: None,
            segment: segment(at).to_owned(),
            facts: "birth_date=1990-01-01".to_owned(),
        };
        copy.row(&rolls::values(&row))?;
    }
    copy.finish().map(drop)
}

fn campaign(unit: &mut Unit<'_>) -> Result<()> {
    unit.execute(
        "insert into campaign (id, name, told, state, known_at) values ($1, 'Uji', 'Uji', 'open', $2)",
        &[Value::Int(CAMPAIGN), Value::Moment(known())],
    )?;
    unit.execute(
        "insert into campaign_rule (campaign, known_at, rule) values ($1, $2, 'months 6')",
        &[Value::Int(CAMPAIGN), Value::Moment(known())],
    )?;
    Ok(())
}

/// Half of the names are members, half are nobody's; the numbers of those lie behind everybody's.
fn list(rows: i64) -> String {
    let mut text = "NIK;Nama;Tanggal Lahir;Jenis Kelamin;Desa;Pekerjaan;Desil\n".to_owned();
    for at in 0..rows {
        let who = if at % 2 == 0 { at / 2 } else { BEYOND + at };
        let _ = writeln!(text, "{};Warga Uji;01-01-1990;L;Desa {};petani;{}", nik(who), at % 40, at % 10 + 1);
    }
    text
}

/// More than there are members.
const BEYOND: i64 = 50_000_000;

/// The same hashes by the plain driver, in one statement.
fn look_ups_alone(database: &str, keys: &Keys, rows: i64) -> Result<(i64, f64)> {
    let mut client = postgres::Client::connect(database, postgres::NoTls)?;
    let hash = |at: i64| {
        keys.look_up(look_ups::Kind::Nik.word(), &nik(if at % 2 == 0 { at / 2 } else { BEYOND + at }))
    };
    let hashes: Vec<Vec<u8>> = (0..rows).map(|at| hash(at).to_vec()).collect();
    let start = Instant::now();
    let row =
        client.query_one("select count(*) from look_up where kind = 1 and hash = any($1)", &[&hashes])?;
    Ok((row.get(0), start.elapsed().as_secs_f64()))
}

/// COPY in its binary form, which no client has to write anew: the bytes that the server gave go back to it.
fn again(database: &str) -> Result<(u64, f64)> {
    let mut client = postgres::Client::connect(database, postgres::NoTls)?;
    let mut bytes = Vec::new();
    client.copy_out("copy list_line to stdout (format binary)")?.read_to_end(&mut bytes)?;
    client.batch_execute("create table line_again (like list_line including all)")?;
    let start = Instant::now();
    let mut copy = client.copy_in("copy line_again from stdin (format binary)")?;
    copy.write_all(&bytes)?;
    let rows = copy.finish()?;
    Ok((rows, start.elapsed().as_secs_f64()))
}
