//! What is uncertain about some rules on a date: letters D and stated doubts, of rules and of the cells
//! they may read.

use base::Citation;

use crate::check::walk_clause;
use crate::evaluate::Evaluator;
use crate::facts::Facts;
use crate::tree::{Clause, NodeKind, Tree, Words};

/// One uncertainty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Doubt {
    /// What it is about.
    pub about: Words,
    /// What that rests on.
    pub citation: Citation,
    /// The doubt, where it is stated.
    pub text: Option<Words>,
}

/// The uncertainties of these items, and of whatever they rest on, under the law of the facts' dates.
///
/// Which of them touches a given person, that person's explanation says.
pub fn doubts(tree: &Tree, facts: &Facts, items: &[usize]) -> Vec<Doubt> {
    seek(tree, facts, items).found
}

/// The facts that these items, and whatever they rest on, may ask for under the law of the facts' dates.
pub fn facts_asked(tree: &Tree, facts: &Facts, items: &[usize]) -> Vec<usize> {
    let mut asked = seek(tree, facts, items).facts;
    asked.sort_unstable();
    asked.dedup();
    asked
}

fn seek<'a>(tree: &'a Tree, facts: &Facts, items: &[usize]) -> Seeker<'a> {
    let evaluator = Evaluator::new(tree, facts.clone(), false);
    let mut seeker = Seeker { evaluator, seen: Vec::new(), found: Vec::new(), facts: Vec::new() };
    for item in items {
        seeker.item(tree, *item);
    }
    seeker
}

struct Seeker<'a> {
    evaluator: Evaluator<'a>,
    seen: Vec<usize>,
    found: Vec<Doubt>,
    facts: Vec<usize>,
}

impl Seeker<'_> {
    fn item(&mut self, tree: &Tree, at: usize) {
        if self.seen.contains(&at) {
            return;
        }
        self.seen.push(at);
        let item = &tree.items[at];
        let exceptions = item.exceptions.iter().map(|exception| &exception.clause);
        for clause in item.clauses.iter().chain(exceptions) {
            if self.evaluator.in_force(clause).unwrap_or(false) {
                self.clause(tree, clause, &item.words);
            }
        }
    }

    fn clause(&mut self, tree: &Tree, clause: &Clause, about: &Words) {
        for doubt in &clause.doubts {
            self.add(about, &clause.citation, Some(doubt));
        }
        if clause.doubts.is_empty() && clause.citation.confidence.is_uncertain() {
            self.add(about, &clause.citation, None);
        }
        let day = self.evaluator.enter(clause).ok().and(self.evaluator.date);
        let (mut items, mut tables) = (Vec::new(), Vec::new());
        walk_clause(clause, &mut |node| match &node.kind {
            NodeKind::Item(item) => items.push(*item),
            NodeKind::Fact(fact) => self.facts.push(*fact),
            NodeKind::Lookup { table, .. } | NodeKind::Slices(_, table) => tables.push(*table),
            _ => {}
        });
        for table in tables {
            self.table(tree, table, day);
        }
        for item in items {
            self.item(tree, item);
        }
    }

    fn table(&mut self, tree: &Tree, at: usize, day: Option<base::Day>) {
        let table = &tree.tables[at];
        let Some(version) = table.on(day) else { return };
        for row in &version.rows {
            if row.doubt.is_some() || row.citation.confidence.is_uncertain() {
                self.add(&table.words, &row.citation, row.doubt.as_ref());
            }
        }
    }

    fn add(&mut self, about: &Words, citation: &Citation, text: Option<&Words>) {
        let doubt = Doubt { about: about.clone(), citation: citation.clone(), text: text.cloned() };
        if !self.found.contains(&doubt) {
            self.found.push(doubt);
        }
    }
}
