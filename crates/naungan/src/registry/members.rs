//! Memberships from their rows.

use anyhow::{Context, Result};
use base::{Kpj, Moment};
use scheme::facts::{History, Subject};
use scheme::id::{MembershipId, PersonId};
use scheme::memberships::{Segment, Stretch, timeline};
use scheme::people::merge::overlaps;
use store::queries::look_ups::{self, Kind};
use store::queries::memberships::{self, Membership};
use store::queries::turns;
use store::{Unit, seal};

use super::{history, people, refresh};
use crate::office::{Desk, code};

/// A membership with its facts and its timeline as known now, before months that another one takes are left
/// out.
pub(crate) struct Known {
    /// The row.
    pub(crate) row: Membership,
    /// The segment.
    pub(crate) segment: Segment,
    /// Facts.
    pub(crate) history: History,
    /// Months.
    pub(crate) timeline: Vec<Stretch>,
}

/// A membership by number.
pub(crate) fn row(unit: &mut Unit<'_>, id: MembershipId) -> Result<Membership> {
    memberships::read(unit, id)?.with_context(|| format!("there is no membership {id}"))
}

/// A person under all numbers, with all memberships.
pub(crate) struct Whole {
    /// The person's facts, the number that stays first.
    pub(crate) people: Vec<(PersonId, History)>,
    /// Every membership of every number, in order.
    pub(crate) memberships: Vec<Known>,
}

/// Everything about one person, whatever number is asked for.
pub(crate) fn whole(unit: &mut Unit<'_>, person: PersonId) -> Result<Whole> {
    // All that is in the database is known by now, also what the unit itself has just written.
    whole_as_known(unit, person, Moment::EVER)
}

/// The same as it was known at a moment.
pub(crate) fn whole_as_known(unit: &mut Unit<'_>, person: PersonId, known: Moment) -> Result<Whole> {
    let mut all = Vec::new();
    for number in people::numbers(unit, person, known)? {
        all.push((number, history(unit, Subject::Person(number))?));
    }
    let histories: Vec<&History> = all.iter().map(|(_, history)| history).collect();
    let mut found = Vec::new();
    for (number, _) in &all {
        for row in memberships::of_person(unit, *number)? {
            let history = history(unit, Subject::Membership(row.id))?;
            let segment = Segment::ALL.into_iter().find(|segment| segment.name() == row.segment);
            let segment = segment.with_context(|| format!("membership {} has an unknown segment", row.id))?;
            let timeline = timeline(row.payer, &history, &histories, known);
            found.push(Known { row, segment, history, timeline });
        }
    }
    found.sort_by_key(|known| known.row.id);
    Ok(Whole { people: all, memberships: found })
}

impl Whole {
    /// The facts of the person, as the scheme takes them.
    pub(crate) fn histories(&self) -> Vec<&History> {
        self.people.iter().map(|(_, history)| history).collect()
    }

    /// The memberships as the scheme takes them, but one.
    pub(crate) fn covered_but(&self, but: Option<MembershipId>) -> Vec<scheme::memberships::Covered<'_>> {
        let others = self.memberships.iter().filter(|known| Some(known.row.id) != but);
        others.map(Known::covered).collect()
    }

    /// The months of one of the memberships, without those that another one takes.
    pub(crate) fn stretches(&self, id: MembershipId) -> Result<Vec<Stretch>> {
        let taken = overlaps(&self.covered_but(None));
        let mine = taken.iter().filter(|(membership, _)| *membership == id).map(|(_, months)| *months);
        Ok(refresh::without(&self.membership(id)?.timeline, &mine.collect::<Vec<_>>()))
    }

    /// One of the memberships.
    pub(crate) fn membership(&self, id: MembershipId) -> Result<&Known> {
        let found = self.memberships.iter().find(|known| known.row.id == id);
        found.with_context(|| format!("there is no membership {id}"))
    }
}

impl Known {
    /// As the scheme takes it.
    pub(crate) fn covered(&self) -> scheme::memberships::Covered<'_> {
        scheme::memberships::Covered {
            membership: self.row.id,
            segment: self.segment,
            payer: self.row.payer,
            timeline: &self.timeline,
        }
    }
}

/// Writes a new membership with its card.
pub(crate) fn add(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    membership: &Membership,
    kpj: Option<Kpj>,
) -> Result<Kpj> {
    let kpj = match kpj {
        Some(kpj) => kpj,
        None => code::shown(code::code(desk.card_key, membership.id.0)).parse()?,
    };
    let sealed = desk.keys.seal(&context(membership.id), kpj.to_string().as_bytes());
    memberships::add(unit, &Membership { sealed, ..membership.clone() })?;
    let hash = desk.keys.look_up(Kind::Kpj.word(), &kpj.to_string());
    look_ups::add(unit, Kind::Kpj, &hash, membership.id.0)?;
    Ok(kpj)
}

/// The card's number.
pub(crate) fn kpj(desk: &Desk<'_>, row: &Membership) -> Result<Kpj> {
    let text = desk.keys.open(&context(row.id), &row.sealed)?;
    Ok(String::from_utf8(text)?.parse()?)
}

/// Keeps others from enrolling anybody with a card until the unit ends.
pub(crate) fn hold_kpj(unit: &mut Unit<'_>, desk: &Desk<'_>, kpj: Kpj) -> Result<()> {
    turns::hold(unit, &desk.keys.look_up(Kind::Kpj.word(), &kpj.to_string()))
}

/// Memberships under a card's number.
pub(crate) fn by_kpj(unit: &mut Unit<'_>, desk: &Desk<'_>, kpj: Kpj) -> Result<Vec<MembershipId>> {
    let hashes = desk.keys.look_ups(Kind::Kpj.word(), &kpj.to_string());
    Ok(look_ups::find(unit, Kind::Kpj, &hashes, 10)?.into_iter().map(MembershipId).collect())
}

/// What a card's number is sealed under.
pub(crate) fn context(membership: MembershipId) -> String {
    seal::context("membership", "sealed", membership.0)
}
