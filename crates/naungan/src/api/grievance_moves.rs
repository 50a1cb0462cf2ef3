//! Grievances that go on: those that wait at a branch, and each step of one, by whoever may take it.

use anyhow::Result;
use axum::http::StatusCode;
use schemars::JsonSchema;
use scheme::claims::grievance::{Act, LETTERS_MAX, Move};
use serde::Deserialize;
use serde_json::json;
use store::queries::grievances as rows;

use super::about::{About, Keyed};
use super::body;
use super::grievances::{GrievanceForm, form, of};
use super::list::{self, Part};
use super::replay::{once, reply};
use crate::actions::move_grievance;
use crate::auth::{Deed, Role};
use crate::pages::letters::{shown_of, whose};
use crate::registry::grievances;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// Rows that are read at once: those of other branches are among them.
const BATCH: i64 = 200;
/// Rows that are looked at for one part of the list; who asks goes on from there.
const LOOKED_AT: usize = 2_000;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/grievances", Deed::AnswerGrievances, waiting, || {
            About::new("letters", "Grievances that wait for an answer at the branch, in the order they came")
                .answers::<Part<GrievanceForm>>()
                .query(list::QUERY)
        }),
        Route::post("/api/v1/claims/{claim}/grievances/{grievance}/moves", Deed::Grieve, moved, || {
            About::new(
                "letters",
                "Take a grievance in hand, answer it, call it overdue; accept the answer, go on, withdraw",
            )
            .takes::<NewGrievanceMove>()
            .answers::<GrievanceForm>()
            .keyed(Keyed::May)
            .example(
                || json!({ "move": "answer", "changed": true, "why": "Slip upah menunjukkan lima juta" }),
            )
        }),
    ]
}

fn waiting(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (mut after, limit) = (list::number(ask)?.unwrap_or(0), list::limit(ask)?);
    let caller = ask.caller.clone();
    let (people, items, next) = ask.office.look(|unit, desk| {
        let (mut people, mut items, mut looked) = (Vec::new(), Vec::new(), 0);
        loop {
            let some = rows::after(unit, false, after, BATCH)?;
            let Some(last) = some.last().map(|row| row.id) else { return Ok((people, items, None)) };
            looked += some.len();
            for row in some {
                let of_hers = whose(unit, desk, (&caller, Deed::AnswerGrievances), row.claim)?;
                let Some(person) = of_hers else { continue };
                if items.len() == limit {
                    return Ok((people, items, Some(after.to_string())));
                }
                after = row.id;
                people.push(person);
                let held = grievances::play(unit, desk, row.id)?;
                items.push(form(unit, desk, &held)?);
            }
            after = last;
            if looked >= LOOKED_AT {
                return Ok((people, items, Some(after.to_string())));
            }
        }
    })?;
    ask.shows(Deed::AnswerGrievances, people)?;
    Ok(Reply::json(&Part { items, next })?)
}

/// A step of a grievance.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewGrievanceMove {
    #[serde(rename = "move")]
    made: GrievanceMove,
    /// Of an answer: whether the decision changes. The claim is then looked at again.
    #[serde(default)]
    changed: Option<bool>,
    /// Of an answer: why, for the claimant to read.
    #[serde(default)]
    #[schemars(length(min = 1, max = LETTERS_MAX))]
    why: Option<String>,
}

/// `take` and `answer` are of the branch, and never of whoever decided; `escalate` says that the day to
/// answer has passed, and changes nothing before it. The rest is the claimant's, or written down for her.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum GrievanceMove {
    Take,
    Answer,
    Escalate,
    Accept,
    GoOn,
    Withdraw,
}

/// What a step does; nothing where only the calendar says so.
fn act(given: &NewGrievanceMove) -> Result<Option<Act>, Problem> {
    let lacks = |field: &str, id: &str, en: &str| Problem::Fields(vec![(field.to_owned(), words(id, en))]);
    Ok(Some(match given.made {
        GrievanceMove::Escalate => return Ok(None),
        GrievanceMove::Answer => {
            let none =
                || lacks("/changed", "sebut apakah keputusan berubah", "say whether the decision changes");
            let changed = given.changed.ok_or_else(none)?;
            let why = given.why.clone().filter(|why| why.chars().any(char::is_alphanumeric));
            Act::Answer(changed, why.ok_or_else(|| lacks("/why", "tulis alasannya", "write the reason"))?)
        }
        GrievanceMove::Take => Act::Make(Move::Take),
        GrievanceMove::Accept => Act::Make(Move::Accept),
        GrievanceMove::GoOn => Act::Make(Move::GoOn),
        GrievanceMove::Withdraw => Act::Make(Move::Withdraw),
    }))
}

fn moved(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, id): (i64, i64) = (ask.place("claim")?, ask.place("grievance")?);
    shown_of(ask, Deed::Grieve, claim)?;
    let given: NewGrievanceMove = body::read_with(ask, &[("/why", LETTERS_MAX)])?;
    let act = act(&given)?;
    let is_of_branch =
        matches!(given.made, GrievanceMove::Take | GrievanceMove::Answer | GrievanceMove::Escalate);
    if is_of_branch && !matches!(ask.caller.role, Role::Officer | Role::Head) {
        return Err(Problem::Forbidden);
    }
    // One of another claim is none.
    of(ask, claim, id)?;
    let account = ask.caller.account;
    let done = once(ask, |unit, desk| match &act {
        Some(act) => move_grievance::within(unit, desk, id, account, act).map(drop),
        None => move_grievance::escalate(unit, desk, id).map(drop),
    })?;
    reply(&of(ask, claim, id)?, StatusCode::OK, done.is_new)
}
