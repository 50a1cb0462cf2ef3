//! What was paid too much of a claim: why, how it comes back, and what has come back already.

use anyhow::Result;
use base::Month;
use rules::render::{self, Lang};
use scheme::claims::give_back;
use scheme::law::ClaimLaw;
use serde::Serialize;
use store::Unit;
use store::queries::grants::{self, Recovery};
use store::queries::recovery_plans::{self as plans, Plan};
use store::queries::{claims, letters};

use super::why;
use crate::actions::plan_recovery;
use crate::office::Desk;

/// An overpayment.
#[derive(Debug, Serialize)]
pub(crate) struct Owed {
    /// The grant that found it.
    pub(crate) no: i64,
    pub(crate) programme: String,
    pub(crate) amount: i64,
    pub(crate) open: i64,
    /// The day it was found.
    pub(crate) day: Option<String>,
    /// The letter that says why.
    pub(crate) letter: Option<i64>,
    /// Under which provision the claim was rejected, where that is why.
    pub(crate) under: Option<String>,
    /// Where it is said what may be kept back of later payments.
    pub(crate) cite: String,
    pub(crate) came: Vec<Came>,
    /// The plan that counts.
    pub(crate) plan: Option<Planned>,
    /// One that waits for a second person.
    pub(crate) waits: Option<Planned>,
}

/// What came back.
#[derive(Debug, Serialize)]
pub(crate) struct Came {
    pub(crate) day: Option<String>,
    /// The claim it was kept back of; nothing for what was paid.
    pub(crate) claim: Option<i64>,
    pub(crate) amount: i64,
}

/// A plan with its parts.
#[derive(Debug, Serialize)]
pub(crate) struct Planned {
    pub(crate) id: i64,
    pub(crate) instalment: i64,
    /// Who proposed it.
    pub(crate) maker: i64,
    pub(crate) parts: Vec<Part>,
}

/// A part of a plan.
#[derive(Debug, Serialize)]
pub(crate) struct Part {
    pub(crate) no: i64,
    pub(crate) month: String,
    pub(crate) amount: i64,
    pub(crate) came: i64,
    /// `paid`, `part`, `late` or `waiting`.
    pub(crate) state: &'static str,
}

/// Every overpayment of a claim.
pub(crate) fn read(unit: &mut Unit<'_>, desk: &Desk<'_>, claim: i64, lang: Lang) -> Result<Vec<Owed>> {
    let mut all = Vec::new();
    for found in grants::recoveries_of(unit, claim)? {
        let open = plan_recovery::open(unit, (claim, found.no))?.amount;
        all.push(owed(unit, desk, (&found, open), lang)?);
    }
    Ok(all)
}

fn owed(unit: &mut Unit<'_>, desk: &Desk<'_>, (found, open): (&Recovery, i64), lang: Lang) -> Result<Owed> {
    let (claim, no) = (found.claim, found.no);
    let grant = grants::of(unit, claim)?.into_iter().find(|grant| grant.no == no);
    let known = grant.as_ref().map(|grant| grant.known);
    let letter = letters::of_claim(unit, claim)?.into_iter().find(|letter| Some(letter.known) == known);
    let rejected = claims::steps(unit, claim)?.into_iter();
    let mut rejected = rejected.filter(|step| step.act == "reject" && Some(step.known) == known);
    let mut mine = plans::of(unit, claim)?;
    mine.retain(|plan| plan.no == no);
    let counts = mine.iter().rfind(|plan| plan.outcome.as_deref() == Some("approved"));
    let waits = mine.iter().find(|plan| plan.outcome.is_none());
    let today = desk.today.month();
    Ok(Owed {
        no,
        programme: why::programme(desk.tree(), &found.programme, lang),
        amount: found.amount,
        open,
        day: grant.map(|grant| grant.day.to_string()),
        letter: letter.map(|letter| letter.no),
        under: rejected.next().and_then(|step| Some(why::ground(desk.tree(), &step.value?, lang))),
        cite: cite(desk, lang)?,
        came: came(unit, found)?,
        plan: counts.map(|plan| Planned::of(plan, open, today)),
        waits: waits.map(|plan| Planned::of(plan, open, today)),
    })
}

/// Where the law says what is kept back of a later payment today.
fn cite(desk: &Desk<'_>, lang: Lang) -> Result<String> {
    let law = ClaimLaw::new(desk.law)?;
    Ok(law.kept_back_on(desk.today).map(|cited| render::citation(cited, lang)).unwrap_or_default())
}

/// What was kept back and what was paid, in the order of days.
fn came(unit: &mut Unit<'_>, found: &Recovery) -> Result<Vec<Came>> {
    let mut all = Vec::new();
    for (no, by_claim, by_no, amount) in grants::kept_for(unit, found.claim)? {
        if no != found.no {
            continue;
        }
        let grant = grants::of(unit, by_claim)?.into_iter().find(|grant| grant.no == by_no);
        // Months of a pension are granted together, and are named by their month.
        let month = || i32::try_from(by_no).ok().and_then(Month::from_index).map(Month::first_day);
        let day = grant.map(|grant| grant.day).or_else(month).map(|day| day.to_string());
        all.push(Came { day, claim: Some(by_claim), amount });
    }
    let paid = plans::paid_back(unit, found.claim)?.into_iter().filter(|one| one.no == found.no);
    all.extend(paid.map(|one| Came { day: Some(one.day.to_string()), claim: None, amount: one.amount }));
    all.sort_by(|one, other| one.day.cmp(&other.day));
    Ok(all)
}

impl Planned {
    fn of(plan: &Plan, open: i64, today: Month) -> Planned {
        let parts = give_back::Plan { amount: plan.amount, instalment: plan.instalment, first: plan.first };
        let parts = parts.parts(plan.amount - open).into_iter().map(|part| Part {
            no: part.no,
            month: part.month.to_string(),
            amount: part.amount,
            came: part.came,
            state: part.state(today),
        });
        Planned { id: plan.id, instalment: plan.instalment, maker: plan.maker, parts: parts.collect() }
    }
}
