//! Employers and others who pay: registered, looked at, what changes there, what they are billed.

use anyhow::Result;
use axum::http::StatusCode;
use base::Month;
use schemars::JsonSchema;
use scheme::employers::PayerKind;
use scheme::facts::Subject;
use scheme::id::{MembershipId, PayerId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::queries::{bills, facts, payers as rows, rolls, runs};

use super::about::{About, Keyed};
use super::body;
use super::forms::{BillForm, Changes, Date, FactReport, FactsForm, Finding, KnownFact, findings, pairs};
use super::list::{self, Part, part};
use super::people::cared_for;
use super::replay::{once, reply};
use crate::actions::register_payer::{self, RegisterPayer, SizeBy};
use crate::actions::report_payer::{self, ReportPayer};
use crate::auth::{Deed, Of};
use crate::office::code;
use crate::registry::payers;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// What the list of a payer's people is asked.
const PEOPLE_QUERY: &[(&str, &str)] =
    &[list::QUERY[0], list::QUERY[1], ("month", "The month; the present one where nothing is said")];

pub(super) fn routes() -> Vec<Route> {
    let of = Of::Payer("payer");
    vec![
        Route::post("/api/v1/payers", Deed::RegisterPayers, register, || {
            About::new("payers", "Register an employer, a branch, a project, a platform or a sponsor")
                .takes::<NewPayer>()
                .answers::<Registered>()
                .makes()
                .keyed(Keyed::May)
                .example(|| {
                    json!({ "kind": "employer", "npp": "20999001", "name": "Usaha Contoh", "province": 31,
                            "facts": { "risk_class": "low", "enterprise_size": "small" } })
                })
        }),
        Route::get("/api/v1/payers/{payer}", Deed::SeePayer, show, || {
            About::new("payers", "One who pays: facts and credit").answers::<Payer>()
        })
        .of(of),
        Route::post("/api/v1/payers/{payer}/facts", Deed::ChangePayer, report, || {
            About::new(
                "payers",
                "Something changes from a month on; months that were assessed are assessed again",
            )
            .takes::<FactReport>()
            .answers::<Changes>()
            .keyed(Keyed::May)
            .example(|| json!({ "name": "risk_class", "value": "medium", "from": "2026-02" }))
        })
        .of(of),
        Route::get("/api/v1/payers/{payer}/bills", Deed::SeeBills, all_bills, || {
            About::new("payers", "Every bill, in the order of months")
                .answers::<Part<BillForm>>()
                .query(list::QUERY)
        })
        .of(of),
        Route::get("/api/v1/payers/{payer}/members", Deed::SeePayer, people, || {
            About::new("payers", "Memberships on the roll of a month")
                .answers::<Part<OnRoll>>()
                .query(PEOPLE_QUERY)
        })
        .of(of),
    ]
}

/// What somebody who pays is.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum KindForm {
    Employer,
    Branch,
    Project,
    Platform,
    Sponsor,
}

impl From<KindForm> for PayerKind {
    fn from(form: KindForm) -> PayerKind {
        match form {
            KindForm::Employer => PayerKind::Employer,
            KindForm::Branch => PayerKind::Branch,
            KindForm::Project => PayerKind::Project,
            KindForm::Platform => PayerKind::Platform,
            KindForm::Sponsor => PayerKind::Sponsor,
        }
    }
}

/// Somebody who pays, to register.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewPayer {
    kind: KindForm,
    /// The registration number, eight characters; employers and branches have one.
    #[serde(default)]
    npp: Option<String>,
    #[schemars(length(min = 1, max = 200))]
    name: String,
    /// The employer of a branch, the contractor of a project, by number.
    #[serde(default)]
    parent: Option<i64>,
    /// The code of the province, such as 31.
    #[serde(default)]
    province: Option<u8>,
    /// The first day with people to report; today where there is none.
    #[serde(default)]
    started: Option<Date>,
    /// Facts from the first month on, such as `risk_class`.
    #[serde(default)]
    facts: FactsForm,
    /// Working capital in rupiah, which tells the size where it is not stated.
    #[serde(default)]
    capital: Option<i64>,
    /// Sales of a year in rupiah, which tell the size where it is not stated.
    #[serde(default)]
    sales: Option<i64>,
}

/// Somebody who pays, registered.
#[derive(Serialize, JsonSchema)]
struct Registered {
    payer: i64,
    findings: Vec<Finding>,
    /// The payment code of a project, which is billed at once.
    code: Option<String>,
}

