//! A claim as it stands: papers, steps, the clock, what was granted, how its orders go; and lists of claims.

use std::fmt::Write;

use anyhow::Result;
use rules::render::Lang;
use scheme::claims::Due;
use scheme::claims::moves::State;
use scheme::id::PersonId;
use scheme::law::ClaimLaw;
use serde_json::{Value, json};
use store::queries::claims::{self as rows, Claim as Row, Step};
use store::queries::delays::{self, Delay};
use store::queries::grants::{self, Grant};
use store::queries::instalments::{self, Instalment};
use store::queries::orders::{self, Order};
use store::queries::papers::{self, Paper};
use store::queries::pensions::{OfMonth, Pension};

use super::reported::kind_words;
use super::{List, state_words};
use crate::books::grouped;
use crate::commands::Outcome;
use crate::commands::benefits::{pension_json, pension_text};
use crate::commands::register::answer;
use crate::office::Office;
use crate::registry::claims::{self, Held};
use crate::report::columns;
use crate::views::pensions;

/// Everything about a claim.
struct Shown {
    held: Held,
    steps: Vec<Step>,
    files: Vec<Paper>,
    granted: Vec<Grant>,
    orders: Vec<Order>,
    due: Option<Due>,
    pensions: Vec<(Pension, Vec<OfMonth>)>,
    delays: Vec<Delay>,
    instalments: Vec<Instalment>,
}

pub(super) fn run(office: &mut Office, claim: i64, lang: Lang, as_json: bool) -> Result<Outcome> {
    let law = ClaimLaw::new(office.law)?;
    let shown = office.look(|unit, desk| {
        let held = claims::play(unit, claim)?;
        let of = (held.kind, held.row.segment.parse()?);
        Ok(Shown {
            steps: rows::steps(unit, claim)?,
            files: papers::of(unit, claim)?,
            granted: grants::of(unit, claim)?,
            orders: orders::of_claim(unit, claim)?,
            pensions: pensions::of_claim(unit, claim)?,
            delays: delays::of_claim(unit, claim)?,
            instalments: instalments::of_claim(unit, claim)?,
            due: held.claim.clock.due(&law, of, desk.today)?,
            held,
        })
    })?;
    answer(as_json, &value(&shown), &text(&law, &shown, lang))
}

fn value(shown: &Shown) -> Value {
    let Shown { held, steps, files, granted, orders, due, pensions, delays, instalments } = shown;
    let papers = held
        .claim
        .papers
        .iter()
        .map(|asked| json!({ "paper": asked.paper, "given": asked.given.map(|day| day.to_string()) }));
    let steps = steps.iter().map(|step| {
        json!({
            "day": step.day.to_string(), "actor": step.actor, "account": step.account, "act": step.act,
            "value": step.value, "amount": step.amount,
        })
    });
    let files = files
        .iter()
        .map(|file| json!({ "file": file.id, "paper": file.paper, "form": file.form, "size": file.size }));
    let granted = granted.iter().map(|grant| {
        let lines: serde_json::Map<_, _> =
            grant.lines.iter().map(|(name, amount)| (name.clone(), json!(amount))).collect();
        json!({ "day": grant.day.to_string(), "gross": grant.gross, "tax": grant.tax, "lines": lines })
    });
    let orders = orders.iter().map(|order| {
        json!({ "order": order.id, "hand": order.hand, "amount": order.amount, "state": order.state })
    });
    json!({
        "claim": held.row.id, "case": held.row.of_case, "person": held.row.person.0,
        "membership": held.row.membership.0, "kind": held.row.kind, "state": held.claim.state.name(),
        "papers": papers.collect::<Value>(), "steps": steps.collect::<Value>(),
        "files": files.collect::<Value>(), "grants": granted.collect::<Value>(),
        "orders": orders.collect::<Value>(), "due": due.as_ref().map(|due| due.day.to_string()),
        "pensions": pensions.iter().map(pension_json).collect::<Value>(),
        "delays": delays.iter().map(delay_json).collect::<Value>(),
        "instalments": instalments.iter().map(instalment_json).collect::<Value>(),
    })
}

