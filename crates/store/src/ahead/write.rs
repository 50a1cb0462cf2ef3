//! Rows that were kept back are written, many in a statement.

use anyhow::Result;

use super::{Ahead, Waiting, named};
use crate::queries::{acts, facts, look_ups, memberships, people, proofs, rolls, word_at};
use crate::{Unit, Value};

/// So many numbers go into one statement.
pub(super) const TOGETHER: usize = 200;
/// Or so many, where there are no more.
const FEW: usize = 8;

impl Waiting {
    fn is_empty(&self) -> bool {
        self.people.is_empty()
            && self.identities.is_empty()
            && self.relatives.is_empty()
            && self.look_ups.is_empty()
            && self.facts.is_empty()
            && self.memberships.is_empty()
            && self.acts.is_empty()
            && self.proofs.is_empty()
            && self.words.is_empty()
            && self.rolls.is_empty()
    }
}

impl Unit<'_> {
    /// Writes what was kept back, if a statement can tell.
    pub(crate) fn catch_up_for(&mut self, sql: &str) -> Result<()> {
        if self.ahead.is_some() && named::names_waiting(sql) { self.catch_up() } else { Ok(()) }
    }

    /// Writes what was kept back, if rows of a table may be among it.
    pub(crate) fn catch_up_with(&mut self, table: &str) -> Result<()> {
        if named::may_wait(table) { self.catch_up() } else { Ok(()) }
    }

    /// Writes what was kept back.
    pub(crate) fn catch_up(&mut self) -> Result<()> {
        let Some(ahead) = self.ahead.as_mut().filter(|ahead| !ahead.waiting.is_empty()) else {
            return Ok(());
        };
        let waiting = std::mem::take(&mut ahead.waiting);
        // What is written goes the common way, which asks for what waits: nothing, now.
        self.people_of(&waiting)?;
        self.found_by(&waiting)?;
        let mut copy = self.copy("fact", &facts::COLUMNS)?;
        waiting.facts.iter().try_for_each(|fact| copy.row(&facts::values(fact)))?;
        copy.finish()?;
        let mut copy = self.copy("act", &acts::COLUMNS)?;
        waiting.acts.iter().try_for_each(|act| copy.row(&acts::values(act)))?;
        copy.finish()?;
        self.rolls_of(&waiting)
    }

    fn people_of(&mut self, waiting: &Waiting) -> Result<()> {
        if !waiting.people.is_empty() {
            let mut copy = self.copy("person", &people::COLUMNS)?;
            for (person, registered, now) in &waiting.people {
                copy.row(&[Value::Int(person.0), Value::Day(*registered), Value::Moment(*now)])?;
            }
            copy.finish()?;
        }
        if !waiting.identities.is_empty() {
            let mut copy = self.copy("identity", &people::IDENTITY_COLUMNS)?;
            waiting
                .identities
                .iter()
                .try_for_each(|(person, one)| copy.row(&people::identity_values(*person, one)))?;
            copy.finish()?;
        }
        if !waiting.relatives.is_empty() {
            let mut copy = self.copy("relative", &people::RELATIVE_COLUMNS)?;
            let all = waiting.relatives.iter();
            all.map(|(person, one)| people::relative_values(*person, one))
                .try_for_each(|row| copy.row(&row))?;
            copy.finish()?;
        }
        if !waiting.memberships.is_empty() {
            let mut copy = self.copy("membership", &memberships::COLUMNS)?;
            waiting.memberships.iter().try_for_each(|one| copy.row(&memberships::values(one)))?;
            copy.finish()?;
        }
        Ok(())
    }

    /// By what people are found, and how it was proved who they are.
    fn found_by(&mut self, waiting: &Waiting) -> Result<()> {
        let mut copy = self.copy("look_up", &look_ups::COLUMNS)?;
        for (kind, hash, subject) in &waiting.look_ups {
            copy.row(&[Value::Bytes(hash), Value::Int(*kind), Value::Int(*subject)])?;
        }
        copy.finish()?;
        let mut copy = self.copy("word_at", &word_at::COLUMNS)?;
        for (branch, hash, person) in &waiting.words {
            copy.row(&[Value::Int(*branch), Value::Bytes(hash), Value::Int(*person)])?;
        }
        copy.finish()?;
        let mut copy = self.copy("proof", &proofs::COLUMNS)?;
        waiting.proofs.values().try_for_each(|proof| copy.row(&proofs::values(proof)))?;
        copy.finish().map(drop)
    }

    fn rolls_of(&mut self, waiting: &Waiting) -> Result<()> {
        let all: Vec<i64> = waiting.rolls.iter().copied().collect();
        let Some(ahead) = self.ahead.as_mut() else { return Ok(()) };
        let stored: Vec<i64> = all.iter().copied().filter(|one| waiting.rolls_stored.contains(one)).collect();
        let rows: Vec<rolls::Roll> =
            all.iter().flat_map(|one| ahead.rolls.get(one).cloned().unwrap_or_default()).collect();
        ahead.waiting.rolls_stored = waiting.rolls_stored.iter().chain(&all).copied().collect();
        for some in stored.chunks(TOGETHER) {
            let (list, values) = numbers(some);
            self.execute(&format!("delete from roll where membership in ({list})"), &values)?;
        }
        let mut copy = self.copy("roll", &rolls::COLUMNS)?;
        rows.iter().try_for_each(|roll| copy.row(&rolls::values(roll)))?;
        copy.finish().map(drop)
    }

    /// Ends the work ahead: nothing waits any more, and numbers that nobody got are given back.
    pub(crate) fn settle(&mut self) -> Result<()> {
        self.catch_up()?;
        let Some(Ahead { left: (next, end), .. }) = self.ahead.as_deref() else { return Ok(()) };
        let (next, end) = (*next, *end);
        self.ahead = None;
        if next < end {
            let sql = "update institution set next_number = $1 where one = 1 and next_number = $2";
            self.execute(sql, &[Value::Int(next), Value::Int(end)])?;
        }
        Ok(())
    }
}

/// Places and values of a list of numbers; filled up with the last, so that one statement is prepared.
pub(super) fn numbers(some: &[i64]) -> (String, Vec<Value<'static>>) {
    let filling = some.last().copied().unwrap_or_default();
    let width = if some.len() > FEW { TOGETHER } else { FEW };
    let values = (0..width).map(|at| Value::Int(some.get(at).copied().unwrap_or(filling))).collect();
    (places(width), values)
}

/// `$1, $2, …`
pub(super) fn places(width: usize) -> String {
    (1..=width).map(|at| format!("${at}")).collect::<Vec<_>>().join(", ")
}
