//! The months after a dismissal: paid, due, with their duties; and the buttons to record what was done.

use base::Day;
use minijinja::context;
use scheme::id::PersonId;
use serde_json::{Value, json};
use store::queries::{dismissals, seekers};

use super::{after, claim_of, day, given, months, proved, wrong};
use crate::actions::answer_job_contest::{self, DISMISSAL};
use crate::actions::apply_for_vacancy::{self, To};
use crate::actions::mark_duty::{self, Marked};
use crate::actions::record_interview;
use crate::actions::report_dismissal::Side;
use crate::auth::Deed;
use crate::pages::form_page;
use crate::registry::people;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::{jkp, why};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::page("/me/jkp", Deed::SeekWork, show), Route::form("/me/jkp", Deed::SeekWork, record)]
}

const FIELDS: [&str; 8] = [
    "apply_employer",
    "apply_title",
    "apply_day",
    "call_employer",
    "call_day",
    "work_employer",
    "work_day",
    "text",
];

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[])
}

fn shown(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let person = match proved(ask)? {
        Ok(person) => person,
        Err(page) => return Ok(page),
    };
    let (lang, given) = (ask.lang, given(ask, &FIELDS));
    let Some(claim) = claim_of(ask, person)? else {
        return form_page(ask, "jobs/seeker.html", context! { of => Value::Null, given, errors });
    };
    let of = ask.office.look(|unit, desk| {
        let of = jkp::timeline(unit, desk, claim)?;
        let signals: Vec<Value> =
            jkp::signals(unit, desk, claim)?.iter().map(|one| jkp::signal_said(one, lang)).collect();
        let mut contests = Vec::new();
        for one in &of.contests {
            let says = String::from_utf8(desk.keys.open(&dismissals::context(one.id), &one.sealed)?)?;
            contests.push(json!({
                "about": one.about, "says": says, "state": one.state, "answer": one.answer,
                "by": one.said_by,
            }));
        }
        let termination = of.dismissal.as_ref().map(|one| one.termination.as_str()).unwrap_or_default();
        let (_, termination) = why::fact(desk.tree(), "termination", termination, lang);
        let papers: Vec<String> =
            of.missing.iter().map(|paper| why::fact(desk.tree(), "paper", paper, lang).1).collect();
        Ok(json!({
            "claim": claim, "state": of.state, "dismissed": of.dismissed.to_string(),
            "said_by": of.dismissal.as_ref().map(|one| &one.said_by), "termination": termination,
            "until": of.right_ends.map(|day| day.to_string()), "papers": papers,
            "months": months(&of, lang), "signals": signals, "contests": contests,
            "advanced": of.employer.is_some(), "done": done(unit, desk, person)?,
        }))
    })?;
    form_page(ask, "jobs/seeker.html", context! { of, given, errors })
}

/// What was recorded, the latest first.
fn done(
    unit: &mut store::Unit<'_>,
    desk: &crate::office::Desk<'_>,
    person: PersonId,
) -> anyhow::Result<Vec<Value>> {
    let mut all: Vec<(Day, Value)> = Vec::new();
    for number in people::numbers(unit, person, desk.now)? {
        for one in seekers::applications(unit, number)? {
            let text = format!("{}, {}", one.title, one.employer);
            all.push((
                one.day,
                json!({ "day": one.day.to_string(), "what": "application", "text": text,
                "state": one.state }),
            ));
        }
        for one in seekers::interviews(unit, number)? {
            let state = if one.confirmed.is_some() { "confirmed" } else { "unconfirmed" };
            all.push((
                one.day,
                json!({ "day": one.day.to_string(), "what": "interview",
                "text": one.employer, "state": state }),
            ));
        }
    }
    all.sort_by_key(|(day, _)| std::cmp::Reverse(*day));
    Ok(all.into_iter().map(|(_, value)| value).collect())
}

/// What is recorded is named by `what`.
fn record(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let person = match proved(ask)? {
        Ok(person) => person,
        Err(page) => return Ok(page),
    };
    let what = ask.form.get("what").to_owned();
    let (field, on) = match what.as_str() {
        "application" => ("apply_day", day(ask, "apply_day")),
        "interview" => ("call_day", day(ask, "call_day")),
        "new_work" => ("work_day", day(ask, "work_day")),
        _ => ("text", Some(ask.office.today())),
    };
    let Some(on) = on else { return wrong(ask, field, "jobs.day_wrong", shown) };
    let of = |name: &str| ask.form.get(name).to_owned();
    let (employer, title) = (of("apply_employer"), of("apply_title"));
    let (caller, works, text, about) = (of("call_employer"), of("work_employer"), of("text"), of("about"));
    let account = Some(ask.caller.account);
    let claim = claim_of(ask, person)?;
    let outcome = ask.office.unit(|unit, desk| match what.as_str() {
        "application" => {
            let to = To::Elsewhere { employer: employer.clone(), title: title.clone(), day: on };
            apply_for_vacancy::within(unit, desk, person, &to, account).map(drop)
        }
        "interview" => record_interview::record(unit, desk, person, (&caller, on), account).map(drop),
        "status_form" => mark_duty::within(unit, desk, person, (&Marked::StatusForm, on), account),
        "new_work" => mark_duty::within(unit, desk, person, (&Marked::NewWork(works.clone()), on), account),
        "contest" => {
            let Some(claim) = claim else { return Ok(()) };
            let of_case = jkp::timeline(unit, desk, claim)?.case;
            let known = jkp::signals(unit, desk, claim)?.iter().any(|one| one.signal.code == about);
            let about = if known { about.as_str() } else { DISMISSAL };
            let of = (of_case, about, Side::Member);
            answer_job_contest::contest(unit, desk, of, &text, account).map(drop)
        }
        _ => Ok(()),
    });
    after(ask, outcome.map_err(Problem::from), (field, "/me/jkp"), shown)
}
