//! The yearly statement: what a member's savings did, which months count, and how far each right is.

use anyhow::{Result, ensure};
use base::Month;
use serde::Serialize;

use crate::{Qr, Sheet, press, text};

/// What a statement says.
#[derive(Clone, Debug, Serialize)]
pub struct Statement {
    /// What every document carries.
    pub sheet: Sheet,
    /// The year it is about.
    pub year: i32,
    /// The member.
    pub name: String,
    /// The number of the membership; of several, all of them.
    pub number: String,
    /// Old-age savings; `None` where the member has none.
    pub savings: Option<Savings>,
    /// The months of the year, as they were reported and paid; several where several employers paid.
    pub months: Vec<StatementMonth>,
    /// What of the contributions of these months each programme gets.
    pub programmes: Vec<ProgrammeSum>,
    /// Months toward each right.
    pub rights: Vec<Right>,
    /// The address at which to check it, as a picture.
    #[serde(skip)]
    pub qr: Qr,
}

/// A programme's part of a year's contributions, in rupiah.
#[derive(Clone, Debug, Serialize)]
pub struct ProgrammeSum {
    /// What people call it.
    pub text: String,
    /// Its part.
    pub amount: i64,
}

/// A year of savings, in rupiah.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Savings {
    /// At the beginning of the year.
    pub opening: i64,
    /// Contributions that were credited.
    pub paid_in: i64,
    /// Growth that was credited.
    pub growth: i64,
    /// What was paid out.
    pub paid_out: i64,
    /// At the end of the year.
    pub closing: i64,
}

/// A month for which somebody paid.
#[derive(Clone, Debug, Serialize)]
pub struct StatementMonth {
    /// The month.
    #[serde(serialize_with = "text")]
    pub month: Month,
    /// Who pays for it.
    pub payer: String,
    /// The wage or income as it was reported.
    pub wage: i64,
    /// Contributions of the month, for all programmes.
    pub contributions: i64,
    /// What of them goes to savings.
    pub saved: i64,
    /// Whether it is paid.
    pub state: MonthState,
}

/// Whether a month is paid.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MonthState {
    /// All of it.
    Paid,
    /// A part.
    Part,
    /// Nothing yet, and it is not late.
    Open,
    /// Late.
    Late,
}

/// A right that grows with months.
#[derive(Clone, Debug, Serialize)]
pub struct Right {
    /// Its name.
    pub text: String,
    /// Months that count.
    pub months: u32,
    /// Months that the law asks for.
    pub needed: u32,
}

/// The statement as PDF. One whose savings or contributions do not add up is not printed.
pub fn statement(statement: &Statement) -> Result<Vec<u8>> {
    if let Some(savings) = statement.savings {
        let Savings { opening, paid_in, growth, paid_out, closing } = savings;
        let plus = [opening, paid_in, growth].map(i128::from).iter().sum::<i128>();
        let reached = plus - i128::from(paid_out);
        ensure!(
            reached == i128::from(closing),
            "the savings of {} come to {reached} by their movements, and to {closing} by their balance",
            statement.number,
        );
    }
    let of_months = statement.months.iter().map(|month| i128::from(month.contributions)).sum::<i128>();
    let of_programmes = statement.programmes.iter().map(|of| i128::from(of.amount)).sum::<i128>();
    ensure!(
        of_months == of_programmes,
        "the contributions of {} come to {of_months} by month, and to {of_programmes} by programme",
        statement.number,
    );
    press::print("statement", statement, Some(&statement.qr))
}
