//! Money that was set aside for months of a worker is free again: she refused, died, or others pay now.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use base::Month;
use ledger::{Holder, Kind};
use scheme::contributions::post::{Book, Heading};
use scheme::facts::Fact;
use scheme::id::{MembershipId, PayerId};
use scheme::memberships::{self, on_her_own};
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::worker_months::{self, WorkerMonth};
use store::queries::{assessments, institution, payers, runs};

use super::share_months;
use crate::books::correct::Corrected;
use crate::books::{self, share};
use crate::office::{Desk, Office};
use crate::registry::{self, members, people, refresh, shares};

/// Which months are freed.
#[derive(Clone, Debug)]
pub(crate) struct FreeMonths {
    pub(crate) membership: MembershipId,
    /// The first of them; all that follow go with it.
    pub(crate) from: Month,
    /// Only what this pot has set aside; what others have stays theirs.
    pub(crate) pot: Option<PayerId>,
    /// Why, in a word: `refused`, `lapsed`, `withdrawn` …
    pub(crate) why: String,
}

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Freed {
    /// By pot: how many months, and how much.
    pub(crate) pots: BTreeMap<i64, (i64, i64)>,
    /// Bills of the worker's own that come of it.
    pub(crate) bills: Vec<Corrected>,
}

/// Frees a worker's months from one on; she pays them herself, unless her cover has ended.
pub(crate) fn run(office: &mut Office, asked: &FreeMonths) -> Result<Freed> {
    office.unit(|unit, desk| within(unit, desk, asked))
}

/// The same within a unit that does more.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &FreeMonths) -> Result<Freed> {
    let membership = asked.membership;
    runs::hold_off(unit)?;
    let person = members::row(unit, membership)?.person;
    people::hold(unit, desk, person)?;
    let all = held(unit, membership)?;
    let is_asked = |row: &&WorkerMonth| {
        row.state == "reserved" && row.month >= asked.from && asked.pot.is_none_or(|pot| pot == row.pot)
    };
    let (reserved, others): (Vec<&WorkerMonth>, Vec<&WorkerMonth>) = all.iter().partition(is_asked);
    if reserved.is_empty() {
        return Err(nothing_reserved(asked).into());
    }
    let facts = left_to_her(unit, desk, asked, (&reserved, &others))?;
    let reserved: Vec<WorkerMonth> = reserved.into_iter().cloned().collect();
    registry::add_facts(unit, &facts)?;
    let changes = refresh::roll_of(unit, person)?;
    let pots = release(unit, desk, &reserved, &asked.why)?;
    let bills = refresh::assess_again(unit, desk, &changes)?;
    registry::note(unit, desk, "months freed", membership.0)?;
    Ok(Freed { pots, bills })
}

fn nothing_reserved(asked: &FreeMonths) -> Refusal {
    let FreeMonths { membership, from, .. } = asked;
    let id = format!("kepesertaan {membership} tidak mempunyai bulan yang dicadangkan sejak {from}");
    let en = format!("membership {membership} has no month reserved from {from} on");
    Refusal::new("nothing_reserved", id, en)
}

/// Each month that is freed is hers again, or is paid with whoever still helps. It is said month by month:
/// what was said of a later month when it was set aside would stand otherwise.
fn left_to_her(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    asked: &FreeMonths,
    (freed, others): (&[&WorkerMonth], &[&WorkerMonth]),
) -> Result<Vec<Fact>> {
    let membership = asked.membership;
    let row = members::row(unit, membership)?;
    let whole = members::whole(unit, row.person)?;
    let of = whole.membership(membership)?.covered();
    let own = (membership, row.payer);
    let mut facts = Vec::new();
    if asked.pot.is_none() {
        facts.extend(on_her_own(own, (asked.from, None), desk.now));
    }
    let months: BTreeSet<Month> = freed.iter().map(|row| row.month).collect();
    for month in months {
        let still = |row: &&&WorkerMonth| row.month == month && row.shared && row.state == "reserved";
        let pots: Vec<PayerId> = others.iter().filter(still).map(|row| row.pot).collect();
        if pots.is_empty() {
            facts.extend(on_her_own(own, (month, month.next()), desk.now));
        } else {
            let funded_by = shares::reckoned(unit, desk, (membership, month), &pots)?.funded_by;
            facts.extend(memberships::share(desk.tree(), &of, &funded_by, month, desk.now)?);
        }
    }
    Ok(facts)
}

