//! Funds, and the accounts each of them has.

use std::fmt;
use std::num::NonZeroU8;
use std::str::FromStr;

use crate::chart::{self, ChartRow};

/// The longest name of a fund, in letters: it stands in every line, so it is a word and not a sentence.
pub const FUND_LETTERS_MAX: usize = 23;

/// The name of a fund: lower-case letters, digits and `_`. Small enough to be copied.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fund {
    // Padded with zeros, so that names are in the order of the alphabet.
    letters: [u8; FUND_LETTERS_MAX],
    // Never zero, so that `Option<Fund>` is no larger than `Fund`.
    length: NonZeroU8,
}

impl Fund {
    /// A fund by its name.
    pub fn new(name: &str) -> Result<Fund, NotAFund> {
        let refused = || NotAFund(name.to_owned());
        let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        if name.len() > FUND_LETTERS_MAX || !name.bytes().all(plain) {
            return Err(refused());
        }
        let length = NonZeroU8::new(name.len() as u8).ok_or_else(refused)?;
        let mut letters = [0; FUND_LETTERS_MAX];
        letters[..name.len()].copy_from_slice(name.as_bytes());
        Ok(Fund { letters, length })
    }

    /// Its name.
    pub fn as_str(&self) -> &str {
        let letters = &self.letters[..usize::from(self.length.get())];
        std::str::from_utf8(letters).expect("a fund's name is ASCII")
    }
}

impl fmt::Display for Fund {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Fund {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Fund {
    type Err = NotAFund;

    fn from_str(text: &str) -> Result<Fund, NotAFund> {
        Fund::new(text)
    }
}

/// A text that names no fund.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not a fund: write up to {FUND_LETTERS_MAX} lower-case letters, digits and `_`")]
pub struct NotAFund(String);

/// An account of one fund. That the chart has it, and whether it needs another fund, `Entry` sees to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Account {
    /// The fund whose account it is.
    pub fund: Fund,
    /// Its number in the chart.
    pub number: u16,
    /// The fund on the other side of what is due.
    pub other: Option<Fund>,
}

impl Account {
    /// An account that concerns this fund only.
    pub const fn new(fund: Fund, number: u16) -> Account {
        Account { fund, number, other: None }
    }

    /// What is due between two funds, as one of them keeps it.
    pub const fn due(fund: Fund, number: u16, other: Fund) -> Account {
        Account { fund, number, other: Some(other) }
    }

    /// What the fund is owed by the other.
    pub const fn due_from(fund: Fund, other: Fund) -> Account {
        Account::due(fund, chart::DUE_FROM, other)
    }

    /// What the fund owes the other.
    pub const fn due_to(fund: Fund, other: Fund) -> Account {
        Account::due(fund, chart::DUE_TO, other)
    }

    /// Its row in the chart; `None` if the chart has no such number.
    pub fn row(&self) -> Option<&'static ChartRow> {
        chart::find(self.number)
    }

    /// Reads the account of a fund: `1200`, or `1900:jkk` if it is kept by the other fund.
    pub fn parse(fund: Fund, text: &str) -> Result<Account, NotAnAccount> {
        let refused = || NotAnAccount(text.to_owned());
        let (number, other) = match text.split_once(':') {
            Some((number, other)) => (number, Some(Fund::new(other).map_err(|_| refused())?)),
            None => (text, None),
        };
        let plain = number.len() == 4 && number.bytes().all(|byte| byte.is_ascii_digit());
        let number = number.parse().ok().filter(|_| plain).ok_or_else(refused)?;
        if number < 1000 {
            return Err(refused());
        }
        Ok(Account { fund, number, other })
    }
}

/// The number, with the other fund if there is one: `1900:jkk`. The fund itself stands before it in a line.
impl fmt::Display for Account {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.other {
            Some(other) => f.pad(&format!("{}:{other}", self.number)),
            None => f.pad(&self.number.to_string()),
        }
    }
}

/// A text that is no account.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("`{0}` is not an account such as 1200 or 1900:jkk")]
pub struct NotAnAccount(String);
