//! What was asked for about somebody and what was done, as both files of a desk show it.

use anyhow::Result;
use rules::render::Lang;
use serde_json::{Value as Json, json};
use store::Unit;
use store::queries::{acts, approvals};

use super::notes::name_of;
use super::said;
use crate::office::Desk;
use crate::pages::words;

/// Changes that two people have to want, about any of these numbers.
pub(super) fn about(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    subjects: &[i64],
    most: usize,
    lang: Lang,
) -> Result<Vec<Json>> {
    let mut found = Vec::new();
    for subject in subjects {
        found.extend(approvals::of_subject(unit, *subject, i64::try_from(most)?)?);
    }
    found.sort_by_key(|row| std::cmp::Reverse(row.made));
    found.truncate(most);
    let mut rows = Vec::new();
    for row in found {
        let request = crate::approvals::opened(desk, &row)?;
        let what = json!({
            "text": said(lang, &format!("approvals.what.{}", row.what)),
            "href": format!("/approvals/{}", row.id),
        });
        let state = row.outcome.as_deref().unwrap_or("waiting");
        let state = said(lang, &format!("approvals.outcome_{state}"));
        let (day, maker) = (row.made.day().map(|day| day.to_string()), name_of(unit, desk, row.maker)?);
        rows.push(json!([what, day, maker, request.change.reason(), state]));
    }
    Ok(rows)
}

/// What was done, the latest first.
pub(super) fn done(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    subjects: &[i64],
    most: usize,
    lang: Lang,
) -> Result<Vec<Json>> {
    let mut all = Vec::new();
    for subject in subjects {
        all.extend(acts::of(unit, *subject)?);
    }
    all.sort_by_key(|act| std::cmp::Reverse(act.at));
    all.iter()
        .take(most)
        .map(|act| {
            let day = act.at.day().map(|day| day.to_string());
            let who = words::doer(unit, desk, &act.who, lang)?;
            Ok(json!({ "day": day, "title": words::did(&act.what, lang), "text": who }))
        })
        .collect()
}
