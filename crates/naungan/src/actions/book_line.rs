//! A line of a bank's statement that nobody could match: booked to a payer by two people, or sent back.

use anyhow::Result;
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::statement_lines::{self as rows, StatementLine, Step};

use super::keep_statement::Kept;
use super::once::once_told;
use super::receive_payment::{self, ForWhom, ReceivePayment};
use crate::office::{Desk, Office};
use crate::registry::not_there;

/// A line by number.
pub(crate) fn read(unit: &mut Unit<'_>, id: i64) -> Result<StatementLine> {
    let nothing = || not_there(format!("tidak ada baris bernomor {id}"), format!("there is no line {id}"));
    rows::read(unit, id)?.ok_or_else(|| nothing().into())
}

fn done_already(id: i64) -> Refusal {
    let en = format!("line {id} does not wait for anybody any more");
    Refusal::new("line_done", format!("baris {id} tidak menunggu siapa pun lagi"), en)
}

/// Books it to a payer, under the name by which a statement would have booked it.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, id: i64, payer: PayerId) -> Result<()> {
    let line = read(unit, id)?;
    if !matches!(line.state.as_str(), "open" | "asked") {
        return Err(done_already(id).into());
    }
    let kept = Kept::open(desk, &line)?;
    let (Some(amount), Some(day)) = (line.amount, line.paid) else {
        let words = "jumlah atau tanggalnya tidak terbaca: kembalikan uangnya";
        let en = "its amount or its day could not be read: return the money";
        return Err(Refusal::new("line_unread", words, en).into());
    };
    let reference = if kept.reference.is_empty() { format!("line-{id}") } else { kept.reference.clone() };
    let for_whom = ForWhom::Payer(payer);
    let asked = ReceivePayment { for_whom, amount, day, channel: kept.channel.clone(), reference };
    let input = receive_payment::input(&asked);
    let booked = once_told(unit, desk, Some(&kept.key(id)), &input, |unit| {
        receive_payment::within(unit, desk, &asked)
    })?;
    let step = Step { from: &line.state, to: "booked", payer: Some(payer), account: line.account };
    if !booked.is_new || !rows::step(unit, id, step, desk.now)? {
        return Err(done_already(id).into());
    }
    rows::booked_elsewhere(unit, &line.print, payer, desk.now)?;
    Ok(())
}

/// Somebody asks for it to be booked; or nobody does any more.
pub(crate) fn ask(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    id: i64,
    (payer, account): (Option<PayerId>, i64),
) -> Result<()> {
    let (from, to) = if payer.is_some() { ("open", "asked") } else { ("asked", "open") };
    let step = Step { from, to, payer, account: Some(account) };
    if rows::step(unit, id, step, desk.now)? || payer.is_none() {
        Ok(())
    } else {
        Err(done_already(id).into())
    }
}

/// The bank sends the money back, or has taken it back itself.
pub(crate) fn returned(office: &mut Office, id: i64, account: i64, why: &str) -> Result<()> {
    office.unit(|unit, desk| {
        let line = read(unit, id)?;
        let kept = Kept { said: Some(why.to_owned()), ..Kept::open(desk, &line)? };
        let step = Step { from: "open", to: "returned", payer: None, account: Some(account) };
        if !rows::step(unit, id, step, desk.now)? {
            return Err(done_already(id).into());
        }
        rows::set_sealed(unit, id, &kept.sealed(desk, id)?)
    })
}
