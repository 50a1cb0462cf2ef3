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
    /// Two words of a name in its normal form, by [`pair`]; leads to people.
    Pair = 12,
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
            Kind::Pair => "pair",
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

/// How many of the words each subject has, the most first, then in order; a word has a hash for every key.
///
/// Among all people those who have two of the words are found by pairs of them, and only where nobody has,
/// who has one.
pub fn fitting(unit: &mut Unit<'_>, among: Among, words: &[Vec<[u8; 16]>]) -> Result<Vec<(i64, usize)>> {
    if among != Among::All(Kind::Word) {
        return by_each(unit, among, words);
    }
    let sought: Vec<Sought> = pairs(words).map(Sought::pair).collect();
    let found = counted(unit, Among::All(Kind::Pair), &sought)?;
    if found.is_empty() { by_each(unit, among, words) } else { Ok(found) }
}

fn by_each(unit: &mut Unit<'_>, among: Among, words: &[Vec<[u8; 16]>]) -> Result<Vec<(i64, usize)>> {
    let one = |(at, hashes): (usize, &Vec<[u8; 16]>)| Sought { words: 1 << at, hashes: hashes.clone() };
    let sought: Vec<Sought> = words.iter().enumerate().map(one).collect();
    counted(unit, among, &sought)
}

/// Hashes that stand for one word or two of a name, as bits.
struct Sought {
    words: u64,
    hashes: Vec<[u8; 16]>,
}

impl Sought {
    fn pair(((at, one), (then, other)): (Word<'_>, Word<'_>)) -> Self {
        let hashes = one.iter().zip(other).map(|(one, other)| pair(one, other)).collect();
        Sought { words: 1 << at | 1 << then, hashes }
    }
}

/// A word of those looked for, by its place.
type Word<'a> = (usize, &'a Vec<[u8; 16]>);

/// What very many have is not read to its end. Who has something rarer too is found all the same: the common
/// is then asked for by number.
fn counted(unit: &mut Unit<'_>, among: Among, sought: &[Sought]) -> Result<Vec<(i64, usize)>> {
    let mut found: BTreeMap<i64, u64> = BTreeMap::new();
    let mut lists = Vec::new();
    for one in sought {
        lists.push(among.find(unit, &one.hashes, WORD_MAX as i64)?);
    }
    for (one, list) in sought.iter().zip(&lists) {
        for subject in list {
            *found.entry(*subject).or_default() |= one.words;
        }
    }
    for (one, list) in sought.iter().zip(&lists) {
        let lacks = |words: u64| words & one.words != one.words;
        let others = || found.iter().filter(|(_, words)| lacks(**words)).map(|(subject, _)| *subject);
        if list.len() < WORD_MAX || others().next().is_none() {
            continue;
        }
        let others: Vec<i64> = others().collect();
        for subject in among.have(unit, &one.hashes, &others)? {
            *found.entry(subject).or_default() |= one.words;
        }
    }
    let mut found: Vec<(i64, usize)> =
        found.into_iter().map(|(subject, words)| (subject, words.count_ones() as usize)).collect();
    found.sort_by_key(|(subject, words)| (std::cmp::Reverse(*words), *subject));
    Ok(found)
}

/// Makes somebody findable by the words of a name, each by itself and two together.
pub fn add_words(unit: &mut Unit<'_>, kind: Kind, words: &[[u8; 16]], subject: i64) -> Result<()> {
    words.iter().try_for_each(|hash| add(unit, kind, hash, subject))?;
    if kind != Kind::Word {
        return Ok(());
    }
    pairs(words).try_for_each(|((_, one), (_, other))| add(unit, Kind::Pair, &pair(one, other), subject))
}

/// Of a longer name the first so many words, in the order in which they are given, are paired.
const PAIRED: usize = 12;

/// Every two of some words, with the place of each.
pub fn pairs<T>(words: &[T]) -> impl Iterator<Item = ((usize, &T), (usize, &T))> {
    let words = || words.iter().enumerate().take(PAIRED);
    words().flat_map(move |one| words().skip(one.0 + 1).map(move |other| (one, other)))
}

/// The hash of two words together, made of those of each so that a database makes it of what it keeps.
pub fn pair(one: &[u8; 16], other: &[u8; 16]) -> [u8; 16] {
    let (first, second) = if one < other { (one, other) } else { (other, one) };
    let mut both = [0; 16];
    both[..8].copy_from_slice(&first[..8]);
    both[8..].copy_from_slice(&second[..8]);
    both
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
        ahead.remove_look_up(kind as i64, hash, subject);
    }
    unit.execute(
        "delete from look_up where hash = $1 and kind = $2 and subject = $3",
        &[Value::Bytes(hash), Value::Int(kind as i64), Value::Int(subject)],
    )?;
    Ok(())
}
