//! Paying by file: orders to a bank in ISO 20022, the bank's answers to them, and how each order stands.

pub mod answer;
pub mod camt054;
pub mod order;
pub mod orders;
pub mod pain001;
pub mod pain002;
pub mod reconcile;
mod legible;
mod message;
#[cfg(test)]
mod tests;

use std::io::Read;

use scheme::refusal::Refusal;

use answer::Answer;
use message::{Kind, Message};

/// The bank's currency is ours.
const CURRENCY: &str = "IDR";

/// Reads an answer of either kind, and says how many answers were in it.
pub fn read<R: Read>(input: R, take: impl FnMut(Result<Answer, Refusal>)) -> Result<u64, Refusal> {
    let mut message = Message::open(input)?;
    match message.kind() {
        Kind::StatusReport => pain002::rest(&mut message, take),
        Kind::Notification => camt054::rest(&mut message, take),
    }
}
