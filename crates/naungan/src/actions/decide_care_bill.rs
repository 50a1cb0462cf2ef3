//! A second person agrees to a hospital's bill, or refuses it: what is paid of it is granted in the fund of
//! the claim's programme, booked, and ordered to the hospital.
//!
//! `run(office, bill, account, Decision::Grant | Decision::Refuse(why)) -> Option<(order, amount)>`. Whoever
//! took the bill does not decide; above the institution's limit a head does. Where the employer has to bear
//! the claim, as after a late report, the fund pays the hospital all the same and she owes it to the fund.

use anyhow::Result;
use ledger::Kind;
use scheme::claims::moves::State;
use scheme::claims::{Bearer, Grant};
use scheme::contributions::post::Book;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::care_bills::{self as rows, CareBill};
use store::queries::orders::{self, Order};
use store::queries::{grants, institution, payees};

use super::approval_limit;
use super::assess_claim::found;
use super::move_claim::by;
use crate::auth::Role;
use crate::books::grant;
use crate::office::{Desk, Office};
use crate::registry::claims::Held;
use crate::registry::{self, claims, not_there};

/// The component of a grant that pays a hospital: no part of what the member gets.
pub(crate) const COMPONENT: &str = "care_bill";

/// The hand of a hospital, by its number as a payer.
pub(crate) fn hand(hospital: scheme::id::PayerId) -> String {
    format!("hospital {}", hospital.0)
}

/// Whether an order goes to a hospital.
pub(crate) fn is_hospital(hand: &str) -> bool {
    hand.starts_with("hospital ")
}

/// What is decided.
#[derive(Clone, Debug)]
pub(crate) enum Decision {
    /// It is paid as it was judged.
    Grant,
    /// It is not, and why.
    Refuse(String),
}

/// Decides on a bill; gives the order and its amount, where something is paid.
pub(crate) fn run(
    office: &mut Office,
    bill: i64,
    account: i64,
    decision: &Decision,
) -> Result<Option<(i64, i64)>> {
    office.unit(|unit, desk| within(unit, desk, bill, account, decision))
}

/// The same within a unit that does more.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    number: i64,
    account: i64,
    decision: &Decision,
) -> Result<Option<(i64, i64)>> {
    let bill = rows::read(unit, number)?.ok_or_else(|| {
        not_there(format!("tidak ada tagihan {number}"), format!("there is no bill {number}"))
    })?;
    let held = claims::hold(unit, bill.claim)?;
    may_decide(unit, &held, &bill, account)?;
    if bill.state != "taken" {
        let id = format!("tagihan {number} sudah diputus");
        return Err(Refusal::new("care_bill", id, format!("bill {number} is decided on already")).into());
    }
    let paid = match decision {
        Decision::Refuse(why) if why.trim().is_empty() => {
            let id = "penolakan tagihan menyebut alasannya";
            return Err(Refusal::new("reason_missing", id, "to refuse a bill takes a reason").into());
        }
        Decision::Refuse(why) => {
            rows::decide(unit, number, ("refused", Some(why.trim()), None))?;
            None
        }
        Decision::Grant if bill.paid == 0 => {
            rows::decide(unit, number, ("granted", None, None))?;
            None
        }
        Decision::Grant => Some(granted(unit, desk, &held, &bill, account)?),
    };
    registry::note(unit, desk, "care bill decided", held.row.person.0)?;
    Ok(paid)
}

/// Whether somebody may decide on a bill; a refusal says why not.
pub(crate) fn may_decide(unit: &mut Unit<'_>, held: &Held, bill: &CareBill, account: i64) -> Result<()> {
    let who = by(unit, account)?;
    who.is_not_of(held.row.person)?;
    if !matches!(who.role, Role::Officer | Role::Head) {
        let id = format!("peran {} tidak memutus tagihan", who.role);
        let en = format!("the role {} does not decide on bills", who.role);
        return Err(Refusal::new("claim_actor", id, en).into());
    }
    if bill.account == Some(account) {
        let id = "yang menerima tagihan tidak menyetujuinya";
        return Err(Refusal::new("same_person", id, "whoever took the bill does not decide on it").into());
    }
    let most = approval_limit::read(unit)?.amount;
    if bill.paid > most && who.role != Role::Head {
        let id = format!("di atas {most} hanya kepala cabang yang menyetujui");
        let en = format!("above {most} only a head of branch approves");
        return Err(Refusal::new("above_limit", id, en).into());
    }
    Ok(())
}

fn granted(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    held: &Held,
    bill: &CareBill,
    account: i64,
) -> Result<(i64, i64)> {
    if matches!(held.claim.state, State::Rejected | State::Withdrawn) {
        let id = "klaim ini ditolak atau dicabut";
        return Err(Refusal::new("care_bill", id, "this claim was rejected or withdrawn").into());
    }
    let found = found(unit, desk, held)?;
    if let Some(refusal) = found.assessment.refusal.as_ref().filter(|_| !found.assessment.is_payable()) {
        return Err(refusal.clone().into());
    }
    let employer = match found.assessment.bearer {
        Bearer::Employer => found.life.payer_of(held.row.membership),
        Bearer::Fund => None,
    };
    let programme = found.assessment.programme.clone();
    let no = grants::of(unit, held.row.id)?.len() as i64 + 1;
    let grant = Grant::from_rows([(COMPONENT, bill.paid)], 0);
    let mut book = Book::new();
    grant::granted(desk, &mut book, &programme, (held.row.membership, employer), &grant)?;
    let key = format!("claim-{}-{no}", held.row.id);
    let place = grant::post(unit, desk, held.row.membership, (Kind::Granted, &key, COMPONENT), book)?;
    let row = grants::Grant {
        claim: held.row.id,
        no,
        membership: held.row.membership,
        programme: programme.clone(),
        day: desk.today,
        gross: bill.paid,
        tax: 0,
        more: false,
        employer,
        law: desk.fingerprint.to_owned(),
        account: Some(account),
        place: place.map(|place| (place.journal, place.seq)),
        known: desk.now,
        lines: vec![(COMPONENT.to_owned(), bill.paid)],
    };
    grants::add(unit, &row)?;
    rows::decide(unit, bill.id, ("granted", None, Some(no)))?;
    let hand = hand(bill.hospital);
    where_it_goes(unit, desk, held, &hand)?;
    let id = institution::take_numbers(unit, 1)?;
    let whose = (desk.law.fund_of(&programme), hand.as_str());
    orders::add(unit, &Order::waiting(id, (held.row.id, no), whose, bill.paid, desk.now))?;
    Ok((id, bill.paid))
}

/// A hospital that was paid before is paid to the same account, until another is named for this case.
fn where_it_goes(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held, hand: &str) -> Result<()> {
    if payees::of_hand(unit, held.row.of_case, hand)?.is_some() {
        return Ok(());
    }
    let Some(last) = payees::last_of_hand(unit, hand)? else { return Ok(()) };
    let text = desk.keys.open(&payees::context(last.id), &last.sealed)?;
    let id = institution::take_numbers(unit, 1)?;
    let sealed = desk.keys.seal(&payees::context(id), &text);
    payees::add(unit, &payees::Payee { id, of_case: held.row.of_case, sealed, known: desk.now, ..last })
}
