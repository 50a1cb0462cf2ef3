//! Signing in: members with a number and a code that is sent to them, everybody else with a password and a
//! second factor. Every step gets a new session, and says the same whether somebody is known or not.

mod openid;

use anyhow::{Context, Result};
use axum::http::StatusCode;
use minijinja::{Value, context};
use qrcode::QrCode;
use qrcode::render::svg;
use store::queries::{accounts, drafts, sessions as rows};

use super::{form_page, texts};
use crate::actions::confirm_access;
use crate::actions::open_account::{by_handle, second_context};
use crate::auth::members::{self, Numbered};
use crate::auth::{Deed, Role, Stage, locks, passwords, sessions};
use crate::jobs;
use crate::office::{Clock, Desk};
use crate::registry;
use crate::serve::ask::Ask;
use crate::serve::form::escaped;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    let mut routes = openid::routes();
    routes.extend([
        Route::page("/sign-in", Deed::Look, number_asked),
        Route::form("/sign-in", Deed::Look, number_given),
        Route::page("/sign-in/code", Deed::Look, code_asked),
        Route::form("/sign-in/code", Deed::Look, code_given),
        Route::page("/sign-in/staff", Deed::Look, password_asked),
        Route::form("/sign-in/staff", Deed::Look, password_given),
        Route::page("/sign-in/second", Deed::Look, second_asked),
        Route::form("/sign-in/second", Deed::Look, second_given),
        Route::form("/sign-out", Deed::Look, out),
        Route::page("/home", Deed::SeeHome, |ask| Ok(Reply::see(home(ask.caller.role)))),
    ]);
    routes
}

/// The front page of a role.
pub(crate) const fn home(role: Role) -> &'static str {
    match role {
        Role::Visitor => "/",
        Role::Member => "/me",
        Role::Heir => "/heir/cases",
        Role::Hospital => "/hospital",
        Role::Agent => "/agent",
        Role::Employer => "/employer",
        Role::Donor => "/donor",
        Role::Platform => "/payer",
        Role::Officer | Role::Head => "/desk",
        Role::Analyst => "/figures",
        Role::Auditor => "/books",
        Role::Administrator => "/admin/accounts",
    }
}

/// A form again, with what is wrong beside a field.
fn again(ask: &mut Ask<'_>, template: &str, field: &str, key: &str, values: Value) -> Result<Reply, Problem> {
    let text = texts::said(ask.lang, key, &[]);
    let errors = vec![context! { field => field, text => text }];
    let page = form_page(ask, template, context! { errors => errors, ..values })?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY))
}

fn number_asked(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    if ask.caller.role != Role::Visitor {
        return Ok(Reply::see(home(ask.caller.role)));
    }
    form_page(ask, "sign_in/number.html", context! { errors => Vec::<Value>::new() })
}

fn number_given(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let given = ask.form.get("number").to_owned();
    let Some(number) = Numbered::read(&given) else {
        let values = context! { number => given };
        return again(ask, "sign_in/number.html", "number", "sign_in.number_unread", values);
    };
    let old = ask.session()?;
    let session = ask.office.unit(|unit, desk| {
        sessions::end(unit, &old.token)?;
        let session = sessions::begin(unit, desk)?;
        let kept = number.keep(unit, desk, &session.token)?;
        let kept = crate::hex::of(&kept);
        jobs::later(unit, desk, jobs::SEND_CODE, &kept, (None, None))?;
        Ok(session)
    })?;
    ask.keep(session);
    Ok(Reply::see("/sign-in/code"))
}

/// Where a demonstration shows what would have gone to a telephone.
fn outbox(ask: &Ask<'_>) -> Option<String> {
    ask.settings.invented.then(|| ask.office.outbox.display().to_string())
}

/// Whether a number is kept for this session.
fn is_kept(ask: &mut Ask<'_>) -> Result<bool, Problem> {
    let Some(session) = ask.session.clone() else { return Ok(false) };
    let token = members::draft(&session.token);
    Ok(ask.office.look(|unit, _| members::is_kept(unit, &token))?)
}

