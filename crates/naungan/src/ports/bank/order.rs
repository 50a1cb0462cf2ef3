//! A payment run as the bank is told of it: who pays, on which day, and each order.

use std::fmt;
use std::str::FromStr;

use base::limit::MONEY_MAX;
use base::{Day, Moment};
use scheme::refusal::Refusal;

/// What the standard calls `Max35Text`.
const REFERENCE_LENGTH_MAX: usize = 35;
/// What the standard calls `Max34Text`.
const ACCOUNT_LENGTH_MAX: usize = 34;
/// The codes of Indonesian clearing have three digits, those of its branches seven.
const CODE_LENGTHS: std::ops::RangeInclusive<usize> = 3..=7;

/// The name of a run or of an order, as it goes to the bank and comes back.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Reference(String);

/// The number of a bank account.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Account(String);

/// A bank, by its BIC or by its code in the national clearing.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Bank(String);

/// What the money is for, in a word that banks know.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Purpose {
    /// A month's pensions.
    Pension,
    /// Cash after a job was lost, or while somebody cannot work.
    JobLoss,
    /// Any other benefit of social security.
    Benefit,
}

/// How many orders, and what they come to.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Totals {
    /// How many.
    pub orders: u64,
    /// Whole rupiah.
    pub sum: i64,
}

/// What is the same for all orders of a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Run {
    /// Its name, which no other run has.
    pub id: Reference,
    /// When it was approved: a file of the same run made again says the same.
    pub made: Moment,
    /// On which day the bank is to pay.
    pub day: Day,
    /// Whose money it is.
    pub fund: String,
    /// The fund's account.
    pub account: Account,
    /// The fund's bank.
    pub bank: Bank,
    /// What for.
    pub purpose: Purpose,
    /// What the orders come to, known before the first is written.
    pub totals: Totals,
}

/// One payment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Order {
    /// Its name from end to end, which no other order has.
    pub id: Reference,
    /// Whole rupiah.
    pub amount: i64,
    /// Who gets it.
    pub name: String,
    /// On which account.
    pub account: Account,
    /// At which bank.
    pub bank: Bank,
    /// What the receiver reads.
    pub text: String,
}

impl Purpose {
    /// The code in ISO's list of purposes, which the receiver's bank reads.
    pub(super) fn code(self) -> &'static str {
        match self {
            Purpose::Pension => "PENS",
            Purpose::JobLoss => "BENE",
            Purpose::Benefit => "SSBE",
        }
    }

    /// The code in its shorter list of categories, which our bank reads; job loss has none of its own there.
    pub(super) fn category(self) -> &'static str {
        match self {
            Purpose::Pension => "PENS",
            Purpose::JobLoss | Purpose::Benefit => "SSBE",
        }
    }
}

impl Totals {
    /// With one order more.
    pub fn with(self, amount: i64) -> Result<Totals, Refusal> {
        if !(1..=MONEY_MAX).contains(&amount) {
            let id = format!("jumlah {amount} bukan antara 1 dan {MONEY_MAX} rupiah");
            let en = format!("the amount {amount} is not between 1 and {MONEY_MAX} rupiah");
            return Err(Refusal::new("order_amount", id, en));
        }
        // The standard's sums have eighteen digits.
        let sum = self.sum.checked_add(amount).filter(|sum| *sum < 1_000_000_000_000_000_000);
        let sum = sum.ok_or_else(|| {
            let (id, en) = ("jumlah seluruh perintah bayar terlalu besar", "the orders come to too much");
            Refusal::new("order_amount", id, en)
        })?;
        Ok(Totals { orders: self.orders + 1, sum })
    }
}

impl Bank {
    /// Whether it is a BIC and no code.
    pub(super) fn is_bic(&self) -> bool {
        !self.0.bytes().all(|byte| byte.is_ascii_digit())
    }
}

