//! Sessions of browsers: kept in the database by the hash of their token, with who has signed in.

use anyhow::{Context, Result};
use base::Moment;
use scheme::id::{PayerId, PersonId};
use sha2::{Digest, Sha256};
use store::queries::{accounts, clients, sessions};
use store::{Unit, seal};

use super::caller::Caller;
use super::table::Role;
use crate::actions::confirm_access;
use crate::office::Desk;

/// A session ends when it has been quiet for so long…
const QUIET_MICROS: i64 = 30 * 60 * 1_000_000;
/// … and in any case after so long.
const LONGEST_MICROS: i64 = 12 * 3600 * 1_000_000;
/// That somebody is there is not written down more often than this.
const SEEN_MICROS: i64 = 60 * 1_000_000;

/// How far somebody has come in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Stage {
    /// Nobody has signed in.
    Visitor,
    /// The password was right, and the second factor is asked for.
    Password,
    /// In.
    Full,
}

impl Stage {
    const fn word(self) -> &'static str {
        match self {
            Stage::Visitor => "visitor",
            Stage::Password => "password",
            Stage::Full => "full",
        }
    }

    fn read(word: &str) -> Option<Stage> {
        [Stage::Visitor, Stage::Password, Stage::Full].into_iter().find(|stage| stage.word() == word)
    }
}

/// A browser's session.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Session {
    /// As the browser sends it.
    pub(crate) token: String,
    pub(crate) account: Option<i64>,
    pub(crate) stage: Stage,
}

impl Session {
    /// What a form of this session has to bring, so that no other page can send it.
    pub(crate) fn form_token(&self) -> String {
        let hash = Sha256::digest(format!("form {}", self.token).as_bytes());
        crate::hex::of(&hash[..16])
    }
}

/// A new session, with a token nobody can guess.
pub(crate) fn begin(unit: &mut Unit<'_>, desk: &Desk<'_>) -> Result<Session> {
    let token = by_chance()?;
    let row = sessions::Session {
        token: hash(&token),
        account: None,
        stage: Stage::Visitor.word().to_owned(),
        began: desk.now,
        seen: desk.now,
        until: later(desk.now, LONGEST_MICROS),
    };
    sessions::add(unit, &row)?;
    Ok(Session { token, account: None, stage: Stage::Visitor })
}

/// The session of a token, unless it is over.
pub(crate) fn find(unit: &mut Unit<'_>, desk: &Desk<'_>, token: &str) -> Result<Option<Session>> {
    let Some(row) = sessions::read(unit, &hash(token))? else { return Ok(None) };
    if desk.now > row.until || desk.now > later(row.seen, QUIET_MICROS) {
        return Ok(None);
    }
    let stage = Stage::read(&row.stage).context("a session of an unknown stage")?;
    Ok(Some(Session { token: token.to_owned(), account: row.account, stage }))
}

/// Whether it is time to write down that somebody is there.
pub(crate) fn is_stale(unit: &mut Unit<'_>, desk: &Desk<'_>, token: &str) -> Result<bool> {
    let row = sessions::read(unit, &hash(token))?;
    Ok(row.is_some_and(|row| desk.now > later(row.seen, SEEN_MICROS)))
}

/// Somebody is there.
pub(crate) fn touch(unit: &mut Unit<'_>, desk: &Desk<'_>, token: &str) -> Result<()> {
    let Some(row) = sessions::read(unit, &hash(token))? else { return Ok(()) };
    sessions::touch(unit, &row.token, desk.now, row.until)
}

/// Somebody has come further in. The token changes, so that one that was planted before is of no use.
pub(crate) fn sign_in(unit: &mut Unit<'_>, session: &Session, account: i64, stage: Stage) -> Result<Session> {
    let token = by_chance()?;
    sessions::sign_in(unit, &hash(&session.token), &hash(&token), account, stage.word())?;
    Ok(Session { token, account: Some(account), stage })
}

/// Over.
pub(crate) fn end(unit: &mut Unit<'_>, token: &str) -> Result<()> {
    sessions::end(unit, &hash(token))
}

/// Who somebody with a session is; a visitor until the last factor is in.
pub(crate) fn caller(unit: &mut Unit<'_>, desk: &Desk<'_>, session: &Session) -> Result<Caller> {
    let Some(account) = session.account.filter(|_| session.stage == Stage::Full) else {
        return Ok(Caller::visitor());
    };
    Ok(of_account(unit, desk, account)?.unwrap_or_else(Caller::visitor))
}

/// Whoever has an account, while it is usable.
pub(crate) fn of_account(unit: &mut Unit<'_>, desk: &Desk<'_>, account: i64) -> Result<Option<Caller>> {
    let Some(row) = accounts::read(unit, account)? else { return Ok(None) };
    if !confirm_access::is_usable(unit, &row)? {
        return Ok(None);
    }
    let [name, ..] = names(desk, &row)?;
    Ok(Some(Caller {
        role: row.role.parse::<Role>()?,
        account,
        name,
        person: row.person,
        payer: row.payer,
        branch: row.branch,
        province: row.province,
    }))
}

/// The program of a partner, by its key.
pub(crate) fn client(unit: &mut Unit<'_>, key: &str) -> Result<Option<Caller>> {
    let Some(row) = clients::by_key(unit, &hash(key))? else { return Ok(None) };
    if !confirm_access::is_usable_program(unit, &row)? {
        return Ok(None);
    }
    Ok(Some(Caller {
        role: row.role.parse::<Role>()?,
        account: row.id,
        name: row.name,
        person: None::<PersonId>,
        payer: row.payer.map(|payer: PayerId| payer),
        branch: row.branch,
        province: row.province,
    }))
}

/// The name of an account, its address for messages, and its handle.
pub(crate) fn names(desk: &Desk<'_>, account: &accounts::Account) -> Result<[String; 3]> {
    let sealed = desk.keys.open(&context(account.id), &account.sealed)?;
    let text = String::from_utf8(sealed).context("an account's name is damaged")?;
    let mut lines = text.split('\n').map(str::to_owned);
    Ok(std::array::from_fn(|_| lines.next().unwrap_or_default()))
}

/// What an account's name and address are sealed under.
pub(crate) fn context(account: i64) -> String {
    seal::context("account", "sealed", account)
}

/// Tokens are kept as their hash: they are long and by chance, so a plain one does.
pub(crate) fn hash(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const TOKEN_LETTERS: usize = 43;

/// Whether a text can be one that was made so.
pub(crate) fn is_by_chance(text: &str) -> bool {
    text.len() == TOKEN_LETTERS && text.bytes().all(|byte| LETTERS.contains(&byte))
}

/// What the key of a program of the sandbox begins with; no other key does.
pub(crate) const SANDBOX_KEY: &str = "sandbox_";

/// A new key of the sandbox.
pub(crate) fn sandbox_key() -> Result<String> {
    Ok(format!("{SANDBOX_KEY}{}", by_chance()?))
}

/// Forty-three letters by chance.
pub(crate) fn by_chance() -> Result<String> {
    let mut bytes = [0_u8; TOKEN_LETTERS];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("could not draw random bytes: {error}"))?;
    Ok(bytes.iter().map(|byte| char::from(LETTERS[usize::from(byte % 64)])).collect())
}

fn later(moment: Moment, micros: i64) -> Moment {
    Moment::new(moment.micros().saturating_add(micros))
}
