//! Items: clauses in force, conditions as masks, exceptions on top.

use super::{Abstract, ByRow, Compiled, Compiler};
use crate::tree::{Clause, Payment};
use crate::value::Value;

fn yes() -> Abstract {
    Abstract::Constant(Value::YesNo(true))
}

fn no() -> Abstract {
    Abstract::Constant(Value::YesNo(false))
}

impl Compiler<'_> {
    /// The value of an item, and for which rows a clause applies.
    pub(super) fn item(&mut self, at: usize) -> Result<(Abstract, Abstract), ByRow> {
        if let Some(known) = self.items.get(&at) {
            return Ok(known.clone());
        }
        let (date, it) = (self.date, std::mem::take(&mut self.it));
        let compiled = self.clauses(at);
        self.date = date;
        self.it = it;
        let compiled = compiled?;
        self.items.insert(at, compiled.clone());
        Ok(compiled)
    }

    /// A component that is paid once; others go row by row.
    pub(super) fn component(&mut self, at: usize) -> Result<(Abstract, Abstract), ByRow> {
        let once =
            self.original.items[at].clauses.iter().all(|clause| matches!(clause.payment, Payment::Once));
        if once { self.item(at) } else { Err(ByRow) }
    }

    fn clauses(&mut self, at: usize) -> Result<(Abstract, Abstract), ByRow> {
        let item = self.original.items[at].clone();
        let mut cases = Vec::new();
        for clause in &item.clauses {
            if !self.in_force(clause)? {
                continue;
            }
            let guard = self.guard(clause)?;
            if is(&guard, false) {
                continue;
            }
            let certain = is(&guard, true);
            cases.push((guard, self.compile(&clause.body)?));
            if certain {
                break;
            }
        }
        let mut value: Option<Abstract> = None;
        let mut defined = no();
        for (guard, body) in cases.into_iter().rev() {
            defined = self.or(&guard, &defined);
            value = Some(match value {
                None => body,
                Some(rest) => self.select(&guard, body, rest)?,
            });
        }
        let Some(mut value) = value else { return Ok((Abstract::Constant(Value::whole(0)), no())) };
        let mut replaced = no();
        for exception in &item.exceptions {
            if !self.in_force(&exception.clause)? {
                continue;
            }
            let mut applies = self.guard(&exception.clause)?;
            if !exception.stacks {
                let free = self.not(&replaced);
                applies = self.and(&applies, &free);
            }
            if is(&applies, false) {
                continue;
            }
            self.it.push(value.clone());
            let body = self.compile(&exception.clause.body);
            self.it.pop();
            value = self.select(&applies, body?, value)?;
            if !exception.stacks {
                replaced = self.or(&replaced, &applies);
            }
        }
        Ok((value, defined))
    }

    /// Whether a clause is in force for the whole batch, and from then on its date.
    fn in_force(&mut self, clause: &Clause) -> Result<bool, ByRow> {
        if !clause.in_force {
            return Ok(false);
        }
        let Some(selector) = &clause.selector else {
            self.date = None;
            return Ok(true);
        };
        let day = self.constant(selector).and_then(|date| date.day()).ok_or(ByRow)?;
        let (first, end) = self.original.jurisdiction.known;
        if day < first || day >= end {
            return Err(ByRow);
        }
        self.date = Some(day);
        Ok(clause.validity.is_none_or(|(from, until)| from <= day && until.is_none_or(|until| day < until)))
    }

    fn guard(&mut self, clause: &Clause) -> Compiled {
        match &clause.guard {
            None => Ok(yes()),
            Some(guard) => self.compile(guard),
        }
    }
}

/// Whether a condition is this for every row.
fn is(condition: &Abstract, wanted: bool) -> bool {
    matches!(condition, Abstract::Constant(Value::YesNo(yes)) if *yes == wanted)
}
