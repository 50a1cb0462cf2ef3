//! What is said to people.

use anyhow::Result;
use base::Moment;
use scheme::id::PersonId;

use crate::{Row, Unit, Value};

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Number.
    pub id: i64,
    /// About or to whom.
    pub person: Option<PersonId>,
    /// To which account.
    pub account: Option<i64>,
    /// By which way.
    pub channel: String,
    /// The address and the text.
    pub sealed: Vec<u8>,
    /// `waiting`, `sent` or `failed`.
    pub state: String,
    /// When it was written.
    pub made: Moment,
    /// When it was sent.
    pub sent: Option<Moment>,
}

/// Adds a message, unless another has its number; whether none had. It waits, whatever else is said.
pub fn add(unit: &mut Unit<'_>, message: &Message) -> Result<bool> {
    let added = unit.execute(
        "insert into message (id, person, account, channel, sealed, state, made_at)
         values ($1, $2, $3, $4, $5, 'waiting', $6) on conflict (id) do nothing",
        &[
            Value::Int(message.id),
            message.person.map(|person| person.0).into(),
            message.account.into(),
            Value::Text(&message.channel),
            Value::Bytes(&message.sealed),
            Value::Moment(message.made),
        ],
    )?;
    Ok(added == 1)
}

const READ: &str = "select id, person, account, channel, sealed, state, made_at, sent_at from message";

/// A message by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Message>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// What waits, the oldest first, at most so many. Nobody else is kept from sending the same.
pub fn waiting(unit: &mut Unit<'_>, limit: i64) -> Result<Vec<Message>> {
    let sql = format!("{READ} where state = 'waiting' order by made_at, id limit $1");
    unit.rows(&sql, &[Value::Int(limit)])?.iter().map(from_row).collect()
}

/// What was said to a person, the latest first, at most so many.
pub fn of_person(unit: &mut Unit<'_>, person: PersonId, limit: i64) -> Result<Vec<Message>> {
    let sql = format!("{READ} where person = $1 order by made_at desc, id desc limit $2");
    unit.rows(&sql, &[Value::Int(person.0), Value::Int(limit)])?.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Message> {
    Ok(Message {
        id: row.int(0)?,
        person: row.opt_int(1)?.map(PersonId),
        account: row.opt_int(2)?,
        channel: row.text(3)?.to_owned(),
        sealed: row.bytes(4)?.to_vec(),
        state: row.text(5)?.to_owned(),
        made: row.moment(6)?,
        sent: row.opt_moment(7)?,
    })
}

/// Notes that a message was sent; whether it waited until then.
pub fn sent(unit: &mut Unit<'_>, id: i64, now: Moment) -> Result<bool> {
    let changed = unit.execute(
        "update message set state = 'sent', sent_at = $2 where id = $1 and state = 'waiting'",
        &[Value::Int(id), Value::Moment(now)],
    )?;
    Ok(changed == 1)
}

/// Notes that a message cannot be sent; whether it waited until then.
pub fn failed(unit: &mut Unit<'_>, id: i64) -> Result<bool> {
    let changed = unit.execute(
        "update message set state = 'failed' where id = $1 and state = 'waiting'",
        &[Value::Int(id)],
    )?;
    Ok(changed == 1)
}
