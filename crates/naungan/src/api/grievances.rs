//! Grievances on lines of letters: lodged, and read with their clock and their answer.

use anyhow::Result;
use axum::http::StatusCode;
use schemars::JsonSchema;
use scheme::claims::grievance::{Act, LETTERS_MAX, Ticket};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Unit;
use store::queries::grievances as rows;

use super::about::{About, Keyed};
use super::body;
use super::list::{self, Part, part};
use super::replay::{once, reply};
use crate::actions::open_grievance::{self, OpenGrievance};
use crate::auth::Deed;
use crate::office::Desk;
use crate::pages::letters::shown_of;
use crate::registry::grievances::{self, Held};
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/claims/{claim}/grievances", Deed::SeeLetters, all, || {
            About::new("letters", "What was objected to letters on a claim, and how each stands")
                .answers::<Part<GrievanceForm>>()
                .query(list::QUERY)
        }),
        Route::post("/api/v1/claims/{claim}/grievances", Deed::Grieve, open, || {
            About::new("letters", "Object to a line of a letter; a claim that was decided is contested by it")
                .takes::<NewGrievance>()
                .answers::<GrievanceForm>()
                .makes()
                .keyed(Keyed::May)
                .example(|| json!({ "letter": 1, "line": 1, "says": "upahnya lima juta" }))
        }),
        Route::get("/api/v1/claims/{claim}/grievances/{grievance}", Deed::SeeLetters, show, || {
            About::new("letters", "A grievance: its steps, its clock and its answer")
                .answers::<GrievanceForm>()
        }),
    ]
}

/// What is wrong with which line.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewGrievance {
    /// The letter, by its number on the claim.
    #[schemars(range(min = 1))]
    letter: i64,
    /// The line, by the number that stands beside it.
    #[schemars(range(min = 1))]
    line: usize,
    /// In the claimant's words.
    #[schemars(length(min = 1, max = LETTERS_MAX))]
    says: String,
}

/// A grievance.
#[derive(Serialize, JsonSchema)]
pub(super) struct GrievanceForm {
    pub(super) grievance: i64,
    claim: i64,
    letter: i64,
    line: i64,
    says: String,
    opened: String,
    /// Where it is, by the law's name.
    level: String,
    /// `open`, `in_hand`, `overdue`, `answered`, `accepted` or `withdrawn`.
    state: String,
    /// When it is answered at the latest.
    due: Option<String>,
    /// Whether the decision changes; nothing before the answer.
    changed: Option<bool>,
    answer: Option<String>,
    steps: Vec<GrievanceStep>,
}

/// What was done.
#[derive(Serialize, JsonSchema)]
struct GrievanceStep {
    on: String,
    /// `claimant`, `officer`, `head` or `program`.
    actor: String,
    /// `take`, `answer`, `escalate`, `accept`, `go_on` or `withdraw`.
    act: String,
    /// Of an answer: why.
    why: Option<String>,
}

pub(super) fn form(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held) -> Result<GrievanceForm> {
    let steps = rows::steps(unit, held.row.id)?.into_iter().map(|row| {
        let why = match grievances::read(desk, &row)?.act {
            Act::Answer(_, why) => Some(why),
            Act::Make(_) => None,
        };
        Ok(GrievanceStep { on: row.day.to_string(), actor: row.actor, act: row.act, why })
    });
    let Ticket { level, state, opened, objection, answer, .. } = &held.ticket;
    Ok(GrievanceForm {
        grievance: held.row.id,
        claim: held.row.claim,
        letter: held.letter.no,
        line: held.row.line,
        says: objection.clone(),
        opened: opened.to_string(),
        level: level.name().to_owned(),
        state: state.name().to_owned(),
        due: held.due(desk)?.map(|due| due.day.to_string()),
        changed: answer.as_ref().map(|answer| answer.changed),
        answer: answer.as_ref().map(|answer| answer.why.clone()),
        steps: steps.collect::<Result<_>>()?,
    })
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let claim: i64 = ask.place("claim")?;
    shown_of(ask, Deed::SeeLetters, claim)?;
    let forms = ask.office.look(|unit, desk| {
        let rows = rows::of_claim(unit, claim)?;
        let form = |row: rows::Grievance| {
            let held = grievances::play(unit, desk, row.id)?;
            form(unit, desk, &held)
        };
        rows.into_iter().map(form).collect::<Result<Vec<_>>>()
    })?;
    Ok(Reply::json(&part(ask, forms, |one: &GrievanceForm| format!("{:012}", one.grievance))?)?)
}

/// The grievance of a claim; one of another claim is none.
pub(super) fn of(ask: &mut Ask<'_>, claim: i64, id: i64) -> Result<GrievanceForm, Problem> {
    let found = ask.office.look(|unit, desk| {
        let Some(row) = rows::read(unit, id)?.filter(|row| row.claim == claim) else { return Ok(None) };
        let held = grievances::play(unit, desk, row.id)?;
        form(unit, desk, &held).map(Some)
    })?;
    found.ok_or(Problem::NotFound)
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, id): (i64, i64) = (ask.place("claim")?, ask.place("grievance")?);
    shown_of(ask, Deed::SeeLetters, claim)?;
    Ok(Reply::json(&of(ask, claim, id)?)?)
}

fn open(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let claim: i64 = ask.place("claim")?;
    shown_of(ask, Deed::Grieve, claim)?;
    let given: NewGrievance = body::read_with(ask, &[("/says", LETTERS_MAX)])?;
    if !given.says.chars().any(char::is_alphanumeric) {
        let said = words("tulis apa yang keliru", "say what is wrong");
        return Err(Problem::Fields(vec![("/says".to_owned(), said)]));
    }
    let asked = OpenGrievance {
        claim,
        letter: given.letter,
        line: given.line,
        objection: given.says,
        account: Some(ask.caller.account),
    };
    // What somebody objects is not kept with the key: its number is.
    let done = once(ask, |unit, desk| open_grievance::within(unit, desk, &asked))?;
    let form = of(ask, claim, done.answer)?;
    let place = format!("/api/v1/claims/{claim}/grievances/{}", done.answer);
    Ok(reply(&form, StatusCode::CREATED, done.is_new)?.with("location", place))
}
