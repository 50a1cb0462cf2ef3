//! What was granted, what was granted too much, and what was kept back for it.

use anyhow::Result;
use base::{Day, Moment};
use scheme::id::{MembershipId, PayerId, PersonId};

use super::recovery_plans;
use crate::{Row, Unit, Value};

/// A grant, or a difference to what was granted before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    /// The claim.
    pub claim: i64,
    /// Which of its grants, from 1.
    pub no: i64,
    /// The membership it rests on.
    pub membership: MembershipId,
    /// The programme whose fund pays.
    pub programme: String,
    /// The day.
    pub day: Day,
    /// What all lines come to.
    pub gross: i64,
    /// Tax on it.
    pub tax: i64,
    /// Whether further payments of it come later.
    pub more: bool,
    /// Who has to bear it, where the fund advances it.
    pub employer: Option<PayerId>,
    /// The fingerprint of the law that was asked.
    pub law: String,
    /// Who approved.
    pub account: Option<i64>,
    /// Its entry in the books: journal and number.
    pub place: Option<(u16, u64)>,
    /// Since when it is known.
    pub known: Moment,
    /// Components and amounts.
    pub lines: Vec<(String, i64)>,
}

/// Adds a grant with its lines.
pub fn add(unit: &mut Unit<'_>, grant: &Grant) -> Result<()> {
    unit.execute(
        "insert into claim_grant (claim, no, membership, programme, day, gross, tax, more, employer,
             law, account, journal, seq, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        &[
            Value::Int(grant.claim),
            Value::Int(grant.no),
            Value::Int(grant.membership.0),
            Value::Text(&grant.programme),
            Value::Day(grant.day),
            Value::Int(grant.gross),
            Value::Int(grant.tax),
            Value::Bool(grant.more),
            grant.employer.map(|employer| employer.0).into(),
            Value::Text(&grant.law),
            grant.account.into(),
            grant.place.map(|(journal, _)| journal).into(),
            grant.place.map(|(_, seq)| seq.cast_signed()).into(),
            Value::Moment(grant.known),
        ],
    )?;
    grant.lines.iter().try_for_each(|(component, amount)| {
        unit.execute(
            "insert into claim_grant_line (claim, no, component, amount) values ($1, $2, $3, $4)",
            &[Value::Int(grant.claim), Value::Int(grant.no), Value::Text(component), Value::Int(*amount)],
        )
        .map(drop)
    })
}

const READ: &str = "select claim, no, membership, programme, day, gross, tax, more, employer, law,
    account, journal, seq, known_at from claim_grant";

/// The grants of a claim, in order.
pub fn of(unit: &mut Unit<'_>, claim: i64) -> Result<Vec<Grant>> {
    let rows = unit.rows(&format!("{READ} where claim = $1 order by no"), &[Value::Int(claim)])?;
    let mut grants = rows.iter().map(from_row).collect::<Result<Vec<_>>>()?;
    for grant in &mut grants {
        let rows = unit.rows(
            "select component, amount from claim_grant_line where claim = $1 and no = $2 order by component",
            &[Value::Int(claim), Value::Int(grant.no)],
        )?;
        grant.lines =
            rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect::<Result<_>>()?;
    }
    Ok(grants)
}

/// What the fund has advanced and an employer has to bear, in order; without its components.
pub fn of_employer(unit: &mut Unit<'_>, employer: PayerId) -> Result<Vec<Grant>> {
    let sql = format!("{READ} where employer = $1 order by claim, no");
    unit.rows(&sql, &[Value::Int(employer.0)])?.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Grant> {
    let journal = row.opt_int(11)?.map(u16::try_from).transpose()?;
    Ok(Grant {
        claim: row.int(0)?,
        no: row.int(1)?,
        membership: MembershipId(row.int(2)?),
        programme: row.text(3)?.to_owned(),
        day: row.day(4)?,
        gross: row.int(5)?,
        tax: row.int(6)?,
        more: row.bool(7)?,
        employer: row.opt_int(8)?.map(PayerId),
        law: row.text(9)?.to_owned(),
        account: row.opt_int(10)?,
        place: journal.zip(row.opt_int(12)?.map(i64::cast_unsigned)),
        known: row.moment(13)?,
        lines: Vec::new(),
    })
}

/// What was taken out of savings for a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Withdrawal {
    /// Whose savings.
    pub membership: MembershipId,
    /// The claim.
    pub claim: i64,
    /// Which of its grants.
    pub no: i64,
    /// When.
    pub day: Day,
    /// How much; below nothing for what was taken too much.
    pub amount: i64,
    /// Growth that was booked before it.
    pub growth: i64,
    /// Whether nothing of what was there is left.
    pub whole: bool,
}

