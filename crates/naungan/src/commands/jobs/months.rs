//! The months of cash of a claim, shown and decided.

use std::fmt::Write;

use anyhow::Result;
use rules::render::Lang;
use scheme::claims::ClaimKind;
use scheme::jobs::Lack;
use serde_json::{Value, json};
use store::queries::duty_months;

use super::{Claim, Hold, Listed, Month};
use crate::actions::decide_month;
use crate::books::grouped;
use crate::commands::Outcome;
use crate::commands::access::number_of;
use crate::commands::register::answer;
use crate::office::Office;
use crate::pages::texts;
use crate::views::jkp::{self, OfMonth};

/// So many claims are looked at for a list.
const MOST: i64 = 10_000;

pub(super) fn show(office: &mut Office, asked: &Claim, lang: Lang) -> Result<Outcome> {
    let of = office.look(|unit, desk| jkp::timeline(unit, desk, asked.claim))?;
    let mut text = match lang {
        Lang::Id => format!("klaim {}, PHK {}\n", of.claim, of.dismissed),
        Lang::En => format!("claim {}, dismissed on {}\n", of.claim, of.dismissed),
    };
    of.months.iter().for_each(|month| line(&mut text, month, lang));
    answer(asked.json, &jkp::on_the_wire(&of), &text)
}

fn line(text: &mut String, of: &OfMonth, lang: Lang) {
    let state = texts::said(lang, &format!("jobs.state_{}", of.state), &[]);
    let amount = of.amount.map(|amount| format!(" Rp{}", grouped(amount, lang))).unwrap_or_default();
    let _ = writeln!(text, "  {}  {}  {state}{amount}", of.number, of.due);
    text.push_str(&lacking(&of.lacks, lang));
}

fn lacking(lacks: &[Lack], lang: Lang) -> String {
    let line = |lack: &Lack| {
        let who = texts::said(lang, &format!("jobs.mender_{}", lack.mender.name()), &[]);
        format!("       {} – {who}\n", lang.pick(&lack.id, &lack.en))
    };
    lacks.iter().map(line).collect()
}

pub(super) fn due(office: &mut Office, asked: &Listed, lang: Lang) -> Result<Outcome> {
    let found = office.look(|unit, desk| {
        let mut found = Vec::new();
        for claim in duty_months::going_on(unit, ClaimKind::JkpCash.name(), 0, MOST)? {
            let of = jkp::timeline(unit, desk, claim)?;
            let due =
                of.months.into_iter().filter(|month| matches!(month.state, "due" | "proposed" | "held"));
            found.extend(due.map(|month| (claim, month)));
        }
        Ok(found)
    })?;
    let value: Vec<Value> = found
        .iter()
        .map(|(claim, month)| json!({ "claim": claim, "month": month.number, "due": month.due.to_string() }))
        .collect();
    let mut text = String::new();
    for (claim, month) in &found {
        let _ = writeln!(text, "{} {claim}", lang.pick("klaim", "claim"));
        line(&mut text, month, lang);
    }
    answer(asked.json, &json!(value), &text)
}

pub(super) fn decide(office: &mut Office, asked: &Month, lang: Lang) -> Result<Outcome> {
    let account = number_of(office, &asked.by)?;
    let done = decide_month::run(office, asked.claim, asked.which, account)?;
    let row = &done.row;
    let orders = done.approved.iter().flat_map(|approved| &approved.orders);
    let orders =
        orders.map(|(order, hand, amount)| json!({ "order": order, "hand": hand, "amount": amount }));
    let value = json!({
        "claim": done.claim, "month": row.month, "state": row.state, "gross": row.gross,
        "provision": row.provision, "kept_back": done.approved.as_ref().map(|approved| approved.kept),
        "orders": orders.collect::<Value>(), "new": done.is_new,
        "missing": done.lacks.iter().map(jkp::lack_on_the_wire).collect::<Value>(),
    });
    let state = texts::said(lang, &format!("jobs.state_{}", row.state), &[]);
    let amount = row.gross.map(|amount| format!(" Rp{}", grouped(amount, lang))).unwrap_or_default();
    let (claim, month) = (done.claim, row.month);
    let mut text = match lang {
        Lang::Id => format!("klaim {claim}, bulan {month}: {state}{amount}\n"),
        Lang::En => format!("claim {claim}, month {month}: {state}{amount}\n"),
    };
    text.push_str(&lacking(&done.lacks, lang));
    if let Some(provision) = &row.provision {
        let _ = writeln!(text, "       {provision}");
    }
    answer(asked.json, &value, &text)?;
    let is_fine = row.state == crate::registry::jobs::GRANTED || done.waits();
    Ok(if is_fine { Outcome::Fine } else { Outcome::Faults })
}

pub(super) fn hold(office: &mut Office, asked: &Hold, lang: Lang) -> Result<Outcome> {
    let account = number_of(office, &asked.by)?;
    let of = (asked.claim, asked.month);
    decide_month::hold(office, of, (&asked.why, asked.in_my_name), account)?;
    let text =
        lang.pick("bulan itu ditahan, dengan alasannya\n", "the month is held back, with its reason\n");
    answer(false, &json!(null), text)
}
