//! A counsellor spoke with somebody who looks for work: what was agreed is kept, sealed.

use anyhow::Result;
use base::Day;
use scheme::id::PersonId;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::institution;
use store::queries::seekers::{self, Counselling};

use super::pay_benefits::staff;
use crate::office::Desk;
use crate::registry::{self, jobs, people};

/// Enough for what was agreed.
pub(crate) const LETTERS_MAX: usize = 1_000;

/// Keeps a note.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    person: PersonId,
    (day, text): (Day, &str),
    account: i64,
) -> Result<i64> {
    let who = staff(unit, account)?;
    people::load(unit, desk, person)?;
    let person = jobs::first(unit, person)?;
    who.is_not_of(person)?;
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LETTERS_MAX || day > desk.today {
        let id =
            format!("tulis apa yang disepakati, sampai {LETTERS_MAX} huruf, dan hari yang tidak di depan");
        let en = format!("write what was agreed, up to {LETTERS_MAX} letters, and a day that is not ahead");
        return Err(Refusal::new("counselling_refused", id, en).into());
    }
    let id = institution::take_numbers(unit, 1)?;
    let sealed = desk.keys.seal(&seekers::context(id), text.as_bytes());
    let note = Counselling { id, person, day, sealed, account: Some(account), known: desk.now };
    seekers::counsel(unit, &note)?;
    registry::note(unit, desk, "counselling noted", person.0)?;
    Ok(id)
}
