//! Somebody gets an account: a handle to sign in with, a role, and a first password that is told once.

use anyhow::{Result, anyhow};
use scheme::id::{PayerId, PersonId};
use scheme::refusal::Refusal;
use store::queries::accounts::{self, Account};
use store::queries::agents;
use store::queries::look_ups::{self, Kind};
use store::queries::{branches, institution, turns};
use store::{Unit, seal};

use super::open_agent;
use crate::auth::{Role, passwords, sessions};
use crate::office::{Desk, Office};
use crate::registry::{self, payers, people};

/// Whose account, and for what.
#[derive(Clone, Debug)]
pub(crate) struct OpenAccount {
    pub(crate) role: Role,
    /// What is written to sign in; members have none, since they sign in with their number.
    pub(crate) handle: String,
    pub(crate) name: String,
    /// Where messages go; of a member it is the telephone of the register.
    pub(crate) address: String,
    pub(crate) person: Option<PersonId>,
    pub(crate) payer: Option<PayerId>,
    pub(crate) branch: Option<i64>,
    pub(crate) province: Option<String>,
    /// Which agent it is, by number.
    pub(crate) agent: Option<i64>,
    /// The first password and the second factor, where they are not drawn: in a demonstration.
    pub(crate) given: Option<(String, Vec<u8>)>,
}

/// A new account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Opened {
    pub(crate) account: i64,
    /// The first password. Nobody can read it again.
    pub(crate) password: Option<String>,
}

/// Opens an account.
pub(crate) fn run(office: &mut Office, asked: &OpenAccount) -> Result<Opened> {
    // A hash takes its time: it is made before anything is held.
    let first = first_password(asked)?;
    office.unit(|unit, desk| within(unit, desk, asked, first.as_ref()))
}

/// Who has no handle and no password: a code goes to the telephone that the institution knows.
const fn comes_with_a_code(role: Role) -> bool {
    matches!(role, Role::Member | Role::Heir)
}

/// A password and what is kept of it; members sign in without one.
pub(crate) fn first_password(asked: &OpenAccount) -> Result<Option<(String, String)>> {
    if comes_with_a_code(asked.role) {
        return Ok(None);
    }
    let password = asked.given.as_ref().map_or_else(drawn, |(password, _)| Ok(password.clone()))?;
    let kept = passwords::kept(&password)?;
    Ok(Some((password, kept)))
}

/// The same within a unit that does more.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    asked: &OpenAccount,
    first: Option<&(String, String)>,
) -> Result<Opened> {
    check(unit, desk, asked)?;
    let handle = read_handle(asked)?;
    let hash = desk.keys.look_up(Kind::Account.word(), &handle);
    if !handle.is_empty() {
        turns::hold(unit, &hash)?;
        if by_handle(unit, desk, &handle)?.is_some() {
            let id = format!("nama masuk {handle} sudah dipakai");
            return Err(Refusal::new("handle_taken", id, format!("the handle {handle} is taken")).into());
        }
    }
    let id = institution::take_numbers(unit, 1)?;
    let sealed = format!("{}\n{}\n{handle}", asked.name.trim(), asked.address.trim());
    let second = asked.given.as_ref().map(|(_, secret)| desk.keys.seal(&second_context(id), secret));
    accounts::add(
        unit,
        &Account {
            id,
            role: asked.role.word().to_owned(),
            person: asked.person,
            payer: asked.payer,
            branch: asked.branch,
            province: asked.province.clone(),
            sealed: desk.keys.seal(&sessions::context(id), sealed.as_bytes()),
            password: first.map(|(_, kept)| kept.clone()),
            second,
            failures: 0,
            locked_until: None,
            ended: None,
            known: desk.now,
        },
    )?;
    if !handle.is_empty() {
        look_ups::add(unit, Kind::Account, &hash, id)?;
    }
    if let Some(agent) = asked.agent {
        agents::set_account(unit, agent, id)?;
    }
    registry::note(unit, desk, "account opened", id)?;
    Ok(Opened { account: id, password: first.map(|(password, _)| password.clone()) })
}

