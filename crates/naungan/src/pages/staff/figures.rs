//! Figures of coverage and collection: never of people, and never of so few that one could guess who.

use std::collections::BTreeMap;

use anyhow::Result;
use minijinja::context;
use rules::render::Lang;
use serde_json::{Value as Json, json};
use store::queries::coverage::{self, Covered};
use store::queries::figures::{self, Collected};

use crate::auth::Deed;
use crate::office::clock::day_of;
use crate::pages::desk::said;
use crate::pages::page;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::provinces;
use crate::views::published::{self, Count, PEOPLE_MIN, Segments};

/// Months of collection that are shown.
const MONTHS: i64 = 24;

pub(super) fn routes() -> Vec<Route> {
    vec![Route::page("/figures", Deed::SeeFigures, show)]
}

/// A count in each row of a table; one that is left out is empty.
fn rows(counts: BTreeMap<String, Count>, named: impl Fn(&str) -> String) -> Vec<Json> {
    counts.into_iter().map(|(name, people)| json!([named(&name), people])).collect()
}

/// People by segment, as the front page has them: two pages that leave out different counts would tell both.
fn segments(covered: &[Covered]) -> Vec<Json> {
    let people = published::by_segment(covered);
    let shown = Segments::of(&people);
    people.keys().map(|name| json!([name, shown.segment(name).0])).collect()
}

/// The same with the words for what the store keeps; what it does not know is said to be unknown.
fn in_words(lang: Lang, of: &str, rows: Vec<Json>) -> Vec<Json> {
    let word = |name: &str| match name {
        "" | "unknown" => said(lang, "front.unknown"),
        name => said(lang, &format!("{of}.{name}")),
    };
    rows.into_iter().map(|row| json!([word(row[0].as_str().unwrap_or_default()), row[1]])).collect()
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (month, covered, totals, collected) = ask.office.look(|unit, _| {
        let month = coverage::months(unit)?.into_iter().next_back();
        let rows = month.map(|month| coverage::month(unit, month)).transpose()?.unwrap_or_default();
        Ok((month, rows, coverage::totals(unit)?, figures::collected(unit, MONTHS)?))
    })?;
    let counted = collected.first().map(|latest| day_of(latest.counted_at).to_string());
    let collected: Vec<Json> = collected
        .iter()
        .map(|Collected { month, owed, paid, .. }| {
            let share = if *owed > 0 { i128::from(*paid) * 100 / i128::from(*owed) } else { 0 };
            json!([month.to_string(), owed, paid, owed - paid, format!("{share} %")])
        })
        .collect();
    let growth: Vec<Json> = totals
        .iter()
        .rev()
        .take(12)
        .map(|(month, people)| json!([month.to_string(), published::whole(*people)]))
        .collect();
    let (lang, unknown) = (ask.lang, said(ask.lang, "front.unknown"));
    let values = context! {
        month => month.map(|month| month.to_string()), least => PEOPLE_MIN, growth, collected, counted,
        segments => in_words(lang, "desk.segment", segments(&covered)),
        provinces => rows(published::by_province(&covered), |code| match code {
            "" => unknown.clone(),
            code => provinces::name(code).to_owned(),
        }),
        sexes => rows(published::by_sex(&covered), |sex| match sex {
            "" => unknown.clone(),
            sex => said(lang, &format!("front.{sex}")),
        }),
    };
    page(ask, "staff/figures.html", values)
}
