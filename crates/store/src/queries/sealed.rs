//! Everything that is sealed, row by row, for changing keys.
//!
//! Drafts are left out: they are swept after a day, and one that no key opens any more is begun again.

use anyhow::{Context, Result};
use base::Moment;

use crate::{Row, Unit, Value};

/// A table's sealed column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// Who people are.
    Identity,
    /// Names of relatives.
    Relative,
    /// Names and numbers of payers.
    Payer,
    /// Numbers of cards.
    Membership,
    /// What codes and cards are made with.
    Institution,
    /// Handles, names and addresses of accounts.
    Account,
    /// Their second factors.
    SecondFactor,
    /// Changes that wait for a second person.
    Approval,
    /// Files of employers.
    Upload,
    /// Their rows.
    UploadRow,
    /// People who could not be confirmed.
    Mismatch,
    /// What a bank says of money that came.
    StatementLine,
    /// What is said to people.
    Message,
    /// What members say of a month.
    Contest,
    /// What officers write down.
    Note,
    /// What was reported with an event.
    Case,
    /// What was found later.
    Finding,
    /// Papers that were handed in.
    Paper,
    /// Where the money of a case goes.
    Payee,
    /// Who acts for a relative.
    Guardian,
    /// Letters on claims.
    Letter,
    /// What is wrong with a line of one.
    Grievance,
    /// What is answered.
    GrievanceStep,
    /// Deaths reported from outside.
    DeathReport,
    /// Telephones of relatives.
    HeirContact,
    /// What was agreed with somebody who looks for work.
    Counselling,
    /// What is said against a dismissal, or a signal about one.
    JobContest,
    /// What a giver said of herself, or wants to be called.
    Gift,
    /// The name of somebody who means to give.
    Giving,
    /// People on lists of those who need cover.
    ListLine,
    /// Trips that could not be taken.
    Parked,
    /// What partners check signatures with.
    Hook,
    /// Names of offices of agents.
    Agency,
    /// What agents did in the field.
    FieldAct,
}

/// Where a row stands; what a table's key lacks is as at the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct At {
    /// Person, payer or membership; or the row's own number.
    pub subject: i64,
    /// Which relative, which row of a file, which account's note.
    pub no: i64,
    /// Since when it is known.
    pub known: Moment,
}

impl At {
    /// Before every row.
    pub const START: At = At { subject: -1, no: -1, known: Moment::new(0) };
}

/// What a column of a key holds.
#[derive(Clone, Copy)]
enum Part {
    Subject,
    No,
    Known,
}

use Part::{Known, No, Subject};

impl Table {
    /// All of them.
    pub const ALL: [Table; 34] = [
        Table::Identity,
        Table::Relative,
        Table::Payer,
        Table::Membership,
        Table::Institution,
        Table::Account,
        Table::SecondFactor,
        Table::Approval,
        Table::Upload,
        Table::UploadRow,
        Table::Mismatch,
        Table::StatementLine,
        Table::Message,
        Table::Contest,
        Table::Note,
        Table::Case,
        Table::Finding,
        Table::Paper,
        Table::Payee,
        Table::Guardian,
        Table::Letter,
        Table::Grievance,
        Table::GrievanceStep,
        Table::DeathReport,
        Table::HeirContact,
        Table::Counselling,
        Table::JobContest,
        Table::Gift,
        Table::Giving,
        Table::ListLine,
        Table::Parked,
        Table::Hook,
        Table::Agency,
        Table::FieldAct,
    ];

