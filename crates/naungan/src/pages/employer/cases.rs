//! What happened to workers: an accident or a death is reported with its clock in sight, and of each case an
//! employer sees what she has to give herself, and what she owes.

use anyhow::Result;
use axum::http::StatusCode;
use base::Day;
use minijinja::{Value, context};
use rules::render::Lang;
use scheme::claims::care::reports;
use scheme::events::EventKind;
use scheme::id::{PayerId, PersonId};
use scheme::law::ClaimLaw;
use scheme::refusal::Refusal;
use serde_json::json;
use store::Unit;
use store::queries::cases::{self as rows, Case};

use super::{PAYER, facts_said, head, payer};
use crate::actions::hand_in_paper::PAPER_BYTES_MAX;
use crate::actions::report_event::{self, ReportEvent};
use crate::auth::Deed;
use crate::auth::members::Numbered;
use crate::office::Desk;
use crate::pages::case_forms::{self, FORM_BYTES};
use crate::pages::wanted::Wanted;
use crate::pages::{form_page, page, texts};
use crate::registry::{claims, people};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views;
use crate::views::cases::{Story, option};
use crate::views::checks::{self, Wondered};
use crate::views::workers_cases::{self, is_hers, owes};

/// What an employer reports here; a dismissal has a way of its own.
const KINDS: [EventKind; 3] = [EventKind::WorkAccident, EventKind::WorkDeath, EventKind::OtherDeath];
/// What an accident can be, by the law's names.
const CAUSES: [&str; 3] = ["accident", "disease", "violence"];
/// Cases of a page: each is looked at by the law.
const SHOWN: i64 = 25;

pub(super) fn routes() -> Vec<Route> {
    let page = |path, does| Route::page(path, Deed::SeeWorkersCases, does).of(PAYER);
    let form = |path, does| Route::form(path, Deed::ReportForWorkers, does).of(PAYER);
    vec![
        page("/payers/{payer}/cases", all),
        page("/payers/{payer}/cases/new", ask_new),
        form("/payers/{payer}/cases/new", new),
        page("/payers/{payer}/cases/{case}", one),
        form("/payers/{payer}/cases/{case}/paper", paper).files(PAPER_BYTES_MAX + FORM_BYTES),
    ]
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (id, lang) = (payer(ask)?, ask.lang);
    let head = head(ask, id, "cases")?;
    let mut wanted = Wanted::default();
    let before = wanted.number(ask, "before").unwrap_or(i64::MAX);
    wanted.or_no()?;
    let (cases, people, owes, next) = ask.office.look(|unit, desk| {
        let (mut shown, mut people) = (Vec::new(), Vec::new());
        let (all, next) = workers_cases::all(unit, desk, id, (before, SHOWN), lang)?;
        for (case, story) in all {
            people.push(case.person);
            let missing = case_forms::todo(&story, is_hers).len();
            let name = people::load(unit, desk, case.person)?.identity().name.clone();
            shown.push(json!({
                "id": case.id, "name": name, "event": story.name, "day": story.day, "missing": missing,
            }));
        }
        Ok((shown, people, owes(unit, id)?, next))
    })?;
    ask.shows(Deed::SeeWorkersCases, people)?;
    let total: i64 = owes.iter().map(|owed| owed.2).sum();
    let owes: Vec<Value> =
        owes.into_iter().map(|(claim, day, amount)| context! { claim, day, amount }).collect();
    page(ask, "employer/cases.html", context! { head, cases, owes, total, next })
}

/// A worker of hers by NIK or card number, in the month of a day.
fn worker(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    id: PayerId,
    (number, day): (Numbered, Day),
) -> Result<Option<PersonId>> {
    let Some(person) = number.person(unit, desk)? else { return Ok(None) };
    let numbers = people::numbers(unit, person, desk.now)?;
    for roll in views::payer::on_roll(unit, id, day.month())? {
        let row = crate::registry::members::row(unit, roll.membership)?;
        if numbers.contains(&row.person) {
            return Ok(Some(person));
        }
    }
    Ok(None)
}

fn new_page(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let id = payer(ask)?;
    let head = head(ask, id, "cases")?;
    let (tree, lang) = (ask.office.law.tree(), ask.lang);
    let kinds: Vec<Value> = KINDS
        .iter()
        .map(|kind| context! { value => kind.name(), text => option(tree, "life_event", kind.name(), lang) })
        .collect();
    let causes: Vec<Value> = CAUSES
        .iter()
        .map(|cause| context! { value => *cause, text => option(tree, "event_cause", cause, lang) })
        .collect();
    let form = &ask.form;
    let given = |name: &str| form.get(name).to_owned();
    let given = json!({
        "number": given("number"), "event": given("event"), "day": given("day"), "cause": given("cause"),
    });
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let values = context! { head, kinds, causes, given, errors };
    Ok(form_page(ask, "employer/case_new.html", values)?.status(status))
}

