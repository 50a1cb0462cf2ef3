//! Runs, and the chunks that workers claim.

use anyhow::Result;
use base::{Day, Moment};

use crate::{Kind, Row, Unit, Value};

/// A run over everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Number.
    pub id: i64,
    /// `month`, `interest`, `lapse` or `penalties`.
    pub kind: String,
    /// What it is for: `2026-05`, `2026`, `2026-05-20`.
    pub period: String,
    /// `open` or `published`.
    pub state: String,
    /// Fingerprint of the law.
    pub law: String,
    /// What is known by then counts.
    pub known: Moment,
    /// The day of its entries.
    pub day: Day,
    /// People expected.
    pub people: i64,
    /// The first of the serial numbers of payment codes that are its own, one for each person expected.
    pub first_code: i64,
    /// When it was published.
    pub published: Option<Moment>,
}

/// A piece of a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chunk {
    /// The run.
    pub run: i64,
    /// Which piece.
    pub no: i64,
    /// Payers from here.
    pub from: i64,
    /// Until before here.
    pub until: i64,
    /// People expected.
    pub people: i64,
}

/// What a finished piece came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Done {
    /// People assessed.
    pub assessed: i64,
    /// People without an answer.
    pub faults: i64,
    /// Bills made.
    pub bills: i64,
    /// What is billed.
    pub owed: i64,
    /// SHA-256 of the rows.
    pub digest: [u8; 32],
}

/// Opens a run with its pieces. Nobody else changes anything until the unit ends.
pub fn open(unit: &mut Unit<'_>, run: &Run, chunks: &[Chunk]) -> Result<()> {
    unit.execute(
        "insert into run (id, kind, period, state, law, known_at, on_day, people, first_code)
         values ($1, $2, $3, 'open', $4, $5, $6, $7, $8)",
        &[
            Value::Int(run.id),
            Value::Text(&run.kind),
            Value::Text(&run.period),
            Value::Text(&run.law),
            Value::Moment(run.known),
            Value::Day(run.day),
            Value::Int(run.people),
            Value::Int(run.first_code),
        ],
    )?;
    add_chunks(unit, chunks)
}

/// Adds pieces that are open.
pub fn add_chunks(unit: &mut Unit<'_>, chunks: &[Chunk]) -> Result<()> {
    let columns = [
        ("run", Kind::Int),
        ("no", Kind::Int),
        ("number_from", Kind::Int),
        ("number_until", Kind::Int),
        ("people", Kind::Int),
        ("state", Kind::Text),
    ];
    let mut copy = unit.copy("chunk", &columns)?;
    for chunk in chunks {
        copy.row(&[
            Value::Int(chunk.run),
            Value::Int(chunk.no),
            Value::Int(chunk.from),
            Value::Int(chunk.until),
            Value::Int(chunk.people),
            Value::Text("open"),
        ])?;
    }
    copy.finish()?;
    Ok(())
}

const READ: &str =
    "select id, kind, period, state, law, known_at, on_day, people, first_code, published_at from run";

/// The run of a kind and period.
pub fn find(unit: &mut Unit<'_>, kind: &str, period: &str) -> Result<Option<Run>> {
    let row = unit
        .row(&format!("{READ} where kind = $1 and period = $2"), &[Value::Text(kind), Value::Text(period)])?;
    row.as_ref().map(from_row).transpose()
}

/// A run by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Run>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// Every run, the latest last.
pub fn all(unit: &mut Unit<'_>) -> Result<Vec<Run>> {
    unit.rows(&format!("{READ} order by id"), &[])?.iter().map(from_row).collect()
}

/// The last published run of a kind.
pub fn last(unit: &mut Unit<'_>, kind: &str) -> Result<Option<Run>> {
    let row = unit.row(
        &format!("{READ} where kind = $1 and state = 'published' order by period desc limit 1"),
        &[Value::Text(kind)],
    )?;
    row.as_ref().map(from_row).transpose()
}

