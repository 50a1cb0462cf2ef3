//! Which facts a membership is asked for: those that something the law says of it rests on.

use std::collections::BTreeSet;

use rules::explain;
use rules::tree::Tree;

use super::Segment;
use crate::law::Reach;
use crate::refusal::Refusal;

/// Definitions that say who may be a member, by whatever programme.
pub(super) const DOORS: [&str; 2] = ["counts_as_worker", "entry_allowed"];

/// Refuses a fact that no contribution of the segment rests on: it would be kept, and change nothing.
pub(super) fn contribution(tree: &Tree, segment: Segment, name: &str) -> Result<(), Refusal> {
    allowed(tree, segment, name, &owed(tree, segment))
}

/// The same for somebody who joins: who may be a member, and in which programmes, rests on more.
pub(super) fn entry(tree: &Tree, segment: Segment, name: &str) -> Result<(), Refusal> {
    let programmes = tree.jurisdiction.programmes.iter();
    let asked = programmes
        .flat_map(|programme| ["membership", "eligible"].map(|what| format!("{}_{what}", programme.name)));
    let asked = asked.chain(DOORS.map(str::to_owned));
    let mut items = owed(tree, segment);
    items.extend(asked.filter_map(|definition| tree.names.definitions.get(&definition).copied()));
    allowed(tree, segment, name, &items)
}

/// What a segment owes.
fn owed(tree: &Tree, segment: Segment) -> Vec<usize> {
    place(tree, segment).map_or_else(Vec::new, |at| explain::owed(tree, at))
}

fn place(tree: &Tree, segment: Segment) -> Option<usize> {
    tree.jurisdiction.segments.iter().position(|known| known.name == segment.name())
}

fn allowed(tree: &Tree, segment: Segment, name: &str, items: &[usize]) -> Result<(), Refusal> {
    let mut facts = Reach::of(tree, place(tree, segment), items).facts;
    // Said by the membership itself and by the month that is assessed.
    let said: BTreeSet<usize> = ["segment", "contribution_month"]
        .into_iter()
        .filter_map(|name| tree.names.facts.get(name).copied())
        .collect();
    facts.retain(|fact| !said.contains(fact));
    if tree.names.facts.get(name).is_some_and(|fact| facts.contains(fact)) {
        return Ok(());
    }
    let mut known: Vec<&str> = facts.iter().map(|fact| tree.facts[*fact].name.as_str()).collect();
    known.sort_unstable();
    let known = known.join(", ");
    let id = format!("{name}: iuran {segment} tidak bergantung padanya; yang dilaporkan: {known}");
    let en = format!("{name}: no contribution of {segment} rests on it; what can be reported is {known}");
    Err(Refusal::new("fact_needless", id, en))
}
