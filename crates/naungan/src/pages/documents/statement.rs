//! The yearly statement: months as reported, contributions by programme, savings with what they earned.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use axum::http::StatusCode;
use minijinja::context;
use print::{MonthState, ProgrammeSum, Right, Savings, Sheet, Statement, StatementMonth};
use rules::render::Lang;
use scheme::contributions::post;
use scheme::id::PersonId;
use scheme::memberships::Stretch;
use store::Unit;
use store::queries::bills;

use super::{file, qr, sheet};
use crate::auth::claims::{self, Sees};
use crate::commands::account;
use crate::commands::membership::show::{Bill, OfMonth, Shown};
use crate::office::{Desk, card, code};
use crate::pages::card::initials;
use crate::pages::member::{self, rights};
use crate::pages::page;
use crate::registry::{members, people};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;

/// The facts that say what somebody earns, by the law's names.
const EARNED: [&str; 2] = ["wage", "income"];
/// A token holds a person and a year: years of four digits stand below the person's number.
const YEARS: i64 = 10_000;

pub(super) fn own(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let person = member::me(ask)?;
    printed(ask, person)
}

pub(super) fn one(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let person = PersonId(ask.place("person")?);
    printed(ask, person)
}

fn printed(ask: &mut Ask<'_>, person: PersonId) -> Result<Reply, Problem> {
    let name: String = ask.place("file")?;
    let year: i32 = name.strip_suffix(".pdf").and_then(|year| year.parse().ok()).ok_or(Problem::NotFound)?;
    let token = ask.office.look(|_, desk| Ok(card::token(&key(desk), person.0 * YEARS + i64::from(year))))?;
    let address = format!("{}/statement/{token}", ask.settings.public);
    let sheet = sheet(ask, &address);
    // Staff see all of it; her login, and whoever holds the paper, what she may see.
    let all = ask.caller.role.is_staff();
    let statement = read(ask, (person, all), year, &sheet)?.ok_or(Problem::NotFound)?;
    let word = ask.pick("laporan", "statement");
    Ok(file(&format!("{word}-{year}-{person}.pdf"), print::statement(&statement)?))
}

fn key(desk: &Desk<'_>) -> Vec<u8> {
    code::key_for(desk.card_key, "token of a statement")
}

/// What the books say today of the year of a statement, for whoever holds the paper and compares.
pub(super) fn checked(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let token: String = ask.place("token")?;
    let number = ask.office.look(|_, desk| Ok(card::read(&key(desk), &token)))?;
    let found = match number {
        Some(number) => {
            let (person, year) = (PersonId(number / YEARS), i32::try_from(number % YEARS).unwrap_or(0));
            let sheet = sheet(ask, "");
            read(ask, (person, false), year, &sheet)?
        }
        None => None,
    };
    let Some(statement) = found else {
        let reply = page(ask, "member/statement_checked.html", context! { known => false })?;
        return Ok(reply.status(StatusCode::NOT_FOUND));
    };
    let values = context! {
        known => true,
        year => statement.year.to_string(),
        initials => initials(&statement.name),
        months => statement.months.len(),
        contributions => statement.months.iter().map(|month| month.contributions).sum::<i64>(),
        balance => statement.savings.map(|savings| savings.closing),
    };
    page(ask, "member/statement_checked.html", values)
}

/// The years for which there is something to say, the latest first.
pub(in crate::pages) fn years(all: &[Shown], this: i32) -> Vec<i32> {
    let first = all.iter().flat_map(|shown| &shown.months).map(|of| of.month.year()).min();
    first.map(|first| (first..=this).rev().collect()).unwrap_or_default()
}

