//! A lost job: what a member sees and does, what an employer offers and reports, whom officers look after.

mod employer;
mod loss;
mod officer;
mod search;
mod seeker;
#[cfg(test)]
mod tests;

use anyhow::Result;
use axum::http::StatusCode;
use base::Day;
use minijinja::context;
use rules::render::Lang;
use scheme::id::PersonId;
use serde_json::{Map, Value, json};
use store::Unit;

use super::member::me;
use super::{page, texts};
use crate::auth::claims;
use crate::office::Desk;
use crate::registry::{jobs, people};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::jkp::{OfMonth, Timeline};

pub(super) fn routes() -> Vec<Route> {
    [loss::routes(), seeker::routes(), search::routes(), employer::routes(), officer::routes()].concat()
}

/// A form to show again, with what is wrong.
type Again = fn(&mut Ask<'_>, &[Value]) -> Result<Reply, Problem>;

/// What follows a form: where to look, or what is wrong beside a field.
fn after<T>(
    ask: &mut Ask<'_>,
    outcome: Result<T, Problem>,
    (field, place): (&str, &str),
    again: Again,
) -> Result<Reply, Problem> {
    match outcome {
        Ok(_) => Ok(Reply::see(place)),
        Err(Problem::Refused(refusal)) => {
            let words = ask.lang.pick(&refusal.id, &refusal.en);
            let text = match &refusal.citation {
                Some(cited) => format!("{words} ({})", rules::render::instrument(cited, ask.lang)),
                None => words.to_owned(),
            };
            Ok(again(ask, &[json!({ "field": field, "text": text })])?
                .status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(problem) => Err(problem),
    }
}

/// The form again, with a word beside a field.
fn wrong(ask: &mut Ask<'_>, field: &str, key: &str, again: Again) -> Result<Reply, Problem> {
    let text = texts::said(ask.lang, key, &[]);
    Ok(again(ask, &[json!({ "field": field, "text": text })])?.status(StatusCode::UNPROCESSABLE_ENTITY))
}

/// What was given, by names.
fn given(ask: &Ask<'_>, names: &[&str]) -> Value {
    let pairs = names.iter().map(|name| ((*name).to_owned(), json!(ask.form.get(name))));
    pairs.collect::<Map<_, _>>().into()
}

/// A day of a form; today where none is written.
fn day(ask: &Ask<'_>, name: &str) -> Option<Day> {
    let text = ask.form.get(name);
    if text.is_empty() { Some(ask.office.today()) } else { text.parse().ok() }
}

/// The member who asks, if a branch has seen who she is: what an employer has reported of somebody is told to
/// nobody who only says that she is.
fn proved(ask: &mut Ask<'_>) -> Result<Result<PersonId, Reply>, Problem> {
    let person = me(ask)?;
    let sees = ask.office.look(|unit, desk| claims::sees(unit, desk, person))?;
    Ok(if sees.is_claim() { Err(page(ask, "jobs/unproved.html", context! {})?) } else { Ok(person) })
}

/// What somebody is called.
fn name(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<String> {
    Ok(people::load(unit, desk, person)?.identity().name.clone())
}

/// A fact's options, as a form offers them.
fn options(ask: &Ask<'_>, kind: &str) -> Vec<Value> {
    let tree = ask.office.law.tree();
    let known = tree.kinds.iter().find(|known| known.name == kind);
    let lang = ask.lang;
    let all = known.into_iter().flat_map(|kind| kind.options.iter().zip(&kind.words));
    all.map(|(value, words)| json!({ "value": value, "text": lang.of(words) })).collect()
}

/// The provinces, as a form offers them.
fn provinces() -> Vec<Value> {
    let all = crate::views::provinces::all().iter();
    all.map(|one| json!({ "value": one.code, "text": one.name })).collect()
}

/// A claim's months as a page shows them.
fn months(of: &Timeline, lang: Lang) -> Vec<Value> {
    of.months.iter().map(|month| said(month, lang)).collect()
}

fn said(of: &OfMonth, lang: Lang) -> Value {
    let lacks: Vec<Value> = of
        .lacks
        .iter()
        .map(|lack| {
            let who = texts::said(lang, &format!("jobs.mender_{}", lack.mender.name()), &[]);
            json!({ "text": lang.pick(&lack.id, &lack.en), "who": who })
        })
        .collect();
    let cite = of.citation.as_ref().map(|cited| rules::render::citation(cited, lang));
    json!({
        "number": of.number, "due": of.due.to_string(), "state": of.state, "amount": of.amount,
        "said": texts::said(lang, &format!("jobs.state_{}", of.state), &[]),
        "tone": tone(of.state), "from": of.days.map(|(from, _)| from.to_string()),
        "until": of.days.map(|(_, last)| last.to_string()), "lacks": lacks, "cite": cite,
        "pay_by": of.pay_by.map(|day| day.to_string()), "why": of.why,
        "applications": of.counts.applications, "interviews": of.counts.interviews,
        "held": of.counts.sessions_held, "attended": of.counts.sessions_attended,
        "looked": of.looked,
        "decides": matches!(of.state, "due" | "proposed" | "held" | "refused"),
    })
}

/// The tone of a month's tag.
fn tone(state: &str) -> &'static str {
    match state {
        "paid" | "granted" => "good",
        "running" => "info",
        "due" | "proposed" | "held" => "wait",
        "refused" => "bad",
        _ => "idle",
    }
}

/// What somebody is told who has no claim for a lost job.
fn claim_of(ask: &mut Ask<'_>, person: PersonId) -> Result<Option<i64>, Problem> {
    let found = ask.office.look(|unit, desk| jobs::claim_of(unit, desk, person))?;
    Ok(found.map(|(claim, _)| claim))
}
