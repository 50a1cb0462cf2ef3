//! A whole database as one file, for keeping and for moving to another engine.
//!
//! The file: a line that says what it is, then for each table its name and columns and its rows, each value
//! with its length before it, and at the end the SHA-256 of all that went before. Names and numbers of people
//! stay sealed.

use std::io::{ErrorKind, Read, Write};

use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};

use crate::catalogue::{Table, tables};
use crate::{Kind, Row, Store, Unit, Value};

const HEAD: &[u8] = b"naungan archive 1\n";

/// No value is longer: the texts of a pack of law are below it.
const VALUE_BYTES_MAX: usize = 1 << 28;

const DIGEST_BYTES: usize = 32;

const CHANGED: &str = "the archive is cut off or was changed: its last bytes do not fit";

/// What a row or the end of a table begins with.
const ROW: u8 = 1;
const END: u8 = 0;

/// Writes everything, as it stood at one moment. `progress` hears of each table and its rows.
pub fn write(store: &mut Store, out: &mut dyn Write, progress: &mut dyn FnMut(&str, u64)) -> Result<()> {
    let mut out = Hashing { inner: out, hash: Sha256::new() };
    out.put(HEAD)?;
    let mut begun = false;
    store.look(|unit| {
        ensure!(!begun, "the database changed its mind while it was copied: start again");
        begun = true;
        for table in tables().iter().filter(|table| table.name != "schema_step") {
            let rows = write_table(unit, table, &mut out)?;
            progress(&table.name, rows);
        }
        Ok(())
    })?;
    out.put(&0_u32.to_le_bytes())?;
    let digest: [u8; 32] = out.hash.finalize().into();
    out.inner.write_all(&digest)?;
    out.inner.flush()?;
    Ok(())
}

fn write_table(unit: &mut Unit<'_>, table: &Table, out: &mut Hashing<'_>) -> Result<u64> {
    out.bytes(heading(table).as_bytes())?;
    let columns: Vec<&str> = table.columns.iter().map(|(name, _)| name.as_str()).collect();
    let sql = format!("select {} from {} order by {}", columns.join(", "), table.name, order(table));
    let mut rows = 0;
    unit.each(&sql, &[], &mut |row| {
        out.put(&[ROW])?;
        for (at, (_, kind)) in table.columns.iter().enumerate() {
            write_value(row, at, *kind, out)?;
        }
        rows += 1;
        Ok(())
    })?;
    out.put(&[END])?;
    Ok(rows)
}

/// The table and its columns: an archive of another schema is recognised by them.
fn heading(table: &Table) -> String {
    let columns = table.columns.iter().map(|(name, _)| format!(" {name}"));
    format!("{}{}", table.name, columns.collect::<String>())
}

/// No key has more than five columns, and keys stand first: so each row has one place.
fn order(table: &Table) -> String {
    let count = table.columns.len().min(5);
    (1..=count).map(|at| at.to_string()).collect::<Vec<_>>().join(", ")
}

fn write_value(row: &Row, at: usize, kind: Kind, out: &mut Hashing<'_>) -> Result<()> {
    let number = match kind {
        Kind::Int | Kind::Small => row.opt_int(at)?,
        Kind::Bool => row.opt_bool(at)?.map(i64::from),
        Kind::Day => row.opt_day(at)?.map(|day| i64::from(day.epoch_days())),
        Kind::Month => row.opt_month(at)?.map(|month| i64::from(month.index())),
        Kind::Moment => row.opt_moment(at)?.map(base::Moment::micros),
        Kind::Text => return out.opt_bytes(row.opt_text(at)?.map(str::as_bytes)),
        Kind::Bytes => return out.opt_bytes(row.opt_bytes(at)?),
    };
    out.opt_bytes(number.map(i64::to_le_bytes).as_ref().map(<[u8; 8]>::as_slice))
}

