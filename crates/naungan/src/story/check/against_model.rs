//! Bills, credit and growth, against what the model has.

use std::collections::BTreeMap;

use anyhow::{Context, Result, ensure};
use base::{Day, Month};
use scheme::id::{MembershipId, PayerId};
use scheme::lines::Lines;
use store::queries::{assessments, bills, growth, payers};

use crate::story::plan::Who;
use crate::story::play::Teller;

/// A bill as text, so that a difference can be read.
fn shown(kind: &str, lines: &Lines, (paid, due, settled): (i64, Option<Day>, Option<Day>)) -> String {
    let day = |day: Option<Day>| day.map_or("-".to_owned(), |day| day.to_string());
    format!("{kind} [{lines}] paid {paid} due {} settled {}", day(due), day(settled))
}

/// Every bill, every part of it and every credit.
pub(super) fn money(teller: &mut Teller) -> Result<()> {
    let found = bills_of(teller)?;
    let whose: BTreeMap<i64, Who> = ids(teller);
    let mut wanted: BTreeMap<(i64, Month, i64), String> = BTreeMap::new();
    for ((who, month), bills) in &teller.model.bills {
        let id = teller.model.payer_id(*who).with_context(|| format!("{who} has bills and no number"))?;
        let month = Month::from_index(*month).context("a month is outside the calendar")?;
        for (no, bill) in (0_i64..).zip(bills) {
            let text = shown(bill.kind.name(), &bill.lines, (bill.paid, bill.due, bill.settled));
            wanted.insert((id, month, no), text);
        }
    }
    for place in wanted.keys().chain(found.keys()) {
        let (id, month, no) = place;
        let who = whose.get(id).map_or_else(|| format!("payer {id}"), Who::to_string);
        let nothing = "nothing".to_owned();
        let (is, shall) = (found.get(place).unwrap_or(&nothing), wanted.get(place).unwrap_or(&nothing));
        ensure!(is == shall, "bill {no} of {who} for {month}\n   is {is}\n  not {shall}");
    }
    parts(teller)?;
    for (id, who) in whose {
        let row = teller.office.look(|unit, _| payers::read(unit, PayerId(id)))?;
        let credit = row.with_context(|| format!("{who} is gone"))?.credit;
        let wanted = teller.model.credit.get(&who).copied().unwrap_or(0);
        ensure!(credit == wanted, "the credit of {who} is {credit}, not {wanted}");
    }
    Ok(())
}

fn ids(teller: &Teller) -> BTreeMap<i64, Who> {
    let all = teller.model.everybody().into_iter();
    all.filter_map(|who| Some((teller.model.payer_id(who)?, who))).collect()
}

fn bills_of(teller: &mut Teller) -> Result<BTreeMap<(i64, Month, i64), String>> {
    teller.office.look(|unit, desk| {
        let mut found = BTreeMap::new();
        bills::each(unit, &mut |bill| {
            let lines = Lines::unpack(&bill.lines, desk.slots).context("a bill is damaged")?;
            let text = shown(&bill.kind, &lines, (bill.paid, bill.due, bill.settled));
            found.insert((bill.payer.0, bill.month, bill.no), text);
            Ok(())
        })?;
        Ok(found)
    })
}

/// What each member's rows say.
fn parts(teller: &mut Teller) -> Result<()> {
    let mut wanted: BTreeMap<(Month, i64, i64, i64), String> = BTreeMap::new();
    for ((who, month), bills) in &teller.model.bills {
        let month = Month::from_index(*month).context("a month is outside the calendar")?;
        let payer = teller.model.payer_id(*who).unwrap_or(0);
        for (no, bill) in (0_i64..).zip(bills) {
            for (member, lines) in &bill.members {
                let id = teller.model.members[member].id;
                wanted.insert((month, payer, id, no), lines.to_string());
            }
        }
    }
    let months: Vec<Month> = wanted.keys().map(|(month, ..)| *month).collect();
    let mut found = BTreeMap::new();
    let all = teller
        .office
        .look(|unit, _| unit.row("select count(*) from assessment", &[])?.context("no count")?.int(0))?;
    for month in months {
        teller.office.look(|unit, desk| {
            assessments::each_of_month(unit, month, (0, i64::MAX), &mut |row| {
                let row = assessments::from_row(row)?;
                let lines = Lines::unpack(&row.lines, desk.slots).context("an assessment is damaged")?;
                found.insert((row.month, row.payer.0, row.membership.0, row.no), lines.to_string());
                Ok(())
            })
        })?;
    }
    ensure!(found == wanted, "the rows of members are {found:?}\n  not {wanted:?}");
    ensure!(i64::try_from(wanted.len())? == all, "there are {all} rows of members, not {}", wanted.len());
    Ok(())
}

/// Growth, year by year.
pub(super) fn growth(teller: &mut Teller) -> Result<()> {
    for (member, of) in &teller.model.members {
        let found = teller.office.look(|unit, _| growth::of(unit, MembershipId(of.id)))?;
        let mine = teller.model.growth.iter().filter(|((whose, _), _)| whose == member);
        let wanted: Vec<(i32, i64)> = mine.map(|((_, year), amount)| (*year, *amount)).collect();
        ensure!(found == wanted, "the growth of m{member} is {found:?}, not {wanted:?}");
    }
    Ok(())
}
