//! A list is handed in: the file, the campaign it is for, the decree that fixes it.

use axum::http::StatusCode;
use base::Month;
use minijinja::context;
use scheme::id::PayerId;
use serde_json::{Value as Json, json};
use store::queries::campaigns;

use crate::actions::report_file::FILE_BYTES_MAX;
use crate::actions::take_list::{self, Brought};
use crate::auth::{Deed, Of, Role, may, owner};
use crate::pages::{form_page, texts};
use crate::reports::names;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// What the form needs beside its file.
const FORM_BYTES: usize = 10_000;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/lists/new", Deed::HandInLists, ask_new),
        Route::form("/lists/new", Deed::HandInLists, new).files(FILE_BYTES_MAX + FORM_BYTES),
    ]
}

fn ask_new(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    form(ask, &[])
}

fn form(ask: &mut Ask<'_>, errors: &[Json]) -> Result<Reply, Problem> {
    let open = ask.office.look(|unit, _| campaigns::all(unit))?;
    let open = open.iter().filter(|campaign| campaign.state == "open");
    let campaigns: Vec<Json> =
        open.map(|one| json!({ "value": one.id.to_string(), "text": one.name })).collect();
    let month = ask.form.get("month");
    let given = json!({
        "campaign": ask.form.get("campaign"), "decree": ask.form.get("decree"),
        "payer": ask.form.get("payer"),
        "month": if month.is_empty() { ask.office.today().month().to_string() } else { month.to_owned() },
    });
    let is_staff = ask.caller.role != Role::Donor;
    form_page(ask, "lists/new.html", context! { campaigns, given, errors, is_staff })
}

/// For whom a list is handed in: a donor's own, or one that whoever asks cares for.
fn payer(ask: &mut Ask<'_>) -> Result<Option<PayerId>, Problem> {
    if ask.caller.role == Role::Donor {
        return Ok(ask.caller.payer);
    }
    let (given, caller) = (ask.form.get("payer").trim().to_owned(), ask.caller.clone());
    let owner = ask.office.look(|unit, _| owner::find(unit, Of::Payer(""), &given))?;
    let is_cared_for = owner.is_some_and(|owner| may(&caller, Deed::HandInLists, &owner, true).is_some());
    Ok(given.parse().ok().map(PayerId).filter(|_| is_cared_for))
}

fn new(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let lang = ask.lang;
    let wrong = |field: &str, key: &str| json!({ "field": field, "text": texts::said(lang, key, &[]) });
    let payer = payer(ask)?;
    let month = ask.form.get("month").parse::<Month>().ok();
    let campaign = ask.form.get("campaign").parse::<i64>().ok();
    let file = ask.form.file("file").filter(|file| !file.bytes.is_empty()).cloned();
    let mut errors = Vec::new();
    match &file {
        None => errors.push(wrong("file", "lists.file_wrong")),
        Some(file) if file.bytes.len() > FILE_BYTES_MAX => errors.push(wrong("file", "lists.file_large")),
        Some(_) => {}
    }
    errors.extend(campaign.is_none().then(|| wrong("campaign", "lists.campaign_wrong")));
    errors.extend(month.is_none().then(|| wrong("month", "lists.month_wrong")));
    errors.extend(payer.is_none().then(|| wrong("payer", "lists.payer_wrong")));
    let (Some(file), Some(month), Some(campaign), Some(payer), true) =
        (file, month, campaign, payer, errors.is_empty())
    else {
        return Ok(form(ask, &errors)?.status(StatusCode::UNPROCESSABLE_ENTITY));
    };
    let decree = Some(ask.form.get("decree").to_owned());
    let lines = names::read(file.bytes)?;
    let account = Some(ask.caller.account);
    let brought = Brought { payer, campaign, name: file.name, decree, month, lines: &lines, account };
    let list = ask.office.unit(|unit, desk| take_list::bring(unit, desk, &brought))?;
    Ok(Reply::see(&format!("/lists/{list}")))
}