    /// A name of its own, which is the table's but for a second column of one.
    pub fn name(self) -> &'static str {
        match self {
            Table::SecondFactor => "account_second",
            _ => self.place().0,
        }
    }

    /// The table and the column, for what a row is sealed under.
    pub fn place(self) -> (&'static str, &'static str) {
        match self {
            Table::Identity => ("identity", "sealed"),
            Table::Relative => ("relative", "sealed"),
            Table::Payer => ("payer", "sealed"),
            Table::Membership => ("membership", "sealed"),
            Table::Institution => ("institution", "sealed"),
            Table::Account => ("account", "sealed"),
            Table::SecondFactor => ("account", "second"),
            Table::Approval => ("approval", "sealed"),
            Table::Upload => ("upload", "sealed"),
            Table::UploadRow => ("upload_row", "sealed"),
            Table::Mismatch => ("mismatch", "sealed"),
            Table::StatementLine => ("statement_line", "sealed"),
            Table::Message => ("message", "sealed"),
            Table::Contest => ("contest", "sealed"),
            Table::Note => ("note", "sealed"),
            Table::Case => ("claim_case", "sealed"),
            Table::Finding => ("case_finding", "sealed"),
            Table::Paper => ("claim_paper", "sealed"),
            Table::Payee => ("payee", "sealed"),
            Table::Guardian => ("relative_mark", "sealed"),
            Table::Letter => ("claim_letter", "sealed"),
            Table::Grievance => ("grievance", "sealed"),
            Table::GrievanceStep => ("grievance_step", "sealed"),
            Table::DeathReport => ("death_report", "sealed"),
            Table::HeirContact => ("heir_contact", "sealed"),
            Table::Counselling => ("counselling", "sealed"),
            Table::JobContest => ("job_contest", "sealed"),
            Table::Gift => ("gift", "sealed"),
            Table::Giving => ("giving", "sealed"),
            Table::ListLine => ("list_line", "sealed"),
            Table::Parked => ("trip_parked", "sealed"),
            Table::Hook => ("hook", "sealed"),
            Table::Agency => ("agency", "sealed"),
            Table::FieldAct => ("field_act", "sealed"),
        }
    }

    /// The columns of its key, in order.
    fn key(self) -> &'static [(&'static str, Part)] {
        match self {
            Table::Identity => &[("person", Subject), ("known_at", Known)],
            Table::Relative | Table::Guardian => &[("person", Subject), ("no", No), ("known_at", Known)],
            Table::Institution => &[("one", Subject)],
            Table::UploadRow => &[("upload", Subject), ("no", No)],
            Table::Note => &[("subject", Subject), ("at", Known), ("account", No)],
            Table::Gift => &[("pot", Subject), ("no", No)],
            Table::ListLine => &[("list", Subject), ("no", No)],
            Table::Parked => &[("batch", Subject), ("no", No)],
            Table::FieldAct => &[("agent", Subject), ("no", No)],
            Table::Payer
            | Table::Membership
            | Table::Account
            | Table::SecondFactor
            | Table::Approval
            | Table::Upload
            | Table::Mismatch
            | Table::StatementLine
            | Table::Message
            | Table::Contest
            | Table::Case
            | Table::Finding
            | Table::Paper
            | Table::Payee
            | Table::Letter
            | Table::Grievance
            | Table::GrievanceStep
            | Table::DeathReport
            | Table::HeirContact
            | Table::Counselling
            | Table::JobContest
            | Table::Giving
            | Table::Hook
            | Table::Agency => &[("id", Subject)],
        }
    }

    fn values(self, at: At) -> Vec<Value<'static>> {
        let value = |part: &Part| match part {
            Subject => Value::Int(at.subject),
            No => Value::Int(at.no),
            Known => Value::Moment(at.known),
        };
        self.key().iter().map(|(_, part)| value(part)).collect()
    }

    /// The key stands after the sealed value.
    fn at(self, row: &Row) -> Result<At> {
        let mut at = At::START;
        for (column, (_, part)) in (1..).zip(self.key()) {
            match part {
                Subject => at.subject = row.int(column)?,
                No => at.no = row.int(column)?,
                Known => at.known = row.moment(column)?,
            }
        }
        Ok(at)
    }
}

/// The next rows after a place, at most so many.
pub fn page(unit: &mut Unit<'_>, table: Table, after: At, most: i64) -> Result<Vec<(At, Vec<u8>)>> {
    let (name, column) = table.place();
    let mut values = table.values(after);
    values.push(Value::Int(most));
    let key = table.key().iter().map(|(column, _)| *column).collect::<Vec<_>>().join(", ");
    let place = (1..values.len()).map(|no| format!("${no}")).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "select {column}, {key} from {name} where ({key}) > ({place}) and {column} is not null
         order by {key} limit ${}",
        values.len()
    );
    let rows = unit.rows(&sql, &values)?;
    rows.iter().map(|row| Ok((table.at(row)?, row.bytes(0)?.to_vec()))).collect()
}

/// Puts a value that was sealed again in place of the one that was there.
pub fn put(unit: &mut Unit<'_>, table: Table, at: At, sealed: &[u8]) -> Result<()> {
    let (name, column) = table.place();
    let mut values = table.values(at);
    values.push(Value::Bytes(sealed));
    let is = (1..).zip(table.key()).map(|(no, (column, _))| format!("{column} = ${no}"));
    let sql = format!(
        "update {name} set {column} = ${} where {}",
        values.len(),
        is.collect::<Vec<_>>().join(" and ")
    );
    unit.execute(&sql, &values)?;
    Ok(())
}

/// How many rows of a table are sealed with each key, by its number.
pub fn by_key(unit: &mut Unit<'_>, table: Table) -> Result<Vec<(u32, i64)>> {
    let (name, column) = table.place();
    // The first bytes of a sealed value are the number of its key.
    let sql = format!(
        "select substr({column}, 1, 4), count(*) from {name} where {column} is not null group by 1 order by 1"
    );
    let rows = unit.rows(&sql, &[])?;
    rows.iter()
        .map(|row| {
            let number: [u8; 4] = row.bytes(0)?.try_into().context("a sealed value is cut off")?;
            Ok((u32::from_be_bytes(number), row.int(1)?))
        })
        .collect()
}
