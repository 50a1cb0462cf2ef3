//! The report of a donor's pot: where the money is, which gift paid for which month, what came of it.

use anyhow::{Result, ensure};
use base::{Day, Month};
use serde::Serialize;

use crate::receipt::is_there;
use crate::{Qr, Sheet, press, text};

/// What a report says.
#[derive(Clone, Debug, Serialize)]
pub struct GiftReport {
    /// What every document carries.
    pub sheet: Sheet,
    /// The number of the pot.
    pub number: String,
    /// Who gave.
    pub name: String,
    /// What the campaign is called.
    pub campaign: String,
    /// Where the money is.
    pub money: Stands,
    /// Gifts in the order they came.
    pub gifts: Vec<ReportGift>,
    /// Calendar months in order.
    pub months: Vec<ReportMonth>,
    /// Months of workers that were paid; nothing where the workers are too few to be counted.
    pub worker_months: Option<i64>,
    /// Claims that were paid, in the same way.
    pub claims: Option<i64>,
    /// Families that were helped, in the same way.
    pub families: Option<i64>,
    /// The last entry in which the money moved, such as `3-17`; empty where none has.
    pub entry: String,
    /// That entry's fingerprint.
    pub hash: String,
    /// The address at which to check it, as a picture.
    #[serde(serialize_with = "is_there")]
    pub qr: Option<Qr>,
}

/// Where a pot's money is, in rupiah; what came is the sum of the five after it.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Stands {
    /// What is promised and has not come.
    pub pledged: i64,
    /// What came.
    pub received: i64,
    /// What nobody has been promised.
    pub free: i64,
    /// What is set aside.
    pub reserved: i64,
    /// What stands ready for a month that is being run.
    pub readied: i64,
    /// What was used.
    pub used: i64,
    /// What went back.
    pub returned: i64,
}

/// A gift.
#[derive(Clone, Debug, Serialize)]
pub struct ReportGift {
    /// The day it came.
    #[serde(serialize_with = "text")]
    pub day: Day,
    /// How much.
    pub amount: i64,
    /// Months it paid for, as `2026-05`, with how much of it.
    pub paid: Vec<(String, i64)>,
}

/// A calendar month.
#[derive(Clone, Debug, Serialize)]
pub struct ReportMonth {
    /// Which.
    #[serde(serialize_with = "text")]
    pub month: Month,
    /// How many workers; nothing where they are too few to be counted.
    pub workers: Option<i64>,
    /// What is set aside for it.
    pub reserved: i64,
    /// What it took.
    pub used: i64,
}

/// The report as PDF. One whose money is not all somewhere is not printed.
pub fn gift_report(report: &GiftReport) -> Result<Vec<u8>> {
    let Stands { received, free, reserved, readied, used, returned, .. } = report.money;
    let sum = [free, reserved, readied, used, returned].map(i128::from).iter().sum::<i128>();
    let number = &report.number;
    ensure!(sum == i128::from(received), "the money of pot {number} comes to {sum}, and {received} came");
    let gifts = report.gifts.iter().map(|gift| i128::from(gift.amount)).sum::<i128>();
    ensure!(gifts == i128::from(received), "the gifts of pot {number} come to {gifts}, and {received} came");
    press::print("gift_report", report, report.qr.as_ref())
}