fn register(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: NewPayer = body::read(ask)?;
    let capital = form.capital.map(|amount| SizeBy::Capital(amount.to_string()));
    let asked = RegisterPayer {
        kind: form.kind.into(),
        npp: form.npp,
        name: form.name,
        parent: form.parent.map(PayerId),
        province: form.province,
        started: form.started.map(|day| day.0),
        facts: pairs(&form.facts),
        measure: capital.or(form.sales.map(|amount| SizeBy::Sales(amount.to_string()))),
    };
    let caller = ask.caller.clone();
    let done = once(ask, |unit, desk| {
        let done = register_payer::within(unit, desk, &asked)?;
        cared_for(unit, desk, &caller, done.payer)?;
        Ok(done)
    })?;
    let form = Registered {
        payer: done.answer.payer,
        findings: findings(&done.answer.findings, ask.lang),
        code: done.answer.code.map(code::shown),
    };
    let place = format!("/api/v1/payers/{}", form.payer);
    Ok(reply(&form, StatusCode::CREATED, done.is_new)?.with("location", place))
}

/// Somebody who pays.
#[derive(Serialize, JsonSchema)]
struct Payer {
    payer: i64,
    kind: String,
    npp: Option<String>,
    /// Nothing where a member pays for herself.
    name: String,
    parent: Option<i64>,
    province: Option<u8>,
    registered: String,
    closed: Option<String>,
    /// Money that waits for the next bill, in rupiah.
    credit: i64,
    facts: Vec<KnownFact>,
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = PayerId(ask.place("payer")?);
    let form = ask.office.look(|unit, desk| {
        let payer = payers::load(unit, desk, id)?.payer;
        Ok(Payer {
            payer: id.0,
            kind: payer.kind.name().to_owned(),
            npp: payer.npp.map(|npp| npp.to_string()),
            name: payer.name,
            parent: payer.parent.map(|parent| parent.0),
            province: payer.province,
            registered: payer.registered.to_string(),
            closed: payer.closed.map(|day| day.to_string()),
            credit: rows::read(unit, id)?.map_or(0, |row| row.credit),
            facts: facts::of(unit, Subject::Payer(id))?.iter().map(KnownFact::from).collect(),
        })
    })?;
    Ok(Reply::json(&form)?)
}

fn report(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: FactReport = body::read(ask)?;
    let asked = ReportPayer {
        payer: PayerId(ask.place("payer")?),
        name: form.name,
        value: form.value.as_ref().map(super::forms::FactValue::text),
        from: form.from.0,
        until: form.until.map(|month| month.0),
    };
    let done = once(ask, |unit, desk| Ok(Changes::from(report_payer::within(unit, desk, &asked)?)))?;
    reply(&done.answer, StatusCode::OK, done.is_new)
}

fn all_bills(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = PayerId(ask.place("payer")?);
    let all = ask.office.look(|unit, desk| {
        let last = runs::last_begun_month(unit)?.max(Some(desk.today.month()));
        let last = last.max(bills::last_month(unit)?);
        let Some((first, last)) = bills::first_month(unit)?.zip(last) else { return Ok(Vec::new()) };
        bills::of_payer(unit, id, first, last)
    })?;
    let forms = all.iter().map(BillForm::from).collect();
    Ok(Reply::json(&part(ask, forms, |bill| format!("{}.{:06}", bill.month, bill.no))?)?)
}

/// A membership on the roll of a payer.
#[derive(Serialize, JsonSchema)]
struct OnRoll {
    membership: i64,
    segment: String,
    /// Facts as the roll has them: `name=value`, a blank between.
    facts: String,
}

fn people(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = PayerId(ask.place("payer")?);
    let month: Option<Month> =
        list::given(ask, "month", "tulis bulan seperti 2026-05", "write a month such as 2026-05")?;
    let month = month.unwrap_or(ask.office.today().month());
    let all = ask.office.look(|unit, _| rolls::of_payer_in(unit, id, month))?;
    let forms = all
        .into_iter()
        .map(|roll| OnRoll { membership: roll.membership.0, segment: roll.segment, facts: roll.facts })
        .collect();
    let part = part(ask, forms, |one: &OnRoll| format!("{:012}", one.membership))?;
    ask.shows_members(Deed::SeePayer, part.items.iter().map(|one| MembershipId(one.membership)))?;
    Ok(Reply::json(&part)?)
}
