//! Payment runs for programs: made, let go by another, their file for the bank, and what the bank answers.

use anyhow::Result;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::queries::benefit_runs::{self, Run};
use store::queries::orders;

use super::about::{About, Keyed};
use super::body;
use super::forms::Date;
use super::list::{self, Part, part};
use super::replay::{once_with_key, reply};
use crate::actions::pay_benefits::{self, LetGo, order_name, run_name};
use crate::actions::reconcile_benefits;
use crate::auth::Deed;
use crate::commands::bank::found;
use crate::pages;
use crate::ports::bank;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// What banks write.
const KINDS: &[&str] = &["application/xml", "text/xml"];
/// A day's answers of a large run; larger ones go through the command.
const FILE_BYTES_MAX: usize = 16 << 20;
/// The latest runs there are to look through.
const RUNS_MAX: i64 = 1_000;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/benefits/runs", Deed::SeeBenefits, all, || {
            About::new("benefits", "Payment runs, in the order of their numbers")
                .answers::<Part<RunForm>>()
                .query(list::QUERY)
        }),
        Route::post("/api/v1/benefits/runs", Deed::PayBenefits, make, || {
            About::new("benefits", "Make a run of each fund, of all orders that wait and have an account")
                .takes::<NewRuns>()
                .answers::<MadeForm>()
                .makes()
                .keyed(Keyed::Must)
                .example(|| json!({ "day": "2026-01-21", "fund": "jkk" }))
        }),
        Route::get("/api/v1/benefits/runs/{run}", Deed::SeeBenefits, show, || {
            About::new("benefits", "A run with its orders").answers::<RunWhole>()
        }),
        Route::post("/api/v1/benefits/runs/{run}/release", Deed::PayBenefits, let_go, || {
            About::new("benefits", "Let a run go, as another than made it, by its control totals")
                .takes::<Release>()
                .answers::<RunForm>()
                .keyed(Keyed::Must)
                .example(|| json!({ "orders": 1, "sum": 150_000, "account": "7001", "bank": "008" }))
        }),
        Route::post("/api/v1/benefits/runs/{run}/take-back", Deed::PayBenefits, take_back, || {
            About::new("benefits", "Take back a run that was not let go; its orders wait as before")
                .answers::<RunForm>()
                .keyed(Keyed::Must)
        }),
        Route::get("/api/v1/benefits/runs/{run}/file", Deed::TakeBankFile, file, || {
            About::new("benefits", "The file of a run for the bank, pain.001: the same each time")
                .kind("application/xml")
        }),
        Route::post("/api/v1/benefits/answers", Deed::PayBenefits, hear, || {
            About::new(
                "benefits",
                "What a bank answers, pain.002 or camt.054; the same again changes nothing",
            )
            .answers::<HeardForm>()
            .example(|| json!("<Document>…</Document>"))
        })
        .bodies(KINDS)
        .files(FILE_BYTES_MAX),
    ]
}

/// A run.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct RunForm {
    run: i64,
    fund: String,
    day: String,
    orders: i64,
    /// In whole rupiah.
    sum: i64,
    maker: i64,
    /// Who let it go; nothing before.
    checker: Option<i64>,
}

impl From<&Run> for RunForm {
    fn from(run: &Run) -> RunForm {
        RunForm {
            run: run.id,
            fund: run.fund.clone(),
            day: run.day.to_string(),
            orders: run.orders,
            sum: run.amount,
            maker: run.maker,
            checker: run.approved.as_ref().map(|approved| approved.checker),
        }
    }
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let mut runs = ask.office.look(|unit, _| benefit_runs::latest(unit, RUNS_MAX))?;
    runs.sort_by_key(|run| run.id);
    let forms = runs.iter().map(RunForm::from).collect();
    Ok(Reply::json(&part(ask, forms, |run: &RunForm| format!("{:012}", run.run))?)?)
}

/// Runs that are to be made.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewRuns {
    /// The day to pay.
    day: Date,
    /// Only of this fund, such as `jkm`.
    #[serde(default)]
    #[schemars(length(max = 23))]
    fund: Option<String>,
}

/// What came of making runs.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct MadeForm {
    runs: Vec<RunForm>,
    /// Orders that wait on, because no account is named, or because the one that is did not take the money.
    waiting: Vec<i64>,
}

fn make(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let given: NewRuns = body::read(ask)?;
    let account = ask.caller.account;
    let done = once_with_key(ask, |unit, desk| {
        let asked = (given.fund.as_deref(), given.day.0);
        let made = pay_benefits::make_within(unit, desk, asked, account)?;
        Ok(MadeForm {
            runs: made.runs.iter().map(RunForm::from).collect(),
            waiting: made.left.iter().map(|(order, _)| order.id).collect(),
        })
    })?;
    let place = done.answer.runs.first().map_or_else(
        || "/api/v1/benefits/runs".to_owned(),
        |run| format!("/api/v1/benefits/runs/{}", run.run),
    );
    Ok(reply(&done.answer, StatusCode::CREATED, done.is_new)?.with("location", place))
}

