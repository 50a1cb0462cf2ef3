//! A chunk of a month: everybody of a range of payers assessed, billed and booked.
//!
//! Reading and reckoning write nothing, so that they can go on beside the writing of the chunk before.

mod bills;
mod writing;

use anyhow::{Context, Result};
use base::Month;
use scheme::contributions::{Plans, Roll, Shape, Worked};
use scheme::id::{MembershipId, PayerId};
use scheme::law::Law;
use scheme::lines::Slots;
use store::Unit;
use store::queries::runs::Chunk;
use store::queries::{assessments, rolls};

use crate::books::correct::is_monthly;

pub(crate) use bills::Billed;
pub(crate) use writing::write;

/// Rooms and plans of one worker, used for chunk after chunk.
pub(crate) struct Reckoner {
    law: &'static Law<'static>,
    slots: Slots,
    month: Month,
    plans: Plans<'static>,
    groups: Vec<Group>,
}

/// Rows of one shape.
struct Group {
    /// The segment, and names in the order in which rows bring them, as the shape was recognised by.
    segment: String,
    names: Vec<String>,
    roll: Roll<'static>,
    worked: Worked,
    numbers: Vec<u32>,
    /// Rows with a fault, in rising order.
    faulty: Vec<usize>,
}

/// Somebody on the roll, and where her amounts stand.
#[derive(Clone, Copy)]
struct Member {
    payer: i64,
    membership: i64,
    group: u32,
    row: u32,
}

/// What a chunk came to, before anything of it is written.
pub(crate) struct Prepared {
    pub(crate) chunk: Chunk,
    pub(crate) month: Month,
    /// In the order of payers and memberships.
    pub(crate) rows: Vec<Row>,
    /// The packed lines of all rows, one after another.
    pub(crate) bytes: Vec<u8>,
    /// People without an answer.
    pub(crate) faults: Vec<(MembershipId, PayerId, String)>,
    /// Bills and what is paid of them at once.
    pub(crate) billed: Billed,
    /// SHA-256 of the rows.
    pub(crate) digest: [u8; 32],
}

/// An assessment, before it is written.
pub(crate) struct Row {
    pub(crate) payer: i64,
    pub(crate) membership: i64,
    pub(crate) owed: i64,
    /// Where its lines end in the bytes; they begin where those of the row before end.
    pub(crate) end: usize,
}

impl Reckoner {
    /// A worker's rooms for a month.
    pub(crate) fn new(law: &'static Law<'static>, slots: Slots, month: Month) -> Reckoner {
        Reckoner { law, slots, month, plans: Plans::new(law), groups: Vec::new() }
    }

    /// Reads a chunk and works it out.
    pub(crate) fn prepare(
        &mut self,
        unit: &mut Unit<'_>,
        chunk: &Chunk,
        today: base::Day,
    ) -> Result<Prepared> {
        let members = self.read(unit, chunk)?;
        for group in &mut self.groups {
            self.plans.assess_columns(&group.roll, self.month, &mut group.worked);
            group.numbers = group.worked.numbers(&mut self.slots);
            group.faulty = group.worked.faults().iter().map(|(row, _)| *row).collect();
            group.faulty.dedup();
        }
        let mut billing = bills::Billing::new(self.law, &self.slots, self.month);
        let mut prepared = Prepared {
            chunk: chunk.clone(),
            month: self.month,
            rows: Vec::with_capacity(members.len()),
            bytes: Vec::with_capacity(members.len() * 32),
            faults: Vec::new(),
            billed: Billed::default(),
            digest: [0; 32],
        };
        for member in &members {
            self.take(member, &mut billing, &mut prepared)?;
        }
        prepared.digest = prepared.hash();
        prepared.billed = billing.finish(unit, chunk, today)?;
        Ok(prepared)
    }

