//! A session of a course was held: who was there.

use anyhow::Result;
use base::Day;
use scheme::id::PersonId;
use scheme::jobs::duty;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::trainings::{self, Attendance};

use super::book_training;
use super::pay_benefits::staff;
use crate::office::Desk;
use crate::registry::{self, jobs};

/// No course has more sessions.
const SESSIONS_MAX: u32 = 1_000;

/// A session.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Session {
    pub(crate) training: i64,
    pub(crate) no: u32,
    pub(crate) day: Day,
}

/// Writes down whether each of these people was there; the same again changes nothing, and another word on
/// the same session is refused.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    session: Session,
    who: &[(PersonId, bool)],
    account: i64,
) -> Result<()> {
    let by = staff(unit, account)?;
    if !(1..=SESSIONS_MAX).contains(&session.no) {
        let id = format!("nomor pertemuan antara 1 dan {SESSIONS_MAX}");
        let en = format!("the number of a session lies between 1 and {SESSIONS_MAX}");
        return Err(Refusal::new("session_number", id, en).into());
    }
    let (row, course) = book_training::course(unit, session.training)?;
    for (person, present) in who {
        let person = jobs::first(unit, *person)?;
        by.is_not_of(person)?;
        let new = course.session(person, session.day, session.no, *present)?;
        let mut known = Vec::new();
        for one in trainings::attendances(unit, person)? {
            known.extend(course_session(&course, session.training, person, &one));
        }
        duty::record(&mut known, new, row.from, desk.today)?;
        let one = Attendance {
            training: session.training,
            no: i64::from(session.no),
            person,
            day: session.day,
            present: *present,
            account: Some(account),
            known: desk.now,
        };
        trainings::attend(unit, &one)?;
        registry::note(unit, desk, "attendance recorded", person.0)?;
    }
    Ok(())
}

/// A session that was written down before, of the same course.
fn course_session(
    course: &scheme::jobs::training::Course,
    training: i64,
    person: PersonId,
    one: &Attendance,
) -> Option<duty::Record> {
    let no = u32::try_from(one.no).ok()?;
    (one.training == training).then(|| course.session(person, one.day, no, one.present).ok())?
}
