//! A membership changes: a wage, an income, an end, a move, a return, a sponsor.

use anyhow::Result;
use base::{Day, Month};
use scheme::employers::Report;
use scheme::facts::Fact;
use scheme::id::{MembershipId, PayerId};
use scheme::memberships::{self, End, Resume, Sponsor};
use scheme::refusal::Refusal;
use store::Unit;

use super::enrol_member::{self, EnrolMember, Enrolled};
use crate::books::correct::Corrected;
use crate::office::{Desk, Office};
use crate::registry::members::{self, Whole};
use crate::registry::{self, payers, people, pots, refresh};

/// A fact of a membership, by the law's name; no value withdraws it.
#[derive(Clone, Debug)]
pub(crate) struct Changed {
    pub(crate) membership: MembershipId,
    pub(crate) name: String,
    pub(crate) value: Option<String>,
    pub(crate) from: Month,
    pub(crate) until: Option<Month>,
}

/// Takes a report on a membership; months that were assessed are assessed again.
pub(crate) fn change(office: &mut Office, asked: &Changed) -> Result<Vec<Corrected>> {
    office.unit(|unit, desk| change_within(unit, desk, asked))
}

/// The same within a unit that does more.
pub(crate) fn change_within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &Changed) -> Result<Vec<Corrected>> {
    let changes = change_written(unit, desk, asked)?;
    refresh::assess_again(unit, desk, &changes)
}

/// The same, and the caller has the months assessed again.
pub(crate) fn change_written(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    asked: &Changed,
) -> Result<Vec<refresh::Changed>> {
    written(unit, desk, asked.membership, "membership changed", |_, whole| {
        let of = whole.membership(asked.membership)?;
        let report = Report {
            name: &asked.name,
            value: asked.value.as_deref(),
            from: asked.from,
            until: asked.until,
            known: desk.now,
        };
        Ok(vec![memberships::change(desk.tree(), &of.covered(), &report)?])
    })
}

/// The same, for who reports one thing: a report that is hidden by later ones, or says what is known, would
/// be kept and change no month.
pub(crate) fn change_months(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &Changed) -> Result<Vec<Corrected>> {
    let changes = change_written(unit, desk, asked)?;
    if changes.is_empty() {
        return Err(nothing(asked.from).into());
    }
    refresh::assess_again(unit, desk, &changes)
}

fn nothing(from: Month) -> Refusal {
    let id = format!(
        "tidak ada yang berubah: sejak {from} nilai ini sudah dilaporkan, atau laporan yang lebih baru \
         berlaku; pilih bulan pertama yang salah"
    );
    let en = format!(
        "nothing would change: from {from} on this was reported before, or a later report holds; choose the \
         first month that is wrong"
    );
    Refusal::new("nothing_changed", id, en)
}

/// Ends a membership on a day.
pub(crate) fn end(
    office: &mut Office,
    membership: MembershipId,
    day: Day,
    reason: &str,
) -> Result<Vec<Corrected>> {
    office.unit(|unit, desk| end_within(unit, desk, membership, day, reason))
}

/// The same within a unit that does more.
pub(crate) fn end_within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    membership: MembershipId,
    day: Day,
    reason: &str,
) -> Result<Vec<Corrected>> {
    let changes = end_written(unit, desk, membership, day, reason)?;
    refresh::assess_again(unit, desk, &changes)
}

/// The same, and the caller has the months assessed again.
pub(crate) fn end_written(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    membership: MembershipId,
    day: Day,
    reason: &str,
) -> Result<Vec<refresh::Changed>> {
    written(unit, desk, membership, "membership ended", |_, whole| {
        let of = whole.membership(membership)?;
        let asked = End { membership, day, reason, known: desk.now };
        Ok(memberships::end(desk.tree(), &of.history, &asked)?.to_vec())
    })
}

