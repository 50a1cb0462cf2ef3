//! Cases of workers, for programs of who pays for them: what is theirs to give, to bear and to give back.

use anyhow::Result;
use schemars::JsonSchema;
use scheme::id::PayerId;
use serde::Serialize;
use store::queries::cases as rows;

use super::about::{About, Keyed};
use super::claims::{HandedForm, KINDS, PAPER_QUERY, taken};
use super::list;
use crate::actions::hand_in_paper::PAPER_BYTES_MAX;
use crate::auth::{Deed, Of};
use crate::registry::people;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::cases::Claimed;
use crate::views::workers_cases::{all, clock, is_hers, of, owes};

pub(super) fn routes() -> Vec<Route> {
    let payer = Of::Payer("payer");
    vec![
        Route::get("/api/v1/payers/{payer}/cases", Deed::SeeWorkersCases, show, || {
            About::new("claims", "Cases of workers that concern who pays for them, the latest first")
                .answers::<WorkersCases>()
                .query(list::QUERY)
        })
        .of(payer),
        Route::post("/api/v1/payers/{payer}/cases/{case}/papers", Deed::ReportForWorkers, hand_in, || {
            About::new("claims", "Hand in a paper that is the employer's to give")
                .answers::<HandedForm>()
                .query(PAPER_QUERY)
                .makes()
                .keyed(Keyed::May)
        })
        .of(payer)
        .bodies(KINDS)
        .files(PAPER_BYTES_MAX),
    ]
}

/// Cases of workers, and what has to be given back.
#[derive(Serialize, JsonSchema)]
struct WorkersCases {
    items: Vec<WorkersCase>,
    /// What to ask as `after` for the next part; nothing where this is the last.
    next: Option<String>,
    /// What the fund has paid and she has to give back, of all cases.
    owed: Vec<OwedForm>,
}

/// A case of a worker.
#[derive(Serialize, JsonSchema)]
struct WorkersCase {
    case: i64,
    kind: &'static str,
    on: String,
    reported: String,
    by_employer: bool,
    /// The worker.
    name: String,
    /// The last day to report it, by law; nothing where there is none.
    report_due: Option<String>,
    /// Whether the report came late, or has not come and is late by now.
    late: bool,
    /// Papers of hers that have not come, by the law's names.
    missing: Vec<String>,
    bears: Vec<BornForm>,
}

/// A benefit that she bears and not the fund.
#[derive(Serialize, JsonSchema)]
struct BornForm {
    claim: i64,
    kind: &'static str,
    /// In whole rupiah before tax, as far as it can be said.
    gross: Option<i64>,
    why: Option<String>,
    provision: Option<String>,
}

/// What has to be given back to the fund.
#[derive(Serialize, JsonSchema)]
struct OwedForm {
    claim: i64,
    on: String,
    /// In whole rupiah.
    amount: i64,
}

fn missing(claims: &[Claimed]) -> Vec<String> {
    let waits = claims.iter().filter(|claim| claim.state == "notified").flat_map(|claim| &claim.papers);
    let mut names: Vec<String> = waits
        .filter(|paper| is_hers(paper) && paper.given.is_none())
        .map(|paper| paper.name.clone())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn born(claim: &Claimed) -> BornForm {
    BornForm {
        claim: claim.id,
        kind: claim.kind,
        gross: claim.gross,
        why: claim.no.as_ref().map(|no| no.text.clone()),
        provision: claim.no.as_ref().map(|no| no.cite.clone()),
    }
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (id, lang) = (PayerId(ask.place("payer")?), ask.lang);
    let (before, limit) = (list::number(ask)?.unwrap_or(i64::MAX), list::limit(ask)?);
    let most = i64::try_from(limit).unwrap_or(i64::MAX);
    let (people, form) = ask.office.look(|unit, desk| {
        let (mut people, mut items) = (Vec::new(), Vec::new());
        let (found, next) = all(unit, desk, id, (before, most), lang)?;
        for (case, story) in found {
            let report = clock(desk, &case)?;
            people.push(case.person);
            items.push(WorkersCase {
                case: case.id,
                kind: story.event,
                name: people::load(unit, desk, case.person)?.identity().name.clone(),
                report_due: report.as_ref().map(|report| report.due.to_string()),
                late: report.is_some_and(|report| report.is_late(desk.today)),
                missing: missing(&story.claims),
                bears: story.claims.iter().filter(|claim| claim.by_employer).map(born).collect(),
                on: story.day,
                reported: story.reported,
                by_employer: story.by_employer,
            });
        }
        let owed = owes(unit, id)?.into_iter();
        let owed = owed.map(|(claim, on, amount)| OwedForm { claim, on, amount }).collect();
        Ok((people, WorkersCases { items, next: next.map(|next| next.to_string()), owed }))
    })?;
    ask.shows(Deed::SeeWorkersCases, people)?;
    Ok(Reply::json(&form)?)
}

fn hand_in(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (id, number, lang) = (PayerId(ask.place("payer")?), ask.place::<i64>("case")?, ask.lang);
    let found = ask.office.look(|unit, desk| {
        let Some(case) = rows::read(unit, number)? else { return Ok(None) };
        Ok(of(unit, desk, id, &case, lang)?.map(|story| (case.person, story)))
    })?;
    let (person, story) = found.filter(|(_, story)| !story.claims.is_empty()).ok_or(Problem::NotFound)?;
    ask.shows(Deed::ReportForWorkers, vec![person])?;
    let wanted = ask.query.get("paper");
    let asks = |claim: &&Claimed| claim.papers.iter().any(|paper| is_hers(paper) && paper.name == wanted);
    let claim = story.claims.iter().find(asks).map(|claim| claim.id).ok_or_else(|| {
        let said = words("tidak diminta dari pemberi kerja", "not asked for from the employer");
        Problem::Fields(vec![("?paper".to_owned(), said)])
    })?;
    taken(ask, claim)
}
