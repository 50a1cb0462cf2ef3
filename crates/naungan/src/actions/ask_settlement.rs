//! A platform hands over what trips have put aside: how much it is, of whom, and by which code it is paid.

use anyhow::Result;
use base::Day;
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::settlements::{self, Line, Settlement};
use store::queries::{accruals, institution, payers};

use super::take_consent::must_be_platform;
use crate::jobs;
use crate::office::{Desk, code};
use crate::registry;

/// What is handed over.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AskSettlement {
    pub(crate) platform: PayerId,
    /// Of trips up to the end of the month of this day.
    pub(crate) until: Day,
    pub(crate) account: Option<i64>,
}

/// Writes it down; gives its number. What is in a settlement is in no other, until it is withdrawn.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &AskSettlement) -> Result<i64> {
    let AskSettlement { platform, until, account } = *asked;
    must_be_platform(unit, desk, platform)?;
    // Two that are asked for at once would hold the same months.
    payers::hold(unit, platform)?;
    let open = accruals::open_of(unit, platform, until.month())?;
    let lines: Vec<Line> =
        open.into_iter().map(|(membership, month, amount)| Line { membership, month, amount }).collect();
    let amount: i64 = lines.iter().map(|line| line.amount).sum();
    if amount == 0 {
        let id = format!("tidak ada sisihan sampai {until} yang belum disetor");
        let en = format!("nothing that was put aside until {until} is still to be handed over");
        return Err(Refusal::new("nothing_to_settle", id, en).into());
    }
    let id = jobs::number(desk);
    let row = Settlement {
        id,
        platform,
        until,
        amount,
        lines: i64::try_from(lines.len())?,
        credited: 0,
        code: code::code(desk.code_key, institution::take_codes(unit, 1)?),
        state: "asked".to_owned(),
        paid: None,
        entry: None,
        account,
        known: desk.now,
    };
    settlements::add(unit, &row, &lines)?;
    registry::note(unit, desk, "settlement asked for", platform.0)?;
    Ok(id)
}

/// Takes one back that nobody has paid.
pub(crate) fn withdraw(unit: &mut Unit<'_>, desk: &Desk<'_>, platform: PayerId, id: i64) -> Result<()> {
    let there = settlements::read(unit, id)?.filter(|one| one.platform == platform);
    if there.is_none() || !settlements::withdraw(unit, id)? {
        let words = "setoran ini tidak ada, atau sudah dibayar";
        let en = "there is no such settlement, or it is paid already";
        return Err(registry::not_there(words, en).into());
    }
    registry::note(unit, desk, "settlement withdrawn", platform.0)
}
