//! An agent takes cash for a member, and brings what she took to the bank.

use anyhow::{Context, Result};
use base::Day;
use ledger::{Holder, Kind};
use scheme::contributions::post::{Book, Heading};
use scheme::id::{MembershipId, PayerId};
use scheme::law::SolidarityLaw;
use scheme::refusal::Refusal;
use scheme::solidarity::cash;
use serde::{Deserialize, Serialize};
use store::Unit;
use store::queries::agent_cash::{self, Handover, Receipt};
use store::queries::{institution, memberships, payments};

use super::once::once;
use super::open_agent::{at_work, load};
use super::receive_payment::{self, ForWhom, ReceivePayment, Received};
use crate::books;
use crate::office::{Desk, Office, code};
use crate::registry;

/// What the agent says she took.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TakeCash {
    pub(crate) agent: i64,
    pub(crate) membership: MembershipId,
    pub(crate) amount: i64,
    pub(crate) day: Day,
}

/// The receipt, and what became of the money.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Taken {
    /// The agent's own number of the receipt.
    pub(crate) receipt: i64,
    /// What she holds now.
    pub(crate) held: i64,
    /// By when it has to be at the bank.
    pub(crate) due: String,
    pub(crate) received: Received,
}

/// Takes cash under a key; the same key again gives the first answer.
pub(crate) fn run(office: &mut Office, asked: &TakeCash, key: Option<&str>) -> Result<Taken> {
    let input = format!("cash {} {} {}", asked.agent, asked.membership, asked.amount);
    office.unit(|unit, desk| once(unit, desk, key, &input, |unit| within(unit, desk, asked)))
}

/// The same within a unit that does more.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &TakeCash) -> Result<Taken> {
    let agent = at_work(unit, desk, asked.agent)?;
    // Receipts of one agent come one after the other, so that two never pass the limit together.
    store::queries::journals::hold(unit, books::journal_of(agent.id))?;
    let payer = own_payer(unit, asked.membership)?;
    let held = agent_cash::held_by(unit, agent.id)?;
    let law = SolidarityLaw::new(desk.law)?;
    cash::allowed(&law, (held, asked.amount), asked.day)?;
    let due = cash::due(&law, asked.day)?.context("the law says by when cash is brought")?.value;
    let no = agent_cash::next_number(unit, agent.id)?;
    let payment = ReceivePayment {
        for_whom: ForWhom::Payer(payer),
        amount: asked.amount,
        day: asked.day,
        channel: "agent".to_owned(),
        reference: format!("agent-{}-{no}", agent.id),
    };
    let received = receive_payment::through(unit, desk, &payment, Some(agent.id))?;
    let place = payments::of(unit, payer)?.into_iter().find(|one| one.id == received.payment);
    let place = place.context("the payment was just written")?;
    agent_cash::add(
        unit,
        &Receipt {
            agent: agent.id,
            no,
            membership: asked.membership,
            payment: received.payment,
            amount: asked.amount,
            day: asked.day,
            handover: None,
            journal: place.journal,
            seq: place.seq,
            known: desk.now,
        },
    )?;
    Ok(Taken { receipt: no, held: held + asked.amount, due: due.to_string(), received })
}

fn own_payer(unit: &mut Unit<'_>, membership: MembershipId) -> Result<PayerId> {
    let row = memberships::read(unit, membership)?.ok_or_else(|| {
        let id = format!("tidak ada kepesertaan {membership}");
        registry::not_there(id, format!("there is no membership {membership}"))
    })?;
    let payer = store::queries::payers::read(unit, row.payer)?;
    if payer.is_some_and(|payer| payer.kind == "own") {
        return Ok(row.payer);
    }
    let id = "agen hanya memungut dari orang yang membayar sendiri";
    let en = "an agent collects from people who pay for themselves";
    Err(Refusal::new("not_self_paying", id, en).into())
}

/// What an agent is to bring, under which code, by when.
pub(crate) fn ask(office: &mut Office, agent: i64) -> Result<Handover> {
    office.unit(|unit, desk| {
        load(unit, agent)?;
        store::queries::journals::hold(unit, books::journal_of(agent))?;
        let open = agent_cash::open(unit, agent)?;
        let Some(first) = open.iter().map(|receipt| receipt.day).min() else {
            let id = format!("agen {agent} tidak memegang uang yang belum disetor");
            let en = format!("agent {agent} holds nothing that is not on its way");
            return Err(Refusal::new("no_cash", id, en).into());
        };
        let law = SolidarityLaw::new(desk.law)?;
        let due = cash::due(&law, first)?.context("the law says by when cash is brought")?.value;
        let handover = Handover {
            id: institution::take_numbers(unit, 1)?,
            agent,
            amount: open.iter().map(|receipt| receipt.amount).sum(),
            due,
            code: code::code(desk.code_key, institution::take_codes(unit, 1)?),
            paid: None,
            known: desk.now,
        };
        agent_cash::hand_over(unit, &handover)?;
        Ok(handover)
    })
}

/// The money of a handover is at the bank, as somebody says who saw it there.
pub(crate) fn came(office: &mut Office, handover: i64, amount: i64, day: Day) -> Result<()> {
    office.unit(|unit, desk| brought(unit, desk, handover, (amount, day)).map(drop))
}

/// The same within a unit that does more, as when a statement of the bank names its code: exactly what was to
/// be brought, once. Gives the entry.
pub(crate) fn brought(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    handover: i64,
    (amount, day): (i64, Day),
) -> Result<String> {
    let gone = || {
        let id = format!("tidak ada setoran {handover}");
        registry::not_there(id, format!("there is no handover {handover}"))
    };
    let agent = agent_cash::handover(unit, handover)?.ok_or_else(gone)?.agent;
    // Read again when nobody else books for her: the same money comes once.
    store::queries::journals::hold(unit, books::journal_of(agent))?;
    let row = agent_cash::handover(unit, handover)?.ok_or_else(gone)?;
    if let Some(day) = row.paid {
        let id = format!("setoran {handover} sudah dibukukan pada {day}");
        let en = format!("handover {handover} was booked on {day}");
        return Err(Refusal::new("booked_already", id, en).into());
    }
    if amount != row.amount {
        return Err(other_amount(&row, amount).into());
    }
    let mut book = Book::new();
    book.handed_over(Holder::Payer(row.agent), amount)?;
    let key = format!("handover-{handover}");
    let heading = Heading { day, key: &key, about: Some("cash of an agent") };
    let entry = book.entry(Kind::Received, heading)?.context("a handover of nothing")?;
    let place = books::post(unit, books::journal_of(row.agent), entry, desk.now)?.place();
    agent_cash::came(unit, handover, day, (place.journal, place.seq))?;
    registry::note(unit, desk, "cash handed over", row.agent)?;
    Ok(place.to_string())
}

/// What came and what was to come, with the difference: somebody looks for it in the receipts.
fn other_amount(row: &Handover, came: i64) -> Refusal {
    let Handover { id: no, agent, amount, .. } = row;
    let (less, more) = ((amount - came).max(0), (came - amount).max(0));
    let id = format!(
        "setoran {no} agen {agent} berjumlah {amount}, yang masuk {came}: kurang {less}, lebih {more}"
    );
    let en = format!(
        "handover {no} of agent {agent} is of {amount}, and {came} came: {less} too little, {more} too much"
    );
    Refusal::new("other_amount", id, en)
}
