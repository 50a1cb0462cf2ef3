//! Who looked at whose data, when and what for: found by person or by account.

use anyhow::Result;
use minijinja::context;
use scheme::id::PersonId;
use serde_json::{Value as Json, json};
use store::queries::readings::{self, Reading};

use crate::auth::Deed;
use crate::pages::page;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// Rows of a page; the address of the next goes on after the last.
const ROWS: i64 = 100;

pub(super) fn routes() -> Vec<Route> {
    // The route of one's own list is the member's; this one is about everybody.
    vec![Route::page("/readings", Deed::SeeBooks, show)]
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let number = |name: &str| ask.query.get(name).parse::<i64>().ok();
    let (person, account) = (number("person"), number("account"));
    let after = number("after").map(base::Moment::new);
    let found = ask.office.look(|unit, _| match (person, account) {
        (Some(person), _) => readings::of_person(unit, PersonId(person), after, ROWS),
        (None, Some(account)) => {
            readings::of_account(unit, account, after.map(|after| (after, PersonId(i64::MIN))), ROWS)
        }
        (None, None) => Ok(Vec::new()),
    })?;
    let rows: Vec<Json> = found.iter().map(row).collect();
    let next = found.last().filter(|_| found.len() as i64 == ROWS).map(|last| {
        let who = person.map_or_else(
            || format!("account={}", account.unwrap_or_default()),
            |person| format!("person={person}"),
        );
        format!("/readings?{who}&after={}", last.at.micros())
    });
    let asked = person.is_some() || account.is_some();
    page(ask, "staff/readings.html", context! { rows, person, account, asked, next })
}

fn row(one: &Reading) -> Json {
    let who = format!("{} · {} {}", one.who, one.role, one.account);
    json!([one.at.to_string(), one.person.0, who, one.why, one.place])
}
