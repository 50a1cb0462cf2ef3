//! What a bank answers about an order, or about a whole run.

use scheme::refusal::Refusal;

/// Where an answer stands in its file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Place {
    /// The line, from 1.
    pub line: u64,
    /// Which answer of the file, from 1: banks often write everything in one line.
    pub number: u64,
}

/// Why an order was not paid, or came back.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Default, Debug)]
pub struct Reason {
    /// A code of ISO's external lists such as `AC04`, or the bank's own; empty where it gives none.
    pub code: String,
    /// What the bank says beside it.
    pub text: String,
}

/// What became of it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Verdict {
    /// The bank has it, and has not decided.
    Pending,
    /// The bank will pay.
    Accepted,
    /// The money has left the account.
    Paid,
    /// The bank does not pay.
    Rejected(Reason),
    /// The money was paid and came back.
    Returned(Reason),
}

/// One answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Answer {
    /// Where it stands.
    pub place: Place,
    /// The run, where the bank names it.
    pub run: Option<String>,
    /// The order; without one the answer is about the whole run.
    pub order: Option<String>,
    /// What became of it.
    pub verdict: Verdict,
    /// Whole rupiah, where the bank says how much.
    pub amount: Option<i64>,
    /// What the bank calls the movement on the account; empty where none was.
    pub reference: String,
}

impl Place {
    /// What is wrong there.
    pub(super) fn refuse(self, code: &'static str, id: &str, en: &str) -> Refusal {
        let Place { line, number } = self;
        Refusal::new(
            code,
            format!("baris {line}, jawaban {number}: {id}"),
            format!("line {line}, answer {number}: {en}"),
        )
    }
}

/// An amount as the standard writes it, if it is one in whole rupiah.
pub(super) fn amount(text: &str, currency: &str) -> Option<i64> {
    let (whole, cents) = text.split_once('.').unwrap_or((text, ""));
    let plain = !whole.is_empty() && whole.bytes().all(|digit| digit.is_ascii_digit());
    let plain = plain && cents.bytes().all(|digit| digit == b'0') && currency == super::CURRENCY;
    whole.parse().ok().filter(|amount| plain && *amount > 0)
}
