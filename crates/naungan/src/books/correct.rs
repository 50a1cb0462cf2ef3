//! A month that is assessed again: the difference becomes a bill of its own, in favour of either side.

use std::collections::HashMap;
use std::fmt::{self, Display, Formatter};

use anyhow::{Context, Result, bail};
use base::{Day, Month};
use ledger::{Holder, Kind};
use scheme::contributions::post::Book;
use scheme::contributions::{self, BillKind, assess};
use scheme::facts::Months;
use scheme::id::{MembershipId, PayerId};
use scheme::lines::Lines;
use scheme::memberships::{Segment, unpack};
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::assessments::{self, Assessment};
use store::queries::bills::{self, Bill};
use store::queries::{institution, laws, payers, rolls, runs};

use super::commit::{Booking, commit, open_bills};
use super::penalise;
use super::settle::Held;
use crate::office::{Desk, code, kept_law};

/// A bill that was made outside a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Corrected {
    /// Who owes it.
    pub(crate) payer: PayerId,
    /// For which month.
    pub(crate) month: Month,
    /// Which row of the month.
    pub(crate) no: i64,
    /// The difference; negative in favour of the payer.
    pub(crate) owed: i64,
    /// The payment code.
    pub(crate) code: i64,
    /// The last day without a penalty.
    pub(crate) due: Option<Day>,
}

/// Members of whom the law has no answer for a month, each with why.
#[derive(Debug)]
pub(crate) struct Unassessed {
    /// The first such month.
    month: Month,
    pub(crate) members: Vec<(MembershipId, Refusal)>,
}

impl Unassessed {
    /// As an error, whose cause is what the law says of the first.
    pub(crate) fn into_error(self) -> anyhow::Error {
        match self.members.first() {
            Some((_, refusal)) => anyhow::Error::from(refusal.clone()).context(self),
            None => anyhow::Error::msg(self),
        }
    }

    /// Those of another month too.
    pub(crate) fn and(mut self, other: Unassessed) -> Unassessed {
        self.members.extend(other.members);
        self
    }
}

impl Display for Unassessed {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "could not assess {}", self.month)
    }
}

/// Assesses members of a payer's month again, if the month has been assessed.
pub(crate) fn month(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    payer: PayerId,
    month: Month,
    members: &[(MembershipId, Segment)],
) -> Result<Option<Corrected>> {
    let when = how_far(unit, month, payer, When::Through)?;
    reckon(unit, desk, payer, month, members, when)
}

/// The same after something has changed at the payer itself: whoever had no answer before may have none now.
pub(crate) fn month_of_all(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    payer: PayerId,
    month: Month,
    members: &[(MembershipId, Segment)],
) -> Result<Option<Corrected>> {
    let when = how_far(unit, month, payer, When::ForAll)?;
    reckon(unit, desk, payer, month, members, when)
}

fn how_far(unit: &mut Unit<'_>, month: Month, payer: PayerId, through: When) -> Result<When> {
    Ok(if runs::is_through_with(unit, month, payer)? { through } else { When::Before })
}

/// Assesses members of a payer's month before its run has come to it.
pub(crate) fn first(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    payer: PayerId,
    month: Month,
    members: &[(MembershipId, Segment)],
) -> Result<Option<Corrected>> {
    reckon(unit, desk, payer, month, members, When::AtOnce)
}

/// How far the run of the month is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum When {
    /// It has not come to the payer: who was not assessed ahead of it will be assessed by it.
    Before,
    /// It is through with the payer: who comes on top is assessed now.
    Through,
    /// The same, for everybody of a payer: who could not be assessed may still be without an answer.
    ForAll,
    /// It has not come, and cover shall begin at once.
    AtOnce,
}

/// A project on the value of its contract: assessed once, for the whole of it, in the month it begins; again
/// when something else becomes known of it, or its people are assessed by their wages after all.
pub(crate) fn project(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    payer: PayerId,
    month: Month,
) -> Result<Option<Corrected>> {
    let facts = rolls::payers_in(unit, month, (payer.0, payer.0 + 1))?;
    let facts = facts.first().map_or("", |(_, facts)| facts.as_str());
    let now = if is_monthly(Segment::Construction, facts) {
        Lines::new()
    } else {
        lines_of(desk, Segment::Construction.name(), "", facts, month)?
    };
    // The contract stands for everybody who works on it, so the row bears the project's own number.
    let itself = MembershipId(payer.0);
    let known = known(desk, &assessments::of_month(unit, month, payer, Some(itself))?)?;
    let Some(difference) = contributions::difference(&known, &now) else { return Ok(None) };
    bill(unit, desk, payer, month, &[(itself, Segment::Construction, difference)]).map(Some)
}