/// Reads an archive to its end and says whether it is whole.
pub fn check(from: &mut dyn Read) -> Result<()> {
    let mut hash = Sha256::new();
    let mut kept: Vec<u8> = Vec::new();
    let mut block = vec![0; 1 << 16];
    loop {
        let read = match from.read(&mut block) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error).context("could not read the archive"),
        };
        kept.extend_from_slice(&block[..read]);
        let whole = kept.len().saturating_sub(DIGEST_BYTES);
        hash.update(&kept[..whole]);
        kept.drain(..whole);
    }
    ensure!(kept == hash.finalize().as_slice(), CHANGED);
    Ok(())
}

/// Fills an empty database from an archive, in one unit: all of it or nothing. An archive that is not whole
/// is refused, however much of it was read.
pub fn read(store: &mut Store, from: &mut dyn Read, progress: &mut dyn FnMut(&str, u64)) -> Result<()> {
    let mut from = Hashed { inner: from, hash: Sha256::new() };
    let head = from.exactly(HEAD.len())?;
    ensure!(head == HEAD, "this file is not an archive of this program");
    let tables = tables();
    let mut begun = false;
    store.unit(|unit| {
        ensure!(!begun, "somebody else wrote into the database while it was filled: start again");
        begun = true;
        while let Some(name) = from.bytes()?.filter(|name| !name.is_empty()) {
            let table = table_of(name, &tables)?;
            let rows = read_table(unit, table, &mut from)?;
            progress(&table.name, rows);
        }
        let digest = from.hash.finalize_reset();
        ensure!(from.exactly(DIGEST_BYTES)? == digest.as_slice(), CHANGED);
        Ok(())
    })
}

fn table_of(said: Vec<u8>, tables: &[Table]) -> Result<&Table> {
    let said = String::from_utf8(said).context("a table's name is damaged")?;
    let name = said.split(' ').next().unwrap_or_default();
    let Some(table) = tables.iter().find(|table| table.name == name) else {
        bail!("the archive has a table {name} which this program does not know: use the newer program");
    };
    ensure!(
        heading(table) == said,
        "the archive has other columns of {name} than this program: restore it with the program that made it"
    );
    Ok(table)
}

fn read_table(unit: &mut Unit<'_>, table: &Table, from: &mut Hashed<'_>) -> Result<u64> {
    let there = unit.row(&format!("select 1 from {} limit 1", table.name), &[])?;
    ensure!(there.is_none(), "the database is not empty: {} has rows; restore into a new one", table.name);
    let columns: Vec<(&str, Kind)> =
        table.columns.iter().map(|(name, kind)| (name.as_str(), *kind)).collect();
    let mut copy = unit.copy(&table.name, &columns)?;
    loop {
        match from.exactly(1)?[0] {
            END => return copy.finish(),
            ROW => {}
            _ => bail!("the archive is damaged: neither a row nor the end of {}", table.name),
        }
        let values: Vec<Option<Vec<u8>>> = columns.iter().map(|_| from.bytes()).collect::<Result<_>>()?;
        let row: Vec<Value<'_>> = values
            .iter()
            .zip(&columns)
            .map(|(value, (name, kind))| {
                value_of(value.as_deref(), *kind)
                    .with_context(|| format!("{}.{name} is damaged in the archive", table.name))
            })
            .collect::<Result<_>>()?;
        copy.row(&row)?;
    }
}

fn value_of(bytes: Option<&[u8]>, kind: Kind) -> Option<Value<'_>> {
    let Some(bytes) = bytes else { return Some(Value::Null) };
    Some(match kind {
        Kind::Text => Value::Text(std::str::from_utf8(bytes).ok()?),
        Kind::Bytes => Value::Bytes(bytes),
        Kind::Int | Kind::Small => Value::Int(number(bytes)?),
        Kind::Bool => Value::Bool(number(bytes)? != 0),
        Kind::Day => Value::Day(base::Day::from_epoch_days(i32::try_from(number(bytes)?).ok()?)?),
        Kind::Month => Value::Month(base::Month::from_index(i32::try_from(number(bytes)?).ok()?)?),
        Kind::Moment => Value::Moment(base::Moment::new(number(bytes)?)),
    })
}

