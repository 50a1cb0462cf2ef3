//! Pensions: who draws them, month by month, and the payrolls that grant them.

use anyhow::Result;
use base::{Day, Moment, Month};
use scheme::id::{MembershipId, PersonId};

use crate::{Kind, Row, Unit, Value};

/// A pension for one hand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pension {
    /// Number.
    pub id: i64,
    /// The claim that it comes of.
    pub claim: i64,
    /// Whose insurance it rests on.
    pub person: PersonId,
    /// Her membership.
    pub membership: MembershipId,
    /// Old age, disability, or survivors, by the law's name.
    pub kind: String,
    /// The month it began.
    pub start: Month,
    /// Who of the survivors draws it, by the law's name.
    pub drawn_by: Option<String>,
    /// What the formula gave, in coins.
    pub formula: i64,
    /// Whose hand: `member` or `relative 3`.
    pub hand: String,
    /// Which part of it, from 1, of how many.
    pub part: (i64, i64),
    /// Who has to be seen alive, where the register has a number.
    pub drawer: Option<PersonId>,
    /// When a child was born who draws it.
    pub born: Option<Day>,
    /// The last day whoever draws it was seen alive.
    pub proven: Day,
    /// The first month that is not granted yet.
    pub next: Month,
    /// The last month that is owed, once it has one.
    pub until: Option<Month>,
    /// The day it ended, and why.
    pub ended: Option<(Day, String)>,
    /// The day of something that may have changed who draws it.
    pub look_on: Option<Day>,
    /// Since when it is known.
    pub known: Moment,
}

/// The columns of a pension, for many at once.
pub const COLUMNS: [(&str, Kind); 20] = [
    ("id", Kind::Int),
    ("claim", Kind::Int),
    ("person", Kind::Int),
    ("membership", Kind::Int),
    ("kind", Kind::Text),
    ("start_month", Kind::Month),
    ("drawn_by", Kind::Text),
    ("formula", Kind::Int),
    ("hand", Kind::Text),
    ("part", Kind::Small),
    ("parts", Kind::Small),
    ("drawer", Kind::Int),
    ("born", Kind::Day),
    ("proven", Kind::Day),
    ("next_month", Kind::Month),
    ("until_month", Kind::Month),
    ("ended", Kind::Day),
    ("why", Kind::Text),
    ("look_on", Kind::Day),
    ("known_at", Kind::Moment),
];

/// A pension as its columns have it.
pub fn values(pension: &Pension) -> [Value<'_>; 20] {
    let ended = pension.ended.as_ref();
    [
        Value::Int(pension.id),
        Value::Int(pension.claim),
        Value::Int(pension.person.0),
        Value::Int(pension.membership.0),
        Value::Text(&pension.kind),
        Value::Month(pension.start),
        pension.drawn_by.as_deref().into(),
        Value::Int(pension.formula),
        Value::Text(&pension.hand),
        Value::Int(pension.part.0),
        Value::Int(pension.part.1),
        pension.drawer.map(|drawer| drawer.0).into(),
        pension.born.into(),
        Value::Day(pension.proven),
        Value::Month(pension.next),
        pension.until.into(),
        ended.map(|(day, _)| *day).into(),
        ended.map(|(_, why)| why.as_str()).into(),
        pension.look_on.into(),
        Value::Moment(pension.known),
    ]
}

/// Adds a pension.
pub fn add(unit: &mut Unit<'_>, pension: &Pension) -> Result<()> {
    unit.execute(
        "insert into pension (id, claim, person, membership, kind, start_month, drawn_by, formula, hand,
             part, parts, drawer, born, proven, next_month, until_month, ended, why, look_on, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)",
        &values(pension),
    )?;
    Ok(())
}

const READ: &str = "select id, claim, person, membership, kind, start_month, drawn_by, formula, hand, part,
    parts, drawer, born, proven, next_month, until_month, ended, why, look_on, known_at from pension";

/// A pension by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Pension>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// The pensions of a claim, in the order they began.
pub fn of_claim(unit: &mut Unit<'_>, claim: i64) -> Result<Vec<Pension>> {
    let sql = format!("{READ} where claim = $1 order by id");
    unit.rows(&sql, &[Value::Int(claim)])?.iter().map(from_row).collect()
}

