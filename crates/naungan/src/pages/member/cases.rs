//! A member's own cases: what happened, every claim of it as a list of things to do, and how far each is.

use anyhow::Result;
use axum::http::StatusCode;
use minijinja::{Value, context};
use scheme::events::EventKind;
use store::Unit;
use store::queries::cases::Case;
use store::queries::{trip_matches, trips};

use super::{is_claim, me, payer_name};
use crate::actions::hand_in_paper::PAPER_BYTES_MAX;
use crate::actions::name_payee;
use crate::auth::Deed;
use crate::office::Desk;
use crate::office::clock::time_of;
use crate::pages::case_forms::{self, FORM_BYTES};
use crate::pages::{form_page, page};
use crate::registry::{claims, people};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::cases::{self, option};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/me/claims", Deed::SeeOwnCases, list),
        Route::page("/me/claims/{case}", Deed::SeeOwnCases, show),
        Route::form("/me/claims/{case}/paper", Deed::ClaimOneself, paper).files(PAPER_BYTES_MAX + FORM_BYTES),
        Route::form("/me/claims/{case}/account", Deed::ClaimOneself, account),
    ]
}

fn list(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (person, lang) = (me(ask)?, ask.lang);
    let account = ask.caller.account;
    let (own, claim, family) = ask.office.look(|unit, desk| {
        if is_claim(unit, desk, person)? {
            return Ok((Vec::new(), true, false));
        }
        let mut own = Vec::new();
        for case in cases::of_person(unit, desk, person)? {
            let all = cases::claims_of(unit, &case)?;
            let mut states = Vec::new();
            for row in &all {
                let held = claims::play(unit, row.id)?;
                states.push(context! {
                    name => option(desk.tree(), "claim_kind", &row.kind, lang),
                    state => held.claim.state.name(),
                    missing => held.claim.missing().count(),
                });
            }
            own.push(context! {
                id => case.id,
                name => option(desk.tree(), "life_event", &case.kind, lang),
                day => case.day.to_string(),
                claims => states,
            });
        }
        let family = !crate::registry::heirs::of_account(unit, desk, account)?.is_empty();
        Ok((own, false, family))
    })?;
    page(ask, "member/cases.html", context! { cases => own, claim, family })
}

/// The case of the address, if it is hers.
fn mine(ask: &mut Ask<'_>) -> Result<Case, Problem> {
    let (person, number) = (me(ask)?, ask.place("case")?);
    let found = ask.office.look(|unit, desk| {
        let Some(case) = store::queries::cases::read(unit, number)? else { return Ok(None) };
        let hers = people::numbers(unit, person, desk.now)?.contains(&case.person);
        Ok(Some(case).filter(|_| hers && !is_claim(unit, desk, person).unwrap_or(true)))
    })?;
    found.ok_or(Problem::NotFound)
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    case_page(ask, &[])
}

fn case_page(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let (case, lang) = (mine(ask)?, ask.lang);
    let story = ask.office.look(|unit, desk| cases::read(unit, desk, case.id, lang))?;
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let kind: EventKind = case.kind.parse().map_err(anyhow::Error::from)?;
    let hands = if kind.is_death() { Vec::new() } else { vec!["member".to_owned()] };
    let trips = ask.office.look(|unit, desk| trips_of(unit, desk, case.id))?;
    let values = context! {
        trips,
        case => Value::from_serialize(&story),
        base => format!("/me/claims/{}", case.id),
        todo => case_forms::todo(&story, |_| true),
        hands => case_forms::hands(&story, &hands),
        given => case_forms::account_given(ask),
        new => ask.query.get("new") == "yes",
        done => case_forms::done(ask),
        errors,
    };
    Ok(form_page(ask, "member/case.html", values)?.status(status))
}

/// The trips around its minute, with what their platforms say of them.
fn trips_of(unit: &mut Unit<'_>, desk: &Desk<'_>, case: i64) -> Result<Vec<Value>> {
    let mut rows = Vec::new();
    for one in trip_matches::of_case(unit, case)? {
        let name = payer_name(unit, desk, one.platform)?;
        let trip = trips::find(unit, one.platform, &one.event)?;
        rows.push(context! {
            name, how => one.how, confirmed => one.confirmed,
            began => trip.as_ref().map(|trip| time_of(trip.began)),
            ended => trip.map(|trip| time_of(trip.ended)),
        });
    }
    Ok(rows)
}

fn paper(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let case = mine(ask)?;
    match case_forms::take_paper(ask, &case, |_| true)? {
        Ok(()) => Ok(Reply::see(&format!("/me/claims/{}?done=paper", case.id))),
        Err(error) => case_page(ask, &[error]),
    }
}

fn account(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let case = mine(ask)?;
    match case_forms::read_account(ask) {
        Ok((hand, payee)) => {
            let (account, device) = (ask.caller.account, ask.device()?);
            name_payee::own(ask.office, (case.id, &hand), &payee, account, &device)?;
            Ok(Reply::see(&format!("/me/claims/{}?done=account", case.id)))
        }
        Err(errors) => case_page(ask, &errors),
    }
}
