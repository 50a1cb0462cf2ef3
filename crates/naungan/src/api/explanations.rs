//! What somebody owes or is paid under the law, with every reason. Open to all: nobody's data is touched.

use anyhow::Result;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::about::About;
use super::body::{self, escaped};
use super::forms::Date;
use crate::auth::Deed;
use crate::commands::{explain_benefit, explain_contribution};
use crate::question::Asked;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::wire;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::post("/api/v1/explanations/contribution", Deed::Look, contribution, || {
            About::new(
                "explanations",
                "What is owed for one person and month, by whom, to which fund, and why",
            )
            .takes::<Question>()
            .answers::<wire::Contribution>()
            .example(|| {
                json!({ "facts": { "segment": "self_employed", "contribution_month": "2026-02",
                                       "income": 2_000_000, "sector": "transport" } })
            })
        }),
        Route::post("/api/v1/explanations/benefits/{benefit}", Deed::Look, benefit, || {
            About::new("explanations", "What a benefit pays to one person, or why it is refused")
                .takes::<Question>()
                .answers::<wire::Benefit>()
                .example(|| json!({ "facts": { "segment": "wage_earner" }, "on": "2026-02-17" }))
        }),
    ]
}

/// Facts about one person.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct Question {
    /// By the law's names; a list is an array of objects. `GET /api/v1/law/facts` has them all.
    facts: Map<String, Value>,
    /// The day that chooses the law: sets the dates that select it and are not given.
    #[serde(default)]
    on: Option<Date>,
}

fn contribution(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let question: Question = body::read(ask)?;
    let tree = ask.office.law.tree();
    let items = explain_contribution::owed_by_anybody(tree);
    let asked = asked(&question, tree, &items)?;
    Ok(Reply::json(&explain_contribution::answered(&ask.office.pack, &asked, ask.lang))?)
}

fn benefit(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let question: Question = body::read(ask)?;
    let tree = ask.office.law.tree();
    let name: String = ask.place("benefit")?;
    let wanted = tree.jurisdiction.benefits.iter().position(|benefit| benefit.name == name);
    let wanted = wanted.ok_or(Problem::NotFound)?;
    let asked = asked(&question, tree, &explain_benefit::items(tree, wanted))?;
    Ok(Reply::json(&explain_benefit::answered(&ask.office.pack, &asked, wanted, ask.lang))?)
}

fn asked<'a>(
    question: &Question,
    tree: &'a rules::tree::Tree,
    items: &[usize],
) -> Result<Asked<'a>, Problem> {
    Asked::sent(tree, &question.facts, question.on.map(|day| day.0), items).map_err(|faults| {
        let fault =
            |(name, [id, en]): (String, [String; 2])| (format!("/facts/{}", escaped(&name)), words(id, en));
        Problem::Fields(faults.into_iter().map(fault).collect())
    })
}