/// The pensions that rest on a person's insurance.
pub fn of_person(unit: &mut Unit<'_>, person: PersonId) -> Result<Vec<Pension>> {
    let sql = format!("{READ} where person = $1 order by id");
    unit.rows(&sql, &[Value::Int(person.0)])?.iter().map(from_row).collect()
}

/// The pensions that somebody draws.
pub fn drawn_by(unit: &mut Unit<'_>, drawer: PersonId) -> Result<Vec<Pension>> {
    let sql = format!("{READ} where drawer = $1 order by id");
    unit.rows(&sql, &[Value::Int(drawer.0)])?.iter().map(from_row).collect()
}

/// Those of a range of numbers of which a month is still to be granted, by number.
pub fn each_due(
    unit: &mut Unit<'_>,
    month: Month,
    (from, until): (i64, i64),
    each: &mut dyn FnMut(&Row) -> Result<()>,
) -> Result<()> {
    let sql = format!(
        "{READ} where id >= $1 and id < $2 and next_month <= $3
             and (until_month is null or until_month >= next_month) order by id"
    );
    unit.each(&sql, &[Value::Int(from), Value::Int(until), Value::Month(month)], each)
}

/// Those that are due in pieces of a size: the first and the last number of each piece, and how many.
pub fn pieces(unit: &mut Unit<'_>, month: Month, size: i64) -> Result<Vec<(i64, i64, i64)>> {
    let rows = unit.rows(
        "select cast(min(id) as bigint), cast(max(id) as bigint), cast(count(*) as bigint) from (
             select id, row_number() over (order by id) - 1 as place from pension
             where next_month <= $1 and (until_month is null or until_month >= next_month)
         ) as due group by place / $2 order by 1",
        &[Value::Month(month), Value::Int(size)],
    )?;
    rows.iter().map(|row| Ok((row.int(0)?, row.int(1)?, row.int(2)?))).collect()
}

/// Children who draw a pension: the claim and the day each was born.
pub fn each_child(unit: &mut Unit<'_>, each: &mut dyn FnMut(i64, Day) -> Result<()>) -> Result<()> {
    let sql = "select claim, born from pension where born is not null and until_month is null order by id";
    unit.each(sql, &[], &mut |row| each(row.int(0)?, row.day(1)?))
}

/// Claims of which somebody has to look who draws their pension now, since when.
pub fn to_look_at(unit: &mut Unit<'_>) -> Result<Vec<(i64, Day)>> {
    let sql = "select claim, min(look_on) from pension where look_on is not null group by claim order by 1";
    unit.rows(sql, &[])?.iter().map(|row| Ok((row.int(0)?, row.day(1)?))).collect()
}

/// People of a range of pensions who were paid too much at some time, and everybody who was and has, or had,
/// another number: who of these draws a pension under it is for the register to say.
pub fn debtors(unit: &mut Unit<'_>, (from, until): (i64, i64)) -> Result<Vec<PersonId>> {
    let rows = unit.rows(
        "select r.person from recovery as r join pension as p on p.person = r.person
             where p.id >= $1 and p.id < $2
         union
         select r.person from recovery as r join link as l on l.person = r.person
         union
         select r.person from recovery as r join link as l on l.into_person = r.person
         order by 1",
        &[Value::Int(from), Value::Int(until)],
    )?;
    rows.iter().map(|row| Ok(PersonId(row.int(0)?))).collect()
}

/// A pension as its row has it.
pub fn from_row(row: &Row) -> Result<Pension> {
    let why = row.opt_text(17)?.unwrap_or_default().to_owned();
    Ok(Pension {
        id: row.int(0)?,
        claim: row.int(1)?,
        person: PersonId(row.int(2)?),
        membership: MembershipId(row.int(3)?),
        kind: row.text(4)?.to_owned(),
        start: row.month(5)?,
        drawn_by: row.opt_text(6)?.map(str::to_owned),
        formula: row.int(7)?,
        hand: row.text(8)?.to_owned(),
        part: (row.int(9)?, row.int(10)?),
        drawer: row.opt_int(11)?.map(PersonId),
        born: row.opt_day(12)?,
        proven: row.day(13)?,
        next: row.month(14)?,
        until: row.opt_month(15)?,
        ended: row.opt_day(16)?.map(|day| (day, why)),
        look_on: row.opt_day(18)?,
        known: row.moment(19)?,
    })
}

