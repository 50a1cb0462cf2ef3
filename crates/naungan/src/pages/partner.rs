//! A platform's pages: its riders, what trips put aside and what waits, settlements, notices to its program.

use anyhow::Result;
use axum::http::StatusCode;
use base::Day;
use minijinja::{Value, context};
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use serde_json::json;
use store::queries::{accruals, hooks, riders, settlements, trips};

use super::{form_page, page, texts};
use crate::actions::ask_settlement::{self, AskSettlement};
use crate::actions::{open_hook, release_parked};
use crate::auth::Deed;
use crate::office::code;
use crate::registry::payers;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// Rows of a page.
const SHOWN: i64 = 100;

pub(super) fn routes() -> Vec<Route> {
    let page = |path, does| Route::page(path, Deed::Partner, does);
    let form = |path, does| Route::form(path, Deed::Partner, does);
    vec![
        page("/partner", front),
        page("/partner/riders", all_riders),
        page("/partner/settlements", all_settlements),
        form("/partner/settlements", settle),
        page("/partner/parked", parked),
        form("/partner/parked", release),
        page("/partner/hooks", all_hooks),
        form("/partner/hooks", hook),
    ]
}

/// The platform that whoever asks acts for.
fn platform(ask: &Ask<'_>) -> Result<PayerId, Problem> {
    ask.caller.payer.ok_or(Problem::Forbidden)
}

/// A form again, with what was refused beside a field.
fn refused(ask: &Ask<'_>, field: &str, refusal: &Refusal) -> Vec<Value> {
    vec![context! { field => field, text => ask.pick(&refusal.id, &refusal.en) }]
}

/// What an action refused; every other error stays one.
fn or_refused<T>(done: Result<T>) -> Result<Result<T, Refusal>, Problem> {
    match done {
        Ok(done) => Ok(Ok(done)),
        Err(error) => match Problem::from(error) {
            Problem::Refused(refusal) => Ok(Err(refusal)),
            problem => Err(problem),
        },
    }
}

fn status(errors: &[Value]) -> StatusCode {
    if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}

fn front(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let platform = platform(ask)?;
    let values = ask.office.look(|unit, desk| {
        let name = payers::load(unit, desk, platform)?.payer.name;
        let (aside, reached) = accruals::sum_of(unit, platform)?;
        let handed_over = settlements::paid(unit)?.get(&platform).copied().unwrap_or(0);
        let waiting: i64 = trips::waiting_by_why(unit, platform)?.iter().map(|(_, count)| count).sum();
        let riders = riders::count(unit, platform)?;
        let with_platform = aside - handed_over;
        Ok(context! { name, riders, aside, handed_over, reached, with_platform, waiting })
    })?;
    page(ask, "partner/front.html", values)
}

fn all_riders(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (platform, after) = (platform(ask)?, ask.query.get("after").replace('\0', ""));
    let mut found = ask.office.look(|unit, _| riders::of_platform(unit, platform, &after, SHOWN + 1))?;
    let more = found.len() as i64 > SHOWN;
    found.truncate(SHOWN as usize);
    ask.shows_members(Deed::Partner, found.iter().map(|rider| rider.membership))?;
    let next = found.last().filter(|_| more).map(|rider| rider.name.clone());
    let row = |rider: &riders::Rider| {
        let since = rider.known.day().map(|day| day.to_string()).unwrap_or_default();
        json!({ "name": rider.name, "since": since })
    };
    let rows: Vec<serde_json::Value> = found.iter().map(row).collect();
    page(ask, "partner/riders.html", context! { rows, next })
}

fn all_settlements(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    settlement_page(ask, &[])
}

fn settlement_page(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let platform = platform(ask)?;
    let rows = ask.office.look(|unit, _| settlements::of_platform(unit, platform, i64::MAX, SHOWN))?;
    let row = |one: settlements::Settlement| {
        json!({
            "id": one.id, "until": one.until.to_string(), "amount": one.amount, "code": code::shown(one.code),
            "lines": one.lines, "credited": one.credited, "state": one.state,
        })
    };
    let rows: Vec<serde_json::Value> = rows.into_iter().map(row).collect();
    let until = ask.form.get("until").to_owned();
    Ok(form_page(ask, "partner/settlements.html", context! { rows, until, errors })?.status(status(errors)))
}

