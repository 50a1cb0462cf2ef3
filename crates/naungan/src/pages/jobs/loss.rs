//! Before a job is lost, and when it is: how many months there are, what would be paid month by month, what
//! stands in the way and who can mend it; and the report of a dismissal.

use anyhow::Result;
use base::Day;
use minijinja::context;
use rules::render::{self, Lang};
use scheme::claims::{Block, Check, ClaimKind, Question, assess, pre_check};
use scheme::events::{Event, EventKind};
use scheme::jobs::schedule;
use scheme::law::ClaimLaw;
use serde_json::{Value, json};

use super::{after, claim_of, given, options, proved, wrong};
use crate::actions::hand_in_paper::PAPER_BYTES_MAX;
use crate::actions::report_dismissal::{self, ReportDismissal, Side};
use crate::auth::Deed;
use crate::pages::{form_page, texts};
use crate::registry::claims::{self, Life};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// What a form needs beside its file.
const FORM_BYTES: usize = 10_000;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/me/job-loss", Deed::SeekWork, show),
        Route::form("/me/job-loss", Deed::SeekWork, report).files(PAPER_BYTES_MAX + FORM_BYTES),
    ]
}

const FIELDS: [&str; 2] = ["day", "termination"];

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[])
}

fn shown(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let person = match proved(ask)? {
        Ok(person) => person,
        Err(page) => return Ok(page),
    };
    let (lang, today) = (ask.lang, ask.office.today());
    let claim = claim_of(ask, person)?;
    let (right, ready) = ask.office.look(|unit, desk| {
        let life = claims::life(unit, desk, person, None)?;
        let law = ClaimLaw::new(desk.law)?;
        let right = life.ask(|record| schedule::months_paid(&law, record, today))?;
        let right = right.map(|right| {
            json!({
                "paid": right.paid, "needed": right.needed, "window": right.window, "run": right.run,
                "run_needed": right.run_needed,
            })
        });
        Ok((right, readiness(&law, &life, today, lang)?))
    })?;
    let (given, terminations) = (given(ask, &FIELDS), options(ask, "termination"));
    let values = context! { right, ready, claim, given, terminations, errors };
    form_page(ask, "jobs/loss.html", values)
}

/// If she were dismissed today: what would be paid, and what stands in the way.
fn readiness(law: &ClaimLaw<'_>, life: &Life, today: Day, lang: Lang) -> Result<Option<Value>> {
    let facts = [("termination".to_owned(), "dismissal".to_owned())];
    let kind = EventKind::LostJob;
    let event = Event { kind, day: today, reported: today, by_employer: false, facts: &facts };
    let checks = life.ask(|record| pre_check(law, record, &event, &[], &[]))?;
    let Some(check) = checks.into_iter().find(|check| check.kind == ClaimKind::JkpCash) else {
        return Ok(None);
    };
    let asked = Question {
        kind: ClaimKind::JkpCash,
        event: today,
        filed: today,
        decided: today,
        pay_day: today,
        facts: &facts,
    };
    let found = life.ask(|record| assess(law, record, &asked, None));
    let monthly = found.ok().and_then(|found| found.lines.into_iter().find(|one| one.unit.is_some()));
    let payments = monthly.map(|one| one.payments).unwrap_or_default();
    let by_month: Vec<Value> = (0..)
        .zip(&payments)
        .filter_map(|(at, amount)| {
            let day = today.plus_months(at)?;
            Some(json!({ "month": at + 1, "day": day.to_string(), "amount": amount }))
        })
        .collect();
    Ok(Some(said(&check, &by_month, lang)))
}

fn said(check: &Check, by_month: &[Value], lang: Lang) -> Value {
    let block = |block: &Block| {
        let cite = block.cause.citation.as_ref().map(|cited| render::citation(cited, lang));
        let who = texts::said(lang, &format!("jobs.mender_{}", block.mender.name()), &[]);
        json!({ "text": lang.pick(&block.cause.id, &block.cause.en), "who": who, "cite": cite })
    };
    let (papers, blocks): (Vec<&Block>, Vec<&Block>) =
        check.blocks.iter().partition(|block| block.cause.code == "paper_missing");
    json!({
        "gross": check.gross, "by_month": by_month, "can": check.can_be_claimed(),
        "blocks": blocks.into_iter().map(block).collect::<Vec<_>>(),
        "papers": papers.into_iter().map(block).collect::<Vec<_>>(),
        "until": check.right_ends.as_ref().map(|(day, _)| day.to_string()),
    })
}

fn report(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let person = match proved(ask)? {
        Ok(person) => person,
        Err(page) => return Ok(page),
    };
    let Ok(day) = ask.form.get("day").parse::<Day>() else {
        return wrong(ask, "day", "jobs.day_wrong", shown);
    };
    let termination = ask.form.get("termination").to_owned();
    if !options(ask, "termination").iter().any(|option| option["value"] == termination.as_str()) {
        return wrong(ask, "termination", "jobs.termination_wrong", shown);
    }
    let file = ask.form.file("file").filter(|file| !file.bytes.is_empty());
    let proof = file.map(|file| (file.name.clone(), file.bytes.clone()));
    let account = ask.caller.account;
    let outcome = ask.office.unit(|unit, desk| {
        let membership = report_dismissal::membership_of(unit, desk, person, day)?;
        let asked = ReportDismissal {
            membership,
            day,
            termination: &termination,
            side: Side::Member,
            account: Some(account),
            proof: proof.as_ref().map(|(name, bytes)| (name.as_str(), bytes.as_slice())),
        };
        report_dismissal::opened(&report_dismissal::within(unit, desk, &asked)?)
    });
    after(ask, outcome.map_err(Problem::from), ("day", "/me/jkp"), shown)
}
