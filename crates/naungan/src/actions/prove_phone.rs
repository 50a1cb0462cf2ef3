//! A one-time code proves that a telephone is hers, and nothing else.
//!
//! It goes to the telephone that was given, whoever has the NIK: what is said and done before it comes back
//! is the same of everybody. Afterwards whoever has the NIK already hears of it on the telephone we know.

use anyhow::Result;
use scheme::id::PersonId;

use crate::auth::{codes, tallies};
use crate::messages::{self as gateway, Said};
use crate::office::Office;
use crate::registry::people;

/// Sends a code for a draft. `words` writes the message around it.
pub(crate) fn run(
    office: &mut Office,
    (draft, phone): (i64, &str),
    words: &dyn Fn(&str) -> String,
) -> Result<()> {
    office.unit(|unit, desk| {
        if !tallies::may_send(unit, desk, phone)? {
            // Whether others had codes sent to it is not told either.
            return codes::unknowable(unit, desk, subject(draft));
        }
        let code = codes::new(unit, desk, subject(draft))?;
        let said = Said { person: None, account: None, address: phone.to_owned(), text: words(&code) };
        gateway::say(unit, desk, &said).map(drop)
    })
}

/// Tries a code of a draft. Tries are counted by telephone, by whichever door they come.
pub(crate) fn attempt(office: &mut Office, (draft, phone): (i64, &str), code: &str) -> Result<codes::Tried> {
    office.unit(|unit, desk| {
        if !tallies::may_try(unit, desk, phone)? {
            return Ok(codes::Tried::Over);
        }
        let tried = codes::attempt(unit, desk, subject(draft), code)?;
        if tried == codes::Tried::Right {
            tallies::forget_tries(unit, desk, phone)?;
        }
        Ok(tried)
    })
}

/// Whether it is the telephone that we know of somebody.
pub(crate) fn is_known(office: &mut Office, person: PersonId, phone: &str) -> Result<bool> {
    office.look(|unit, desk| Ok(people::load(unit, desk, person)?.identity().phone.as_deref() == Some(phone)))
}

/// Whom the codes of a draft are for: numbers below nothing are no account's.
pub(crate) fn subject(draft: i64) -> i64 {
    -draft
}
