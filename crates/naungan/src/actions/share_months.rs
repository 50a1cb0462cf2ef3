//! A pot takes over a part of a worker's months, and she bears the rest: the bill stays her own. What the
//! pot's part comes to is set aside at once, and waits for hers.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use base::Month;
use ledger::{Holder, Kind};
use scheme::contributions::post::{Book, Heading};
use scheme::facts::Fact;
use scheme::id::{MembershipId, PayerId};
use scheme::memberships;
use scheme::refusal::Refusal;
use scheme::solidarity::campaign::Share;
use serde::{Deserialize, Serialize};
use store::Unit;
use store::queries::month_shares::{self, MonthShare};
use store::queries::pots::Pot;
use store::queries::worker_months::{self, WorkerMonth};
use store::queries::{bills, institution, payers, runs};

use super::once::once;
use super::reserve_months::{financed, must_hold, must_lie_ahead};
use crate::books;
use crate::office::{Desk, Office};
use crate::registry::members::{self, Known};
use crate::registry::{self, people, pots, refresh, shares};

/// What is asked for.
#[derive(Clone, Debug)]
pub(crate) struct ShareMonths {
    pub(crate) pot: PayerId,
    pub(crate) membership: MembershipId,
    /// Months in order, each with the pot's share of it.
    pub(crate) months: Vec<(Month, Share)>,
    pub(crate) account: Option<i64>,
}

/// A month, and who bears what of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Shared {
    pub(crate) month: String,
    /// The pot's part.
    pub(crate) part: i64,
    /// What all others bear, this pot among them.
    pub(crate) others: i64,
    /// What is left to the worker.
    pub(crate) worker: i64,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Answer {
    pub(crate) pot: i64,
    pub(crate) membership: i64,
    pub(crate) months: Vec<Shared>,
    /// What was set aside for them.
    pub(crate) amount: i64,
    /// What the pot has free afterwards.
    pub(crate) free: i64,
}

/// Shares the months.
pub(crate) fn run(office: &mut Office, asked: &ShareMonths, key: Option<&str>) -> Result<Answer> {
    office.unit(|unit, desk| {
        let input = format!("share {asked:?}");
        once(unit, desk, key, &input, |unit| within(unit, desk, asked))
    })
}

/// The same within a unit that does more: all of it, or a refusal that names the month in the way.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &ShareMonths) -> Result<Answer> {
    let ShareMonths { pot, membership, .. } = *asked;
    let row = pots::load(unit, pot)?;
    let member = members::row(unit, membership)?;
    people::hold(unit, desk, member.person)?;
    let whole = members::whole(unit, member.person)?;
    let of = whole.membership(membership)?;
    may_be_shared(unit, desk, &row, of, asked)?;
    keep(unit, desk, &row, asked)?;
    let mut facts: Vec<Fact> = Vec::new();
    for (month, _) in &asked.months {
        let pots = sharers(unit, asked, *month)?;
        let shared = shares::reckoned(unit, desk, (membership, *month), &pots)?;
        facts.extend(memberships::share(desk.tree(), &of.covered(), &shared.funded_by, *month, desk.now)?);
    }
    registry::add_facts(unit, &facts)?;
    let changes = refresh::roll_of(unit, member.person)?;
    refresh::assess_again(unit, desk, &changes)?;
    let answer = set_aside(unit, desk, asked)?;
    books::share::settle(unit, desk, member.payer)?;
    registry::note(unit, desk, "months shared", membership.0)?;
    Ok(answer)
}

/// The pots that help to pay a month, with the one that is about to.
fn sharers(unit: &mut Unit<'_>, asked: &ShareMonths, month: Month) -> Result<Vec<PayerId>> {
    let mut pots: Vec<PayerId> = waiting(unit, asked.membership, month)?.iter().map(|row| row.pot).collect();
    if !pots.contains(&asked.pot) {
        pots.push(asked.pot);
    }
    Ok(pots)
}

/// Parts of a month that wait.
fn waiting(unit: &mut Unit<'_>, membership: MembershipId, month: Month) -> Result<Vec<WorkerMonth>> {
    let mut rows = shares::alive(unit, membership)?;
    rows.retain(|row| row.month == month && row.state == "reserved");
    Ok(rows)
}

