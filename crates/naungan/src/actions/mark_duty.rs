//! What somebody without work fills in, and that she works again.

use anyhow::Result;
use base::Day;
use scheme::id::PersonId;
use scheme::jobs::duty::{self, Event, Record};
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::seekers::{self, Mark};

use super::apply_for_vacancy::named;
use crate::office::Desk;
use crate::registry::{self, jobs, people};

/// What is marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Marked {
    SelfAssessment,
    StatusForm,
    /// Works again, for somebody.
    NewWork(String),
}

/// Keeps it; the same again changes nothing. Without a claim for a lost job there is nothing to mark.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    person: PersonId,
    (marked, day): (&Marked, Day),
    account: Option<i64>,
) -> Result<()> {
    people::hold(unit, desk, person)?;
    let person = jobs::first(unit, person)?;
    let Some((_, lost)) = jobs::claim_of(unit, desk, person)? else {
        let words = ("tidak ada klaim kehilangan pekerjaan", "there is no claim for a lost job");
        return Err(Refusal::new("not_job_loss", words.0, words.1).into());
    };
    let (kind, employer) = match marked {
        Marked::SelfAssessment => ("self_assessment", None),
        Marked::StatusForm => ("status_form", None),
        Marked::NewWork(employer) => ("new_work", Some(named(employer)?.to_owned())),
    };
    let event = match marked {
        Marked::SelfAssessment => Event::SelfAssessment,
        Marked::StatusForm => Event::StatusForm,
        Marked::NewWork(employer) => Event::NewWork { employer: employer.clone() },
    };
    duty::record(&mut Vec::new(), Record { day, event }, lost, desk.today)?;
    let mark = Mark { person, kind: kind.to_owned(), day, employer, account, known: desk.now };
    seekers::mark(unit, &mark)?;
    registry::note(unit, desk, "duty of the month marked", person.0)
}
