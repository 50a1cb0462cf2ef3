//! Lists of names that villages and associations hand in, and what each line came to.

use anyhow::Result;
use base::{Moment, Month};
use scheme::id::{MembershipId, PayerId, PersonId};

use crate::{Kind, Row, Unit, Value, seal};

/// The word of a line that nobody has looked at yet.
pub const UNCHECKED: &str = "unchecked";

/// A list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonList {
    /// Number.
    pub id: i64,
    /// Who handed it in.
    pub payer: PayerId,
    /// Which campaign it is for.
    pub campaign: i64,
    /// What the file was called.
    pub name: String,
    /// The decree that fixes it.
    pub decree: Option<String>,
    /// The first month that is to be paid for.
    pub month: Month,
    /// `checking`, `checked`, `chosen`, `dropped` or `failed`.
    pub state: String,
    /// How many lines it has.
    pub lines: i64,
    /// Who brought it.
    pub account: Option<i64>,
    /// The number of the job, or what is wrong with it as a whole.
    pub told: Option<String>,
    /// When it was brought.
    pub made: Moment,
}

/// A line of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The list.
    pub list: i64,
    /// Which line of the file.
    pub no: i64,
    /// The law's word for what it came to, `unreadable`, or `unchecked`.
    pub verdict: String,
    /// The keyed hash of the NIK; none where it has not the form of one.
    pub look: Option<Vec<u8>>,
    /// Whom it names, if the institution knows her.
    pub person: Option<PersonId>,
    /// Her membership in the month.
    pub membership: Option<MembershipId>,
    /// Where she lives, as the list says.
    pub area: Option<String>,
    /// `female` or `male`.
    pub sex: Option<String>,
    /// What she does, as the list says.
    pub work: Option<String>,
    /// The tenth of the population by welfare.
    pub decile: Option<i64>,
    /// Whether she lives with a disability.
    pub disabled: Option<bool>,
    /// The line as it was handed in.
    pub sealed: Vec<u8>,
}

/// What a line is sealed under.
pub fn line_context(list: i64, no: i64) -> String {
    seal::context_within("list_line", "sealed", list, no)
}

