//! Two numbers that are one person: links that can be made and taken back, and nothing is rewritten.

use std::collections::BTreeSet;

use base::{Day, Moment, Month};

use crate::facts::Months;
use crate::id::{MembershipId, PersonId};
use crate::memberships::{Covered, Room};
use crate::refusal::Refusal;

/// A person's number is merged into another, or stands alone again. The link known last decides.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Link {
    /// The number that gives way.
    pub person: PersonId,
    /// The number that stays; none after an un-merge.
    pub into: Option<PersonId>,
    /// When it became known.
    pub known: Moment,
}

/// Where a number leads to directly, as known at a moment.
fn into(links: &[Link], person: PersonId, known: Moment) -> Option<PersonId> {
    let own = links.iter().filter(|link| link.person == person && link.known <= known);
    own.max_by_key(|link| link.known)?.into
}

/// The number under which a person is kept, as known at a moment.
pub fn root(links: &[Link], person: PersonId, known: Moment) -> PersonId {
    let mut at = person;
    // Links make no circle, since `merge` refuses one; the count is for links that did not come from there.
    for _ in 0..=links.len() {
        match into(links, at, known) {
            Some(next) => at = next,
            None => break,
        }
    }
    at
}

/// All numbers of one person as known at a moment, the one that stays first.
pub fn members(links: &[Link], person: PersonId, known: Moment) -> Vec<PersonId> {
    let root_of_all = root(links, person, known);
    let others: BTreeSet<PersonId> = links.iter().map(|link| link.person).collect();
    let others = others.into_iter().filter(|other| *other != root_of_all);
    let same = others.filter(|other| root(links, *other, known) == root_of_all);
    [root_of_all].into_iter().chain(same).collect()
}

/// What is known of one of two who shall be one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Side {
    /// The number.
    pub person: PersonId,
    /// The date of birth.
    pub birth_date: Day,
    /// The day of death, if there is one.
    pub died: Option<Day>,
}

/// Merges one number into another. Different dates of birth need somebody's reason in words.
pub fn merge(
    links: &[Link],
    from: Side,
    to: Side,
    reason: Option<&str>,
    known: Moment,
) -> Result<Link, Refusal> {
    let (person, stays) = (from.person, to.person);
    if person == stays {
        let (id, en) = ("satu nomor tidak digabungkan ke dirinya", "a number is not merged into itself");
        return Err(Refusal::new("merge_self", id, en));
    }
    if let Some(other) = into(links, person, known) {
        let id = format!("nomor {person} sudah digabungkan ke {other}; pisahkan dahulu");
        let en = format!("number {person} is merged into {other} already; un-merge it first");
        return Err(Refusal::new("merged_already", id, en));
    }
    if root(links, stays, known) == person {
        let id = format!("nomor {stays} sudah digabungkan ke {person}");
        return Err(Refusal::new(
            "merge_circle",
            id,
            format!("number {stays} is merged into {person} already"),
        ));
    }
    if from.birth_date != to.birth_date && reason.is_none_or(|reason| reason.trim().is_empty()) {
        let id = format!("tanggal lahir berbeda, {} dan {}: tulis alasannya", from.birth_date, to.birth_date);
        let en = format!("the dates of birth differ, {} and {}: say why", from.birth_date, to.birth_date);
        return Err(Refusal::new("birth_dates_differ", id, en));
    }
    if let (Some(one), Some(other)) = (from.died, to.died)
        && one != other
    {
        let id = format!("tanggal meninggal berbeda, {one} dan {other}: perbaiki salah satu dahulu");
        let en = format!("the days of death differ, {one} and {other}: correct one of them first");
        return Err(Refusal::new("deaths_differ", id, en));
    }
    Ok(Link { person, into: Some(stays), known })
}

/// Takes a merge back; every number that was merged into this one stays with it.
pub fn unmerge(links: &[Link], person: PersonId, known: Moment) -> Result<Link, Refusal> {
    match into(links, person, known) {
        Some(_) => Ok(Link { person, into: None, known }),
        None => {
            let id = format!("nomor {person} tidak digabungkan");
            Err(Refusal::new("not_merged", id, format!("number {person} is not merged")))
        }
    }
}

/// Months that do not count, because the same person is covered in them by another membership that takes the
/// same room and has run for longer; by number where both began together.
///
/// What to assess again after a merge or an un-merge are the months in which this list differs.
pub fn overlaps(memberships: &[Covered<'_>]) -> Vec<(MembershipId, Months)> {
    let spells: Vec<Spell> = memberships.iter().flat_map(spells).collect();
    let mut excluded: Vec<(MembershipId, Months)> = Vec::new();
    for spell in &spells {
        let over = |other: &&Spell| other.room == spell.room && other.rank() < spell.rank();
        let mut common: Vec<Months> =
            spells.iter().filter(over).filter_map(|other| other.months.common(&spell.months)).collect();
        common.sort();
        for months in joined(&common) {
            excluded.push((spell.membership, months));
        }
    }
    excluded.sort();
    excluded
}

/// Months of a membership without a gap.
struct Spell {
    membership: MembershipId,
    room: Room,
    months: Months,
}

impl Spell {
    fn rank(&self) -> (Month, MembershipId) {
        (self.months.from, self.membership)
    }
}

fn spells(of: &Covered<'_>) -> Vec<Spell> {
    let months: Vec<Months> = of.timeline.iter().map(super::super::memberships::Stretch::months).collect();
    let spell = |months| Spell { membership: of.membership, room: of.room(), months };
    joined(&months).into_iter().map(spell).collect()
}

/// Months in order, those that meet or overlap as one.
fn joined(months: &[Months]) -> Vec<Months> {
    let mut joined: Vec<Months> = Vec::new();
    for next in months {
        match joined.last_mut() {
            Some(last) if last.until.is_none_or(|until| next.from <= until) => {
                let end = last.until.zip(next.until).map(|(a, b)| a.max(b));
                last.until = end;
            }
            _ => joined.push(*next),
        }
    }
    joined
}
