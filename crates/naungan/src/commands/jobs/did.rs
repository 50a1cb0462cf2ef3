//! What is done to find work, as the commands take it down.

use anyhow::{Result, bail};
use rules::render::Lang;
use scheme::id::{PayerId, PersonId};
use scheme::jobs::{Vacancy, rank};
use serde_json::json;

use super::{Answer, Apply, Attend, Book, By, Called, Counsel, Course, Mark, Person, Seek};
use crate::actions::apply_for_vacancy::{self, To, Word};
use crate::actions::book_training::{self, Offer};
use crate::actions::look_for_work::{self, Wishes};
use crate::actions::mark_duty::{self, Marked};
use crate::actions::record_attendance::{self, Session};
use crate::actions::{note_counselling, publish_vacancy, record_interview};
use crate::commands::access::number_of;
use crate::commands::register::answer;
use crate::commands::{Outcome, vacancies};
use crate::office::Office;
use crate::registry::jobs;

/// What is said where there is nothing to say but that it is done.
fn noted(lang: Lang) -> Result<Outcome> {
    answer(false, &json!(null), lang.pick("dicatat\n", "written down\n"))
}

pub(super) fn seek(office: &mut Office, asked: &Seek, lang: Lang) -> Result<Outcome> {
    let wishes = Wishes {
        occupations: asked.wish.clone(),
        skills: asked.skill.clone(),
        province: asked.province,
        wage: asked.wage,
    };
    office.unit(|unit, desk| look_for_work::within(unit, desk, PersonId(asked.person), &wishes))?;
    noted(lang)
}

pub(super) fn matches(office: &mut Office, asked: &Person, lang: Lang) -> Result<Outcome> {
    let (seeker, all) = office.look(|unit, desk| {
        let seeker = jobs::seeker(unit, desk, PersonId(asked.person))?;
        Ok((seeker, publish_vacancy::open(unit, desk)?))
    })?;
    let Some(seeker) = seeker else {
        let text = lang.pick("belum ada keinginan kerja yang dicatat\n", "no wishes are written down yet\n");
        return answer(asked.json, &json!([]), text);
    };
    let vacancies: Vec<Vacancy> = all.iter().map(|(_, vacancy)| vacancy.clone()).collect();
    let found = rank(&seeker, &vacancies, office.today());
    let value: Vec<_> = found.iter().map(|found| vacancies::on_the_wire(&seeker, found)).collect();
    let text: String = found.iter().map(|found| vacancies::told(found, lang)).collect();
    answer(asked.json, &json!(value), &text)
}

pub(super) fn apply(office: &mut Office, asked: &Apply, lang: Lang) -> Result<Outcome> {
    let to = match asked.vacancy {
        Some(vacancy) => To::Vacancy(vacancy),
        None => To::Elsewhere {
            employer: asked.employer.clone(),
            title: asked.title.clone(),
            day: asked.on.unwrap_or(office.today()),
        },
    };
    let person = PersonId(asked.person);
    let id = office.unit(|unit, desk| apply_for_vacancy::within(unit, desk, person, &to, None))?;
    let text = format!("{} {id}\n", lang.pick("lamaran", "application"));
    answer(asked.json, &json!({ "application": id }), &text)
}

pub(super) fn answered(office: &mut Office, asked: &Answer, lang: Lang) -> Result<Outcome> {
    let account = number_of(office, &asked.by)?;
    let word = match (asked.word.as_str(), asked.on) {
        ("interviewed", Some(day)) => Word::Interviewed(day),
        ("interviewed", None) => Word::Interviewed(office.today()),
        ("hired", _) => Word::Hired,
        ("declined", _) => Word::Declined,
        (other, _) => bail!("`{other}` is none of interviewed, hired, declined"),
    };
    let of = (asked.application, PayerId(asked.payer));
    office.unit(|unit, desk| apply_for_vacancy::answer(unit, desk, of, word, account))?;
    noted(lang)
}

pub(super) fn called(office: &mut Office, asked: &Called, lang: Lang) -> Result<Outcome> {
    let (person, call) = (PersonId(asked.person), (asked.employer.as_str(), asked.on));
    let id = office.unit(|unit, desk| record_interview::record(unit, desk, person, call, None))?;
    let text = format!("{} {id}\n", lang.pick("panggilan wawancara", "call to an interview"));
    answer(asked.json, &json!({ "interview": id }), &text)
}

pub(super) fn confirm(office: &mut Office, asked: &By, lang: Lang) -> Result<Outcome> {
    let account = number_of(office, &asked.by)?;
    office.unit(|unit, desk| record_interview::confirm(unit, desk, asked.number, account))?;
    noted(lang)
}

pub(super) fn course(office: &mut Office, asked: &Course, lang: Lang) -> Result<Outcome> {
    let account = number_of(office, &asked.by)?;
    let offer = Offer {
        provider: asked.provider.clone(),
        name: asked.name.clone(),
        occupation: asked.occupation.clone(),
        province: asked.province,
        places: asked.places,
        from: asked.from,
        last: asked.last,
    };
    let id = office.unit(|unit, desk| book_training::offer(unit, desk, &offer, account))?;
    let text = format!("{} {id}\n", lang.pick("pelatihan", "course"));
    answer(asked.json, &json!({ "course": id }), &text)
}

pub(super) fn book(office: &mut Office, asked: &Book, lang: Lang) -> Result<Outcome> {
    let of = (asked.course, PersonId(asked.person));
    office.unit(|unit, desk| book_training::book(unit, desk, of, None))?;
    noted(lang)
}

pub(super) fn attend(office: &mut Office, asked: &Attend, lang: Lang) -> Result<Outcome> {
    let account = number_of(office, &asked.by)?;
    let session = Session { training: asked.course, no: asked.session, day: asked.on };
    let there = asked.present.iter().map(|person| (PersonId(*person), true));
    let not = asked.absent.iter().map(|person| (PersonId(*person), false));
    let who: Vec<(PersonId, bool)> = there.chain(not).collect();
    office.unit(|unit, desk| record_attendance::within(unit, desk, session, &who, account))?;
    noted(lang)
}

pub(super) fn counsel(office: &mut Office, asked: &Counsel, lang: Lang) -> Result<Outcome> {
    let account = number_of(office, &asked.by)?;
    let (person, note) = (PersonId(asked.person), (asked.on, asked.text.as_str()));
    office.unit(|unit, desk| note_counselling::within(unit, desk, person, note, account))?;
    noted(lang)
}

pub(super) fn mark(office: &mut Office, asked: &Mark, lang: Lang) -> Result<Outcome> {
    let marked = match asked.kind.as_str() {
        "self_assessment" => Marked::SelfAssessment,
        "status_form" => Marked::StatusForm,
        "new_work" => Marked::NewWork(asked.employer.clone()),
        other => bail!("`{other}` is none of self_assessment, status_form, new_work"),
    };
    let day = asked.on.unwrap_or(office.today());
    let person = PersonId(asked.person);
    office.unit(|unit, desk| mark_duty::within(unit, desk, person, (&marked, day), None))?;
    noted(lang)
}
