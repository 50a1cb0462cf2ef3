//! How members sign in: with the number of their identity or their card, and a code that is sent to them.

use anyhow::Result;
use base::{Kpj, Nik};
use scheme::id::PersonId;
use store::Unit;
use store::queries::{accounts, drafts, memberships};

use super::codes::{self, Tried};
use super::table::Role;
use super::{locks, sessions};
use crate::actions::open_account::{self, OpenAccount};
use crate::messages::{self, Said};
use crate::office::Desk;
use crate::registry::{members, people};

/// Nobody has this number.
const NOBODY: i64 = -1;

/// A number that somebody signs in with.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Numbered {
    Nik(Nik),
    Kpj(Kpj),
}

impl Numbered {
    /// Reads a number, with or without blanks, full stops and hyphens between its figures.
    pub(crate) fn read(text: &str) -> Option<Numbered> {
        let figures: String = text.chars().filter(|letter| !matches!(letter, ' ' | '-' | '.')).collect();
        let nik = figures.parse().ok().map(Numbered::Nik);
        nik.or_else(|| figures.parse().ok().map(Numbered::Kpj))
    }

    /// Keeps it until the code has come; gives the name to find it by.
    pub(crate) fn keep(self, unit: &mut Unit<'_>, desk: &Desk<'_>, session: &str) -> Result<Vec<u8>> {
        let token = draft(session);
        let text = match self {
            Numbered::Nik(nik) => nik.to_string(),
            Numbered::Kpj(kpj) => kpj.to_string(),
        };
        drafts::put(unit, &token, &desk.keys.seal(&context(&token), text.as_bytes()), desk.now)?;
        Ok(token)
    }

    /// The number that was kept.
    pub(crate) fn kept(unit: &mut Unit<'_>, desk: &Desk<'_>, token: &[u8]) -> Result<Option<Numbered>> {
        let Some(sealed) = drafts::read(unit, token)? else { return Ok(None) };
        let text = String::from_utf8(desk.keys.open(&context(token), &sealed)?)?;
        Ok(Numbered::read(&text))
    }

    /// Whose it is, under the number that stays.
    fn person(self, unit: &mut Unit<'_>, desk: &Desk<'_>) -> Result<Option<PersonId>> {
        let found = match self {
            Numbered::Nik(nik) => people::by_nik(unit, desk, nik)?.first().map(|person| person.id),
            Numbered::Kpj(kpj) => match members::by_kpj(unit, desk, kpj)?.first() {
                Some(membership) => memberships::read(unit, *membership)?.map(|row| row.person),
                None => None,
            },
        };
        let Some(found) = found else { return Ok(None) };
        Ok(people::numbers(unit, found, desk.now)?.first().copied())
    }
}

/// Under which name the number of a session is kept.
pub(crate) fn draft(session: &str) -> Vec<u8> {
    sessions::hash(&format!("sign-in {session}"))
}

fn context(token: &[u8]) -> String {
    let token: String = token.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("draft.sealed.{token}")
}

/// The account of a person under any number, if there is one.
pub(crate) fn account(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    person: PersonId,
) -> Result<Option<accounts::Account>> {
    for number in people::numbers(unit, person, desk.now)? {
        let all = accounts::of_person(unit, number)?;
        if let Some(account) = all.into_iter().find(|account| account.role == Role::Member.word()) {
            return Ok(Some(account));
        }
    }
    Ok(None)
}

/// The account of a person; it is opened when it is first needed.
pub(crate) fn account_of(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<i64> {
    if let Some(account) = account(unit, desk, person)? {
        return Ok(account.id);
    }
    let identity = people::load(unit, desk, person)?;
    let asked = OpenAccount {
        role: Role::Member,
        handle: String::new(),
        name: identity.identity().name.clone(),
        address: String::new(),
        person: Some(person),
        payer: None,
        branch: None,
        province: None,
        given: None,
    };
    Ok(open_account::within(unit, desk, &asked, None)?.account)
}

/// Sends a code to the telephone in the register; whether there was anybody to send it to. Asking for many
/// counts as failing, so that nobody is called without end.
pub(crate) fn send_code(unit: &mut Unit<'_>, desk: &Desk<'_>, number: &Numbered) -> Result<bool> {
    let Some(person) = number.person(unit, desk)? else { return Ok(false) };
    let Some(address) = people::load(unit, desk, person)?.identity().phone.clone() else { return Ok(false) };
    let account = account_of(unit, desk, person)?;
    if !locks::count(unit, desk, account)? {
        return Ok(false);
    }
    let code = codes::new(unit, desk, account)?;
    let name = &desk.institution.name;
    let text = format!(
        "{name}: kode masuk Anda {code}, berlaku 10 menit. Jangan berikan kepada siapa pun.\n\
         {name}: your sign-in code is {code}, good for 10 minutes. Give it to nobody."
    );
    let said = Said { person: Some(person), account: Some(account), address, text };
    messages::say(unit, desk, &said)?;
    Ok(true)
}

/// Tries a code; the account if it is the right one. Whoever is not known fails like everybody else.
pub(crate) fn attempt(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    number: &Numbered,
    code: &str,
) -> Result<Option<i64>> {
    let person = number.person(unit, desk)?;
    let known = person.map(|person| account(unit, desk, person)).transpose()?.flatten();
    let subject = known.as_ref().map_or(NOBODY, |account| account.id);
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    if let Some(account) = &known
        && codes::attempt_at_desk(unit, desk, account.id, &code)?
    {
        return Ok(Some(account.id));
    }
    let tried = codes::attempt(unit, desk, subject, &code)?;
    Ok((tried == Tried::Right && subject != NOBODY).then_some(subject))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_however_they_are_grouped() {
        let nik = Numbered::read("9901 0141-0190.0001");
        assert!(matches!(nik, Some(Numbered::Nik(_))), "{nik:?}");
        assert!(matches!(Numbered::read("123 4567 8901"), Some(Numbered::Kpj(_))));
        for neither in ["", "123", "siti", "99010141019000011"] {
            assert_eq!(Numbered::read(neither), None, "{neither}");
        }
    }
}
