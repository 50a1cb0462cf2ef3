//! Documents to print and to keep, as PDF: membership card, receipt, yearly statement, letter of decision,
//! certificate and report of gifts.
//!
//! What a document says is a plain struct; how it looks is a template in `templates/`. Texts never become
//! part of a template's source: they are handed over as JSON, and a template can only show them.

mod card;
mod certificate;
mod gift_report;
mod legible;
mod letter;
mod press;
mod qr;
mod receipt;
mod statement;

pub use card::{Card, card};
pub use certificate::{Certificate, certificate};
pub use gift_report::{GiftReport, ReportGift, ReportMonth, Stands, gift_report};
pub use letter::{Desk, Letter, LetterLine, LetterPart, letter};
pub use qr::Qr;
pub use receipt::{Receipt, ReceiptLine, receipt};
pub use statement::{MonthState, ProgrammeSum, Right, Savings, Statement, StatementMonth, statement};

use std::fmt::Display;

use base::Day;
use serde::{Serialize, Serializer};

/// The language a document is written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Indonesian.
    Id,
    /// English.
    En,
}

/// What every document carries.
#[derive(Clone, Debug, Serialize)]
pub struct Sheet {
    /// The language it is written in.
    pub lang: Lang,
    /// The institution that gives it out.
    pub institution: String,
    /// The fingerprint of the law by which its amounts were worked out.
    pub law: String,
    /// The day it was made. It is the only time in the file, so the same facts give the same bytes.
    #[serde(serialize_with = "text")]
    pub made: Day,
    /// Whether the people of the institution are invented: the sheet says so.
    pub invented: bool,
    /// Where anybody can check the document.
    pub check_at: String,
}

/// A day or a month, as a template reads it.
fn text<S: Serializer>(value: &impl Display, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}