/// A worker's months, as they stand while nobody else moves what is set aside for her.
fn held(unit: &mut Unit<'_>, membership: MembershipId) -> Result<Vec<WorkerMonth>> {
    let rows = worker_months::of_membership(unit, membership)?;
    let pots: BTreeSet<PayerId> =
        rows.iter().filter(|row| row.state == "reserved").map(|row| row.pot).collect();
    for pot in pots {
        payers::hold(unit, pot)?;
    }
    worker_months::of_membership(unit, membership)
}

/// After a worker's roll has changed: months that a pot does not pay any more are free again, and what a
/// month took of a pot is what it was assessed with now. The payers concerned are held.
pub(crate) fn follow(unit: &mut Unit<'_>, desk: &Desk<'_>, changes: &[refresh::Changed]) -> Result<()> {
    for change in changes {
        let mut rows = worker_months::of_membership(unit, change.membership)?;
        if rows.iter().any(|row| row.state == "reserved") {
            runs::hold_off(unit)?;
            rows = held(unit, change.membership)?;
        }
        let (mut left, mut shared, mut parted) = (Vec::new(), Vec::new(), Vec::new());
        for row in rows {
            let hers = row.shared && change.payer_then(row.month) == Some(change.payer);
            match row.state.as_str() {
                "reserved" if hers => shared.push(row),
                "parted" if !hers => parted.push(row),
                "reserved" if change.payer_then(row.month) != Some(row.pot) => left.push(row),
                "used" => used_again(unit, desk, row)?,
                _ => {}
            }
        }
        // Should the end be taken back, she pays herself: nothing is set aside for it any more.
        if let Some(row) = left.iter().find(|row| change.payer_then(row.month).is_none()) {
            let own = (change.membership, change.payer);
            let mut facts = on_her_own(own, (row.month, None), desk.now).to_vec();
            for row in &left {
                facts.extend(on_her_own(own, (row.month, row.month.next()), desk.now));
            }
            registry::add_facts(unit, &facts)?;
        }
        release(unit, desk, &left, "left")?;
        share_months::again(unit, desk, change.membership, shared)?;
        share::back(unit, desk, change.payer, parted)?;
    }
    Ok(())
}

/// A month that was assessed again took another amount of the pot, or none.
fn used_again(unit: &mut Unit<'_>, desk: &Desk<'_>, mut row: WorkerMonth) -> Result<()> {
    let rows = assessments::of_month(unit, row.month, row.pot, Some(row.membership))?;
    let used = rows.iter().map(|row| row.owed).sum();
    if used != row.used {
        row.used = used;
        row.known = desk.now;
        if used == 0 {
            (row.state, row.why) = ("freed".to_owned(), Some("left".to_owned()));
        }
        worker_months::change(unit, &row)?;
    }
    Ok(())
}

/// Gives rows back to their pots: an entry for each pot.
fn release(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    rows: &[WorkerMonth],
    why: &str,
) -> Result<BTreeMap<i64, (i64, i64)>> {
    let mut pots: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
    for row in rows {
        let sum = pots.entry(row.pot.0).or_default();
        *sum = (sum.0 + 1, sum.1 + row.reserved);
    }
    for (pot, (_, amount)) in &pots {
        let credit = payers::hold(unit, PayerId(*pot))?.context("a pot without a payer")?;
        let key = format!("free-{}", institution::take_numbers(unit, 1)?);
        let mut book = Book::new();
        book.reserved(Holder::Payer(*pot), -amount)?;
        let heading = Heading { day: desk.today, key: &key, about: Some("months freed") };
        let entry = book.entry(Kind::Reserved, heading)?.context("months of nothing")?;
        let place = books::post(unit, books::journal_of(*pot), entry, desk.now)?.place();
        payers::set_credit(unit, PayerId(*pot), credit + amount)?;
        for row in rows.iter().filter(|row| row.pot.0 == *pot) {
            let (state, why) = ("freed".to_owned(), Some(why.to_owned()));
            let (journal, seq, known) = (place.journal, place.seq, desk.now);
            worker_months::change(unit, &WorkerMonth { state, why, journal, seq, known, ..row.clone() })?;
        }
    }
    Ok(pots)
}
