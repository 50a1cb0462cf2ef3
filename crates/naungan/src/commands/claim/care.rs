//! `naungan claim guarantee` and `claim care …`: what a hospital is told, its bills item by item, and the
//! way back to work.

use std::fmt::Write;
use std::str::FromStr;

use anyhow::{Context, Result, bail};
use base::Day;
use clap::{Args, Subcommand};
use rules::render::Lang;
use scheme::claims::care::{CareItem, Fare};
use scheme::id::{PayerId, PersonId};
use serde_json::{Value, json};
use store::queries::care_bills as rows;

use crate::actions::decide_care_bill::{self, Decision};
use crate::actions::give_guarantee::{self, GiveGuarantee};
use crate::actions::note_return;
use crate::actions::take_care_bill::{self, CareBill};
use crate::books::grouped;
use crate::commands::Outcome;
use crate::commands::access::number_of;
use crate::commands::register::{Pair, answer, pair};
use crate::office::Office;

#[derive(Args, Debug)]
pub(super) struct Guarantee {
    /// The number of the person who was hurt
    person: i64,
    /// The hospital: its number as a payer
    #[arg(long)]
    hospital: i64,
    /// The day of the accident
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Day,
    /// Who asks: a handle or the number of an account
    #[arg(long)]
    by: Option<String>,
    /// A name of this request: the same again gets the same answer
    #[arg(long)]
    key: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(super) struct Care {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Take a hospital's bill, item by item
    Bill(Bill),
    /// Agree to a bill, as another person: it is booked, and an order waits for the hospital
    Grant(Decided),
    /// Refuse a bill, with a reason
    Refuse(Refused),
    /// The bills of a claim
    Show(Shown),
    /// The way back to work: note what somebody says of it, and see what is missing
    Return(Return),
}

#[derive(Args, Debug)]
struct Bill {
    /// The claim's number
    claim: i64,
    /// The hospital: its number as a payer
    #[arg(long)]
    hospital: i64,
    /// The hospital's own number of the bill
    #[arg(long)]
    number: String,
    /// The day of the bill
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: Day,
    /// What was done: `surgery,2026-03-10,350000000`; a better ward with what class I costs at the end
    #[arg(long, value_name = "ITEM,DAY,COST[,CLASS_ONE]")]
    item: Vec<Item>,
    /// A trip: `land=4500000`, `sea=…`, `air=…`
    #[arg(long, value_name = "MODE=COST", value_parser = pair)]
    fare: Vec<Pair>,
    /// Who takes it: a handle or the number of an account (default: the hospital itself)
    #[arg(long)]
    by: Option<String>,
    /// A name of this request: the same again gets the same answer
    #[arg(long)]
    key: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Decided {
    /// The bill's number
    bill: i64,
    /// Who: a handle or the number of an account
    #[arg(long)]
    by: String,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Refused {
    #[command(flatten)]
    decided: Decided,
    /// Why
    #[arg(long)]
    why: String,
}

#[derive(Args, Debug)]
struct Shown {
    /// The claim's number
    claim: i64,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Return {
    /// The claim's number
    claim: i64,
    /// What somebody says: `worker_agrees=yes`; may be repeated
    #[arg(long, value_name = "FACT=YES", value_parser = pair)]
    set: Vec<Pair>,
    /// Who writes it down: a handle or the number of an account
    #[arg(long)]
    by: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Debug)]
struct Item(CareItem);

impl FromStr for Item {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> Result<Item> {
        let parts: Vec<&str> = text.split(',').collect();
        let (item, day, cost, class_one) = match parts.as_slice() {
            [item, day, cost] => (item, day, cost, None),
            [item, day, cost, class_one] => (item, day, cost, Some(class_one)),
            _ => bail!("`{text}` is not ITEM,DAY,COST or ITEM,DAY,COST,CLASS_ONE"),
        };
        let class_one = class_one.map(|cost| cost.parse()).transpose()?;
        Ok(Item(CareItem { item: (*item).to_owned(), day: day.parse()?, cost: cost.parse()?, class_one }))
    }
}

pub(super) fn guarantee(office: &mut Office, asked: &Guarantee, lang: Lang) -> Result<Outcome> {
    let account = asked.by.as_deref().map(|by| number_of(office, by)).transpose()?;
    let (person, hospital) = (PersonId(asked.person), PayerId(asked.hospital));
    let wanted = GiveGuarantee { person, hospital, day: asked.on, account };
    let given = give_guarantee::run(office, &wanted, asked.key.as_deref())?;
    let said = |both: &[String; 2]| lang.pick(&both[0], &both[1]).to_owned();
    let listed = |all: &[[String; 2]]| all.iter().map(said).collect::<Vec<_>>().join(", ");
    let mut text =
        format!("{} {}: {}\n", lang.pick("jaminan", "guarantee"), given.guarantee, said(&given.words));
    if given.secures {
        let _ = writeln!(text, "  {}: {}", lang.pick("dijamin", "covered"), listed(&given.covers));
        let _ =
            writeln!(text, "  {}: {}", lang.pick("tidak dijamin", "not covered"), listed(&given.leaves_out));
        let _ = writeln!(text, "  {}: {}", lang.pick("ruang rawat", "ward"), said(&given.ward));
    }
    answer(asked.json, &serde_json::to_value(&given)?, &text)?;
    Ok(if given.secures { Outcome::Fine } else { Outcome::Faults })
}

pub(super) fn run(office: &mut Office, care: &Care, lang: Lang) -> Result<Outcome> {
    match &care.command {
        Command::Bill(asked) => bill(office, asked, lang),
        Command::Grant(asked) => decide(office, asked, &Decision::Grant, lang),
        Command::Refuse(asked) => decide(office, &asked.decided, &Decision::Refuse(asked.why.clone()), lang),
        Command::Show(asked) => show(office, asked, lang),
        Command::Return(asked) => back(office, asked, lang),
    }
}

fn bill(office: &mut Office, asked: &Bill, lang: Lang) -> Result<Outcome> {
    let account = asked.by.as_deref().map(|by| number_of(office, by)).transpose()?;
    let fares = asked.fare.iter().map(|(mode, cost)| {
        let cost = cost.parse().with_context(|| format!("`{cost}` is no amount in whole rupiah"))?;
        Ok(Fare { mode: mode.clone(), cost })
    });
    let wanted = CareBill {
        claim: asked.claim,
        hospital: PayerId(asked.hospital),
        number: asked.number.clone(),
        day: asked.day,
        items: asked.item.iter().map(|item| item.0.clone()).collect(),
        fares: fares.collect::<Result<_>>()?,
        account,
    };
    let taken = take_care_bill::run(office, &wanted, asked.key.as_deref())?;
    let mut text = String::new();
    let (billed, paid) = (grouped(taken.billed, lang), grouped(taken.paid, lang));
    let _ = match lang {
        Lang::Id => writeln!(text, "tagihan {}: Rp{billed} ditagih, Rp{paid} dibayar", taken.bill),
        Lang::En => writeln!(text, "bill {}: Rp{billed} billed, Rp{paid} paid", taken.bill),
    };
    for item in &taken.items {
        let (billed, paid) = (grouped(item.billed, lang), grouped(item.paid, lang));
        let why = lang.pick(&item.why[0], &item.why[1]);
        let _ = writeln!(text, "  {} Rp{billed}: Rp{paid}, {why}", item.item);
    }
    answer(asked.json, &serde_json::to_value(&taken)?, &text)
}

fn decide(office: &mut Office, asked: &Decided, decision: &Decision, lang: Lang) -> Result<Outcome> {
    let account = number_of(office, &asked.by)?;
    let paid = decide_care_bill::run(office, asked.bill, account, decision)?;
    let text = match paid {
        Some((order, amount)) => {
            let amount = grouped(amount, lang);
            match lang {
                Lang::Id => format!("tagihan {}: perintah bayar {order}, Rp{amount}\n", asked.bill),
                Lang::En => format!("bill {}: order {order} of Rp{amount}\n", asked.bill),
            }
        }
        None => match lang {
            Lang::Id => format!("tagihan {}: tidak ada yang dibayar\n", asked.bill),
            Lang::En => format!("bill {}: nothing is paid\n", asked.bill),
        },
    };
    let (order, amount) = paid.unzip();
    answer(asked.json, &json!({ "bill": asked.bill, "order": order, "amount": amount }), &text)
}

fn show(office: &mut Office, asked: &Shown, lang: Lang) -> Result<Outcome> {
    let bills = office.look(|unit, _| {
        let bills = rows::of_claim(unit, asked.claim)?;
        bills.into_iter().map(|bill| Ok((rows::items(unit, bill.id)?, bill))).collect::<Result<Vec<_>>>()
    })?;
    let mut text = String::new();
    let value = bills.iter().map(|(items, bill)| {
        let items = items.iter().map(|item| {
            json!({
                "item": item.item, "kind": item.kind, "day": item.day.map(|day| day.to_string()),
                "cost": item.cost, "paid": item.paid, "verdict": item.verdict,
            })
        });
        json!({
            "bill": bill.id, "hospital": bill.hospital.0, "number": bill.number, "day": bill.day.to_string(),
            "billed": bill.billed, "paid": bill.paid, "state": bill.state, "said": bill.said,
            "items": items.collect::<Value>(),
        })
    });
    let value = value.collect::<Value>();
    for (_, bill) in &bills {
        let (billed, paid) = (grouped(bill.billed, lang), grouped(bill.paid, lang));
        let state = match bill.state.as_str() {
            "granted" => lang.pick("disetujui", "granted"),
            "refused" => lang.pick("ditolak", "refused"),
            _ => lang.pick("menunggu", "waiting"),
        };
        let _ = match lang {
            Lang::Id => writeln!(text, "tagihan {}: Rp{billed} ditagih, Rp{paid} dibayar, {state}", bill.id),
            Lang::En => writeln!(text, "bill {}: Rp{billed} billed, Rp{paid} paid, {state}", bill.id),
        };
    }
    if bills.is_empty() {
        text.push_str(lang.pick("tidak ada tagihan\n", "no bills\n"));
    }
    answer(asked.json, &value, &text)
}

fn back(office: &mut Office, asked: &Return, lang: Lang) -> Result<Outcome> {
    let account = asked.by.as_deref().map(|by| number_of(office, by)).transpose()?;
    for (fact, said) in &asked.set {
        let yes = match said.as_str() {
            "yes" => true,
            "no" => false,
            _ => bail!("`{fact}={said}`: yes / no"),
        };
        note_return::run(office, asked.claim, (fact, yes), account)?;
    }
    let way = office.look(|unit, desk| note_return::look(unit, desk, asked.claim))?;
    let missing: Vec<&str> = way.missing.iter().map(|(words, _)| lang.of(words)).collect();
    let text = match (way.open, lang) {
        (true, Lang::Id) => "program kembali bekerja dapat dimulai\n".to_owned(),
        (true, Lang::En) => "the way back to work is open\n".to_owned(),
        (false, Lang::Id) => format!("belum dapat dimulai; kurang: {}\n", missing.join(", ")),
        (false, Lang::En) => format!("it is not open yet; missing: {}\n", missing.join(", ")),
    };
    answer(asked.json, &json!({ "claim": asked.claim, "open": way.open, "missing": missing }), &text)
}
