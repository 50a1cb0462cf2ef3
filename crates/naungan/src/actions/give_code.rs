//! Somebody who cannot get in stands at the desk with her identity card, and gets a code to sign in with.
//!
//! It does not depend on what anybody has tried with her number: whoever is kept waiting by the tries of
//! strangers gets in with it at once. Who gave it and why is written down, where she reads it too.

use anyhow::Result;
use scheme::id::PersonId;
use store::Unit;

use crate::auth::{codes, members};
use crate::messages::{self, Said};
use crate::office::Desk;
use crate::registry::{self, people};

/// A code to sign in with, once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Given {
    pub(crate) code: String,
    /// How long it holds.
    pub(crate) minutes: i64,
}

/// Gives a code; any that was given at a desk before holds no longer.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<Given> {
    let account = members::account_of(unit, desk, person)?;
    let (code, minutes) = codes::at_desk(unit, desk, account)?;
    registry::note(unit, desk, "code given at the desk", person.0)?;
    // If she does not stand there, she hears of it.
    if let Some(address) = people::load(unit, desk, person)?.identity().phone.clone() {
        let name = &desk.institution.name;
        let [id, en] = messages::reach_us(messages::telephone().as_deref());
        let text = format!(
            "{name}: sebuah kode masuk untuk Anda dibuat di meja layanan. Jika bukan Anda yang \
             meminta, {id}.\n\
             {name}: a code to sign in as you was given at a desk. If it was not for you, {en}."
        );
        let said = Said { person: Some(person), account: Some(account), address, text };
        messages::say(unit, desk, &said)?;
    }
    Ok(Given { code, minutes })
}