/// A run with its orders.
#[derive(Serialize, JsonSchema)]
struct RunWhole {
    #[serde(flatten)]
    run: RunForm,
    /// Its name at the bank.
    name: String,
    items: Vec<OrderLine>,
}

/// An order of a run.
#[derive(Serialize, JsonSchema)]
struct OrderLine {
    order: i64,
    /// Its name from end to end.
    name: String,
    claim: i64,
    amount: i64,
    state: String,
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let number: i64 = ask.place("run")?;
    let whole = ask.office.look(|unit, _| {
        let run = pay_benefits::read(unit, number)?;
        let line = |order: orders::Order| OrderLine {
            order: order.id,
            name: order_name(order.id),
            claim: order.claim,
            amount: order.amount,
            state: order.state,
        };
        let items = orders::of_run(unit, number)?.into_iter().map(line).collect();
        Ok(RunWhole { run: RunForm::from(&run), name: run_name(number), items })
    })?;
    Ok(Reply::json(&whole)?)
}

/// What a run comes to, as another has counted it, and from where it is paid.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Release {
    #[schemars(range(min = 1))]
    orders: i64,
    /// In whole rupiah.
    #[schemars(range(min = 1))]
    sum: i64,
    /// The fund's account.
    #[schemars(length(min = 1, max = 34))]
    account: String,
    /// The fund's bank: its BIC or its code.
    #[schemars(length(min = 1, max = 11))]
    bank: String,
}

fn let_go(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let given: Release = body::read(ask)?;
    let (number, account): (i64, _) = (ask.place("run")?, ask.caller.account);
    let asked = LetGo {
        orders: given.orders,
        sum: given.sum,
        account: given.account.parse()?,
        bank: given.bank.parse()?,
    };
    let done = once_with_key(ask, |unit, desk| {
        Ok(RunForm::from(&pay_benefits::let_go_within(unit, desk, number, &asked, account)?))
    })?;
    reply(&done.answer, StatusCode::OK, done.is_new)
}

fn take_back(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (number, account): (i64, _) = (ask.place("run")?, ask.caller.account);
    let done = once_with_key(ask, |unit, desk| {
        Ok(RunForm::from(&pay_benefits::dissolve_within(unit, desk, number, account)?))
    })?;
    reply(&done.answer, StatusCode::OK, done.is_new)
}

fn file(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let number: i64 = ask.place("run")?;
    pages::benefits::file(ask, number)
}

/// What came of a bank's file.
#[derive(Serialize, JsonSchema)]
struct HeardForm {
    /// How many answers could be read.
    answers: usize,
    /// Orders that stand anew.
    orders: Vec<OrderAnswered>,
    /// What somebody has to look into.
    findings: Vec<FindingForm>,
    /// What the bank names and nobody sent: run and order.
    strangers: Vec<String>,
    /// Answers in the file that could not be read.
    faults: Vec<String>,
}

/// An order that stands anew.
#[derive(Serialize, JsonSchema)]
struct OrderAnswered {
    run: i64,
    order: i64,
    claim: i64,
    amount: i64,
    state: String,
}

/// Something odd about an order.
#[derive(Serialize, JsonSchema)]
struct FindingForm {
    order: i64,
    code: String,
    says: String,
}

fn hear(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let lang = ask.lang;
    let bytes = std::mem::take(&mut ask.body);
    let (mut answers, mut faults) = (Vec::new(), Vec::new());
    bank::read(bytes.as_slice(), |one| match one {
        Ok(one) => answers.push(one),
        Err(refusal) => faults.push(lang.pick(&refusal.id, &refusal.en).to_owned()),
    })?;
    let heard = reconcile_benefits::run(ask.office, &answers)?;
    heard.is_ours()?;
    let news = heard.runs.iter().flat_map(|run| run.orders.iter().map(move |one| (run.run, one)));
    let orders = news.filter(|(_, (_, is_new))| *is_new).map(|(run, (order, _))| OrderAnswered {
        run,
        order: order.id,
        claim: order.claim,
        amount: order.amount,
        state: order.state.clone(),
    });
    let findings = heard.runs.iter().flat_map(|run| &run.findings).map(|(order, finding)| {
        let (code, id, en) = found(*finding);
        FindingForm { order: *order, code: code.to_owned(), says: lang.pick(id, en).to_owned() }
    });
    let form = HeardForm {
        answers: answers.len(),
        orders: orders.collect(),
        findings: findings.collect(),
        strangers: heard.strangers.iter().map(|(run, order, _)| format!("{run} {order}")).collect(),
        faults,
    };
    Ok(Reply::json(&form)?)
}
