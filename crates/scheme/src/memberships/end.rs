//! The end of a membership, and taking it back.

use base::{Day, Moment};
use rules::tree::Tree;

use super::{Covered, Room, Segment, refuse_taken_months};
use crate::facts::{Fact, History, Months, Subject, check_fact};
use crate::id::{MembershipId, PayerId};
use crate::refusal::Refusal;

/// The last time a membership ran, or still runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Spell {
    /// Its first day.
    pub started: Day,
    /// Its last, once it has one.
    pub ended: Option<Day>,
}

impl Spell {
    /// The last spell as known at a moment; `None` if the membership never began.
    pub fn last(membership: &History, known: Moment) -> Option<Spell> {
        let day = |name| membership.last(name, known).and_then(|day| day.parse::<Day>().ok());
        let started = day("started")?;
        Some(Spell { started, ended: day("ended").filter(|ended| *ended >= started) })
    }
}

/// What is asked for.
#[derive(Clone, Copy, Debug)]
pub struct End<'a> {
    /// Which membership.
    pub membership: MembershipId,
    /// Its last day.
    pub day: Day,
    /// Why: one of [`crate::facts::END_REASONS`].
    pub reason: &'a str,
    /// When it becomes known.
    pub known: Moment,
}

/// Ends a membership on its last day; the month of that day is still covered.
pub fn end(tree: &Tree, history: &History, asked: &End<'_>) -> Result<[Fact; 2], Refusal> {
    let End { membership, day, reason, known } = *asked;
    check_fact(tree, "end_reason", reason)?;
    let Spell { started, ended } = running(membership, history, known)?;
    if let Some(ended) = ended {
        let id = format!("kepesertaan {membership} sudah berakhir pada {ended}");
        let en = format!("membership {membership} ended on {ended} already");
        return Err(Refusal::new("ended_already", id, en));
    }
    if day < started {
        let id = format!("kepesertaan {membership} baru mulai pada {started}");
        return Err(Refusal::new(
            "before_start",
            id,
            format!("membership {membership} began only on {started}"),
        ));
    }
    let subject = Subject::Membership(membership);
    let ended = Fact::since(subject, "ended", &day, day.month(), known);
    Ok([ended, Fact::since(subject, "end_reason", reason, day.month(), known)])
}

/// Takes back the last end, as if it had not been; what began since in its place stands in the way.
pub fn reopen(
    membership: MembershipId,
    (segment, payer): (Segment, PayerId),
    history: &History,
    others: &[Covered<'_>],
    known: Moment,
) -> Result<[Fact; 2], Refusal> {
    let Some(ended) = running(membership, history, known)?.ended else {
        let id = format!("kepesertaan {membership} tidak berakhir");
        return Err(Refusal::new("not_ended", id, format!("membership {membership} has not ended")));
    };
    if let Some(from) = ended.month().next() {
        refuse_taken_months(Room::of(segment, payer), Months { from, until: None }, others)?;
    }
    let withdrawn = |name| Fact::withdrawn(Subject::Membership(membership), name, ended.month(), known);
    Ok([withdrawn("ended"), withdrawn("end_reason")])
}

pub(super) fn running(membership: MembershipId, history: &History, known: Moment) -> Result<Spell, Refusal> {
    Spell::last(history, known).ok_or_else(|| {
        let id = format!("kepesertaan {membership} belum pernah mulai");
        Refusal::new("never_began", id, format!("membership {membership} never began"))
    })
}
