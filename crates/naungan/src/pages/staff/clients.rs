//! Programs of partners and their keys; a key is shown once, when it is made.

use anyhow::Result;
use minijinja::context;
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use serde_json::{Value as Json, json};
use store::queries::clients::{self, Client};
use store::queries::{branches, institution, payers};

use crate::actions::{admit_program, confirm_access};
use crate::auth::{Deed, Role, sessions};
use crate::office::Office;
use crate::pages::desk::errors;
use crate::pages::form_page;
use crate::serve::ask::Ask;
use crate::serve::pool::is_lost;
use crate::serve::problem::{Problem, Words, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// As whom a program may come: it acts for one who pays, works at a branch or for a province, reads figures
/// or books, or takes payments and runs months.
const ROLES: [Role; 8] = [
    Role::Employer,
    Role::Platform,
    Role::Donor,
    Role::Officer,
    Role::Head,
    Role::Analyst,
    Role::Auditor,
    Role::Administrator,
];

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/admin/clients", Deed::Administer, list),
        Route::form("/admin/clients", Deed::Administer, add),
        Route::form("/admin/clients/{client}/confirm", Deed::Administer, confirm),
        Route::form("/admin/clients/{client}/end", Deed::Administer, end),
    ]
}

fn list(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[], None)
}

fn shown(ask: &mut Ask<'_>, wrong: &[(String, Words)], key: Option<&str>) -> Result<Reply, Problem> {
    let (lang, own) = (ask.lang, ask.caller.account);
    let (all, offices) = ask.office.look(|unit, _| {
        let mut all = Vec::new();
        for one in clients::all(unit)? {
            let waits = confirm_access::waiting(unit, one.id)?;
            all.push((one, waits));
        }
        Ok((all, branches::all(unit)?))
    })?;
    let mut rows: Vec<Json> = all
        .iter()
        .map(|(one, waits)| {
            json!({
                "waits": !waits.is_empty(), "own": waits.iter().any(|step| step.asked_by == own),
                "id": one.id, "name": one.name, "role": one.role, "payer": one.payer.map(|payer| payer.0),
                "branch": one.branch.and_then(|id| offices.iter().find(|office| office.id == id))
                    .map(|office| &office.name),
                "province": one.province, "sandbox": false,
                "since": one.known.day().map(|day| day.to_string()),
                "ended": one.ended.and_then(base::Moment::day).map(|day| day.to_string()),
            })
        })
        .collect();
    rows.extend(of_sandbox(ask)?);
    let roles: Vec<Json> = ROLES
        .iter()
        .map(|role| json!({ "value": role.word(), "text": super::role(lang, role.word()) }))
        .collect();
    let field = |name: &str| if key.is_some() { "" } else { ask.form.get(name) };
    let given = json!({
        "name": field("name"), "role": field("role"), "payer": field("payer"), "branch": field("branch"),
        "province": field("province"), "sandbox": field("sandbox") == "yes",
    });
    let offices: Vec<Json> = offices
        .iter()
        .filter(|office| office.closed.is_none())
        .map(|office| json!({ "value": office.id, "text": format!("{} ({})", office.name, office.province) }))
        .collect();
    let has_sandbox = ask.sandbox.is_some();
    let values = context! { has_sandbox, rows, roles, offices, given, key, errors => errors(wrong, lang) };
    form_page(ask, "staff/clients.html", values)
}

/// Does something in the sandbox; its own trouble is none of this institution's.
fn in_sandbox<T>(ask: &Ask<'_>, work: impl FnOnce(&mut Office) -> Result<T>) -> Result<T, Problem> {
    let Some(sandbox) = ask.sandbox else {
        let (id, en) = ("di sini tidak ada ruang coba", "there is no sandbox here");
        return Err(Problem::Refused(Refusal::new("no_sandbox", id, en)));
    };
    Ok(sandbox.with(work, |done| done.as_ref().is_err_and(is_lost))??)
}

/// Programs of the sandbox.
fn of_sandbox(ask: &Ask<'_>) -> Result<Vec<Json>, Problem> {
    if ask.sandbox.is_none() {
        return Ok(Vec::new());
    }
    let all = in_sandbox(ask, |office| office.look(|unit, _| clients::all(unit)))?;
    let row = |one: &Client| {
        json!({
            "waits": false, "own": false, "sandbox": true, "id": one.id, "name": one.name, "role": one.role,
            "payer": one.payer.map(|payer| payer.0), "branch": null, "province": one.province,
            "since": one.known.day().map(|day| day.to_string()),
            "ended": one.ended.and_then(base::Moment::day).map(|day| day.to_string()),
        })
    };
    Ok(all.iter().map(row).collect())
}