    /// Everybody of the chunk who is assessed in this run, each in the group of her shape.
    fn read(&mut self, unit: &mut Unit<'_>, chunk: &Chunk) -> Result<Vec<Member>> {
        self.groups.iter_mut().for_each(|group| group.roll.clear());
        let range = (chunk.from, chunk.until);
        let payers = rolls::payers_in(unit, self.month, range)?;
        let done = assessments::assessed_in(unit, self.month, range)?;
        let mut members = Vec::with_capacity(usize::try_from(chunk.people).unwrap_or_default());
        let mut at = 0;
        let mut last = 0;
        rolls::each(unit, self.month, range, &mut |payer, membership, segment, facts| {
            while payers.get(at).is_some_and(|(known, _)| known.0 < payer) {
                at += 1;
            }
            let of_payer =
                payers.get(at).filter(|(known, _)| known.0 == payer).map_or("", |(_, facts)| facts);
            let who = (PayerId(payer), MembershipId(membership));
            let is_done = !done.is_empty() && done.binary_search(&who).is_ok();
            if is_done || !is_monthly(segment.parse()?, of_payer) {
                return Ok(());
            }
            let pairs: Vec<(&str, &str)> = pairs(facts).chain(pairs(of_payer)).collect();
            last = self.group_of(segment, &pairs, last)?;
            let roll = &mut self.groups[last].roll;
            members.push(Member { payer, membership, group: last as u32, row: roll.len() as u32 });
            roll.push(&pairs);
            Ok(())
        })?;
        Ok(members)
    }

    /// The group of a row with these names; the one of the row before is tried first.
    fn group_of(&mut self, segment: &str, pairs: &[(&str, &str)], last: usize) -> Result<usize> {
        let fits = |group: &Group| {
            group.segment == segment
                && group.names.len() == pairs.len()
                && group.names.iter().zip(pairs).all(|(name, (of_row, _))| name == of_row)
        };
        if self.groups.get(last).is_some_and(fits) {
            return Ok(last);
        }
        if let Some(at) = self.groups.iter().position(fits) {
            return Ok(at);
        }
        let known = self.law.segment(segment).with_context(|| format!("the law has no segment {segment}"))?;
        let shape = Shape::of(self.law, known, pairs.iter().map(|(name, _)| *name));
        self.groups.push(Group {
            segment: segment.to_owned(),
            names: pairs.iter().map(|(name, _)| (*name).to_owned()).collect(),
            roll: Roll::new(self.law, shape),
            worked: Worked::new(),
            numbers: Vec::new(),
            faulty: Vec::new(),
        });
        Ok(self.groups.len() - 1)
    }

    /// Adds one member's amounts to the rows and to her payer's bill.
    fn take(&self, member: &Member, billing: &mut bills::Billing, prepared: &mut Prepared) -> Result<()> {
        let group = &self.groups[member.group as usize];
        let row = member.row as usize;
        if !group.faulty.is_empty() && group.faulty.binary_search(&row).is_ok() {
            let assessed = group.worked.assessed(row);
            let why = assessed.faults.first().map(|fault| fault.refusal.en.clone()).unwrap_or_default();
            prepared.faults.push((MembershipId(member.membership), PayerId(member.payer), why));
            return Ok(());
        }
        let owed = billing.add((member.payer, &group.segment), &group.worked, &group.numbers, row)?;
        group.worked.pack(row, &group.numbers, &mut prepared.bytes);
        let end = prepared.bytes.len();
        prepared.rows.push(Row { payer: member.payer, membership: member.membership, owed, end });
        Ok(())
    }
}

fn pairs(facts: &str) -> impl Iterator<Item = (&str, &str)> {
    scheme::memberships::unpack(facts)
}

impl Prepared {
    /// SHA-256 of the rows as they will be written.
    fn hash(&self) -> [u8; 32] {
        let mut hash = RowHash::default();
        let mut start = 0;
        for row in &self.rows {
            hash.add(row.payer, row.membership, row.owed, &self.bytes[start..row.end]);
            start = row.end;
        }
        hash.finish()
    }
}

/// The fingerprint of assessments, row by row; the same whether they are about to be written or read again.
#[derive(Default)]
pub(crate) struct RowHash(sha2::Sha256);

impl RowHash {
    pub(crate) fn add(&mut self, payer: i64, membership: i64, owed: i64, lines: &[u8]) {
        use sha2::Digest;
        self.0.update(payer.to_le_bytes());
        self.0.update(membership.to_le_bytes());
        self.0.update(owed.to_le_bytes());
        self.0.update((lines.len() as u32).to_le_bytes());
        self.0.update(lines);
    }

    pub(crate) fn finish(self) -> [u8; 32] {
        use sha2::Digest;
        self.0.finalize().into()
    }
}
