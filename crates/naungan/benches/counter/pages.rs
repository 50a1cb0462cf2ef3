//! What is asked for: pages of every role, and people found by number, card and name.

use anyhow::{Context, Result};
use store::{Store, Value};
use testing::Random;

use crate::http::{Caller, Line};
use crate::load::Step;
use crate::open::{self, Known};

/// Who asks.
pub(crate) struct Callers {
    pub(crate) auditor: Caller,
    pub(crate) employer: Caller,
    pub(crate) officer: Caller,
    pub(crate) analyst: Caller,
}

/// Some people of the register, by chance, and a membership and a payer of each.
pub(crate) struct People(Vec<[i64; 3]>);

impl People {
    pub(crate) fn read(store: &mut Store, random: &mut Random, count: usize) -> Result<People> {
        let last = store.look(|unit| {
            let row = unit.row("select max(id) from membership", &[])?.context("nobody is a member")?;
            row.int(0)
        })?;
        let mut people = Vec::with_capacity(count);
        while people.len() < count {
            let from = random.between(1, last);
            let found = store.look(|unit| {
                let sql = "select person, id, payer from membership where id >= $1 order by id limit 1";
                let row = unit.row(sql, &[Value::Int(from)])?;
                row.map(|row| Ok([row.int(0)?, row.int(1)?, row.int(2)?])).transpose()
            })?;
            people.extend(found);
        }
        Ok(People(people))
    }
}

/// Of so many it is asked what they are called.
const KNOWN: usize = 50;
const SEARCH: &str = "/api/v1/people/searches";

/// Every step of the load, in turn over the kinds of pages.
pub(crate) fn steps(
    (address, database): (&str, &str),
    callers: &Callers,
    people: &People,
    count: usize,
) -> Result<Vec<Step>> {
    let known = known(database, people)?;
    let visitor = Caller::default();
    let front = Line::to(address)?.get(&callers.employer, "/employer")?;
    let front = front.heading("location").context("an employer has no front page")?.to_owned();
    let step = |at: usize| {
        let [person, membership, payer] = people.0[at % people.0.len()];
        let known = &known[at % known.len()];
        let page =
            |kind, caller: &Caller, path: String| Step { kind, caller: caller.clone(), path, body: None };
        let found = |kind, body: serde_json::Value| Step {
            kind,
            caller: callers.auditor.clone(),
            path: SEARCH.to_owned(),
            body: Some(body.to_string()),
        };
        match at % 17 {
            0 => page("public: front", &visitor, "/".to_owned()),
            1 => page("public: messages", &visitor, "/messages".to_owned()),
            2 => page("public: law", &visitor, "/law".to_owned()),
            3 => page("public: calculators", &visitor, "/calculators".to_owned()),
            4 => page("employer: front", &callers.employer, front.clone()),
            5 => page("officer: the list of today", &callers.officer, "/desk".to_owned()),
            6 => page("analyst: figures", &callers.analyst, "/figures".to_owned()),
            7 | 8 => page("interface: person", &callers.auditor, format!("/api/v1/people/{person}")),
            9 | 10 => {
                page("interface: membership", &callers.auditor, format!("/api/v1/memberships/{membership}"))
            }
            11 => page(
                "interface: months",
                &callers.auditor,
                format!("/api/v1/memberships/{membership}/months"),
            ),
            12 => page(
                "interface: savings",
                &callers.auditor,
                format!("/api/v1/memberships/{membership}/savings"),
            ),
            13 => page("interface: bills", &callers.auditor, format!("/api/v1/payers/{payer}/bills")),
            14 => found("found by NIK", serde_json::json!({ "nik": known.nik })),
            15 => found("found by card", serde_json::json!({ "kpj": known.card })),
            _ => found("found by name", serde_json::json!({ "name": known.name })),
        }
    };
    Ok((0..count).map(step).collect())
}

/// Some of them, by number, card and name.
fn known(database: &str, people: &People) -> Result<Vec<Known>> {
    people
        .0
        .iter()
        .take(KNOWN)
        .map(|[person, membership, _]| open::known(database, *person, *membership))
        .collect()
}
