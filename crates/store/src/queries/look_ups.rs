//! Finding by number or name, through keyed hashes.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;

use super::{many, word_at};
use crate::{Unit, Value};

/// What a hash was made from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
pub enum Kind {
    /// A national identity number; leads to people.
    Nik = 1,
    /// A name in its normal form; leads to people.
    Name = 2,
    /// A card number; leads to memberships.
    Kpj = 3,
    /// An employer's number; leads to payers.
    Npp = 4,
    /// An employer's name in its normal form; leads to payers.
    PayerName = 5,
    /// The handle somebody signs in with; leads to accounts.
    Account = 6,
    /// A word of a name in its normal form; leads to people.
    Word = 7,
    /// A word of an employer's name; leads to payers.
    PayerWord = 8,
    /// The account that somebody is paid to; leads to payees.
    BankAccount = 9,
    /// The telephone of somebody with a claim; leads to people.
    Telephone = 10,
    /// The address that was told with an account, in its normal form; leads to payees.
    Address = 11,
}

impl Kind {
    /// The word that goes into the hash, so that a NIK never looks like a card.
    pub fn word(self) -> &'static str {
        match self {
            Kind::Nik => "nik",
            Kind::Name => "name",
            Kind::Kpj => "kpj",
            Kind::Npp => "npp",
            Kind::PayerName => "payer name",
            Kind::Account => "account",
            Kind::Word => "word",
            Kind::PayerWord => "payer word",
            Kind::BankAccount => "bank account",
            Kind::Telephone => "telephone",
            Kind::Address => "address",
        }
    }
}

/// More subjects under one hash than anybody reads through.
pub const MOST: i64 = 200;

/// The columns of a hash, for adding many.
pub(crate) const COLUMNS: [(&str, crate::Kind); 3] =
    [("hash", crate::Kind::Bytes), ("kind", crate::Kind::Small), ("subject", crate::Kind::Int)];

/// Makes a subject findable.
pub fn add(unit: &mut Unit<'_>, kind: Kind, hash: &[u8], subject: i64) -> Result<()> {
    if unit.ahead.as_mut().is_some_and(|ahead| ahead.add_look_up(kind as i64, hash, subject)) {
        return Ok(());
    }
    unit.execute(
        "insert into look_up (hash, kind, subject) values ($1, $2, $3) on conflict do nothing",
        &[Value::Bytes(hash), Value::Int(kind as i64), Value::Int(subject)],
    )?;
    Ok(())
}

