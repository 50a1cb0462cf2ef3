//! Reads the tree for one person, with reasons when asked for them.

mod node;

use std::collections::{BTreeSet, HashMap};

use base::{Day, Exact};

use crate::facts::Facts;
use crate::reason::{Reason, ReasonKind, RuleReason, Stop};
use crate::render::{Lang, day_text};
use crate::source::Span;
use crate::tree::{Clause, Item, Node, Target, Tree, Words};
use crate::value::{Entry, Value};

pub(crate) type Valued = Result<Value, Stop>;

/// Something a variable stands for.
#[derive(Clone, Debug)]
pub(crate) enum Slot {
    /// A whole number.
    Number(i64),
    /// A record: its number from 1, and its fields.
    Record(usize, usize, Entry),
}

/// Items worked out before, and whether their reasons are uncertain.
pub(crate) type Settled = HashMap<usize, (Value, bool)>;

/// The reader of the tree.
pub(crate) struct Evaluator<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) facts: Facts,
    /// Whether reasons are kept.
    pub(crate) tracing: bool,
    /// Reasons of what is being evaluated.
    pub(crate) steps: Vec<Reason>,
    /// Facts that were asked for and not given.
    pub(crate) missing: BTreeSet<usize>,
    memo: Settled,
    pub(crate) slots: Vec<Option<Slot>>,
    it: Option<Value>,
    /// The date at which the present rule reads tables.
    pub(crate) date: Option<Day>,
    /// Facts that differ from person to person while a plan is made for all: neither known nor absent.
    pub(crate) unknown: Vec<usize>,
    pub(crate) payment: Option<u32>,
}

impl<'a> Evaluator<'a> {
    pub(crate) fn new(tree: &'a Tree, facts: Facts, tracing: bool) -> Self {
        Self {
            tree,
            facts,
            tracing,
            steps: Vec::new(),
            missing: BTreeSet::new(),
            memo: HashMap::new(),
            slots: Vec::new(),
            it: None,
            date: None,
            unknown: Vec::new(),
            payment: None,
        }
    }

    /// A reader without reasons that knows some items already.
    pub(crate) fn knowing(tree: &'a Tree, facts: Facts, memo: Settled) -> Self {
        Self { memo, ..Self::new(tree, facts, false) }
    }

    /// What it has worked out.
    pub(crate) fn into_settled(self) -> Settled {
        self.memo
    }

    /// Puts a date fact, for one payment of several; what was known before no longer counts.
    pub(crate) fn put(&mut self, fact: usize, value: Option<Value>) {
        self.facts.put(fact, value);
        self.memo.clear();
    }