/// Takes an end back.
pub(crate) fn reopen(office: &mut Office, membership: MembershipId) -> Result<Vec<Corrected>> {
    office.unit(|unit, desk| {
        on(unit, desk, membership, "membership reopened", |_, whole| {
            let of = whole.membership(membership)?;
            let others = whole.covered_but(Some(membership));
            let room = (of.segment, of.row.payer);
            Ok(memberships::reopen(membership, room, &of.history, &others, desk.now)?.to_vec())
        })
    })
}

/// A self-employed member comes back after a lapse, from a day on; old arrears are not collected.
pub(crate) fn resume(office: &mut Office, membership: MembershipId, day: Day) -> Result<Vec<Corrected>> {
    office.unit(|unit, desk| resume_within(unit, desk, membership, day))
}

/// The same within a unit that does more.
pub(crate) fn resume_within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    membership: MembershipId,
    day: Day,
) -> Result<Vec<Corrected>> {
    on(unit, desk, membership, "membership resumed", |unit, whole| {
        let of = whole.membership(membership)?;
        let payer = payers::load(unit, desk, of.row.payer)?;
        let asked = Resume {
            membership,
            segment: of.segment,
            payer: &payer.payer,
            history: &of.history,
            people: &whole.histories(),
            others: &whole.covered_but(Some(membership)),
            day,
            known: desk.now,
        };
        Ok(vec![memberships::resume(&asked)?])
    })
}

/// Somebody else pays for some months.
#[derive(Clone, Debug)]
pub(crate) struct Sponsored {
    pub(crate) membership: MembershipId,
    pub(crate) funder: PayerId,
    /// `donor`, `platform` or `public_budget`.
    pub(crate) funded_by: String,
    pub(crate) from: Month,
    pub(crate) until: Option<Month>,
}

/// Notes who pays for a membership.
pub(crate) fn sponsor(office: &mut Office, asked: &Sponsored) -> Result<Vec<Corrected>> {
    office.unit(|unit, desk| {
        on(unit, desk, asked.membership, "membership sponsored", |unit, whole| {
            let of = whole.membership(asked.membership)?;
            pots::must_reserve(unit, asked.funder)?;
            let funder = payers::load(unit, desk, asked.funder)?;
            let sponsor = Sponsor {
                funder: &funder.payer,
                funded_by: &asked.funded_by,
                from: asked.from,
                until: asked.until,
                known: desk.now,
            };
            Ok(memberships::sponsor(desk.tree(), &of.covered(), &sponsor)?.to_vec())
        })
    })
}

/// Ends a membership the day before and enrols with another payer.
pub(crate) fn move_to(
    office: &mut Office,
    membership: MembershipId,
    new: &EnrolMember,
) -> Result<(Vec<Corrected>, Enrolled)> {
    office.unit(|unit, desk| {
        let (enrolled, bills) = enrol_member::within_moved(unit, desk, new, membership)?;
        Ok((bills, enrolled))
    })
}

/// Decides on a membership, writes the facts, and books what they change.
fn on(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    membership: MembershipId,
    what: &str,
    decide: impl FnOnce(&mut Unit<'_>, &Whole) -> Result<Vec<Fact>>,
) -> Result<Vec<Corrected>> {
    let changes = written(unit, desk, membership, what, decide)?;
    refresh::assess_again(unit, desk, &changes)
}

/// Decides on a membership, and writes the facts and the roll.
fn written(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    membership: MembershipId,
    what: &str,
    decide: impl FnOnce(&mut Unit<'_>, &Whole) -> Result<Vec<Fact>>,
) -> Result<Vec<refresh::Changed>> {
    let person = members::row(unit, membership)?.person;
    people::hold(unit, desk, person)?;
    let whole = members::whole(unit, person)?;
    let facts = decide(unit, &whole)?;
    registry::add_facts(unit, &facts)?;
    registry::note(unit, desk, what, membership.0)?;
    refresh::roll_of(unit, person)
}
