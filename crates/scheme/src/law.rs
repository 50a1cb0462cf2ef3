//! The law as the scheme asks it: every name it needs is found once, when the law is opened.

#[macro_use]
mod asked;
mod ask;
mod claims;
mod order;
mod reach;
mod solidarity;

use std::collections::BTreeSet;

use base::Month;
use rules::explain;
use rules::facts::Facts;
use rules::tree::{Target, Tree};
use rules::value::{Type, Value};

use crate::lines::SlotName;
pub(crate) use ask::{missing_facts, unless_silent};
pub use claims::ClaimLaw;
pub use order::Order;
pub(crate) use order::by_turn;
pub(crate) use reach::Reach;
pub use solidarity::{Question, SolidarityLaw, Told};

/// The facts that some items rest on, however far down; asked for a segment, or for all.
pub fn facts_behind(tree: &Tree, segment: Option<usize>, items: &[usize]) -> BTreeSet<usize> {
    Reach::of(tree, segment, items).facts
}

/// The programme whose contributions are its members' own savings.
pub const SAVINGS: &str = "jht";

/// A view of checked law. Whoever holds one holds law that has every name the scheme asks for.
#[derive(Debug)]
pub struct Law<'a> {
    tree: &'a Tree,
    pub(crate) facts: FactsAsked,
    pub(crate) rules: RulesAsked,
    segments: Vec<SegmentLaw>,
    slots: Vec<SlotName>,
    /// The first month each order of settlement holds for, oldest first; never empty.
    orders: Vec<(Month, Order)>,
}

/// A name that a pack of law has to have and has not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this pack of law has no {what} `{name}`, which the institution's books need")]
pub struct LawLacks {
    /// Fact, definition, option …
    pub what: &'static str,
    /// The name.
    pub name: String,
}

/// What is owed in a segment, and what that rests on.
#[derive(Debug)]
pub struct SegmentLaw {
    /// The name the law gives it.
    pub name: String,
    /// Its place among the options of the fact `segment`.
    pub(crate) option: u16,
    /// The items owed, in the order of programmes and payers.
    pub(crate) items: Vec<usize>,
    /// The slot of each item.
    pub(crate) slots: Vec<SlotName>,
    /// Facts that the items rest on, in the order of names.
    pub(crate) facts: Vec<usize>,
    /// Those of them that choose the law by their date.
    pub(crate) selectors: Vec<usize>,
}

asked! {
    /// Facts that the scheme itself puts, by index.
    FactsAsked {
        segment, contribution_month, payment_date, unpaid_amount, last_paid_month, status_date, jht_claimed,
        settled_item, crediting_method, opening_balance, opening_month, balance_month, jht_contributions,
    }
}

asked! {
    /// Definitions that the scheme asks for, as items.
    RulesAsked {
        due_date, late_penalty, bpu_state, grace_ends, jht_balance, jht_grown_contributions,
        jht_grown_opening, settlement_rank,
    }
}

impl<'a> Law<'a> {
    /// Opens a tree; a pack without a name that the books need is refused, in words.
    pub fn new(tree: &'a Tree) -> Result<Self, LawLacks> {
        let place = |names: &std::collections::HashMap<String, usize>, what, name: &str| {
            names.get(name).copied().ok_or_else(|| LawLacks { what, name: name.to_owned() })
        };
        let facts = FactsAsked::find(|name| place(&tree.names.facts, "fact", name))?;
        let rules = RulesAsked::find(|name| place(&tree.names.definitions, "definition", name))?;
        for state in crate::contributions::lapse::STATES {
            option(tree, tree.items[rules.bpu_state].ty, state)?;
        }
        let programmes = &tree.jurisdiction.programmes;
        if !programmes.iter().any(|programme| programme.name == SAVINGS) {
            return Err(LawLacks { what: "programme", name: SAVINGS.to_owned() });
        }
        let count = tree.jurisdiction.segments.len();
        let segments =
            (0..count).map(|at| SegmentLaw::read(tree, &facts, at)).collect::<Result<Vec<_>, _>>()?;
        let mut slots: Vec<SlotName> = segments.iter().flat_map(|segment| segment.slots.clone()).collect();
        slots.extend(programmes.iter().map(|programme| SlotName::penalty(&programme.name)));
        slots.sort_unstable();
        slots.dedup();
        let orders = order::orders(tree, &facts, &rules)?;
        Ok(Self { tree, facts, rules, segments, slots, orders })
    }

