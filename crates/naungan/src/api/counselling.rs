//! What a counsellor agreed with somebody without work: read by the branch, written down by who spoke with
//! her.

use anyhow::Result;
use axum::http::StatusCode;
use schemars::JsonSchema;
use scheme::id::PersonId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::queries::seekers;

use super::about::{About, Keyed};
use super::body;
use super::forms::Date;
use super::list::{self, Part, part};
use super::replay::{once, reply};
use crate::actions::note_counselling::{self, LETTERS_MAX};
use crate::auth::{Deed, Of};
use crate::registry::people;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    let of = Of::Person("person");
    vec![
        Route::get("/api/v1/people/{person}/counselling", Deed::CareForSeekers, all, || {
            About::new("jobs", "What was agreed with somebody without work, in the order it was written down")
                .answers::<Part<NoteForm>>()
                .query(list::QUERY)
        })
        .of(of),
        Route::post("/api/v1/people/{person}/counselling", Deed::CareForSeekers, add, || {
            About::new("jobs", "Write down what was agreed with somebody without work")
                .takes::<NewNote>()
                .answers::<NoteForm>()
                .makes()
                .keyed(Keyed::May)
                .example(|| json!({ "day": "2026-02-10", "says": "Melamar lima kali sampai akhir bulan" }))
        })
        .of(of),
    ]
}

/// A note.
#[derive(Serialize, JsonSchema)]
struct NoteForm {
    note: i64,
    /// When they spoke.
    day: String,
    says: String,
    /// The account of who spoke with her.
    by: Option<i64>,
}

/// What was agreed. A day ahead, or a note without words, is refused with `counselling_refused`.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewNote {
    /// When they spoke; today where nothing is said.
    #[serde(default)]
    day: Option<Date>,
    /// In lines, where one is not enough.
    #[schemars(length(min = 1, max = LETTERS_MAX))]
    says: String,
}

fn notes(ask: &mut Ask<'_>) -> Result<Vec<NoteForm>, Problem> {
    let person = PersonId(ask.place("person")?);
    let mut all = ask.office.look(|unit, desk| {
        let mut all = Vec::new();
        for number in people::numbers(unit, person, desk.now)? {
            for one in seekers::counsellings(unit, number)? {
                let says = desk.keys.open(&seekers::context(one.id), &one.sealed)?;
                let (day, says) = (one.day.to_string(), String::from_utf8(says)?);
                all.push(NoteForm { note: one.id, day, says, by: one.account });
            }
        }
        Ok(all)
    })?;
    all.sort_by_key(|one| one.note);
    Ok(all)
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let notes = notes(ask)?;
    Ok(Reply::json(&part(ask, notes, |one: &NoteForm| format!("{:012}", one.note))?)?)
}

fn add(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (person, account) = (PersonId(ask.place("person")?), ask.caller.account);
    let given: NewNote = body::read_with(ask, &[("/says", LETTERS_MAX)])?;
    let day = given.day.map_or(ask.office.today(), |day| day.0);
    let done =
        once(ask, |unit, desk| note_counselling::within(unit, desk, person, (day, &given.says), account))?;
    let note = notes(ask)?.into_iter().find(|one| one.note == done.answer);
    reply(&note.ok_or(Problem::NotFound)?, StatusCode::CREATED, done.is_new)
}
