//! Exact numbers as decimal text, both ways.

use std::fmt;
use std::str::FromStr;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Signed;

use super::Exact;
use crate::limit::NUMBER_DIGITS_MAX;

/// The decimals shown of a number that has more, or has no end.
const DECIMALS_SHOWN: usize = 12;

impl Exact {
    /// Reads a decimal number: `12`, `-0.24`, `5_000_000`, `1_234.5`.
    ///
    /// Either no digit before the point is grouped or all are, by threes.
    pub fn parse(text: &str) -> Result<Exact, NotANumber> {
        Exact::parse_grouped(text, '_')
    }

    /// Reads a decimal number whose thousands another sign groups: `1,099,000` with `,`.
    pub fn parse_grouped(text: &str, group: char) -> Result<Exact, NotANumber> {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        if digits > NUMBER_DIGITS_MAX {
            return Err(NotANumber::Long { digits });
        }
        parse(text, group).ok_or_else(|| NotANumber::Shape { text: text.to_owned() })
    }
}

fn parse(text: &str, group: char) -> Option<Exact> {
    let size = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = match size.split_once('.') {
        Some((whole, decimals)) => (whole, plain(decimals)?),
        None => (size, ""),
    };
    let mut digits = ungrouped(whole, group)?;
    digits.push_str(decimals);
    let units: BigInt = digits.parse().ok()?;
    let number = BigRational::new(units, BigInt::from(10).pow(decimals.len() as u32));
    Some(Exact(if size.len() < text.len() { -number } else { number }))
}

/// The text itself, if it is one or more digits.
fn plain(text: &str) -> Option<&str> {
    (!text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())).then_some(text)
}

/// The digits without their grouping signs, if these stand where they should.
fn ungrouped(text: &str, group: char) -> Option<String> {
    let mut parts = text.split(group);
    let first = plain(parts.next()?)?;
    let mut digits = first.to_owned();
    for part in parts {
        if first.len() > 3 || part.len() != 3 {
            return None;
        }
        digits.push_str(plain(part)?);
    }
    Some(digits)
}

/// A text that is no decimal number.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum NotANumber {
    /// More digits than a number of the law can have.
    #[error("a number has {NUMBER_DIGITS_MAX} digits at most, this one has {digits}")]
    Long {
        /// How many digits were counted.
        digits: usize,
    },
    /// Anything else but digits, a point, a minus and grouping by threes.
    #[error("`{text}` is not a number: write digits, a point for decimals, thousands all grouped or none")]
    Shape {
        /// The text as it stood.
        text: String,
    },
}

impl FromStr for Exact {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Exact, NotANumber> {
        Exact::parse(text)
    }
}

/// A plain decimal without grouping; a number of more than 12 decimals is cut there and marked `…`.
impl fmt::Display for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scaled = self.0.abs() * BigInt::from(10).pow(DECIMALS_SHOWN as u32);
        let digits = format!("{:0>width$}", scaled.to_integer(), width = DECIMALS_SHOWN + 1);
        let (whole, decimals) = digits.split_at(digits.len() - DECIMALS_SHOWN);
        let ends = scaled.is_integer();
        let decimals = if ends { decimals.trim_end_matches('0') } else { decimals };
        let point = if decimals.is_empty() { "" } else { "." };
        let more = if ends { "" } else { "…" };
        let shown = format!("{whole}{point}{decimals}{more}");
        f.pad_integral(!self.is_negative(), "", &shown)
    }
}

impl fmt::Debug for Exact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}
