//! Wage reports: a file is sent in, checked row by row, confirmed where it is unusual, taken, or dropped.

use axum::http::StatusCode;
use base::Month;
use minijinja::context;
use scheme::id::PayerId;
use serde_json::{Value, json};
use store::queries::uploads::{self, Upload};

use super::{PAYER, facts_said, head, payer};
use crate::actions::report_file::{self, Brought, FILE_BYTES_MAX};
use crate::auth::Deed;
use crate::jobs::take_upload;
use crate::pages::wanted::Wanted;
use crate::pages::{form_page, page, texts};
use crate::reports::rejected;
use crate::reports::rows::Kept;
use crate::serve::ask::Ask;
use crate::serve::flow::Flow;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::progress;

/// What a form needs beside its file.
const FORM_BYTES: usize = 10_000;
/// Files and rows on a page.
const SHOWN: i64 = 50;

pub(super) fn routes() -> Vec<Route> {
    let page = |path, does| Route::page(path, Deed::ReportWages, does).of(PAYER);
    let form = |path, does| Route::form(path, Deed::ReportWages, does).of(PAYER);
    vec![
        page("/payers/{payer}/uploads", all),
        page("/payers/{payer}/uploads/new", ask_new),
        form("/payers/{payer}/uploads/new", new).files(FILE_BYTES_MAX + FORM_BYTES),
        page("/payers/{payer}/uploads/{upload}", one),
        page("/payers/{payer}/uploads/{upload}/refused.csv", refused),
        form("/payers/{payer}/uploads/{upload}/confirm", confirm),
        form("/payers/{payer}/uploads/{upload}/take", take),
        form("/payers/{payer}/uploads/{upload}/drop", dropped),
    ]
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = payer(ask)?;
    let head = head(ask, id, "uploads")?;
    let found = ask.office.look(|unit, _| uploads::of_payer(unit, id, SHOWN))?;
    let uploads: Vec<Value> = found.iter().map(shown).collect();
    page(ask, "employer/uploads.html", context! { head, uploads })
}

fn shown(upload: &Upload) -> Value {
    json!({
        "id": upload.id, "name": upload.name, "month": upload.month.to_string(), "state": upload.state,
        "complete": upload.complete, "day": upload.made.to_string().get(..10),
    })
}

fn ask_new(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    new_page(ask, &[])
}

fn new_page(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let id = payer(ask)?;
    let head = head(ask, id, "uploads")?;
    let today = ask.office.today().month().to_string();
    let given = json!({
        "month": if ask.form.get("month").is_empty() { today } else { ask.form.get("month").to_owned() },
        "names": ask.form.get("names"),
    });
    form_page(ask, "employer/upload_new.html", context! { head, given, errors })
}

fn new(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = payer(ask)?;
    let lang = ask.lang;
    let wrong = |field: &str, key: &str| json!({ "field": field, "text": texts::said(lang, key, &[]) });
    let month = ask.form.get("month").parse::<Month>().ok();
    let complete = match ask.form.get("names") {
        "all" => Some(true),
        "changes" => Some(false),
        _ => None,
    };
    let file = ask.form.file("file").filter(|file| !file.bytes.is_empty()).cloned();
    let mut errors = Vec::new();
    match &file {
        None => errors.push(wrong("file", "employer.file_wrong")),
        Some(file) if file.bytes.len() > FILE_BYTES_MAX => errors.push(wrong("file", "employer.file_large")),
        Some(_) => {}
    }
    errors.extend(month.is_none().then(|| wrong("month", "employer.month_wrong")));
    errors.extend(complete.is_none().then(|| wrong("names", "employer.names_wrong")));
    let (Some(file), Some(month), Some(complete), true) = (file, month, complete, errors.is_empty()) else {
        return Ok(new_page(ask, &errors)?.status(StatusCode::UNPROCESSABLE_ENTITY));
    };
    let (account, by_staff) = (ask.caller.account, ask.caller.role.is_staff());
    let brought =
        Brought { payer: id, month, name: file.name, bytes: file.bytes, complete, account, by_staff };
    let number = ask.office.unit(|unit, desk| report_file::bring(unit, desk, &brought))?;
    Ok(Reply::see(&format!("/payers/{id}/uploads/{number}")))
}

/// The upload of the address, if it is this payer's.
fn found(ask: &mut Ask<'_>) -> Result<Upload, Problem> {
    let (id, number): (PayerId, i64) = (payer(ask)?, ask.place("upload")?);
    let found = ask.office.look(|unit, _| uploads::read(unit, number))?;
    found.filter(|upload| upload.payer == id).ok_or(Problem::NotFound)
}

