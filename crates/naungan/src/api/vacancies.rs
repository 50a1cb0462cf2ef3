//! Vacancies, as schema.org's `JobPosting`.

use axum::http::StatusCode;
use schemars::JsonSchema;
use scheme::jobs::Occupation;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::about::About;
use super::list;
use crate::actions::publish_vacancy::{self, Offered};
use crate::auth::Deed;
use crate::ports::vacancies;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use scheme::id::PayerId;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/vacancies", Deed::Look, list, || {
            About::new("jobs", "Vacancies that are open, as JobPosting").answers::<Vacancies>().query(&[
                ("province", "Only those in a province, by its code"),
                ("occupation", "Only those of a group of occupations, by the first digits of its code"),
                ("after", "Where the part begins: what `next` of the part before said"),
                ("limit", "How many at most, 1 to 200; 50 where nothing is said"),
            ])
        }),
        Route::post("/api/v1/vacancies", Deed::OfferWork, publish, || {
            About::new("jobs", "Publish a vacancy; the same `identifier` again is the same vacancy")
                .takes::<JobPosting>()
                .answers::<Published>()
                .makes()
                .example(|| {
                    json!({
                        "@type": "JobPosting", "title": "Juru las", "identifier": "L-1",
                        "hiringOrganization": { "@type": "Organization", "name": "PT Contoh" },
                        "datePosted": "2026-05-01", "occupationalCategory": "7212",
                    })
                })
        }),
    ]
}

/// Vacancies as a graph of JSON-LD.
#[derive(Serialize, JsonSchema)]
struct Vacancies {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: Vec<Value>,
    /// What to ask as `after` for the next part; nothing where this is the last.
    next: Option<String>,
}

/// A vacancy by schema.org; what else stands in it is left out.
#[derive(Deserialize, JsonSchema)]
#[allow(dead_code, reason = "read as schema.org writes it, in the port")]
struct JobPosting {
    #[serde(rename = "@type")]
    kind: String,
    title: String,
    /// What the employer calls it.
    identifier: Value,
    #[serde(rename = "hiringOrganization")]
    organization: Value,
    #[serde(rename = "datePosted")]
    posted: String,
    #[serde(rename = "validThrough")]
    until: Option<String>,
    #[serde(rename = "occupationalCategory")]
    occupation: Option<Value>,
    #[serde(rename = "jobLocation")]
    place: Option<Value>,
    #[serde(rename = "baseSalary")]
    salary: Option<Value>,
    skills: Option<Value>,
}

/// A vacancy that was published.
#[derive(Serialize, JsonSchema)]
struct Published {
    /// Its number here: what applications name.
    vacancy: i64,
}

fn list(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (limit, after) = (list::limit(ask)?, list::number(ask)?.unwrap_or(0));
    let (province, occupation) = (ask.query.get("province"), ask.query.get("occupation"));
    let all = ask.office.look(publish_vacancy::open)?;
    let mut fitting = all.into_iter().filter(|(row, vacancy)| {
        let there = vacancy.province.map(|code| code.to_string()).unwrap_or_default();
        let kind = vacancy.occupation.as_ref().map(Occupation::code).unwrap_or_default();
        row.id > after
            && (province.is_empty() || there == province)
            && (occupation.is_empty() || kind.starts_with(occupation))
    });
    let part: Vec<_> = fitting.by_ref().take(limit).collect();
    let more = fitting.next().is_some();
    let next = part.last().filter(|_| more).map(|(row, _)| row.id.to_string());
    let graph = part.iter().map(|(row, vacancy)| {
        let mut posting = vacancies::as_posting(vacancy);
        posting["@id"] = json!(row.id.to_string());
        posting
    });
    let form = Vacancies { context: "https://schema.org", graph: graph.collect(), next };
    Ok(Reply::json(&form)?)
}

fn publish(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let payer: PayerId = ask.caller.payer.ok_or(Problem::Forbidden)?;
    let mut all = vacancies::read(&ask.body)?;
    let one = match (all.pop(), all.is_empty()) {
        (Some(one), true) => one?,
        _ => {
            let said = words("kirim tepat satu JobPosting", "send exactly one JobPosting");
            return Err(Problem::Fields(vec![(String::new(), said)]));
        }
    };
    let offered = Offered {
        source: Some(one.id),
        title: one.title,
        occupation: one.occupation,
        province: one.province,
        wages: one.wages,
        skills: one.skills,
        until: one.until,
    };
    let account = ask.caller.account;
    let id = ask.office.unit(|unit, desk| publish_vacancy::publish(unit, desk, payer, &offered, account))?;
    Ok(Reply::json(&Published { vacancy: id })?.status(StatusCode::CREATED))
}
