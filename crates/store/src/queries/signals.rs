//! What an officer should look at today.

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::MembershipId;

use crate::{Kind, Row, Unit, Value};

/// Something to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signal {
    /// Whose list it stands on.
    pub branch: i64,
    /// What kind of thing.
    pub kind: String,
    /// About which person or payer.
    pub subject: i64,
    /// About which membership, if about one.
    pub membership: Option<MembershipId>,
    /// How much is at stake.
    pub amount: i64,
    /// What there is to say about it.
    pub facts: String,
    /// Since when it is so.
    pub since: Day,
    /// When somebody dealt with it.
    pub done: Option<Moment>,
    /// Until when it is put off.
    pub until: Option<Day>,
    /// The account it was given to.
    pub officer: Option<i64>,
}

/// The columns of a signal, for adding many.
pub const COLUMNS: [(&str, Kind); 10] = [
    ("branch", Kind::Int),
    ("kind", Kind::Text),
    ("subject", Kind::Int),
    ("membership", Kind::Int),
    ("amount", Kind::Int),
    ("facts", Kind::Text),
    ("since", Kind::Day),
    ("done_at", Kind::Moment),
    ("until_on", Kind::Day),
    ("officer", Kind::Int),
];

/// A signal's columns, on the list of an office.
fn values(branch: i64, signal: &Signal) -> [Value<'_>; 10] {
    [
        Value::Int(branch),
        Value::Text(&signal.kind),
        Value::Int(signal.subject),
        Value::Int(number(signal.membership)),
        Value::Int(signal.amount),
        Value::Text(&signal.facts),
        Value::Day(signal.since),
        signal.done.into(),
        signal.until.into(),
        signal.officer.into(),
    ]
}

/// The membership is a part of the key, which holds no null.
fn number(membership: Option<MembershipId>) -> i64 {
    membership.map_or(0, |membership| membership.0)
}

/// Puts signals in place of those an office had, also those that were done.
pub fn replace_branch(unit: &mut Unit<'_>, branch: i64, signals: &[Signal]) -> Result<()> {
    unit.execute("delete from signal where branch = $1", &[Value::Int(branch)])?;
    let mut copy = unit.copy("signal", &COLUMNS)?;
    for signal in signals {
        copy.row(&values(branch, signal))?;
    }
    copy.finish()?;
    Ok(())
}

/// The list of an office, the largest amount first and what is done at the end, at most so many.
pub fn of_branch(unit: &mut Unit<'_>, branch: i64, limit: i64) -> Result<Vec<Signal>> {
    let rows = unit.rows(
        "select branch, kind, subject, membership, amount, facts, since, done_at, until_on, officer
         from signal where branch = $1
         order by case when done_at is null then 0 else 1 end, amount desc, kind, subject, membership
         limit $2",
        &[Value::Int(branch), Value::Int(limit)],
    )?;
    rows.iter().map(from_row).collect()
}

/// Where something on a list stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i64)]
pub enum Standing {
    /// It waits.
    Todo = 0,
    /// It was put off.
    Later = 1,
    /// Somebody dealt with it.
    Done = 2,
}

/// The standing of a row on the day `$2`, as the number of [`Standing`].
const STANDING: &str =
    "case when done_at is not null then 2 when until_on is not null and until_on > $2 then 1 else 0 end";

/// What of a list somebody wants to see.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// Today.
    pub day: Day,
    /// Where it stands.
    pub standing: Standing,
    /// Of this kind only, unless empty.
    pub kind: &'a str,
    /// Given to this account only.
    pub officer: Option<i64>,
}

/// A page of an office's list, the largest amount first.
pub fn page(
    unit: &mut Unit<'_>,
    branch: i64,
    wanted: &Wanted<'_>,
    (after, most): (i64, i64),
) -> Result<Vec<Signal>> {
    let sql = format!(
        "select branch, kind, subject, membership, amount, facts, since, done_at, until_on, officer
         from signal
         where branch = $1 and {STANDING} = $3 and ($4 = '' or kind = $4) and ($5 = 0 or officer = $5)
         order by amount desc, kind, subject, membership limit $6 offset $7"
    );
    let rows = unit.rows(
        &sql,
        &[
            Value::Int(branch),
            Value::Day(wanted.day),
            Value::Int(wanted.standing as i64),
            Value::Text(wanted.kind),
            Value::Int(wanted.officer.unwrap_or(0)),
            Value::Int(most),
            Value::Int(after),
        ],
    )?;
    rows.iter().map(from_row).collect()
}