    /// The clause in force, if any; reasons of its condition stay in `steps`.
    pub(crate) fn clause(&mut self, item: usize) -> Result<Option<&'a Clause>, Stop> {
        let tree: &'a Tree = self.tree;
        for clause in &tree.items[item].clauses {
            if self.applies(clause)? {
                return Ok(Some(clause));
            }
        }
        Ok(None)
    }

    /// Whether a clause is in force and its condition holds. Steps of one that does not apply are dropped.
    fn applies(&mut self, clause: &Clause) -> Result<bool, Stop> {
        let mark = self.steps.len();
        let applies = self.in_force(clause)? && self.guard(clause)?;
        if !applies {
            self.steps.truncate(mark);
        }
        Ok(applies)
    }

    /// Whether the date that selects a clause lies within its span.
    pub(crate) fn in_force(&mut self, clause: &Clause) -> Result<bool, Stop> {
        if !clause.in_force {
            return Ok(false);
        }
        let (Some((from, until)), Some(selector)) = (clause.validity, &clause.selector) else {
            return Ok(true);
        };
        let tracing = std::mem::replace(&mut self.tracing, false);
        let date = self.eval(selector);
        self.tracing = tracing;
        let Some(day) = date?.day() else { return Ok(false) };
        let (first, end) = self.tree.jurisdiction.known;
        if day < first || day >= end {
            return Err(self.outside_known(day, clause.span));
        }
        Ok(from <= day && until.is_none_or(|until| day < until))
    }

    fn outside_known(&self, day: Day, span: Span) -> Stop {
        let (first, end) = self.tree.jurisdiction.known;
        let last = end.plus_days(-1).unwrap_or(end);
        let [id, en] = [Lang::Id, Lang::En].map(|lang| [day, first, last].map(|day| day_text(day, lang)));
        Stop::Outside {
            words: Words {
                id: format!("{} di luar masa yang dimodelkan, {} sampai {}", id[0], id[1], id[2]),
                en: format!("{} is outside the time that is modelled, {} to {}", en[0], en[1], en[2]),
            },
            span: Some(span),
            cell: None,
        }
    }

    fn guard(&mut self, clause: &Clause) -> Result<bool, Stop> {
        let Some(guard) = &clause.guard else { return Ok(true) };
        let date = self.enter(clause)?;
        let holds = self.eval(guard);
        self.date = date;
        Ok(holds?.yes().unwrap_or(false))
    }

    /// Sets the date at which tables are read; returns the one before.
    pub(crate) fn enter(&mut self, clause: &Clause) -> Result<Option<Day>, Stop> {
        let before = self.date;
        let Some(selector) = &clause.selector else {
            self.date = None;
            return Ok(before);
        };
        let tracing = std::mem::replace(&mut self.tracing, false);
        let date = self.eval(selector);
        self.tracing = tracing;
        self.date = date?.day();
        Ok(before)
    }

    pub(crate) fn leave(&mut self, before: Option<Day>) {
        self.date = before;
    }

    /// The value of an item: its clause in force, then the exceptions. `None` when no clause applies.
    pub(crate) fn item(&mut self, at: usize) -> Result<Option<Value>, Stop> {
        if let Some((value, uncertain)) = self.memo.get(&at).cloned() {
            if self.tracing {
                self.step(
                    ReasonKind::Again(at, uncertain),
                    value.clone(),
                    self.tree.items[at].ty,
                    Vec::new(),
                );
            }
            return Ok(Some(value));
        }
        // A rule of its own: it sees neither the reasons nor the variables of the one that asks.
        let outer = std::mem::take(&mut self.steps);
        let slots = std::mem::take(&mut self.slots);
        let result = self.clause(at).and_then(|clause| match clause {
            None => Ok(None),
            Some(clause) => self.value(at, clause).map(Some),
        });
        self.slots = slots;
        let own = std::mem::replace(&mut self.steps, outer);
        let value = result?;
        if let Some(value) = &value {
            self.memo.insert(at, (value.clone(), own.iter().any(Reason::is_uncertain)));
        }
        self.steps.extend(own);
        Ok(value)
    }

    /// The value of a clause in force, with its exceptions applied; leaves one reason in `steps`.
    pub(crate) fn value(&mut self, at: usize, clause: &'a Clause) -> Valued {
        let mut value = self.body(at, clause, None, false)?;
        let mut replaced = false;
        let tree: &'a Tree = self.tree;
        for exception in &tree.items[at].exceptions {
            if replaced && !exception.stacks {
                continue;
            }
            let base = std::mem::take(&mut self.steps);
            let applies = self.applies(&exception.clause);
            if !applies? {
                self.steps = base;
                continue;
            }
            let conditions = std::mem::replace(&mut self.steps, base);
            self.steps.extend(conditions);
            value = self.body(at, &exception.clause, Some(value), true)?;
            replaced |= !exception.stacks;
        }
        Ok(value)
    }

    fn body(&mut self, at: usize, clause: &'a Clause, it: Option<Value>, exception: bool) -> Valued {
        let before = self.enter(clause)?;
        let it_before = std::mem::replace(&mut self.it, it);
        let value = self.eval(&clause.body);
        self.it = it_before;
        self.date = before;
        let value = value?;
        if self.tracing {
            let children = std::mem::take(&mut self.steps);
            let rule = RuleReason {
                item: at,
                provision: clause.provision,
                span: clause.span,
                citation: clause.citation.clone(),
                from: clause.validity.map(|(from, _)| from),
                doubts: clause.doubts.clone(),
                exception,
                payment: self.payment,
            };
            self.step(ReasonKind::Rule(rule), value.clone(), self.tree.items[at].ty, children);
        }
        Ok(value)
    }

    pub(crate) fn step(
        &mut self,
        kind: ReasonKind,
        value: Value,
        ty: crate::value::Type,
        children: Vec<Reason>,
    ) {
        self.steps.push(Reason { kind, value, ty, children });
    }

    /// The items that are contributions of a segment for a programme.
    pub(crate) fn lines(&self, segment: usize, programme: usize) -> Vec<usize> {
        let is_it = |item: &Item| match item.target {
            Target::Line { segment: s, programme: p, .. } => s == segment && p == programme,
            _ => false,
        };
        self.tree.items.iter().enumerate().filter(|(_, item)| is_it(item)).map(|(at, _)| at).collect()
    }

    /// The member's segment, by index of the jurisdiction's table.
    pub(crate) fn segment(&mut self) -> Result<usize, Stop> {
        let Some(fact) = self.tree.names.facts.get("segment").copied() else { return Ok(0) };
        let Value::Option(option) = self.fact(fact)? else { return Err(Stop::Missing) };
        let options = self.tree.options(self.tree.facts[fact].ty);
        let name = &options[usize::from(option)];
        let segments = &self.tree.jurisdiction.segments;
        Ok(segments.iter().position(|segment| segment.name == *name).unwrap_or(usize::MAX))
    }

    pub(crate) fn fact(&mut self, at: usize) -> Valued {
        let given = self.facts.get(at).cloned();
        let default = given.is_none();
        let Some(value) = given.or_else(|| self.tree.facts[at].default.clone()) else {
            self.missing.insert(at);
            return Err(Stop::Missing);
        };
        if self.tracing {
            self.step(ReasonKind::Fact(at, default), value.clone(), self.tree.facts[at].ty, Vec::new());
        }
        Ok(value)
    }

    /// A list's records.
    pub(crate) fn records(&mut self, list: &crate::tree::ListNode) -> Result<Vec<Entry>, Stop> {
        let Value::List(records) = self.fact(list.fact)? else { return Ok(Vec::new()) };
        Ok(records.as_ref().clone())
    }

    /// How many records are wanted.
    pub(crate) fn first(&mut self, list: &crate::tree::ListNode) -> Result<usize, Stop> {
        let Some(first) = &list.first else { return Ok(usize::MAX) };
        let count = self.number(first)?;
        Ok(count.to_i64().and_then(|count| usize::try_from(count).ok()).unwrap_or(0))
    }

    pub(crate) fn number(&mut self, node: &Node) -> Result<Exact, Stop> {
        match self.eval(node)? {
            Value::Number(number) => Ok(number),
            _ => Err(outside("bukan bilangan", "not a number", node.span)),
        }
    }
}

pub(crate) fn outside(id: &str, en: &str, span: Span) -> Stop {
    Stop::Outside { words: Words { id: id.to_owned(), en: en.to_owned() }, span: Some(span), cell: None }
}
