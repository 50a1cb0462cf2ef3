//! Accounts of staff and of those who act for payers: made, unlocked, closed. Secrets are shown once.

use anyhow::{Context, Result};
use minijinja::context;
use scheme::id::PayerId;
use serde_json::{Value as Json, json};
use store::queries::accounts::{self, Account};
use store::queries::look_ups::{self, Kind};
use store::queries::{branches, institution, sessions as rows};
use store::{Unit, seal};

use crate::actions::{close_account, renew_access};
use crate::auth::{Deed, Role, passwords, sessions};
use crate::office::Desk;
use crate::pages::desk::errors;
use crate::pages::form_page;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, Words, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// Accounts of a page.
const ROWS: i64 = 50;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/admin/accounts", Deed::Administer, list),
        Route::form("/admin/accounts", Deed::Administer, add),
        Route::form("/admin/accounts/{account}/unlock", Deed::Administer, unlock),
        Route::form("/admin/accounts/{account}/password", Deed::Administer, renew_password),
        Route::form("/admin/accounts/{account}/second", Deed::Administer, renew_second),
        Route::form("/admin/accounts/{account}/sessions", Deed::Administer, end_sessions),
        Route::form("/admin/accounts/{account}/end", Deed::Administer, end),
    ]
}

/// What is shown once: of a new account, or of a new password.
struct New {
    /// The text above it.
    what: &'static str,
    handle: String,
    password: String,
    secret: Option<String>,
}

/// What a form asks for.
struct Wanted {
    name: String,
    address: String,
    handle: String,
    role: Role,
    branch: Option<i64>,
    province: Option<String>,
}

fn list(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[], None)
}

fn row(unit: &mut Unit<'_>, desk: &Desk<'_>, one: &Account) -> Result<Json> {
    let text = String::from_utf8(desk.keys.open(&sessions::context(one.id), &one.sealed)?)
        .context("an account's name is damaged")?;
    let mut lines = text.lines();
    let (name, handle) = (lines.next().unwrap_or_default(), lines.nth(1).unwrap_or_default());
    let branch = match one.branch {
        Some(branch) => branches::read(unit, branch)?.map(|branch| branch.name),
        None => None,
    };
    Ok(json!({
        "id": one.id, "name": name, "handle": handle, "role": one.role, "branch": branch,
        "payer": one.payer.map(|PayerId(payer)| payer),
        "locked": one.locked_until.is_some_and(|until| until > desk.now),
        "ended": one.ended.and_then(base::Moment::day).map(|day| day.to_string()),
    }))
}

fn shown(ask: &mut Ask<'_>, wrong: &[(String, Words)], new: Option<&New>) -> Result<Reply, Problem> {
    let lang = ask.lang;
    let after = ask.query.get("after").parse::<i64>().unwrap_or(0);
    let (accounts, offices, last) = ask.office.look(|unit, desk| {
        let all = accounts::all(unit, after, ROWS)?;
        let last = all.last().filter(|_| all.len() as i64 == ROWS).map(|one| one.id);
        let mut accounts = Vec::new();
        // A member's account is the member's own.
        for one in all.iter().filter(|one| one.role != Role::Member.word()) {
            accounts.push(row(unit, desk, one)?);
        }
        Ok((accounts, branches::all(unit)?, last))
    })?;
    let offices: Vec<Json> = offices
        .iter()
        .map(|office| json!({ "value": office.id, "text": format!("{} ({})", office.name, office.province) }))
        .collect();
    let staff = Role::ALL.into_iter().filter(|role| role.is_staff());
    let roles: Vec<Json> =
        staff.map(|role| json!({ "value": role.word(), "text": super::role(lang, role.word()) })).collect();
    let field = |name: &str| if new.is_some() { String::new() } else { ask.form.get(name).to_owned() };
    let given = json!({
        "name": field("name"), "address": field("address"), "handle": field("handle"), "role": field("role"),
        "branch": field("branch"), "province": field("province"),
    });
    let new = new.map(|new| {
        json!({ "what": new.what, "handle": new.handle, "password": new.password, "secret": new.secret })
    });
    let did = ["second", "sessions"].into_iter().find(|did| ask.query.get("did") == *did);
    let values =
        context! { accounts, offices, roles, given, new, did, next => last, errors => errors(wrong, lang) };
    form_page(ask, "staff/accounts.html", values)
}

