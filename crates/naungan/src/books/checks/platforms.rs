//! What trips have put aside: in the books, by rider, and trip by trip.

use anyhow::Result;
use ledger::{Account, Balances, Fund, Holder, chart};
use scheme::contributions::post::COLLECTION;
use store::Unit;
use store::queries::trips::{self, Trip};
use store::queries::{accruals, settlements};

use super::{Verdict, agree};
use crate::actions::take_trips::fingerprint;

/// What is with platforms is what was put aside and not handed over; what members are owed of it is what has
/// not reached them.
pub(super) fn platforms(unit: &mut Unit<'_>, balances: &Balances, verdict: &mut Verdict) -> Result<()> {
    let sums = accruals::sums(unit)?;
    let handed_over: i128 = settlements::paid(unit)?.values().map(|amount| i128::from(*amount)).sum();
    let (mut aside, mut owed) = (0_i128, 0_i128);
    for (platform, (amount, settled)) in &sums {
        aside += i128::from(*amount);
        owed += i128::from(*amount - *settled);
        if settled > amount {
            verdict.faults.push(format!("platform {platform}: {settled} of {amount} have reached riders"));
        }
    }
    let account = |number: u16| Ok::<_, anyhow::Error>(Account::new(Fund::new(COLLECTION)?, number));
    let with = account(chart::WITH_PLATFORMS)?;
    agree(&with, balances, aside - handed_over, "what trips put aside, less settlements,", verdict);
    agree(&account(chart::ACCRUED)?, balances, -owed, "what is to reach riders", verdict);
    batches(unit, verdict)
}

/// The trips of each batch against the fingerprint it left.
fn batches(unit: &mut Unit<'_>, verdict: &mut Verdict) -> Result<()> {
    let mut left = trips::digests(unit)?;
    let mut of_batch: Vec<Trip> = Vec::new();
    let mut faults = Vec::new();
    let mut compare = |batch: &mut Vec<Trip>| {
        let Some(id) = batch.first().map(|trip| trip.batch) else { return };
        let now = match fingerprint(batch) {
            Some(Holder::Rows { hash, .. }) => hash.to_vec(),
            _ => Vec::new(),
        };
        if left.remove(&id) != Some(now) {
            faults.push(format!("batch {id}: its trips were changed"));
        }
        batch.clear();
    };
    trips::each_by_batch(unit, &mut |trip| {
        if of_batch.first().is_some_and(|first| first.batch != trip.batch) {
            compare(&mut of_batch);
        }
        of_batch.push(trip.clone());
        Ok(())
    })?;
    compare(&mut of_batch);
    faults.extend(left.keys().map(|id| format!("batch {id}: its trips are gone")));
    verdict.faults.extend(faults);
    Ok(())
}
