//! A campaign's rule in the reader's words.

use anyhow::Result;
use rules::render::Lang;
use scheme::solidarity::campaign::{Criterion, First, Rule};

use crate::books::grouped;
use crate::office::Desk;
use crate::pages::{texts, words};
use crate::views::sources;

fn said(lang: Lang, key: &str) -> String {
    texts::said(lang, &format!("campaigns.{key}"), &[])
}

/// The rule, a line each: what it sets and to what. What it leaves open is said too.
pub(in crate::pages) fn lines(desk: &Desk<'_>, rule: &Rule, lang: Lang) -> Result<Vec<[String; 2]>> {
    let known = sources::open(desk, lang)?;
    let source = |name: &String| {
        known.iter().find(|one| one.name == *name).map_or_else(|| name.clone(), |one| one.said.clone())
    };
    let programme = |name: &String| words::fund(name, desk, lang);
    let first = |one: &First| said(lang, &format!("first_{}", one.word()));
    let all = |list: Vec<String>, otherwise: &str| {
        if list.is_empty() { said(lang, otherwise) } else { list.join(", ") }
    };
    let mut rows = vec![
        ("sources", all(rule.sources.iter().map(source).collect(), "every_source")),
        ("whom", all(rule.criteria.iter().map(|one| criterion(one, lang)).collect(), "everybody")),
        ("programmes", all(rule.programmes.iter().map(programme).collect(), "usual_programmes")),
        ("months", grouped(rule.months, lang)),
        ("places", rule.places.map_or_else(|| said(lang, "no_bound"), |most| grouped(most, lang))),
        ("first", all(rule.order.iter().map(first).collect(), "by_chance")),
    ];
    let steps: Vec<String> = rule
        .steps
        .iter()
        .map(|step| {
            let (month, share) = (step.month.to_string(), step.share.to_string());
            texts::said(lang, "campaigns.step", &[("month", &month), ("share", &share)])
        })
        .collect();
    rows.push(("steps", all(steps, "whole_share")));
    Ok(rows.into_iter().map(|(name, value)| [said(lang, name), value]).collect())
}

fn criterion(one: &Criterion, lang: Lang) -> String {
    let with = |key: &str, value: &str| texts::said(lang, &format!("campaigns.{key}"), &[("value", value)]);
    match one {
        Criterion::Area(area) => with("of_area", area),
        Criterion::Work(work) => with("of_work", work),
        Criterion::DecileMost(most) => with("of_decile", &most.to_string()),
        Criterion::Women => said(lang, "women"),
        Criterion::Men => said(lang, "men"),
        Criterion::Disabled => said(lang, "disabled"),
    }
}
