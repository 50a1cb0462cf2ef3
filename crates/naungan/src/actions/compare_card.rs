//! An officer has compared the card of who stands at the desk: she is the one, and this is her telephone.
//!
//! Whoever registered on her own is no stranger from now on, and sees what others report for her. Where the
//! telephone that we know is not hers, it was perhaps a stranger's: hers takes its place, whoever is signed
//! in is out, and both telephones hear of it.

use anyhow::Result;
use scheme::id::PersonId;
use store::Unit;
use store::queries::sessions;

use super::correct_person::{self, CorrectPerson};
use crate::auth::{claims, members};
use crate::messages::{self, Said};
use crate::office::Desk;
use crate::registry::{self, people};

/// Writes it down for every number she has.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId, telephone: &str) -> Result<()> {
    people::hold(unit, desk, person)?;
    let numbers = people::numbers(unit, person, desk.now)?;
    let stays = numbers.first().copied().unwrap_or(person);
    let known = people::load(unit, desk, stays)?.identity().phone.clone();
    if known.as_deref() != Some(telephone) {
        let asked = CorrectPerson { phone: Some(telephone.to_owned()), ..CorrectPerson::default() };
        correct_person::within(unit, desk, stays, &asked)?;
        if let Some(account) = members::account(unit, desk, stays)? {
            sessions::end_of_account(unit, account.id)?;
        }
        for address in known.into_iter().chain([telephone.to_owned()]) {
            tell(unit, desk, stays, address)?;
        }
    }
    for number in numbers {
        claims::keep(unit, desk, number, claims::DESK)?;
    }
    registry::note(unit, desk, "card compared", stays.0)
}

fn tell(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId, address: String) -> Result<()> {
    let name = &desk.institution.name;
    let [id, en] = messages::reach_us(messages::telephone().as_deref());
    let text = format!(
        "{name}: nomor telepon sebuah kepesertaan diganti di meja layanan. Jika bukan Anda yang meminta, \
         {id}.\n\
         {name}: the telephone of a member was changed at a desk. If it was not for you, {en}."
    );
    messages::say(unit, desk, &Said { person: Some(person), account: None, address, text }).map(drop)
}
