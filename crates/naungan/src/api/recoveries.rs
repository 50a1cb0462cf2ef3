//! What was paid too much of a claim: why, what has come back, and by which plan the rest does.

use anyhow::Result;
use schemars::JsonSchema;
use serde::Serialize;

use super::about::About;
use crate::auth::Deed;
use crate::pages::letters::shown_of;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::recovery::{self, Came, Owed, Planned};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::get("/api/v1/claims/{claim}/recovery", Deed::SeeLetters, show, || {
        About::new(
            "letters",
            "What was paid too much of a claim, what has come back, and the plan for the rest",
        )
        .answers::<Overpayments>()
    })]
}

/// Every overpayment of a claim.
#[derive(Serialize, JsonSchema)]
struct Overpayments {
    claim: i64,
    items: Vec<Overpayment>,
}

/// An overpayment, in whole rupiah.
#[derive(Serialize, JsonSchema)]
struct Overpayment {
    /// The grant that found it.
    no: i64,
    /// The fund it goes back to.
    programme: String,
    amount: i64,
    open: i64,
    found: Option<String>,
    /// The letter that says why, by its number on the claim.
    letter: Option<i64>,
    /// The provision under which the claim was rejected, where that is why.
    rejected_under: Option<String>,
    /// Where it is said what may be kept back of later payments.
    provision: String,
    came: Vec<CameForm>,
    /// The plan that counts.
    plan: Option<PlanForm>,
    /// One that waits for a second person.
    proposed: Option<PlanForm>,
}

/// What came back.
#[derive(Serialize, JsonSchema)]
struct CameForm {
    on: Option<String>,
    /// The claim it was kept back of; nothing for what was paid.
    kept_of: Option<i64>,
    amount: i64,
}

/// A plan.
#[derive(Serialize, JsonSchema)]
struct PlanForm {
    plan: i64,
    /// So much a month.
    instalment: i64,
    /// Who proposed it.
    maker: i64,
    parts: Vec<PlanPart>,
}

/// A part of a plan.
#[derive(Serialize, JsonSchema)]
struct PlanPart {
    no: i64,
    month: String,
    amount: i64,
    came: i64,
    /// `paid`, `part`, `late` or `waiting`.
    state: String,
}

impl From<Owed> for Overpayment {
    fn from(owed: Owed) -> Overpayment {
        let came = |one: Came| CameForm { on: one.day, kept_of: one.claim, amount: one.amount };
        Overpayment {
            no: owed.no,
            programme: owed.programme,
            amount: owed.amount,
            open: owed.open,
            found: owed.day,
            letter: owed.letter,
            rejected_under: owed.under,
            provision: owed.cite,
            came: owed.came.into_iter().map(came).collect(),
            plan: owed.plan.map(PlanForm::from),
            proposed: owed.waits.map(PlanForm::from),
        }
    }
}

impl From<Planned> for PlanForm {
    fn from(plan: Planned) -> PlanForm {
        let part = |one: recovery::Part| PlanPart {
            no: one.no,
            month: one.month,
            amount: one.amount,
            came: one.came,
            state: one.state.to_owned(),
        };
        PlanForm {
            plan: plan.id,
            instalment: plan.instalment,
            maker: plan.maker,
            parts: plan.parts.into_iter().map(part).collect(),
        }
    }
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, lang): (i64, _) = (ask.place("claim")?, ask.lang);
    shown_of(ask, Deed::SeeLetters, claim)?;
    let all = ask.office.look(|unit, desk| recovery::read(unit, desk, claim, lang))?;
    Ok(Reply::json(&Overpayments { claim, items: all.into_iter().map(Overpayment::from).collect() })?)
}
