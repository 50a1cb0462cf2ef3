//! The receipt of a payment: what came in, what it paid, what is left.

use anyhow::{Result, ensure};
use base::{Day, Month};
use serde::{Serialize, Serializer};

use crate::{Qr, Sheet, press, text};

/// What a receipt says.
#[derive(Clone, Debug, Serialize)]
pub struct Receipt {
    /// What every document carries.
    pub sheet: Sheet,
    /// The number of the payment.
    pub number: String,
    /// Who paid; empty where the reader may not know.
    pub payer: String,
    /// Under which number the institution knows who paid; empty where there is none to show.
    pub payer_number: String,
    /// When the money came in.
    #[serde(serialize_with = "text")]
    pub paid_on: Day,
    /// By which way it came, such as a bank or an agent.
    pub channel: String,
    /// The payment code that was used; empty where there was none.
    pub code: String,
    /// What came in, in rupiah.
    pub amount: i64,
    /// What it paid.
    pub lines: Vec<ReceiptLine>,
    /// What is kept for months to come.
    pub left: i64,
    /// The day the payment was taken back, if it was.
    #[serde(serialize_with = "some_text")]
    pub reversed: Option<Day>,
    /// The address at which to check it, as a picture.
    #[serde(serialize_with = "is_there")]
    pub qr: Option<Qr>,
}

/// A month or a penalty that was paid, wholly or in part.
#[derive(Clone, Debug, Serialize)]
pub struct ReceiptLine {
    /// What it is.
    pub text: String,
    /// For which month.
    #[serde(serialize_with = "text")]
    pub month: Month,
    /// How much of the payment went there.
    pub amount: i64,
}

/// The receipt as PDF. One whose lines do not add up to the payment is not printed.
pub fn receipt(receipt: &Receipt) -> Result<Vec<u8>> {
    let lines = receipt.lines.iter().map(|line| i128::from(line.amount));
    let sum = lines.sum::<i128>() + i128::from(receipt.left);
    ensure!(
        sum == i128::from(receipt.amount),
        "the lines of receipt {} come to {sum}, and the payment to {}",
        receipt.number,
        receipt.amount,
    );
    press::print("receipt", receipt, receipt.qr.as_ref())
}

/// Whether there is a picture, as a template reads it.
#[expect(clippy::ref_option, reason = "serde hands over a reference to the field")]
pub(crate) fn is_there<S: Serializer>(qr: &Option<Qr>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bool(qr.is_some())
}

#[expect(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference to the field"
)]
fn some_text<S: Serializer>(day: &Option<Day>, serializer: S) -> Result<S::Ok, S::Error> {
    match day {
        Some(day) => serializer.collect_str(day),
        None => serializer.serialize_none(),
    }
}