/// Asks for a settlement until a day, or takes one back.
fn settle(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (platform, account) = (platform(ask)?, Some(ask.caller.account));
    let done = if let Ok(id) = ask.form.get("withdraw").parse::<i64>() {
        or_refused(ask.office.unit(|unit, desk| ask_settlement::withdraw(unit, desk, platform, id)))?
    } else {
        let Ok(until) = ask.form.get("until").parse::<Day>() else {
            let text = texts::said(ask.lang, "partner.until_wrong", &[]);
            return settlement_page(ask, &[context! { field => "until", text }]);
        };
        let asked = AskSettlement { platform, until, account };
        or_refused(ask.office.unit(|unit, desk| ask_settlement::within(unit, desk, &asked).map(drop)))?
    };
    match done {
        Ok(()) => Ok(Reply::see("/partner/settlements")),
        Err(refusal) => {
            let errors = refused(ask, "until", &refusal);
            settlement_page(ask, &errors)
        }
    }
}

fn parked(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (platform, lang) = (platform(ask)?, ask.lang);
    let why = |why: &str| texts::said(lang, &format!("partner.why_{why}"), &[]);
    let (rows, counts) = ask.office.look(|unit, desk| {
        let mut rows = Vec::new();
        for one in trips::waiting(unit, platform, None, SHOWN)? {
            let told = release_parked::told(desk, &one)?;
            rows.push(json!({ "event": told.event, "rider": one.rider, "why": why(&one.why) }));
        }
        let counts = trips::waiting_by_why(unit, platform)?;
        let count = |(reason, count): (String, i64)| json!({ "why": why(&reason), "count": count });
        Ok((rows, counts.into_iter().map(count).collect::<Vec<_>>()))
    })?;
    form_page(ask, "partner/parked.html", context! { rows, counts })
}

/// Looks once more at all that waits, or lets one go.
fn release(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (platform, account) = (platform(ask)?, Some(ask.caller.account));
    let event = ask.form.get("drop").to_owned();
    let done = or_refused(ask.office.unit(|unit, desk| {
        if event.is_empty() {
            release_parked::within(unit, desk, platform, None, account).map(drop)
        } else {
            release_parked::let_go(unit, platform, &event).map(drop)
        }
    }))?;
    done.map_err(Problem::Refused)?;
    Ok(Reply::see("/partner/parked"))
}

fn all_hooks(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    hook_page(ask, &[], "")
}

/// The addresses; with the secret of one that was opened just now.
fn hook_page(ask: &mut Ask<'_>, errors: &[Value], secret: &str) -> Result<Reply, Problem> {
    let platform = platform(ask)?;
    let rows = ask.office.look(|unit, _| {
        let mut rows = Vec::new();
        for hook in hooks::of_payer(unit, platform)? {
            let waiting = hooks::deliveries(unit, hook.id, "waiting", SHOWN)?.len();
            let parked = hooks::deliveries(unit, hook.id, "parked", SHOWN)?.len();
            rows.push(
                json!({ "id": hook.id, "address": hook.address, "waiting": waiting, "parked": parked }),
            );
        }
        Ok(rows)
    })?;
    let address = ask.form.get("address").to_owned();
    let values = context! { rows, address, secret, errors };
    Ok(form_page(ask, "partner/hooks.html", values)?.status(status(errors)))
}

/// Opens an address, ends one, or sends once more what one did not take.
fn hook(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let platform = platform(ask)?;
    let named = |ask: &Ask<'_>, name: &str| ask.form.get(name).parse::<i64>().ok();
    let (end, again) = (named(ask, "end"), named(ask, "resend"));
    if let Some(id) = end.or(again) {
        ask.office.unit(|unit, desk| {
            let Some(row) = hooks::read(unit, id)?.filter(|row| row.payer == platform) else { return Ok(()) };
            if end.is_some() {
                return hooks::end(unit, id, desk.now).map(drop);
            }
            for one in hooks::deliveries(unit, id, "parked", SHOWN)? {
                open_hook::again(unit, desk, &row, (one.no, one.no), 1)?;
            }
            Ok(())
        })?;
        return Ok(Reply::see("/partner/hooks"));
    }
    let address = ask.form.get("address").trim().to_owned();
    let done = or_refused(ask.office.unit(|unit, desk| {
        let id = open_hook::within(unit, desk, platform, &address)?;
        let row = hooks::read(unit, id)?;
        row.map_or_else(|| Ok(String::new()), |row| open_hook::secret(desk, &row))
    }))?;
    match done {
        // The answer to the form itself: a page that is loaded again does not show the secret again.
        Ok(secret) => hook_page(ask, &[], &secret),
        Err(refusal) => {
            let errors = refused(ask, "address", &refusal);
            hook_page(ask, &errors, "")
        }
    }
}
