//! Accounts of staff and of those who act for payers: made, unlocked, closed. Secrets are shown once.

use anyhow::{Context, Result};
use minijinja::context;
use scheme::id::PayerId;
use serde_json::{Value as Json, json};
use store::Unit;
use store::queries::accounts::{self, Account};
use store::queries::{branches, confirmations, sessions as rows};

use crate::actions::confirm_access::{self, SHELL};
use crate::actions::open_account::{self, OpenAccount};
use crate::actions::{close_account, renew_access};
use crate::auth::{Deed, Role, sessions};
use crate::office::Desk;
use crate::pages::desk::{errors, name_of};
use crate::pages::form_page;
use crate::pages::wanted::Wanted;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, Words, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// Accounts of a page.
const ROWS: i64 = 50;

/// Who acts for somebody that is a payer by number.
const PARTNERS: [Role; 4] = [Role::Employer, Role::Platform, Role::Donor, Role::Hospital];

/// Whom the page opens an account for; members and heirs come with a code, and open theirs on their own.
fn is_opened_here(role: Role) -> bool {
    role.is_staff() || PARTNERS.contains(&role) || role == Role::Agent
}

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/admin/accounts", Deed::Administer, list),
        Route::form("/admin/accounts", Deed::Administer, add),
        Route::form("/admin/accounts/{account}/unlock", Deed::Administer, unlock),
        Route::form("/admin/accounts/{account}/password", Deed::Administer, renew_password),
        Route::form("/admin/accounts/{account}/second", Deed::Administer, renew_second),
        Route::form("/admin/accounts/{account}/sessions", Deed::Administer, end_sessions),
        Route::form("/admin/accounts/{account}/confirm", Deed::Administer, confirm),
        Route::form("/admin/accounts/{account}/end", Deed::Administer, end),
    ]
}

/// What is shown once: of a new account, or of a new password.
struct New {
    /// The text above it.
    what: &'static str,
    handle: String,
    password: String,
}

fn list(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[], None)
}

/// So many of what was asked of an account are told.
const ASKED: usize = 3;

fn row(unit: &mut Unit<'_>, desk: &Desk<'_>, caller: i64, one: &Account) -> Result<Json> {
    let [name, _, handle] = sessions::names(desk, one)?;
    let asked = confirmations::of(unit, one.id)?;
    let waits = one.ended.is_none() && asked.iter().any(|one| one.confirmed.is_none());
    let own = one.id == caller || asked.iter().any(|one| one.confirmed.is_none() && one.asked_by == caller);
    let mut steps = Vec::new();
    for step in asked.iter().take(ASKED) {
        let mut who = |account: i64| match account {
            SHELL => Ok(None),
            account => name_of(unit, desk, account).map(Some),
        };
        let (by, confirmed) = (who(step.asked_by)?, step.confirmed);
        let other = confirmed.map(|(other, _)| who(other)).transpose()?.flatten();
        let day = |at: base::Moment| at.day().map(|day| day.to_string());
        steps.push(json!({
            "what": step.what, "by": by, "day": day(step.asked), "confirmed_by": other,
            "confirmed": confirmed.and_then(|(_, at)| day(at)),
        }));
    }
    let branch = match one.branch {
        Some(branch) => branches::read(unit, branch)?.map(|branch| branch.name),
        None => None,
    };
    Ok(json!({
        "id": one.id, "name": name, "handle": handle, "role": one.role, "branch": branch,
        "payer": one.payer.map(|PayerId(payer)| payer),
        "locked": one.locked_until.is_some_and(|until| until > desk.now),
        "waits": waits, "own": own, "steps": steps,
        "ended": one.ended.and_then(base::Moment::day).map(|day| day.to_string()),
    }))
}

fn shown(ask: &mut Ask<'_>, wrong: &[(String, Words)], new: Option<&New>) -> Result<Reply, Problem> {
    let lang = ask.lang;
    let mut wanted = Wanted::default();
    let (after, caller) = (wanted.number(ask, "after").unwrap_or(0), ask.caller.account);
    wanted.or_no()?;
    let (accounts, offices, last) = ask.office.look(|unit, desk| {
        let all = accounts::all(unit, after, ROWS)?;
        let last = all.last().filter(|_| all.len() as i64 == ROWS).map(|one| one.id);
        let mut accounts = Vec::new();
        // A member's account is the member's own.
        for one in all.iter().filter(|one| one.role != Role::Member.word()) {
            accounts.push(row(unit, desk, caller, one)?);
        }
        Ok((accounts, branches::all(unit)?, last))
    })?;
    let offices: Vec<Json> = offices
        .iter()
        .map(|office| json!({ "value": office.id, "text": format!("{} ({})", office.name, office.province) }))
        .collect();
    let opened = Role::ALL.into_iter().filter(|role| is_opened_here(*role));
    let roles: Vec<Json> =
        opened.map(|role| json!({ "value": role.word(), "text": super::role(lang, role.word()) })).collect();
    let field = |name: &str| if new.is_some() { String::new() } else { ask.form.get(name).to_owned() };
    let given = json!({
        "name": field("name"), "address": field("address"), "handle": field("handle"), "role": field("role"),
        "branch": field("branch"), "province": field("province"), "payer": field("payer"),
        "agent": field("agent"),
    });
    let new = new.map(|new| json!({ "what": new.what, "handle": new.handle, "password": new.password }));
    let did = ["second", "sessions", "confirmed"].into_iter().find(|did| ask.query.get("did") == *did);
    let values =
        context! { accounts, offices, roles, given, new, did, next => last, errors => errors(wrong, lang) };
    form_page(ask, "staff/accounts.html", values)
}

