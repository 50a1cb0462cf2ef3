//! For how many the money of each funder ends, month by month, and by when it is asked again; what a funder
//! has answered at the branch is written down.

use anyhow::Result;
use base::Month;
use minijinja::context;
use scheme::id::PayerId;
use serde_json::{Value as Json, json};
use store::queries::pots;

use crate::actions::ask_renewal;
use crate::auth::owner::branches_of;
use crate::auth::{Deed, scope};
use crate::pages::{form_page, texts};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::lists::{self, Ending};

/// So many months are looked at.
const MONTHS: i32 = 12;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/desk/forecast", Deed::SeeForecast, show),
        Route::form("/desk/forecast", Deed::ChoosePeople, answer),
    ]
}

/// What ends, of the funders whom whoever asks cares for, and which of them are pots.
fn endings(ask: &mut Ask<'_>, deed: Deed) -> Result<Vec<(Ending, bool)>, Problem> {
    let (caller, from) = (ask.caller.clone(), ask.office.today().month());
    let until = from.plus_months(MONTHS - 1).unwrap_or(from);
    Ok(ask.office.look(|unit, desk| {
        let branches = branches_of(unit, &caller, deed)?;
        let all = lists::endings(unit, desk, (from, until), branches.as_deref())?;
        all.into_iter()
            .map(|one| {
                let is_pot = pots::read(unit, one.funder)?.is_some();
                Ok((one, is_pot))
            })
            .collect::<Result<Vec<_>>>()
    })?)
}

fn is_asked(one: &Ending) -> bool {
    one.renewal.as_deref() == Some("asked")
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let lang = ask.lang;
    let answers = scope(Deed::ChoosePeople, ask.caller.role).is_some();
    let endings = endings(ask, Deed::SeeForecast)?;
    let rows: Vec<Json> = endings
        .iter()
        .map(|(one, is_pot)| {
            let ask_by = one.ask_by.map(|day| day.to_string());
            let state = one.renewal.as_ref();
            let state = state.map(|state| texts::said(lang, &format!("lists.renewal_{state}"), &[]));
            let name = if *is_pot {
                json!({ "text": one.name, "href": format!("/donor/pots/{}", one.funder) })
            } else {
                json!(one.name)
            };
            json!([name, one.last.to_string(), one.people, ask_by, state.unwrap_or_default()])
        })
        .collect();
    let asked: Vec<Json> = endings
        .iter()
        .filter(|(one, _)| answers && is_asked(one))
        .map(|(one, _)| json!({ "pot": one.funder.0, "name": one.name, "until": one.last.to_string() }))
        .collect();
    form_page(ask, "lists/forecast.html", context! { rows, asked })
}

/// What a funder has said at the branch, who has no page of her own or does not use it.
fn answer(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let pot = ask.form.get("pot").parse().map(PayerId).map_err(|_| Problem::NotFound)?;
    let until: Month = ask.form.get("until").parse().map_err(|_| Problem::NotFound)?;
    let goes_on = match ask.form.get("answer") {
        "renewed" => true,
        "declined" => false,
        _ => return Err(Problem::NotFound),
    };
    let endings = endings(ask, Deed::ChoosePeople)?;
    if !endings.iter().any(|(one, _)| (one.funder, one.last) == (pot, until)) {
        return Err(Problem::NotFound);
    }
    let account = Some(ask.caller.account);
    ask.office.unit(|unit, desk| ask_renewal::answer(unit, desk, (pot, until), goes_on, account))?;
    Ok(Reply::see("/desk/forecast"))
}
