//! What one person owes for a month, by the reader of the law that can also explain it.

use std::collections::BTreeSet;

use base::Month;
use rules::explain;
use rules::facts::{FactFault, Facts};
use rules::reason::Stop;
use rules::tree::Tree;
use rules::value::{Type, Value};

use crate::law::{Law, SegmentLaw, missing_facts};
use crate::lines::{Lines, SlotName};
use crate::refusal::Refusal;

/// What somebody owes, and what could not be worked out.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Assessed {
    /// What is owed, in every slot that has an answer.
    pub lines: Lines,
    /// What stands in the way of the other slots; nothing for almost everybody.
    pub faults: Vec<Fault>,
}

/// Why a slot, or several, has no answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// The slot, if it is about one.
    pub slot: Option<SlotName>,
    /// The facts that are missing or cannot be read.
    pub facts: Vec<String>,
    /// In words.
    pub refusal: Refusal,
}

/// What the law says somebody with these facts owes in a segment for a month.
///
/// Facts are names and texts as the law writes them. Those that nothing owed in the segment rests on are not
/// looked at, nor are `segment` and `contribution_month`: they are arguments. Of a name that stands twice the
/// first counts, save for lists, where each is a record.
///
/// A project (segment `construction`) and a placement abroad (`migrant`) are assessed once, for the month
/// they are registered in: their items rest on the whole contract, and the law gives the whole amount for
/// whatever month is asked. Where the law is chosen by a date that nobody gave, such as the day a migrant
/// pays, it is the first day of the month.
pub fn assess(law: &Law<'_>, facts: &[(String, String)], segment: &SegmentLaw, month: Month) -> Assessed {
    let mut faults = Vec::new();
    let known = known(law, facts, segment, month, &mut faults);
    let answer = explain::contribution(law.tree(), &known, false);
    let mut lines = Lines::new();
    for line in answer.lines.iter().chain(&answer.moves) {
        let amount = rules::columns::whole(law.tree(), &Value::Number(line.amount.clone()), Type::Money);
        match (segment.slot(line.item), amount) {
            (Some(slot), Some(amount)) => lines.add(slot, amount),
            _ => faults.push(Fault::of_slot(segment.slot(line.item), None)),
        }
    }
    gather(law.tree(), segment, &answer.missing, answer.stops, &mut faults);
    Assessed { lines, faults }
}

/// The same with the reasons of every line, for whoever asks why.
pub fn explained(
    law: &Law<'_>,
    facts: &[(String, String)],
    segment: &SegmentLaw,
    month: Month,
) -> explain::Contribution {
    let known = known(law, facts, segment, month, &mut Vec::new());
    explain::contribution(law.tree(), &known, true)
}

/// The facts as the law takes them; what cannot be read is a fault.
fn known(
    law: &Law<'_>,
    facts: &[(String, String)],
    segment: &SegmentLaw,
    month: Month,
    faults: &mut Vec<Fault>,
) -> Facts {
    let mut known = constants(law, segment, month);
    for fact in &segment.facts {
        for text in texts_of(law.tree(), *fact, facts) {
            if let Err(fault) = known.set(law.tree(), &law.tree().facts[*fact].name, text) {
                if matches!(law.tree().facts[*fact].ty, Type::List(_)) {
                    known.put(*fact, None);
                }
                faults.push(Fault::unreadable(fault));
                break;
            }
        }
    }
    known
}

/// The facts that all of a segment and month share.
pub(super) fn constants(law: &Law<'_>, segment: &SegmentLaw, month: Month) -> Facts {
    let mut facts = law.facts_of(segment);
    facts.put(law.facts.contribution_month, Some(Value::Month(month)));
    for fact in &segment.selectors {
        facts.put(*fact, date_of(month, law.tree().facts[*fact].ty));
    }
    facts
}

/// What stands for a date that chooses the law and that nobody gave.
pub(super) fn date_of(month: Month, ty: Type) -> Option<Value> {
    match ty {
        Type::Day => Some(Value::Day(month.first_day())),
        Type::Month => Some(Value::Month(month)),
        _ => None,
    }
}

/// The texts of a fact: the first of the name, or all of them if it is a list.
fn texts_of<'f>(tree: &Tree, fact: usize, facts: &'f [(String, String)]) -> impl Iterator<Item = &'f str> {
    let most = if matches!(tree.facts[fact].ty, Type::List(_)) { usize::MAX } else { 1 };
    let name = tree.facts[fact].name.clone();
    facts.iter().filter(move |(known, _)| *known == name).map(|(_, text)| text.as_str()).take(most)
}

/// Missing facts as one fault, then what lies outside the law, slot by slot.
pub(super) fn gather(
    tree: &Tree,
    segment: &SegmentLaw,
    missing: &BTreeSet<usize>,
    stops: impl IntoIterator<Item = (usize, Stop)>,
    faults: &mut Vec<Fault>,
) {
    if !missing.is_empty() {
        let missing: Vec<usize> = missing.iter().copied().collect();
        let facts = missing.iter().map(|fact| tree.facts[*fact].name.clone()).collect();
        faults.push(Fault { slot: None, facts, refusal: missing_facts(tree, &missing) });
    }
    faults.extend(stops.into_iter().map(|(item, stop)| Fault::of_slot(segment.slot(item), Some(stop))));
}

impl Fault {
    pub(super) fn unreadable(fault: FactFault) -> Self {
        let FactFault { name, words } = fault;
        let (id, en) = (format!("{name}: {}", words.id), format!("{name}: {}", words.en));
        Self { slot: None, facts: vec![name], refusal: Refusal::new("fact_unreadable", id, en) }
    }

    fn of_slot(slot: Option<&SlotName>, stop: Option<Stop>) -> Self {
        let refusal = match stop {
            Some(Stop::Outside { words, .. }) => Refusal::new("outside_the_law", words.id, words.en),
            _ => Refusal::new(
                "outside_the_law",
                "nilainya bukan bilangan bulat yang muat di kolom",
                "its value is not a whole number that fits a column",
            ),
        };
        Self { slot: slot.cloned(), facts: Vec::new(), refusal }
    }
}

impl SegmentLaw {
    /// The slot of an item that is owed in the segment.
    pub(super) fn slot(&self, item: usize) -> Option<&SlotName> {
        self.items.iter().position(|known| *known == item).map(|at| &self.slots[at])
    }
}