/// Writes down what changes in a pension: the formula, its next and last month, its end, what to look at.
pub fn change(unit: &mut Unit<'_>, pension: &Pension) -> Result<()> {
    let ended = pension.ended.as_ref();
    unit.execute(
        "update pension set formula = $2, drawer = $3, next_month = $4, until_month = $5, ended = $6,
             why = $7, look_on = $8 where id = $1",
        &[
            Value::Int(pension.id),
            Value::Int(pension.formula),
            pension.drawer.map(|drawer| drawer.0).into(),
            Value::Month(pension.next),
            pension.until.into(),
            ended.map(|(day, _)| *day).into(),
            ended.map(|(_, why)| why.as_str()).into(),
            pension.look_on.into(),
        ],
    )?;
    Ok(())
}

/// Whoever draws a pension was seen alive on a day; how many pensions that is for.
pub fn prove(unit: &mut Unit<'_>, drawer: PersonId, day: Day) -> Result<u64> {
    unit.execute(
        "update pension set proven = case when proven < $2 then $2 else proven end where drawer = $1
             and (until_month is null or until_month >= next_month)",
        &[Value::Int(drawer.0), Value::Day(day)],
    )
}

/// What was granted of a run goes on with the month after.
pub fn go_on(unit: &mut Unit<'_>, run: &Run, (from, until): (i64, i64)) -> Result<()> {
    let next = run.month.next().unwrap_or(run.month);
    unit.execute(
        "update pension set next_month = $4 where id >= $1 and id < $2 and exists (
             select 1 from pension_month as m where m.pension = pension.id and m.run = $3
                 and m.month = case when pension.until_month < $5 then pension.until_month else $5 end)",
        &[
            Value::Int(from),
            Value::Int(until),
            Value::Int(run.id),
            Value::Month(next),
            Value::Month(run.month),
        ],
    )?;
    Ok(())
}

/// What was granted for a month, or found to be different later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfMonth {
    /// The pension.
    pub pension: i64,
    /// The month.
    pub month: Month,
    /// Which of what was said of it.
    pub no: i64,
    /// The payroll that granted it.
    pub run: Option<i64>,
    /// How much; below nothing for what is taken back.
    pub amount: i64,
    /// Since when it is known.
    pub known: Moment,
}

/// The columns of a month, for many at once.
pub const MONTH_COLUMNS: [(&str, Kind); 6] = [
    ("pension", Kind::Int),
    ("month", Kind::Month),
    ("no", Kind::Small),
    ("run", Kind::Int),
    ("amount", Kind::Int),
    ("known_at", Kind::Moment),
];

/// A month as its columns have it.
pub fn month_values(of: &OfMonth) -> [Value<'static>; 6] {
    [
        Value::Int(of.pension),
        Value::Month(of.month),
        Value::Int(of.no),
        of.run.into(),
        Value::Int(of.amount),
        Value::Moment(of.known),
    ]
}

/// Adds what was granted for a month.
pub fn grant(unit: &mut Unit<'_>, of: &OfMonth) -> Result<()> {
    unit.execute(
        "insert into pension_month (pension, month, no, run, amount, known_at)
         values ($1, $2, $3, $4, $5, $6)",
        &month_values(of),
    )?;
    Ok(())
}

/// Every month of a pension, in order.
pub fn months(unit: &mut Unit<'_>, pension: i64) -> Result<Vec<OfMonth>> {
    let sql = "select pension, month, no, run, amount, known_at from pension_month
        where pension = $1 order by month, no";
    unit.rows(sql, &[Value::Int(pension)])?.iter().map(of_month).collect()
}

/// What a run granted to a range of pensions, in order.
pub fn each_of_run(
    unit: &mut Unit<'_>,
    run: i64,
    (from, until): (i64, i64),
    each: &mut dyn FnMut(&OfMonth) -> Result<()>,
) -> Result<()> {
    unit.each(
        "select pension, month, no, run, amount, known_at from pension_month
         where run = $1 and pension >= $2 and pension < $3 order by pension, month",
        &[Value::Int(run), Value::Int(from), Value::Int(until)],
        &mut |row| each(&of_month(row)?),
    )
}

