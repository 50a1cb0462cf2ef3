//! The death of a person, and taking back a death that was reported in error.

use base::{Day, Moment};

use crate::facts::{Fact, History, Subject};
use crate::id::PersonId;
use crate::refusal::Refusal;

/// Notes the day of death.
pub fn died(
    person: PersonId,
    history: &History,
    day: Day,
    today: Day,
    known: Moment,
) -> Result<Fact, Refusal> {
    if let Some(before) = day_of_death(history, known) {
        let id = format!("sudah tercatat meninggal pada {before}; cabut dahulu bila tanggal itu salah");
        let en = format!("noted as dead since {before}; take that back first if the day is wrong");
        return Err(Refusal::new("dead_already", id, en));
    }
    if day > today {
        let id = format!("tanggal meninggal {day} belum tiba");
        return Err(Refusal::new("death_ahead", id, format!("the day of death, {day}, has not come yet")));
    }
    let birth = history.last("birth_date", known).and_then(|birth| birth.parse::<Day>().ok());
    if let Some(birth) = birth.filter(|birth| *birth > day) {
        let id = format!("tanggal meninggal {day} mendahului tanggal lahir {birth}");
        let en = format!("the day of death, {day}, lies before the date of birth, {birth}");
        return Err(Refusal::new("death_before_birth", id, en));
    }
    Ok(Fact::since(Subject::Person(person), "died", &day, day.month(), known))
}

/// Takes back a death.
pub fn not_dead(person: PersonId, history: &History, known: Moment) -> Result<Fact, Refusal> {
    let Some(day) = day_of_death(history, known) else {
        return Err(Refusal::new("not_dead", "tidak tercatat meninggal", "not noted as dead"));
    };
    Ok(Fact::withdrawn(Subject::Person(person), "died", day.month(), known))
}

/// The day of death as known at a moment.
pub fn day_of_death(history: &History, known: Moment) -> Option<Day> {
    history.last("died", known)?.parse().ok()
}
