//! A small institution for tests of faults.

use std::sync::Arc;

use anyhow::{Context, Result};
use base::Nik;
use base::id::Sex;
use scheme::employers::PayerKind;
use scheme::id::{PayerId, PersonId};
use scheme::memberships::Segment;
use store::queries::runs::{Chunk, Run};
use store::{Address, Keys};

use crate::actions::enrol_member::{self, EnrolMember};
use crate::actions::receive_payment::{self, ForWhom, ReceivePayment, Received};
use crate::actions::register_payer::{self, RegisterPayer};
use crate::actions::register_person::{self, RegisterPerson};
use crate::office::{Clock, Founding, Office, found};
use crate::runs::close::close;
use crate::runs::{Task, open, work};

/// The day of most tests.
pub(crate) const DAY: &str = "2026-01-20";

/// A new institution at an address.
pub(crate) fn founded(address: &str, day: &str) -> Result<Office> {
    let Ok(at) = address.parse::<Address>();
    let founding = Founding {
        name: "Lembaga Uji".to_owned(),
        production: false,
        crediting: "simple_yearly".to_owned(),
        jurisdiction: "id".to_owned(),
        on: day.parse()?,
    };
    found(&at, &keys()?, &founding)?;
    opened(address, day)
}

/// An institution that is there, on a day.
pub(crate) fn opened(address: &str, day: &str) -> Result<Office> {
    opened_with(address, day, keys()?)
}

pub(crate) fn opened_with(address: &str, day: &str, keys: Keys) -> Result<Office> {
    let Ok(at) = address.parse::<Address>();
    let pack = Arc::new(crate::law::pack(None)?);
    Office::open(&at, keys, pack, Clock::set(day.parse()?))
}

/// One key for all tests: what is sealed in one office is opened in the next.
fn keys() -> Result<Keys> {
    Keys::read(&format!("1 {}", "5a".repeat(32)))
}

/// An employer with so many people.
pub(crate) fn employer_with(office: &mut Office, people: u32) -> Result<PayerId> {
    let facts = [("risk_class", "medium"), ("enterprise_size", "small")];
    let facts: Vec<(String, String)> =
        facts.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    office.unit(|unit, desk| {
        let number = unit.row("select count(*) from payer", &[])?.context("no count")?.int(0)?;
        let asked = RegisterPayer {
            kind: PayerKind::Employer,
            npp: Some(format!("{:08}", 20_000_000 + number)),
            name: format!("Usaha Uji {number}"),
            parent: None,
            province: Some(31),
            started: None,
            facts: facts.clone(),
            measure: None,
        };
        let payer = PayerId(register_payer::within(unit, desk, &asked)?.payer);
        let there = unit.row("select count(*) from person", &[])?.context("no count")?.int(0)?;
        for at in 0..people {
            let serial = there + i64::from(at) + 1;
            let nik: Nik = format!("99{:04}{:02}0190{serial:04}", serial / 9_000 + 101, serial % 27 + 1)
                .parse()
                .with_context(|| format!("the NIK of person {serial}"))?;
            let asked = RegisterPerson {
                nik,
                name: format!("Warga Uji {serial}"),
                mother: None,
                birth_date: nik.birth_date(desk.today).context("no birth")?,
                sex: Sex::Male,
                phone: None,
                facts: Vec::new(),
                is_another: true,
            };
            let person = register_person::within(unit, desk, &asked)?.person;
            let asked = EnrolMember {
                person: PersonId(person),
                segment: Segment::WageEarner,
                payer: Some(payer),
                started: "2025-11-03".parse()?,
                kpj: None,
                facts: vec![("wage".to_owned(), format!("{}", 3_000_000 + serial * 1_001))],
            };
            enrol_member::within(unit, desk, &asked)?;
        }
        Ok(payer)
    })
}

/// Takes a payment of a payer today.
pub(crate) fn paid(office: &mut Office, payer: PayerId, amount: i64, key: Option<&str>) -> Result<Received> {
    let (channel, reference) = ("test".to_owned(), String::new());
    let day = office.today();
    let asked = ReceivePayment { for_whom: ForWhom::Payer(payer), amount, day, channel, reference };
    receive_payment::run(office, &asked, key)
}

/// A run whose chunks have one payer each, so that workers meet.
pub(crate) fn open_in_chunks_of_one_payer(office: &mut Office, task: Task) -> Result<Run> {
    let run = open::open(office, task)?;
    office.unit(|unit, _| {
        unit.execute("delete from chunk", &[])?;
        let payers = unit.rows("select distinct payer from roll order by payer", &[])?;
        let payers: Vec<i64> = payers.iter().map(|row| row.int(0)).collect::<Result<_>>()?;
        for (at, payer) in payers.iter().enumerate() {
            let until = payers.get(at + 1).copied().unwrap_or(i64::MAX);
            let from = if at == 0 { 0 } else { *payer };
            let chunk = Chunk { run: run.id, no: at as i64 + 1, from, until, people: 5 };
            store::queries::runs::add_chunks(unit, &[chunk])?;
        }
        Ok(())
    })?;
    Ok(run)
}

/// The month after, from beginning to end.
pub(crate) fn next_month(office: &mut Office) -> Result<()> {
    office.clock.advance("2026-02-20".parse()?);
    let run = open::open(office, Task::read("month", "2026-02")?)?;
    work::work_together(office, &run, &|_, _| {})?;
    close(office, &run).map(drop)
}
