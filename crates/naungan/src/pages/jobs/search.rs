//! Vacancies ranked for whoever looks, with the reasons; her wishes; and courses with free places.

use std::collections::BTreeMap;

use minijinja::context;
use scheme::jobs::{Occupation, Vacancy, rank};
use scheme::refusal::Refusal;
use serde_json::{Value, json};
use store::queries::vacancies::Vacancy as Row;
use store::queries::{seekers, trainings};

use super::{after, given, proved, provinces, wrong};
use crate::actions::apply_for_vacancy::{self, To};
use crate::actions::book_training;
use crate::actions::look_for_work::{self, Wishes};
use crate::actions::publish_vacancy;
use crate::approvals::whole;
use crate::auth::Deed;
use crate::commands::vacancies::sentence;
use crate::pages::form_page;
use crate::registry::{jobs, people};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/me/jobs", Deed::SeekWork, show),
        Route::form("/me/jobs", Deed::SeekWork, change),
        Route::page("/me/training", Deed::SeekWork, courses),
        Route::form("/me/training", Deed::SeekWork, book),
    ]
}

/// Vacancies on a page: the best ones.
const SHOWN: usize = 30;

const FIELDS: [&str; 4] = ["wishes", "skills", "province", "wage"];

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[])
}

fn shown(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let person = match proved(ask)? {
        Ok(person) => person,
        Err(page) => return Ok(page),
    };
    let (lang, today) = (ask.lang, ask.office.today());
    let (seeker, all, applied) = ask.office.look(|unit, desk| {
        let mut applied = Vec::new();
        for number in people::numbers(unit, person, desk.now)? {
            let mine = seekers::applications(unit, number)?;
            applied.extend(mine.into_iter().filter_map(|one| one.vacancy));
        }
        Ok((jobs::seeker(unit, desk, person)?, publish_vacancy::open(unit, desk)?, applied))
    })?;
    let (province, occupation) = (ask.query.get("province"), ask.query.get("occupation"));
    let wanted = |vacancy: &Vacancy| {
        let there = vacancy.province.map(|code| code.to_string()).unwrap_or_default();
        let kind = vacancy.occupation.as_ref().map(Occupation::code).unwrap_or_default();
        (province.is_empty() || there == province) && (occupation.is_empty() || kind.starts_with(occupation))
    };
    let fitting: Vec<(Row, Vacancy)> = all.into_iter().filter(|(_, vacancy)| wanted(vacancy)).collect();
    let count = fitting.len();
    let rows = ranked(seeker.as_ref(), &fitting, today, lang, &applied);
    let mut given = given(ask, &FIELDS);
    if let (Some(seeker), true) = (&seeker, errors.is_empty()) {
        let wishes: Vec<&str> = seeker.wishes.iter().map(Occupation::code).collect();
        given = json!({
            "wishes": wishes.join(", "), "skills": seeker.skills.join(", "),
            "province": seeker.province.map(|code| code.to_string()).unwrap_or_default(),
            "wage": seeker.wage.map(|wage| wage.to_string()).unwrap_or_default(),
        });
    }
    let filter = json!({ "province": province, "occupation": occupation });
    let knows = seeker.is_some();
    let values = context! { rows, count, given, filter, knows, provinces => provinces(), errors };
    form_page(ask, "jobs/search.html", values)
}

/// The best ones first, each with its reasons; without wishes, the latest first.
fn ranked(
    seeker: Option<&scheme::jobs::Seeker>,
    all: &[(Row, Vacancy)],
    today: base::Day,
    lang: rules::render::Lang,
    applied: &[i64],
) -> Vec<Value> {
    let by_name: BTreeMap<(&str, &str), &Row> =
        all.iter().map(|(row, one)| ((one.employer.as_str(), one.id.as_str()), row)).collect();
    let vacancies: Vec<Vacancy> = all.iter().map(|(_, vacancy)| vacancy.clone()).collect();
    let Some(seeker) = seeker else {
        let mut latest: Vec<&Row> = all.iter().map(|(row, _)| row).collect();
        latest.sort_by_key(|row| std::cmp::Reverse((row.posted, row.id)));
        return latest.into_iter().take(SHOWN).map(|row| said(row, None, &[], applied)).collect();
    };
    rank(seeker, &vacancies, today)
        .iter()
        .take(SHOWN)
        .filter_map(|found| {
            let name = (found.vacancy.employer.as_str(), found.vacancy.id.as_str());
            let why = found.reasons.iter().map(|reason| {
                json!({
                    "text": sentence(reason, lang), "points": reason.points,
                })
            });
            Some(said(by_name.get(&name)?, Some(found.points), &why.collect::<Vec<_>>(), applied))
        })
        .collect()
}

