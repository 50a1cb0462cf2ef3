//! A lost job: the months of cash with their duties, and applications.

use anyhow::Result;
use axum::http::StatusCode;
use schemars::JsonSchema;
use scheme::id::PersonId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::queries::seekers;

use super::about::{About, Keyed};
use super::forms::Date;
use super::replay::{once, reply};
use super::{body, list};
use crate::actions::apply_for_vacancy::{self, To};
use crate::actions::decide_month;
use crate::auth::{Deed, Of, Role, claims};
use crate::registry::{jobs, people};
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::jkp::{self, OfMonth, Timeline};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/people/{person}/job-loss", Deed::SeePerson, show, || {
            About::new("jobs", "The latest claim for a lost job: each month, what was done, what is missing")
                .answers::<JobLoss>()
        })
        .of(Of::Person("person")),
        Route::get("/api/v1/people/{person}/applications", Deed::SeePerson, applications, || {
            About::new("jobs", "Applications, the earliest first")
                .answers::<list::Part<ApplicationForm>>()
                .query(list::QUERY)
        })
        .of(Of::Person("person")),
        Route::post("/api/v1/people/{person}/applications", Deed::SeekWork, apply, || {
            About::new(
                "jobs",
                "Apply for a vacancy, or record an application elsewhere; the same again is one",
            )
            .takes::<NewApplication>()
            .answers::<Applied>()
            .makes()
            .example(|| json!({ "employer": "PT Contoh", "title": "Juru las", "day": "2026-05-03" }))
        })
        .of(Of::Person("person")),
        Route::post("/api/v1/claims/{claim}/months", Deed::CareForSeekers, decide, || {
            About::new("jobs", "Look at a month of cash, grant it as another person, or hold it back")
                .takes::<NewDecision>()
                .answers::<JobLoss>()
                .keyed(Keyed::May)
                .example(|| json!({ "month": 2, "decision": "decide" }))
        })
        .of(Of::Claim("claim")),
    ]
}

/// What is done with a month.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewDecision {
    /// Which month of the claim, from 2: the first is granted with the claim.
    #[schemars(range(min = 2))]
    month: u8,
    decision: Decision,
    /// Why it is held back.
    #[serde(default)]
    #[schemars(length(max = 500))]
    why: Option<String>,
    /// Whether whoever holds it back is its reviewer by name, also after the last day to pay.
    #[serde(default)]
    in_name: bool,
}

/// The duty of the month is looked at, and it is granted or refused; or it waits.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Decision {
    Decide,
    Hold,
}

/// A claim for a lost job.
#[derive(Serialize, JsonSchema)]
struct JobLoss {
    claim: i64,
    case: i64,
    /// Where the claim stands.
    state: String,
    /// The day of the dismissal.
    dismissed: String,
    /// The last day to claim.
    claim_by: Option<String>,
    /// Papers that have not come, by the law's names.
    papers_missing: Vec<String>,
    /// The employer who has to bear it, where the fund advances it.
    advanced_for: Option<i64>,
    months: Vec<MonthForm>,
}

/// A month of cash.
#[derive(Serialize, JsonSchema)]
struct MonthForm {
    month: u8,
    /// The day from which it can be paid.
    due: String,
    /// `paid`, `granted`, `proposed`, `refused`, `ended`, `held`, `due`, `running` or `later`.
    state: String,
    /// What it comes to, or would, in rupiah.
    amount: Option<i64>,
    applications: usize,
    interviews: usize,
    sessions_held: usize,
    sessions_attended: usize,
    missing: Vec<Missing>,
}

/// Something missing, and who can mend it.
#[derive(Serialize, JsonSchema)]
struct Missing {
    code: String,
    id: String,
    en: String,
    mender: String,
}

/// An application.
#[derive(Serialize, JsonSchema)]
struct ApplicationForm {
    application: i64,
    vacancy: Option<i64>,
    employer: String,
    title: String,
    day: String,
    /// `sent`, `interviewed`, `hired` or `declined`.
    state: String,
}

/// An application: a vacancy of the institution's, or employer, title and day.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewApplication {
    #[serde(default)]
    vacancy: Option<i64>,
    #[serde(default)]
    #[schemars(length(max = 120))]
    employer: Option<String>,
    #[serde(default)]
    #[schemars(length(max = 120))]
    title: Option<String>,
    #[serde(default)]
    day: Option<Date>,
}

/// The number of an application.
#[derive(Serialize, JsonSchema)]
struct Applied {
    application: i64,
}