/// The first pension from a number on that a run granted something to, with its last month.
pub fn first_of_run(unit: &mut Unit<'_>, run: i64, from: i64) -> Result<Option<OfMonth>> {
    let sql = "select pension, month, no, run, amount, known_at from pension_month
        where run = $1 and pension >= $2 order by pension, month desc limit 1";
    unit.row(sql, &[Value::Int(run), Value::Int(from)])?.as_ref().map(of_month).transpose()
}

fn of_month(row: &Row) -> Result<OfMonth> {
    Ok(OfMonth {
        pension: row.int(0)?,
        month: row.month(1)?,
        no: row.int(2)?,
        run: row.opt_int(3)?,
        amount: row.int(4)?,
        known: row.moment(5)?,
    })
}

/// What a run came to: rows, their sum, the first and the last pension.
pub fn totals_of_run(unit: &mut Unit<'_>, run: i64) -> Result<(i64, i64, i64, i64)> {
    let row = unit.row(
        "select cast(count(*) as bigint), cast(coalesce(sum(amount), 0) as bigint),
             cast(coalesce(min(pension), 0) as bigint), cast(coalesce(max(pension), 0) as bigint)
         from pension_month where run = $1",
        &[Value::Int(run)],
    )?;
    row.map_or(Ok((0, 0, 0, 0)), |row| Ok((row.int(0)?, row.int(1)?, row.int(2)?, row.int(3)?)))
}

/// Pensions that ended in a month: how many.
pub fn ended_in(unit: &mut Unit<'_>, month: Month) -> Result<i64> {
    let sql = "select cast(count(*) as bigint) from pension where until_month = $1";
    unit.row(sql, &[Value::Month(month)])?.map_or(Ok(0), |row| row.int(0))
}

/// A payroll of pensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// Number.
    pub id: i64,
    /// The month.
    pub month: Month,
    /// Which time this month is run, from 1.
    pub turn: i64,
    /// Whether it is published.
    pub published: Option<Moment>,
    /// Fingerprint of the law.
    pub law: String,
    /// What is known by then counts.
    pub known: Moment,
    /// The day of its entries.
    pub day: Day,
    /// Pensions expected.
    pub people: i64,
    /// The first number of its orders.
    pub first_order: i64,
    /// Who asked for it.
    pub account: Option<i64>,
}

/// Opens a payroll.
pub fn open(unit: &mut Unit<'_>, run: &Run) -> Result<()> {
    unit.execute(
        "insert into pension_run (id, month, turn, state, law, known_at, on_day, people, first_order, account)
         values ($1, $2, $3, 'open', $4, $5, $6, $7, $8, $9)",
        &[
            Value::Int(run.id),
            Value::Month(run.month),
            Value::Int(run.turn),
            Value::Text(&run.law),
            Value::Moment(run.known),
            Value::Day(run.day),
            Value::Int(run.people),
            Value::Int(run.first_order),
            run.account.into(),
        ],
    )?;
    Ok(())
}

/// Every payroll, in order.
pub fn runs(unit: &mut Unit<'_>) -> Result<Vec<Run>> {
    let rows = unit.rows(
        "select id, month, turn, law, known_at, on_day, people, first_order, account, published_at
         from pension_run order by month, turn",
        &[],
    )?;
    rows.iter()
        .map(|row| {
            Ok(Run {
                id: row.int(0)?,
                month: row.month(1)?,
                turn: row.int(2)?,
                law: row.text(3)?.to_owned(),
                known: row.moment(4)?,
                day: row.day(5)?,
                people: row.int(6)?,
                first_order: row.int(7)?,
                account: row.opt_int(8)?,
                published: row.opt_moment(9)?,
            })
        })
        .collect()
}

/// Publishes a payroll.
pub fn publish(unit: &mut Unit<'_>, run: i64, now: Moment) -> Result<()> {
    unit.execute(
        "update pension_run set state = 'published', published_at = $2 where id = $1",
        &[Value::Int(run), Value::Moment(now)],
    )?;
    Ok(())
}
