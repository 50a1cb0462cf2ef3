//! Wage reports: the people of an employer for a month, row by row.

use std::collections::BTreeSet;

use anyhow::Result;
use axum::http::StatusCode;
use base::Nik;
use schemars::JsonSchema;
use scheme::id::PayerId;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::about::{About, Keyed};
use super::body;
use super::forms::{Date, Difference, FactsForm, KpjNumber, NikNumber, SexForm, YearMonth, pairs};
use super::replay::{input, key, reply};
use crate::actions::confirm_person::NOT_CONFIRMED;
use crate::actions::once::{known, once_told};
use crate::actions::report_file;
use crate::auth::{Deed, Of};
use crate::office::Office;
use crate::payroll::{Lang, Reject};
use crate::reports::check::Known;
use crate::reports::row::Row;
use crate::reports::take::{Done, Employer, Taken, take};
use crate::reports::whose::Whose;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// A report with more rows is uploaded as a file, and worked at later.
const ROWS_MAX: usize = 1_000;
/// As many bytes as so many rows may take.
const BYTES_MAX: usize = 1_000_000;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v1/payers/{payer}/wage-reports", Deed::ReportWages, report, || {
            About::new("wage reports", "Take the wages of a month; a row that is refused stops no other")
                .takes::<Report>()
                .answers::<Reported>()
                .keyed(Keyed::May)
                .example(|| {
                    json!({ "month": "2026-01", "rows": [
                        { "nik": "9931014107900001", "name": "Siti Contoh", "facts": { "wage": 6_000_000 } },
                    ] })
                })
        })
        .of(Of::Payer("payer"))
        .files(BYTES_MAX),
    ]
}

/// A report of a month.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Report {
    month: YearMonth,
    /// Only a trial: nothing is kept.
    #[serde(default)]
    dry_run: bool,
    #[schemars(length(min = 1, max = 1000))]
    rows: Vec<RowForm>,
}

/// One person of a report, found by the NIK, or by a card of this employer's that bears the same name.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct RowForm {
    #[serde(default)]
    nik: Option<NikNumber>,
    #[serde(default)]
    #[schemars(length(max = 200))]
    name: String,
    #[serde(default)]
    kpj: Option<KpjNumber>,
    #[serde(default)]
    birth_date: Option<Date>,
    #[serde(default)]
    sex: Option<SexForm>,
    /// The first day of work, of somebody new; the first of the month where there is none.
    #[serde(default)]
    started: Option<Date>,
    /// What the law asks, such as `wage`.
    #[serde(default)]
    facts: FactsForm,
}

/// What became of a report.
#[derive(Serialize, JsonSchema)]
struct Reported {
    payer: i64,
    month: String,
    dry_run: bool,
    unchanged: u64,
    changed: u64,
    enrolled: u64,
    rejected: Vec<Rejected>,
    bills: Vec<Difference>,
}

/// A row that was left out.
#[derive(Serialize, JsonSchema)]
struct Rejected {
    /// Where the row stands in the body, as a JSON pointer.
    row: String,
    /// `row_refused`: something in the row; `not_confirmed`: who she is cannot be confirmed from here,
    /// whatever the reason, and the branch looks at it.
    code: String,
    field: String,
    says: String,
    remedy: String,
}

/// What is kept of an answer: numbers, and words without a name.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Kept {
    unchanged: u64,
    changed: u64,
    enrolled: u64,
    rejected: Vec<Left>,
    bills: Vec<Difference>,
}

/// A row that was left out, as it is kept.
#[derive(Clone, Serialize, Deserialize)]
struct Left {
    row: u64,
    code: String,
    field: String,
    what: [String; 2],
    remedy: [String; 2],
}

fn report(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: Report = body::read(ask)?;
    let payer = PayerId(ask.place("payer")?);
    let rows = rows(&form)?;
    if ask.caller.role.is_staff() {
        ask.office.look(|unit, _| report_file::not_billed(unit, payer, form.month.0))?;
    }
    let (key, input) = (key(ask)?, input(ask));
    let before = ask.office.look(|unit, desk| known::<Kept>(unit, desk, key.as_deref(), &input))?;
    let (kept, is_new) = match before {
        Some(kept) => (kept, false),
        None => {
            let employer = ask.office.look(|unit, desk| Employer::load(unit, desk, payer, form.month.0))?;
            let account = ask.caller.account;
            let known = ask.office.look(|unit, desk| Known::load(unit, desk, &employer))?;
            let done = if form.dry_run {
                take(ask.office, &employer, &rows, &Whose::Trial(&known))?
            } else {
                tried_and_taken(ask.office, (&employer, &known), rows, account)?
            };
            let mut kept =
                Kept { bills: done.bills.iter().map(Difference::from).collect(), ..Kept::default() };
            done.taken.iter().for_each(|taken| kept.add(taken));
            // A report says what is: taken twice it changes nothing, so its answer may be kept after it.
            let told = ask
                .office
                .unit(|unit, desk| once_told(unit, desk, key.as_deref(), &input, |_| Ok(kept.clone())))?;
            (told.answer, told.is_new)
        }
    };
    reply(&reported(ask, &form, payer, kept), StatusCode::OK, is_new)
}

