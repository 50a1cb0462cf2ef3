//! How a relative of somebody who died comes in: with the reference that she was given, and a code that goes
//! to the telephone which a branch noted for her.
//!
//! Neither is enough alone: whoever finds the letter has no telephone, and whoever takes the telephone of a
//! stranger has no reference. Whether a reference is anybody's is never told.

use anyhow::{Result, anyhow};
use scheme::id::PersonId;
use store::Unit;
use store::queries::{accounts, drafts, heir_doors, institution};

use super::{codes, sessions, tallies};
use crate::actions::open_account::{self, OpenAccount};
use crate::auth::Role;
use crate::jobs;
use crate::messages::{self, Said};
use crate::office::Desk;
use crate::registry::heirs::Kinship;

/// Letters of a reference: none is taken for another.
const LETTERS: &[u8; 31] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";
const REFERENCE_LETTERS: usize = 12;

/// A new reference, in groups to read out.
pub(crate) fn new_reference() -> Result<String> {
    let mut text = String::new();
    while text.len() < REFERENCE_LETTERS {
        let mut byte = [0_u8; 1];
        getrandom::fill(&mut byte).map_err(|error| anyhow!("could not draw random bytes: {error}"))?;
        // 248 is the largest multiple of 31 in a byte: no letter comes oftener than another.
        if byte[0] < 248 {
            text.push(char::from(LETTERS[usize::from(byte[0] % 31)]));
        }
    }
    Ok(grouped(&text))
}

fn grouped(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let groups: Vec<String> = letters.chunks(4).map(|group| group.iter().collect()).collect();
    groups.join("-")
}

/// A reference as somebody writes it; nothing for what cannot be one.
pub(crate) fn read_reference(text: &str) -> Option<String> {
    let letters: String = text.chars().filter(|letter| !matches!(letter, ' ' | '-' | '.')).collect();
    let letters = letters.to_ascii_uppercase();
    let fits = letters.len() == REFERENCE_LETTERS && letters.bytes().all(|byte| LETTERS.contains(&byte));
    fits.then(|| grouped(&letters))
}

/// What is kept of a reference: it is long and by chance, so a plain hash does.
pub(crate) fn hash(reference: &str) -> Vec<u8> {
    sessions::hash(&format!("heir {reference}"))
}

/// Notes the telephone of a relative; from now on she comes in with this reference.
pub(crate) fn note(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    kinship: Kinship,
    (reference, phone): (&str, &str),
    account: Option<i64>,
) -> Result<()> {
    let id = institution::take_numbers(unit, 1)?;
    let Kinship { person, no } = kinship;
    let sealed = desk.keys.seal(&heir_doors::context(id), phone.as_bytes());
    let known = desk.now;
    let contact = heir_doors::Contact { id, person, no, reference: hash(reference), sealed, account, known };
    heir_doors::add(unit, &contact)?;
    crate::registry::note(unit, desk, "heir reached", person.0)
}

/// The telephone that is noted for a relative.
pub(crate) fn phone(unit: &mut Unit<'_>, desk: &Desk<'_>, kinship: Kinship) -> Result<Option<String>> {
    let Some(contact) = heir_doors::of(unit, kinship.person, kinship.no)? else { return Ok(None) };
    Ok(Some(String::from_utf8(desk.keys.open(&heir_doors::context(contact.id), &contact.sealed)?)?))
}

/// Under which name the reference of a session is kept.
pub(crate) fn draft(session: &str) -> Vec<u8> {
    sessions::hash(&format!("heir-sign-in {session}"))
}

fn context(token: &[u8]) -> String {
    format!("draft.sealed.{}", crate::hex::of(token))
}

/// Keeps a reference until the code has come; gives the name to find it by.
pub(crate) fn keep(unit: &mut Unit<'_>, desk: &Desk<'_>, session: &str, reference: &str) -> Result<Vec<u8>> {
    let token = draft(session);
    drafts::put(unit, &token, &desk.keys.seal(&context(&token), reference.as_bytes()), desk.now)?;
    Ok(token)
}

/// Whether a reference is kept of a browser.
pub(crate) fn is_kept(unit: &mut Unit<'_>, token: &[u8]) -> Result<bool> {
    Ok(drafts::read(unit, token)?.is_some())
}

