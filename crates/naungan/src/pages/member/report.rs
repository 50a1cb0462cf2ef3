//! A member reports what happened to her: one question a page, kept as she goes, and everything once more
//! before it is sent.

use anyhow::Result;
use base::Day;
use minijinja::{Value, context};
use rules::render::Lang;
use scheme::events::EventKind;
use scheme::id::PersonId;
use scheme::refusal::Refusal;
use serde::{Deserialize, Serialize};
use store::Unit;
use store::queries::trips;

use super::wondered::shown;
use super::{is_claim, me};
use crate::actions::match_trip;
use crate::actions::report_event::{self, ReportEvent};
use crate::auth::Deed;
use crate::jobs;
use crate::office::clock::minute_of;
use crate::pages::answered::{self, Answers};
use crate::pages::questions::{question, wrong};
use crate::pages::{page, texts};
use crate::registry::{claims, members};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::cases::option;
use crate::views::checks::{self, Wondered};

/// What a member reports of herself.
pub(super) const ASKED: [EventKind; 7] = [
    EventKind::LeftWork,
    EventKind::GrewOld,
    EventKind::PartWanted,
    EventKind::WorkAccident,
    EventKind::WorkDisability,
    EventKind::OtherDisability,
    EventKind::LeftCountry,
];

/// What has to be known of an event beside its day: a fact of the law's, and the values that are offered.
type Question = (&'static str, &'static [&'static str]);

const WHY: Question = ("termination", &["resignation", "contract_ran_out", "retirement"]);
const PART: Question = ("jht_cause", &["preparation_part", "housing_part"]);
const CAUSE: Question = ("event_cause", &["accident", "disease", "violence"]);
const TAX: Question = ("has_tax_number", &["yes", "no"]);

/// What is asked of an event.
pub(in crate::pages) const fn questions(kind: EventKind) -> &'static [Question] {
    match kind {
        EventKind::LeftWork => &[WHY, TAX],
        EventKind::PartWanted => &[PART, TAX],
        EventKind::GrewOld | EventKind::LeftCountry => &[TAX],
        EventKind::WorkAccident => &[CAUSE],
        _ => &[],
    }
}

const PURPOSE: &str = "report";

/// The answers.
#[derive(Clone, Default, Debug, Serialize, Deserialize)]
struct Given {
    /// Names the request: it is sent in once.
    number: i64,
    event: String,
    day: String,
    facts: Vec<(String, String)>,
}

impl Given {
    fn kind(&self) -> Option<EventKind> {
        self.event.parse().ok().filter(|kind| ASKED.contains(kind))
    }

    fn day(&self) -> Option<Day> {
        self.day.parse().ok()
    }

    fn fact(&self, name: &str) -> &str {
        self.facts.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    /// The first question without an answer.
    fn open(&self) -> Option<&'static str> {
        let Some(kind) = self.kind() else { return Some("/me/report") };
        if self.day().is_none() {
            return Some("/me/report/day");
        }
        let lacks = |(name, values): &Question| !values.contains(&self.fact(name));
        questions(kind).iter().any(lacks).then_some("/me/report/more")
    }

    fn next(&self) -> &'static str {
        self.open().unwrap_or("/me/report/check")
    }
}

pub(super) fn routes() -> Vec<Route> {
    let page = |path, does| Route::page(path, Deed::ClaimOneself, does);
    let form = |path, does| Route::form(path, Deed::ClaimOneself, does);
    vec![
        page("/me/report", ask_event),
        form("/me/report", take_event),
        page("/me/report/day", ask_day),
        form("/me/report/day", take_day),
        page("/me/report/more", ask_more),
        form("/me/report/more", take_more),
        page("/me/report/check", ask_check),
        form("/me/report/check", take_check),
    ]
}

type Answered = Result<Reply, Problem>;

/// Whoever has only said who she is reports nothing under that name: a stranger could.
fn known(ask: &mut Ask<'_>) -> Result<Option<Reply>, Problem> {
    let person = me(ask)?;
    if !ask.office.look(|unit, desk| is_claim(unit, desk, person))? {
        return Ok(None);
    }
    Ok(Some(page(ask, "member/unproved.html", context! {})?))
}

/// The answers, if those before this question are there; or where to go instead.
fn reached(ask: &mut Ask<'_>, path: &str) -> Result<Result<Answers<Given>, Reply>, Problem> {
    if let Some(no) = known(ask)? {
        return Ok(Err(no));
    }
    let answers: Answers<Given> = answered::load(ask, PURPOSE)?;
    let order = ["/me/report", "/me/report/day", "/me/report/more", "/me/report/check"];
    let place = |path: &str| order.iter().position(|known| *known == path).unwrap_or(0);
    Ok(match answers.given.open() {
        Some(open) if place(open) < place(path) => Err(Reply::see(open)),
        _ => Ok(answers),
    })
}

