//! Files of employers: brought, checked row by row, accepted or left; how far each is, also as events.

use std::collections::BTreeMap;

use anyhow::Result;
use axum::http::StatusCode;
use base::{Month, Nik};
use schemars::JsonSchema;
use scheme::id::PayerId;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use store::queries::uploads::{self, Row, Upload};

use super::about::{About, Keyed};
use super::body;
use super::list::{self, Part};
use super::replay::{input, once_of, reply};
use crate::actions::report_file::{self, Brought, FILE_BYTES_MAX};
use crate::auth::{Deed, Of};
use crate::jobs::take_upload::Sum;
use crate::reports::rejected;
use crate::reports::rows::{Fault, Kept};
use crate::serve::ask::Ask;
use crate::serve::events::Listening;
use crate::serve::flow::Flow;
use crate::serve::form::file_name;
use crate::serve::problem::{Problem, Words, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::progress::{self, Far, Watched};

/// What a payroll program writes.
const KINDS: &[&str] = &["text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"];

const NEW_QUERY: &[(&str, &str)] = &[
    ("month", "The month that the file reports"),
    ("names", "`all`: who is missing has left; `changes`: only who is new or different"),
    ("name", "What the file is called"),
];

const ROWS_QUERY: &[(&str, &str)] = &[
    list::QUERY[0],
    list::QUERY[1],
    ("state", "`joins`, `leaves`, `changed`, `same`, `refused` or `unusual`; all where nothing is said"),
];

pub(super) fn routes() -> Vec<Route> {
    let (of, does) = (Of::Upload("upload"), Deed::ReportWages);
    vec![
        Route::post("/api/v1/payers/{payer}/uploads", does, bring, || {
            About::new("uploads", "Bring the payroll's file of a month: it is checked, and nothing taken yet")
                .answers::<UploadForm>()
                .query(NEW_QUERY)
                .later()
                .keyed(Keyed::May)
                .example(|| json!("NIK,Nama,Upah\n9931014107900001,Siti Contoh,6000000\n"))
        })
        .of(Of::Payer("payer"))
        .bodies(KINDS)
        .files(FILE_BYTES_MAX),
        Route::get("/api/v1/payers/{payer}/uploads", does, all, || {
            About::new("uploads", "Files of a payer, the latest first")
                .answers::<Part<UploadForm>>()
                .query(list::QUERY)
        })
        .of(Of::Payer("payer")),
        Route::get("/api/v1/uploads/{upload}", does, show, || {
            About::new("uploads", "A file: how far it is, and what its rows came to").answers::<UploadForm>()
        })
        .of(of),
        Route::get("/api/v1/uploads/{upload}/events", does, events, || {
            About::new("uploads", "The same as it happens, until nothing more happens by itself")
                .kind("text/event-stream")
        })
        .of(of),
        Route::get("/api/v1/uploads/{upload}/rows", does, rows, || {
            About::new("uploads", "Rows: who joins, leaves, changes, is refused and why; what is unusual")
                .answers::<Part<FileRow>>()
                .query(ROWS_QUERY)
        })
        .of(of),
        Route::get("/api/v1/uploads/{upload}/rejected", does, refused, || {
            About::new("uploads", "Rows that were refused, for a spreadsheet").kind("text/csv")
        })
        .of(of),
        Route::post("/api/v1/uploads/{upload}/accept", does, accept, || {
            About::new("uploads", "Take the good rows; unusual ones only where they are confirmed")
                .takes::<Accept>()
                .answers::<UploadForm>()
                .later()
                .keyed(Keyed::May)
                .example(|| json!({ "confirm_rows": [3, 17] }))
        })
        .of(of),
        Route::post("/api/v1/uploads/{upload}/drop", does, leave, || {
            About::new("uploads", "Take nothing of it")
                .takes::<Drop>()
                .answers::<UploadForm>()
                .keyed(Keyed::May)
        })
        .of(of),
    ]
}

/// A file that an employer has brought.
#[derive(Serialize, JsonSchema)]
struct UploadForm {
    upload: i64,
    payer: i64,
    month: String,
    name: String,
    /// `all` or `changes`.
    names: String,
    /// `checking`, `checked`, `taking`, `taken`, `dropped` or `failed`.
    state: String,
    progress: Far,
    /// Rows by what they came to: `same`, `changed`, `joins`, `leaves`, `refused`.
    rows: BTreeMap<String, i64>,
    /// Rows so unusual that somebody should look twice.
    unusual: i64,
    /// Of those, rows that nobody has confirmed: they are left out.
    unconfirmed: i64,
    /// What is wrong with the file as a whole.
    says: Option<String>,
    /// What came of it, when it is taken.
    taken: Option<TakenForm>,
}

/// What came of a file.
#[derive(Serialize, JsonSchema)]
struct TakenForm {
    changed: u64,
    joined: u64,
    left: u64,
    refused: u64,
    bills: Vec<BillOf>,
}

/// A bill that came of it, of a month that was billed before.
#[derive(Serialize, JsonSchema)]
struct BillOf {
    month: String,
    code: String,
    owed: i64,
    due: Option<String>,
}

impl From<Sum> for TakenForm {
    fn from(sum: Sum) -> TakenForm {
        let bills = sum.bills.into_iter().map(|bill| BillOf {
            month: bill.month,
            code: bill.code,
            owed: bill.owed,
            due: bill.due,
        });
        TakenForm {
            changed: sum.changed,
            joined: sum.joined,
            left: sum.left,
            refused: sum.refused,
            bills: bills.collect(),
        }
    }
}

fn fault(field: &str, said: Words) -> Problem {
    Problem::Fields(vec![(field.to_owned(), said)])
}

fn bring(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let month: Option<Month> =
        list::given(ask, "month", "tulis bulan seperti 2026-05", "write a month such as 2026-05")?;
    let month = month.ok_or_else(|| {
        fault("?month", words("tulis bulan yang dilaporkan", "say which month is reported"))
    })?;
    let complete = match ask.query.get("names") {
        "all" => true,
        "changes" => false,
        _ => return Err(fault("?names", words("pilih: all, changes", "choose: all, changes"))),
    };
    if ask.body.is_empty() {
        return Err(fault("", words("berkasnya kosong", "the file is empty")));
    }
    let (name, bytes) = (file_name(ask.query.get("name")), std::mem::take(&mut ask.body));
    let payer = PayerId(ask.place("payer")?);
    let asked = format!("{}\n{month} {complete}\n{}", ask.path, sha_of(&bytes));
    let (account, by_staff) = (ask.caller.account, ask.caller.role.is_staff());
    let brought = Brought { payer, month, name, bytes, complete, account, by_staff };
    let done = once_of(ask, &asked, |unit, desk| report_file::bring(unit, desk, &brought))?;
    let upload = read(ask, done.answer)?;
    told(ask, &upload, StatusCode::ACCEPTED, done.is_new)
}

fn sha_of(bytes: &[u8]) -> String {
    use sha2::{Digest, Sha256};
    crate::hex::of(&Sha256::digest(bytes))
}

fn read(ask: &mut Ask<'_>, id: i64) -> Result<Upload, Problem> {
    ask.office.look(|unit, _| uploads::read(unit, id))?.ok_or(Problem::NotFound)
}

fn told(ask: &mut Ask<'_>, upload: &Upload, status: StatusCode, is_new: bool) -> Result<Reply, Problem> {
    let place = format!("/api/v1/uploads/{}", upload.id);
    let form = shown(ask, upload)?;
    Ok(reply(&form, status, is_new)?.with("location", place))
}

fn shown(ask: &mut Ask<'_>, upload: &Upload) -> Result<UploadForm, Problem> {
    let id = upload.id;
    let (counts, (unusual, unconfirmed), (far, _)) = ask.office.look(|unit, _| {
        let far = progress::of_upload(unit, upload)?;
        Ok((uploads::counts(unit, id)?, uploads::unusual(unit, id)?, far))
    })?;
    let said = upload.told.as_deref().unwrap_or_default();
    let says: Option<Value> = serde_json::from_str(said).ok().filter(|_| upload.state == "failed");
    let taken: Option<Sum> = serde_json::from_str(said).ok().filter(|_| upload.state == "taken");
    Ok(UploadForm {
        upload: id,
        payer: upload.payer.0,
        month: upload.month.to_string(),
        name: upload.name.clone(),
        names: if upload.complete { "all" } else { "changes" }.to_owned(),
        state: upload.state.clone(),
        progress: far,
        rows: counts.into_iter().collect(),
        unusual,
        unconfirmed,
        says: says.and_then(|says| Some(says.get(ask.pick("id", "en"))?.as_str()?.to_owned())),
        taken: taken.map(TakenForm::from),
    })
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = ask.place("upload")?;
    let upload = read(ask, id)?;
    Ok(Reply::json(&shown(ask, &upload)?)?)
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let payer = PayerId(ask.place("payer")?);
    let (before, limit) = (list::number(ask)?, list::limit(ask)?);
    let wanted = i64::try_from(limit).unwrap_or(i64::MAX - 1) + 1;
    let found = ask.office.look(|unit, _| uploads::before(unit, payer, before, wanted))?;
    let mut items = Vec::with_capacity(limit);
    for upload in found.iter().take(limit) {
        items.push(shown(ask, upload)?);
    }
    let next = items.last().filter(|_| found.len() > limit).map(|last| last.upload.to_string());
    Ok(Reply::json(&Part { items, next })?)
}

fn events(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let watched = Watched::Upload(ask.place("upload")?);
    listen(ask, watched)
}

/// What happens to something, as events; nothing where its end has been heard.
pub(super) fn listen(ask: &mut Ask<'_>, watched: Watched) -> Result<Reply, Problem> {
    let now = ask.office.look(|unit, _| progress::read(unit, watched))?.ok_or(Problem::NotFound)?;
    let last = ask.header("last-event-id").map(str::to_owned);
    if now.is_over && last.as_ref() == Some(&now.mark()) {
        return Ok(Reply::empty(StatusCode::NO_CONTENT));
    }
    let listening = Listening { watched, account: ask.caller.account, now, last };
    Ok(Reply::of("text/event-stream", Vec::new()).then(Flow::Events(listening)))
}

/// A row of a file.
#[derive(Serialize, JsonSchema)]
struct FileRow {
    /// Where it stands in the file; of who is missing from it, a number after the last.
    row: i64,
    /// `same`, `changed`, `joins`, `leaves` or `refused`.
    state: String,
    /// Why somebody should look twice: `down`, `up`, `below_minimum`, `many_leave`, `leaves_beside_refused`.
    unusual: Option<String>,
    confirmed: bool,
    membership: Option<i64>,
    name: String,
    /// The middle is hidden.
    nik: String,
    facts: BTreeMap<String, String>,
    /// What was known before of those that differ.
    before: BTreeMap<String, String>,
    faults: Vec<FaultForm>,
}

/// A cell that cannot be taken.
#[derive(Serialize, JsonSchema)]
struct FaultForm {
    column: String,
    value: String,
    says: String,
    remedy: String,
}

fn rows(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id: i64 = ask.place("upload")?;
    let (after, limit) = (list::number(ask)?.unwrap_or(-1), list::limit(ask)?);
    let wanted = i64::try_from(limit).unwrap_or(i64::MAX - 1) + 1;
    let state = ask.query.get("state").to_owned();
    let known = ["", "joins", "leaves", "changed", "same", "refused", "unusual"];
    if !known.contains(&state.as_str()) {
        let choices = known[1..].join(", ");
        return Err(fault("?state", words(format!("pilih: {choices}"), format!("choose: {choices}"))));
    }
    let found = ask.office.look(|unit, desk| {
        let rows = match state.as_str() {
            "unusual" => uploads::unusual_rows(unit, id, after, wanted)?,
            "" => uploads::rows(unit, id, None, after, wanted)?,
            state => uploads::rows(unit, id, Some(state), after, wanted)?,
        };
        rows.into_iter().map(|row| Ok((Kept::open(desk, &row)?, row))).collect::<Result<Vec<_>>>()
    })?;
    let more = found.len() > limit;
    let shown = found.iter().take(limit).filter_map(|(_, row)| row.membership);
    ask.shows_members(Deed::ReportWages, shown)?;
    let items: Vec<FileRow> =
        found.into_iter().take(limit).map(|(kept, row)| row_form(ask, kept, row)).collect();
    let next = items.last().filter(|_| more).map(|last| last.row.to_string());
    Ok(Reply::json(&Part { items, next })?)
}

fn row_form(ask: &Ask<'_>, kept: Kept, row: Row) -> FileRow {
    let fault = |fault: Fault| {
        let ([what_id, what_en], [remedy_id, remedy_en]) = (&fault.what, &fault.remedy);
        FaultForm {
            says: ask.pick(what_id, what_en).to_owned(),
            remedy: ask.pick(remedy_id, remedy_en).to_owned(),
            column: fault.column,
            value: fault.value,
        }
    };
    FileRow {
        row: row.no,
        state: row.state,
        unusual: row.unusual,
        confirmed: row.confirmed,
        membership: row.membership.map(|id| id.0),
        name: kept.name,
        nik: kept.nik.parse::<Nik>().map(Nik::masked).unwrap_or_default(),
        facts: kept.facts.into_iter().collect(),
        before: kept.before.into_iter().collect(),
        faults: kept.faults.into_iter().map(fault).collect(),
    }
}

fn refused(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (id, lang): (i64, _) = (ask.place("upload")?, ask.lang);
    let file = Reply::file("text/csv; charset=utf-8", &format!("refused-{id}.csv"), Vec::new());
    Ok(file.then(Flow::pieces(move |office, take| rejected::write(office, id, lang, take))))
}

/// The good rows are to be taken.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Accept {
    /// Unusual rows that somebody has looked at, by their numbers.
    #[serde(default)]
    #[schemars(length(max = 1000))]
    confirm_rows: Vec<i64>,
    /// Somebody has looked at all that is unusual.
    #[serde(default)]
    confirm_all: bool,
}

