//! `naungan bill`: bills and their payment codes, and what of each programme is paid.

use anyhow::Result;
use base::{Day, Month};
use clap::{Args, Subcommand};
use rules::render::Lang;
use scheme::id::{MembershipId, PayerId};
use scheme::lines::Lines;
use scheme::memberships::{Segment, unpack};
use serde_json::{Value, json};
use store::Unit;
use store::queries::bills::{self, Bill};
use store::queries::{assessments, rolls, runs};

use super::give;
use super::pay::code_of;
use super::register::{answer, due};
use super::{Cli, Outcome, open};
use crate::actions::book_lines::no_bill;
use crate::books::grouped;
use crate::books::settle::Held;
use crate::office::{Desk, code};
use crate::registry::shares;
use crate::report::{columns, say};
use crate::views::shares::{self as shared, SharedMonth};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Bills in the order of months
    List(List),
    /// All bills of a payment code, programme by programme
    Show(Show),
}

#[derive(Args, Debug)]
struct List {
    /// Only those of this payer
    #[arg(long)]
    payer: Option<i64>,
    /// Only what is not settled
    #[arg(long)]
    open: bool,
    /// The answer as JSON, a bill a line
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Show {
    /// The payment code: eleven digits
    code: String,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    match &arguments.command {
        Command::List(arguments) => list(cli, arguments),
        Command::Show(arguments) => show(cli, arguments),
    }
}

/// Bills printed at once; however many there are, no more are held.
const AT_ONCE: usize = 1_000;

fn list(cli: &Cli, arguments: &List) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    let shown = |some: &[Bill]| {
        if arguments.json {
            some.iter().map(|bill| format!("{}\n", json_of(bill))).collect()
        } else {
            text_of(some, lang)
        }
    };
    office.look(|unit, desk| {
        if let Some(payer) = arguments.payer.map(PayerId) {
            let mut all = of_payer(unit, desk, payer)?;
            all.retain(|bill| !arguments.open || bill.settled.is_none());
            return say(&shown(&all));
        }
        let mut some = Vec::new();
        bills::each(unit, &mut |bill| {
            if !arguments.open || bill.settled.is_none() {
                some.push(bill);
            }
            if some.len() == AT_ONCE {
                say(&shown(&some))?;
                some.clear();
            }
            Ok(())
        })?;
        say(&shown(&some))
    })?;
    Ok(Outcome::Fine)
}

fn of_payer(unit: &mut Unit<'_>, desk: &Desk<'_>, payer: PayerId) -> Result<Vec<Bill>> {
    let last = runs::last_begun_month(unit)?.max(Some(desk.today.month()));
    let first = bills::first_month(unit)?;
    let Some((first, last)) = first.zip(last) else { return Ok(Vec::new()) };
    bills::of_payer(unit, payer, first, last)
}

fn show(cli: &Cli, arguments: &Show) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    let wanted = code_of(&arguments.code, lang)?;
    let (payer, month, held, pointer, parts) = office.look(|unit, desk| {
        let found = bills::by_code(unit, wanted)?;
        let (payer, month) = found.ok_or_else(|| no_bill(wanted, lang))?;
        let rows = bills::of_month(unit, payer, month)?;
        let held: Vec<Held> =
            rows.into_iter().map(|row| Held::read(row, desk.slots)).collect::<Result<_>>()?;
        let parts = parts(unit, desk, payer, month)?;
        Ok((payer, month, held, pointer(unit, payer, month)?, parts))
    })?;
    let law = office.law;
    let bills = held.iter().map(|held| {
        let received = held.bill.received(law);
        let mut value = json_of(&held.row);
        value["programmes"] = by_programme(&held.bill.lines, &received)
            .into_iter()
            .map(|(programme, owed, paid)| json!({ "programme": programme, "owed": owed, "paid": paid }))
            .collect();
        value
    });
    let value = json!({
        "code": code::shown(wanted), "payer": payer.0, "month": month.to_string(),
        "bills": bills.collect::<Value>(), "explained_by": pointer, "shared": parts,
    });
    let mut text = match lang {
        Lang::Id => format!("{} pembayar {payer}, iuran {month}\n", code::shown(wanted)),
        Lang::En => format!("{} payer {payer}, contribution of {month}\n", code::shown(wanted)),
    };
    for one in &held {
        text.push_str(&text_of(std::slice::from_ref(&one.row), lang));
        let rows: Vec<Vec<String>> = by_programme(&one.bill.lines, &one.bill.received(law))
            .into_iter()
            .map(|(programme, owed, paid)| {
                let paid = format!("{} {}", lang.pick("dibayar", "paid"), grouped(paid, lang));
                vec![format!("    {programme}"), grouped(owed, lang), paid]
            })
            .collect();
        text.extend(columns(&rows, &[1]).iter().map(|line| format!("{line}\n")));
    }
    let open: i64 = held.iter().map(|held| held.bill.outstanding()).sum();
    text.push_str(&format!("{} {}\n", lang.pick("sisa", "outstanding"), grouped(open, lang)));
    text.push_str(&give::share::text(&parts, lang));
    if let Some(pointer) = &pointer {
        text.push_str(&format!("{}\n  {pointer}\n", lang.pick("penjelasan:", "why:")));
    }
    answer(arguments.json, &value, &text)
}