fn wanted(ask: &mut Ask<'_>) -> Result<Result<Wanted, Vec<(String, Words)>>> {
    let get = |name: &str| ask.form.get(name).to_owned();
    let some = |text: String| Some(text).filter(|text| !text.is_empty());
    let (name, address, handle) = (get("name"), get("address"), get("handle").to_lowercase());
    let role = get("role").parse::<Role>().ok().filter(|role| role.is_staff());
    let branch = get("branch").parse::<i64>().ok();
    let province = some(get("province"));
    let mut wrong = Vec::new();
    let mut says = |field: &str, id: &str, en: &str| wrong.push((field.to_owned(), words(id, en)));
    if name.is_empty() || name.contains('\n') {
        says("name", "Isi namanya.", "Give the name.");
    }
    let plain = |letter: char| letter.is_ascii_alphanumeric() || ".-_@".contains(letter);
    if handle.len() < 3 || !handle.chars().all(plain) {
        says(
            "handle",
            "Isi nama masuk tanpa spasi, paling sedikit tiga huruf.",
            "Give a name to sign in with, \
             three letters or more and no blanks.",
        );
    }
    if role.is_none() {
        says("role", "Pilih perannya.", "Choose the role.");
    }
    if role == Some(Role::Officer) && branch.is_none() {
        says("branch", "Pilih cabangnya.", "Choose the branch.");
    }
    if role == Some(Role::Head) && branch.is_none() && province.is_none() {
        says("branch", "Pilih cabang atau provinsinya.", "Choose a branch or a province.");
    }
    let taken = ask.office.look(|unit, desk| {
        let hashes = desk.keys.look_ups(Kind::Account.word(), &handle);
        Ok(!look_ups::find(unit, Kind::Account, &hashes, 1)?.is_empty())
    })?;
    if taken {
        says("handle", "Nama masuk ini sudah dipakai.", "That name to sign in with is taken.");
    }
    let Some(role) = role.filter(|_| wrong.is_empty()) else { return Ok(Err(wrong)) };
    Ok(Ok(Wanted { name, address, handle, role, branch, province }))
}

fn add(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let wanted = match wanted(ask)? {
        Ok(wanted) => wanted,
        Err(wrong) => return Ok(shown(ask, &wrong, None)?.status(Problem::Fields(Vec::new()).status())),
    };
    let password: String = sessions::by_chance()?.chars().take(20).collect();
    let (kept, secret) = (passwords::kept(&password)?, passwords::new_secret()?);
    let Wanted { name, address, handle, role, branch, province } = &wanted;
    ask.office.unit(|unit, desk| {
        let id = institution::take_numbers(unit, 1)?;
        let sealed =
            desk.keys.seal(&sessions::context(id), format!("{name}\n{address}\n{handle}").as_bytes());
        let account = Account {
            id,
            role: role.word().to_owned(),
            person: None,
            payer: None,
            branch: *branch,
            province: province.clone(),
            sealed,
            password: Some(kept.clone()),
            second: Some(desk.keys.seal(&seal::context("account", "second", id), &secret)),
            failures: 0,
            locked_until: None,
            ended: None,
            known: desk.now,
        };
        accounts::add(unit, &account)?;
        look_ups::add(unit, Kind::Account, &desk.keys.look_up(Kind::Account.word(), handle), id)?;
        crate::registry::note(unit, desk, "account added", id)
    })?;
    let secret = Some(passwords::letters(&secret)?);
    let new = New { what: "made", handle: handle.clone(), password, secret };
    shown(ask, &[], Some(&new))
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
    let password = renew_access::password(ask.office, id)?;
    let handle = ask.office.look(|unit, desk| {
        let row = accounts::read(unit, id)?.context("an account that has just gone")?;
        let [_, _, handle] = sessions::names(desk, &row)?;
        Ok(handle)
    })?;
    let new = New { what: "renewed", handle, password, secret: None };
    shown(ask, &[], Some(&new))
}

/// The second factor is forgotten: the next to sign in with the password sets up a new one.
fn renew_second(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id: i64 = ask.place("account")?;
    renew_access::second(ask.office, id)?;
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
    ask.office.unit(|unit, desk| {
        accounts::end(unit, id, desk.now)?;
        rows::end_of_account(unit, id)?;
        crate::registry::note(unit, desk, "account closed", id)
    })?;
    Ok(Reply::see("/admin/accounts"))
}
