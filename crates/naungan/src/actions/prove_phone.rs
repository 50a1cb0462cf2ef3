//! A one-time code proves that a telephone is hers; who is registered already gets it on the one we know.
//!
//! Nobody learns from it whether a NIK is registered: what is said on the page is the same, and the code goes
//! to the one or the other telephone.

use anyhow::Result;
use base::Nik;
use scheme::id::PersonId;
use store::queries::messages::{self, Message};

use crate::auth::codes;
use crate::messages::{self as gateway, Said};
use crate::office::Office;
use crate::registry::people;

/// Nobody is sent more codes than this in an hour, whoever asks for them.
const AN_HOUR_MAX: usize = 5;
const HOUR_MICROS: i64 = 3600 * 1_000_000;

/// Sends a code for a draft, and gives whom the NIK belongs to already. `words` writes the message around it.
pub(crate) fn run(
    office: &mut Office,
    (draft, nik, phone): (i64, Nik, &str),
    words: &dyn Fn(&str) -> String,
) -> Result<Option<PersonId>> {
    office.unit(|unit, desk| {
        let known = people::by_nik(unit, desk, nik)?;
        let (person, address) = match known.first() {
            Some(person) => (Some(person.id), person.identity().phone.clone()),
            None => (None, Some(phone.to_owned())),
        };
        // Without a telephone in the register she has to come to a branch; that too is not said here.
        let Some(address) = address else {
            codes::unknowable(unit, desk, subject(draft))?;
            return Ok(person);
        };
        if let Some(person) = person {
            let latest = messages::of_person(unit, person, AN_HOUR_MAX as i64)?;
            let fresh = |message: &Message| message.made.micros() > desk.now.micros() - HOUR_MICROS;
            if latest.iter().filter(|message| fresh(message)).count() >= AN_HOUR_MAX {
                codes::unknowable(unit, desk, subject(draft))?;
                return Ok(Some(person));
            }
        }
        let code = codes::new(unit, desk, subject(draft))?;
        let said = Said { person, account: None, address, text: words(&code) };
        gateway::say(unit, desk, &said)?;
        Ok(person)
    })
}

/// Whom the codes of a draft are for: numbers below nothing are no account's.
pub(crate) fn subject(draft: i64) -> i64 {
    -draft
}
