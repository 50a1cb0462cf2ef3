//! The law: its facts and provisions, whole or as they stand on a day.

use anyhow::Result;
use base::Day;
use schemars::JsonSchema;
use serde::Serialize;

use super::about::About;
use super::list::{self, Part, part};
use crate::auth::Deed;
use crate::commands::{law_list, law_show};
use crate::describe::describe;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::wire;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/law/provisions", Deed::Look, provisions, || {
            About::new("law", "Every provision").answers::<Part<wire::Listed>>().query(list::QUERY)
        }),
        Route::get("/api/v1/law/provisions/{*path}", Deed::Look, provision, || {
            About::new("law", "One provision: its text, tables and rules")
                .answers::<wire::Provision>()
                .query(&[("on", "Only what is in force on this day")])
        }),
        Route::get("/api/v1/law/facts", Deed::Look, facts, || {
            About::new("law", "Every fact that the law may ask of somebody")
                .answers::<Part<wire::Fact>>()
                .query(list::QUERY)
        }),
        Route::get("/api/v1/law/benefits", Deed::Look, benefits, || {
            About::new("law", "Every benefit, by the name that explanations take").answers::<Benefits>()
        }),
    ]
}

fn provisions(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let pack = &ask.office.pack;
    let listed = |provision| law_list::listed(pack.files(), provision, ask.lang);
    let mut all: Vec<wire::Listed> = pack.tree().provisions.iter().map(listed).collect();
    all.sort_by(|one, other| one.provision.cmp(&other.provision));
    Ok(Reply::json(&part(ask, all, |one| one.provision.clone())?)?)
}

fn provision(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let path: String = ask.place("path")?;
    let on: Option<Day> =
        list::given(ask, "on", "tulis tanggal seperti 2026-05-03", "write a day such as 2026-05-03")?;
    let found = law_show::on_the_wire(&ask.office.pack, &path, on, ask.lang);
    Ok(Reply::json(&found.ok_or(Problem::NotFound)?)?)
}

fn facts(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let tree = ask.office.law.tree();
    let mut all: Vec<wire::Fact> =
        tree.facts.iter().map(|fact| wire::described(&describe(tree, fact, ask.lang))).collect();
    all.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(Reply::json(&part(ask, all, |one| one.name.clone())?)?)
}

/// Every benefit.
#[derive(Serialize, JsonSchema)]
struct Benefits {
    benefits: Vec<Named>,
}

/// A name and what it means.
#[derive(Serialize, JsonSchema)]
struct Named {
    name: String,
    means: String,
}

fn benefits(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let named = |benefit: &rules::tree::Named| Named {
        name: benefit.name.clone(),
        means: ask.lang.of(&benefit.words).to_owned(),
    };
    let benefits = ask.office.law.tree().jurisdiction.benefits.iter().map(named).collect();
    Ok(Reply::json(&Benefits { benefits })?)
}