impl FromStr for Reference {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Reference, Refusal> {
        let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.');
        if plain && (1..=REFERENCE_LENGTH_MAX).contains(&text.len()) {
            return Ok(Reference(text.to_owned()));
        }
        let (text, most) = (shown(text), REFERENCE_LENGTH_MAX);
        let id = format!("`{text}` bukan nama: tulis 1 sampai {most} huruf, angka, titik atau tanda hubung");
        let en = format!("`{text}` is no name: write 1 to {most} letters, digits, points or hyphens");
        Err(Refusal::new("bank_reference", id, en))
    }
}

impl FromStr for Account {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Account, Refusal> {
        let plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if plain && (1..=ACCOUNT_LENGTH_MAX).contains(&text.len()) {
            return Ok(Account(text.to_owned()));
        }
        let (text, most) = (shown(text), ACCOUNT_LENGTH_MAX);
        let id = format!("`{text}` bukan nomor rekening: tulis 1 sampai {most} angka atau huruf");
        let en = format!("`{text}` is no account number: write 1 to {most} digits or letters");
        Err(Refusal::new("bank_account", id, en))
    }
}

impl FromStr for Bank {
    type Err = Refusal;

    fn from_str(text: &str) -> Result<Bank, Refusal> {
        let is_code = text.bytes().all(|byte| byte.is_ascii_digit()) && CODE_LENGTHS.contains(&text.len());
        if is_code || is_bic(text) {
            return Ok(Bank(text.to_owned()));
        }
        let text = shown(text);
        let id = format!("`{text}` bukan bank: tulis BIC seperti BMRIIDJA, atau kode bank 3 sampai 7 angka");
        let en = format!("`{text}` is no bank: write a BIC such as BMRIIDJA, or its code of 3 to 7 digits");
        Err(Refusal::new("bank_code", id, en))
    }
}

/// Four letters or digits, the country, two letters or digits, and perhaps three for the branch.
fn is_bic(text: &str) -> bool {
    let upper = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
    let country = text.as_bytes().get(4..6).is_some_and(|two| two.iter().all(u8::is_ascii_uppercase));
    matches!(text.len(), 8 | 11) && country && text.bytes().all(upper)
}

/// A wrong text within a complaint: short, and in letters that can be shown.
pub(super) fn shown(text: &str) -> String {
    let short = text.chars().take(40).map(|letter| if letter.is_control() { '·' } else { letter });
    let cut = if text.chars().nth(40).is_some() { "…" } else { "" };
    short.collect::<String>() + cut
}

macro_rules! as_text {
    ($($name:ident),*) => {
        $(impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        })*
    };
}

as_text!(Reference, Account, Bank);

#[cfg(test)]
mod tests {
    use super::*;

    /// Which of the texts are taken.
    fn check<T: FromStr>(taken: &[&str], refused: &[&str]) {
        for text in taken {
            assert!(text.parse::<T>().is_ok(), "{text:?}");
        }
        for text in refused {
            assert!(text.parse::<T>().is_err(), "{text:?}");
        }
    }

    #[test]
    fn names_accounts_and_banks_are_what_the_schema_takes() {
        let (long, longer) = ("x".repeat(35), "x".repeat(36));
        check::<Reference>(&["R-2026.05", "1", &long], &["", &longer, "a b", "a/b", "é", "a\n", "<a>"]);
        let (long, longer) = ("1".repeat(34), "1".repeat(35));
        check::<Account>(&["1234567890", "ID12AB", &long], &["", &longer, "12 34", "12-34", "１２"]);
        let bad = ["", "12", "12345678", "bmriidja", "BMRIIDJ", "BMRIIDJAX", "BMR11DJA", "BMRIIDJAéé"];
        check::<Bank>(&["008", "0080017", "BMRIIDJA", "BMRIIDJA012"], &bad);
    }

    #[test]
    fn totals_hold_only_amounts_that_can_be_paid() {
        let nothing = Totals::default();
        assert_eq!(nothing.with(5).and_then(|totals| totals.with(7)), Ok(Totals { orders: 2, sum: 12 }));
        for amount in [0, -1, MONEY_MAX + 1, i64::MAX] {
            assert!(nothing.with(amount).is_err(), "{amount}");
        }
        let full = Totals { orders: 1, sum: 999_999_999_999_999_999 };
        assert!(full.with(1).is_err());
    }
}
