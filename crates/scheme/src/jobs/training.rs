//! Training with a number of places, and who was there.

use std::collections::BTreeSet;

use base::{Day, Span};

use super::{Event, Record};
use crate::id::PersonId;
use crate::refusal::Refusal;

/// A course as its provider offers it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Course {
    /// What the provider calls it.
    pub id: String,
    /// For how many people.
    pub places: usize,
    /// When it is held.
    pub span: Span,
    /// Who has a place.
    pub people: BTreeSet<PersonId>,
}

impl Course {
    /// Gives somebody a place; the same again changes nothing.
    pub fn take_place(&mut self, person: PersonId, today: Day) -> Result<(), Refusal> {
        if self.people.contains(&person) {
            return Ok(());
        }
        if self.span.until().is_some_and(|until| until <= today) {
            let id = format!("pelatihan {} sudah selesai", self.id);
            return Err(Refusal::new("course_over", id, format!("the course {} is over", self.id)));
        }
        if self.people.len() >= self.places {
            let id = format!("pelatihan {} sudah penuh: {} tempat", self.id, self.places);
            let en = format!("the course {} is full: {} places", self.id, self.places);
            return Err(Refusal::new("course_full", id, en));
        }
        self.people.insert(person);
        Ok(())
    }

    /// What a session is for somebody who has a place: she was there, or she was not.
    pub fn session(&self, person: PersonId, day: Day, number: u32, present: bool) -> Result<Record, Refusal> {
        if !self.people.contains(&person) || !self.span.contains(day) {
            let id = format!("pelatihan {}: tidak terdaftar pada {day}", self.id);
            let en = format!("the course {}: not enrolled on {day}", self.id);
            return Err(Refusal::new("course_place", id, en));
        }
        Ok(Record { day, event: Event::Session { course: self.id.clone(), number, present } })
    }
}
