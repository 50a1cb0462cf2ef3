//! Who may sign in. The handle by which an account is found is among the look-ups.

use anyhow::Result;
use base::Moment;
use scheme::id::{PayerId, PersonId};

use crate::{Row, Unit, Value};

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// Number.
    pub id: i64,
    /// As what it signs in: `member`, `officer` …
    pub role: String,
    /// Who it is, of a member.
    pub person: Option<PersonId>,
    /// For whom it acts, of an employer's administrator.
    pub payer: Option<PayerId>,
    /// Where it works, of staff.
    pub branch: Option<i64>,
    /// For which province it answers.
    pub province: Option<String>,
    /// The name, the address for messages and the handle, a line each; what is lacking is an empty line.
    /// A new key takes the handle from here.
    pub sealed: Vec<u8>,
    /// What a password is checked against.
    pub password: Option<String>,
    /// The secret of the second factor, sealed.
    pub second: Option<Vec<u8>>,
    /// How often in a row somebody failed to sign in.
    pub failures: i64,
    /// Until when nobody may sign in.
    pub locked_until: Option<Moment>,
    /// When it was closed, if it was.
    pub ended: Option<Moment>,
    /// Since when it is known.
    pub known: Moment,
}

/// Adds an account.
pub fn add(unit: &mut Unit<'_>, account: &Account) -> Result<()> {
    unit.execute(
        "insert into account (id, role, person, payer, branch, province, sealed, password, second, failures,
             locked_until, ended_at, known_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        &[
            Value::Int(account.id),
            Value::Text(&account.role),
            account.person.map(|person| person.0).into(),
            account.payer.map(|payer| payer.0).into(),
            account.branch.into(),
            account.province.as_deref().into(),
            Value::Bytes(&account.sealed),
            account.password.as_deref().into(),
            account.second.as_deref().into(),
            Value::Int(account.failures),
            account.locked_until.into(),
            account.ended.into(),
            Value::Moment(account.known),
        ],
    )?;
    Ok(())
}

const READ: &str = "select id, role, person, payer, branch, province, sealed, password, second, failures,
    locked_until, ended_at, known_at from account";

/// An account by number, also one that was closed.
pub fn read(unit: &mut Unit<'_>, id: i64) -> Result<Option<Account>> {
    let row = unit.row(&format!("{READ} where id = $1"), &[Value::Int(id)])?;
    row.as_ref().map(from_row).transpose()
}

/// The accounts of a person that are not closed.
pub fn of_person(unit: &mut Unit<'_>, person: PersonId) -> Result<Vec<Account>> {
    let sql = format!("{READ} where person = $1 and ended_at is null order by id");
    unit.rows(&sql, &[Value::Int(person.0)])?.iter().map(from_row).collect()
}

/// The accounts that act for a payer and are not closed.
pub fn of_payer(unit: &mut Unit<'_>, payer: PayerId) -> Result<Vec<Account>> {
    let sql = format!("{READ} where payer = $1 and ended_at is null order by id");
    unit.rows(&sql, &[Value::Int(payer.0)])?.iter().map(from_row).collect()
}

/// The accounts that stand at an office and are not closed.
pub fn of_branch(unit: &mut Unit<'_>, branch: i64) -> Result<Vec<Account>> {
    let sql = format!("{READ} where branch = $1 and ended_at is null order by id");
    unit.rows(&sql, &[Value::Int(branch)])?.iter().map(from_row).collect()
}

/// Accounts after a number, closed ones too, at most so many.
pub fn all(unit: &mut Unit<'_>, after: i64, limit: i64) -> Result<Vec<Account>> {
    let sql = format!("{READ} where id > $1 order by id limit $2");
    unit.rows(&sql, &[Value::Int(after), Value::Int(limit)])?.iter().map(from_row).collect()
}

fn from_row(row: &Row) -> Result<Account> {
    Ok(Account {
        id: row.int(0)?,
        role: row.text(1)?.to_owned(),
        person: row.opt_int(2)?.map(PersonId),
        payer: row.opt_int(3)?.map(PayerId),
        branch: row.opt_int(4)?,
        province: row.opt_text(5)?.map(str::to_owned),
        sealed: row.bytes(6)?.to_vec(),
        password: row.opt_text(7)?.map(str::to_owned),
        second: row.opt_bytes(8)?.map(<[u8]>::to_vec),
        failures: row.int(9)?,
        locked_until: row.opt_moment(10)?,
        ended: row.opt_moment(11)?,
        known: row.moment(12)?,
    })
}

/// Sets what a password is checked against.
pub fn set_password(unit: &mut Unit<'_>, id: i64, password: &str) -> Result<()> {
    unit.execute("update account set password = $2 where id = $1", &[Value::Int(id), Value::Text(password)])?;
    Ok(())
}

/// Sets the second factor, or takes it away.
pub fn set_second(unit: &mut Unit<'_>, id: i64, second: Option<&[u8]>) -> Result<()> {
    unit.execute(
        "update account set second = $2, second_step = null where id = $1",
        &[Value::Int(id), second.into()],
    )?;
    Ok(())
}

/// Takes a half minute of the second factor, if it is later than every one that was taken; whether it was.
/// Of two who come with the same code one takes it.
pub fn take_step(unit: &mut Unit<'_>, id: i64, step: i64) -> Result<bool> {
    let changed = unit.execute(
        "update account set second_step = $2 where id = $1 and (second_step is null or second_step < $2)",
        &[Value::Int(id), Value::Int(step)],
    )?;
    Ok(changed == 1)
}

/// Writes down how often it has failed by now, and until when nobody may try again.
pub fn note_failure(unit: &mut Unit<'_>, id: i64, failures: i64, locked_until: Option<Moment>) -> Result<()> {
    unit.execute(
        "update account set failures = $2, locked_until = $3 where id = $1",
        &[Value::Int(id), Value::Int(failures), locked_until.into()],
    )?;
    Ok(())
}

/// Forgets failures and opens the lock.
pub fn forgive(unit: &mut Unit<'_>, id: i64) -> Result<()> {
    note_failure(unit, id, 0, None)
}

/// Closes an account. Its sessions go on until `sessions::end_of_account`.
pub fn end(unit: &mut Unit<'_>, id: i64, now: Moment) -> Result<()> {
    unit.execute(
        "update account set ended_at = $2 where id = $1 and ended_at is null",
        &[Value::Int(id), Value::Moment(now)],
    )?;
    Ok(())
}
