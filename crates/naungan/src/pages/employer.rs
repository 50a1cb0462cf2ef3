//! The employer's pages: an overview, wage reports, bills, people. Officers open the same ones by number.

mod bills;
mod cases;
mod change;
mod people;
#[cfg(test)]
mod tests;
mod unchanged;
mod uploads;

use base::Month;
use minijinja::context;
use scheme::id::PayerId;
use serde_json::{Value, json};

use super::wanted::Wanted;
use super::{page, texts};
use crate::auth::{Deed, Of, may};
use crate::registry::payers;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views;

const PAYER: Of = Of::Payer("payer");

/// Rows on a page of a table.
const ROWS_ON_PAGE: usize = 50;

pub(super) fn routes() -> Vec<Route> {
    let own = |path, does| Route::page(path, Deed::SeePayer, does);
    let mut routes = vec![
        own("/employer", |ask| own_page(ask, "")),
        own("/employer/uploads", |ask| own_page(ask, "/uploads")),
        own("/employer/bills", |ask| own_page(ask, "/bills")),
        own("/employer/people", |ask| own_page(ask, "/people")),
        Route::page("/employer/cases", Deed::SeeWorkersCases, |ask| own_page(ask, "/cases")),
        // Platforms and sponsors come in here.
        own("/payer", |ask| own_page(ask, "")),
        Route::page("/payers/{payer}", Deed::SeePayer, overview).of(PAYER),
    ];
    routes.extend(unchanged::routes());
    routes.extend(uploads::routes());
    routes.extend(bills::routes());
    routes.extend(cases::routes());
    routes.extend(people::routes());
    routes.extend(change::routes());
    routes
}

/// One's own payer, by its number.
fn own_page(ask: &mut Ask<'_>, rest: &str) -> Result<Reply, Problem> {
    let payer = ask.caller.payer.ok_or(Problem::Forbidden)?;
    Ok(Reply::see(&format!("/payers/{payer}{rest}")))
}

fn payer(ask: &Ask<'_>) -> Result<PayerId, Problem> {
    Ok(PayerId(ask.place("payer")?))
}

/// What stands above every page of a payer.
pub(super) fn head(ask: &mut Ask<'_>, id: PayerId, here: &str) -> Result<Value, Problem> {
    let known = ask.office.look(|unit, desk| payers::load(unit, desk, id))?.payer;
    let tab = |key: &str, rest: &str| {
        json!({
            "text": texts::said(ask.lang, &format!("employer.{key}"), &[]),
            "href": format!("/payers/{id}{rest}"), "current": here == key,
        })
    };
    let mut tabs = vec![tab("overview", ""), tab("bills", "/bills")];
    // Who may not look there is not led there.
    let people = may(&ask.caller, Deed::ReportWages, &ask.grant.owner, true).is_some();
    if people {
        if matches!(known.kind.name(), "employer" | "branch" | "project") {
            tabs.insert(1, tab("uploads", "/uploads"));
        }
        tabs.push(tab("people", "/people"));
    }
    if may(&ask.caller, Deed::SeeWorkersCases, &ask.grant.owner, true).is_some() {
        tabs.push(tab("cases", "/cases"));
    }
    if may(&ask.caller, Deed::OfferWork, &ask.grant.owner, true).is_some() {
        tabs.push(tab("jobs", "/vacancies"));
    }
    Ok(json!({ "id": id.0, "name": known.name, "kind": known.kind.name(), "tabs": tabs, "people": people }))
}

fn overview(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = payer(ask)?;
    let head = head(ask, id, "overview")?;
    let lang = ask.lang;
    let (of, late) = ask.office.look(|unit, desk| {
        let of = views::payer::overview(unit, desk, id)?;
        let late = views::penalty::of_payer(unit, desk, id, lang)?;
        Ok((of, late))
    })?;
    page(ask, "employer/overview.html", context! { head, of, late })
}

/// The month asked for, or today's.
fn month(ask: &Ask<'_>, wanted: &mut Wanted) -> Month {
    wanted.month(ask, "month").unwrap_or(ask.office.today().month())
}

/// Which page of how many, and which of the rows stand on it.
fn paged(ask: &Ask<'_>, rows: usize) -> (usize, usize, std::ops::Range<usize>) {
    let pages = rows.div_ceil(ROWS_ON_PAGE).max(1);
    let at = ask.query.get("page").parse::<usize>().unwrap_or(1).clamp(1, pages);
    let first = (at - 1) * ROWS_ON_PAGE;
    (at, pages, first..rows.min(first + ROWS_ON_PAGE))
}

/// Facts in words, one after the other.
fn facts_said(ask: &Ask<'_>, facts: &[(String, String)]) -> Vec<Value> {
    let tree = ask.office.law.tree();
    let said = facts.iter().map(|(name, value)| {
        let (name, value) = views::why::fact(tree, name, value, ask.lang);
        json!({ "name": name, "value": value })
    });
    said.collect()
}