/// The subjects under any of the hashes, in order, at most so many.
pub fn find(unit: &mut Unit<'_>, kind: Kind, hashes: &[[u8; 16]], most: i64) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    for hash in hashes {
        if let Some(ahead) = &unit.ahead {
            if let Some(known) = ahead.look_up(kind as i64, hash) {
                found.extend(known.iter().take(usize::try_from(most)?));
                continue;
            }
            if ahead.has_waiting(kind as i64, hash) {
                unit.catch_up()?;
            }
        }
        let rows = unit.rows_aside(
            "select subject from look_up where hash = $1 and kind = $2 order by subject limit $3",
            &[Value::Bytes(hash), Value::Int(kind as i64), Value::Int(most)],
        )?;
        for row in &rows {
            found.push(row.int(0)?);
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// The subjects under many hashes, each with its hash; a hash that nobody has is not there.
pub fn of_many(unit: &mut Unit<'_>, kind: Kind, hashes: &[[u8; 16]]) -> Result<Vec<([u8; 16], i64)>> {
    let values: Vec<Value<'_>> = hashes.iter().map(|hash| Value::Bytes(hash)).collect();
    let rows = many::rows(unit, &[Value::Int(kind as i64)], &values, |list| {
        format!("select hash, subject from look_up where kind = $1 and hash in ({list})")
    })?;
    rows.iter().map(|row| Ok((row.bytes(0)?.try_into()?, row.int(1)?))).collect()
}

/// Of a word that more have, the first so many are read.
const WORD_MAX: usize = 500;

/// Where words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// Among all subjects that words of a kind lead to.
    All(Kind),
    /// Among the people of a branch.
    Branch(i64),
    /// Among the payers of a branch, by words of their names: few enough to be picked out when asked.
    PayersOf(i64),
}

impl Among {
    fn find(self, unit: &mut Unit<'_>, hashes: &[[u8; 16]], most: i64) -> Result<Vec<i64>> {
        match self {
            Among::All(kind) => find(unit, kind, hashes, most),
            Among::Branch(branch) => word_at::find(unit, branch, hashes, most),
            Among::PayersOf(branch) => payers_of(unit, branch, hashes, most),
        }
    }

    fn have(self, unit: &mut Unit<'_>, hashes: &[[u8; 16]], subjects: &[i64]) -> Result<BTreeSet<i64>> {
        match self {
            Among::All(kind) => among(unit, kind, hashes, subjects),
            Among::Branch(branch) => word_at::among(unit, branch, hashes, subjects),
            Among::PayersOf(_) => among(unit, Kind::PayerWord, hashes, subjects),
        }
    }
}

/// The payers of a branch under any of the hashes of a word, in order, at most so many of each.
fn payers_of(unit: &mut Unit<'_>, branch: i64, hashes: &[[u8; 16]], most: i64) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    for hash in hashes {
        let rows = unit.rows(
            "select l.subject from look_up as l join caseload as q on q.subject = l.subject
             where l.hash = $1 and l.kind = $2 and q.branch = $3 order by l.subject limit $4",
            &[Value::Bytes(hash), Value::Int(Kind::PayerWord as i64), Value::Int(branch), Value::Int(most)],
        )?;
        for row in &rows {
            found.push(row.int(0)?);
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// How many of the words each subject has, the most first, then in order; each word has a hash for every key.
///
/// A word that very many have is not read to its end. Who has a rarer word too is found all the same: the
/// common one is then asked for by number.
pub fn fitting(unit: &mut Unit<'_>, among: Among, words: &[Vec<[u8; 16]>]) -> Result<Vec<(i64, usize)>> {
    let mut lists = Vec::new();
    for hashes in words {
        lists.push(among.find(unit, hashes, WORD_MAX as i64)?);
    }
    let mut found: BTreeMap<i64, usize> = BTreeMap::new();
    for subject in lists.iter().flatten() {
        *found.entry(*subject).or_default() += 1;
    }
    for (hashes, list) in words.iter().zip(&lists) {
        if list.len() < WORD_MAX {
            continue;
        }
        let others: Vec<i64> =
            found.keys().copied().filter(|subject| list.binary_search(subject).is_err()).collect();
        for subject in among.have(unit, hashes, &others)? {
            *found.entry(subject).or_default() += 1;
        }
    }
    let mut found: Vec<(i64, usize)> = found.into_iter().collect();
    found.sort_by_key(|(subject, words)| (std::cmp::Reverse(*words), *subject));
    Ok(found)
}

/// Which of these subjects stand under any of the hashes.
fn among(unit: &mut Unit<'_>, kind: Kind, hashes: &[[u8; 16]], subjects: &[i64]) -> Result<BTreeSet<i64>> {
    let subjects: Vec<Value<'_>> = subjects.iter().map(|subject| Value::Int(*subject)).collect();
    let mut found = BTreeSet::new();
    for hash in hashes {
        let first = [Value::Bytes(hash), Value::Int(kind as i64)];
        let rows = many::rows(unit, &first, &subjects, |list| {
            format!("select subject from look_up where hash = $1 and kind = $2 and subject in ({list})")
        })?;
        for row in &rows {
            found.insert(row.int(0)?);
        }
    }
    Ok(found)
}

/// Takes a hash away, when keys are changed.
pub fn remove(unit: &mut Unit<'_>, kind: Kind, hash: &[u8], subject: i64) -> Result<()> {
    if let Some(ahead) = unit.ahead.as_mut() {
        ahead.remove_look_up(kind as i64, hash);
    }
    unit.execute(
        "delete from look_up where hash = $1 and kind = $2 and subject = $3",
        &[Value::Bytes(hash), Value::Int(kind as i64), Value::Int(subject)],
    )?;
    Ok(())
}
