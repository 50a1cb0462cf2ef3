//! Whoever gave says whether she stands on the wall: the donor of a pot, or who gave without signing in.

use anyhow::Result;
use scheme::id::PayerId;
use store::Unit;
use store::queries::{gifts, givings, pots as rows};

use crate::office::Desk;
use crate::registry::{self, pots};

/// The donor of a pot is named from now on, or no longer.
pub(crate) fn of_pot(unit: &mut Unit<'_>, desk: &Desk<'_>, pot: PayerId, shown: bool) -> Result<()> {
    pots::load(unit, pot)?;
    rows::show(unit, pot, shown)?;
    registry::note(unit, desk, "donor shown", pot.0)
}

/// The giver of a gift that came is named from now on, or no longer.
pub(crate) fn of_gift(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    pot: PayerId,
    no: i64,
    shown: bool,
) -> Result<()> {
    if !gifts::show(unit, (pot, no), shown)? {
        let (id, en) = ("donasi ini tanpa nama", "no name is kept with this gift");
        return Err(registry::not_there(id, en).into());
    }
    registry::note(unit, desk, "donor shown", pot.0)
}

/// The same by whoever holds the link of what she gave.
pub(crate) fn of_giving(unit: &mut Unit<'_>, desk: &Desk<'_>, giving: i64, shown: bool) -> Result<()> {
    let found = givings::read(unit, giving)?.and_then(|one| Some((one.pot, one.gift?)));
    let Some((pot, no)) = found else {
        let (id, en) = ("donasi ini belum masuk", "this gift has not come yet");
        return Err(registry::not_there(id, en).into());
    };
    of_gift(unit, desk, pot, no, shown)
}
