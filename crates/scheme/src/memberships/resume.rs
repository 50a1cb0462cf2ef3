//! A membership that begins again under its old number, such as after a lapse.

use base::{Day, Moment};

use super::end::running;
use super::enrol::{must_be_alive, payer_fits};
use super::{Covered, Room, Segment, refuse_taken_months};
use crate::employers::Payer;
use crate::facts::{Fact, History, Months, Subject};
use crate::id::MembershipId;
use crate::refusal::Refusal;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Resume<'a> {
    /// Which membership.
    pub membership: MembershipId,
    /// Its segment.
    pub segment: Segment,
    /// Who pays.
    pub payer: &'a Payer,
    /// What is known of the membership.
    pub history: &'a History,
    /// What is known of the person, the chosen number of a merged one first.
    pub people: &'a [&'a History],
    /// Other memberships of the person.
    pub others: &'a [Covered<'a>],
    /// The new first day.
    pub day: Day,
    /// When it becomes known.
    pub known: Moment,
}

/// Begins again. The age of entry is not asked: whoever entered in time may go on paying.
pub fn resume(asked: &Resume<'_>) -> Result<Fact, Refusal> {
    let Resume { membership, segment, payer, day, known, .. } = *asked;
    let spell = running(membership, asked.history, known)?;
    let Some(ended) = spell.ended else {
        let id = format!("kepesertaan {membership} masih berjalan sejak {}", spell.started);
        let en = format!("membership {membership} still runs, since {}", spell.started);
        return Err(Refusal::new("not_ended", id, en));
    };
    if day <= ended {
        let id = format!("kepesertaan {membership} baru berakhir pada {ended}");
        return Err(Refusal::new("before_end", id, format!("membership {membership} ended only on {ended}")));
    }
    payer_fits(segment, payer, day)?;
    must_be_alive(asked.people, day, known)?;
    let ahead = Months { from: day.month(), until: None };
    let others = asked.others.iter().filter(|other| other.membership != membership);
    refuse_taken_months(Room::of(segment, payer.id), ahead, &others.copied().collect::<Vec<_>>())?;
    Ok(Fact::since(Subject::Membership(membership), "started", &day, day.month(), known))
}
