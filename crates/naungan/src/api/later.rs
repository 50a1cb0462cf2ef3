//! What a claim pays after its first payment, for programs of a branch: proof of life, the end of a pension,
//! months and years that are proven and granted, and the way back to work.

use anyhow::Result;
use axum::http::StatusCode;
use schemars::JsonSchema;
use scheme::id::PersonId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::queries::instalments::Instalment;

use super::about::{About, Keyed};
use super::body;
use super::forms::Date;
use super::replay::{once, reply};
use crate::actions::pay_later::{self, Proven, Year};
use crate::actions::{end_pension, note_return, prove_life};
use crate::auth::{Deed, Of};
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::later;

pub(super) fn routes() -> Vec<Route> {
    let of = Of::Claim("claim");
    vec![
        Route::get("/api/v1/claims/{claim}/later", Deed::ClaimDesk, show, || {
            About::new(
                "claims",
                "What follows a claim's first payment: pensions, what is proven, what is open",
            )
            .answers::<LaterForm>()
        })
        .of(of),
        Route::post("/api/v1/claims/{claim}/later-payments", Deed::MoveClaims, prove, || {
            About::new("claims", "Note what proves the next month of a wage, or a child's year of study")
                .takes::<NewProof>()
                .answers::<ProvenForm>()
                .makes()
                .keyed(Keyed::May)
                .example(|| json!({ "component": "incapacity", "proof": "surat dokter 12/2026" }))
        })
        .of(of),
        Route::post("/api/v1/claims/{claim}/later-payments/grant", Deed::MoveClaims, grant, || {
            About::new("claims", "Grant what was proven, as another than took the proof")
                .answers::<LaterGranted>()
                .keyed(Keyed::May)
        })
        .of(of),
        Route::post("/api/v1/claims/{claim}/pensions/{pension}/end", Deed::MoveClaims, end, || {
            About::new("claims", "End a disability pension whose right has ended; its month is the last")
                .takes::<PensionEnd>()
                .answers::<LaterForm>()
                .keyed(Keyed::May)
                .example(|| json!({ "on": "2026-05-03", "why": "recovered" }))
        })
        .of(of),
        Route::post("/api/v1/claims/{claim}/return", Deed::MoveClaims, back, || {
            About::new("claims", "Note what somebody says of the way back to work")
                .takes::<Consent>()
                .answers::<WayBack>()
                .keyed(Keyed::May)
                .example(|| json!({ "fact": "worker_agrees", "yes": true }))
        })
        .of(of),
        Route::post("/api/v1/people/{person}/life-proofs", Deed::MoveClaims, alive, || {
            About::new("claims", "Note that somebody who draws a pension was seen alive")
                .takes::<NewLifeProof>()
                .answers::<LifeProofForm>()
                .makes()
                .keyed(Keyed::May)
                .example(|| json!({ "on": "2026-05-03", "how": "counter" }))
        })
        .of(Of::Person("person")),
    ]
}

/// What follows a claim's first payment.
#[derive(Serialize, JsonSchema)]
struct LaterForm {
    claim: i64,
    pensions: Vec<DrawnForm>,
    /// Components of which something is still to come; nothing before the first payment.
    open: Vec<OpenForm>,
    proven: Vec<ProvenForm>,
    /// Of an injury.
    way_back: Option<WayBack>,
}

/// A pension of a claim.
#[derive(Serialize, JsonSchema)]
struct DrawnForm {
    pension: i64,
    kind: String,
    hand: String,
    /// Who has to be seen alive.
    drawer: Option<i64>,
    start: String,
    /// The last day of proof.
    proven: String,
    /// The first month that is not granted yet.
    next: String,
    ended: Option<String>,
    months: Vec<MonthForm>,
}

/// What was granted for a month, or found to be different later.
#[derive(Serialize, JsonSchema)]
struct MonthForm {
    month: String,
    amount: i64,
}

