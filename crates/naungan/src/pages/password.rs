//! One's own password: the one of now is asked, and whoever else is signed in as her is out.

use axum::http::StatusCode;
use minijinja::{Value, context};
use store::queries::accounts;

use super::sign_in::home;
use super::{form_page, texts};
use crate::actions::change_password::{self, Changed, LETTERS_MAX, LETTERS_MIN, Unfit};
use crate::auth::{Deed, sessions};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/password", Deed::ChangePassword, asked),
        Route::form("/password", Deed::ChangePassword, given),
        Route::page("/password/changed", Deed::ChangePassword, changed),
    ]
}

/// Whoever comes by OpenID Connect has none here.
fn elsewhere(ask: &mut Ask<'_>) -> Result<Option<Reply>, Problem> {
    let account = ask.caller.account;
    let has_one = ask.office.look(|unit, _| change_password::has_one(unit, account))?;
    Ok((!has_one).then(|| Reply::see(home(ask.caller.role))))
}

fn shown(ask: &mut Ask<'_>, wrong: &[(&str, &str)]) -> Result<Reply, Problem> {
    let bounds = (LETTERS_MIN.to_string(), LETTERS_MAX.to_string());
    let said = |key: &str| texts::said(ask.lang, key, &[("least", &bounds.0), ("most", &bounds.1)]);
    let errors: Vec<Value> = wrong.iter().map(|(field, key)| context! { field, text => said(key) }).collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let values = context! { least => bounds.0, most => bounds.1, errors };
    Ok(form_page(ask, "sign_in/change.html", values)?.status(status))
}

fn asked(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    if let Some(reply) = elsewhere(ask)? {
        return Ok(reply);
    }
    shown(ask, &[])
}

fn given(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    if let Some(reply) = elsewhere(ask)? {
        return Ok(reply);
    }
    let get = |name: &str| ask.form.get(name).to_owned();
    let (now, new, again) = (get("now"), get("new"), get("again"));
    let account = ask.caller.account;
    let [_, _, handle] = ask.office.look(|unit, desk| {
        let row = accounts::read(unit, account)?;
        row.map_or(Ok(Default::default()), |row| sessions::names(desk, &row))
    })?;
    let mut wrong = Vec::new();
    if now.is_empty() {
        wrong.push(("now", "password.now_missing"));
    }
    match change_password::fits(&now, &new, &handle) {
        Ok(()) => {}
        Err(Unfit::Short) => wrong.push(("new", "password.short")),
        Err(Unfit::Long) => wrong.push(("new", "password.long")),
        Err(Unfit::Same) => wrong.push(("new", "password.same")),
        Err(Unfit::Guessed) => wrong.push(("new", "password.guessed")),
    }
    if wrong.is_empty() && new != again {
        wrong.push(("again", "password.differs"));
    }
    if !wrong.is_empty() {
        return shown(ask, &wrong);
    }
    match change_password::run(ask.office, account, &now, &new)? {
        Changed::WrongNow => shown(ask, &[("now", "password.now_wrong")]),
        Changed::Yes(session) => {
            ask.keep(session);
            Ok(Reply::see("/password/changed"))
        }
    }
}

fn changed(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let home = home(ask.caller.role);
    super::page(ask, "sign_in/changed.html", context! { home })
}
