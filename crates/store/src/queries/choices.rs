//! In which order campaigns take people, and what became of each place.

use anyhow::Result;
use base::Moment;
use scheme::id::MembershipId;

use super::person_lists::Line;
use crate::{Kind, Row, Unit, Value};

/// A place in the order of a campaign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The campaign.
    pub campaign: i64,
    /// From 1.
    pub place: i64,
    /// Which list names her.
    pub list: i64,
    /// On which line.
    pub line: i64,
    /// `waiting`, `chosen`, `enrolled`, `refused` or `freed`.
    pub state: String,
    /// Her membership, once she has one.
    pub membership: Option<MembershipId>,
    /// Why she is out, in a word.
    pub why: Option<String>,
    /// Who did it.
    pub account: Option<i64>,
    /// Since when.
    pub known: Moment,
}

const COLUMNS: [(&str, Kind); 9] = [
    ("campaign", Kind::Int),
    ("place", Kind::Int),
    ("list", Kind::Int),
    ("line", Kind::Int),
    ("state", Kind::Text),
    ("membership", Kind::Int),
    ("why", Kind::Text),
    ("account", Kind::Int),
    ("known_at", Kind::Moment),
];

/// Adds places.
pub fn add(unit: &mut Unit<'_>, choices: &[Choice]) -> Result<()> {
    let mut copy = unit.copy("choice", &COLUMNS)?;
    for choice in choices {
        copy.row(&[
            Value::Int(choice.campaign),
            Value::Int(choice.place),
            Value::Int(choice.list),
            Value::Int(choice.line),
            Value::Text(&choice.state),
            choice.membership.map(|membership| membership.0).into(),
            choice.why.as_deref().into(),
            choice.account.into(),
            Value::Moment(choice.known),
        ])?;
    }
    copy.finish()?;
    Ok(())
}

const READ: &str =
    "select campaign, place, list, line, state, membership, why, account, known_at from choice";

/// A place.
pub fn read(unit: &mut Unit<'_>, campaign: i64, place: i64) -> Result<Option<Choice>> {
    let sql = format!("{READ} where campaign = $1 and place = $2");
    let row = unit.row(&sql, &[Value::Int(campaign), Value::Int(place)])?;
    row.as_ref().map(from_row).transpose()
}

/// Places of a campaign after one, of one state or of all, at most so many.
pub fn of_campaign(
    unit: &mut Unit<'_>,
    campaign: i64,
    state: Option<&str>,
    after: i64,
    limit: i64,
) -> Result<Vec<Choice>> {
    let mut values = vec![Value::Int(campaign), Value::Int(after), Value::Int(limit)];
    values.extend(state.map(Value::Text));
    let among = if state.is_some() { "and state = $4" } else { "" };
    let sql = format!("{READ} where campaign = $1 and place > $2 {among} order by place limit $3");
    unit.rows(&sql, &values)?.iter().map(from_row).collect()
}

/// Places of a campaign that people of one list have, had or wait for, after one, at most so many.
pub fn of_list(
    unit: &mut Unit<'_>,
    (campaign, list): (i64, i64),
    after: i64,
    limit: i64,
) -> Result<Vec<Choice>> {
    let sql = format!("{READ} where campaign = $1 and list = $2 and place > $3 order by place limit $4");
    let values = [Value::Int(campaign), Value::Int(list), Value::Int(after), Value::Int(limit)];
    unit.rows(&sql, &values)?.iter().map(from_row).collect()
}

/// Places of a campaign after one in a state, each with its line, without what is sealed of it; at most so
/// many.
pub fn with_lines(
    unit: &mut Unit<'_>,
    campaign: i64,
    state: &str,
    after: i64,
    limit: i64,
) -> Result<Vec<(Choice, Line)>> {
    let rows = unit.rows(
        "select c.campaign, c.place, c.list, c.line, c.state, c.membership, c.why, c.account, c.known_at,
             l.verdict, l.area, l.sex, l.work, l.decile, l.disabled
         from choice as c join list_line as l on l.list = c.list and l.no = c.line
         where c.campaign = $1 and c.state = $2 and c.place > $3 order by c.place limit $4",
        &[Value::Int(campaign), Value::Text(state), Value::Int(after), Value::Int(limit)],
    )?;
    let text = |row: &Row, column| Ok::<_, anyhow::Error>(row.opt_text(column)?.map(str::to_owned));
    rows.iter()
        .map(|row| {
            let choice = from_row(row)?;
            let line = Line {
                list: choice.list,
                no: choice.line,
                verdict: row.text(9)?.to_owned(),
                look: None,
                person: None,
                membership: choice.membership,
                area: text(row, 10)?,
                sex: text(row, 11)?,
                work: text(row, 12)?,
                decile: row.opt_int(13)?,
                disabled: row.opt_bool(14)?,
                sealed: Vec::new(),
            };
            Ok((choice, line))
        })
        .collect()
}

/// The last place of a campaign; 0 where there is none. Others add none until the unit ends.
pub fn last_place(unit: &mut Unit<'_>, campaign: i64) -> Result<i64> {
    let update = unit.engine().for_update();
    unit.rows(&format!("select id from campaign where id = $1{update}"), &[Value::Int(campaign)])?;
    let row = unit.row("select max(place) from choice where campaign = $1", &[Value::Int(campaign)])?;
    Ok(row.map_or(Ok(None), |row| row.opt_int(0))?.unwrap_or(0))
}

/// How many places of a campaign have each state, in order.
pub fn counts(unit: &mut Unit<'_>, campaign: i64) -> Result<Vec<(String, i64)>> {
    let rows = unit.rows(
        "select state, count(*) from choice where campaign = $1 group by state order by state",
        &[Value::Int(campaign)],
    )?;
    rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect()
}

/// How many of each list are chosen and not enrolled yet, in order.
pub fn chosen_of_lists(unit: &mut Unit<'_>, campaign: i64) -> Result<Vec<(i64, i64)>> {
    let rows = unit.rows(
        "select list, count(*) from choice where campaign = $1 and state = 'chosen'
         group by list order by list",
        &[Value::Int(campaign)],
    )?;
    rows.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
}

/// What became of a place, which was in a state before; whether it still was.
pub fn set(unit: &mut Unit<'_>, choice: &Choice, before: &str) -> Result<bool> {
    let changed = unit.execute(
        "update choice set state = $3, membership = $4, why = $5, account = $6, known_at = $7
         where campaign = $1 and place = $2 and state = $8",
        &[
            Value::Int(choice.campaign),
            Value::Int(choice.place),
            Value::Text(&choice.state),
            choice.membership.map(|membership| membership.0).into(),
            choice.why.as_deref().into(),
            choice.account.into(),
            Value::Moment(choice.known),
            Value::Text(before),
        ],
    )?;
    Ok(changed == 1)
}

fn from_row(row: &Row) -> Result<Choice> {
    Ok(Choice {
        campaign: row.int(0)?,
        place: row.int(1)?,
        list: row.int(2)?,
        line: row.int(3)?,
        state: row.text(4)?.to_owned(),
        membership: row.opt_int(5)?.map(MembershipId),
        why: row.opt_text(6)?.map(str::to_owned),
        account: row.opt_int(7)?,
        known: row.moment(8)?,
    })
}
