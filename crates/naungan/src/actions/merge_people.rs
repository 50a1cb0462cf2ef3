//! Two numbers turn out to be one person, or two again; memberships, months and money come along.

use anyhow::Result;
use base::Day;
use scheme::id::PersonId;
use scheme::people::merge::{self, Side};
use store::Unit;
use store::queries::links;

use crate::books::correct::Corrected;
use crate::office::{Desk, Office};
use crate::registry::{self, members, people, refresh};

/// The first number becomes the second person's.
pub(crate) fn merge(
    office: &mut Office,
    from: PersonId,
    into: PersonId,
    reason: Option<&str>,
) -> Result<Vec<Corrected>> {
    office.unit(|unit, desk| merge_within(unit, desk, from, into, reason))
}

/// The same within a unit that does more.
pub(crate) fn merge_within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    from: PersonId,
    into: PersonId,
    reason: Option<&str>,
) -> Result<Vec<Corrected>> {
    // In the order of numbers, so that two merges wait for each other and do not lock each other out.
    people::hold(unit, desk, from.min(into))?;
    people::hold(unit, desk, from.max(into))?;
    let known = people::scheme_links(unit, from)?;
    let more = people::scheme_links(unit, into)?;
    let all: Vec<_> = known.iter().chain(&more).copied().collect();
    let (one, other) = (side(unit, desk, from)?, side(unit, desk, into)?);
    let link = merge::merge(&all, one, other, reason, desk.now)?;
    add(unit, link, reason.unwrap_or("the same person"))?;
    registry::note(unit, desk, "people merged", from.0)?;
    refresh::person(unit, desk, into)
}

/// The number is a person of its own again.
pub(crate) fn unmerge(office: &mut Office, person: PersonId, reason: &str) -> Result<Vec<Corrected>> {
    office.unit(|unit, desk| unmerge_within(unit, desk, person, reason))
}

/// The same within a unit that does more.
pub(crate) fn unmerge_within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    person: PersonId,
    reason: &str,
) -> Result<Vec<Corrected>> {
    people::hold(unit, desk, person)?;
    let known = people::scheme_links(unit, person)?;
    let stays = merge::root(&known, person, desk.now);
    let link = merge::unmerge(&known, person, desk.now)?;
    add(unit, link, reason)?;
    registry::note(unit, desk, "people un-merged", person.0)?;
    refresh::people(unit, desk, &[stays, person])
}

fn side(unit: &mut Unit<'_>, desk: &Desk<'_>, id: PersonId) -> Result<Side> {
    let person = people::load(unit, desk, id)?;
    // A death may have been reported under another number of the same person.
    let whole = members::whole(unit, id)?;
    let histories = whole.histories();
    let mut deaths =
        histories.iter().filter_map(|history| history.last("died", desk.now)?.parse::<Day>().ok());
    let died = deaths.next();
    Ok(Side { person: id, birth_date: person.identity().birth_date, died })
}

fn add(unit: &mut Unit<'_>, link: merge::Link, reason: &str) -> Result<()> {
    let row =
        links::Link { person: link.person, into: link.into, known: link.known, reason: reason.to_owned() };
    links::add(unit, &row)
}
