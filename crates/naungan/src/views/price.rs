//! What membership of one's own costs this month, programme by programme, with reliefs and reasons.

use base::{Day, Month};
use rules::explain;
use rules::facts::Facts;
use rules::reason::{Reason, ReasonKind};
use rules::render::{self, Lang};
use rules::tree::{Target, Tree};
use rules::value::{Type, Value};
use serde::Serialize;

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

/// A reason and what it rests on, as pages show it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Node {
    text: String,
    value: String,
    cite: String,
    doubt: String,
    parts: Vec<Node>,
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
            reliefs: reliefs(reason),
            why: node(tree, reason, lang),
        });
    }
    let total = lines.iter().map(|line| line.amount).sum();
    Some(Price { lines, total })
}

/// The instruments of the exceptions that were applied.
fn reliefs(reason: &Reason) -> Vec<String> {
    let mut found = Vec::new();
    reason.visit(&mut |reason| {
        if let ReasonKind::Rule(rule) = &reason.kind
            && rule.exception
            && !found.contains(&rule.citation.instrument)
        {
            found.push(rule.citation.instrument.clone());
        }
    });
    found
}

fn node(tree: &Tree, reason: &Reason, lang: Lang) -> Node {
    let value = render::value(tree, &reason.value, reason.ty, lang);
    let (mut cite, mut doubt) = (String::new(), String::new());
    let text = match &reason.kind {
        ReasonKind::Rule(rule) => {
            cite = render::citation(&rule.citation, lang);
            doubt = rule.doubts.iter().map(|doubt| lang.of(doubt)).collect::<Vec<_>>().join("; ");
            let name = render::name(tree, &tree.items[rule.item].target, lang);
            let exception = if rule.exception { lang.pick(" (pengecualian)", " (exception)") } else { "" };
            format!("{name}{exception}")
        }
        ReasonKind::Cell { table, citation, doubt: told, .. } => {
            cite = render::citation(citation, lang);
            doubt = told.as_ref().map(|told| lang.of(told).to_owned()).unwrap_or_default();
            lang.of(&tree.tables[*table].words).to_owned()
        }
        ReasonKind::Fact(fact, is_default) => {
            let assumed = lang.pick(" (dianggap demikian)", " (taken as such)");
            let words = lang.of(&tree.facts[*fact].words);
            format!("{words}{}", if *is_default { assumed } else { "" })
        }
        ReasonKind::Field { record, field, .. } => {
            lang.of(&tree.records[*record].fields[*field].words).to_owned()
        }
        ReasonKind::Rounded { .. } => lang.pick("dibulatkan", "rounded").to_owned(),
        ReasonKind::Calendar(citation) => {
            cite = render::citation(citation, lang);
            lang.pick("kalender hari kerja", "calendar of working days").to_owned()
        }
        ReasonKind::Again(item, _) => render::name(tree, &tree.items[*item].target, lang),
    };
    let parts = reason.children.iter().map(|child| node(tree, child, lang)).collect();
    Node { text, value, cite, doubt, parts }
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
