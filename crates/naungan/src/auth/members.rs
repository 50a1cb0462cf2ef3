//! How members sign in: with the number of their identity or their card, and a code that is sent to them.

use anyhow::Result;
use base::{Kpj, Nik};
use scheme::id::PersonId;
use store::Unit;
use store::queries::{accounts, drafts, memberships};

use super::table::Role;
use super::{codes, sessions, tallies};
use crate::actions::open_account::{self, OpenAccount};
use crate::jobs;
use crate::messages::{self, Said};
use crate::office::Desk;
use crate::registry::{members, people};

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
        drafts::put(unit, &token, &desk.keys.seal(&context(&token), self.text().as_bytes()), desk.now)?;
        Ok(token)
    }

    pub(crate) fn text(self) -> String {
        match self {
            Numbered::Nik(nik) => nik.to_string(),
            Numbered::Kpj(kpj) => kpj.to_string(),
        }
    }

    /// Whose it is, under the number that stays.
    pub(crate) fn person(self, unit: &mut Unit<'_>, desk: &Desk<'_>) -> Result<Option<PersonId>> {
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
    format!("draft.sealed.{}", crate::hex::of(token))
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
        agent: None,
        given: None,
    };
    Ok(open_account::within(unit, desk, &asked, None)?.account)
}

/// Looks once whose the number of a draft is, keeps with it for whom codes are tried, and sends one to the
/// telephone in the register. Of a number that nobody has, and of one without a telephone, as much is kept.
pub(crate) fn send_code(unit: &mut Unit<'_>, desk: &Desk<'_>, token: &[u8]) -> Result<()> {
    let Some((sealed, version)) = drafts::read_version(unit, token)? else { return Ok(()) };
    let Some(kept) = Kept::open(desk, token, &sealed)? else { return Ok(()) };
    let person = kept.number.person(unit, desk)?;
    let (subject, telephone) = match person {
        Some(person) => {
            let telephone = people::load(unit, desk, person)?.identity().phone.clone();
            (account_of(unit, desk, person)?, telephone)
        }
        None => (jobs::number(desk), None),
    };
    let counted = telephone.clone().unwrap_or_else(|| kept.number.text());
    let found = Kept { number: kept.number, found: Some((subject, counted)) };
    if !drafts::swap(unit, token, version, &found.seal(desk, token), desk.now)? {
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
        "{name}: kode masuk Anda {code}, berlaku 10 menit. Jangan berikan kepada siapa pun.\n\
         {name}: your sign-in code is {code}, good for 10 minutes. Give it to nobody."
    );
    let said = Said { person, account: Some(subject), address, text };
    messages::say(unit, desk, &said).map(drop)
}

/// What is kept of a browser that signs in.
struct Kept {
    number: Numbered,
    /// For whom codes are tried and by what tries are counted; not known until somebody has looked.
    found: Option<(i64, String)>,
}

impl Kept {
    fn open(desk: &Desk<'_>, token: &[u8], sealed: &[u8]) -> Result<Option<Kept>> {
        let text = String::from_utf8(desk.keys.open(&context(token), sealed)?)?;
        let mut lines = text.split('\n');
        let Some(number) = lines.next().and_then(Numbered::read) else { return Ok(None) };
        let found = lines.next().and_then(|line| line.parse().ok()).zip(lines.next().map(str::to_owned));
        Ok(Some(Kept { number, found }))
    }

    fn seal(&self, desk: &Desk<'_>, token: &[u8]) -> Vec<u8> {
        let mut text = self.number.text();
        if let Some((subject, counted)) = &self.found {
            text = format!("{text}\n{subject}\n{counted}");
        }
        desk.keys.seal(&context(token), text.as_bytes())
    }
}

/// Whether a number is kept of a browser.
pub(crate) fn is_kept(unit: &mut Unit<'_>, token: &[u8]) -> Result<bool> {
    Ok(drafts::read(unit, token)?.is_some())
}

/// Tries a code for the number that is kept; the account if it is the right one. Nobody is looked up here:
/// the same is done, and takes as long, whether somebody is known or not.
pub(crate) fn attempt(unit: &mut Unit<'_>, desk: &Desk<'_>, token: &[u8], code: &str) -> Result<Option<i64>> {
    let Some(sealed) = drafts::read(unit, token)? else { return Ok(None) };
    let Some((subject, counted)) = Kept::open(desk, token, &sealed)?.and_then(|kept| kept.found) else {
        return Ok(None);
    };
    let code: String = code.chars().filter(char::is_ascii_digit).collect();
    if codes::attempt_at_desk(unit, desk, subject, &code)? {
        return Ok(Some(subject));
    }
    let is_right = codes::attempt_counted(unit, desk, (subject, &counted), &code)?;
    Ok(is_right.then_some(subject))
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