fn said(row: &Row, points: Option<u32>, why: &[Value], applied: &[i64]) -> Value {
    let province = row.province.map(|code| crate::views::provinces::name(&code.to_string()).to_owned());
    json!({
        "id": row.id, "title": row.title, "employer": row.employer, "province": province,
        "least": row.wages.map(|(least, _)| least), "most": row.wages.map(|(_, most)| most),
        "until": row.until.map(|day| day.to_string()), "points": points, "why": why,
        "applied": applied.contains(&row.id),
    })
}

/// The pieces of a list that is written with commas.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', '\n', ';']).map(str::trim).filter(|piece| !piece.is_empty())
}

fn change(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let person = match proved(ask)? {
        Ok(person) => person,
        Err(page) => return Ok(page),
    };
    if ask.form.get("what") == "apply" {
        let Ok(vacancy) = ask.form.get("vacancy").parse::<i64>() else { return Err(Problem::NotFound) };
        let account = Some(ask.caller.account);
        let outcome = ask
            .office
            .unit(|unit, desk| apply_for_vacancy::within(unit, desk, person, &To::Vacancy(vacancy), account));
        return after(ask, outcome.map_err(Problem::from), ("wishes", "/me/jobs"), shown);
    }
    let read: Result<Vec<Occupation>, Refusal> = pieces(ask.form.get("wishes")).map(str::parse).collect();
    let wishes = match read {
        Ok(wishes) => wishes,
        Err(refusal) => return after(ask, Err::<(), _>(refusal.into()), ("wishes", "/me/jobs"), shown),
    };
    let wage = whole(ask.form.get("wage"));
    if wage.is_none() && !ask.form.get("wage").is_empty() {
        return wrong(ask, "wage", "jobs.wage_wrong", shown);
    }
    let province = ask.form.get("province");
    if !province.is_empty() && !crate::views::provinces::is_code(province) {
        return wrong(ask, "province", "jobs.province_wrong", shown);
    }
    let wishes = Wishes {
        occupations: wishes,
        skills: pieces(ask.form.get("skills")).map(str::to_owned).collect(),
        province: province.parse().ok(),
        wage,
    };
    let outcome = ask.office.unit(|unit, desk| look_for_work::within(unit, desk, person, &wishes));
    after(ask, outcome.map_err(Problem::from), ("wishes", "/me/jobs"), shown)
}

fn courses(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    courses_shown(ask, &[])
}

fn courses_shown(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let person = match proved(ask)? {
        Ok(person) => person,
        Err(page) => return Ok(page),
    };
    let rows = ask.office.look(|unit, desk| {
        let person = jobs::first(unit, person)?;
        let mine = trainings::of_person(unit, person)?;
        let mut rows = Vec::new();
        for one in trainings::ahead(unit, desk.today)? {
            let taken = i64::try_from(trainings::people(unit, one.id)?.len())?;
            rows.push(json!({
                "id": one.id, "name": one.name, "provider": one.provider, "from": one.from.to_string(),
                "last": one.last.to_string(), "free": (one.places - taken).max(0), "places": one.places,
                "mine": mine.contains(&one.id),
            }));
        }
        Ok(rows)
    })?;
    form_page(ask, "jobs/courses.html", context! { rows, errors })
}

fn book(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let person = match proved(ask)? {
        Ok(person) => person,
        Err(page) => return Ok(page),
    };
    let Ok(course) = ask.form.get("course").parse::<i64>() else { return Err(Problem::NotFound) };
    let account = Some(ask.caller.account);
    let outcome = ask.office.unit(|unit, desk| book_training::book(unit, desk, (course, person), account));
    after(ask, outcome.map_err(Problem::from), ("course", "/me/training"), courses_shown)
}