/// What a row itself lacks is found as if nobody else were registered; the others are taken.
fn tried_and_taken(
    office: &mut Office,
    (employer, known): (&Employer, &Known),
    rows: Vec<Row>,
    account: i64,
) -> anyhow::Result<Done> {
    let (own, others): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| known.is_own(row));
    let tried = take(office, employer, &others, &Whose::Trial(known))?.taken;
    let mut good = own;
    let mut refused = Vec::new();
    for (row, taken) in others.into_iter().zip(tried) {
        match taken {
            Taken::Refused(reject) => refused.push(Taken::Refused(reject)),
            _ => good.push(row),
        }
    }
    let whose = Whose::counter(office, (employer.id, known), good.len(), account)?;
    let mut done = take(office, employer, &good, &whose)?;
    done.taken.extend(refused);
    Ok(done)
}

fn rows(form: &Report) -> Result<Vec<Row>, Problem> {
    let fault = |place: String, id: &str, en: &str| Err(Problem::Fields(vec![(place, words(id, en))]));
    if form.rows.is_empty() || form.rows.len() > ROWS_MAX {
        return fault(
            "/rows".to_owned(),
            "kirim 1 sampai 1000 baris; lebih dari itu, unggah sebagai berkas",
            "send 1 to 1000 rows; upload more than that as a file",
        );
    }
    let mut seen: BTreeSet<Nik> = BTreeSet::new();
    for (at, row) in form.rows.iter().enumerate() {
        if row.nik.is_none() && row.kpj.is_none() {
            let (id, en) = ("isi NIK atau nomor kartu", "give a NIK or a card number");
            return fault(format!("/rows/{at}/nik"), id, en);
        }
        if row.nik.is_some_and(|nik| !seen.insert(nik.0)) {
            let (id, en) = ("orang ini sudah ada di baris lain", "the person stands in another row too");
            return fault(format!("/rows/{at}/nik"), id, en);
        }
    }
    let row = |(at, row): (usize, &RowForm)| Row {
        line: at as u64,
        nik: row.nik.map(|nik| nik.0),
        name: row.name.clone(),
        kpj: row.kpj.map(|kpj| kpj.0),
        npp: String::new(),
        birth: row.birth_date.map(|day| day.0),
        sex: row.sex.map(Into::into),
        start: row.started.map(|day| day.0),
        facts: pairs(&row.facts),
    };
    Ok(form.rows.iter().enumerate().map(row).collect())
}

impl Kept {
    fn add(&mut self, taken: &Taken) {
        match taken {
            Taken::Unchanged(_) => self.unchanged += 1,
            Taken::Changed(_) => self.changed += 1,
            // Whether she was registered before is hers to tell.
            Taken::Hired { .. } => self.enrolled += 1,
            Taken::Refused(reject) => self.rejected.push(rejected(reject, "row_refused")),
            Taken::Unconfirmed(reject, _) => self.rejected.push(rejected(reject, NOT_CONFIRMED)),
        }
    }
}

/// The field of a column, as the body calls it.
fn rejected(reject: &Reject, code: &str) -> Left {
    let field = match reject.column.as_str() {
        "NIK" => "nik",
        "Nama" => "name",
        "KPJ" => "kpj",
        "Tanggal Lahir" => "birth_date",
        fact => fact,
    };
    let both = |said: fn(&Reject, Lang) -> String| [said(reject, Lang::Id), said(reject, Lang::En)];
    Left {
        row: reject.row,
        code: code.to_owned(),
        field: field.to_owned(),
        what: both(Reject::what),
        remedy: both(Reject::remedy),
    }
}

fn sorted(mut left: Vec<Left>) -> Vec<Left> {
    left.sort_by_key(|left| left.row);
    left
}

fn reported(ask: &Ask<'_>, form: &Report, payer: PayerId, kept: Kept) -> Reported {
    let pick = |[id, en]: [String; 2]| ask.pick(&id, &en).to_owned();
    let row = |left: Left| Rejected {
        row: format!("/rows/{}", left.row),
        code: left.code,
        field: left.field,
        says: pick(left.what),
        remedy: pick(left.remedy),
    };
    Reported {
        payer: payer.0,
        month: form.month.0.to_string(),
        dry_run: form.dry_run,
        unchanged: kept.unchanged,
        changed: kept.changed,
        enrolled: kept.enrolled,
        rejected: sorted(kept.rejected).into_iter().map(row).collect(),
        bills: kept.bills,
    }
}
