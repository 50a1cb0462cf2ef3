//! A pot's money is set aside for months of workers: it is theirs from then on, and nobody else pays them.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, ensure};
use base::Month;
use ledger::{Holder, Kind, Place};
use scheme::contributions::post::{Book, Heading};
use scheme::employers::Payer;
use scheme::facts::Fact;
use scheme::id::{MembershipId, PayerId};
use scheme::memberships::{self, Sponsor, Stretch};
use scheme::refusal::Refusal;
use scheme::solidarity::reserve;
use serde::{Deserialize, Serialize};
use store::Unit;
use store::queries::pots::Pot;
use store::queries::worker_months::{self, WorkerMonth};
use store::queries::{assessments, institution, payers, runs};

use super::once::once;
use crate::books;
use crate::office::{Desk, Office};
use crate::registry::members::{self, Known};
use crate::registry::{self, people, pots, refresh};

/// A month of a worker, and what is set aside for it.
pub(crate) type Wanted = (MembershipId, Month, i64);

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Reserved {
    pub(crate) pot: i64,
    /// How many months of workers.
    pub(crate) worker_months: i64,
    /// What was set aside for them.
    pub(crate) amount: i64,
    /// What the pot has free afterwards.
    pub(crate) free: i64,
    /// The entry, as `3-17`.
    pub(crate) entry: String,
}

/// Sets money aside.
pub(crate) fn run(
    office: &mut Office,
    pot: PayerId,
    wanted: &[Wanted],
    key: Option<&str>,
) -> Result<Reserved> {
    office.unit(|unit, desk| {
        let input = format!("reserve {pot} {wanted:?}");
        once(unit, desk, key, &input, |unit| within(unit, desk, pot, wanted))
    })
}

/// The same within a unit that does more: all of it, or a refusal that names the first worker in the way.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    pot: PayerId,
    wanted: &[Wanted],
) -> Result<Reserved> {
    let row = pots::load(unit, pot)?;
    let funder = registry::payers::load(unit, desk, pot)?.payer;
    let of_workers = by_worker(wanted)?;
    runs::hold_off(unit)?;
    let begun = runs::last_begun_month(unit)?;
    let mut freed = BTreeSet::new();
    for (membership, months) in &of_workers {
        freed.extend(one(unit, desk, (&row, &funder), *membership, months, begun)?);
    }
    // The pot is held last: whoever waits for a worker keeps no pot from others meanwhile.
    let credit = payers::hold(unit, pot)?.ok_or_else(|| registry::payers::nobody(pot))?;
    let (amount, free) = (wanted.iter().map(|(.., amount)| amount).sum(), pots::free(unit, pot, credit)?);
    must_hold(pot, free, amount)?;
    let place = post(unit, desk, pot, amount)?;
    payers::set_credit(unit, pot, credit - amount)?;
    write(unit, desk, pot, wanted, &freed, place)?;
    registry::note(unit, desk, "months reserved", pot.0)?;
    let worker_months = i64::try_from(wanted.len())?;
    Ok(Reserved { pot: pot.0, worker_months, amount, free: free - amount, entry: place.to_string() })
}

/// What months of a worker with these facts cost a pot, each by the law of that month.
pub(crate) fn prices(
    desk: &Desk<'_>,
    source: &str,
    facts: &[(String, String)],
    months: &[Month],
) -> Result<Vec<i64>> {
    let price = |month: &Month| {
        let funded_by = pots::counts_as(desk, source, *month)?;
        Ok(reserve::price(desk.law, facts, &funded_by, *month)?)
    };
    months.iter().map(price).collect()
}

