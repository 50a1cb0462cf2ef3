//! Calculators: what a membership costs and what a benefit pays, each line with its reason and article.
//!
//! What is asked comes from the law's own facts, and a result has an address.

mod answer;
mod asked;

use minijinja::{Value, context};
use rules::LawPack;
use rules::explain;
use rules::render::Lang;
use rules::tree::{Target, Tree};
use scheme::law::facts_behind;

use self::asked::Sheet;
use super::page;
use super::prose::capital;
use crate::auth::Deed;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/calculators", Deed::Look, list),
        Route::page("/calculators/contribution/{segment}", Deed::Look, contribution),
        Route::page("/calculators/benefit/{benefit}", Deed::Look, benefit),
    ]
}

/// What is worked out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Wanted {
    /// What is owed in a segment.
    Contribution(usize),
    /// What a benefit pays.
    Benefit(usize),
}

impl Wanted {
    /// What the law says of it.
    fn items(self, tree: &Tree) -> Vec<usize> {
        match self {
            Wanted::Contribution(segment) => explain::owed(tree, segment),
            Wanted::Benefit(wanted) => {
                let is_its = |target: &Target| match target {
                    Target::Component { benefit, .. } | Target::Requirement { benefit, .. } => {
                        *benefit == wanted
                    }
                    _ => false,
                };
                (0..tree.items.len()).filter(|at| is_its(&tree.items[*at].target)).collect()
            }
        }
    }

    /// The facts it rests on, in the order of the law's list; the segment is said by the address.
    fn facts(self, tree: &Tree) -> Vec<usize> {
        let segment = match self {
            Wanted::Contribution(segment) => Some(segment),
            Wanted::Benefit(_) => None,
        };
        let mut facts = facts_behind(tree, segment, &self.items(tree));
        if segment.is_some() {
            facts.retain(|at| tree.facts[*at].name != "segment");
        }
        facts.into_iter().collect()
    }

    fn name(self, tree: &Tree, lang: Lang) -> String {
        let known = &tree.jurisdiction;
        let named = match self {
            Wanted::Contribution(segment) => &known.segments[segment],
            Wanted::Benefit(benefit) => &known.benefits[benefit],
        };
        capital(lang.of(&named.words))
    }

    fn path(self, tree: &Tree) -> String {
        let land = &tree.jurisdiction;
        match self {
            Wanted::Contribution(segment) => {
                format!("/calculators/contribution/{}", land.segments[segment].name)
            }
            Wanted::Benefit(benefit) => format!("/calculators/benefit/{}", land.benefits[benefit].name),
        }
    }
}

fn list(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let values = list_values(ask.office.law.tree(), ask.lang);
    page(ask, "public/calculators.html", values)
}

fn list_values(tree: &Tree, lang: Lang) -> Value {
    let card = |wanted: Wanted| context! { title => wanted.name(tree, lang), href => wanted.path(tree) };
    let known = &tree.jurisdiction;
    let contributions: Vec<_> = (0..known.segments.len()).map(|at| card(Wanted::Contribution(at))).collect();
    let benefits: Vec<_> = (0..known.benefits.len()).map(|at| card(Wanted::Benefit(at))).collect();
    context! { contributions => contributions, benefits => benefits }
}

fn contribution(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let name: String = ask.place("segment")?;
    let segments = &ask.office.law.tree().jurisdiction.segments;
    let at = segments.iter().position(|segment| segment.name == name).ok_or(Problem::NotFound)?;
    show(ask, Wanted::Contribution(at))
}

fn benefit(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let name: String = ask.place("benefit")?;
    let benefits = &ask.office.law.tree().jurisdiction.benefits;
    let at = benefits.iter().position(|benefit| benefit.name == name).ok_or(Problem::NotFound)?;
    show(ask, Wanted::Benefit(at))
}

fn show(ask: &mut Ask<'_>, wanted: Wanted) -> Result<Reply, Problem> {
    let tree = ask.office.law.tree();
    let pack = std::sync::Arc::clone(&ask.office.pack);
    let crediting = ask.office.institution.crediting.clone();
    let mut sheet = Sheet::read(tree, wanted, &ask.query, ask.lang);
    if !sheet.is_sent {
        sheet.begin_with(ask.office.today());
    }
    sheet.unless_given("crediting_method", &crediting);
    let answer = answer::of(&pack, &mut sheet);
    let status = sheet.status();
    let query: Vec<String> = ask
        .query
        .fields()
        .filter(|(name, value)| *name != "lang" && !value.is_empty())
        .map(|(name, value)| format!("{name}={}", crate::serve::form::escaped(value)))
        .collect();
    let values = values(&pack, &sheet, &answer, &query.join("&"));
    Ok(page(ask, "public/calculator.html", values)?.status(status))
}

fn values(pack: &LawPack, sheet: &Sheet<'_>, answer: &answer::Answer, query: &str) -> Value {
    context! {
        title => sheet.wanted.name(sheet.tree, sheet.lang),
        kind => if matches!(sheet.wanted, Wanted::Contribution(_)) { "contribution" } else { "benefit" },
        action => sheet.wanted.path(sheet.tree),
        sent => sheet.is_sent,
        errors => sheet.errors,
        fields => sheet.fields(),
        answer => answer,
        fingerprint => pack.fingerprint(),
        query => query,
    }
}

#[cfg(test)]
mod tests;