fn text(law: &ClaimLaw<'_>, shown: &Shown, lang: Lang) -> String {
    let Shown { held, steps, files, granted, orders, due, pensions, delays, instalments } = shown;
    let row = &held.row;
    let mut text = format!("{}\n", head(law, row, held.claim.state, lang));
    if let Some(due) = due {
        let _ = writeln!(text, "{} {}", lang.pick("dibayar paling lambat", "to be paid by"), due.day);
    }
    let mut table: Vec<Vec<String>> = Vec::new();
    for asked in &held.claim.papers {
        let given = asked.given.map(|day| day.to_string());
        let missing = || lang.pick("belum diterima", "missing").to_owned();
        let file = files.iter().rfind(|file| file.paper == asked.paper);
        let file = file.map(|file| format!("{} {}", lang.pick("berkas", "file"), file.id));
        table.push(vec![
            format!("  {}", asked.paper),
            given.unwrap_or_else(missing),
            file.unwrap_or_default(),
        ]);
    }
    put(&mut text, &table, &[]);
    let table = steps.iter().map(|step| {
        let amount = step.amount.map(|amount| grouped(amount, lang)).unwrap_or_default();
        let value = step.value.clone().unwrap_or(amount);
        vec![format!("  {}", step.day), step.actor.clone(), step.act.clone(), value]
    });
    put(&mut text, &table.collect::<Vec<_>>(), &[]);
    for grant in granted {
        let (gross, tax) = (grouped(grant.gross, lang), grouped(grant.tax, lang));
        let _ = match lang {
            Lang::Id => writeln!(text, "  diberikan {}: Rp{gross}, pajak Rp{tax}", grant.day),
            Lang::En => writeln!(text, "  granted {}: Rp{gross}, tax Rp{tax}", grant.day),
        };
    }
    for pension in pensions {
        pension_text(&mut text, pension, lang);
    }
    later_text(&mut text, instalments, delays, lang);
    let table = orders.iter().map(|order| {
        let name = format!("  {} {}", lang.pick("perintah bayar", "order"), order.id);
        vec![
            name,
            order.hand.clone(),
            grouped(order.amount, lang),
            order_state(&order.state, lang).to_owned(),
        ]
    });
    put(&mut text, &table.collect::<Vec<_>>(), &[2]);
    text
}

fn delay_json(delay: &Delay) -> Value {
    json!({
        "order": delay.order, "due": delay.due.to_string(), "paid": delay.paid.to_string(),
        "amount": delay.amount, "paid_with": delay.paid_with,
    })
}

fn instalment_json(one: &Instalment) -> Value {
    json!({
        "component": one.component, "whom": one.whom, "no": one.no, "due": one.due.to_string(),
        "amount": one.amount, "proof": one.proof, "granted_with": one.grant_no,
    })
}

/// Later payments that were proven, and what is owed for delay.
fn later_text(text: &mut String, instalments: &[Instalment], delays: &[Delay], lang: Lang) {
    for one in instalments {
        let (component, no, due, amount) = (&one.component, one.no, one.due, grouped(one.amount, lang));
        let state = match one.grant_no {
            Some(_) => lang.pick("diberikan", "granted"),
            None => lang.pick("terbukti", "proven"),
        };
        let _ = match lang {
            Lang::Id => writeln!(text, "  {component} ke-{no} sejak {due}: Rp{amount}, {state}"),
            Lang::En => writeln!(text, "  {component} {no} from {due}: Rp{amount}, {state}"),
        };
    }
    for delay in delays {
        let (order, due, paid, amount) = (delay.order, delay.due, delay.paid, grouped(delay.amount, lang));
        let _ = match lang {
            Lang::Id => writeln!(
                text,
                "  perintah bayar {order} terlambat (paling lambat {due}, dibayar {paid}): ganti rugi \
                 Rp{amount}"
            ),
            Lang::En => writeln!(
                text,
                "  order {order} was late (to be paid by {due}, paid {paid}): compensation Rp{amount}"
            ),
        };
    }
}

/// How an order stands, in words.
pub(in crate::commands) fn order_state(state: &str, lang: Lang) -> &'static str {
    match state {
        "waiting" => lang.pick("menunggu", "waiting"),
        "sent" => lang.pick("dikirim", "sent"),
        "paid" => lang.pick("dibayar", "paid"),
        "rejected" => lang.pick("ditolak bank", "rejected"),
        "stopped" => lang.pick("dihentikan", "stopped"),
        _ => lang.pick("dikembalikan bank", "returned"),
    }
}

fn put(text: &mut String, table: &[Vec<String>], numbers: &[usize]) {
    for line in columns(table, numbers) {
        text.push_str(&line);
        text.push('\n');
    }
}

fn head(law: &ClaimLaw<'_>, row: &Row, state: State, lang: Lang) -> String {
    let (words, state) = (kind_words(law, &row.kind, lang), state_words(state, lang));
    let (claim, case, person) = (row.id, row.of_case, row.person);
    match lang {
        Lang::Id => format!("klaim {claim}, perkara {case}, orang {person}: {words}: {state}"),
        Lang::En => format!("claim {claim}, case {case}, person {person}: {words}: {state}"),
    }
}

/// More claims than anybody reads through.
const CLAIMS_SHOWN: i64 = 200;

pub(super) fn list(office: &mut Office, asked: &List, lang: Lang) -> Result<Outcome> {
    let law = ClaimLaw::new(office.law)?;
    let found = office.look(|unit, _| match asked.person {
        Some(person) => rows::of_person(unit, PersonId(person)),
        None => rows::after(unit, asked.state.as_deref(), asked.after, CLAIMS_SHOWN),
    })?;
    let value = found.iter().map(|row| {
        json!({
            "claim": row.id, "case": row.of_case, "person": row.person.0, "kind": row.kind,
            "state": row.state, "notified": row.notified.to_string(),
        })
    });
    let mut text = String::new();
    for row in &found {
        let state = State::named(&row.state).unwrap_or(State::Notified);
        let _ = writeln!(text, "{}", head(&law, row, state, lang));
    }
    if found.is_empty() {
        text.push_str(lang.pick("tidak ada klaim\n", "no claims\n"));
    }
    answer(asked.json, &value.collect::<Value>(), &text)
}