fn read(
    ask: &mut Ask<'_>,
    (person, all): (PersonId, bool),
    year: i32,
    sheet: &Sheet,
) -> Result<Option<Statement>> {
    let (lang, today) = (ask.lang, ask.office.today());
    let Some(qr_of) = qr(&sheet.check_at).ok() else { return Ok(None) };
    ask.office.look(|unit, desk| {
        let sees = if all { Sees::All } else { claims::sees(unit, desk, person)? };
        let all = member::seen(unit, desk, person, &sees)?;
        if !years(&all, today.year()).contains(&year) {
            return Ok(None);
        }
        let mut numbers = Vec::new();
        let (mut months, mut sums, mut saved) = (Vec::new(), BTreeMap::new(), None);
        for shown in all.iter().rev() {
            numbers.push(members::kpj(desk, &shown.row)?.to_string());
            for of in shown.months.iter().filter(|of| of.month.year() == year && !of.lines.is_zero()) {
                months.push(month(unit, desk, shown, of, lang)?);
                for (programme, amount) in of.lines.by_programme() {
                    *sums.entry(programme).or_insert(0) += amount;
                }
            }
            saved = together(saved, savings(unit, desk, shown, year)?);
        }
        months.sort_by_key(|row| row.month);
        let by_law = rights::by_law(unit, desk, person, &sees)?;
        let name_of = |programme: &str| rights::programme_name(desk.tree(), programme, lang);
        let programmes = sums.into_iter().filter(|(_, amount)| *amount != 0);
        let programmes =
            programmes.map(|(programme, amount)| ProgrammeSum { text: name_of(&programme), amount });
        let rights = rights::read(desk, (&all, by_law), lang)?.into_iter().filter(|right| right.open);
        let rights = rights.map(|right| Right {
            months: u32::try_from(right.paid).unwrap_or(0),
            needed: u32::try_from(right.needed).unwrap_or(0),
            text: right.name,
        });
        numbers.dedup();
        Ok(Some(Statement {
            sheet: sheet.clone(),
            year,
            name: people::load(unit, desk, person)?.identity().name.clone(),
            number: numbers.join(", "),
            savings: saved,
            months,
            programmes: programmes.collect(),
            rights: rights.collect(),
            qr: qr_of.clone(),
        }))
    })
}

/// What somebody earned in a stretch of months, as it was reported.
pub(in crate::pages) fn earned(stretch: &Stretch) -> Option<i64> {
    let earned = stretch.facts.iter().find(|(name, _)| EARNED.contains(&name.as_str()));
    earned.and_then(|(_, value)| value.parse().ok())
}

fn month(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    shown: &Shown,
    of: &OfMonth,
    lang: Lang,
) -> Result<StatementMonth> {
    let stretch = &shown.stretches[of.stretch];
    let payer = member::payer_name(unit, desk, stretch.payer)?;
    Ok(StatementMonth {
        month: of.month,
        payer: payer.unwrap_or_else(|| crate::pages::texts::said(lang, "member.yourself", &[])),
        wage: earned(stretch).unwrap_or(0),
        contributions: of.lines.billed(),
        saved: post::savings(&of.lines),
        state: state(unit, desk, stretch.payer, of)?,
    })
}

fn state(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    payer: scheme::id::PayerId,
    of: &OfMonth,
) -> Result<MonthState> {
    match of.bill {
        Bill::Settled(_) => return Ok(MonthState::Paid),
        Bill::None => return Ok(MonthState::Open),
        Bill::Open => {}
    }
    let open = bills::of_month(unit, payer, of.month)?;
    let open: Vec<_> = open.iter().filter(|bill| bill.settled.is_none()).collect();
    Ok(if open.iter().any(|bill| bill.due.is_some_and(|due| due < desk.today)) {
        MonthState::Late
    } else if open.iter().any(|bill| bill.paid > 0) {
        MonthState::Part
    } else {
        MonthState::Open
    })
}

/// A year of one account, as booked.
fn savings(unit: &mut Unit<'_>, desk: &Desk<'_>, shown: &Shown, year: i32) -> Result<Option<Savings>> {
    let last = account::december(year).context("no such year")?.min(desk.today.month());
    let before = account::december(year - 1).context("no year before")?;
    let booked = account::read(unit, desk, shown.row.id, last)?;
    if booked.saved.is_empty() && booked.growth.is_empty() {
        return Ok(None);
    }
    let (opening, closing) = (booked.balance(before), booked.balance(last));
    let account::Moved { paid_in, paid_out, .. } = booked.moved(Some(before), last);
    // What was neither paid in nor paid out has grown.
    let growth = closing - opening - paid_in + paid_out;
    Ok(Some(Savings { opening, paid_in, growth, paid_out, closing }))
}

fn together(one: Option<Savings>, other: Option<Savings>) -> Option<Savings> {
    let (Some(one), Some(other)) = (one, other) else { return one.or(other) };
    Some(Savings {
        opening: one.opening + other.opening,
        paid_in: one.paid_in + other.paid_in,
        growth: one.growth + other.growth,
        paid_out: one.paid_out + other.paid_out,
        closing: one.closing + other.closing,
    })
}