fn number(bytes: &[u8]) -> Option<i64> {
    Some(i64::from_le_bytes(bytes.try_into().ok()?))
}

/// What is read, and the hash of it.
struct Hashed<'a> {
    inner: &'a mut dyn Read,
    hash: Sha256,
}

impl Hashed<'_> {
    /// Length and bytes; a length beyond all is nothing at all.
    fn bytes(&mut self) -> Result<Option<Vec<u8>>> {
        let length: [u8; 4] = self.exactly(4)?.try_into().unwrap_or_default();
        match u32::from_le_bytes(length) {
            u32::MAX => Ok(None),
            length => self.exactly(length as usize).map(Some),
        }
    }

    /// So many bytes. Memory grows with what is there, not with what a damaged length says.
    fn exactly(&mut self, count: usize) -> Result<Vec<u8>> {
        ensure!(count <= VALUE_BYTES_MAX, "the archive is damaged: a value of {count} bytes");
        let mut bytes = Vec::new();
        let most = u64::try_from(count)?;
        Read::take(&mut *self.inner, most).read_to_end(&mut bytes).context("could not read the archive")?;
        ensure!(bytes.len() == count, "the archive is cut off");
        self.hash.update(&bytes);
        Ok(bytes)
    }
}

struct Hashing<'a> {
    inner: &'a mut dyn Write,
    hash: Sha256,
}

impl Hashing<'_> {
    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        self.hash.update(bytes);
        self.inner.write_all(bytes).context("could not write the archive")
    }

    fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        let count = bytes.len();
        ensure!(count <= VALUE_BYTES_MAX, "a value of {count} bytes is too long for an archive");
        let length = u32::try_from(count)?;
        self.put(&length.to_le_bytes())?;
        self.put(bytes)
    }

    fn opt_bytes(&mut self, bytes: Option<&[u8]>) -> Result<()> {
        match bytes {
            Some(bytes) => self.bytes(bytes),
            None => self.put(&u32::MAX.to_le_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: &str) {
        let mut from = bytes;
        let mut from = Hashed { inner: &mut from, hash: Sha256::new() };
        let said = match from.bytes() {
            Ok(None) => "nothing".to_owned(),
            Ok(Some(bytes)) => {
                assert!(bytes.capacity() <= VALUE_BYTES_MAX);
                format!("{} bytes", bytes.len())
            }
            Err(error) => format!("{error:#}"),
        };
        assert_eq!(said, expected, "{bytes:?}");
    }

    #[test]
    fn lengths_are_bounded() {
        check(&[255, 255, 255, 255], "nothing");
        check(&[0, 0, 0, 0], "0 bytes");
        check(&[2, 0, 0, 0, 7, 7, 7], "2 bytes");
        check(&[2, 0, 0], "the archive is cut off");
        check(&[2, 0, 0, 0, 7], "the archive is cut off");
        check(&[0, 0, 0, 16, 7], "the archive is cut off");
        check(&[1, 0, 0, 16, 7], "the archive is damaged: a value of 268435457 bytes");
        check(&[254, 255, 255, 255, 7], "the archive is damaged: a value of 4294967294 bytes");
    }

    #[test]
    fn a_value_too_long_to_be_read_again_is_not_written() {
        let mut sink = std::io::sink();
        let mut out = Hashing { inner: &mut sink, hash: Sha256::new() };
        let long = vec![0; VALUE_BYTES_MAX + 1];
        let refused = out.bytes(&long).map_err(|error| error.to_string());
        assert_eq!(refused, Err("a value of 268435457 bytes is too long for an archive".to_owned()));
    }
}