/// A component of which something is still to come.
#[derive(Serialize, JsonSchema)]
struct OpenForm {
    component: String,
    /// Whether it is claimed by child and year.
    yearly: bool,
}

/// A later payment that was proven.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct ProvenForm {
    component: String,
    /// The child's number in the family; 0 where it is the claim's own.
    whom: i64,
    due: String,
    amount: i64,
    /// Whether a second person has granted it.
    granted: bool,
}

impl From<&Instalment> for ProvenForm {
    fn from(one: &Instalment) -> ProvenForm {
        ProvenForm {
            component: one.component.clone(),
            whom: one.whom,
            due: one.due.to_string(),
            amount: one.amount,
            granted: one.grant_no.is_some(),
        }
    }
}

/// The way back to work.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct WayBack {
    /// Whether it can begin.
    open: bool,
    missing: Vec<String>,
}

fn form(ask: &mut Ask<'_>) -> Result<LaterForm, Problem> {
    let (claim, lang): (i64, _) = (ask.place("claim")?, ask.lang);
    let seen = ask.office.look(|unit, desk| later::read(unit, desk, claim))?;
    let pensions = seen.pensions.iter().map(|(pension, months)| DrawnForm {
        pension: pension.id,
        kind: pension.kind.clone(),
        hand: pension.hand.clone(),
        drawer: pension.drawer.map(|drawer| drawer.0),
        start: pension.start.to_string(),
        proven: pension.proven.to_string(),
        next: pension.next.to_string(),
        ended: pension.ended.as_ref().map(|(day, _)| day.to_string()),
        months: months
            .iter()
            .map(|one| MonthForm { month: one.month.to_string(), amount: one.amount })
            .collect(),
    });
    let open = seen.open.iter().flatten();
    let open = open.map(|one| OpenForm { component: one.component.clone(), yearly: one.is_yearly });
    let way_back = seen.back.as_ref().map(|back| WayBack {
        open: back.open,
        missing: back.missing.iter().map(|(words, _)| lang.of(words).to_owned()).collect(),
    });
    Ok(LaterForm {
        claim,
        pensions: pensions.collect(),
        open: open.collect(),
        proven: seen.proven.iter().map(ProvenForm::from).collect(),
        way_back,
    })
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    Ok(Reply::json(&form(ask)?)?)
}

/// What proves a later payment.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewProof {
    /// The law's name, such as `incapacity`; with `study` it is the scholarship.
    #[serde(default)]
    #[schemars(length(max = 100))]
    component: Option<String>,
    /// What proves it, such as a doctor's letter.
    #[schemars(length(min = 1, max = 200))]
    proof: String,
    /// A year of study instead of the next month.
    #[serde(default)]
    study: Option<StudyForm>,
}

/// A child's year of study.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct StudyForm {
    /// The child's number in the family.
    child: i64,
    /// The level of school, by the law's name, such as `lower_secondary`.
    #[schemars(length(max = 100))]
    level: String,
    /// Which year of that level.
    #[schemars(range(min = 1, max = 20))]
    year: usize,
    /// The first day of the year of study.
    begins: Date,
    /// The child's work, by the law's name; `no_work` where nothing is said.
    #[serde(default)]
    #[schemars(length(max = 100))]
    work: Option<String>,
    /// Months in a row as a wage earner.
    #[serde(default)]
    #[schemars(range(max = 1000))]
    work_months: usize,
}

impl StudyForm {
    fn year(self) -> Year {
        let work = self.work.unwrap_or_else(|| "no_work".to_owned());
        let (child, level, number, begins) = (self.child, self.level, self.year, self.begins.0);
        Year { child, level, number, begins, work: (work, self.work_months) }
    }
}

