//! Somebody says what work she looks for.

use anyhow::Result;
use scheme::id::PersonId;
use scheme::jobs::Occupation;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::seekers;

use crate::office::Desk;
use crate::registry::{self, jobs};

/// So many wishes and skills are read; more say nothing more.
const MOST: usize = 20;
/// No skill is longer.
const SKILL_CHARS_MAX: usize = 60;

/// What is wished and known.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wishes {
    pub(crate) occupations: Vec<Occupation>,
    pub(crate) skills: Vec<String>,
    pub(crate) province: Option<u8>,
    pub(crate) wage: Option<i64>,
}

/// Keeps it, in place of what was wished before.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId, wishes: &Wishes) -> Result<()> {
    registry::people::load(unit, desk, person)?;
    let too_long = wishes
        .skills
        .iter()
        .any(|skill| skill.chars().count() > SKILL_CHARS_MAX || skill.contains(char::is_control));
    let odd_wage = wishes.wage.is_some_and(|wage| wage <= 0 || wage > base::limit::MONEY_MAX);
    if wishes.occupations.len() > MOST || wishes.skills.len() > MOST || too_long || odd_wage {
        let id =
            format!("tulis paling banyak {MOST} jabatan dan {MOST} kemampuan singkat, dan upah di atas nol");
        let en =
            format!("write at most {MOST} occupations and {MOST} short skills, and a wage above nothing");
        return Err(Refusal::new("wishes_refused", id, en).into());
    }
    let person = jobs::first(unit, person)?;
    let row = seekers::Seeker {
        person,
        wishes: wishes.occupations.iter().map(|wish| wish.code().to_owned()).collect(),
        skills: wishes.skills.clone(),
        province: wishes.province,
        wage: wishes.wage,
        known: desk.now,
    };
    seekers::put(unit, &row)?;
    registry::note(unit, desk, "wishes for work written down", person.0)
}
