//! Where the books show that somebody should look: what a list of signals is made of, office by office.

use anyhow::Result;
use base::{Day, Month};
use scheme::id::{MembershipId, PayerId, PersonId};

use crate::{Unit, Value};

/// Which office cares for a membership: that of its person, else that of who pays.
const CARE: &str = "left join caseload as cp on cp.subject = m.person
    left join caseload as cq on cq.subject = m.payer";

/// Money that is overdue, of those who pay for others: who, how much, since when. The largest first.
pub fn arrears(unit: &mut Unit<'_>, branch: i64, before: Day, most: i64) -> Result<Vec<(PayerId, i64, Day)>> {
    let rows = unit.rows(
        "select b.payer, cast(sum(b.owed - b.paid) as bigint) as open, min(b.due_on)
         from caseload as c
         join payer as p on p.id = c.subject and p.kind <> 'own'
         join bill as b on b.payer = p.id and b.settled_on is null
         where c.branch = $1 and b.due_on < $2 and b.owed > b.paid
         group by b.payer order by open desc, b.payer limit $3",
        &[Value::Int(branch), Value::Day(before), Value::Int(most)],
    )?;
    rows.iter().map(|row| Ok((PayerId(row.int(0)?), row.int(1)?, row.day(2)?))).collect()
}

/// Whether anybody's report of a month was taken.
pub fn is_reported(unit: &mut Unit<'_>, month: Month) -> Result<bool> {
    let row = unit
        .row("select 1 from upload where month = $1 and state = 'taken' limit 1", &[Value::Month(month)])?;
    Ok(row.is_some())
}

/// Employers with people on the roll of a month of whom no report of it came: who, how many people, and what
/// their bill of the month is or, without one, was the month before. The largest first.
pub fn missing_files(
    unit: &mut Unit<'_>,
    branch: i64,
    (before, month): (Month, Month),
    most: i64,
) -> Result<Vec<(PayerId, i64, i64)>> {
    let rows = unit.rows(
        "select r.payer, count(*), (select cast(coalesce(sum(b.owed), 0) as bigint) from bill as b
             where b.payer = r.payer and b.no = 0 and b.month = (select max(l.month) from bill as l
                 where l.payer = r.payer and l.month in ($2, $3))) as worth
         from caseload as c
         join payer as p on p.id = c.subject and p.kind in ('employer', 'branch')
         join roll as r on r.payer = p.id
         where c.branch = $1 and r.segment = 'wage_earner'
             and r.from_month <= $3 and (r.until_month is null or r.until_month > $3)
             and not exists (select 1 from upload as u where u.month = $3 and u.state = 'taken'
                 and (u.payer = p.id or u.payer = p.parent))
             and not exists (select 1 from roll as n where n.payer = p.id and n.from_month = $3)
         group by r.payer order by worth desc, r.payer limit $4",
        &[Value::Int(branch), Value::Month(before), Value::Month(month), Value::Int(most)],
    )?;
    rows.iter().map(|row| Ok((PayerId(row.int(0)?), row.int(1)?, row.int(2)?))).collect()
}

/// Employers with wage earners in two months that follow one another: who, how many people in the first, how
/// many in the second.
pub fn staffs(
    unit: &mut Unit<'_>,
    branch: i64,
    (before, month): (Month, Month),
) -> Result<Vec<(PayerId, i64, i64)>> {
    let rows = unit.rows(
        "select r.payer, count(distinct case when r.from_month <= $2 then r.membership end),
             count(distinct case when r.until_month is null or r.until_month > $3 then r.membership end)
         from caseload as c
         join payer as p on p.id = c.subject and p.kind in ('employer', 'branch')
         join roll as r on r.payer = p.id
         where c.branch = $1 and r.segment = 'wage_earner'
             and r.from_month <= $3 and (r.until_month is null or r.until_month > $2)
         group by r.payer order by r.payer",
        &[Value::Int(branch), Value::Month(before), Value::Month(month)],
    )?;
    rows.iter().map(|row| Ok((PayerId(row.int(0)?), row.int(1)?, row.int(2)?))).collect()
}

/// A wage earner of a month: who pays, where, the facts of both.
pub struct Earner<'r> {
    /// Who pays.
    pub payer: PayerId,
    /// The code of the province.
    pub province: &'r str,
    /// The facts of the membership.
    pub facts: &'r str,
    /// Those of who pays.
    pub payer_facts: &'r str,
    /// Those of the membership until the month, where they changed with it.
    pub before: Option<&'r str>,
}