fn ask_new(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    new_page(ask, &[])
}

/// What is reported, as it was read.
struct Reported {
    person: PersonId,
    kind: EventKind,
    day: Day,
    facts: Vec<(String, String)>,
}

fn read(ask: &mut Ask<'_>, id: PayerId) -> Result<Result<Reported, Vec<Value>>, Problem> {
    let lang = ask.lang;
    let wrong = |field: &str, key: &str| context! { field, text => texts::said(lang, key, &[]) };
    let mut errors = Vec::new();
    let kind: Option<EventKind> = ask.form.get("event").parse().ok().filter(|kind| KINDS.contains(kind));
    errors.extend(kind.is_none().then(|| wrong("event", "report.event_missing")));
    let day = ask.form.get("day").parse::<Day>().ok();
    let ahead = day.is_some_and(|day| day > ask.office.today());
    errors.extend(day.is_none().then(|| wrong("day", "report.day_missing")));
    errors.extend(ahead.then(|| wrong("day", "report.day_ahead")));
    let cause = ask.form.get("cause").to_owned();
    let by_work = matches!(kind, Some(EventKind::WorkAccident));
    let no_cause = by_work && !CAUSES.contains(&cause.as_str());
    errors.extend(no_cause.then(|| wrong("cause", "report.choose")));
    let number = Numbered::read(ask.form.get("number"));
    errors.extend(number.is_none().then(|| wrong("number", "death.number_unread")));
    let (Some(kind), Some(day), Some(number), true) = (kind, day, number, errors.is_empty()) else {
        return Ok(Err(errors));
    };
    // One answer for whoever is not hers, known or not.
    let Some(person) = ask.office.look(|unit, desk| worker(unit, desk, id, (number, day)))? else {
        return Ok(Err(vec![wrong("number", "case.no_worker")]));
    };
    let facts = if by_work { vec![("event_cause".to_owned(), cause)] } else { Vec::new() };
    Ok(Ok(Reported { person, kind, day, facts }))
}

/// What follows is shown before it is asked for: the clock, and what a late report would cost her.
fn new(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = payer(ask)?;
    let reported = match read(ask, id)? {
        Ok(reported) => reported,
        Err(errors) => return new_page(ask, &errors),
    };
    ask.shows(Deed::ReportForWorkers, vec![reported.person])?;
    if ask.form.get("confirm") != "yes" {
        return check_page(ask, id, &reported, &[]);
    }
    let Reported { person, kind, day, facts } = &reported;
    let account = Some(ask.caller.account);
    let asked = ReportEvent {
        person: *person,
        kind: *kind,
        day: *day,
        by_employer: true,
        account,
        facts: facts.clone(),
    };
    let key = format!("employer report {id} {person} {kind} {day}");
    match report_event::run(ask.office, &asked, Some(&key)) {
        Ok(done) => match done.case {
            Some(case) => Ok(Reply::see(&format!("/payers/{id}/cases/{case}?done=report"))),
            None => Ok(Reply::see(&format!("/payers/{id}/cases"))),
        },
        Err(error) => {
            let refusal = error.chain().find_map(|cause| cause.downcast_ref::<Refusal>()).cloned();
            let Some(refusal) = refusal else { return Err(error.into()) };
            let text = match ask.lang {
                Lang::Id => refusal.id,
                Lang::En => refusal.en,
            };
            check_page(ask, id, &reported, &[context! { field => "", text }])
        }
    }
}

