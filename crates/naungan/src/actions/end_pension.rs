//! The right to a pension has ended otherwise than by death: its owner has recovered, or works again.

use anyhow::Result;
use base::Day;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::{claims, pensions};

use super::pay_benefits::staff;
use crate::books::pension;
use crate::office::{Desk, Office};
use crate::registry;

/// Why a pension can end so.
pub(crate) const REASONS: [&str; 2] = ["recovered", "works"];

/// Ends a disability pension on a day.
pub(crate) fn run(office: &mut Office, number: i64, (day, why): (Day, &str), account: i64) -> Result<()> {
    office.unit(|unit, desk| within(unit, desk, number, (day, why), account))
}

/// The same within a unit that does more.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    number: i64,
    (day, why): (Day, &str),
    account: i64,
) -> Result<()> {
    let who = staff(unit, account)?;
    let Some(known) = pensions::read(unit, number)? else {
        let id = format!("tidak ada pensiun {number}");
        return Err(registry::not_there(id, format!("there is no pension {number}")).into());
    };
    claims::hold(unit, known.claim)?;
    who.is_not_of(known.person)?;
    if known.kind != "jp_disability" || known.ended.is_some() || day > desk.today || !REASONS.contains(&why) {
        let id =
            "hanya pensiun cacat yang berjalan berakhir karena `recovered` atau `works`, sampai hari ini";
        let en = "only a disability pension that runs ends by `recovered` or `works`, not after today";
        return Err(Refusal::new("pension_end", id, en).into());
    }
    pension::end(unit, desk, &known, (day, why))?;
    registry::note(unit, desk, "pension ended", known.person.0)
}