fn one(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let upload = found(ask)?;
    let head = head(ask, upload.payer, "uploads")?;
    let number = upload.id;
    let (counts, (unusual, unconfirmed), (far, job)) = ask.office.look(|unit, _| {
        let far = progress::of_upload(unit, &upload)?;
        Ok((uploads::counts(unit, number)?, uploads::unusual(unit, number)?, far))
    })?;
    let wanted = ask.query.get("state").to_owned();
    let mut numbers = Wanted::default();
    let after = numbers.number(ask, "after").unwrap_or(-1);
    numbers.or_no()?;
    let rows = rows(ask, &upload, &wanted, after)?;
    let tried = if wanted.is_empty() && after < 0 { take_upload::tried(ask.office, &upload)? } else { None };
    let tried: Option<Vec<Value>> =
        tried.map(|months| months.iter().map(|(month, owed)| json!([month.to_string(), owed])).collect());
    let next = if rows.len() as i64 == SHOWN { rows.last().map(|row| row["no"].clone()) } else { None };
    let told: Value =
        upload.told.as_deref().and_then(|told| serde_json::from_str(told).ok()).unwrap_or_default();
    let why = told.get(ask.lang.pick("id", "en")).cloned().unwrap_or_default();
    let sum = if upload.state == "taken" { told } else { Value::Null };
    let work = job.map(|job| json!({ "done": job.done, "total": job.total, "state": job.state }));
    // Work that was tried often enough in vain goes no further by itself.
    let stuck = far.is_over && matches!(upload.state.as_str(), "checking" | "taking");
    let counts: serde_json::Map<String, Value> =
        counts.into_iter().map(|(state, count)| (state, json!(count))).collect();
    let upload = shown(&upload);
    let values = context! {
        head, upload, counts, unusual, unconfirmed, work, rows, next, wanted, why, sum, stuck, tried
    };
    form_page(ask, "employer/upload.html", values)
}

fn rows(ask: &mut Ask<'_>, upload: &Upload, wanted: &str, after: i64) -> Result<Vec<Value>, Problem> {
    if matches!(upload.state.as_str(), "checking" | "taking") {
        return Ok(Vec::new());
    }
    let number = upload.id;
    let opened = ask.office.look(|unit, desk| {
        let rows = match wanted {
            "unusual" => uploads::unusual_rows(unit, number, after, SHOWN)?,
            "" => uploads::rows(unit, number, None, after, SHOWN)?,
            state => uploads::rows(unit, number, Some(state), after, SHOWN)?,
        };
        rows.into_iter().map(|row| Ok((Kept::open(desk, &row)?, row))).collect::<anyhow::Result<Vec<_>>>()
    })?;
    ask.shows_members(Deed::ReportWages, opened.iter().filter_map(|(_, row)| row.membership))?;
    let shown = opened.into_iter().map(|(kept, row)| {
        let faults = kept.faults.iter().map(|fault| {
            let [what_id, what_en] = &fault.what;
            let [remedy_id, remedy_en] = &fault.remedy;
            json!({
                "column": fault.column, "value": fault.value, "what": ask.lang.pick(what_id, what_en),
                "remedy": ask.lang.pick(remedy_id, remedy_en),
            })
        });
        let faults: Vec<Value> = faults.collect();
        let nik = kept.nik.parse::<base::Nik>().map(base::Nik::masked).unwrap_or_default();
        json!({
            "no": row.no, "state": row.state, "unusual": row.unusual, "confirmed": row.confirmed,
            "membership": row.membership.map(|id| id.0), "name": kept.name, "nik": nik, "faults": faults,
            "facts": facts_said(ask, &kept.facts), "before": facts_said(ask, &kept.before),
        })
    });
    Ok(shown.collect())
}

/// The rows that were refused, for a spreadsheet.
fn refused(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (number, lang) = (found(ask)?.id, ask.lang);
    let file = Reply::file("text/csv; charset=utf-8", &format!("refused-{number}.csv"), Vec::new());
    Ok(file.then(Flow::pieces(move |office, take| rejected::write(office, number, lang, take))))
}

fn back(upload: &Upload, query: &str) -> Reply {
    Reply::see(&format!("/payers/{}/uploads/{}{query}", upload.payer, upload.id))
}

/// One row, or all that are unusual.
fn confirm(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let upload = found(ask)?;
    let row = ask.form.get("row").parse::<i64>().ok();
    if row.is_none() && ask.form.get("row") != "all" {
        return Err(Problem::NotFound);
    }
    if upload.state == "checked" {
        ask.office.unit(|unit, _| uploads::confirm(unit, upload.id, row))?;
    }
    Ok(back(&upload, "?state=unusual"))
}

/// Asks for the good rows to be taken; asked twice, they are taken once.
fn take(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let upload = found(ask)?;
    let account = ask.caller.account;
    // Where there is nothing to take, the page says so.
    if matches!(upload.state.as_str(), "checked" | "taking" | "taken") {
        ask.office.unit(|unit, desk| report_file::accept(unit, desk, upload.id, account))?;
    }
    Ok(back(&upload, ""))
}

/// Nothing of it is taken.
fn dropped(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let upload = found(ask)?;
    if matches!(upload.state.as_str(), "checked" | "failed") {
        ask.office.unit(|unit, _| report_file::leave(unit, upload.id))?;
    }
    Ok(back(&upload, ""))
}