fn code_asked(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    if !is_kept(ask)? {
        return Ok(Reply::see("/sign-in"));
    }
    let values = context! { outbox => outbox(ask), errors => Vec::<Value>::new() };
    form_page(ask, "sign_in/code.html", values)
}

fn code_given(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let Some(old) = ask.session.clone() else { return Ok(Reply::see("/sign-in")) };
    if !is_kept(ask)? {
        return Ok(Reply::see("/sign-in"));
    }
    let (code, token) = (ask.form.get("code").to_owned(), members::draft(&old.token));
    let entered = ask.office.unit(|unit, desk| {
        let Some(account) = members::attempt(unit, desk, &token, &code)? else { return Ok(None) };
        drafts::drop(unit, &token)?;
        accounts::forgive(unit, account)?;
        sessions::sign_in(unit, &old, account, Stage::Full).map(Some)
    })?;
    let Some(session) = entered else {
        let values = context! { outbox => outbox(ask) };
        return again(ask, "sign_in/code.html", "code", "sign_in.code_wrong", values);
    };
    ask.keep(session);
    Ok(ask.onward(Role::Member, home(Role::Member)))
}

fn password_asked(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    password_page(ask, None)
}

/// The form for a handle and a password, with what is wrong.
fn password_page(ask: &mut Ask<'_>, wrong: Option<&str>) -> Result<Reply, Problem> {
    let values =
        context! { handle => ask.form.get("handle").to_lowercase(), openid => ask.office.openid.is_some() };
    match wrong {
        Some(key) => again(ask, "sign_in/password.html", "handle", key, values),
        None => form_page(ask, "sign_in/password.html", context! { errors => Vec::<Value>::new(), ..values }),
    }
}

fn password_given(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let old = ask.session()?;
    let (handle, password) = (ask.form.get("handle").to_lowercase(), ask.form.get("password").to_owned());
    let found = ask.office.unit(|unit, desk| {
        let Some(account) = by_handle(unit, desk, &handle)? else { return Ok(None) };
        let may = locks::count(unit, desk, account.id)?;
        Ok(Some(account).filter(|_| may))
    })?;
    // It takes its time, so nothing is held meanwhile; and as much for a handle that nobody has.
    let stored = found.as_ref().and_then(|account| account.password.clone());
    let right = passwords::is_right(&password, stored.as_deref());
    let Some(account) = found.filter(|_| right) else {
        return password_page(ask, Some("sign_in.password_wrong"));
    };
    if !ask.office.look(|unit, _| confirm_access::is_usable(unit, &account))? {
        return password_page(ask, Some("sign_in.unconfirmed"));
    }
    let session = ask.office.unit(|unit, _| sessions::sign_in(unit, &old, account.id, Stage::Password))?;
    ask.keep(session);
    Ok(Reply::see("/sign-in/second"))
}

/// The secret of a second factor that waits for its first code, under the session that was shown it.
fn new_second(session: &str) -> Vec<u8> {
    sessions::hash(&format!("second {session}"))
}

/// The account whose password was right, its secret, and whether it is a new one.
struct Second {
    account: accounts::Account,
    secret: Vec<u8>,
    is_new: bool,
}

fn second(ask: &mut Ask<'_>) -> Result<Option<Second>, Problem> {
    let Some(session) = ask.session.clone().filter(|session| session.stage == Stage::Password) else {
        return Ok(None);
    };
    let Some(id) = session.account else { return Ok(None) };
    let secret = passwords::new_secret()?;
    let found = ask.office.unit(|unit, desk| {
        let Some(account) = accounts::read(unit, id)? else { return Ok(None) };
        if !confirm_access::is_usable(unit, &account)? {
            return Ok(None);
        }
        let place = second_context(id);
        if let Some(sealed) = &account.second {
            let secret = desk.keys.open(&place, sealed)?;
            return Ok(Some(Second { account, secret, is_new: false }));
        }
        let token = new_second(&session.token);
        if let Some(sealed) = drafts::read(unit, &token)? {
            let secret = desk.keys.open(&place, &sealed)?;
            return Ok(Some(Second { account, secret, is_new: true }));
        }
        drafts::put(unit, &token, &desk.keys.seal(&place, &secret), desk.now)?;
        Ok(Some(Second { account, secret: secret.clone(), is_new: true }))
    })?;
    Ok(found)
}