fn from_row(row: &Row) -> Result<Run> {
    Ok(Run {
        id: row.int(0)?,
        kind: row.text(1)?.to_owned(),
        period: row.text(2)?.to_owned(),
        state: row.text(3)?.to_owned(),
        law: row.text(4)?.to_owned(),
        known: row.moment(5)?,
        day: row.day(6)?,
        people: row.int(7)?,
        first_code: row.int(8)?,
        published: row.opt_moment(9)?,
    })
}

/// Takes pieces nobody else is at, at most so many, and holds them until the unit ends.
pub fn claim(unit: &mut Unit<'_>, run: i64, most: i64) -> Result<Vec<Chunk>> {
    let skip = unit.engine().for_update_skip_locked();
    let rows = unit.rows(
        &format!(
            "select run, no, number_from, number_until, people from chunk
             where run = $1 and state = 'open' order by no limit $2{skip}"
        ),
        &[Value::Int(run), Value::Int(most)],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Chunk {
                run: row.int(0)?,
                no: row.int(1)?,
                from: row.int(2)?,
                until: row.int(3)?,
                people: row.int(4)?,
            })
        })
        .collect()
}

/// Gives up an open run of which no piece is done, as if it had never been opened. Whether it could.
pub fn abandon(unit: &mut Unit<'_>, run: i64) -> Result<bool> {
    let begun =
        unit.row("select 1 from chunk where run = $1 and state = 'done' limit 1", &[Value::Int(run)])?;
    if begun.is_some() {
        return Ok(false);
    }
    unit.execute("delete from chunk where run = $1", &[Value::Int(run)])?;
    let gone = unit.execute("delete from run where id = $1 and state = 'open'", &[Value::Int(run)])?;
    Ok(gone == 1)
}

/// Writes down that a piece is done and what it came to.
pub fn finish(unit: &mut Unit<'_>, chunk: &Chunk, done: &Done, worker: &str, now: Moment) -> Result<()> {
    unit.execute(
        "update chunk set state = 'done', worker = $3, done_at = $4, assessed = $5, faults = $6, bills = $7,
             owed = $8, digest = $9
         where run = $1 and no = $2",
        &[
            Value::Int(chunk.run),
            Value::Int(chunk.no),
            Value::Text(worker),
            Value::Moment(now),
            Value::Int(done.assessed),
            Value::Int(done.faults),
            Value::Int(done.bills),
            Value::Int(done.owed),
            Value::Bytes(&done.digest),
        ],
    )?;
    Ok(())
}

/// How far a run is: pieces, pieces done, people, people done.
pub fn progress(unit: &mut Unit<'_>, run: i64) -> Result<[i64; 4]> {
    let row = unit.row(
        "select count(*), cast(coalesce(sum(case when state = 'done' then 1 else 0 end), 0) as bigint),
             cast(coalesce(sum(people), 0) as bigint),
             cast(coalesce(sum(case when state = 'done' then people else 0 end), 0) as bigint)
         from chunk where run = $1",
        &[Value::Int(run)],
    )?;
    let Some(row) = row else { return Ok([0; 4]) };
    Ok([row.int(0)?, row.int(1)?, row.int(2)?, row.int(3)?])
}

/// The pieces that are done, with what they came to.
pub fn done(unit: &mut Unit<'_>, run: i64) -> Result<Vec<(Chunk, Done)>> {
    let rows = unit.rows(
        "select run, no, number_from, number_until, people, assessed, faults, bills, owed, digest
         from chunk where run = $1 and state = 'done' order by no",
        &[Value::Int(run)],
    )?;
    rows.iter()
        .map(|row| {
            let chunk = Chunk {
                run: row.int(0)?,
                no: row.int(1)?,
                from: row.int(2)?,
                until: row.int(3)?,
                people: row.int(4)?,
            };
            let mut digest = [0; 32];
            let bytes = row.bytes(9)?;
            anyhow::ensure!(bytes.len() == digest.len(), "the digest of chunk {} is damaged", chunk.no);
            digest.copy_from_slice(bytes);
            let done = Done {
                assessed: row.int(5)?,
                faults: row.int(6)?,
                bills: row.int(7)?,
                owed: row.int(8)?,
                digest,
            };
            Ok((chunk, done))
        })
        .collect()
}

