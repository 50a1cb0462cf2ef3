//! Dismissals, what is said against them, signals, and what employers have to bear.

use std::fmt::Write;

use anyhow::Result;
use rules::render::Lang;
use scheme::id::{MembershipId, PayerId};
use serde_json::{Value, json};
use store::queries::advances;

use super::{Claim, Contest, Dismissal, Listed, Repaid, Review, Settle};
use crate::actions::answer_job_contest;
use crate::actions::repay_advance;
use crate::actions::report_dismissal::{self, ReportDismissal, Side};
use crate::books::grouped;
use crate::commands::access::number_of;
use crate::commands::register::answer;
use crate::commands::{Outcome, claim};
use crate::office::Office;
use crate::registry::payers;
use crate::views::jkp;

/// The programme whose fund advances what an employer has to bear.
pub(crate) const JKP: &str = "jkp";

pub(super) fn report(office: &mut Office, asked: &Dismissal, lang: Lang) -> Result<Outcome> {
    let account = asked.by.as_deref().map(|by| number_of(office, by)).transpose()?;
    let bytes = asked.proof.as_deref().map(claim::bytes_of).transpose()?;
    let name = asked.proof.as_deref().and_then(|path| path.file_name()).map(|name| name.to_string_lossy());
    let side = match account {
        _ if asked.by_employer => Side::Employer,
        Some(_) => Side::Officer,
        None => Side::Member,
    };
    let dismissal = ReportDismissal {
        membership: MembershipId(asked.membership),
        day: asked.on,
        termination: &asked.termination,
        side,
        account,
        proof: name.as_deref().zip(bytes.as_deref()),
    };
    let reported = report_dismissal::run(office, &dismissal)?;
    claim::said(office, &reported, (lang, asked.json))
}

pub(super) fn contest(office: &mut Office, asked: &Contest, lang: Lang) -> Result<Outcome> {
    let side = if asked.by_employer { Side::Employer } else { Side::Member };
    let of = (asked.case, asked.about.as_str(), side);
    let id = office.unit(|unit, desk| answer_job_contest::contest(unit, desk, of, &asked.text, None))?;
    let text = format!("{} {id}\n", lang.pick("sanggahan", "contest"));
    answer(asked.json, &json!({ "contest": id }), &text)
}

pub(super) fn settle(office: &mut Office, asked: &Settle, lang: Lang) -> Result<Outcome> {
    let account = number_of(office, &asked.by)?;
    let of = (asked.contest, asked.upheld);
    office.unit(|unit, desk| answer_job_contest::answer(unit, desk, of, &asked.text, account))?;
    answer(false, &json!(null), lang.pick("sanggahan dijawab\n", "the contest has its answer\n"))
}

pub(super) fn signals(office: &mut Office, asked: &Claim, lang: Lang) -> Result<Outcome> {
    let seen = office.look(|unit, desk| jkp::signals(unit, desk, asked.claim))?;
    let mut text = String::new();
    for one in &seen {
        let _ = writeln!(text, "{}: {}", one.signal.code, lang.of(&one.signal.why));
        for (words, value) in &one.signal.rests_on {
            let _ = writeln!(text, "  {}: {value}", lang.of(words));
        }
        if let Some(review) = &one.review {
            let state = crate::pages::texts::said(lang, &format!("jobs.review_{}", review.state), &[]);
            let _ = writeln!(text, "  {state}: {}", review.answer);
        }
    }
    let value: Vec<Value> = seen.iter().map(|one| jkp::signal_said(one, lang)).collect();
    answer(asked.json, &json!(value), &text)
}

pub(super) fn review(office: &mut Office, asked: &Review, lang: Lang) -> Result<Outcome> {
    let account = number_of(office, &asked.by)?;
    let (of, said) = ((asked.claim, asked.code.as_str()), (asked.cleared, asked.text.as_str()));
    office.unit(|unit, desk| answer_job_contest::review(unit, desk, of, said, account))?;
    answer(false, &json!(null), lang.pick("dicatat\n", "written down\n"))
}

pub(super) fn owed(office: &mut Office, asked: &Listed, lang: Lang) -> Result<Outcome> {
    let (all, open) = office.look(|unit, desk| {
        let all = advances::all(unit, None)?;
        let mut open = Vec::new();
        for one in &all {
            let name = payers::load(unit, desk, one.payer)?.payer.name;
            open.push((name, repay_advance::open(unit, one.payer, &one.programme)?));
        }
        Ok((all, open))
    })?;
    let mut text = String::new();
    let mut value = Vec::new();
    for (one, (name, open)) in all.iter().zip(&open) {
        let (amount, left) = (grouped(one.amount, lang), grouped(*open, lang));
        let _ = match lang {
            Lang::Id => {
                writeln!(text, "{name} ({}): klaim {}, Rp{amount}, terbuka Rp{left}", one.payer, one.claim)
            }
            Lang::En => {
                writeln!(text, "{name} ({}): claim {}, Rp{amount}, open Rp{left}", one.payer, one.claim)
            }
        };
        value.push(json!({
            "payer": one.payer.0, "programme": one.programme, "claim": one.claim, "advanced": one.amount,
            "open_of_payer": open, "since": one.since.to_string(),
        }));
    }
    answer(asked.json, &json!(value), &text)
}

pub(super) fn repaid(office: &mut Office, asked: &Repaid, lang: Lang) -> Result<Outcome> {
    let account = number_of(office, &asked.by)?;
    let left = repay_advance::run(office, (PayerId(asked.payer), JKP), asked.amount, account)?;
    let text = format!("{} Rp{}\n", lang.pick("sisa", "still owed"), grouped(left, lang));
    answer(asked.json, &json!({ "payer": asked.payer, "open": left }), &text)
}