/// Adds a list.
pub fn add(unit: &mut Unit<'_>, list: &PersonList) -> Result<()> {
    unit.execute(
        "insert into person_list
             (id, payer, campaign, name, decree, month, state, lines, account, told, made_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        &[
            Value::Int(list.id),
            Value::Int(list.payer.0),
            Value::Int(list.campaign),
            Value::Text(&list.name),
            list.decree.as_deref().into(),
            Value::Month(list.month),
            Value::Text(&list.state),
            Value::Int(list.lines),
            list.account.into(),
            list.told.as_deref().into(),
            Value::Moment(list.made),
        ],
    )?;
    Ok(())
}

const READ: &str =
    "select id, payer, campaign, name, decree, month, state, lines, account, told, made_at from person_list";

/// A list by number.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<PersonList>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// The same, kept from others until the unit ends.
pub fn hold(unit: &mut Unit<'_>, id: i64) -> Result<Option<PersonList>> {
    let update = unit.engine().for_update();
    let row = unit.row(&format!("{READ} where id = $1{update}"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// Lists that a payer handed in before one, the latest first, at most so many.
pub fn of_payer(
    unit: &mut Unit<'_>,
    payer: PayerId,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<PersonList>> {
    among(unit, "payer", payer.0, before, limit)
}

/// All lists, in the same way.
pub fn latest(unit: &mut Unit<'_>, before: Option<i64>, limit: i64) -> Result<Vec<PersonList>> {
    let sql = format!("{READ} where id < $1 order by id desc limit $2");
    let values = [Value::Int(before.unwrap_or(i64::MAX)), Value::Int(limit)];
    unit.rows(&sql, &values)?.iter().map(from_row).collect()
}

fn among(
    unit: &mut Unit<'_>,
    column: &str,
    of: i64,
    before: Option<i64>,
    limit: i64,
) -> Result<Vec<PersonList>> {
    let sql = format!("{READ} where {column} = $1 and id < $2 order by id desc limit $3");
    let values = [Value::Int(of), Value::Int(before.unwrap_or(i64::MAX)), Value::Int(limit)];
    unit.rows(&sql, &values)?.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<PersonList> {
    Ok(PersonList {
        id: row.int(0)?,
        payer: PayerId(row.int(1)?),
        campaign: row.int(2)?,
        name: row.text(3)?.to_owned(),
        decree: row.opt_text(4)?.map(str::to_owned),
        month: row.month(5)?,
        state: row.text(6)?.to_owned(),
        lines: row.int(7)?,
        account: row.opt_int(8)?,
        told: row.opt_text(9)?.map(str::to_owned),
        made: row.moment(10)?,
    })
}

/// Sets what became of a list that was in a state before, and what there is to say about it; whether it still
/// was.
pub fn set_state(
    unit: &mut Unit<'_>,
    id: i64,
    (before, state): (&str, &str),
    told: Option<&str>,
) -> Result<bool> {
    let changed = unit.execute(
        "update person_list set state = $3, told = $4 where id = $1 and state = $2",
        &[Value::Int(id), Value::Text(before), Value::Text(state), told.into()],
    )?;
    Ok(changed == 1)
}

const LINE_COLUMNS: [(&str, Kind); 12] = [
    ("list", Kind::Int),
    ("no", Kind::Int),
    ("verdict", Kind::Text),
    ("look", Kind::Bytes),
    ("person", Kind::Int),
    ("membership", Kind::Int),
    ("area", Kind::Text),
    ("sex", Kind::Text),
    ("work", Kind::Text),
    ("decile", Kind::Small),
    ("disabled", Kind::Bool),
    ("sealed", Kind::Bytes),
];

/// Adds lines.
pub fn add_lines(unit: &mut Unit<'_>, lines: &[Line]) -> Result<()> {
    let mut copy = unit.copy("list_line", &LINE_COLUMNS)?;
    for line in lines {
        copy.row(&[
            Value::Int(line.list),
            Value::Int(line.no),
            Value::Text(&line.verdict),
            line.look.as_deref().into(),
            line.person.map(|person| person.0).into(),
            line.membership.map(|membership| membership.0).into(),
            line.area.as_deref().into(),
            line.sex.as_deref().into(),
            line.work.as_deref().into(),
            line.decile.into(),
            line.disabled.into(),
            Value::Bytes(&line.sealed),
        ])?;
    }
    copy.finish()?;
    Ok(())
}

/// Puts lines in place of those that stand between the first and the last of them.
pub fn replace_lines(unit: &mut Unit<'_>, lines: &[Line]) -> Result<()> {
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return Ok(()) };
    unit.execute(
        "delete from list_line where list = $1 and no >= $2 and no <= $3",
        &[Value::Int(first.list), Value::Int(first.no), Value::Int(last.no)],
    )?;
    add_lines(unit, lines)
}

const READ_LINE: &str =
    "select list, no, verdict, look, person, membership, area, sex, work, decile, disabled,
    sealed from list_line";

/// Lines of a list after a number, of one verdict or of all, at most so many.
pub fn lines(
    unit: &mut Unit<'_>,
    list: i64,
    verdict: Option<&str>,
    after: i64,
    limit: i64,
) -> Result<Vec<Line>> {
    let mut values = vec![Value::Int(list), Value::Int(after), Value::Int(limit)];
    values.extend(verdict.map(Value::Text));
    let among = if verdict.is_some() { "and verdict = $4" } else { "" };
    let sql = format!("{READ_LINE} where list = $1 and no > $2 {among} order by no limit $3");
    unit.rows(&sql, &values)?.iter().map(line_from_row).collect()
}

/// Lines that are read together.
const PAGE: i64 = 1_000;

/// Lines of a list after a number, of one verdict or of all, page by page for as long as `more` are wanted.
pub fn each(
    unit: &mut Unit<'_>,
    (list, verdict): (i64, Option<&str>),
    after: i64,
    more: &mut dyn FnMut(Vec<Line>) -> bool,
) -> Result<()> {
    let mut after = after;
    loop {
        let page = lines(unit, list, verdict, after, PAGE)?;
        let Some(latest) = page.last() else { return Ok(()) };
        after = latest.no;
        if !more(page) {
            return Ok(());
        }
    }
}

/// A line.
pub fn line(unit: &mut Unit<'_>, list: i64, no: i64) -> Result<Option<Line>> {
    let sql = format!("{READ_LINE} where list = $1 and no = $2");
    let row = unit.row(&sql, &[Value::Int(list), Value::Int(no)])?;
    row.as_ref().map(line_from_row).transpose()
}

fn line_from_row(row: &Row) -> Result<Line> {
    let text = |column| Ok::<_, anyhow::Error>(row.opt_text(column)?.map(str::to_owned));
    Ok(Line {
        list: row.int(0)?,
        no: row.int(1)?,
        verdict: row.text(2)?.to_owned(),
        look: row.opt_bytes(3)?.map(<[u8]>::to_vec),
        person: row.opt_int(4)?.map(PersonId),
        membership: row.opt_int(5)?.map(MembershipId),
        area: text(6)?,
        sex: text(7)?,
        work: text(8)?,
        decile: row.opt_int(9)?,
        disabled: row.opt_bool(10)?,
        sealed: row.bytes(11)?.to_vec(),
    })
}

/// How many lines of a list have each verdict, and whether their NIK has the form of one, in order.
pub fn counts(unit: &mut Unit<'_>, list: i64) -> Result<Vec<(String, bool, i64)>> {
    let rows = unit.rows(
        "select verdict, look is not null, count(*) from list_line where list = $1
         group by verdict, look is not null order by verdict, look is not null",
        &[Value::Int(list)],
    )?;
    rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.bool(1)?, row.int(2)?))).collect()
}