fn check_page(
    ask: &mut Ask<'_>,
    id: PayerId,
    reported: &Reported,
    errors: &[Value],
) -> Result<Reply, Problem> {
    let head = head(ask, id, "cases")?;
    let lang = ask.lang;
    let Reported { person, kind, day, facts } = reported;
    let by_work = matches!(kind, EventKind::WorkAccident | EventKind::WorkDeath);
    let (name, clock, bears) = ask.office.look(|unit, desk| {
        let name = people::load(unit, desk, *person)?.identity().name.clone();
        let law = ClaimLaw::new(desk.law)?;
        let due = if by_work { reports(&law, (*day, Some(desk.today)), None)? } else { Vec::new() };
        let clock = due.first().map(|report| {
            let late = report.is_late(desk.today);
            json!({
                "due": report.due.to_string(), "late": late,
                "cite": checks::cite(report.citation.as_ref(), lang),
            })
        });
        let life = claims::life(unit, desk, *person, None)?;
        let known = claims::cases_of(unit, desk, *person)?;
        let asked = Wondered { kind: *kind, day: *day, by_employer: true, known: &known, facts };
        let checks = checks::of(desk, &life, &asked, lang)?;
        // What she would have to bear herself; what else a worker gets is none of her business.
        let bears: Vec<Value> = checks
            .iter()
            .filter(|check| check.by_employer)
            .map(|check| {
                let why = Value::from_serialize(&check.blocks);
                context! { name => check.name, gross => check.gross, why }
            })
            .collect();
        Ok((name, clock, bears))
    })?;
    let tree = ask.office.law.tree();
    let event = option(tree, "life_event", kind.name(), lang);
    let cause = facts.first().map(|(_, cause)| option(tree, "event_cause", cause, lang));
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let given = json!({
        "number": ask.form.get("number"), "event": kind.name(), "day": day.to_string(),
        "cause": ask.form.get("cause"),
    });
    let values = context! { head, name, event, day => day.to_string(), cause, clock, bears, given, errors };
    Ok(form_page(ask, "employer/case_check.html", values)?.status(status))
}

/// The case of the address, with what of it concerns her.
fn hers(ask: &mut Ask<'_>) -> Result<(Case, Story), Problem> {
    let (id, number, lang) = (payer(ask)?, ask.place::<i64>("case")?, ask.lang);
    let found = ask.office.look(|unit, desk| {
        let Some(case) = rows::read(unit, number)? else { return Ok(None) };
        let story = workers_cases::of(unit, desk, id, &case, lang)?;
        Ok(story.filter(|story| !story.claims.is_empty()).map(|story| (case, story)))
    })?;
    let (case, story) = found.ok_or(Problem::NotFound)?;
    ask.shows(Deed::SeeWorkersCases, vec![case.person])?;
    Ok((case, story))
}

fn one(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    one_page(ask, &[])
}

fn one_page(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let ((case, story), id, lang) = (hers(ask)?, payer(ask)?, ask.lang);
    let head = head(ask, id, "cases")?;
    let (name, clock, wage) = ask.office.look(|unit, desk| {
        let name = people::load(unit, desk, case.person)?.identity().name.clone();
        let clock = workers_cases::clock(desk, &case)?.map(|report| {
            json!({
                "due": report.due.to_string(), "late": report.is_late(desk.today),
                "made": report.made.map(|day| day.to_string()),
                "cite": checks::cite(report.citation.as_ref(), lang),
            })
        });
        let numbers = people::numbers(unit, case.person, desk.now)?;
        let mut wage = Vec::new();
        for roll in views::payer::on_roll(unit, id, case.day.month())? {
            if numbers.contains(&crate::registry::members::row(unit, roll.membership)?.person) {
                wage = views::payer::member(unit, desk, &roll)?.facts;
            }
        }
        Ok((name, clock, wage))
    })?;
    // Only what she reported of the month herself, and what she has to bear.
    let wage: Vec<(String, String)> = wage.into_iter().filter(|(name, _)| name == "wage").collect();
    let facts = facts_said(ask, &wage);
    let bears: Vec<Value> = story
        .claims
        .iter()
        .filter(|claim| claim.by_employer)
        .map(|claim| {
            let why = claim.no.as_ref().map(Value::from_serialize);
            context! { name => claim.name, gross => claim.gross, why }
        })
        .collect();
    let given: Vec<Value> = story
        .claims
        .iter()
        .flat_map(|claim| claim.papers.iter().filter(|paper| is_hers(paper) && paper.given.is_some()))
        .map(|paper| context! { text => paper.text, day => paper.given })
        .collect();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let values = context! {
        head, name, clock, facts, bears, given,
        event => story.name, day => story.day, number => story.number, reported => story.reported,
        month => case.day.month().to_string(),
        todo => case_forms::todo(&story, is_hers),
        base => format!("/payers/{id}/cases/{}", case.id),
        done => case_forms::done(ask),
        errors,
    };
    Ok(form_page(ask, "employer/case.html", values)?.status(status))
}

fn paper(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let ((case, _), id) = (hers(ask)?, payer(ask)?);
    match case_forms::take_paper(ask, &case, is_hers)? {
        Ok(()) => Ok(Reply::see(&format!("/payers/{id}/cases/{}?done=paper", case.id))),
        Err(error) => one_page(ask, &[error]),
    }
}