/// Publishes a run.
pub fn publish(unit: &mut Unit<'_>, run: i64, now: Moment) -> Result<()> {
    unit.execute(
        "update run set state = 'published', published_at = $2 where id = $1",
        &[Value::Int(run), Value::Moment(now)],
    )?;
    Ok(())
}

/// The columns of a person without an answer.
pub const FAULT_COLUMNS: [(&str, Kind); 4] =
    [("run", Kind::Int), ("membership", Kind::Int), ("payer", Kind::Int), ("fault", Kind::Text)];

/// People without an answer: membership, payer, why.
pub fn faults(unit: &mut Unit<'_>, run: i64, most: i64) -> Result<Vec<(i64, i64, String)>> {
    let rows = unit.rows(
        "select membership, payer, fault from run_fault where run = $1 order by membership limit $2",
        &[Value::Int(run), Value::Int(most)],
    )?;
    rows.iter().map(|row| Ok((row.int(0)?, row.int(1)?, row.text(2)?.to_owned()))).collect()
}

/// No run begins until the unit ends: what is read of months from here on stays true of them.
pub fn hold_off(unit: &mut Unit<'_>) -> Result<()> {
    if let Some(statement) = unit.engine().hold_off_runs() {
        unit.execute(statement, &[])?;
    }
    Ok(())
}

/// The latest month whose run was begun.
pub fn last_begun_month(unit: &mut Unit<'_>) -> Result<Option<base::Month>> {
    // Asked of everybody who joins; while a unit works ahead no other run begins.
    if let Some(month) = unit.ahead.as_ref().and_then(|ahead| ahead.last_begun.get()) {
        return Ok(*month);
    }
    let rows = unit.rows_aside("select max(period) from run where kind = 'month'", &[])?;
    let found = rows.first().map_or(Ok(None), |row| row.opt_text(0))?;
    let month = found.map(str::parse).transpose()?;
    if let Some(ahead) = &mut unit.ahead {
        ahead.last_begun.get_or_init(|| month);
    }
    Ok(month)
}

/// Whether the run of a month is through with a payer; a run of nobody is, as soon as it is published.
pub fn is_through_with(unit: &mut Unit<'_>, month: base::Month, payer: scheme::id::PayerId) -> Result<bool> {
    let row = unit.row(
        "select 1 from run where kind = 'month' and period = $1 and (state = 'published' or exists (
             select 1 from chunk where chunk.run = run.id and chunk.state = 'done'
                 and chunk.number_from <= $2 and chunk.number_until > $2))",
        &[Value::Text(&month.to_string()), Value::Int(payer.0)],
    )?;
    Ok(row.is_some())
}

/// The first month of which anything was assessed.
pub fn first_assessed_month(unit: &mut Unit<'_>) -> Result<Option<base::Month>> {
    let row = unit.row("select min(month) from assessment", &[])?;
    row.map_or(Ok(None), |row| row.opt_month(0))
}

/// How many people the pieces before one have.
pub fn people_before(unit: &mut Unit<'_>, chunk: &Chunk) -> Result<i64> {
    let row = unit.row(
        "select cast(coalesce(sum(people), 0) as bigint) from chunk where run = $1 and no < $2",
        &[Value::Int(chunk.run), Value::Int(chunk.no)],
    )?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// Every piece of a run, done or not.
pub fn ranges(unit: &mut Unit<'_>, run: i64) -> Result<Vec<Chunk>> {
    let rows = unit.rows(
        "select run, no, number_from, number_until, people from chunk where run = $1 order by no",
        &[Value::Int(run)],
    )?;
    rows.iter().map(chunk_of).collect()
}

fn chunk_of(row: &Row) -> Result<Chunk> {
    let (run, no, from, until) = (row.int(0)?, row.int(1)?, row.int(2)?, row.int(3)?);
    Ok(Chunk { run, no, from, until, people: row.int(4)? })
}
