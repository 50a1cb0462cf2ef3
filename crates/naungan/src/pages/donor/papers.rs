//! What a donor keeps: the certificate of a pot and its report, each with the entry that proves it.

use anyhow::{Context, Result};
use print::{Certificate, GiftReport, ReportGift, ReportMonth, Stands};
use scheme::id::PayerId;
use store::queries::pots as rows;

use super::found;
use crate::pages::documents::{file, qr, sheet};
use crate::registry::{payers, pots};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::views::pot::PotShown;
use crate::views::proof::Named;

/// The donor's name and the campaign's.
fn names(ask: &mut Ask<'_>, pot: &PotShown) -> Result<(String, String), Problem> {
    let id = PayerId(pot.pot);
    Ok(ask.office.look(|unit, desk| {
        let donor = rows::read(unit, id)?.and_then(|row| row.donor);
        let donor = donor.map(|donor| payers::load(unit, desk, donor)).transpose()?;
        let campaign = pots::campaign(unit, pot.campaign)?.name;
        Ok((donor.map(|known| known.payer.name).unwrap_or_default(), campaign))
    })?)
}

/// Where anybody sees whether the entry still stands under its fingerprint.
fn address(ask: &Ask<'_>, named: &Named) -> String {
    format!("{}/solidarity/proof?entry={}&hash={}", ask.settings.public, named.entry, named.hash)
}

pub(super) fn certificate(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (pot, named) = found(ask)?;
    let (name, campaign) = names(ask, &pot)?;
    let amount = pot.money.received - pot.money.returned;
    let (Some(last), Some(named), true) = (pot.gifts.last(), named, amount > 0) else {
        return Err(Problem::NotFound);
    };
    let address = address(ask, &named);
    let certificate = Certificate {
        sheet: sheet(ask, &address),
        number: pot.pot.to_string(),
        name,
        campaign,
        amount,
        day: last.day.parse().context("a gift without a day")?,
        worth: None,
        paid: pot.helped.worker_months.filter(|months| *months > 0),
        entry: named.entry,
        hash: named.hash,
        qr: Some(qr(&address)?),
    };
    let name = format!("{}-{}.pdf", ask.pick("sertifikat", "certificate"), pot.pot);
    Ok(file(&name, print::certificate(&certificate)?))
}

pub(super) fn report(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (pot, named) = found(ask)?;
    let (name, campaign) = names(ask, &pot)?;
    let address = named.as_ref().map(|named| address(ask, named)).unwrap_or_default();
    let money = pot.money;
    let report = GiftReport {
        sheet: sheet(ask, &address),
        number: pot.pot.to_string(),
        name,
        campaign,
        money: Stands {
            pledged: money.pledged,
            received: money.received,
            free: money.free,
            reserved: money.reserved,
            readied: money.readied,
            used: money.used,
            returned: money.returned,
        },
        gifts: gifts(&pot)?,
        months: months(&pot)?,
        worker_months: pot.helped.worker_months,
        claims: pot.helped.claims,
        families: pot.helped.families,
        qr: named.as_ref().map(|_| qr(&address)).transpose()?,
        entry: named.as_ref().map(|named| named.entry.clone()).unwrap_or_default(),
        hash: named.map(|named| named.hash).unwrap_or_default(),
    };
    let name = format!("{}-{}.pdf", ask.pick("laporan-donasi", "gift-report"), pot.pot);
    Ok(file(&name, print::gift_report(&report)?))
}

fn gifts(pot: &PotShown) -> Result<Vec<ReportGift>> {
    let gift = |gift: &crate::views::pot::GiftShown| {
        let day = gift.day.parse().context("a gift without a day")?;
        Ok(ReportGift { day, amount: gift.amount, paid: gift.paid.clone() })
    };
    pot.gifts.iter().map(gift).collect()
}

fn months(pot: &PotShown) -> Result<Vec<ReportMonth>> {
    let month = |row: &crate::views::pot::MonthShown| {
        let month = row.month.parse().context("a month that is none")?;
        Ok(ReportMonth { month, workers: row.workers, reserved: row.reserved, used: row.used })
    };
    pot.months.iter().map(month).collect()
}
