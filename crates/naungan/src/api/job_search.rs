//! The search for work, for programs: what somebody wishes and knows, and the vacancies that fit, with every
//! reason.

use anyhow::Result;
use schemars::JsonSchema;
use scheme::jobs::{Occupation, Vacancy, rank};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::queries::vacancies::Vacancy as Row;

use super::about::About;
use super::job_loss::person;
use super::{body, list};
use crate::actions::look_for_work::{self, Wishes};
use crate::actions::publish_vacancy;
use crate::auth::{Deed, Of};
use crate::commands::vacancies::sentence;
use crate::registry::jobs;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::provinces;

const BEST_QUERY: &[(&str, &str)] = &[list::QUERY[1]];

pub(super) fn routes() -> Vec<Route> {
    let of = Of::Person("person");
    vec![
        Route::get("/api/v1/people/{person}/matches", Deed::SeePerson, matches, || {
            About::new("jobs", "Vacancies that fit somebody, the best first, each point with its reason")
                .answers::<Matches>()
                .query(BEST_QUERY)
        })
        .of(of),
        Route::post("/api/v1/people/{person}/wishes", Deed::SeekWork, wish, || {
            About::new("jobs", "Say what work one looks for, in place of what was said before")
                .takes::<WishesForm>()
                .answers::<WishesForm>()
                .example(|| json!({ "occupations": ["7212"], "skills": ["las"], "wage": 4_500_000 }))
        })
        .of(of),
    ]
}

/// What somebody wishes and knows. Her name, age and sex are not asked.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct WishesForm {
    /// Groups of occupations by KBJI, 1 to 6 digits each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 20))]
    occupations: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schemars(length(max = 20))]
    skills: Vec<String>,
    /// The province to work in, by its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    province: Option<u8>,
    /// The least wage of a month, in whole rupiah.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    wage: Option<i64>,
}

fn wish(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = person(ask)?;
    let given: WishesForm = body::read(ask)?;
    let is_one = |province: &u8| provinces::is_code(&province.to_string());
    if given.province.is_some_and(|province| !is_one(&province)) {
        let said = words("tulis kode provinsi seperti 31", "write the code of a province such as 31");
        return Err(Problem::Fields(vec![("/province".to_owned(), said)]));
    }
    let occupations = given.occupations.iter().map(|code| code.parse::<Occupation>());
    let wishes = Wishes {
        occupations: occupations.collect::<Result<_, _>>()?,
        skills: given.skills.clone(),
        province: given.province,
        wage: given.wage,
    };
    ask.office.unit(|unit, desk| look_for_work::within(unit, desk, id, &wishes))?;
    Ok(Reply::json(&given)?)
}

/// Vacancies that fit.
#[derive(Serialize, JsonSchema)]
struct Matches {
    /// Whether somebody has said what she looks for; without it there is nothing to compare with.
    knows_wishes: bool,
    matches: Vec<MatchForm>,
}

/// A vacancy with its points.
#[derive(Serialize, JsonSchema)]
struct MatchForm {
    /// Its number here: what applications name.
    vacancy: i64,
    title: String,
    employer: String,
    points: u32,
    reasons: Vec<ReasonForm>,
}

/// One reason for or against.
#[derive(Serialize, JsonSchema)]
struct ReasonForm {
    says: String,
    points: u32,
}

fn matches(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (id, limit) = (person(ask)?, list::limit(ask)?);
    let (lang, today) = (ask.lang, ask.office.today());
    let (seeker, all) = ask
        .office
        .look(|unit, desk| Ok((jobs::seeker(unit, desk, id)?, publish_vacancy::open(unit, desk)?)))?;
    let Some(seeker) = seeker else {
        return Ok(Reply::json(&Matches { knows_wishes: false, matches: Vec::new() })?);
    };
    let (rows, vacancies): (Vec<Row>, Vec<Vacancy>) = all.into_iter().unzip();
    let ranked = rank(&seeker, &vacancies, today);
    let matches = ranked.iter().take(limit).filter_map(|found| {
        let one = found.vacancy;
        let row = rows.iter().find(|row| row.employer == one.employer && row.source == one.id)?;
        let reasons = found
            .reasons
            .iter()
            .map(|reason| ReasonForm { says: sentence(reason, lang), points: reason.points });
        Some(MatchForm {
            vacancy: row.id,
            title: row.title.clone(),
            employer: row.employer.clone(),
            points: found.points,
            reasons: reasons.collect(),
        })
    });
    Ok(Reply::json(&Matches { knows_wishes: true, matches: matches.collect() })?)
}