    /// The rules themselves.
    pub fn tree(&self) -> &'a Tree {
        self.tree
    }

    /// The segments, in the law's order.
    pub fn segments(&self) -> &[SegmentLaw] {
        &self.segments
    }

    /// A segment by its name.
    pub fn segment(&self, name: &str) -> Option<&SegmentLaw> {
        self.segments.iter().find(|segment| segment.name == name)
    }

    /// Every slot that anybody's lines may have under this law, in order.
    pub fn slots(&self) -> &[SlotName] {
        &self.slots
    }

    /// The names of the funds.
    pub fn funds(&self) -> impl Iterator<Item = &'a str> {
        self.tree.jurisdiction.funds.iter().map(|fund| fund.name.as_str())
    }

    /// The fund of a programme; a programme this law does not know is a fund of its own.
    pub fn fund_of<'n>(&self, programme: &'n str) -> &'n str
    where
        'a: 'n,
    {
        let land = &self.tree.jurisdiction;
        let known = land.programmes.iter().find(|known| known.name == programme);
        known.map_or(programme, |known| land.funds[known.belongs_to].name.as_str())
    }

    /// In which order money settles what is owed for a month.
    pub fn order(&self, month: Month) -> &Order {
        let begun = self.orders.partition_point(|(from, _)| *from <= month);
        &self.orders[begun.saturating_sub(1)].1
    }

    /// No facts but the segment.
    pub(crate) fn facts_of(&self, segment: &SegmentLaw) -> Facts {
        let mut facts = Facts::new(self.tree);
        facts.put(self.facts.segment, Some(Value::Option(segment.option)));
        facts
    }
}

impl SegmentLaw {
    fn read(tree: &Tree, facts: &FactsAsked, at: usize) -> Result<Self, LawLacks> {
        let name = tree.jurisdiction.segments[at].name.clone();
        let option = option(tree, tree.facts[facts.segment].ty, &name)?;
        let items = explain::owed(tree, at);
        let slots = items.iter().filter_map(|item| slot(tree, &tree.items[*item].target)).collect();
        let reach = Reach::of(tree, Some(at), &items);
        let own = [facts.segment, facts.contribution_month];
        let mut facts: Vec<usize> = reach.facts.iter().copied().filter(|fact| !own.contains(fact)).collect();
        facts.sort_by(|a, b| tree.facts[*a].name.cmp(&tree.facts[*b].name));
        let chosen = rules::selectors(tree, items.iter().copied());
        let selectors = facts.iter().copied().filter(|fact| chosen.contains(fact)).collect();
        Ok(Self { name, option, items, slots, facts, selectors })
    }

    /// The slots of what is owed, in the order of programmes and payers.
    pub fn slots(&self) -> &[SlotName] {
        &self.slots
    }

    /// The names of the facts that what is owed rests on, in their order.
    pub fn fact_names<'t>(&self, tree: &'t Tree) -> impl Iterator<Item = &'t str> {
        self.facts.iter().map(|fact| tree.facts[*fact].name.as_str())
    }
}

/// What the law calls the parts of a contribution, as the scheme's books name them.
fn slot(tree: &Tree, target: &Target) -> Option<SlotName> {
    let land = &tree.jurisdiction;
    match *target {
        Target::Line { programme, payer, .. } => {
            Some(SlotName::part(&land.programmes[programme].name, &land.payers[payer].name))
        }
        Target::Move { programme, fund, .. } => {
            Some(SlotName::moved(&land.programmes[programme].name, &land.funds[fund].name))
        }
        _ => None,
    }
}

/// The place of an option of a kind.
pub(crate) fn option(tree: &Tree, ty: Type, name: &str) -> Result<u16, LawLacks> {
    let at = tree.options(ty).iter().position(|option| option == name);
    at.and_then(|at| u16::try_from(at).ok()).ok_or(LawLacks { what: "option", name: name.to_owned() })
}
