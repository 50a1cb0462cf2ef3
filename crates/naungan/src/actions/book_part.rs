//! Less of an agent's cash came than she was to bring: what came is booked, and the rest stays with her as a
//! handover of its own, with the reason.

use anyhow::{Context, Result};
use base::Day;
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::agent_cash::{self, Handover};
use store::queries::statement_lines::{self as rows, StatementLine, Step};
use store::queries::{agents, institution, journals};

use super::book_line;
use super::keep_statement::Kept;
use super::once::once_told;
use super::receive_payment::{self, ForWhom, ReceivePayment, Received};
use super::take_cash;
use crate::books;
use crate::office::{Desk, Office, code};
use crate::registry::{self, notes};

/// A reason is no report.
const WHY_CHARS_MAX: usize = 500;
/// Lines of statements that are looked through at a time.
const LINES: i64 = 500;

/// What came, as somebody says who saw it at the bank.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub(crate) handover: i64,
    pub(crate) amount: i64,
    pub(crate) day: Day,
    /// Why it is less.
    pub(crate) why: String,
    pub(crate) account: Option<i64>,
}

/// Books what came; gives the handover of the rest.
pub(crate) fn run(office: &mut Office, part: &Part) -> Result<Handover> {
    office.unit(|unit, desk| Ok(within(unit, desk, part)?.0))
}

/// The same within a unit that does more; with the entry.
fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, part: &Part) -> Result<(Handover, String)> {
    let why = part.why.trim();
    if !(1..=WHY_CHARS_MAX).contains(&why.chars().count()) {
        let id = format!("tulis alasannya dengan paling banyak {WHY_CHARS_MAX} huruf");
        let en = format!("say why it is less, in up to {WHY_CHARS_MAX} letters");
        return Err(Refusal::new("part_reason", id, en).into());
    }
    if part.day > desk.today {
        let (day, today) = (part.day, desk.today);
        let id = format!("uang tanggal {day} belum dapat dibukukan: hari ini {today}");
        let en = format!("money of {day} cannot be booked before that day: today is {today}");
        return Err(Refusal::new("not_yet", id, en).into());
    }
    let agent = read(unit, part.handover)?.agent;
    // Read again when nobody else books for her: the same money comes once.
    journals::hold(unit, books::journal_of(agent))?;
    let row = read(unit, part.handover)?;
    if row.paid.is_none() && !(1..row.amount).contains(&part.amount) {
        return Err(not_less(&row, part.amount).into());
    }
    let rest = Handover {
        id: institution::take_numbers(unit, 1)?,
        amount: row.amount - part.amount,
        code: code::code(desk.code_key, institution::take_codes(unit, 1)?),
        known: desk.now,
        ..row.clone()
    };
    if row.paid.is_none() {
        agent_cash::divide(unit, row.id, part.amount, &rest)?;
    }
    let entry = take_cash::brought(unit, desk, row.id, (part.amount, part.day))?;
    notes::write(unit, desk, part.account.unwrap_or(0), rest.id, ("note", why, None))?;
    registry::note(unit, desk, "part of a handover booked", agent)?;
    Ok((rest, entry))
}

fn read(unit: &mut Unit<'_>, id: i64) -> Result<Handover> {
    let gone =
        || registry::not_there(format!("tidak ada setoran {id}"), format!("there is no handover {id}"));
    agent_cash::handover(unit, id)?.ok_or_else(|| gone().into())
}

/// All of it needs no reason, and more than she took is not hers to bring.
fn not_less(row: &Handover, came: i64) -> Refusal {
    let Handover { id: no, amount, .. } = row;
    if came == *amount {
        let id = format!("setoran {no} masuk seluruhnya: bukukan tanpa alasan");
        return Refusal::new("part_is_all", id, format!("all of handover {no} came: book it as it is"));
    }
    let id =
        format!("dari setoran {no} sebesar {amount} dapat dibukukan 1 sampai {}, bukan {came}", amount - 1);
    let en = format!("of handover {no}, of {amount}, 1 to {} can be booked, not {came}", amount - 1);
    Refusal::new("part_not_less", id, en)
}

/// Why some of an agent's cash did not come, as it was written down with the rest.
pub(crate) fn why(unit: &mut Unit<'_>, desk: &Desk<'_>, handover: i64) -> Result<Option<String>> {
    Ok(notes::of(unit, desk, handover)?.into_iter().next().map(|(_, text)| text))
}

/// Lines of the bank that came under the code of a handover, with less than was to come, and wait.
pub(crate) fn lines(unit: &mut Unit<'_>, desk: &Desk<'_>, one: &Handover) -> Result<Vec<StatementLine>> {
    let (mut found, mut after) = (Vec::new(), 0);
    loop {
        let some = rows::in_state(unit, "open", after, LINES)?;
        for line in &some {
            let fits = line.amount.is_some_and(|amount| (1..one.amount).contains(&amount));
            if fits && line.paid.is_some() && Kept::open(desk, line)?.code == Some(one.code) {
                found.push(line.clone());
            }
        }
        match some.last().filter(|_| some.len() as i64 == LINES) {
            Some(last) => after = last.id,
            None => return Ok(found),
        }
    }
}

/// Books a line of the bank as a part of the handover whose code it names, once, under the name by which the
/// statement would have booked it.
pub(crate) fn of_line(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (handover, line): (i64, i64),
    why: &str,
    account: i64,
) -> Result<Handover> {
    let (row, line) = (read(unit, handover)?, book_line::read(unit, line)?);
    let kept = Kept::open(desk, &line)?;
    let (Some(amount), Some(day), "open", true) =
        (line.amount, line.paid, line.state.as_str(), kept.code == Some(row.code))
    else {
        let id = format!("baris {} tidak menunggu untuk setoran {handover}", line.id);
        let en = format!("line {} does not wait for handover {handover}", line.id);
        return Err(Refusal::new("line_done", id, en).into());
    };
    let asked = ReceivePayment {
        for_whom: ForWhom::Code(row.code),
        amount,
        day,
        channel: kept.channel.clone(),
        reference: kept.reference.clone(),
    };
    let agency = agents::read(unit, row.agent)?.context("an agent is gone")?.agency;
    let part = Part { handover, amount, day, why: why.to_owned(), account: Some(account) };
    let mut rest = None;
    let input = receive_payment::input(&asked);
    let booked = once_told(unit, desk, Some(&kept.key(line.id)), &input, |unit| {
        let (left, entry) = within(unit, desk, &part)?;
        rest = Some(left);
        let (months, settled) = (Vec::new(), Vec::new());
        Ok(Received { payer: agency, payment: 0, months, settled, credit: 0, entry, lapsed: false })
    })?;
    let step = Step { from: "open", to: "booked", payer: Some(PayerId(agency)), account: Some(account) };
    let is_done = booked.is_new && rows::step(unit, line.id, step, desk.now)?;
    rows::booked_elsewhere(unit, &line.print, PayerId(agency), desk.now)?;
    rest.filter(|_| is_done).with_context(|| format!("line {} was booked before", line.id))
}
