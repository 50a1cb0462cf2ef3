//! Before a month is run, what pots have set aside for it becomes credit; after it, each worker's month has
//! taken what it was assessed with.

use anyhow::{Context, Result};
use base::Month;
use ledger::{Holder, Kind};
use scheme::contributions::post::{Book, Heading};
use store::Unit;
use store::queries::{payers, worker_months};

use crate::books;
use crate::office::Desk;

/// Readies every pot's months, in the unit that opens the run: an entry for each pot.
pub(crate) fn before(unit: &mut Unit<'_>, desk: &Desk<'_>, month: Month) -> Result<()> {
    for pot in worker_months::pots_in(unit, month, "reserved")? {
        let credit = payers::hold(unit, pot)?.context("a pot without a payer")?;
        let rows = worker_months::of_pot_in(unit, (pot, month), "reserved")?;
        let amount: i64 = rows.iter().map(|row| row.reserved).sum();
        let mut book = Book::new();
        book.reserved(Holder::Payer(pot.0), -amount)?;
        let key = format!("ready-{pot}-{month}");
        let heading = Heading { day: desk.today, key: &key, about: Some(&format!("month {month}")) };
        let entry = book.entry(Kind::Readied, heading)?.context("months of nothing")?;
        let place = books::post(unit, books::journal_of(pot.0), entry, desk.now)?.place();
        payers::set_credit(unit, pot, credit + amount)?;
        worker_months::ready(unit, (pot, month), (place.journal, place.seq), desk.now)?;
    }
    Ok(())
}

/// Writes down what each month took, in the unit that publishes the run.
pub(crate) fn after(unit: &mut Unit<'_>, desk: &Desk<'_>, month: Month) -> Result<()> {
    worker_months::used(unit, month, desk.now)
}