/// Lets a program into the sandbox; gives its key.
fn admit(ask: &mut Ask<'_>) -> Result<Result<String, Vec<(String, Words)>>, Problem> {
    let name = ask.form.get("name").to_owned();
    let role = admit_program::ROLES.into_iter().find(|role| role.word() == ask.form.get("role"));
    let mut wrong = Vec::new();
    if name.is_empty() || name.chars().count() > 100 {
        let said =
            words("Isi nama program, paling banyak 100 huruf.", "Name the program, 100 letters at most.");
        wrong.push(("name".to_owned(), said));
    }
    let Some(role) = role.filter(|_| wrong.is_empty()) else {
        if role.is_none() {
            let said =
                words("Pilih pemberi kerja, platform, atau donatur.", "Choose employer, platform or donor.");
            wrong.push(("role".to_owned(), said));
        }
        return Ok(Err(wrong));
    };
    let key = in_sandbox(ask, |office| admit_program::run(office, &name, role))?;
    ask.office.unit(|unit, desk| crate::registry::note(unit, desk, "program of the sandbox added", 0))?;
    Ok(Ok(key))
}

/// What a form asks for.
struct Wanted {
    name: String,
    role: Role,
    payer: Option<PayerId>,
    branch: Option<i64>,
    province: Option<String>,
}

fn wanted(ask: &mut Ask<'_>) -> Result<Result<Wanted, Vec<(String, Words)>>> {
    let name = ask.form.get("name").to_owned();
    let role = ROLES.into_iter().find(|role| role.word() == ask.form.get("role"));
    let payer = ask.form.get("payer").parse::<i64>().ok().map(PayerId);
    let branch = ask.form.get("branch").parse::<i64>().ok();
    let province = Some(ask.form.get("province").to_owned()).filter(|province| !province.is_empty());
    let (there, is_branch) = ask.office.look(|unit, _| {
        let there = payer.map(|payer| payers::read(unit, payer)).transpose()?.flatten().is_some();
        Ok((there, branch.map(|branch| branches::read(unit, branch)).transpose()?.flatten().is_some()))
    })?;
    let acts_for_payer = matches!(role, Some(Role::Employer | Role::Platform | Role::Donor));
    let is_code = |code: &String| code.len() == 2 && code.bytes().all(|digit| digit.is_ascii_digit());
    let mut wrong = Vec::new();
    let mut says = |field: &str, id: &str, en: &str| wrong.push((field.to_owned(), words(id, en)));
    if name.is_empty() || name.chars().count() > 100 {
        says("name", "Isi nama program, paling banyak 100 huruf.", "Name the program, 100 letters at most.");
    }
    if role.is_none() {
        says("role", "Pilih perannya.", "Choose its role.");
    }
    if acts_for_payer && !there {
        says("payer", "Isi nomor pembayar yang terdaftar.", "Give the number of a registered payer.");
    }
    if province.as_ref().is_some_and(|code| !is_code(code)) {
        says("province", "Kode provinsi terdiri dari dua angka.", "The code of a province has two figures.");
    }
    if role == Some(Role::Officer) && !is_branch {
        says("branch", "Pilih cabangnya.", "Choose the branch.");
    }
    if role == Some(Role::Head) && !is_branch && province.is_none() {
        says("branch", "Pilih cabang atau isi provinsinya.", "Choose a branch or give a province.");
    }
    let Some(role) = role.filter(|_| wrong.is_empty()) else { return Ok(Err(wrong)) };
    let is_desk = matches!(role, Role::Officer | Role::Head);
    Ok(Ok(Wanted {
        name,
        role,
        payer: payer.filter(|_| acts_for_payer),
        branch: branch.filter(|_| is_desk),
        province: province.filter(|_| role == Role::Head),
    }))
}

fn add(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    if ask.form.get("sandbox") == "yes" {
        return match admit(ask)? {
            Ok(key) => shown(ask, &[], Some(&key)),
            Err(wrong) => Ok(shown(ask, &wrong, None)?.status(Problem::Fields(Vec::new()).status())),
        };
    }
    let wanted = match wanted(ask)? {
        Ok(wanted) => wanted,
        Err(wrong) => return Ok(shown(ask, &wrong, None)?.status(Problem::Fields(Vec::new()).status())),
    };
    let (key, by) = (sessions::by_chance()?, ask.caller.account);
    ask.office.unit(|unit, desk| {
        let id = institution::take_numbers(unit, 1)?;
        let client = Client {
            id,
            name: wanted.name.clone(),
            key: sessions::hash(&key),
            role: wanted.role.word().to_owned(),
            payer: wanted.payer,
            branch: wanted.branch,
            province: wanted.province.clone(),
            ended: None,
            known: desk.now,
        };
        clients::add(unit, &client)?;
        confirm_access::wait(unit, desk, (id, wanted.role), "opened", by)?;
        crate::registry::note(unit, desk, "program added", id)
    })?;
    // The answer to the form itself: a page that is loaded again does not show the key again.
    shown(ask, &[], Some(&key))
}

/// Another administrator lets a program in.
fn confirm(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id: i64 = ask.place("client")?;
    confirm_access::run(ask.office, id, ask.caller.account)?;
    Ok(Reply::see("/admin/clients"))
}

fn end(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id: i64 = ask.place("client")?;
    if ask.form.get("sandbox") == "yes" {
        in_sandbox(ask, |office| admit_program::close(office, id))?;
        return Ok(Reply::see("/admin/clients"));
    }
    ask.office.unit(|unit, desk| {
        clients::end(unit, id, desk.now)?;
        crate::registry::note(unit, desk, "program closed", id)
    })?;
    Ok(Reply::see("/admin/clients"))
}
