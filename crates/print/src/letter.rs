//! The letter of a decision: what was decided, how much of what and why, when it comes, how to object.

use anyhow::{Result, ensure};
use base::Day;
use serde::Serialize;

use crate::receipt::is_there;
use crate::{Qr, Sheet, press, text};

/// What a letter says. Its texts are sentences already, in the language of the sheet.
#[derive(Clone, Debug, Serialize)]
pub struct Letter {
    /// What every document carries.
    pub sheet: Sheet,
    /// The number of the claim.
    pub number: String,
    /// The day of the decision.
    #[serde(serialize_with = "text")]
    pub day: Day,
    /// Whom it is written to.
    pub name: String,
    /// For whom, where it is not for herself; else empty.
    pub acts_for: String,
    /// The number of the membership.
    pub membership: String,
    /// What was decided.
    pub opening: Vec<LetterLine>,
    /// The components of the benefit.
    pub parts: Vec<LetterPart>,
    /// All components that are part of the sum, before tax, in rupiah.
    pub gross: i64,
    /// The tax that is kept.
    pub taxed: i64,
    /// What is paid.
    pub net: i64,
    /// Why the tax is what it is.
    pub tax: Vec<LetterLine>,
    /// What was asked for and is not given.
    pub not_granted: Vec<LetterLine>,
    /// When it is paid.
    pub clock: Vec<LetterLine>,
    /// How to object.
    pub appeal: Vec<LetterLine>,
    /// Whom to ask.
    pub office: Desk,
    /// The address at which to check it, as a picture.
    #[serde(serialize_with = "is_there")]
    pub qr: Option<Qr>,
}

/// A numbered line.
#[derive(Clone, Debug, Serialize)]
pub struct LetterLine {
    /// Its number.
    pub number: usize,
    /// What it says.
    pub text: String,
    /// The provision; empty where there is none.
    pub provision: String,
}

/// A component of a benefit.
#[derive(Clone, Debug, Serialize)]
pub struct LetterPart {
    /// What it is.
    pub line: LetterLine,
    /// How much; nothing for what is given in kind.
    pub amount: Option<i64>,
    /// Whether it counts: what nobody inherits stays in the fund.
    pub counts: bool,
    /// Who gets it; empty where it is the member herself.
    pub to: String,
    /// Payments over time, such as `1–12`, and what each is; none for what is paid once.
    pub payments: Vec<(String, i64)>,
    /// What each heir gets of it.
    pub shares: Vec<(String, i64)>,
    /// Why.
    pub why: Vec<LetterLine>,
}

/// Whom to ask.
#[derive(Clone, Debug, Serialize)]
pub struct Desk {
    /// The branch.
    pub name: String,
    /// Where it is.
    pub address: String,
    /// Its telephone.
    pub telephone: String,
}

/// The letter as PDF. One whose components or shares do not add up is not printed.
pub fn letter(letter: &Letter) -> Result<Vec<u8>> {
    let number = &letter.number;
    let sum = |amounts: &mut dyn Iterator<Item = i64>| amounts.map(i128::from).sum::<i128>();
    let parts = sum(&mut letter.parts.iter().filter(|part| part.counts).filter_map(|part| part.amount));
    let gross = i128::from(letter.gross);
    ensure!(parts == gross, "the parts of letter {number} come to {parts}, and the whole to {gross}");
    let net = gross - i128::from(letter.taxed);
    let paid = letter.net;
    ensure!(net == i128::from(paid), "letter {number} comes to {net} after tax, and says {paid}");
    for part in letter.parts.iter().filter(|part| !part.shares.is_empty()) {
        let shares = sum(&mut part.shares.iter().map(|(_, amount)| *amount));
        let (line, amount) = (part.line.number, part.amount.unwrap_or(0));
        ensure!(
            shares == i128::from(amount),
            "the shares of line {line} of letter {number} come to {shares}, and the line to {amount}",
        );
    }
    press::print("letter", letter, letter.qr.as_ref())
}