/// How many of a kind stand where, and what is at stake with them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Count {
    /// What kind of thing.
    pub kind: String,
    /// The number of its [`Standing`].
    pub standing: i64,
    /// Whether they were given to whoever asked.
    pub mine: bool,
    /// How many.
    pub count: i64,
    /// How much is at stake.
    pub amount: i64,
}

/// An office's list in numbers, on a day, for an account.
pub fn counts(unit: &mut Unit<'_>, branch: i64, day: Day, account: i64) -> Result<Vec<Count>> {
    let sql = format!(
        "select kind, {STANDING}, case when officer = $3 then 1 else 0 end, count(*),
             cast(sum(amount) as bigint)
         from signal where branch = $1 group by 1, 2, 3 order by 1, 2, 3"
    );
    let rows = unit.rows(&sql, &[Value::Int(branch), Value::Day(day), Value::Int(account)])?;
    let count = |row: &Row| {
        Ok(Count {
            kind: row.text(0)?.to_owned(),
            standing: row.int(1)?,
            mine: row.int(2)? == 1,
            count: row.int(3)?,
            amount: row.int(4)?,
        })
    };
    rows.iter().map(count).collect()
}

/// What an office's list says of a person or a payer and nobody has dealt with, the largest amount first.
pub fn of_subject(unit: &mut Unit<'_>, branch: i64, subject: i64) -> Result<Vec<Signal>> {
    let rows = unit.rows(
        "select branch, kind, subject, membership, amount, facts, since, done_at, until_on, officer
         from signal
         where branch = $1 and subject = $2 and done_at is null order by amount desc, kind, membership",
        &[Value::Int(branch), Value::Int(subject)],
    )?;
    rows.iter().map(from_row).collect()
}

/// A signal of an office.
pub fn one(unit: &mut Unit<'_>, branch: i64, which: Which<'_>) -> Result<Option<Signal>> {
    let (kind, subject, membership) = which;
    let row = unit.row(
        "select branch, kind, subject, membership, amount, facts, since, done_at, until_on, officer
         from signal where branch = $1 and kind = $2 and subject = $3 and membership = $4",
        &[Value::Int(branch), Value::Text(kind), Value::Int(subject), Value::Int(number(membership))],
    )?;
    row.as_ref().map(from_row).transpose()
}

fn from_row(row: &Row) -> Result<Signal> {
    Ok(Signal {
        branch: row.int(0)?,
        kind: row.text(1)?.to_owned(),
        subject: row.int(2)?,
        membership: Some(row.int(3)?).filter(|number| *number != 0).map(MembershipId),
        amount: row.int(4)?,
        facts: row.text(5)?.to_owned(),
        since: row.day(6)?,
        done: row.opt_moment(7)?,
        until: row.opt_day(8)?,
        officer: row.opt_int(9)?,
    })
}

/// Which signal of an office: its kind, about whom, about which membership.
pub type Which<'a> = (&'a str, i64, Option<MembershipId>);

/// Notes that somebody dealt with it; whether nobody had before.
pub fn done(unit: &mut Unit<'_>, branch: i64, which: Which<'_>, at: Moment) -> Result<bool> {
    set(unit, branch, which, "done_at", Value::Moment(at))
}

/// Puts it off until a day; whether it still waited.
pub fn put_off(unit: &mut Unit<'_>, branch: i64, which: Which<'_>, until: Day) -> Result<bool> {
    set(unit, branch, which, "until_on", Value::Day(until))
}

/// Gives it to an account, or to nobody; whether it still waited.
pub fn give(unit: &mut Unit<'_>, branch: i64, which: Which<'_>, officer: Option<i64>) -> Result<bool> {
    set(unit, branch, which, "officer", officer.into())
}

/// Sets what nobody has dealt with yet.
fn set(
    unit: &mut Unit<'_>,
    branch: i64,
    (kind, subject, membership): Which<'_>,
    column: &str,
    value: Value<'_>,
) -> Result<bool> {
    let sql = format!(
        "update signal set {column} = $5
         where branch = $1 and kind = $2 and subject = $3 and membership = $4 and done_at is null"
    );
    let membership = Value::Int(number(membership));
    let which = [Value::Int(branch), Value::Text(kind), Value::Int(subject), membership];
    Ok(unit.execute(&sql, &[&which[..], &[value]].concat())? == 1)
}
