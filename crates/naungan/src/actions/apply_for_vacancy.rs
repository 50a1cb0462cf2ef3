//! Somebody applies, here or elsewhere, and the employer says what came of it.

use anyhow::Result;
use base::Day;
use scheme::id::{PayerId, PersonId};
use scheme::jobs::duty::{self, Event, Record};
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::seekers::{self, Application, Interview};
use store::queries::{institution, vacancies};

use super::publish_vacancy;
use crate::messages::{self, Said};
use crate::office::Desk;
use crate::registry::{self, jobs, not_there, people};

/// No name of an employer or of a kind of work is longer.
const NAME_CHARS_MAX: usize = 120;

/// Where somebody applies.
#[derive(Clone, Debug)]
pub(crate) enum To {
    /// For a vacancy that is kept here.
    Vacancy(i64),
    /// Elsewhere: to whom, for what, and when.
    Elsewhere { employer: String, title: String, day: Day },
}

/// Applies; gives the number of the application. The same again is the same application.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    person: PersonId,
    to: &To,
    account: Option<i64>,
) -> Result<i64> {
    people::hold(unit, desk, person)?;
    people::load(unit, desk, person)?;
    let person = jobs::first(unit, person)?;
    let (vacancy, employer, title, day) = match to {
        To::Vacancy(id) => {
            let row = publish_vacancy::read(unit, *id)?;
            if row.withdrawn.is_some() || !jobs::vacancy(&row)?.is_open(desk.today) {
                let words = ("lowongan ini sudah ditutup", "this vacancy is closed");
                return Err(Refusal::new("vacancy_closed", words.0, words.1).into());
            }
            (Some(row.id), row.employer, row.title, desk.today)
        }
        To::Elsewhere { employer, title, day } => {
            (None, named(employer)?.to_owned(), named(title)?.to_owned(), *day)
        }
    };
    let since = jobs::claim_of(unit, desk, person)?.map_or(desk.today, |(_, lost)| lost);
    let event = Event::Application { employer: employer.clone(), vacancy: title.clone() };
    duty::record(&mut Vec::new(), Record { day, event }, since.min(desk.today), desk.today)?;
    let same = |one: &Application| match vacancy {
        Some(_) => one.vacancy == vacancy,
        None => (one.day, &one.employer, &one.title) == (day, &employer, &title),
    };
    if let Some(known) = seekers::applications(unit, person)?.into_iter().find(same) {
        return Ok(known.id);
    }
    let id = institution::take_numbers(unit, 1)?;
    let (state, known) = ("sent".to_owned(), desk.now);
    let one = Application { id, person, vacancy, employer, title, day, state, account, known };
    seekers::apply(unit, &one)?;
    registry::note(unit, desk, "application recorded", person.0)?;
    Ok(id)
}

/// A name as it is kept; one that says nothing, or too much, is refused.
pub(super) fn named(text: &str) -> Result<&str, Refusal> {
    let text = text.trim();
    let letters = text.chars().count();
    if letters > 0 && letters <= NAME_CHARS_MAX && !text.chars().any(char::is_control) {
        return Ok(text);
    }
    let id =
        format!("tulis nama pemberi kerja dan pekerjaannya, masing-masing sampai {NAME_CHARS_MAX} huruf");
    let en = format!("write the name of the employer and of the work, up to {NAME_CHARS_MAX} letters each");
    Err(Refusal::new("job_name", id, en))
}

/// What an employer says of an application.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Word {
    /// Called to a test or an interview on a day: that counts for the applicant's month.
    Interviewed(Day),
    Hired,
    Declined,
}

impl Word {
    fn state(self) -> &'static str {
        match self {
            Word::Interviewed(_) => "interviewed",
            Word::Hired => "hired",
            Word::Declined => "declined",
        }
    }
}

/// Takes the word of the employer whose vacancy it was.
pub(crate) fn answer(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (application, payer): (i64, PayerId),
    word: Word,
    account: i64,
) -> Result<()> {
    let there = seekers::application(unit, application)?;
    let vacancy = match there.as_ref().and_then(|one| one.vacancy) {
        Some(vacancy) => vacancies::read(unit, vacancy)?,
        None => None,
    };
    let (Some(one), Some(_)) = (there, vacancy.filter(|vacancy| vacancy.payer == Some(payer))) else {
        let id = format!("tidak ada lamaran {application} untuk lowongan Anda");
        let en = format!("there is no application {application} for a vacancy of yours");
        return Err(not_there(id, en).into());
    };
    if matches!(&*one.state, "hired" | "declined") {
        let words = ("lamaran ini sudah dijawab", "this application has its answer");
        return Err(Refusal::new("application_answered", words.0, words.1).into());
    }
    if let Word::Interviewed(day) = word {
        if day < one.day {
            let id = format!("hari wawancara {day} mendahului lamarannya, {}", one.day);
            let en = format!("the interview of {day} lies before the application of {}", one.day);
            return Err(Refusal::new("interview_day", id, en).into());
        }
        let call = Interview {
            id: institution::take_numbers(unit, 1)?,
            person: one.person,
            application: Some(one.id),
            employer: one.employer.clone(),
            day,
            account: Some(account),
            confirmed: Some((account, desk.today)),
            known: desk.now,
        };
        seekers::call(unit, &call)?;
    }
    seekers::set_state(unit, one.id, word.state())?;
    registry::note(unit, desk, "application answered", one.person.0)?;
    tell(unit, desk, &one, word)
}

/// The applicant hears of it, where a telephone is known.
fn tell(unit: &mut Unit<'_>, desk: &Desk<'_>, one: &Application, word: Word) -> Result<()> {
    let Some(address) = people::load(unit, desk, one.person)?.identity().phone.clone() else { return Ok(()) };
    let (name, Application { employer, title, .. }) = (&desk.institution.name, one);
    let (id, en) = match word {
        Word::Interviewed(day) => (
            format!("{employer} memanggil Anda wawancara untuk {title} pada {day}"),
            format!("{employer} calls you to an interview for {title} on {day}"),
        ),
        Word::Hired => (
            format!("{employer} menerima Anda bekerja sebagai {title}. Laporkan hari pertama Anda bekerja"),
            format!("{employer} takes you on as {title}. Report your first day at work"),
        ),
        Word::Declined => (
            format!("{employer} tidak menerima lamaran Anda untuk {title}"),
            format!("{employer} did not take your application for {title}"),
        ),
    };
    let text = format!("{name}: {id}.\n{name}: {en}.");
    let said = Said { person: Some(one.person), account: None, address, text };
    messages::say(unit, desk, &said).map(drop)
}
