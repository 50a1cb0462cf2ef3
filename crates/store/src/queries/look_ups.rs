//! Finding by number or name, through keyed hashes.

use anyhow::Result;

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
