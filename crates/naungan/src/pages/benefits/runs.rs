//! What waits to be paid, fund by fund, and the runs there are.

use base::Day;
use minijinja::context;
use serde_json::{Value as Json, json};
use store::queries::benefit_runs;
use store::queries::claim_desk;

use super::row;
use crate::actions::pay_benefits;
use crate::auth::{Deed, Role};
use crate::books;
use crate::pages::claims::{CAME_BACK, complaint, said, wrong};
use crate::pages::words::fund;
use crate::pages::{form_page, page};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// The latest runs that are shown.
const ROWS: i64 = 50;
/// Orders without an account that are listed.
const LEFT_MAX: usize = 100;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/benefits", Deed::SeeBenefits, show),
        Route::form("/benefits", Deed::PayBenefits, make),
        Route::page("/benefits/payable", Deed::FollowMoney, payable),
    ]
}

/// So many orders are looked at one by one for the page; a run looks at all.
const LOOKED_AT: i64 = 2_000;

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[])
}

fn shown(ask: &mut Ask<'_>, errors: &[Json]) -> Result<Reply, Problem> {
    let lang = ask.lang;
    let may = matches!(ask.caller.role, Role::Head | Role::Administrator);
    // Who opens claims can open the one whose account is missing.
    let opens = matches!(ask.caller.role, Role::Head | Role::Auditor);
    let seen = ask.office.look(|unit, desk| {
        let waiting = claim_desk::waiting(unit)?;
        let all = pay_benefits::waiting(unit, desk, (None, desk.today), LOOKED_AT)?;
        let left = all.iter().filter_map(|(order, payee)| Some((order, payee.as_ref().err()?)));
        let count = left.clone().count();
        let left: Vec<Json> = left
            .take(LEFT_MAX)
            .map(|(order, why)| {
                let why = why.name();
                json!({
                    "claim": order.claim, "amount": order.amount, "fund": fund(&order.fund, desk, lang),
                    "why": said(lang, &format!("benefits.left.{why}")),
                })
            })
            .collect();
        let funds: Vec<Json> = waiting
            .iter()
            .map(|one| {
                let left = all.iter().filter(|(order, payee)| order.fund == one.fund && payee.is_err());
                let (ready, sum) = left.fold((one.orders, one.amount), |(count, sum), (order, _)| {
                    (count - 1, sum - order.amount)
                });
                json!({
                    "name": one.fund, "text": fund(&one.fund, desk, lang), "orders": one.orders,
                    "amount": one.amount, "ready": ready, "sum": sum,
                })
            })
            .collect();
        let runs: Vec<Json> =
            benefit_runs::latest(unit, ROWS)?.iter().map(|run| row(run, desk, lang)).collect();
        let today = desk.today.to_string();
        Ok(context! { left, left_count => count, funds, runs, first => today })
    })?;
    let day = ask.form.given("day").map_or_else(|| ask.office.today().to_string(), str::to_owned);
    let chosen = ask.form.get("fund").to_owned();
    let follows = ask.caller.role == Role::Auditor;
    let values = context! { errors, may, opens, day, chosen, follows, ..seen };
    form_page(ask, "benefits/list.html", values)
}

fn make(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (lang, account) = (ask.lang, ask.caller.account);
    let Ok(day) = ask.form.get("day").parse::<Day>() else {
        let errors = vec![wrong("day", said(lang, "claims.day_wrong"))];
        return Ok(shown(ask, &errors)?.status(CAME_BACK));
    };
    let fund = Some(ask.form.get("fund").to_owned()).filter(|fund| !fund.is_empty());
    match complaint(pay_benefits::make(ask.office, fund.as_deref(), day, account), "day", lang)? {
        Ok(made) => match made.runs.as_slice() {
            [one] => Ok(Reply::see(&format!("/benefits/{}", one.id))),
            [] => {
                let errors = vec![wrong("fund", said(lang, "benefits.no_accounts"))];
                Ok(shown(ask, &errors)?.status(CAME_BACK))
            }
            _ => Ok(Reply::see("/benefits")),
        },
        Err(errors) => Ok(shown(ask, &errors)?.status(CAME_BACK)),
    }
}

/// Benefits payable by the books, and what of it orders stand for.
fn payable(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    /// The account of benefits that were granted and are not paid.
    const PAYABLE: u16 = 2300;
    let (lang, today) = (ask.lang, ask.office.today());
    let trial = books::trial_on(&mut ask.office.store, today)?;
    let rows = ask.office.look(|unit, desk| {
        let orders = store::queries::orders::unpaid(unit)?;
        let booked = trial.rows.iter().filter(|row| row.account.number == PAYABLE);
        let rows: Vec<Json> = booked
            .map(|row| {
                let name = row.account.fund.as_str();
                let ordered = orders.iter().find(|(fund, _)| fund == name).map_or(0, |(_, amount)| *amount);
                let owed = i64::try_from(-row.balance).unwrap_or(i64::MAX);
                json!([fund(name, desk, lang), owed, ordered, owed - ordered])
            })
            .collect();
        Ok(rows)
    })?;
    page(ask, "benefits/payable.html", context! { rows })
}
