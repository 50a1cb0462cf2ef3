//! Dismissals that one side reported, and what is said against them or against a signal.

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::{MembershipId, PayerId, PersonId};

use crate::{Row, Unit, Value, seal};

/// A dismissal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dismissal {
    /// The case that it opened.
    pub of_case: i64,
    /// Who was dismissed.
    pub person: PersonId,
    /// From which membership.
    pub membership: MembershipId,
    /// By whom.
    pub payer: PayerId,
    /// Who reported it: `member`, `employer` or `officer`.
    pub said_by: String,
    /// Under which account.
    pub account: Option<i64>,
    /// The day of it.
    pub day: Day,
    /// Why work ended, by the law's name.
    pub termination: String,
    /// When it was reported.
    pub known: Moment,
}

/// Adds a dismissal.
pub fn add(unit: &mut Unit<'_>, one: &Dismissal) -> Result<()> {
    unit.execute(
        "insert into dismissal (of_case, person, membership, payer, said_by, account, day, termination,
             known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &[
            Value::Int(one.of_case),
            Value::Int(one.person.0),
            Value::Int(one.membership.0),
            Value::Int(one.payer.0),
            Value::Text(&one.said_by),
            one.account.into(),
            Value::Day(one.day),
            Value::Text(&one.termination),
            Value::Moment(one.known),
        ],
    )?;
    Ok(())
}

const READ: &str =
    "select of_case, person, membership, payer, said_by, account, day, termination, known_at from dismissal";

/// The dismissal of a case.
pub fn read(unit: &mut Unit<'_>, of_case: i64) -> Result<Option<Dismissal>> {
    let row = unit.row(&format!("{READ} where of_case = $1"), &[Value::Int(of_case)])?;
    row.as_ref().map(from_row).transpose()
}

/// The dismissals by an employer, the latest first, at most so many.
pub fn of_payer(unit: &mut Unit<'_>, payer: PayerId, limit: i64) -> Result<Vec<Dismissal>> {
    let sql = format!("{READ} where payer = $1 order by of_case desc limit $2");
    unit.rows(&sql, &[Value::Int(payer.0), Value::Int(limit)])?.iter().map(from_row).collect()
}

/// Every dismissal since a day, at most so many: what signals look at.
pub fn since(unit: &mut Unit<'_>, day: Day, limit: i64) -> Result<Vec<Dismissal>> {
    let sql = format!("{READ} where day >= $1 order by of_case limit $2");
    unit.rows(&sql, &[Value::Day(day), Value::Int(limit)])?.iter().map(from_row).collect()
}

/// Employers that belong together with one, itself among them: branches, and whom they are branches of.
pub fn group(unit: &mut Unit<'_>, payer: PayerId) -> Result<Vec<PayerId>> {
    let rows = unit.rows(
        "with root as (select coalesce(parent, id) as id from payer where id = $1)
         select p.id from payer as p join root as r on p.id = r.id or p.parent = r.id order by p.id",
        &[Value::Int(payer.0)],
    )?;
    rows.iter().map(|row| Ok(PayerId(row.int(0)?))).collect()
}

/// People whom one employer dismissed since a day.
pub fn dismissed(unit: &mut Unit<'_>, payer: PayerId, since: Day) -> Result<i64> {
    let row = unit.row(
        "select count(distinct person) from dismissal where payer = $1 and day >= $2",
        &[Value::Int(payer.0), Value::Day(since)],
    )?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// People whom an employer dismissed and one of its group took back afterwards.
pub fn taken_back(unit: &mut Unit<'_>, payer: PayerId) -> Result<i64> {
    let row = unit.row(
        "with root as (select coalesce(parent, id) as id from payer where id = $1),
              firm as (select p.id from payer as p join root as r on p.id = r.id or p.parent = r.id)
         select count(distinct d.person) from dismissal as d join membership as m on m.person = d.person
         where d.payer in (select id from firm) and m.payer in (select id from firm)
             and m.started_on > d.day and m.id <> d.membership",
        &[Value::Int(payer.0)],
    )?;
    row.map_or(Ok(0), |row| row.int(0))
}

fn from_row(row: &Row) -> Result<Dismissal> {
    Ok(Dismissal {
        of_case: row.int(0)?,
        person: PersonId(row.int(1)?),
        membership: MembershipId(row.int(2)?),
        payer: PayerId(row.int(3)?),
        said_by: row.text(4)?.to_owned(),
        account: row.opt_int(5)?,
        day: row.day(6)?,
        termination: row.text(7)?.to_owned(),
        known: row.moment(8)?,
    })
}

/// Somebody says that it is not so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contest {
    /// Number.
    pub id: i64,
    /// In which case.
    pub of_case: i64,
    /// `dismissal`, or the code of a signal.
    pub about: String,
    /// `member` or `employer`.
    pub said_by: String,
    /// What is said.
    pub sealed: Vec<u8>,
    /// Under which account.
    pub account: Option<i64>,
    /// `open`, `upheld` or `refused`.
    pub state: String,
    /// Who answered, and when.
    pub answered: Option<(i64, Moment)>,
    /// What was answered.
    pub answer: Option<String>,
    /// Since when.
    pub known: Moment,
}