/// What each month of a worker costs a pot, from the facts of her roll, where she is covered.
pub(crate) fn prices_of(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    pot: PayerId,
    membership: MembershipId,
    months: &[Month],
) -> Result<Vec<Wanted>> {
    let source = pots::load(unit, pot)?.source;
    let person = members::row(unit, membership)?.person;
    let whole = members::whole(unit, person)?;
    let stretches = whole.stretches(membership)?;
    let mut wanted = Vec::new();
    for month in months {
        let Some(stretch) = in_month(&stretches, *month) else { continue };
        let price = prices(desk, &source, &stretch.facts, &[*month])?;
        wanted.extend(price.into_iter().map(|price| (membership, *month, price)));
    }
    Ok(wanted)
}

/// Each worker's months in order; a month named twice or without an amount is none.
fn by_worker(wanted: &[Wanted]) -> Result<BTreeMap<MembershipId, BTreeSet<Month>>> {
    let mut of_workers: BTreeMap<MembershipId, BTreeSet<Month>> = BTreeMap::new();
    for (membership, month, amount) in wanted {
        let is_new = of_workers.entry(*membership).or_default().insert(*month);
        if *amount <= 0 || !is_new {
            let id =
                format!("bulan {month} dari kepesertaan {membership} disebut dua kali atau tanpa jumlah");
            let en = format!("{month} of membership {membership} is named twice or has no amount");
            return Err(Refusal::new("no_amount", id, en).into());
        }
    }
    ensure!(!of_workers.is_empty(), "no months of workers are named");
    Ok(of_workers)
}

/// Lets the pot pay for one worker's months; gives those that it had freed before, whose rows are there.
fn one(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (pot, funder): (&Pot, &Payer),
    membership: MembershipId,
    months: &BTreeSet<Month>,
    begun: Option<Month>,
) -> Result<Vec<(MembershipId, Month)>> {
    let person = members::row(unit, membership)?.person;
    people::hold(unit, desk, person)?;
    let whole = members::whole(unit, person)?;
    let of = whole.membership(membership)?;
    let stretches = whole.stretches(membership)?;
    let freed = not_financed(unit, pot.payer, membership, months)?;
    let mut hers = Vec::new();
    for month in months {
        may_be_paid(unit, desk, (pot.payer, of), (&stretches, *month), begun)?;
        if in_month(&stretches, *month).is_some_and(|stretch| stretch.payer != pot.payer) {
            hers.push(*month);
        }
    }
    let mut facts: Vec<Fact> = Vec::new();
    for (from, until) in in_a_row(&hers) {
        let counts_as = pots::counts_as(desk, &pot.source, from)?;
        let sponsor = Sponsor { funder, funded_by: &counts_as, from, until, known: desk.now };
        facts.extend(memberships::sponsor(desk.tree(), &of.covered(), &sponsor)?);
    }
    if !facts.is_empty() {
        registry::add_facts(unit, &facts)?;
        let changes = refresh::roll_of(unit, person)?;
        refresh::assess_again(unit, desk, &changes)?;
    }
    Ok(freed)
}

/// Nobody is paid for twice: the months that this pot had freed before, or a refusal.
fn not_financed(
    unit: &mut Unit<'_>,
    pot: PayerId,
    membership: MembershipId,
    months: &BTreeSet<Month>,
) -> Result<Vec<(MembershipId, Month)>> {
    let mut freed = Vec::new();
    for row in worker_months::of_membership(unit, membership)? {
        if !months.contains(&row.month) {
            continue;
        }
        if row.state != "freed" {
            return Err(financed(membership, row.month).into());
        }
        if row.pot == pot {
            freed.push((membership, row.month));
        }
    }
    Ok(freed)
}

