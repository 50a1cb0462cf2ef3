//! A hospital asks whether care is paid, and is told at once, from the register and from what is settled.
//!
//! `run(office, &GiveGuarantee { person, hospital, day, account }, key) -> Guaranteed`. The hospital is a
//! payer by number; the same key gets the same answer. Nothing is asked of the hospital that it cannot know,
//! and an employer's late report or arrears are none of its concern.

use anyhow::Result;
use base::Day;
use rules::tree::Words;
use scheme::claims::moves::State;
use scheme::claims::{ClaimKind, Question, care};
use scheme::id::{PayerId, PersonId};
use scheme::law::ClaimLaw;
use scheme::refusal::Refusal;
use serde::{Deserialize, Serialize};
use store::Unit;
use store::queries::guarantees::{self as rows, Guarantee};
use store::queries::{cases, claims as claim_rows, institution};

use super::once::once;
use crate::office::{Desk, Office};
use crate::registry::{self, claims, payers, people};

/// Who was hurt, when, and who asks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GiveGuarantee {
    pub(crate) person: PersonId,
    /// The hospital, by its number as a payer.
    pub(crate) hospital: PayerId,
    pub(crate) day: Day,
    pub(crate) account: Option<i64>,
}

/// What the hospital can count on, each text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Guaranteed {
    pub(crate) guarantee: i64,
    /// The law's name: `full_guarantee`, `provisional_guarantee`, `no_guarantee`.
    pub(crate) answer: String,
    pub(crate) words: [String; 2],
    /// Whether care is paid as things stand.
    pub(crate) secures: bool,
    pub(crate) covers: Vec<[String; 2]>,
    pub(crate) leaves_out: Vec<[String; 2]>,
    /// The best ward that is paid.
    pub(crate) ward: [String; 2],
    pub(crate) provision: Option<String>,
    pub(crate) law: String,
}

/// Gives a guarantee, or says that there is none.
pub(crate) fn run(office: &mut Office, asked: &GiveGuarantee, key: Option<&str>) -> Result<Guaranteed> {
    office.unit(|unit, desk| {
        let input = format!("guarantee {asked:?}");
        once(unit, desk, key, &input, |unit| within(unit, desk, asked))
    })
}

/// The same within a unit that does more.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &GiveGuarantee) -> Result<Guaranteed> {
    if asked.day > desk.today {
        let id = format!("hari {} belum tiba", asked.day);
        return Err(Refusal::new("event_ahead", id, format!("the day {} has not come yet", asked.day)).into());
    }
    payers::load(unit, desk, asked.hospital)?;
    people::load(unit, desk, asked.person)?;
    let life = claims::life(unit, desk, asked.person, None)?;
    let (settled, facts) = known(unit, desk, life.person, asked.day)?;
    let law = ClaimLaw::new(desk.law)?;
    let question = Question {
        kind: ClaimKind::JkkInjury,
        event: asked.day,
        filed: desk.today,
        decided: desk.today,
        pay_day: desk.today,
        facts: &facts,
    };
    let given = life.ask(|record| care::guarantee(&law, record, &question, settled))?;
    let id = institution::take_numbers(unit, 1)?;
    let row = Guarantee {
        id,
        person: life.person,
        hospital: asked.hospital,
        day: asked.day,
        answer: given.name.clone(),
        law: desk.fingerprint.to_owned(),
        account: asked.account,
        known: desk.now,
    };
    rows::add(unit, &row)?;
    registry::note(unit, desk, "guarantee asked", life.person.0)?;
    let both = |words: &Words| [words.id.clone(), words.en.clone()];
    Ok(Guaranteed {
        guarantee: id,
        secures: given.secures(),
        words: both(&given.words),
        covers: given.covers.iter().map(both).collect(),
        leaves_out: given.leaves_out.iter().map(both).collect(),
        ward: both(&given.ward),
        provision: given.citation.map(|cited| cited.instrument),
        answer: given.name,
        law: desk.fingerprint.to_owned(),
    })
}

/// Whether a claim of that day was looked at and taken for an accident at work, and what was reported of it.
fn known(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    person: PersonId,
    day: Day,
) -> Result<(bool, Vec<(String, String)>)> {
    for number in people::numbers(unit, person, desk.now)? {
        for row in claim_rows::of_person(unit, number)? {
            let case = cases::read(unit, row.of_case)?;
            let kind: ClaimKind = row.kind.parse()?;
            if kind.benefit() != "jkk" || case.is_none_or(|case| case.day != day) {
                continue;
            }
            let settled = matches!(
                State::named(&row.state),
                Some(State::Assessed | State::Approved | State::Paid | State::Closed)
            );
            return Ok((settled, claims::reported(unit, desk, row.of_case)?.1));
        }
    }
    Ok((false, Vec::new()))
}
