//! What membership of one's own costs this month, programme by programme, with reliefs and reasons.

use base::{Day, Month};
use rules::explain;
use rules::facts::Facts;
use rules::reason::{Reason, ReasonKind};
use rules::render::{self, Lang};
use rules::tree::Target;
use rules::value::{Type, Value};
use serde::Serialize;

use super::reasons::{self, Node};
use crate::office::Desk;

/// The law's table of the brackets of income.
const BRACKETS: &str = "declared_basis";

/// What it depends on.
#[derive(Clone, Debug)]
pub(crate) struct Asked<'a> {
    pub(crate) month: Month,
    pub(crate) sector: &'a str,
    pub(crate) income: i64,
    pub(crate) saves: bool,
    pub(crate) born: Day,
    pub(crate) registered: Day,
}

/// A month's price.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Price {
    pub(crate) lines: Vec<Line>,
    pub(crate) total: i64,
}

/// A programme's part of it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Line {
    /// The law's name of the programme.
    pub(crate) name: String,
    /// What people call it.
    pub(crate) programme: String,
    pub(crate) amount: i64,
    /// The instruments that lower it.
    pub(crate) reliefs: Vec<String>,
    pub(crate) why: Node,
}

/// What the law says; nothing where it has no whole answer.
pub(crate) fn price(desk: &Desk<'_>, asked: &Asked<'_>, lang: Lang) -> Option<Price> {
    let tree = desk.tree();
    let mut facts = Facts::new(tree);
    for (name, value) in [
        ("segment", "self_employed"),
        ("contribution_month", &asked.month.to_string()),
        ("sector", asked.sector),
        ("income", &asked.income.to_string()),
        ("jht_chosen", if asked.saves { "yes" } else { "no" }),
        ("birth_date", &asked.born.to_string()),
        ("registration_date", &asked.registered.to_string()),
    ] {
        facts.set(tree, name, value).ok()?;
    }
    let owed = explain::contribution(tree, &facts, true);
    if !owed.missing.is_empty() || !owed.stops.is_empty() {
        return None;
    }
    let mut lines = Vec::new();
    for line in &owed.lines {
        let Target::Line { programme, .. } = tree.items[line.item].target else { continue };
        let programme = &tree.jurisdiction.programmes[programme];
        let reason = line.reason.as_ref()?;
        lines.push(Line {
            name: programme.name.clone(),
            programme: lang.of(&programme.words).to_owned(),
            amount: rules::columns::whole(tree, &Value::Number(line.amount.clone()), Type::Money)?,
            reliefs: reliefs(reason, lang),
            why: reasons::node(tree, reason, lang),
        });
    }
    let total = lines.iter().map(|line| line.amount).sum();
    Some(Price { lines, total })
}

/// The instruments of the exceptions that were applied.
fn reliefs(reason: &Reason, lang: Lang) -> Vec<String> {
    let mut found = Vec::new();
    reason.visit(&mut |reason| {
        if let ReasonKind::Rule(rule) = &reason.kind
            && rule.exception
        {
            let cited = render::instrument(&rule.citation, lang).to_owned();
            if !found.contains(&cited) {
                found.push(cited);
            }
        }
    });
    found
}

/// Where the brackets of income begin on a day, in rising order.
pub(crate) fn brackets(desk: &Desk<'_>, day: Day) -> Vec<i64> {
    let tree = desk.tree();
    let table = tree.tables.iter().find(|table| table.name == BRACKETS);
    let version = table.and_then(|table| {
        let begun = |from: Option<Day>| from.is_none_or(|from| from <= day);
        table.versions.iter().rev().find(|version| begun(version.from))
    });
    let rows = version.map_or(&[][..], |version| &version.rows);
    // The bound of a bracket is the key that stands last.
    let bounds = rows.iter().filter_map(|row| rules::columns::whole(tree, row.keys.last()?, Type::Money));
    bounds.collect()
}
