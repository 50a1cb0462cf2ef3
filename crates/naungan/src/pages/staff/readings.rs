//! Who looked at whose data, when and what for: found by person or by account.

use anyhow::Result;
use minijinja::context;
use rules::render::Lang;
use scheme::id::PersonId;
use serde_json::{Value as Json, json};
use store::queries::readings::{self, Reading};

use crate::auth::Deed;
use crate::pages::desk::{looked_for, said};
use crate::pages::page;
use crate::pages::wanted::Wanted;
use crate::pages::words::moment;
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
    let mut wanted = Wanted::default();
    let (person, account) = (wanted.number(ask, "person"), wanted.number(ask, "account"));
    let after = wanted.number(ask, "after").map(base::Moment::new);
    let found = ask.office.look(|unit, _| match (person, account) {
        (Some(person), _) => readings::of_person(unit, PersonId(person), after, ROWS),
        (None, Some(account)) => {
            readings::of_account(unit, account, after.map(|after| (after, PersonId(i64::MIN))), ROWS)
        }
        (None, None) => Ok(Vec::new()),
    })?;
    let rows: Vec<Json> = found.iter().map(|one| row(one, ask.lang)).collect();
    let next = found.last().filter(|_| found.len() as i64 == ROWS).map(|last| {
        let who = person.map_or_else(
            || format!("account={}", account.unwrap_or_default()),
            |person| format!("person={person}"),
        );
        format!("/readings?{who}&after={}", last.at.micros())
    });
    let asked = person.is_some() || account.is_some();
    let values = context! { rows, person, account, asked, next, errors => wanted.errors(ask.lang) };
    Ok(wanted.answered(page(ask, "staff/readings.html", values)?))
}

fn row(one: &Reading, lang: Lang) -> Json {
    let role = said(lang, &format!("role.{}", one.role));
    let who = format!("{} · {role} {}", one.who, one.account);
    json!([moment(one.at, lang), one.person.0, who, looked_for(lang, &one.why), one.place])
}
