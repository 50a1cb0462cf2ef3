//! The certificate of a gift: who gave how much to which campaign, and the entry of the books that proves it.

use anyhow::{Result, ensure};
use base::Day;
use serde::Serialize;

use crate::receipt::is_there;
use crate::{Qr, Sheet, press, text};

/// What a certificate says.
#[derive(Clone, Debug, Serialize)]
pub struct Certificate {
    /// What every document carries.
    pub sheet: Sheet,
    /// The number of the gift, or of the pot.
    pub number: String,
    /// Who gave; empty where no name is given.
    pub name: String,
    /// What the campaign is called.
    pub campaign: String,
    /// What came and did not go back, in rupiah.
    pub amount: i64,
    /// The day the last of it came.
    #[serde(serialize_with = "text")]
    pub day: Day,
    /// How many months of workers it pays for, where that is what is told.
    pub worth: Option<i64>,
    /// How many months of workers it has paid for, where that is told.
    pub paid: Option<i64>,
    /// The last entry in which it moved, such as `3-17`.
    pub entry: String,
    /// That entry's fingerprint.
    pub hash: String,
    /// The address at which to check it, as a picture.
    #[serde(serialize_with = "is_there")]
    pub qr: Option<Qr>,
}

/// The certificate as PDF. One of nothing is not printed.
pub fn certificate(certificate: &Certificate) -> Result<Vec<u8>> {
    ensure!(certificate.amount > 0, "certificate {} would be one of nothing", certificate.number);
    press::print("certificate", certificate, certificate.qr.as_ref())
}