macro_rules! reached {
    ($ask:expr, $path:expr) => {
        match reached($ask, $path)? {
            Ok(answers) => answers,
            Err(elsewhere) => return Ok(elsewhere),
        }
    };
}

fn events(ask: &Ask<'_>) -> Vec<Value> {
    let tree = ask.office.law.tree();
    let shown = ASKED.iter().map(|kind| {
        let hint = texts::said(ask.lang, &format!("report.hint_{}", kind.name()), &[]);
        context! { value => kind.name(), text => option(tree, "life_event", kind.name(), ask.lang), hint }
    });
    shown.collect()
}

fn ask_event(ask: &mut Ask<'_>) -> Answered {
    let answers = reached!(ask, "/me/report");
    let wanted = ask.query.get("event").to_owned();
    let given = if wanted.is_empty() { answers.given.event } else { wanted };
    let events = events(ask);
    question(ask, "member/report_event.html", context! { events, given }, &[])
}

fn take_event(ask: &mut Ask<'_>) -> Answered {
    let mut answers = reached!(ask, "/me/report");
    let given = ask.form.get("event").to_owned();
    if !ASKED.iter().any(|kind| kind.name() == given) {
        let (errors, events) = (vec![wrong(ask, "event", "report.event_missing")], events(ask));
        return question(ask, "member/report_event.html", context! { events, given }, &errors);
    }
    if answers.given.event != given || answers.given.number == 0 {
        let number = ask.office.look(|_, desk| Ok(jobs::number(desk)))?;
        answers.given = Given { number, event: given, ..Given::default() };
    }
    answered::keep(ask, PURPOSE, &mut answers)?;
    Ok(Reply::see(answers.given.next()))
}

fn day_page(ask: &mut Ask<'_>, given: &Given, day: &str, errors: &[Value]) -> Answered {
    let name = option(ask.office.law.tree(), "life_event", &given.event, ask.lang);
    let values = context! { event => given.event, name, day };
    question(ask, "member/report_day.html", values, errors)
}

fn ask_day(ask: &mut Ask<'_>) -> Answered {
    let answers = reached!(ask, "/me/report/day");
    day_page(ask, &answers.given, &answers.given.day, &[])
}

fn take_day(ask: &mut Ask<'_>) -> Answered {
    let mut answers = reached!(ask, "/me/report/day");
    let day = ask.form.get("day").to_owned();
    let today = ask.office.today();
    let key = match day.parse::<Day>() {
        Ok(read) if read > today => "report.day_ahead",
        Ok(_) => "",
        Err(_) => "report.day_missing",
    };
    if !key.is_empty() {
        let errors = vec![wrong(ask, "day", key)];
        return day_page(ask, &answers.given, &day, &errors);
    }
    answers.given.day = day;
    answered::keep(ask, PURPOSE, &mut answers)?;
    Ok(Reply::see(answers.given.next()))
}

/// A question as the page asks it; yes and no have words of their own.
pub(in crate::pages) fn asked(ask: &Ask<'_>, (name, values): &Question, given: &str) -> Value {
    let tree = ask.office.law.tree();
    let options = values.iter().map(|value| {
        let text = match (*name, *value) {
            ("has_tax_number", value) => texts::said(ask.lang, &format!("report.tax_{value}"), &[]),
            (kind, value) => option(tree, kind, value, ask.lang),
        };
        context! { value => *value, text }
    });
    let options: Vec<Value> = options.collect();
    let label = texts::said(ask.lang, &format!("report.ask_{name}"), &[]);
    context! { name => *name, label, options, given }
}

fn more_page(ask: &mut Ask<'_>, given: &Given, errors: &[Value]) -> Answered {
    let kind = given.kind().ok_or(Problem::NotFound)?;
    let all: Vec<Value> =
        questions(kind).iter().map(|question| asked(ask, question, given.fact(question.0))).collect();
    question(ask, "member/report_more.html", context! { questions => all }, errors)
}

fn ask_more(ask: &mut Ask<'_>) -> Answered {
    let answers = reached!(ask, "/me/report/more");
    if answers.given.kind().is_none_or(|kind| questions(kind).is_empty()) {
        return Ok(Reply::see(answers.given.next()));
    }
    more_page(ask, &answers.given, &[])
}