/// Every wage earner of a month, of an office or of all, employer by employer.
pub fn each_earner(
    unit: &mut Unit<'_>,
    branch: Option<i64>,
    month: Month,
    take: &mut dyn FnMut(&Earner<'_>) -> Result<()>,
) -> Result<()> {
    let whose = match branch {
        Some(_) => "join caseload as c on c.subject = p.id and c.branch = $2",
        None => "",
    };
    let sql = format!(
        "select r.payer, p.province, r.facts, coalesce(o.facts, ''), e.facts
         from payer as p {whose}
         join roll as r on r.payer = p.id
         left join payer_roll as o on o.payer = p.id and o.from_month <= $1
             and (o.until_month is null or o.until_month > $1)
         left join roll as e on e.payer = r.payer and e.membership = r.membership
             and e.until_month = $1 and r.from_month = $1
         where r.segment = 'wage_earner' and r.from_month <= $1
             and (r.until_month is null or r.until_month > $1)
         order by r.payer, r.membership"
    );
    let mut values = vec![Value::Month(month)];
    values.extend(branch.map(Value::Int));
    unit.each(&sql, &values, &mut |row| {
        take(&Earner {
            payer: PayerId(row.int(0)?),
            province: row.text(1)?,
            facts: row.text(2)?,
            payer_facts: row.text(3)?,
            before: row.opt_text(4)?,
        })
    })
}

/// What was billed to a payer for a month, differences included.
pub fn billed(unit: &mut Unit<'_>, payer: PayerId, month: Month) -> Result<i64> {
    let row = unit.row(
        "select cast(coalesce(sum(owed), 0) as bigint) from bill
         where payer = $1 and month = $2 and kind = 'contribution'",
        &[Value::Int(payer.0), Value::Month(month)],
    )?;
    row.map_or(Ok(0), |row| row.int(0))
}

/// The self-employed who owe, with what they owe. The largest first.
pub fn owing_alone(
    unit: &mut Unit<'_>,
    branch: i64,
    most: i64,
) -> Result<Vec<(PersonId, MembershipId, i64)>> {
    let sql = format!(
        "select m.person, m.id, cast(sum(b.owed - b.paid) as bigint) as open
         from payer as p
         join bill as b on b.payer = p.id and b.settled_on is null
         join membership as m on m.payer = p.id and m.id = p.id - 1
         {CARE}
         where p.kind = 'own' and m.segment = 'self_employed' and b.owed > b.paid
             and coalesce(cp.branch, cq.branch) = $1
         group by m.person, m.id order by open desc, m.id limit $2"
    );
    let rows = unit.rows(&sql, &[Value::Int(branch), Value::Int(most)])?;
    rows.iter().map(|row| Ok((PersonId(row.int(0)?), MembershipId(row.int(1)?), row.int(2)?))).collect()
}

/// People of an office whom the civil registry knows otherwise, or of whom it has not answered yet: who, the
/// state, since when.
pub fn mismatches(
    unit: &mut Unit<'_>,
    branch: i64,
    most: i64,
) -> Result<Vec<(PersonId, String, base::Moment)>> {
    let rows = unit.rows(
        "select k.person, k.state, k.asked_at from registry_check as k
         left join caseload as c on c.subject = k.person
         where k.state in ('different', 'pending', 'unknown', 'dead') and coalesce(c.branch, (
             select min(q.branch) from membership as m join caseload as q on q.subject = m.payer
             where m.person = k.person)) = $1
         order by k.asked_at, k.person limit $2",
        &[Value::Int(branch), Value::Int(most)],
    )?;
    rows.iter().map(|row| Ok((PersonId(row.int(0)?), row.text(1)?.to_owned(), row.moment(2)?))).collect()
}

/// Numbers that may be one person: of one name and one day of birth. The lower number first.
pub fn alike(unit: &mut Unit<'_>, most: i64) -> Result<Vec<(PersonId, PersonId)>> {
    let rows = unit.rows(
        // Names that some share with their day of birth are found in one pass: people of a common name
        // are not compared pair by pair.
        "with twins as (
             select l.hash, i.born_on from look_up as l join identity as i on i.person = l.subject
             where l.kind = 2 group by l.hash, i.born_on having min(l.subject) <> max(l.subject))
         select a.subject, b.subject
         from twins
         join look_up as a on a.hash = twins.hash and a.kind = 2
         join identity as i on i.person = a.subject and i.born_on = twins.born_on and i.known_at = (
             select max(known_at) from identity where person = a.subject)
         join look_up as b on b.hash = twins.hash and b.kind = 2 and b.subject > a.subject
         join identity as j on j.person = b.subject and j.born_on = twins.born_on and j.known_at = (
             select max(known_at) from identity where person = b.subject)
         order by a.subject, b.subject limit $1",
        &[Value::Int(most)],
    )?;
    rows.iter().map(|row| Ok((PersonId(row.int(0)?), PersonId(row.int(1)?)))).collect()
}

/// The offices that care for somebody: her own, else those of whoever pays for her.
pub fn offices_of(unit: &mut Unit<'_>, person: PersonId) -> Result<Vec<i64>> {
    let rows = unit.rows(
        "select branch from caseload where subject = $1
         union
         select q.branch from membership as m join caseload as q on q.subject = m.payer
             where m.person = $1 and not exists (select 1 from caseload as o where o.subject = $1)",
        &[Value::Int(person.0)],
    )?;
    rows.iter().map(|row| row.int(0)).collect()
}

/// Contested months of an office without an answer, the oldest first: number, person, membership, since when.
pub fn contests(
    unit: &mut Unit<'_>,
    branch: i64,
    most: i64,
) -> Result<Vec<(i64, PersonId, MembershipId, base::Moment)>> {
    let sql = format!(
        "select k.id, m.person, k.membership, k.made_at from contest as k
         join membership as m on m.id = k.membership
         {CARE}
         where k.state = 'open' and k.approval is null and coalesce(cp.branch, cq.branch) = $1
         order by k.made_at, k.id limit $2"
    );
    let rows = unit.rows(&sql, &[Value::Int(branch), Value::Int(most)])?;
    rows.iter()
        .map(|row| Ok((row.int(0)?, PersonId(row.int(1)?), MembershipId(row.int(2)?), row.moment(3)?)))
        .collect()
}
