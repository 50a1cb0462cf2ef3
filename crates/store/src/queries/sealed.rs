//! Everything that is sealed, row by row, for changing keys.

use anyhow::{Context, Result};
use base::Moment;

use crate::{Unit, Value};

/// A table with a sealed column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// Who people are.
    Identity,
    /// Names of relatives.
    Relative,
    /// Names and numbers of payers.
    Payer,
    /// Numbers of cards.
    Membership,
    /// What codes and cards are made with.
    Institution,
}

/// Where a row stands; what a table's key lacks is nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// Person, payer or membership.
    pub subject: i64,
    /// Which relative.
    pub no: i64,
    /// Since when it is known.
    pub known: Moment,
}

impl At {
    /// Before every row.
    pub const START: At = At { subject: -1, no: -1, known: Moment::new(0) };
}

impl Table {
    /// All of them.
    pub const ALL: [Table; 5] =
        [Table::Identity, Table::Relative, Table::Payer, Table::Membership, Table::Institution];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Table::Identity => "identity",
            Table::Relative => "relative",
            Table::Payer => "payer",
            Table::Membership => "membership",
            Table::Institution => "institution",
        }
    }

    /// A page after a place, and an update of one row.
    fn statements(self) -> [&'static str; 2] {
        match self {
            Table::Identity => [
                "select sealed, person, known_at from identity where (person, known_at) > ($1, $2)
                 order by person, known_at limit $3",
                "update identity set sealed = $3 where person = $1 and known_at = $2",
            ],
            Table::Relative => [
                "select sealed, person, no, known_at from relative where (person, no, known_at) > ($1, $2, $3)
                 order by person, no, known_at limit $4",
                "update relative set sealed = $4 where person = $1 and no = $2 and known_at = $3",
            ],
            Table::Payer => [
                "select sealed, id from payer where id > $1 and sealed is not null order by id limit $2",
                "update payer set sealed = $2 where id = $1",
            ],
            Table::Membership => [
                "select sealed, id from membership where id > $1 order by id limit $2",
                "update membership set sealed = $2 where id = $1",
            ],
            Table::Institution => [
                "select sealed, one from institution where one > $1 limit $2",
                "update institution set sealed = $2 where one = $1",
            ],
        }
    }

    fn key(self, at: At) -> Vec<Value<'static>> {
        let (subject, known) = (Value::Int(at.subject), Value::Moment(at.known));
        match self {
            Table::Identity => vec![subject, known],
            Table::Relative => vec![subject, Value::Int(at.no), known],
            Table::Payer | Table::Membership | Table::Institution => vec![subject],
        }
    }
}

/// The next rows after a place, at most so many.
pub fn page(unit: &mut Unit<'_>, table: Table, after: At, most: i64) -> Result<Vec<(At, Vec<u8>)>> {
    let mut values = table.key(after);
    values.push(Value::Int(most));
    let rows = unit.rows(table.statements()[0], &values)?;
    rows.iter()
        .map(|row| {
            let subject = row.int(1)?;
            let at = match table {
                Table::Identity => At { subject, no: 0, known: row.moment(2)? },
                Table::Relative => At { subject, no: row.int(2)?, known: row.moment(3)? },
                Table::Payer | Table::Membership | Table::Institution => At { subject, ..At::START },
            };
            Ok((at, row.bytes(0)?.to_vec()))
        })
        .collect()
}

/// Puts a value that was sealed again in place of the one that was there.
pub fn put(unit: &mut Unit<'_>, table: Table, at: At, sealed: &[u8]) -> Result<()> {
    let mut values = table.key(at);
    values.push(Value::Bytes(sealed));
    unit.execute(table.statements()[1], &values)?;
    Ok(())
}

/// How many rows of a table are sealed with each key, by its number.
pub fn by_key(unit: &mut Unit<'_>, table: Table) -> Result<Vec<(u32, i64)>> {
    // The first bytes of a sealed value are the number of its key.
    let sql = format!(
        "select substr(sealed, 1, 4), count(*) from {} where sealed is not null group by 1 order by 1",
        table.name()
    );
    let rows = unit.rows(&sql, &[])?;
    rows.iter()
        .map(|row| {
            let number: [u8; 4] = row.bytes(0)?.try_into().context("a sealed value is cut off")?;
            Ok((u32::from_be_bytes(number), row.int(1)?))
        })
        .collect()
}