fn prove(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let given: NewProof = body::read(ask)?;
    let (claim, account): (i64, _) = (ask.place("claim")?, ask.caller.account);
    let proven = match (given.study, given.component) {
        (Some(study), _) => Proven::Year(study.year()),
        (None, Some(component)) => Proven::Next(component),
        (None, None) => {
            let said =
                words("sebut komponennya atau tahun belajarnya", "name the component or the year of study");
            return Err(Problem::Fields(vec![("/component".to_owned(), said)]));
        }
    };
    let done = once(ask, |unit, desk| {
        let one = pay_later::prove_within(unit, desk, claim, (&proven, &given.proof), account)?;
        Ok(ProvenForm::from(&one))
    })?;
    reply(&done.answer, StatusCode::CREATED, done.is_new)
}

/// What was granted of what was proven.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct LaterGranted {
    claim: i64,
    /// In whole rupiah, without its tax.
    net: i64,
    /// What was kept back of it.
    kept: i64,
    /// Orders that wait for a run.
    orders: Vec<i64>,
}

fn grant(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, account): (i64, _) = (ask.place("claim")?, ask.caller.account);
    let done = once(ask, |unit, desk| {
        let approved = pay_later::grant_within(unit, desk, claim, account)?;
        let orders = approved.orders.iter().map(|(order, ..)| *order).collect();
        Ok(LaterGranted { claim, net: approved.net, kept: approved.kept, orders })
    })?;
    reply(&done.answer, StatusCode::OK, done.is_new)
}

/// The end of a pension.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct PensionEnd {
    /// The day its right ended.
    on: Date,
    why: EndReason,
}

/// Why a pension ends otherwise than by death.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum EndReason {
    Recovered,
    Works,
}

fn end(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let given: PensionEnd = body::read(ask)?;
    let (claim, pension): (i64, i64) = (ask.place("claim")?, ask.place("pension")?);
    let account = ask.caller.account;
    let known = form(ask)?;
    if known.pensions.iter().all(|one| one.pension != pension) {
        return Err(Problem::NotFound);
    }
    let why = match given.why {
        EndReason::Recovered => "recovered",
        EndReason::Works => "works",
    };
    let done = once(ask, |unit, desk| {
        end_pension::within(unit, desk, pension, (given.on.0, why), account).map(|()| claim)
    })?;
    reply(&form(ask)?, StatusCode::OK, done.is_new)
}

/// What somebody says of the way back to work.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Consent {
    /// `likely_disabled`, `doctor_advises_return`, `worker_agrees` or `employer_agrees`.
    #[schemars(length(max = 100))]
    fact: String,
    yes: bool,
}

fn back(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let given: Consent = body::read(ask)?;
    let (claim, account, lang): (i64, _, _) = (ask.place("claim")?, Some(ask.caller.account), ask.lang);
    let done = once(ask, |unit, desk| {
        let back = note_return::within(unit, desk, claim, (&given.fact, given.yes), account)?;
        let missing = back.missing.iter().map(|(words, _)| lang.of(words).to_owned()).collect();
        Ok(WayBack { open: back.open, missing })
    })?;
    reply(&done.answer, StatusCode::OK, done.is_new)
}

/// Somebody was seen alive.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewLifeProof {
    on: Date,
    how: SeenBy,
}

/// How somebody was seen.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum SeenBy {
    Visit,
    Counter,
    Video,
    Letter,
}

/// The pensions that a proof of life is for.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct LifeProofForm {
    person: i64,
    on: String,
    pensions: Vec<i64>,
}

fn alive(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let given: NewLifeProof = body::read(ask)?;
    let (person, account): (i64, _) = (ask.place("person")?, ask.caller.account);
    let how = match given.how {
        SeenBy::Visit => "visit",
        SeenBy::Counter => "counter",
        SeenBy::Video => "video",
        SeenBy::Letter => "letter",
    };
    let on = given.on.0;
    let done = once(ask, |unit, desk| {
        let pensions = prove_life::within(unit, desk, PersonId(person), (on, how), account)?;
        Ok(LifeProofForm { person, on: on.to_string(), pensions })
    })?;
    reply(&done.answer, StatusCode::CREATED, done.is_new)
}