/// What rows of an assessment say.
fn known(desk: &Desk<'_>, rows: &[Assessment]) -> Result<Vec<Lines>> {
    let read = |row: &Assessment| Lines::unpack(&row.lines, desk.slots).context("an assessment is damaged");
    rows.iter().map(read).collect()
}

fn reckon(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    payer: PayerId,
    month: Month,
    members: &[(MembershipId, Segment)],
    when: When,
) -> Result<Option<Corrected>> {
    let on_roll = on_roll(unit, payer, month, members)?;
    let payer_facts = rolls::payers_in(unit, month, (payer.0, payer.0 + 1))?;
    let payer_facts = payer_facts.first().map_or("", |(_, facts)| facts.as_str());
    let mut assessed = assessed(unit, payer, month, members)?;
    let mut rows = Vec::new();
    let mut unassessed = Unassessed { month, members: Vec::new() };
    for (membership, segment) in members {
        let before = assessed.remove(membership).unwrap_or_default();
        if when == When::Before && before.is_empty() {
            continue;
        }
        let roll = on_roll.get(membership);
        let now = match roll {
            // What is billed once and whole is not billed again for each month that is through.
            Some(roll) if is_monthly(*segment, payer_facts) || !before.is_empty() || when == When::AtOnce => {
                match lines_of(desk, segment.name(), &roll.facts, payer_facts, month) {
                    // The run has said of whom it had no answer; an employer's report is not kept waiting for
                    // it.
                    Err(_) if when == When::ForAll && before.is_empty() => continue,
                    // Whoever asked for many hears of all who have none.
                    Err(error) => {
                        unassessed.members.push((*membership, error.downcast()?));
                        continue;
                    }
                    Ok(lines) => lines,
                }
            }
            _ => Lines::new(),
        };
        if let Some(difference) = contributions::difference(&known(desk, &before)?, &now) {
            rows.push((*membership, *segment, difference));
        }
    }
    if !unassessed.members.is_empty() {
        return Err(unassessed.into_error());
    }
    if rows.is_empty() { Ok(None) } else { bill(unit, desk, payer, month, &rows).map(Some) }
}

/// So many members are looked up one by one.
const FEW: usize = 8;

/// These members on the payer's roll of a month; few are looked up, not the thousands beside them.
fn on_roll(
    unit: &mut Unit<'_>,
    payer: PayerId,
    month: Month,
    members: &[(MembershipId, Segment)],
) -> Result<HashMap<MembershipId, rolls::Roll>> {
    let found = if members.len() > FEW {
        rolls::of_payer_in(unit, payer, month)?
    } else {
        let mut found = Vec::with_capacity(members.len());
        for (membership, _) in members {
            found.extend(rolls::of_membership(unit, *membership)?);
        }
        found
    };
    let on = |roll: &rolls::Roll| {
        roll.payer == payer && Months { from: roll.from, until: roll.until }.contains(month)
    };
    Ok(found.into_iter().filter(on).map(|roll| (roll.membership, roll)).collect())
}

/// What these members were assessed with in a payer's month.
fn assessed(
    unit: &mut Unit<'_>,
    payer: PayerId,
    month: Month,
    members: &[(MembershipId, Segment)],
) -> Result<HashMap<MembershipId, Vec<Assessment>>> {
    let mut found: HashMap<MembershipId, Vec<Assessment>> = HashMap::new();
    if members.len() > FEW {
        for row in assessments::of_month(unit, month, payer, None)? {
            found.entry(row.membership).or_default().push(row);
        }
        return Ok(found);
    }
    for (membership, _) in members {
        found.insert(*membership, assessments::of_month(unit, month, payer, Some(*membership))?);
    }
    Ok(found)
}