/// A month is covered, has not been run, is not paid yet, is the worker's own, and nobody on this side helps
/// to pay it already.
fn may_be_shared(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    pot: &Pot,
    of: &Known,
    asked: &ShareMonths,
) -> Result<()> {
    let membership = asked.membership;
    if asked.months.is_empty() {
        return Err(nothing(membership).into());
    }
    let begun = runs::last_begun_month(unit)?;
    let there = worker_months::of_membership(unit, membership)?;
    for (month, _) in &asked.months {
        must_lie_ahead(desk, *month, begun)?;
        let stretch = of.timeline.iter().find(|stretch| stretch.months().contains(*month));
        let Some(stretch) = stretch else {
            let id = format!("kepesertaan {membership} tidak berjalan pada {month}");
            let en = format!("membership {membership} does not cover {month}");
            return Err(Refusal::new("month_not_covered", id, en).into());
        };
        if stretch.payer != of.row.payer {
            return Err(financed(membership, *month).into());
        }
        let side = shares::side(desk, &pot.source, *month)?;
        for row in there.iter().filter(|row| row.month == *month && row.state != "freed") {
            let theirs = shares::side(desk, &pots::load(unit, row.pot)?.source, *month)?;
            if row.pot == pot.payer || theirs == side || row.state != "reserved" {
                return Err(financed(membership, *month).into());
            }
        }
        let billed = bills::of_month(unit, of.row.payer, *month)?;
        if !billed.is_empty() && billed.iter().all(|bill| bill.settled.is_some()) {
            let id = format!("kepesertaan {membership} sudah membayar {month}");
            let en = format!("membership {membership} has paid {month} already");
            return Err(Refusal::new("month_billed", id, en).into());
        }
    }
    Ok(())
}

/// Writes the shares down, a row for months one after another of one share.
fn keep(unit: &mut Unit<'_>, desk: &Desk<'_>, pot: &Pot, asked: &ShareMonths) -> Result<()> {
    let mut rows: Vec<MonthShare> = Vec::new();
    for (month, share) in &asked.months {
        let kind = shares::side(desk, &pot.source, *month)?.word();
        let share = share.to_string();
        match rows.last_mut() {
            Some(last) if last.until == Some(*month) && last.share == share && last.kind == kind => {
                last.until = month.next();
            }
            _ => rows.push(MonthShare {
                membership: asked.membership,
                pot: pot.payer,
                from: *month,
                until: month.next(),
                kind: kind.to_owned(),
                share,
                account: asked.account,
                known: desk.now,
            }),
        }
    }
    rows.iter().try_for_each(|row| month_shares::add(unit, row))
}

/// What is to be set aside for a part, beside what is.
struct Aside {
    row: WorkerMonth,
    is_new: bool,
    wanted: i64,
}

/// Sets the pot's parts aside; what others had set aside for these months is what the law says now.
fn set_aside(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &ShareMonths) -> Result<Answer> {
    let ShareMonths { pot, membership, .. } = *asked;
    let there = worker_months::of_membership(unit, membership)?;
    let (mut asides, mut months) = (Vec::new(), Vec::new());
    for (month, _) in &asked.months {
        let mut rows = waiting(unit, membership, *month)?;
        rows.push(new_row(desk, asked, *month));
        let pots: Vec<PayerId> = rows.iter().map(|row| row.pot).collect();
        let shared = shares::reckoned(unit, desk, (membership, *month), &pots)?;
        let part = shared.parts.last().copied().unwrap_or(0);
        let (others, worker) = (shared.others(), shared.worker);
        months.push(Shared { month: month.to_string(), part, others, worker });
        let was_freed = there.iter().any(|row| row.pot == pot && row.month == *month);
        for (row, wanted) in rows.into_iter().zip(shared.parts) {
            let is_new = row.pot == pot && !was_freed;
            asides.push(Aside { row, is_new, wanted });
        }
    }
    let amount: i64 = months.iter().map(|month| month.part).sum();
    if amount == 0 {
        return Err(nothing(membership).into());
    }
    adjust(unit, desk, asides, Some(pot))?;
    let credit = payers::hold(unit, pot)?.ok_or_else(|| registry::payers::nobody(pot))?;
    let free = pots::free(unit, pot, credit)?;
    Ok(Answer { pot: pot.0, membership: membership.0, months, amount, free })
}