fn take_more(ask: &mut Ask<'_>) -> Answered {
    let mut answers = reached!(ask, "/me/report/more");
    let kind = answers.given.kind().ok_or(Problem::NotFound)?;
    let mut errors = Vec::new();
    answers.given.facts.clear();
    for (name, values) in questions(kind) {
        let given = ask.form.get(name).to_owned();
        if values.contains(&given.as_str()) {
            answers.given.facts.push(((*name).to_owned(), given));
        } else {
            errors.push(wrong(ask, name, "report.choose"));
        }
    }
    if !errors.is_empty() {
        return more_page(ask, &answers.given, &errors);
    }
    answered::keep(ask, PURPOSE, &mut answers)?;
    Ok(Reply::see(answers.given.next()))
}

/// All answers, and what would be opened.
fn check_page(ask: &mut Ask<'_>, given: &Given, errors: &[Value]) -> Answered {
    let (person, lang) = (me(ask)?, ask.lang);
    let (Some(kind), Some(day)) = (given.kind(), given.day()) else { return Ok(Reply::see(given.next())) };
    let checks = ask.office.look(|unit, desk| {
        let life = claims::life(unit, desk, person, None)?;
        let known = claims::cases_of(unit, desk, person)?;
        let asked = Wondered { kind, day, by_employer: false, known: &known, facts: &given.facts };
        checks::of(desk, &life, &asked, lang)
    })?;
    let checks: Vec<Value> = checks.iter().map(shown).collect();
    let facts: Vec<Value> = given
        .facts
        .iter()
        .map(|(name, value)| {
            let label = texts::said(lang, &format!("report.ask_{name}"), &[]);
            let (_, value) = crate::views::why::fact(ask.office.law.tree(), name, value, lang);
            context! { label, value }
        })
        .collect();
    let name = option(ask.office.law.tree(), "life_event", kind.name(), lang);
    let with_trips =
        kind == EventKind::WorkAccident && ask.office.look(|unit, _| drove(unit, person, day))?;
    let time = ask.form.get("time").to_owned();
    let values = context! { name, day => day.to_string(), facts, checks, with_trips, time };
    question(ask, "member/report_check.html", values, errors)
}

/// Whether she was on a platform's trip that day.
fn drove(unit: &mut Unit<'_>, person: PersonId, day: Day) -> Result<bool> {
    let (Some(from), Some(until)) = (minute_of(day, "00:00"), minute_of(day, "23:59")) else {
        return Ok(false);
    };
    for known in members::whole(unit, person)?.memberships {
        if !trips::around(unit, known.row.id, (from, until))?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

fn ask_check(ask: &mut Ask<'_>) -> Answered {
    let answers = reached!(ask, "/me/report/check");
    check_page(ask, &answers.given, &[])
}

fn take_check(ask: &mut Ask<'_>) -> Answered {
    let answers = reached!(ask, "/me/report/check");
    let person = me(ask)?;
    let given = &answers.given;
    let (Some(kind), Some(day)) = (given.kind(), given.day()) else { return Ok(Reply::see(given.next())) };
    let time = ask.form.get("time").trim().to_owned();
    let at = minute_of(day, &time).filter(|_| kind == EventKind::WorkAccident);
    if at.is_none() && !time.is_empty() {
        return check_page(ask, given, &[wrong(ask, "time", "report.time_wrong")]);
    }
    let account = Some(ask.caller.account);
    let facts = given.facts.clone();
    let asked = ReportEvent { person, kind, day, by_employer: false, account, facts };
    let key = format!("member report {}", given.number);
    match report_event::run(ask.office, &asked, Some(&key)) {
        Ok(reported) => {
            answered::forget(ask, PURPOSE)?;
            if let (Some(case), Some(at)) = (reported.case, at) {
                ask.office.unit(|unit, desk| match_trip::within(unit, desk, (person, case), at))?;
            }
            match reported.case {
                Some(case) => Ok(Reply::see(&format!("/me/claims/{case}?new=yes"))),
                None => nothing(ask, &reported),
            }
        }
        Err(error) => {
            let refusal = error.chain().find_map(|cause| cause.downcast_ref::<Refusal>()).cloned();
            let Some(refusal) = refusal else { return Err(error.into()) };
            let text = match ask.lang {
                Lang::Id => refusal.id,
                Lang::En => refusal.en,
            };
            check_page(ask, given, &[context! { field => "", text }])
        }
    }
}

/// No programme pays for it: each says why.
fn nothing(ask: &mut Ask<'_>, reported: &report_event::Reported) -> Answered {
    let lang = ask.lang;
    let why = reported.not_opened.iter().map(|(kind, why)| {
        let name = option(ask.office.law.tree(), "claim_kind", kind, lang);
        context! { name, text => lang.pick(&why.id, &why.en) }
    });
    let why: Vec<Value> = why.collect();
    page(ask, "member/report_nothing.html", context! { why })
}