/// Whether a segment of this payer is assessed month by month.
pub(crate) fn is_monthly(segment: Segment, payer_facts: &str) -> bool {
    let basis = unpack(payer_facts).find(|(name, _)| *name == "construction_basis");
    segment.is_monthly(basis.map(|(_, value)| value))
}

/// What the law says somebody with these facts owes; a fact that is missing is an error that names it.
pub(crate) fn lines_of(
    desk: &Desk<'_>,
    segment: &str,
    own: &str,
    payer: &str,
    month: Month,
) -> Result<Lines> {
    let facts: Vec<(String, String)> =
        unpack(own).chain(unpack(payer)).map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    let Some(segment) = desk.law.segment(segment) else { bail!("the law has no segment {segment}") };
    let assessed = assess(desk.law, &facts, segment, month);
    if let Some(fault) = assessed.faults.into_iter().next() {
        return Err(anyhow::Error::from(fault.refusal)).context(format!("could not assess {month}"));
    }
    Ok(assessed.lines)
}

/// Adds the rows, the bill and the entry.
fn bill(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    payer: PayerId,
    month: Month,
    rows: &[(MembershipId, Segment, Lines)],
) -> Result<Corrected> {
    let credit = payers::hold(unit, payer)?.with_context(|| format!("there is no payer {payer}"))?;
    let there = bills::of_month(unit, payer, month)?;
    let no = there.iter().map(|bill| bill.no + 1).max().unwrap_or(0);
    let mut total = Lines::new();
    let mut assessed = Vec::with_capacity(rows.len());
    for (membership, _, lines) in rows {
        total = total.plus(lines);
        assessed.push(Assessment {
            month,
            payer,
            membership: *membership,
            no,
            run: 0,
            owed: lines.billed(),
            lines: lines.pack(&mut desk.slots.clone()),
        });
    }
    assessments::add_all(unit, &assessed)?;
    let made = new_bill(unit, desk, (payer, month, no), BillKind::Contribution, rows[0].1.name(), &total)?;
    kept_law::keep(unit, desk.pack, desk.now)?;
    laws::note_of_bill(unit, payer, month, no, desk.fingerprint)?;
    let corrected = Corrected { payer, month, no, owed: made.owed, code: made.code, due: made.due };
    let kind = if no == 0 { Kind::Assessed } else { Kind::Corrected };
    let mut open = open_bills(unit, desk, payer)?;
    open.push(Held { fresh: true, ..Held::read(made, desk.slots)? });
    let booking = Booking {
        payer,
        day: desk.today,
        kind,
        key: &format!("bill-{payer}-{month}-{no}"),
        about: &format!("month {month}"),
        book: owed(desk, payer, &total)?,
        credit,
        credit_before: credit,
    };
    commit(unit, desk, booking, &mut open)?;
    if there.iter().any(|bill| bill.kind == BillKind::Penalty.name()) {
        // What was charged for being late was charged on what the month came to then.
        penalise::month(unit, desk, payer, month, desk.today)?;
    }
    Ok(corrected)
}

/// The lines of what a payer owes.
pub(crate) fn owed(desk: &Desk<'_>, payer: PayerId, lines: &Lines) -> Result<Book> {
    let mut book = Book::new();
    book.owed(desk.law, Holder::Payer(payer.0), lines)?;
    Ok(book)
}

/// A bill's row, not yet written; the first of a month gets a payment code.
pub(crate) fn new_bill(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (payer, month, no): (PayerId, Month, i64),
    kind: BillKind,
    segment: &str,
    lines: &Lines,
) -> Result<Bill> {
    let code = match bills::of_month(unit, payer, month)?.first() {
        Some(first) => first.code,
        None => {
            let serial = institution::take_codes(unit, 1)?;
            code::code(desk.code_key, serial)
        }
    };
    let segment = desk.law.segment(segment).with_context(|| format!("the law has no segment {segment}"))?;
    Ok(Bill {
        month,
        payer,
        no,
        kind: kind.name().to_owned(),
        code,
        due: contributions::due_date(desk.law, segment, month)?,
        run: 0,
        owed: lines.billed(),
        paid: 0,
        settled: None,
        known: desk.now,
        lines: lines.pack(&mut desk.slots.clone()),
    })
}
