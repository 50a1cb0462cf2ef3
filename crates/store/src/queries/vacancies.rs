//! Vacancies: those that employers publish here, and those that came with files of others.

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::PayerId;

use crate::{Row, Unit, Value};

/// A vacancy as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Vacancy {
    /// Number.
    pub id: i64,
    /// The employer of the institution's who publishes it.
    pub payer: Option<PayerId>,
    /// What whoever offers it calls it.
    pub source: String,
    /// Who offers it.
    pub employer: String,
    /// What the work is called.
    pub title: String,
    /// The occupation's code.
    pub occupation: Option<String>,
    /// The province's code.
    pub province: Option<u8>,
    /// What it pays: from, to.
    pub wages: Option<(i64, i64)>,
    /// What one has to know.
    pub skills: Vec<String>,
    /// Since when.
    pub posted: Day,
    /// The last day to apply.
    pub until: Option<Day>,
    /// When it was taken back.
    pub withdrawn: Option<Day>,
    /// Who wrote it down.
    pub account: Option<i64>,
    /// When.
    pub known: Moment,
}

/// Keeps a vacancy; the same one of the same employer takes the place of what was known of it, under the
/// number it has. Gives that number, and whether it is new.
pub fn keep(unit: &mut Unit<'_>, vacancy: &Vacancy) -> Result<(i64, bool)> {
    let row = unit.row(
        "insert into vacancy (id, payer, source, employer, title, occupation, province, wage_least,
             wage_most, skills, posted_on, until_on, withdrawn_on, account, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
         on conflict (employer, source) do update set title = excluded.title,
             occupation = excluded.occupation, province = excluded.province,
             wage_least = excluded.wage_least, wage_most = excluded.wage_most, skills = excluded.skills,
             posted_on = excluded.posted_on, until_on = excluded.until_on, withdrawn_on = null,
             account = excluded.account, known_at = excluded.known_at
         returning id",
        &[
            Value::Int(vacancy.id),
            vacancy.payer.map(|payer| payer.0).into(),
            Value::Text(&vacancy.source),
            Value::Text(&vacancy.employer),
            Value::Text(&vacancy.title),
            vacancy.occupation.as_deref().into(),
            vacancy.province.into(),
            vacancy.wages.map(|(least, _)| least).into(),
            vacancy.wages.map(|(_, most)| most).into(),
            Value::Text(&vacancy.skills.join("\n")),
            Value::Day(vacancy.posted),
            vacancy.until.into(),
            vacancy.withdrawn.into(),
            vacancy.account.into(),
            Value::Moment(vacancy.known),
        ],
    )?;
    let id = row.map_or(Ok(vacancy.id), |row| row.int(0))?;
    Ok((id, id == vacancy.id))
}

/// Who publishes what an employer of a name calls so, where there is one.
pub fn owner(unit: &mut Unit<'_>, employer: &str, source: &str) -> Result<Option<(i64, Option<PayerId>)>> {
    let row = unit.row(
        "select id, payer from vacancy where employer = $1 and source = $2",
        &[Value::Text(employer), Value::Text(source)],
    )?;
    row.map(|row| Ok((row.int(0)?, row.opt_int(1)?.map(PayerId)))).transpose()
}

const READ: &str = "select id, payer, source, employer, title, occupation, province, wage_least, wage_most,
    skills, posted_on, until_on, withdrawn_on, account, known_at from vacancy";

/// A vacancy by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Vacancy>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// Those one can apply for on a day, by number, at most so many.
pub fn open(unit: &mut Unit<'_>, today: Day, limit: i64) -> Result<Vec<Vacancy>> {
    let sql = format!(
        "{READ} where withdrawn_on is null and posted_on <= $1 and (until_on is null or until_on >= $1)
         order by id limit $2"
    );
    unit.rows(&sql, &[Value::Day(today), Value::Int(limit)])?.iter().map(from_row).collect()
}

/// Those of an employer, the latest first.
pub fn of_payer(unit: &mut Unit<'_>, payer: PayerId) -> Result<Vec<Vacancy>> {
    let sql = format!("{READ} where payer = $1 order by id desc");
    unit.rows(&sql, &[Value::Int(payer.0)])?.iter().map(from_row).collect()
}

/// Takes a vacancy back; false where it was already.
pub fn withdraw(unit: &mut Unit<'_>, id: i64, day: Day) -> Result<bool> {
    let changed = unit.execute(
        "update vacancy set withdrawn_on = $2 where id = $1 and withdrawn_on is null",
        &[Value::Int(id), Value::Day(day)],
    )?;
    Ok(changed == 1)
}

fn from_row(row: &Row) -> Result<Vacancy> {
    Ok(Vacancy {
        id: row.int(0)?,
        payer: row.opt_int(1)?.map(PayerId),
        source: row.text(2)?.to_owned(),
        employer: row.text(3)?.to_owned(),
        title: row.text(4)?.to_owned(),
        occupation: row.opt_text(5)?.map(str::to_owned),
        province: row.opt_int(6)?.map(u8::try_from).transpose()?,
        wages: row.opt_int(7)?.zip(row.opt_int(8)?),
        skills: row.text(9)?.lines().map(str::to_owned).collect(),
        posted: row.day(10)?,
        until: row.opt_day(11)?,
        withdrawn: row.opt_day(12)?,
        account: row.opt_int(13)?,
        known: row.moment(14)?,
    })
}