/// Who else bears a part of the month.
fn parts(unit: &mut Unit<'_>, desk: &Desk<'_>, payer: PayerId, month: Month) -> Result<Vec<SharedMonth>> {
    let mut parts = Vec::new();
    if shares::is_own(unit, payer)? {
        for roll in rolls::of_payer_in(unit, payer, month)? {
            parts.extend(shared::of_membership(unit, desk, roll.membership)?);
        }
    }
    parts.retain(|one| one.month == month.to_string());
    Ok(parts)
}

/// What each programme is owed, and has.
fn by_programme(owed: &Lines, paid: &Lines) -> Vec<(String, i64, i64)> {
    let paid = paid.by_programme();
    let has = |name: &str| paid.iter().find(|(known, _)| known == name).map_or(0, |(_, paid)| *paid);
    owed.by_programme()
        .into_iter()
        .map(|(programme, owed)| {
            let paid = has(&programme);
            (programme, owed, paid)
        })
        .collect()
}

/// The command that explains the bill: of its only member from the facts, of one of many by deciding again.
fn pointer(unit: &mut Unit<'_>, payer: PayerId, month: Month) -> Result<Option<String>> {
    let on_roll = rolls::of_payer_in(unit, payer, month)?;
    let of_payer = rolls::payers_in(unit, month, (payer.0, payer.0 + 1))?;
    let of_payer = of_payer.first().map_or("", |(_, facts)| facts.as_str());
    let explained = |segment: &str, own: &str| {
        let mut words = format!("naungan explain contribution --month {month} segment={segment}");
        for (name, value) in unpack(own).chain(unpack(of_payer)) {
            words.push_str(&format!(" {name}={value}"));
        }
        Some(words)
    };
    let first = assessments::of_month(unit, month, payer, None)?.first().map(|row| row.membership);
    if first == Some(MembershipId(payer.0)) {
        // A project on its contract: nobody in particular.
        return Ok(explained(Segment::Construction.name(), ""));
    }
    if let [one] = on_roll.as_slice() {
        return Ok(explained(&one.segment, &one.facts));
    }
    Ok(first.map(|membership| format!("naungan replay assessment {membership} {month}")))
}

/// Bills one below the other.
pub(super) fn text_of(some: &[Bill], lang: Lang) -> String {
    let rows: Vec<Vec<String>> = some
        .iter()
        .map(|bill| {
            vec![
                format!("  {}", bill.month),
                format!("{} {}.{}", lang.pick("pembayar", "payer"), bill.payer, bill.no),
                kind(&bill.kind, lang).to_owned(),
                code::shown(bill.code),
                grouped(bill.owed, lang),
                state(bill, lang),
            ]
        })
        .collect();
    columns(&rows, &[4]).iter().map(|line| format!("{line}\n")).collect()
}

fn kind(kind: &str, lang: Lang) -> &str {
    match kind {
        "contribution" => lang.pick("iuran", "contribution"),
        "penalty" => lang.pick("denda", "penalty"),
        "lapse" => lang.pick("gugur", "lapse"),
        other => other,
    }
}

fn state(bill: &Bill, lang: Lang) -> String {
    let day = |day: Day| format!("{} {day}", lang.pick("lunas", "settled"));
    let paid =
        (bill.paid != 0).then(|| format!("{} {}", lang.pick("dibayar", "paid"), grouped(bill.paid, lang)));
    match bill.settled {
        Some(settled) => day(settled),
        None => [paid, Some(due(bill.due, lang))].into_iter().flatten().collect::<Vec<_>>().join(", "),
    }
}

/// A bill for programs.
pub(super) fn json_of(bill: &Bill) -> Value {
    json!({
        "month": bill.month.to_string(), "payer": bill.payer.0, "no": bill.no, "kind": bill.kind,
        "code": code::shown(bill.code), "due": bill.due.map(|day| day.to_string()), "owed": bill.owed,
        "paid": bill.paid, "settled": bill.settled.map(|day| day.to_string()), "run": bill.run,
        "known": bill.known.to_string(),
    })
}