/// A month is covered, lies ahead of the runs, was not billed, and nobody but the worker or the pot pays it.
fn may_be_paid(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (pot, of): (PayerId, &Known),
    (stretches, month): (&[Stretch], Month),
    begun: Option<Month>,
) -> Result<()> {
    let membership = of.row.id;
    must_lie_ahead(desk, month, begun)?;
    let Some(stretch) = in_month(stretches, month) else {
        let id = format!("kepesertaan {membership} tidak berjalan pada {month}");
        let en = format!("membership {membership} does not cover {month}");
        return Err(Refusal::new("month_not_covered", id, en).into());
    };
    if stretch.payer != pot && stretch.payer != of.row.payer {
        return Err(financed(membership, month).into());
    }
    // Who pays for herself is billed for the present month at once.
    let ahead = month <= desk.today.month() && stretch.payer == of.row.payer;
    let billed =
        if ahead { assessments::of_month(unit, month, of.row.payer, Some(membership))? } else { Vec::new() };
    if billed.iter().map(|row| row.owed).sum::<i64>() > 0 {
        let id = format!("kepesertaan {membership} sudah ditagih untuk {month}");
        let en = format!("membership {membership} was billed for {month} already");
        return Err(Refusal::new("month_billed", id, en).into());
    }
    Ok(())
}

/// Refuses a month that has begun to be run, or is over.
pub(super) fn must_lie_ahead(desk: &Desk<'_>, month: Month, begun: Option<Month>) -> Result<(), Refusal> {
    if begun.is_none_or(|begun| month > begun) && month >= desk.today.month() {
        return Ok(());
    }
    let id = format!("bulan {month} sudah berjalan: cadangkan bulan yang belum diproses");
    Err(Refusal::new("month_begun", id, format!("{month} has begun to be run: reserve months that have not")))
}

fn in_month(stretches: &[Stretch], month: Month) -> Option<&Stretch> {
    stretches.iter().find(|stretch| stretch.months().contains(month))
}

pub(super) fn financed(membership: MembershipId, month: Month) -> Refusal {
    let id = format!("bulan {month} dari kepesertaan {membership} sudah dibiayai");
    let en = format!("{month} of membership {membership} is paid for already");
    Refusal::new("financed_already", id, en)
}

/// Months in order as stretches without a gap, each with the month after it.
fn in_a_row(months: &[Month]) -> Vec<(Month, Option<Month>)> {
    let mut rows: Vec<(Month, Option<Month>)> = Vec::new();
    for month in months {
        match rows.last_mut() {
            Some((_, until)) if *until == Some(*month) => *until = month.next(),
            _ => rows.push((*month, month.next())),
        }
    }
    rows
}

pub(super) fn must_hold(pot: PayerId, free: i64, amount: i64) -> Result<(), Refusal> {
    if amount <= free {
        return Ok(());
    }
    let id = format!("kantong dana {pot}: {free} belum terpakai, yang diminta {amount}");
    Err(Refusal::new("pot_short", id, format!("pot {pot} has {free} free, and {amount} is asked for")))
}

fn post(unit: &mut Unit<'_>, desk: &Desk<'_>, pot: PayerId, amount: i64) -> Result<Place> {
    let key = format!("reserve-{}", institution::take_numbers(unit, 1)?);
    let mut book = Book::new();
    book.reserved(Holder::Payer(pot.0), amount)?;
    let heading = Heading { day: desk.today, key: &key, about: Some("months of workers") };
    let entry = book.entry(Kind::Reserved, heading)?.context("a reservation of nothing")?;
    Ok(books::post(unit, books::journal_of(pot.0), entry, desk.now)?.place())
}

fn write(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    pot: PayerId,
    wanted: &[Wanted],
    freed: &BTreeSet<(MembershipId, Month)>,
    place: Place,
) -> Result<()> {
    let mut new = Vec::new();
    for (membership, month, amount) in wanted {
        let row = WorkerMonth {
            pot,
            month: *month,
            membership: *membership,
            state: "reserved".to_owned(),
            reserved: *amount,
            used: 0,
            why: None,
            journal: place.journal,
            seq: place.seq,
            known: desk.now,
            shared: false,
        };
        if freed.contains(&(*membership, *month)) {
            worker_months::change(unit, &row)?;
        } else {
            new.push(row);
        }
    }
    worker_months::add_all(unit, &new)
}