/// What a form asks for; whether it can be is said by who opens it.
fn wanted(ask: &Ask<'_>) -> Result<OpenAccount, Vec<(String, Words)>> {
    let get = |name: &str| ask.form.get(name).to_owned();
    let role = get("role").parse::<Role>().ok().filter(|role| is_opened_here(*role));
    let mut wrong = Vec::new();
    if get("name").is_empty() {
        wrong.push(("name".to_owned(), words("Isi namanya.", "Give the name.")));
    }
    if role.is_none() {
        wrong.push(("role".to_owned(), words("Pilih perannya.", "Choose the role.")));
    }
    let is_partner = role.is_some_and(|role| PARTNERS.contains(&role));
    let payer = get("payer").parse().ok().map(PayerId).filter(|_| is_partner);
    if is_partner && payer.is_none() {
        let asked = words(
            "Tulis nomor pembayar yang diwakilinya.",
            "Write the number of the payer for whom it acts.",
        );
        wrong.push(("payer".to_owned(), asked));
    }
    let agent = get("agent").parse().ok().filter(|_| role == Some(Role::Agent));
    if role == Some(Role::Agent) && agent.is_none() {
        wrong.push(("agent".to_owned(), words("Tulis nomor agennya.", "Write the agent's number.")));
    }
    let Some(role) = role.filter(|_| wrong.is_empty()) else { return Err(wrong) };
    Ok(OpenAccount {
        role,
        handle: get("handle"),
        name: get("name"),
        address: get("address"),
        person: None,
        payer,
        branch: get("branch").parse().ok().filter(|_| !is_partner),
        province: Some(get("province")).filter(|province| !province.is_empty() && !is_partner),
        agent,
        given: None,
    })
}

/// Beside which field a refusal is said.
fn field_of(code: &str) -> Option<&'static str> {
    match code {
        "handle_unfit" | "handle_taken" => Some("handle"),
        "account_incomplete" => Some("branch"),
        "name_missing" => Some("name"),
        "agent_login" | "agent_ended" => Some("agent"),
        _ => None,
    }
}

fn add(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let asked = match wanted(ask) {
        Ok(asked) => asked,
        Err(wrong) => return Ok(shown(ask, &wrong, None)?.status(Problem::Fields(wrong).status())),
    };
    let first = open_account::first_password(&asked)?;
    let by = ask.caller.account;
    let named = if asked.payer.is_some() { "payer" } else { "branch" };
    let named = if asked.agent.is_some() { "agent" } else { named };
    let opened = ask.office.unit(|unit, desk| {
        let opened = open_account::within(unit, desk, &asked, first.as_ref())?;
        confirm_access::wait(unit, desk, (opened.account, asked.role), "opened", by)?;
        Ok(opened)
    });
    let opened = match opened.map_err(Problem::from) {
        Ok(opened) => opened,
        Err(Problem::Refused(refusal)) if field_of(refusal.code).is_some() => {
            let field = field_of(refusal.code).unwrap_or_default().to_owned();
            let wrong = vec![(field, words(refusal.id, refusal.en))];
            return Ok(shown(ask, &wrong, None)?.status(Problem::Fields(Vec::new()).status()));
        }
        Err(Problem::NotFound) => {
            let wrong = vec![(named.to_owned(), words("Tidak ada nomor ini.", "Nothing has this number."))];
            return Ok(shown(ask, &wrong, None)?.status(Problem::Fields(Vec::new()).status()));
        }
        Err(problem) => return Err(problem),
    };
    let handle = asked.handle.trim().to_lowercase();
    let new = New { what: "made", handle, password: opened.password.unwrap_or_default() };
    shown(ask, &[], Some(&new))
}

/// What another one has opened or renewed is usable from now on.
fn confirm(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id: i64 = ask.place("account")?;
    let by = ask.caller.account;
    confirm_access::run(ask.office, id, by)?;
    Ok(Reply::see("/admin/accounts?did=confirmed"))
}

fn unlock(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id: i64 = ask.place("account")?;
    ask.office.unit(|unit, desk| {
        accounts::forgive(unit, id)?;
        crate::registry::note(unit, desk, "account unlocked", id)
    })?;
    Ok(Reply::see("/admin/accounts"))
}

/// A new password, shown once to whoever hands it on. That it was renewed, and by whom, is written down.
fn renew_password(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id: i64 = ask.place("account")?;
    let by = ask.caller.account;
    let password = renew_access::password(ask.office, id, by)?;
    let handle = ask.office.look(|unit, desk| {
        let row = accounts::read(unit, id)?.context("an account that has just gone")?;
        let [_, _, handle] = sessions::names(desk, &row)?;
        Ok(handle)
    })?;
    let new = New { what: "renewed", handle, password };
    shown(ask, &[], Some(&new))
}

/// The second factor is forgotten: the next to sign in with the password sets up a new one.
fn renew_second(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id: i64 = ask.place("account")?;
    let by = ask.caller.account;
    renew_access::second(ask.office, id, by)?;
    Ok(Reply::see("/admin/accounts?did=second"))
}

/// Whoever is signed in with an account is out.
fn end_sessions(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id: i64 = ask.place("account")?;
    ask.office.unit(|unit, desk| {
        if accounts::read(unit, id)?.is_none() {
            return Err(close_account::nobody(id).into());
        }
        rows::end_of_account(unit, id)?;
        crate::registry::note(unit, desk, "sessions ended", id)
    })?;
    Ok(Reply::see("/admin/accounts?did=sessions"))
}

fn end(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id: i64 = ask.place("account")?;
    if id == ask.caller.account {
        // Whoever closes her own account leaves nobody to open another.
        return Err(Problem::Forbidden);
    }
    close_account::run(ask.office, id)?;
    Ok(Reply::see("/admin/accounts"))
}
