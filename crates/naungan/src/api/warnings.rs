//! Warnings before a right is lost, for programs.

use anyhow::Result;
use rules::render;
use schemars::JsonSchema;
use scheme::claims::ClaimKind;
use scheme::id::PersonId;
use serde::Serialize;

use super::about::About;
use crate::auth::{Deed, Of};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::warnings;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/people/{person}/warnings", Deed::SeeClaims, show, || {
            About::new("claims", "Rights of somebody that end soon, or that would be missing if needed now")
                .answers::<Warnings>()
        })
        .of(Of::Person("person")),
    ]
}

/// What somebody should be told today.
#[derive(Serialize, JsonSchema)]
struct Warnings {
    warnings: Vec<WarningForm>,
}

/// A right that ends soon, or is not there when it is needed.
#[derive(Serialize, JsonSchema)]
struct WarningForm {
    /// `right_ends`, `grace_ends`, `few_months`, `pension_age`, `scholarship_year` or `proof_of_life`.
    code: &'static str,
    /// The law's name of the claim it is about.
    kind: Option<&'static str>,
    says: String,
    /// The last day, or the first from which something can be done.
    on: Option<String>,
    provision: Option<String>,
    /// Who can do something: `claimant`, `employer` or another of those that a block names.
    mender: &'static str,
    /// Where at the counter: a name that stays the same for ever.
    link: &'static str,
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (person, lang) = (PersonId(ask.place("person")?), ask.lang);
    let found = ask.office.look(|unit, desk| warnings::of_person(unit, desk, person))?;
    let warnings = found.into_iter().map(|one| WarningForm {
        code: one.code,
        kind: one.kind.map(ClaimKind::name),
        says: lang.pick(&one.id, &one.en).to_owned(),
        on: one.day.map(|day| day.to_string()),
        provision: one.citation.as_ref().map(|cited| render::instrument(cited, lang).to_owned()),
        mender: one.mender.name(),
        link: one.link,
    });
    Ok(Reply::json(&Warnings { warnings: warnings.collect() })?)
}