/// The person, unless she only says that she is somebody whose employer reported something.
pub(super) fn person(ask: &mut Ask<'_>) -> Result<PersonId, Problem> {
    let id = PersonId(ask.place("person")?);
    let is_own = ask.caller.role == Role::Member;
    let sees = ask.office.look(|unit, desk| claims::sees(unit, desk, id))?;
    if is_own && sees.is_claim() { Err(Problem::NotFound) } else { Ok(id) }
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = person(ask)?;
    let of = ask.office.look(|unit, desk| match jobs::claim_of(unit, desk, id)? {
        Some((claim, _)) => jkp::timeline(unit, desk, claim).map(Some),
        None => Ok(None),
    })?;
    let form = form(of.ok_or(Problem::NotFound)?);
    Ok(Reply::json(&form)?)
}

fn decide(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let given: NewDecision = body::read(ask)?;
    let (claim, account): (i64, _) = (ask.place("claim")?, ask.caller.account);
    let why = given.why.unwrap_or_default();
    if given.decision == Decision::Hold && why.trim().is_empty() {
        let said = words("sebut alasannya", "say why");
        return Err(Problem::Fields(vec![("/why".to_owned(), said)]));
    }
    let (of, held) = ((claim, given.month), (why.as_str(), given.in_name));
    let done = once(ask, |unit, desk| {
        match given.decision {
            Decision::Decide => drop(decide_month::within(unit, desk, claim, given.month, account)?),
            Decision::Hold => drop(decide_month::hold_within(unit, desk, of, held, account)?),
        }
        Ok(())
    })?;
    let line = ask.office.look(|unit, desk| jkp::timeline(unit, desk, claim))?;
    reply(&form(line), StatusCode::OK, done.is_new)
}

fn form(of: Timeline) -> JobLoss {
    JobLoss {
        claim: of.claim,
        case: of.case,
        state: of.state.to_owned(),
        dismissed: of.dismissed.to_string(),
        claim_by: of.right_ends.map(|day| day.to_string()),
        papers_missing: of.missing,
        advanced_for: of.employer.map(|payer| payer.0),
        months: of.months.into_iter().map(month).collect(),
    }
}

fn month(of: OfMonth) -> MonthForm {
    let missing = of.lacks.into_iter().map(|lack| Missing {
        code: lack.code.to_owned(),
        mender: lack.mender.name().to_owned(),
        id: lack.id,
        en: lack.en,
    });
    MonthForm {
        month: of.number,
        due: of.due.to_string(),
        state: of.state.to_owned(),
        amount: of.amount,
        applications: of.counts.applications,
        interviews: of.counts.interviews,
        sessions_held: of.counts.sessions_held,
        sessions_attended: of.counts.sessions_attended,
        missing: missing.collect(),
    }
}

fn applications(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = person(ask)?;
    let all = ask.office.look(|unit, desk| {
        let mut all = Vec::new();
        for number in people::numbers(unit, id, desk.now)? {
            all.extend(seekers::applications(unit, number)?);
        }
        Ok(all)
    })?;
    let (limit, after) = (list::limit(ask)?, list::number(ask)?.unwrap_or(0));
    let mut later: Vec<_> = all.into_iter().filter(|one| one.id > after).collect();
    later.sort_by_key(|one| one.id);
    let more = later.len() > limit;
    later.truncate(limit);
    let next = later.last().filter(|_| more).map(|one| one.id.to_string());
    let items = later.into_iter().map(|one| ApplicationForm {
        application: one.id,
        vacancy: one.vacancy,
        employer: one.employer,
        title: one.title,
        day: one.day.to_string(),
        state: one.state,
    });
    Ok(Reply::json(&list::Part { items: items.collect(), next })?)
}

fn apply(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = person(ask)?;
    let asked: NewApplication = body::read(ask)?;
    let today = ask.office.today();
    let to = match (asked.vacancy, asked.employer, asked.title) {
        (Some(vacancy), None, None) => To::Vacancy(vacancy),
        (None, Some(employer), Some(title)) => {
            To::Elsewhere { employer, title, day: asked.day.map_or(today, |day| day.0) }
        }
        _ => {
            let said = words(
                "sebut lowongannya, atau pemberi kerja dan pekerjaannya",
                "name the vacancy, or the employer and the work",
            );
            return Err(Problem::Fields(vec![("/vacancy".to_owned(), said)]));
        }
    };
    let account = Some(ask.caller.account);
    let application =
        ask.office.unit(|unit, desk| apply_for_vacancy::within(unit, desk, id, &to, account))?;
    Ok(Reply::json(&Applied { application })?.status(StatusCode::CREATED))
}
