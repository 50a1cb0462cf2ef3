//! Staff sign in at the institution's own provider, where one is configured, and come back with a code.

use anyhow::Result;
use base::Moment;
use store::queries::drafts;

use super::{home, password_page};
use crate::actions::confirm_access;
use crate::actions::open_account::by_handle;
use crate::auth::openid::{BACK, Gone};
use crate::auth::{Deed, Role, Stage, sessions};
use crate::office::Clock;
use crate::registry;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// Whoever stays longer at the provider begins again.
const AWAY_MICROS: i64 = 10 * 60 * 1_000_000;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::page("/sign-in/openid", Deed::Look, leave), Route::page(BACK, Deed::Look, come_back)]
}

/// Under which name it is kept that a session has gone to the provider.
fn draft(session: &str) -> Vec<u8> {
    sessions::hash(&format!("openid {session}"))
}

fn context(token: &[u8]) -> String {
    format!("draft.sealed.{}", crate::hex::of(token))
}

/// It is the provider's fault or the browser's: the other way in stays open.
fn failed(ask: &mut Ask<'_>, error: &anyhow::Error) -> Result<Reply, Problem> {
    eprintln!("sign-in provider: {error:#}");
    password_page(ask, Some("sign_in.openid_failed"))
}

fn leave(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let openid = ask.office.openid.clone().ok_or(Problem::NotFound)?;
    let (place, gone) = match openid.leave(&ask.settings.public) {
        Ok(left) => left,
        Err(error) => return failed(ask, &error),
    };
    let token = draft(&ask.session()?.token);
    let plain = serde_json::to_vec(&gone).map_err(anyhow::Error::from)?;
    ask.office.unit(|unit, desk| {
        let until = desk.now.micros() + AWAY_MICROS;
        let plain = [&until.to_be_bytes(), plain.as_slice()].concat();
        drafts::put(unit, &token, &desk.keys.seal(&context(&token), &plain), desk.now)
    })?;
    Ok(Reply::see(&place))
}

/// What was kept of this browser, once: whoever comes again with the same address finds nothing.
fn gone(ask: &mut Ask<'_>) -> Result<Option<Gone>, Problem> {
    let Some(session) = ask.session.clone() else { return Ok(None) };
    let token = draft(&session.token);
    let found = ask.office.unit(|unit, desk| {
        let Some(sealed) = drafts::read(unit, &token)? else { return Ok(None) };
        drafts::drop(unit, &token)?;
        let Ok(plain) = desk.keys.open(&context(&token), &sealed) else { return Ok(None) };
        let Some((until, plain)) = plain.split_first_chunk::<8>() else { return Ok(None) };
        let is_late = desk.now > Moment::new(i64::from_be_bytes(*until));
        Ok(serde_json::from_slice::<Gone>(plain).ok().filter(|_| !is_late))
    })?;
    let state = ask.query.get("state");
    Ok(found.filter(|gone| !state.is_empty() && gone.state == state))
}

fn come_back(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let openid = ask.office.openid.clone().ok_or(Problem::NotFound)?;
    let (Some(gone), Some(old)) = (gone(ask)?, ask.session.clone()) else {
        return failed(ask, &anyhow::anyhow!("a browser that had not gone there, or came back twice"));
    };
    let code = ask.query.get("code").to_owned();
    let now = Clock::of_telephones();
    let names = match openid.come_back(&ask.settings.public, &gone, &code, now) {
        Ok(names) => names,
        Err(error) => return failed(ask, &error),
    };
    let mut waits = false;
    let entered = ask.office.unit(|unit, desk| {
        for name in &names {
            let Some(account) = by_handle(unit, desk, name)? else { continue };
            let role = account.role.parse::<Role>()?;
            if role.is_staff() && !confirm_access::is_usable(unit, &account)? {
                waits = true;
            } else if role.is_staff() {
                registry::note(unit, desk, "signed in at the provider", account.id)?;
                return Ok(Some((sessions::sign_in(unit, &old, account.id, Stage::Full)?, role)));
            }
        }
        Ok(None)
    })?;
    let Some((session, role)) = entered else {
        let why = if waits { "sign_in.unconfirmed" } else { "sign_in.openid_unknown" };
        return password_page(ask, Some(why));
    };
    ask.keep(session);
    Ok(ask.onward(role, home(role)))
}