/// What a contest is sealed under.
pub fn context(id: i64) -> String {
    seal::context("job_contest", "sealed", id)
}

/// Adds a contest. It is open, whatever is said of an answer.
pub fn contest(unit: &mut Unit<'_>, one: &Contest) -> Result<()> {
    unit.execute(
        "insert into job_contest (id, of_case, about, said_by, sealed, account, state, known_at)
         values ($1, $2, $3, $4, $5, $6, 'open', $7)",
        &[
            Value::Int(one.id),
            Value::Int(one.of_case),
            Value::Text(&one.about),
            Value::Text(&one.said_by),
            Value::Bytes(&one.sealed),
            one.account.into(),
            Value::Moment(one.known),
        ],
    )?;
    Ok(())
}

const CONTEST: &str = "select id, of_case, about, said_by, sealed, account, state, answered_by, answered_at,
    answer, known_at from job_contest";

/// A contest by number.
pub fn contested(unit: &mut Unit<'_>, id: i64) -> Result<Option<Contest>> {
    let row = unit.row(&format!("{CONTEST} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(contest_row).transpose()
}

/// What is said against a case, in the order it was said.
pub fn contests(unit: &mut Unit<'_>, of_case: i64) -> Result<Vec<Contest>> {
    let sql = format!("{CONTEST} where of_case = $1 order by id");
    unit.rows(&sql, &[Value::Int(of_case)])?.iter().map(contest_row).collect()
}

/// Answers what is still open; whether it was.
pub fn answer(unit: &mut Unit<'_>, id: i64, state: &str, by: (i64, Moment), answer: &str) -> Result<bool> {
    let changed = unit.execute(
        "update job_contest set state = $2, answered_by = $3, answered_at = $4, answer = $5
         where id = $1 and state = 'open'",
        &[Value::Int(id), Value::Text(state), Value::Int(by.0), Value::Moment(by.1), Value::Text(answer)],
    )?;
    Ok(changed == 1)
}

fn contest_row(row: &Row) -> Result<Contest> {
    Ok(Contest {
        id: row.int(0)?,
        of_case: row.int(1)?,
        about: row.text(2)?.to_owned(),
        said_by: row.text(3)?.to_owned(),
        sealed: row.bytes(4)?.to_vec(),
        account: row.opt_int(5)?,
        state: row.text(6)?.to_owned(),
        answered: row.opt_int(7)?.zip(row.opt_moment(8)?),
        answer: row.opt_text(9)?.map(str::to_owned),
        known: row.moment(10)?,
    })
}

/// What somebody found who looked at a signal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Of which claim.
    pub claim: i64,
    /// Which signal.
    pub code: String,
    /// Which look at it, from 1.
    pub no: i64,
    /// `cleared` or `upheld`.
    pub state: String,
    /// Why.
    pub answer: String,
    /// Who looked.
    pub account: Option<i64>,
    /// When.
    pub known: Moment,
}

/// Adds a look at a signal.
pub fn review(unit: &mut Unit<'_>, one: &Review) -> Result<()> {
    unit.execute(
        "insert into signal_review (claim, code, no, state, answer, account, known_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            Value::Int(one.claim),
            Value::Text(&one.code),
            Value::Int(one.no),
            Value::Text(&one.state),
            Value::Text(&one.answer),
            one.account.into(),
            Value::Moment(one.known),
        ],
    )?;
    Ok(())
}

/// The looks at the signals of a claim, by code and in their order.
pub fn reviews(unit: &mut Unit<'_>, claim: i64) -> Result<Vec<Review>> {
    let rows = unit.rows(
        "select claim, code, no, state, answer, account, known_at from signal_review where claim = $1
         order by code, no",
        &[Value::Int(claim)],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Review {
                claim: row.int(0)?,
                code: row.text(1)?.to_owned(),
                no: row.int(2)?,
                state: row.text(3)?.to_owned(),
                answer: row.text(4)?.to_owned(),
                account: row.opt_int(5)?,
                known: row.moment(6)?,
            })
        })
        .collect()
}