fn nothing(membership: MembershipId) -> Refusal {
    let id =
        format!("dari bulan-bulan kepesertaan {membership} tidak ada bagian yang tersisa untuk dana ini");
    let en = format!("of the months of membership {membership} no part is left for this money");
    Refusal::new("no_amount", id, en)
}

fn new_row(desk: &Desk<'_>, asked: &ShareMonths, month: Month) -> WorkerMonth {
    WorkerMonth {
        pot: asked.pot,
        month,
        membership: asked.membership,
        state: "reserved".to_owned(),
        reserved: 0,
        used: 0,
        why: None,
        journal: 0,
        seq: 0,
        known: desk.now,
        shared: true,
    }
}

/// After a worker's facts have changed: parts that wait are what the law says now, as far as the pots' money
/// goes.
pub(super) fn again(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    membership: MembershipId,
    rows: Vec<WorkerMonth>,
) -> Result<()> {
    let mut of_months: BTreeMap<Month, Vec<WorkerMonth>> = BTreeMap::new();
    for row in rows {
        of_months.entry(row.month).or_default().push(row);
    }
    let mut asides = Vec::new();
    for (month, rows) in of_months {
        let pots: Vec<PayerId> = rows.iter().map(|row| row.pot).collect();
        let shared = shares::reckoned(unit, desk, (membership, month), &pots)?;
        let wanted = rows.into_iter().zip(shared.parts);
        asides.extend(wanted.map(|(row, wanted)| Aside { row, is_new: false, wanted }));
    }
    adjust(unit, desk, asides, None)
}

/// Brings what is set aside to what is wanted, an entry for each pot. The pot that `must` has to have the
/// money; of others what is free is taken, and the worker bears what it does not reach.
fn adjust(unit: &mut Unit<'_>, desk: &Desk<'_>, asides: Vec<Aside>, must: Option<PayerId>) -> Result<()> {
    let mut of_pots: BTreeMap<PayerId, Vec<Aside>> = BTreeMap::new();
    for aside in asides.into_iter().filter(|aside| aside.wanted != aside.row.reserved) {
        of_pots.entry(aside.row.pot).or_default().push(aside);
    }
    for (pot, mut asides) in of_pots {
        let credit = payers::hold(unit, pot)?.ok_or_else(|| registry::payers::nobody(pot))?;
        let mut free = pots::free(unit, pot, credit)?;
        let more: i64 = asides.iter().map(|aside| aside.wanted - aside.row.reserved).sum();
        if must == Some(pot) {
            must_hold(pot, free, more)?;
        }
        // What becomes free of one month may go to another.
        asides.sort_by_key(|aside| aside.wanted - aside.row.reserved);
        let mut moved = 0;
        for aside in &mut asides {
            let more = (aside.wanted - aside.row.reserved).min(free.max(0));
            aside.row.reserved += more;
            (free, moved) = (free - more, moved + more);
        }
        write(unit, desk, (pot, credit), asides, moved)?;
    }
    Ok(())
}

fn write(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (pot, credit): (PayerId, i64),
    asides: Vec<Aside>,
    moved: i64,
) -> Result<()> {
    let place = if moved == 0 {
        None
    } else {
        let key = format!("share-{}", institution::take_numbers(unit, 1)?);
        let mut book = Book::new();
        book.reserved(Holder::Payer(pot.0), moved)?;
        let heading = Heading { day: desk.today, key: &key, about: Some("parts of shared months") };
        let entry = book.entry(Kind::Reserved, heading)?.context("a part of nothing")?;
        payers::set_credit(unit, pot, credit - moved)?;
        Some(books::post(unit, books::journal_of(pot.0), entry, desk.now)?.place())
    };
    let mut new = Vec::new();
    for Aside { mut row, is_new, .. } in asides {
        row.known = desk.now;
        if let Some(place) = place {
            (row.journal, row.seq) = (place.journal, place.seq);
        }
        if is_new { new.push(row) } else { worker_months::change(unit, &row)? }
    }
    worker_months::add_all(unit, &new)
}