/// As many rows as are confirmed by their numbers at once.
const CONFIRMED_MAX: usize = 1_000;

fn accept(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: Accept = body::read(ask)?;
    if form.confirm_rows.len() > CONFIRMED_MAX {
        let said = words("paling banyak 1000 baris sekaligus", "1000 rows at once at most");
        return Err(fault("/confirm_rows", said));
    }
    let (id, account): (i64, _) = (ask.place("upload")?, ask.caller.account);
    let input = input(ask);
    let done = once_of(ask, &input, |unit, desk| {
        let is_checked = uploads::read(unit, id)?.is_some_and(|upload| upload.state == "checked");
        if is_checked && form.confirm_all {
            uploads::confirm(unit, id, None)?;
        }
        for row in form.confirm_rows.iter().filter(|_| is_checked) {
            uploads::confirm(unit, id, Some(*row))?;
        }
        report_file::accept(unit, desk, id, account)
    })?;
    let upload = read(ask, id)?;
    told(ask, &upload, StatusCode::ACCEPTED, done.is_new)
}

/// Nothing to say.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Drop {}

fn leave(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let Drop {} = body::read(ask)?;
    let id: i64 = ask.place("upload")?;
    let input = input(ask);
    let done = once_of(ask, &input, |unit, _| report_file::leave(unit, id))?;
    let upload = read(ask, id)?;
    told(ask, &upload, StatusCode::OK, done.is_new)
}