/// Writes down what was taken out of savings.
pub fn withdraw(unit: &mut Unit<'_>, taken: &Withdrawal) -> Result<()> {
    unit.execute(
        "insert into withdrawal (membership, claim, no, day, amount, growth, whole)
         values ($1, $2, $3, $4, $5, $6, $7)",
        &[
            Value::Int(taken.membership.0),
            Value::Int(taken.claim),
            Value::Int(taken.no),
            Value::Day(taken.day),
            Value::Int(taken.amount),
            Value::Int(taken.growth),
            Value::Bool(taken.whole),
        ],
    )?;
    Ok(())
}

/// What was taken out of the savings of memberships of a range, in order.
pub fn withdrawals(unit: &mut Unit<'_>, (from, until): (i64, i64)) -> Result<Vec<Withdrawal>> {
    let rows = unit.rows(
        "select membership, claim, no, day, amount, growth, whole from withdrawal
         where membership >= $1 and membership < $2 order by membership, day, claim, no",
        &[Value::Int(from), Value::Int(until)],
    )?;
    rows.iter().map(withdrawal).collect()
}

/// What was taken out of savings for one grant.
pub fn withdrawals_for(unit: &mut Unit<'_>, claim: i64, no: i64) -> Result<Vec<Withdrawal>> {
    let rows = unit.rows(
        "select membership, claim, no, day, amount, growth, whole from withdrawal
         where claim = $1 and no = $2 order by membership",
        &[Value::Int(claim), Value::Int(no)],
    )?;
    rows.iter().map(withdrawal).collect()
}

fn withdrawal(row: &Row) -> Result<Withdrawal> {
    Ok(Withdrawal {
        membership: MembershipId(row.int(0)?),
        claim: row.int(1)?,
        no: row.int(2)?,
        day: row.day(3)?,
        amount: row.int(4)?,
        growth: row.int(5)?,
        whole: row.bool(6)?,
    })
}

/// What was taken out of all savings, and the growth that was booked before it.
pub fn withdrawn(unit: &mut Unit<'_>) -> Result<(i64, i64)> {
    let row = unit.row(
        "select cast(coalesce(sum(amount), 0) as bigint), cast(coalesce(sum(growth), 0) as bigint)
         from withdrawal",
        &[],
    )?;
    row.map_or(Ok((0, 0)), |row| Ok((row.int(0)?, row.int(1)?)))
}

/// What was paid too much, as a grant found it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recovery {
    /// The claim that was assessed again.
    pub claim: i64,
    /// The grant that found it.
    pub no: i64,
    /// Who got too much.
    pub person: PersonId,
    /// The membership in whose name it is booked.
    pub membership: MembershipId,
    /// The programme whose fund it comes back to.
    pub programme: String,
    /// How much.
    pub amount: i64,
}

/// Writes down that something was paid too much.
pub fn recover(unit: &mut Unit<'_>, recovery: &Recovery) -> Result<()> {
    unit.execute(
        "insert into recovery (claim, no, person, membership, programme, amount)
         values ($1, $2, $3, $4, $5, $6)",
        &[
            Value::Int(recovery.claim),
            Value::Int(recovery.no),
            Value::Int(recovery.person.0),
            Value::Int(recovery.membership.0),
            Value::Text(&recovery.programme),
            Value::Int(recovery.amount),
        ],
    )?;
    Ok(())
}

/// Keeps others from keeping back for a person's overpayments, under all her numbers, until the unit ends.
pub fn hold_recoveries(unit: &mut Unit<'_>, numbers: &[PersonId]) -> Result<()> {
    let update = unit.engine().for_update();
    if update.is_empty() {
        // The unit is the only writer.
        return Ok(());
    }
    let (places, values) = of_numbers(numbers, 1);
    let sql = format!("select claim from recovery where person in ({places}) order by claim, no{update}");
    unit.rows(&sql, &values).map(drop)
}

/// Places of a statement for the numbers of one person, from a place on.
fn of_numbers(numbers: &[PersonId], from: usize) -> (String, Vec<Value<'static>>) {
    let places: Vec<String> = (from..from + numbers.len()).map(|place| format!("${place}")).collect();
    (places.join(", "), numbers.iter().map(|number| Value::Int(number.0)).collect())
}

/// The same, on top of what was written down under the same number.
pub fn recover_more(unit: &mut Unit<'_>, recovery: &Recovery) -> Result<()> {
    unit.execute(
        "insert into recovery (claim, no, person, membership, programme, amount)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (claim, no) do update set amount = recovery.amount + excluded.amount",
        &[
            Value::Int(recovery.claim),
            Value::Int(recovery.no),
            Value::Int(recovery.person.0),
            Value::Int(recovery.membership.0),
            Value::Text(&recovery.programme),
            Value::Int(recovery.amount),
        ],
    )?;
    Ok(())
}