/// What the page shows of a second factor: of a new one the secret, as letters and as a QR code.
fn second_values(ask: &mut Ask<'_>, second: &Second) -> Result<Value, Problem> {
    if !second.is_new {
        return Ok(context! { is_new => false });
    }
    let letters = passwords::letters(&second.secret)?;
    let [_, _, handle] = ask.office.look(|_, desk: &Desk<'_>| sessions::names(desk, &second.account))?;
    let issuer = escaped(&ask.office.institution.name);
    let link = format!("otpauth://totp/{issuer}:{}?secret={letters}&issuer={issuer}", escaped(&handle));
    let groups: Vec<char> = letters.chars().collect();
    let groups: Vec<String> = groups.chunks(4).map(|group| group.iter().collect()).collect();
    Ok(context! { is_new => true, secret => groups.join(" "), qr => qr(&link)? })
}

/// A QR code as a picture in the page, black on white in any light.
pub(crate) fn qr(text: &str) -> Result<String> {
    let code = QrCode::new(text.as_bytes()).context("a text too long for a QR code")?;
    let picture = code.render::<svg::Color<'_>>().min_dimensions(200, 200).build();
    Ok(picture.split_once("?>").map_or(picture.clone(), |(_, rest)| rest.to_owned()))
}

fn second_asked(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let Some(second) = second(ask)? else { return Ok(Reply::see("/sign-in/staff")) };
    let values = second_values(ask, &second)?;
    form_page(ask, "sign_in/second.html", context! { errors => Vec::<Value>::new(), ..values })
}

fn second_given(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (Some(second), Some(old)) = (second(ask)?, ask.session.clone()) else {
        return Ok(Reply::see("/sign-in/staff"));
    };
    let code: String = ask.form.get("code").chars().filter(char::is_ascii_digit).collect();
    let id = second.account.id;
    // A new factor is only held against what the page has just shown, so there is nothing to guess.
    let may = second.is_new || ask.office.unit(|unit, desk| locks::count(unit, desk, id))?;
    let step = passwords::step_of(&second.secret, &code, Clock::of_telephones())?.filter(|_| may);
    let entered = ask.office.unit(|unit, desk| {
        let Some(step) = step else { return Ok(None) };
        if second.is_new {
            let sealed = desk.keys.seal(&second_context(id), &second.secret);
            accounts::set_second(unit, id, Some(&sealed))?;
            drafts::drop(unit, &new_second(&old.token))?;
            registry::note(unit, desk, "second factor set up", id)?;
        }
        // A code that somebody has seen being typed is of no use to her.
        if !accounts::take_step(unit, id, step)? {
            return Ok(None);
        }
        accounts::forgive(unit, id)?;
        sessions::sign_in(unit, &old, id, Stage::Full).map(Some)
    })?;
    let Some(session) = entered else {
        let values = second_values(ask, &second)?;
        return again(ask, "sign_in/second.html", "code", "sign_in.second_wrong", values);
    };
    ask.keep(session);
    let role = second.account.role.parse().unwrap_or(Role::Visitor);
    Ok(ask.onward(role, home(role)))
}

/// Out, wherever one was.
fn out(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    if let Some(account) = ask.session.as_ref().and_then(|session| session.account)
        && ask.form.get("everywhere") == "yes"
    {
        ask.office.unit(|unit, _| rows::end_of_account(unit, account).map(drop))?;
    }
    ask.leave()?;
    Ok(Reply::see("/"))
}
