//! A branch notes the telephone of a relative: from now on she comes in with a reference that is sent there.

use anyhow::Result;
use scheme::id::PersonId;
use scheme::refusal::Refusal;
use store::Unit;

use super::relate_person::family;
use crate::auth::heirs;
use crate::messages::{self, Said};
use crate::office::{Desk, Office};
use crate::registry;
use crate::registry::heirs::Kinship;

/// Notes it; the reference goes to the telephone and is shown to nobody else.
pub(crate) fn run(office: &mut Office, kinship: Kinship, phone: &str, account: Option<i64>) -> Result<()> {
    let reference = heirs::new_reference()?;
    office.unit(|unit, desk| within(unit, desk, kinship, (&reference, phone), account))
}

fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    kinship: Kinship,
    (reference, phone): (&str, &str),
    account: Option<i64>,
) -> Result<()> {
    let Kinship { person, no } = kinship;
    if !family(unit, desk, person)?.iter().any(|(known, _)| *known == no) {
        return Err(no_relative(person, no).into());
    }
    heirs::note(unit, desk, kinship, (reference, phone), account)?;
    let name = &desk.institution.name;
    let place = messages::link("/heir");
    let text = format!(
        "{name}: nomor rujukan keluarga {reference}. Setelah peserta meninggal, ikuti perkaranya di {place}\n\
         {name}: the family's reference is {reference}. After the member has died, follow the case at {place}"
    );
    let said = Said { person: None, account: None, address: phone.to_owned(), text };
    messages::say(unit, desk, &said).map(drop)
}

fn no_relative(person: PersonId, no: i64) -> Refusal {
    let id = format!("orang {person} tidak mempunyai anggota keluarga {no}");
    registry::not_there(id, format!("person {person} has no relative {no}"))
}
