//! An institution of a size, written in bulk: people, payers, facts, and the roll that follows from them.

use anyhow::Result;
use base::{Day, Moment, Month};
use scheme::facts::{Fact, Subject};
use scheme::id::{MembershipId, PayerId, PersonId};
use store::queries::facts;
use store::queries::memberships::{self, Membership};
use store::queries::payers::{self, Payer};
use store::queries::rolls::{self, Roll};
use store::{Address, Kind, Store, Unit, Value};
use testing::Random;

/// The month that is run, and the day it is run on.
pub(crate) const MONTH: &str = "2026-05";
pub(crate) const TODAY: &str = "2026-05-20";

/// What was written.
pub(crate) struct Filled {
    pub(crate) payers: usize,
}

struct Member {
    person: i64,
    membership: i64,
    payer: i64,
    wage_earner: bool,
    birth: Day,
    amount: i64,
}

const CLASSES: [&str; 5] = ["very_low", "low", "medium", "high", "very_high"];
const SIZES: [&str; 4] = ["micro", "small", "medium", "large"];

/// Fills an institution that has been founded.
pub(crate) fn institution(address: &Address, members: i64) -> Result<Filled> {
    let mut store = Store::open(address)?;
    store.migrate()?;
    let mut random = Random::new(7);
    let (mut employers, mut people) = (Vec::new(), Vec::new());
    let mut next = 1;
    let mut left = members * 10 / 13;
    while left > 0 {
        let size = employer_size(&mut random).min(left);
        left -= size;
        let payer = next;
        next += 1;
        employers.push((payer, size));
        for _ in 0..size {
            people.push(member(&mut random, &mut next, Some(payer)));
        }
    }
    for _ in 0..members - members * 10 / 13 {
        people.push(member(&mut random, &mut next, None));
    }
    let own = people.iter().filter(|member| !member.wage_earner).count();
    store.unit(|unit| {
        write_payers(unit, &employers, &people)?;
        write_people(unit, &people)?;
        write_facts(unit, &employers, &people)?;
        write_roll(unit, &employers, &people)?;
        unit.execute("update institution set next_number = $1", &[Value::Int(next)])?;
        Ok(())
    })?;
    if store.engine() == store::Engine::Postgres {
        store.unit(|unit| {
            ["roll", "payer_roll", "payer", "fact", "membership"]
                .iter()
                .try_for_each(|table| unit.execute(&format!("analyze {table}"), &[]).map(drop))
        })?;
    }
    Ok(Filled { payers: employers.len() + own })
}

/// Most employers are small, most people work for large ones.
fn employer_size(random: &mut Random) -> i64 {
    match random.below(100) {
        0..=69 => random.between(1, 9),
        70..=94 => random.between(10, 60),
        95..=98 => random.between(60, 400),
        _ => random.between(400, 3_000),
    }
}

fn member(random: &mut Random, next: &mut i64, employer: Option<i64>) -> Member {
    let first = *next;
    let payer = employer.unwrap_or(first + 2);
    *next += if employer.is_some() { 2 } else { 3 };
    let birth = Day::MIN.plus_days(60 * 365 + random.between(0, 45 * 365) as i32).unwrap_or(Day::MIN);
    let amount = if employer.is_some() {
        random.between(1_800_000, 18_000_000)
    } else {
        random.between(700_000, 6_000_000)
    };
    Member { person: first, membership: first + 1, payer, wage_earner: employer.is_some(), birth, amount }
}

fn month() -> Month {
    Month::new(2025, 1).unwrap_or(Month::MIN)
}

fn known() -> Moment {
    Moment::start_of(month().first_day())
}

fn write_payers(unit: &mut Unit<'_>, employers: &[(i64, i64)], people: &[Member]) -> Result<()> {
    let mut copy = unit.copy("payer", &payers::COLUMNS)?;
    let row = |id: i64, kind: &str| Payer {
        id: PayerId(id),
        kind: kind.to_owned(),
        parent: None,
        sealed: None,
        province: "31".to_owned(),
        opened: month().first_day(),
        credit: 0,
        known: known(),
    };
    for (payer, _) in employers {
        copy.row(&payers::values(&row(*payer, "employer")))?;
    }
    for member in people.iter().filter(|member| !member.wage_earner) {
        copy.row(&payers::values(&row(member.payer, "own")))?;
    }
    copy.finish()?;
    Ok(())
}

