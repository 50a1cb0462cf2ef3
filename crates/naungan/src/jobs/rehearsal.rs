//! A month of pensions is rehearsed a week before it begins, whoever remembers it: what it would come to
//! stands among the work that was done, and who keeps the payroll is told.

use anyhow::Result;
use store::Unit;
use store::queries::jobs::{self, Job};
use store::queries::{accounts, pensions as rows};

use super::Progress;
use crate::auth::{Role, sessions};
use crate::messages::{self, Said};
use crate::office::{Desk, Office};
use crate::runs::pensions::{self, Rehearsed};

/// The word of this kind of work.
pub(crate) const KIND: &str = "rehearsal";

/// A month is rehearsed from so many days before its first: enough to find a proof of life, or an account.
const DAYS_BEFORE: i32 = 7;
/// Days that are looked back at for one that did something.
const LOOKED_AT: i64 = 40;
/// Accounts that are read at once.
const BATCH: i64 = 200;

/// Rehearses the next month, once, in the week before it.
pub(super) fn job(office: &mut Office, _: &Job, _: Progress<'_>) -> Result<Option<String>> {
    let today = office.today();
    let Some(month) = today.month().plus_months(1) else { return Ok(None) };
    let is_near = today.plus_days(DAYS_BEFORE).is_some_and(|day| day >= month.first_day());
    let is_first = is_near
        && office.look(|unit, _| {
            let of_month = format!("month={month};");
            let known =
                last(unit)?.is_some_and(|job| job.told.is_some_and(|told| told.starts_with(&of_month)));
            // Nobody draws a pension yet, or the month is granted already.
            let granted = rows::runs(unit)?.iter().any(|run| run.month >= month);
            Ok(!known && !granted && !rows::pieces(unit, month, BATCH)?.is_empty())
        })?;
    if !is_first {
        return Ok(None);
    }
    let found = match pensions::rehearse(office, month) {
        Ok(found) => found,
        // Months follow one another: one that is missing is granted first.
        Err(error) if error.downcast_ref::<scheme::refusal::Refusal>().is_some() => return Ok(None),
        Err(error) => return Err(error),
    };
    let told = format!(
        "month={month};pensions={};amount={};suspended={};faults={}",
        found.pensions,
        found.amount,
        found.suspended.len(),
        found.faults.len()
    );
    tell(office, &month.to_string(), &found)?;
    Ok(Some(told))
}

/// The latest that came to something.
pub(crate) fn last(unit: &mut Unit<'_>) -> Result<Option<Job>> {
    let done = jobs::of_kinds(unit, &[KIND], None, LOOKED_AT)?;
    Ok(done.into_iter().find(|job| job.state == "done" && job.told.is_some()))
}

/// Those who keep the payroll hear of it, where an address of theirs is known.
fn tell(office: &mut Office, month: &str, found: &Rehearsed) -> Result<()> {
    let mut after = 0;
    loop {
        let some = office.look(|unit, _| accounts::all(unit, after, BATCH))?;
        let Some(last) = some.last() else { return Ok(()) };
        after = last.id;
        let keepers = some.iter().filter(|one| one.role == Role::Administrator.word() && one.ended.is_none());
        let keepers: Vec<_> = keepers.collect();
        office.unit(|unit, desk| {
            for keeper in &keepers {
                let [_, address, _] = sessions::names(desk, keeper)?;
                if !address.is_empty() {
                    let text = words(desk, month, found);
                    let said = Said { person: None, account: Some(keeper.id), address, text };
                    messages::say(unit, desk, &said)?;
                }
            }
            Ok(())
        })?;
    }
}

fn words(desk: &Desk<'_>, month: &str, found: &Rehearsed) -> String {
    let name = &desk.institution.name;
    let (pensions, amount) = (found.pensions, found.amount);
    let (waits, faults) = (found.suspended.len(), found.faults.len());
    format!(
        "{name}: gladi pembayaran pensiun {month}: {pensions} pensiun, Rp{amount}; {waits} menunggu bukti \
         hidup, {faults} belum terjawab. Periksa di /benefits/pensions?month={month}.\n\
         {name}: pensions of {month}, rehearsed: {pensions} pensions, Rp{amount}; {waits} wait for proof of \
         life, {faults} have no answer. Look at /benefits/pensions?month={month}."
    )
}
