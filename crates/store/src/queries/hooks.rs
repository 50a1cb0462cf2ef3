//! Where partners' programs are told of things, what they are told, and what has reached them.

use anyhow::Result;
use base::Moment;
use scheme::id::PayerId;

use crate::{Row, Unit, Value};

/// An address that is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hook {
    /// Number.
    pub id: i64,
    /// Whose.
    pub payer: PayerId,
    /// Where.
    pub address: String,
    /// The secret by which what comes is known to be ours.
    pub sealed: Vec<u8>,
    /// Since when nobody is told there any more.
    pub ended: Option<Moment>,
    /// Since when it is known.
    pub known: Moment,
}

/// Adds an address.
pub fn add(unit: &mut Unit<'_>, hook: &Hook) -> Result<()> {
    unit.execute(
        "insert into hook (id, payer, address, sealed, known_at) values ($1, $2, $3, $4, $5)",
        &[
            Value::Int(hook.id),
            Value::Int(hook.payer.0),
            Value::Text(&hook.address),
            Value::Bytes(&hook.sealed),
            Value::Moment(hook.known),
        ],
    )?;
    Ok(())
}

const READ: &str = "select id, payer, address, sealed, ended_at, known_at from hook";

/// An address by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Hook>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// The addresses of a partner that are told, in order.
pub fn of_payer(unit: &mut Unit<'_>, payer: PayerId) -> Result<Vec<Hook>> {
    let sql = format!("{READ} where payer = $1 and ended_at is null order by id");
    unit.rows(&sql, &[Value::Int(payer.0)])?.iter().map(from_row).collect()
}

/// Nobody is told there any more; whether somebody was.
pub fn end(unit: &mut Unit<'_>, id: i64, now: Moment) -> Result<bool> {
    let changed = unit.execute(
        "update hook set ended_at = $2 where id = $1 and ended_at is null",
        &[Value::Int(id), Value::Moment(now)],
    )?;
    Ok(changed == 1)
}

fn from_row(row: &Row) -> Result<Hook> {
    Ok(Hook {
        id: row.int(0)?,
        payer: PayerId(row.int(1)?),
        address: row.text(2)?.to_owned(),
        sealed: row.bytes(3)?.to_vec(),
        ended: row.opt_moment(4)?,
        known: row.moment(5)?,
    })
}

/// Something a partner is told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// Whom.
    pub payer: PayerId,
    /// Which of the partner's events, from 1.
    pub no: i64,
    /// What kind.
    pub kind: String,
    /// Whom or what it is about, by the partner's own name.
    pub subject: String,
    /// What is said, as JSON.
    pub said: String,
    /// When it happened.
    pub made: Moment,
}

/// The number of a partner's next event; the payer's row keeps others from taking it until the unit ends.
pub fn next_number(unit: &mut Unit<'_>, payer: PayerId) -> Result<i64> {
    let update = unit.engine().for_update();
    unit.rows(&format!("select id from payer where id = $1{update}"), &[Value::Int(payer.0)])?;
    let row =
        unit.row("select coalesce(max(no), 0) + 1 from hook_event where payer = $1", &[Value::Int(payer.0)])?;
    row.map_or(Ok(1), |row| row.int(0))
}

/// Adds an event.
pub fn tell(unit: &mut Unit<'_>, event: &Event) -> Result<()> {
    unit.execute(
        "insert into hook_event (payer, no, kind, subject, said, made_at) values ($1, $2, $3, $4, $5, $6)",
        &[
            Value::Int(event.payer.0),
            Value::Int(event.no),
            Value::Text(&event.kind),
            Value::Text(&event.subject),
            Value::Text(&event.said),
            Value::Moment(event.made),
        ],
    )?;
    Ok(())
}

/// A partner's events after a number, in order, at most so many.
pub fn events(unit: &mut Unit<'_>, payer: PayerId, after: i64, limit: i64) -> Result<Vec<Event>> {
    let rows = unit.rows(
        "select payer, no, kind, subject, said, made_at from hook_event
         where payer = $1 and no > $2 order by no limit $3",
        &[Value::Int(payer.0), Value::Int(after), Value::Int(limit)],
    )?;
    rows.iter().map(event).collect()
}

/// One event.
pub fn event_no(unit: &mut Unit<'_>, payer: PayerId, no: i64) -> Result<Option<Event>> {
    Ok(events(unit, payer, no - 1, 1)?.pop().filter(|event| event.no == no))
}

fn event(row: &Row) -> Result<Event> {
    Ok(Event {
        payer: PayerId(row.int(0)?),
        no: row.int(1)?,
        kind: row.text(2)?.to_owned(),
        subject: row.text(3)?.to_owned(),
        said: row.text(4)?.to_owned(),
        made: row.moment(5)?,
    })
}

/// An event on its way to an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// Where to.
    pub hook: i64,
    /// Which event.
    pub no: i64,
    /// `waiting`, `sent` or `parked`.
    pub state: String,
    /// How often it was tried.
    pub tries: i64,
    /// What the address answered last.
    pub status: Option<i64>,
    /// When it is tried next.
    pub next: Moment,
    /// When it was tried last.
    pub changed: Moment,
}

/// An event is to be sent to an address, now or once more.
pub fn send(unit: &mut Unit<'_>, hook: i64, no: i64, now: Moment) -> Result<()> {
    unit.execute(
        "insert into hook_delivery (hook, no, state, tries, next_at, changed_at)
         values ($1, $2, 'waiting', 0, $3, $3)
         on conflict (hook, no) do update set state = 'waiting', tries = 0, next_at = $3, changed_at = $3",
        &[Value::Int(hook), Value::Int(no), Value::Moment(now)],
    )?;
    Ok(())
}

/// What became of it.
pub fn note(unit: &mut Unit<'_>, one: &Delivery) -> Result<()> {
    unit.execute(
        "update hook_delivery set state = $3, tries = $4, status = $5, next_at = $6, changed_at = $7
         where hook = $1 and no = $2",
        &[
            Value::Int(one.hook),
            Value::Int(one.no),
            Value::Text(&one.state),
            Value::Int(one.tries),
            one.status.into(),
            Value::Moment(one.next),
            Value::Moment(one.changed),
        ],
    )?;
    Ok(())
}

const DELIVERY: &str = "select hook, no, state, tries, status, next_at, changed_at from hook_delivery";

/// An event on its way to an address.
pub fn delivery(unit: &mut Unit<'_>, hook: i64, no: i64) -> Result<Option<Delivery>> {
    let sql = format!("{DELIVERY} where hook = $1 and no = $2");
    let row = unit.row(&sql, &[Value::Int(hook), Value::Int(no)])?;
    row.as_ref().map(delivered).transpose()
}

/// Everything of an address in a state, in order, at most so many.
pub fn deliveries(unit: &mut Unit<'_>, hook: i64, state: &str, limit: i64) -> Result<Vec<Delivery>> {
    let sql = format!("{DELIVERY} where hook = $1 and state = $2 order by no limit $3");
    let values = [Value::Int(hook), Value::Text(state), Value::Int(limit)];
    unit.rows(&sql, &values)?.iter().map(delivered).collect()
}

fn delivered(row: &Row) -> Result<Delivery> {
    Ok(Delivery {
        hook: row.int(0)?,
        no: row.int(1)?,
        state: row.text(2)?.to_owned(),
        tries: row.int(3)?,
        status: row.opt_int(4)?,
        next: row.moment(5)?,
        changed: row.moment(6)?,
    })
}
