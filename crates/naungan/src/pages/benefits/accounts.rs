//! Accounts verified before pay day: the table a bank is asked with, its answers, and whether that is first.

use anyhow::Result;
use minijinja::context;
use serde_json::{Value as Json, json};

use crate::actions::verify_accounts::{self, Heard};
use crate::auth::{Deed, Role};
use crate::pages::claims::{CAME_BACK, complaint, said, wrong};
use crate::pages::form_page;
use crate::reports::accounts;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// A day's accounts of a large run; larger tables go through the command.
const FILE_BYTES_MAX: usize = 16 << 20;
/// What a form needs beside its file.
const FORM_BYTES: usize = 10_000;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/benefits/accounts", Deed::PayBenefits, show),
        Route::form("/benefits/accounts/ask", Deed::TakeBankFile, ask_bank),
        Route::form("/benefits/accounts/hear", Deed::PayBenefits, hear).files(FILE_BYTES_MAX + FORM_BYTES),
        Route::form("/benefits/accounts/require", Deed::PayBenefits, require),
    ]
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &Json::Null, &[])
}

fn shown(ask: &mut Ask<'_>, heard: &Json, errors: &[Json]) -> Result<Reply, Problem> {
    let required = ask.office.look(|unit, _| verify_accounts::is_required(unit))?;
    let takes = ask.caller.role == Role::Administrator;
    let done = ask.query.get("done") == "rule";
    let values = context! { heard, errors, takes, done, required => if required { "yes" } else { "no" } };
    form_page(ask, "benefits/accounts.html", values)
}

/// The table for the bank. That each person in it was seen is written down.
fn ask_bank(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let asked = verify_accounts::ask(ask.office, ask.caller.account)?;
    ask.shows(Deed::TakeBankFile, asked.iter().map(|one| one.person).collect())?;
    let name = format!("accounts-{}.csv", ask.office.today());
    Ok(Reply::file("text/csv; charset=utf-8", &name, accounts::written(&asked)?))
}

fn hear(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (lang, account) = (ask.lang, ask.caller.account);
    let Some(file) = ask.form.file("file").cloned() else {
        let errors = [wrong("file", said(lang, "claims.file_missing"))];
        return Ok(shown(ask, &Json::Null, &errors)?.status(CAME_BACK));
    };
    let heard = accounts::read(file.bytes.as_slice())
        .and_then(|answers| verify_accounts::hear(ask.office, &answers, account));
    match complaint(heard, "file", lang)? {
        Ok(Heard { same, other, unknown, strangers }) => {
            let told = json!({ "same": same, "other": other, "unknown": unknown, "strangers": strangers });
            shown(ask, &told, &[])
        }
        Err(errors) => Ok(shown(ask, &Json::Null, &errors)?.status(CAME_BACK)),
    }
}

fn require(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (lang, account) = (ask.lang, ask.caller.account);
    let required = match ask.form.get("required") {
        "yes" => true,
        "no" => false,
        _ => {
            let errors = [wrong("required", said(lang, "later.choose"))];
            return Ok(shown(ask, &Json::Null, &errors)?.status(CAME_BACK));
        }
    };
    match complaint(verify_accounts::require(ask.office, required, account), "required", lang)? {
        Ok(()) => Ok(Reply::see("/benefits/accounts?done=rule")),
        Err(errors) => Ok(shown(ask, &Json::Null, &errors)?.status(CAME_BACK)),
    }
}