fn write_people(unit: &mut Unit<'_>, people: &[Member]) -> Result<()> {
    let columns = [("id", Kind::Int), ("registered_on", Kind::Day), ("known_at", Kind::Moment)];
    let mut copy = unit.copy("person", &columns)?;
    for member in people {
        copy.row(&[Value::Int(member.person), Value::Day(month().first_day()), Value::Moment(known())])?;
    }
    copy.finish()?;
    let mut copy = unit.copy("membership", &memberships::COLUMNS)?;
    for member in people {
        let row = Membership {
            id: MembershipId(member.membership),
            person: PersonId(member.person),
            payer: PayerId(member.payer),
            segment: segment(member).to_owned(),
            sealed: vec![0; 52],
            started: month().first_day(),
            known: known(),
        };
        copy.row(&memberships::values(&row))?;
    }
    copy.finish()?;
    Ok(())
}

fn segment(member: &Member) -> &'static str {
    if member.wage_earner { "wage_earner" } else { "self_employed" }
}

/// What the roll says of a member, in the order of names.
fn own_facts(member: &Member) -> Vec<(&'static str, String)> {
    let birth = ("birth_date", member.birth.to_string());
    let registered = ("registration_date", month().first_day().to_string());
    if member.wage_earner {
        vec![birth, registered, ("wage", member.amount.to_string())]
    } else {
        vec![birth, ("income", member.amount.to_string()), registered, ("sector", "transport".to_owned())]
    }
}

fn employer_facts(payer: i64, size: i64) -> [(&'static str, String); 2] {
    let class = CLASSES[(payer % 5) as usize];
    let size = SIZES[match size {
        0..=9 => 0,
        10..=60 => 1,
        61..=400 => 2,
        _ => 3,
    }];
    [("enterprise_size", size.to_owned()), ("risk_class", class.to_owned())]
}

fn write_facts(unit: &mut Unit<'_>, employers: &[(i64, i64)], people: &[Member]) -> Result<()> {
    let mut all: Vec<Fact> = Vec::new();
    for (payer, size) in employers {
        let subject = Subject::Payer(PayerId(*payer));
        let facts = employer_facts(*payer, *size);
        all.extend(facts.iter().map(|(name, value)| Fact::since(subject, name, value, month(), known())));
    }
    for member in people {
        let subject = Subject::Membership(MembershipId(member.membership));
        let started = month().first_day();
        all.push(Fact::since(subject, "started", &started, month(), known()));
        for (name, value) in own_facts(member) {
            if name == "birth_date" {
                let person = Subject::Person(PersonId(member.person));
                all.push(Fact::since(person, name, &value, Month::MIN, known()));
            } else {
                all.push(Fact::since(subject, name, &value, month(), known()));
            }
        }
    }
    let mut copy = unit.copy("fact", &facts::COLUMNS)?;
    for fact in &all {
        copy.row(&facts::values(fact))?;
    }
    copy.finish()?;
    Ok(())
}

fn packed(facts: &[(&'static str, String)]) -> String {
    let pairs: Vec<String> = facts.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join(";")
}

fn write_roll(unit: &mut Unit<'_>, employers: &[(i64, i64)], people: &[Member]) -> Result<()> {
    let mut copy = unit.copy("roll", &rolls::COLUMNS)?;
    for member in people {
        let roll = Roll {
            payer: PayerId(member.payer),
            membership: MembershipId(member.membership),
            from: month(),
            until: None,
            segment: segment(member).to_owned(),
            facts: packed(&own_facts(member)),
        };
        copy.row(&rolls::values(&roll))?;
    }
    copy.finish()?;
    let columns = [
        ("payer", Kind::Int),
        ("from_month", Kind::Month),
        ("until_month", Kind::Month),
        ("facts", Kind::Text),
    ];
    let mut copy = unit.copy("payer_roll", &columns)?;
    for (payer, size) in employers {
        let facts = packed(&employer_facts(*payer, *size));
        copy.row(&[Value::Int(*payer), Value::Month(month()), Value::Null, Value::Text(&facts)])?;
    }
    copy.finish()?;
    Ok(())
}