/// What of a person's overpayments in a programme is still open, under all her numbers: each with what is
/// left of it.
pub fn to_recover(unit: &mut Unit<'_>, numbers: &[PersonId], programme: &str) -> Result<Vec<Recovery>> {
    let (places, people) = of_numbers(numbers, 2);
    let sql = format!(
        "select r.claim, r.no, r.person, r.membership, cast(r.amount - coalesce(
                 (select sum(k.amount) from kept_back as k where k.claim = r.claim and k.no = r.no), 0)
             - coalesce(
                 (select sum(p.amount) from paid_back as p where p.claim = r.claim and p.no = r.no), 0)
             as bigint)
         from recovery as r where r.person in ({places}) and r.programme = $1 order by r.claim, r.no"
    );
    let rows = unit.rows(&sql, &[vec![Value::Text(programme)], people].concat())?;
    let open = rows.iter().map(|row| {
        Ok(Recovery {
            claim: row.int(0)?,
            no: row.int(1)?,
            person: PersonId(row.int(2)?),
            membership: MembershipId(row.int(3)?),
            programme: programme.to_owned(),
            amount: row.int(4)?,
        })
    });
    Ok(open.collect::<Result<Vec<_>>>()?.into_iter().filter(|open| open.amount > 0).collect())
}

/// What of that may be kept back of one later payment: where it comes back by a plan, a part of it.
pub fn due_back(unit: &mut Unit<'_>, numbers: &[PersonId], programme: &str) -> Result<Vec<Recovery>> {
    let mut open = to_recover(unit, numbers, programme)?;
    for one in &mut open {
        if let Some(instalment) = recovery_plans::instalment(unit, one.claim, one.no)? {
            one.amount = one.amount.min(instalment);
        }
    }
    Ok(open)
}

/// What was paid too much of a claim, as it was found.
pub fn recoveries_of(unit: &mut Unit<'_>, claim: i64) -> Result<Vec<Recovery>> {
    let rows = unit.rows(
        "select claim, no, person, membership, programme, amount from recovery where claim = $1 order by no",
        &[Value::Int(claim)],
    )?;
    let read = |row: &Row| {
        Ok(Recovery {
            claim: row.int(0)?,
            no: row.int(1)?,
            person: PersonId(row.int(2)?),
            membership: MembershipId(row.int(3)?),
            programme: row.text(4)?.to_owned(),
            amount: row.int(5)?,
        })
    };
    rows.iter().map(read).collect()
}

/// Writes down what of a grant was kept back for an overpayment.
pub fn keep_back(
    unit: &mut Unit<'_>,
    recovery: &Recovery,
    (by_claim, by_no): (i64, i64),
    amount: i64,
) -> Result<()> {
    unit.execute(
        "insert into kept_back (claim, no, by_claim, by_no, amount) values ($1, $2, $3, $4, $5)
         on conflict (claim, no, by_claim, by_no) do update set amount = kept_back.amount + excluded.amount",
        &[
            Value::Int(recovery.claim),
            Value::Int(recovery.no),
            Value::Int(by_claim),
            Value::Int(by_no),
            Value::Int(amount),
        ],
    )?;
    Ok(())
}

/// What of each grant of a claim was kept back: the grant's number and the amount.
pub fn kept_of(unit: &mut Unit<'_>, claim: i64) -> Result<Vec<(i64, i64)>> {
    let rows = unit.rows(
        "select by_no, cast(sum(amount) as bigint) from kept_back where by_claim = $1 group by by_no
         order by by_no",
        &[Value::Int(claim)],
    )?;
    rows.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect()
}

/// What was kept back for what was paid too much of a claim: the overpayment, the claim and the grant it was
/// kept of, the amount.
pub fn kept_for(unit: &mut Unit<'_>, claim: i64) -> Result<Vec<(i64, i64, i64, i64)>> {
    let rows = unit.rows(
        "select no, by_claim, by_no, amount from kept_back where claim = $1 order by no, by_claim, by_no",
        &[Value::Int(claim)],
    )?;
    rows.iter().map(|row| Ok((row.int(0)?, row.int(1)?, row.int(2)?, row.int(3)?))).collect()
}

/// What is still to be recovered in each programme, for checking the books.
pub fn all_to_recover(unit: &mut Unit<'_>) -> Result<Vec<(String, i64)>> {
    let rows = unit.rows(
        "select programme, cast(sum(amount) as bigint) from (
             select programme, amount from recovery
             union all
             select r.programme, -k.amount from kept_back as k
                 join recovery as r on r.claim = k.claim and r.no = k.no
             union all
             select r.programme, -p.amount from paid_back as p
                 join recovery as r on r.claim = p.claim and r.no = p.no
         ) as open group by programme order by programme",
        &[],
    )?;
    rows.iter().map(|row| Ok((row.text(0)?.to_owned(), row.int(1)?))).collect()
}
