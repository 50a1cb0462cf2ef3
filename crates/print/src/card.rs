//! The membership card: on a sheet, at the size of a bank card, with a code by which anybody can check it.

use anyhow::Result;
use base::Day;
use serde::Serialize;

use crate::{Qr, Sheet, press, text};

/// What the card says.
#[derive(Clone, Debug, Serialize)]
pub struct Card {
    /// What every document carries.
    pub sheet: Sheet,
    /// The member.
    pub name: String,
    /// The number of the membership.
    pub number: String,
    /// How the member works, such as self-employed.
    pub segment: String,
    /// The programmes that cover the member.
    pub programmes: Vec<String>,
    /// Since when.
    #[serde(serialize_with = "text")]
    pub since: Day,
    /// The address at which to check it, as a picture.
    #[serde(skip)]
    pub qr: Qr,
}

/// The card as PDF.
pub fn card(card: &Card) -> Result<Vec<u8>> {
    press::print("card", card, Some(&card.qr))
}