/// What is kept: the reference; once somebody has looked, also for whom codes are tried and by what tries are
/// counted.
fn kept(desk: &Desk<'_>, token: &[u8], sealed: &[u8]) -> Result<(String, Option<(i64, String)>)> {
    let text = String::from_utf8(desk.keys.open(&context(token), sealed)?)?;
    let mut lines = text.split('\n').map(str::to_owned);
    let reference = lines.next().unwrap_or_default();
    let found = lines.next().and_then(|line| line.parse().ok()).zip(lines.next());
    Ok((reference, found))
}

/// Looks once whose the reference is, and sends a code to the telephone that is noted. Of one that nobody
/// has, as much is kept.
pub(crate) fn send_code(unit: &mut Unit<'_>, desk: &Desk<'_>, token: &[u8]) -> Result<()> {
    let Some((sealed, version)) = drafts::read_version(unit, token)? else { return Ok(()) };
    let (reference, _) = kept(desk, token, &sealed)?;
    let contact = heir_doors::by_reference(unit, &hash(&reference))?;
    let (subject, telephone) = match contact {
        Some(contact) => {
            let kinship = Kinship { person: contact.person, no: contact.no };
            (account_of(unit, desk, kinship)?, phone(unit, desk, kinship)?)
        }
        None => (jobs::number(desk), None),
    };
    let counted = telephone.clone().unwrap_or_else(|| reference.clone());
    let text = format!("{reference}\n{subject}\n{counted}");
    let found = desk.keys.seal(&context(token), text.as_bytes());
    if !drafts::swap(unit, token, version, &found, desk.now)? {
        return Ok(());
    }
    let may = match &telephone {
        Some(telephone) => tallies::may_send(unit, desk, telephone)?,
        None => false,
    };
    let Some(address) = telephone.filter(|_| may) else { return codes::unknowable(unit, desk, subject) };
    let code = codes::new(unit, desk, subject)?;
    let name = &desk.institution.name;
    let text = format!(
        "{name}: kode untuk melihat perkara keluarga {code}, berlaku 10 menit. Jangan berikan kepada siapa \
         pun.\n{name}: your code to see the family's case is {code}, good for 10 minutes. Give it to nobody."
    );
    let said = Said { person: None, account: Some(subject), address, text };
    messages::say(unit, desk, &said).map(drop)
}

/// The account of a relative; it is opened when it is first needed.
fn account_of(unit: &mut Unit<'_>, desk: &Desk<'_>, kinship: Kinship) -> Result<i64> {
    let Kinship { person, no } = kinship;
    if let Some(account) = heir_doors::account(unit, person, no)?
        && accounts::read(unit, account)?.is_some_and(|row| row.ended.is_none())
    {
        return Ok(account);
    }
    let asked = OpenAccount {
        role: Role::Heir,
        handle: String::new(),
        name: name(unit, desk, person, no)?,
        address: String::new(),
        person: None,
        payer: None,
        branch: None,
        province: None,
        agent: None,
        given: None,
    };
    let account = open_account::within(unit, desk, &asked, None)?.account;
    heir_doors::open(unit, account, (person, no), desk.now)?;
    Ok(account)
}

fn name(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId, no: i64) -> Result<String> {
    let family = crate::actions::relate_person::family(unit, desk, person)?;
    let found = family.into_iter().find(|(known, _)| *known == no);
    found.map(|(_, relative)| relative.name).ok_or_else(|| anyhow!("person {person} has no relative {no}"))
}

/// Tries a code for the reference that is kept; the account if it is the right one.
pub(crate) fn attempt(unit: &mut Unit<'_>, desk: &Desk<'_>, token: &[u8], code: &str) -> Result<Option<i64>> {
    let Some(sealed) = drafts::read(unit, token)? else { return Ok(None) };
    let Some((subject, counted)) = kept(desk, token, &sealed)?.1 else { return Ok(None) };
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    let is_right = codes::attempt_counted(unit, desk, (subject, &counted), &code)?;
    Ok(is_right.then_some(subject))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_read_however_it_is_grouped() {
        let reference = new_reference().expect("chance");
        let plain = reference.replace('-', "");
        for written in
            [reference.clone(), plain.to_lowercase(), plain.replace('A', "a"), format!(" {plain} ")]
        {
            assert_eq!(read_reference(&written).as_deref(), Some(&*reference), "{written}");
        }
        for neither in ["", "ABCD", "ABCD-EFGH-JKM0", "ABCD-EFGH-JKMNP", "<script>alert"] {
            assert_eq!(read_reference(neither), None, "{neither}");
        }
        assert_ne!(reference, new_reference().expect("chance"));
    }
}
