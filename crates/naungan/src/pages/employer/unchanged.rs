//! A month in which nothing changed: said once, seen once, and it counts as the month's report.

use axum::http::StatusCode;
use base::Month;
use minijinja::context;
use scheme::id::PayerId;
use serde_json::{Value, json};
use store::Unit;
use store::queries::uploads::{self, Upload};
use store::queries::{assessments, rolls};

use super::{PAYER, head, payer};
use crate::auth::Deed;
use crate::books::correct::lines_of;
use crate::jobs::{self, check_upload, take_upload};
use crate::office::Desk;
use crate::pages::{form_page, texts};
use crate::reports::take::Employer;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views;

/// More people than this are not reckoned for a page: the run does it.
const RECKONED: usize = 2_000;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/payers/{payer}/uploads/unchanged", Deed::ReportWages, show).of(PAYER),
        Route::form("/payers/{payer}/uploads/unchanged", Deed::ReportWages, send).of(PAYER),
    ]
}

/// The month that is asked for, or the latest that can be reported.
fn asked(ask: &Ask<'_>) -> Option<Month> {
    let text = ask.form.given("month").unwrap_or(ask.query.get("month"));
    if text.is_empty() { Some(ask.office.today().month()) } else { text.parse().ok() }
}

/// What the month comes to as it stands, where it can be said now.
struct Standing {
    people: usize,
    owed: Option<i64>,
    /// It was assessed before.
    billed: bool,
}

fn standing(unit: &mut Unit<'_>, desk: &Desk<'_>, id: PayerId, month: Month) -> anyhow::Result<Standing> {
    let on_roll = views::payer::on_roll(unit, id, month)?;
    let people = on_roll.len();
    let assessed = assessments::of_month(unit, month, id, None)?;
    if !assessed.is_empty() {
        let owed = assessed.iter().map(|row| row.owed).sum();
        return Ok(Standing { people, owed: Some(owed), billed: true });
    }
    if people > RECKONED {
        return Ok(Standing { people, owed: None, billed: false });
    }
    let own = rolls::payers_in(unit, month, (id.0, id.0 + 1))?;
    let own = own.first().map_or("", |(_, facts)| facts.as_str());
    // Where the law cannot say what somebody owes, the run says so.
    let lines = on_roll.iter().map(|roll| lines_of(desk, &roll.segment, &roll.facts, own, month));
    let owed = lines.map(|lines| lines.ok().map(|lines| lines.billed())).sum();
    Ok(Standing { people, owed, billed: false })
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let month = asked(ask).ok_or(Problem::NotFound)?;
    shown(ask, month, &[])
}

fn shown(ask: &mut Ask<'_>, month: Month, errors: &[Value]) -> Result<Reply, Problem> {
    let id = payer(ask)?;
    let head = head(ask, id, "uploads")?;
    let of = ask.office.look(|unit, desk| standing(unit, desk, id, month))?;
    let (people, owed, billed) = (of.people, of.owed, of.billed);
    let month = month.to_string();
    form_page(ask, "employer/unchanged.html", context! { head, month, people, owed, billed, errors })
}

fn send(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (id, today) = (payer(ask)?, ask.office.today().month());
    let wrong = |key: &str| json!({ "field": "month", "text": texts::said(ask.lang, key, &[]) });
    let month = asked(ask).filter(|month| *month <= today);
    let Some(month) = month else {
        let errors = [wrong("employer.unchanged_month")];
        return Ok(shown(ask, today, &errors)?.status(StatusCode::UNPROCESSABLE_ENTITY));
    };
    let nobody = wrong("employer.unchanged_nobody");
    let account = ask.caller.account;
    let number = ask.office.unit(|unit, desk| {
        // Who reports no wages is told so now.
        Employer::load(unit, desk, id, month)?;
        if views::payer::on_roll(unit, id, month)?.is_empty() {
            return Ok(None);
        }
        report(unit, desk, id, month, account).map(Some)
    })?;
    match number {
        Some(number) => Ok(Reply::see(&format!("/payers/{id}/uploads/{number}"))),
        None => Ok(shown(ask, month, &[nobody])?.status(StatusCode::UNPROCESSABLE_ENTITY)),
    }
}

/// The month's report, once: a second one is the first.
fn report(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    id: PayerId,
    month: Month,
    account: i64,
) -> anyhow::Result<i64> {
    let there = uploads::of_payer(unit, id, i64::MAX)?;
    let same = |one: &&Upload| one.month == month && one.state == "taken" && one.name.is_empty();
    if let Some(known) = there.iter().find(same) {
        return Ok(known.id);
    }
    let number = jobs::number(desk);
    let upload = Upload {
        id: number,
        payer: id,
        month,
        // Without a file there is no name of one.
        name: String::new(),
        state: "taken".to_owned(),
        complete: false,
        account,
        told: Some(serde_json::to_string(&take_upload::Sum::default())?),
        made: desk.now,
    };
    uploads::add(unit, &upload, &desk.keys.seal(&check_upload::context(number), b""))?;
    crate::registry::note(unit, desk, "month reported unchanged", id.0)?;
    Ok(number)
}
