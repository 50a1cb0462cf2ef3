//! The chains of entries.

use anyhow::{Context, Result};
use base::Day;
use ledger::journal::{Head, Posted};

use crate::{Unit, Value};

/// Holds the end of a chain until the unit ends.
pub fn hold(unit: &mut Unit<'_>, journal: u16) -> Result<Head> {
    let update = unit.engine().for_update();
    let row = unit.row(
        &format!("select seq, hash, known_at from journal where no = $1{update}"),
        &[Value::Int(journal.into())],
    )?;
    let row = row.with_context(|| format!("there is no journal {journal}"))?;
    Ok(Head {
        journal,
        seq: row.int(0)?.cast_unsigned(),
        hash: row.bytes(1)?.try_into().context("a hash has 32 bytes")?,
        known: row.opt_moment(2)?,
    })
}

/// The ends of all chains.
pub fn heads(unit: &mut Unit<'_>) -> Result<Vec<Head>> {
    let rows = unit.rows("select no, seq, hash, known_at from journal order by no", &[])?;
    rows.iter()
        .map(|row| {
            Ok(Head {
                journal: u16::try_from(row.int(0)?)?,
                seq: row.int(1)?.cast_unsigned(),
                hash: row.bytes(2)?.try_into().context("a hash has 32 bytes")?,
                known: row.opt_moment(3)?,
            })
        })
        .collect()
}

/// Opens a chain.
pub fn open(unit: &mut Unit<'_>, head: &Head) -> Result<()> {
    unit.execute(
        "insert into journal (no, seq, hash, known_at) values ($1, $2, $3, $4)",
        &[
            Value::Int(head.journal.into()),
            Value::Int(head.seq.cast_signed()),
            Value::Bytes(&head.hash),
            head.known.into(),
        ],
    )?;
    Ok(())
}

/// Adds an entry at the end of a chain that is held.
pub fn append(unit: &mut Unit<'_>, day: Day, posted: &Posted) -> Result<()> {
    let (journal, seq) = (Value::Int(posted.journal.into()), Value::Int(posted.seq.cast_signed()));
    unit.execute(
        "insert into entry (journal, seq, day, text, hash) values ($1, $2, $3, $4, $5)",
        &[journal, seq, Value::Day(day), Value::Text(&posted.text), Value::Bytes(&posted.hash)],
    )?;
    unit.execute(
        "update journal set seq = $2, hash = $3, known_at = $4 where no = $1",
        &[journal, seq, Value::Bytes(&posted.hash), Value::Moment(posted.known)],
    )?;
    Ok(())
}

/// One entry's text.
pub fn text(unit: &mut Unit<'_>, journal: u16, seq: u64) -> Result<Option<String>> {
    let row = unit.row(
        "select text from entry where journal = $1 and seq = $2",
        &[Value::Int(journal.into()), Value::Int(seq.cast_signed())],
    )?;
    row.map(|row| Ok(row.text(0)?.to_owned())).transpose()
}

/// Takes an entry's number, text and hash.
pub type TakeEntry<'a> = dyn FnMut(u64, &str, &[u8]) -> Result<()> + 'a;

/// Every entry of a chain in its order: number, text, hash.
pub fn each(unit: &mut Unit<'_>, journal: u16, take: &mut TakeEntry<'_>) -> Result<()> {
    unit.each(
        "select seq, text, hash from entry where journal = $1 order by seq",
        &[Value::Int(journal.into())],
        &mut |row| take(row.int(0)?.cast_unsigned(), row.text(1)?, row.bytes(2)?),
    )
}

/// The fingerprint under which an entry stands, and that of the one before it in its chain.
pub fn hashes(unit: &mut Unit<'_>, journal: u16, seq: u64) -> Result<Option<([u8; 32], [u8; 32])>> {
    let hash = |unit: &mut Unit<'_>, seq: u64| {
        let row = unit.row(
            "select hash from entry where journal = $1 and seq = $2",
            &[Value::Int(journal.into()), Value::Int(seq.cast_signed())],
        )?;
        row.map(|row| row.bytes(0)?.try_into().context("a hash has 32 bytes")).transpose()
    };
    let Some(own) = hash(unit, seq)? else { return Ok(None) };
    let before = if seq > 1 { hash(unit, seq - 1)?.context("the chain has a gap")? } else { [0; 32] };
    Ok(Some((own, before)))
}
