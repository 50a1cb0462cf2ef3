//! For how many the money of each funder ends, month by month, and by when it is asked again.

use minijinja::context;
use serde_json::{Value as Json, json};

use crate::auth::Deed;
use crate::auth::owner::branches_of;
use crate::pages::{form_page, texts};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::lists;

/// So many months are looked at.
const MONTHS: i32 = 12;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::page("/desk/forecast", Deed::SeeForecast, show)]
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (caller, from, lang) = (ask.caller.clone(), ask.office.today().month(), ask.lang);
    let until = from.plus_months(MONTHS - 1).unwrap_or(from);
    let endings = ask.office.look(|unit, desk| {
        let branches = branches_of(unit, &caller, Deed::SeeForecast)?;
        lists::endings(unit, desk, (from, until), branches.as_deref())
    })?;
    let rows: Vec<Json> = endings
        .iter()
        .map(|one| {
            let ask_by = one.ask_by.map(|day| day.to_string());
            let state = one.renewal.as_ref();
            let state = state.map(|state| texts::said(lang, &format!("lists.renewal_{state}"), &[]));
            json!([one.name, one.last.to_string(), one.people, ask_by, state.unwrap_or_default()])
        })
        .collect();
    form_page(ask, "lists/forecast.html", context! { rows })
}