/// A role works for somebody or somewhere, and that is there.
fn check(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &OpenAccount) -> Result<()> {
    let lacking = |id: &str, en: &str| Refusal::new("account_incomplete", id, en);
    match asked.role {
        Role::Visitor => {
            return Err(lacking("pengunjung tidak punya akun", "a visitor has no account").into());
        }
        Role::Member if asked.person.is_none() => {
            return Err(lacking("peserta mana?", "which person is the member?").into());
        }
        Role::Employer | Role::Platform | Role::Donor | Role::Hospital if asked.payer.is_none() => {
            return Err(lacking("untuk pembayar mana?", "for which payer?").into());
        }
        Role::Officer if asked.branch.is_none() => {
            return Err(lacking("di cabang mana?", "at which branch?").into());
        }
        Role::Agent if asked.agent.is_none() => {
            return Err(lacking("agen yang mana? tulis nomornya", "which agent? write the number").into());
        }
        Role::Head if asked.branch.is_none() && asked.province.is_none() => {
            return Err(lacking("cabang atau provinsi mana?", "which branch or province?").into());
        }
        _ => {}
    }
    named(asked)?;
    if let Some(person) = asked.person {
        people::load(unit, desk, person)?;
    }
    if let Some(payer) = asked.payer {
        payers::load(unit, desk, payer)?;
    }
    if let Some(agent) = asked.agent {
        no_login_yet(unit, desk, asked.role, agent)?;
    }
    if let Some(branch) = asked.branch
        && branches::read(unit, branch)?.is_none()
    {
        let id = format!("tidak ada cabang {branch}");
        return Err(registry::not_there(id, format!("there is no branch {branch}")).into());
    }
    Ok(())
}

/// An agent who is at work has one login.
fn no_login_yet(unit: &mut Unit<'_>, desk: &Desk<'_>, role: Role, agent: i64) -> Result<()> {
    let agent = open_agent::at_work(unit, desk, agent)?;
    let known = agent.account.map(|account| accounts::read(unit, account)).transpose()?.flatten();
    if role == Role::Agent && known.is_none_or(|account| account.ended.is_some()) {
        return Ok(());
    }
    let id = format!("agen {} sudah punya akun, atau akun ini bukan akun agen", agent.id);
    let en = format!("agent {} has an account already, or this is none of an agent", agent.id);
    Err(Refusal::new("agent_login", id, en).into())
}

/// What is kept is a line each. A member's name is in the register.
fn named(asked: &OpenAccount) -> Result<(), Refusal> {
    let is_line = |text: &str| !text.chars().any(char::is_control);
    let has_name = asked.role == Role::Member || !asked.name.trim().is_empty();
    if !has_name || !is_line(&asked.name) || !is_line(&asked.address) {
        return Err(Refusal::new(
            "name_missing",
            "isi namanya dalam satu baris",
            "give the name on one line",
        ));
    }
    let is_code = |code: &String| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_digit());
    if asked.province.as_ref().is_some_and(|code| !is_code(code)) {
        let id = "kode provinsi terdiri dari dua angka";
        return Err(Refusal::new("account_incomplete", id, "the code of a province has two figures"));
    }
    Ok(())
}

/// Handles are small letters, figures and a few signs, so that two never look alike.
fn read_handle(asked: &OpenAccount) -> Result<String, Refusal> {
    if comes_with_a_code(asked.role) {
        return Ok(String::new());
    }
    let handle = asked.handle.trim().to_lowercase();
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b".-_@".contains(&byte);
    if (3..=60).contains(&handle.len()) && handle.bytes().all(fits) {
        return Ok(handle);
    }
    Err(Refusal::new(
        "handle_unfit",
        "nama masuk terdiri dari 3 sampai 60 huruf, angka, titik, garis atau @",
        "a handle has 3 to 60 letters, figures, full stops, dashes or @",
    ))
}

/// The account of a handle that is not closed.
pub(crate) fn by_handle(unit: &mut Unit<'_>, desk: &Desk<'_>, handle: &str) -> Result<Option<Account>> {
    let hashes = desk.keys.look_ups(Kind::Account.word(), handle);
    for id in look_ups::find(unit, Kind::Account, &hashes, 10)? {
        if let Some(account) = accounts::read(unit, id)?.filter(|account| account.ended.is_none()) {
            return Ok(Some(account));
        }
    }
    Ok(None)
}

/// What a second factor is sealed under.
pub(crate) fn second_context(account: i64) -> String {
    seal::context("account", "second", account)
}

/// Twenty letters that nobody mistakes for others, in groups to read out.
pub(crate) fn drawn() -> Result<String> {
    const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789+";
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes).map_err(|error| anyhow!("could not draw random bytes: {error}"))?;
    let letters: Vec<char> = bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 32)])).collect();
    let groups: Vec<String> = letters.chunks(5).map(|group| group.iter().collect()).collect();
    Ok(groups.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawn_password_is_long_and_never_the_same() {
        let (one, other) = (drawn().expect("a password"), drawn().expect("a password"));
        assert!(one.len() >= 12 && one != other, "{one} {other}");
    }
}
