//! In which order money settles the parts of a month, by the law's `settlement_rank`.

use base::Month;
use rules::explain;
use rules::facts::Facts;
use rules::tree::Tree;
use rules::value::Value;

use super::{FactsAsked, LawLacks, Reach, RulesAsked};
use crate::lines::{PENALTY, Slot, SlotName};

/// The order of settlement of a month: each programme's turn, and the penalty's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    programmes: Vec<(String, i64)>,
    penalty: i64,
}

impl Order {
    /// When a slot has its turn; a lower key is settled before a higher one. What the law does not rank comes
    /// last.
    pub fn key(&self, slot: &SlotName) -> (i64, i64) {
        match slot.read() {
            Slot::Part { programme, .. } => (self.programme(programme), 0),
            Slot::Penalty { programme } => (self.penalty, self.programme(programme)),
            Slot::Move { to, .. } => (i64::MAX, self.programme(to)),
        }
    }

    /// Whether penalties have their turn before the first programme.
    pub(crate) fn penalty_first(&self) -> bool {
        self.programmes.iter().all(|(_, rank)| self.penalty < *rank)
    }

    fn programme(&self, name: &str) -> i64 {
        self.programmes.iter().find(|(known, _)| known == name).map_or(i64::MAX, |(_, rank)| *rank)
    }
}

/// The orders of all months, each with the first month it holds for.
pub(super) fn orders(
    tree: &Tree,
    facts: &FactsAsked,
    rules: &RulesAsked,
) -> Result<Vec<(Month, Order)>, LawLacks> {
    let mut orders: Vec<(Month, Order)> = Vec::new();
    for month in changes(tree, rules) {
        let order = order(tree, facts, rules, month)?;
        if orders.last().is_none_or(|(_, last)| *last != order) {
            orders.push((month, order));
        }
    }
    Ok(orders)
}

/// The months in which the order may change: where clauses and versions of tables begin or end.
fn changes(tree: &Tree, rules: &RulesAsked) -> Vec<Month> {
    let (first, end) = tree.jurisdiction.known;
    let reach = Reach::of(tree, None, &[rules.settlement_rank]);
    let clauses = reach.items.iter().flat_map(|item| tree.items[*item].every_clause());
    let spans = clauses.filter_map(|clause| clause.validity);
    let versions = reach.tables.iter().flat_map(|table| &tree.tables[*table].versions);
    let days = spans.flat_map(|(from, until)| [Some(from), until]);
    let days = days.chain(versions.flat_map(|version| [version.from, version.until]));
    let known = days.flatten().filter(|day| *day >= first && *day < end);
    let mut months: Vec<Month> = known.chain([first]).map(base::Day::month).collect();
    months.sort_unstable();
    months.dedup();
    months
}

fn order(tree: &Tree, facts: &FactsAsked, rules: &RulesAsked, month: Month) -> Result<Order, LawLacks> {
    let rank = |name: &str| {
        let option = super::option(tree, tree.facts[facts.settled_item].ty, name)?;
        let mut asked = Facts::new(tree);
        asked.put(facts.contribution_month, Some(Value::Month(month)));
        asked.put(facts.settled_item, Some(Value::Option(option)));
        let answer = explain::definition(tree, &asked, rules.settlement_rank, false);
        let rank = answer.value.ok().as_ref().and_then(Value::number).and_then(base::Exact::to_i64);
        rank.ok_or_else(|| LawLacks { what: "whole settlement_rank of", name: format!("{name} in {month}") })
    };
    let names = tree.jurisdiction.programmes.iter().map(|programme| programme.name.clone());
    let programmes = names.map(|name| rank(&name).map(|rank| (name, rank))).collect::<Result<Vec<_>, _>>()?;
    Ok(Order { programmes, penalty: rank(PENALTY)? })
}

/// Sorts slots by their turn; within one turn by name, so that the outcome never depends on chance.
pub(crate) fn by_turn(order: &Order, slots: &mut [(&SlotName, i64)]) {
    slots.sort_by(|(a, _), (b, _)| order.key(a).cmp(&order.key(b)).then_with(|| a.cmp(b)));
}
