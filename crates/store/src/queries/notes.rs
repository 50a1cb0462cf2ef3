//! What officers write down, and when they come back to it.

use anyhow::Result;
use base::{Day, Moment};

use crate::{Row, Unit, Value};

/// A note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// About which person or payer.
    pub subject: i64,
    /// When it was written.
    pub at: Moment,
    /// By which account.
    pub account: i64,
    /// `note`, `call`, `visit` or `letter`.
    pub kind: String,
    /// The text.
    pub sealed: Vec<u8>,
    /// When to come back to it.
    pub again: Option<Day>,
}

/// Whose list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum List {
    /// Of what an account wrote.
    Account(i64),
    /// Of whom an office cares for, whoever wrote it.
    Branch(i64),
}

/// Writes a note down.
pub fn add(unit: &mut Unit<'_>, note: &Note) -> Result<()> {
    unit.execute(
        "insert into note (subject, at, account, kind, sealed, again_on) values ($1, $2, $3, $4, $5, $6)",
        &[
            Value::Int(note.subject),
            Value::Moment(note.at),
            Value::Int(note.account),
            Value::Text(&note.kind),
            Value::Bytes(&note.sealed),
            note.again.into(),
        ],
    )?;
    Ok(())
}

const READ: &str = "select n.subject, n.at, n.account, n.kind, n.sealed, n.again_on from note as n";

/// Everything about a subject, the latest first.
pub fn of(unit: &mut Unit<'_>, subject: i64) -> Result<Vec<Note>> {
    let sql = format!("{READ} where n.subject = $1 order by n.at desc, n.account desc");
    unit.rows(&sql, &[Value::Int(subject)])?.iter().map(from_row).collect()
}

/// What to come back to by a day, the earliest first, at most so many. A later note about the same subject,
/// whoever wrote it, says that somebody came back.
pub fn due(unit: &mut Unit<'_>, list: List, by: Day, limit: i64) -> Result<Vec<Note>> {
    let (whose, number) = match list {
        List::Account(account) => ("n.account = $1", account),
        List::Branch(branch) => {
            ("exists (select 1 from caseload as c where c.subject = n.subject and c.branch = $1)", branch)
        }
    };
    let sql = format!(
        "{READ} where {whose} and n.again_on <= $2
             and not exists (select 1 from note as l where l.subject = n.subject and l.at > n.at)
         order by n.again_on, n.subject, n.at, n.account limit $3"
    );
    let rows = unit.rows(&sql, &[Value::Int(number), Value::Day(by), Value::Int(limit)])?;
    rows.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Note> {
    Ok(Note {
        subject: row.int(0)?,
        at: row.moment(1)?,
        account: row.int(2)?,
        kind: row.text(3)?.to_owned(),
        sealed: row.bytes(4)?.to_vec(),
        again: row.opt_day(5)?,
    })
}
