//! Courses: offered with a number of places, which people take.

use std::collections::BTreeSet;

use anyhow::{Context, Result};
use base::{Day, Span};
use scheme::id::PersonId;
use scheme::jobs::Occupation;
use scheme::jobs::training::Course;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::institution;
use store::queries::trainings::{self, Training};

use super::apply_for_vacancy::named;
use super::pay_benefits::staff;
use crate::office::Desk;
use crate::registry::{self, jobs, not_there, people};

/// A course with more places is several.
const PLACES_MAX: i64 = 10_000;

/// A course as it is offered.
#[derive(Clone, Debug)]
pub(crate) struct Offer {
    pub(crate) provider: String,
    pub(crate) name: String,
    pub(crate) occupation: Option<Occupation>,
    pub(crate) province: Option<u8>,
    pub(crate) places: i64,
    pub(crate) from: Day,
    pub(crate) last: Day,
}

/// Offers a course; gives its number.
pub(crate) fn offer(unit: &mut Unit<'_>, desk: &Desk<'_>, offer: &Offer, account: i64) -> Result<i64> {
    staff(unit, account)?;
    let (provider, name) = (named(&offer.provider)?.to_owned(), named(&offer.name)?.to_owned());
    if offer.last < offer.from || offer.last < desk.today || !(1..=PLACES_MAX).contains(&offer.places) {
        let id = "pelatihan perlu tempat, dan hari akhir yang tidak mendahului hari awal maupun hari ini";
        let en = "a course takes places, and a last day not before its first, nor before today";
        return Err(Refusal::new("course_refused", id, en).into());
    }
    let id = institution::take_numbers(unit, 1)?;
    let row = Training {
        id,
        provider,
        name,
        occupation: offer.occupation.as_ref().map(|of| of.code().to_owned()),
        province: offer.province,
        places: offer.places,
        from: offer.from,
        last: offer.last,
        account: Some(account),
        known: desk.now,
    };
    trainings::add(unit, &row)?;
    registry::note(unit, desk, "course offered", 0)?;
    Ok(id)
}

/// A course by number, as the scheme sees it.
pub(crate) fn course(unit: &mut Unit<'_>, id: i64) -> Result<(Training, Course)> {
    let row = trainings::read(unit, id)?;
    let row = row
        .ok_or_else(|| not_there(format!("tidak ada pelatihan {id}"), format!("there is no course {id}")))?;
    let span = Span::new(row.from, row.last.next()).context("a course without days")?;
    let people: BTreeSet<PersonId> = trainings::people(unit, id)?.into_iter().collect();
    let course = Course { id: id.to_string(), places: usize::try_from(row.places)?, span, people };
    Ok((row, course))
}

/// Gives somebody a place; the same again changes nothing.
pub(crate) fn book(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (training, person): (i64, PersonId),
    account: Option<i64>,
) -> Result<()> {
    trainings::hold(unit, training)?;
    people::load(unit, desk, person)?;
    let person = jobs::first(unit, person)?;
    let (_, mut course) = course(unit, training)?;
    let there = course.people.contains(&person);
    course.take_place(person, desk.today)?;
    if !there {
        trainings::book(unit, (training, person), desk.today, (account, desk.now))?;
        registry::note(unit, desk, "place in a course taken", person.0)?;
    }
    Ok(())
}
