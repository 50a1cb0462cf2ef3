//! Who looked at somebody's data, when and what for: read by the person herself, and by auditors.

use anyhow::Result;
use base::Moment;
use schemars::JsonSchema;
use scheme::id::PersonId;
use serde::Serialize;
use store::queries::readings::{self, Reading};

use super::about::About;
use super::list::{self, Part};
use crate::auth::{Deed, Of, Role, claims};
use crate::registry::people;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::readings::may_be_told;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/people/{person}/readings", Deed::SeeReadings, all, || {
            About::new("people", "Who looked at somebody's data, the latest first")
                .answers::<Part<ReadingForm>>()
                .query(list::QUERY)
        })
        .of(Of::Person("person")),
    ]
}

/// A look at somebody's data.
#[derive(Serialize, JsonSchema)]
struct ReadingForm {
    /// A moment of UTC, such as `2026-05-03T10:00:00.000000Z`.
    at: String,
    account: i64,
    /// What the account was called.
    who: String,
    role: String,
    /// What for.
    why: String,
    /// The address that was asked.
    place: String,
}

impl From<Reading> for ReadingForm {
    fn from(row: Reading) -> ReadingForm {
        ReadingForm {
            at: row.at.to_string(),
            account: row.account,
            who: row.who,
            role: row.role,
            why: row.why,
            place: row.place,
        }
    }
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (person, is_own) = (PersonId(ask.place("person")?), ask.caller.role == Role::Member);
    let (before, limit) = (list::number(ask)?.map(Moment::new), list::limit(ask)?);
    let most = i64::try_from(limit).unwrap_or(i64::MAX - 1) + 1;
    let (mut found, is_claim) = ask.office.look(|unit, desk| {
        let mut found = Vec::new();
        for number in people::numbers(unit, person, desk.now)? {
            found.extend(readings::of_person(unit, number, before, most)?);
        }
        Ok((found, is_own && claims::sees(unit, desk, person)?.is_claim()))
    })?;
    found.sort_by_key(|one| std::cmp::Reverse(one.at));
    let more = found.len() > limit;
    found.truncate(limit);
    let next = found.last().filter(|_| more).map(|one| one.at.micros().to_string());
    found.retain(|one| !is_claim || may_be_told(one));
    Ok(Reply::json(&Part { items: found.into_iter().map(ReadingForm::from).collect::<Vec<_>>(), next })?)
}
