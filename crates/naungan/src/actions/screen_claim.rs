//! A claim is looked at for signals, when it is assessed and again before it is paid. A signal decides
//! nothing: a payment waits for whoever looks only while it is in time, or in the name of a reviewer.

use std::collections::BTreeSet;

use anyhow::Result;
use base::Day;
use scheme::claims::moves::Actor;
use scheme::claims::screen::{Around, Signal, Watch, may_wait, screen};
use scheme::claims::{ClaimKind, Question, Record};
use scheme::id::{PayerId, PersonId};
use scheme::law::ClaimLaw;
use scheme::people::address_key;
use scheme::refusal::Refusal;
use serde_json::json;
use store::Unit;
use store::queries::claim_signals::{self as rows, ClaimSignal};
use store::queries::look_ups::{self, Kind};
use store::queries::{cases, dismissals, memberships, orders, payee_devices, payees};

use super::assess_claim::Found;
use super::decide_care_bill::is_hospital;
use super::move_claim::by;
use super::{name_payee, write_letter};
use crate::auth::Role;
use crate::office::{Desk, Office};
use crate::registry::claims::{self, Held};
use crate::registry::{self, people};

/// What is found around a claim.
#[derive(Default)]
struct Known {
    account_since: Option<Day>,
    same_account: usize,
    same_telephone: usize,
    same_device: usize,
    same_address: usize,
    group: Vec<PayerId>,
    rehired: usize,
}

/// Looks at a claim that was assessed, with everything that is known of the member.
pub(super) fn assessed(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held, found: &Found) -> Result<()> {
    let known = known(unit, desk, held)?;
    let question = found.question(held);
    let signals = found.life.ask(|record| screen(record, &question, &known.around(), &Watch::USUAL));
    write(unit, desk, held.row.id, &signals)
}

/// Looks once more at where the money goes, and says whether the payment waits for somebody who looks.
pub(super) fn holds(unit: &mut Unit<'_>, desk: &Desk<'_>, claim: i64, pay_day: Day) -> Result<bool> {
    let held = claims::play(unit, claim)?;
    let known = known(unit, desk, &held)?;
    let question = Question {
        kind: held.kind,
        event: held.row.notified,
        filed: held.row.notified,
        decided: desk.today,
        pay_day,
        facts: &[],
    };
    // What the register shows was looked at when the claim was assessed.
    let record = Record {
        person: held.row.person,
        facts: &[],
        died: None,
        spells: &[],
        family: &[],
        savings: None,
        pension_savings: 0,
        earlier: &[],
    };
    write(unit, desk, claim, &screen(&record, &question, &known.around(), &Watch::USUAL))?;
    waits(unit, desk, &held, pay_day)
}

/// The same of what was found already: nothing is written.
pub(super) fn is_held(unit: &mut Unit<'_>, desk: &Desk<'_>, claim: i64, pay_day: Day) -> Result<bool> {
    let held = claims::play(unit, claim)?;
    waits(unit, desk, &held, pay_day)
}

/// Whether a payment on this day waits: while it would be in time the day after too, or while a reviewer
/// holds it by name.
fn waits(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held, pay_day: Day) -> Result<bool> {
    let signals = rows::of_claim(unit, held.row.id)?;
    let mut open = signals.iter().filter(|signal| signal.state != "cleared").peekable();
    if open.peek().is_none() {
        return Ok(false);
    }
    let law = ClaimLaw::new(desk.law)?;
    let due = held.claim.clock.due(&law, (held.kind, held.row.segment.parse()?), pay_day)?;
    let after = pay_day.next().unwrap_or(pay_day);
    Ok(open.any(|signal| {
        let reviewer = signal.reviewer.filter(|_| signal.state == "held");
        may_wait(due.as_ref(), after, reviewer).is_ok()
    }))
}

impl Known {
    fn around(&self) -> Around<'_> {
        Around {
            account_since: self.account_since,
            same_account: self.same_account,
            same_telephone: self.same_telephone,
            same_device: self.same_device,
            same_address: self.same_address,
            group: &self.group,
            rehired: self.rehired,
        }
    }
}

fn known(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held) -> Result<Known> {
    let mut known = Known::default();
    for hand in hands(unit, held)? {
        let named = payees::all_of_hand(unit, held.row.of_case, &hand)?;
        let Some(last) = named.last() else { continue };
        let told = name_payee::open(desk, last)?;
        let account = told.account.to_string();
        if let Some(before) = named.iter().rev().nth(1)
            && name_payee::open(desk, before)?.account.to_string() != account
            && !has_failed(unit, held.row.id, before.id)?
        {
            known.account_since = known.account_since.max(last.known.day());
        }
        let person = held.row.person;
        known.same_account = known.same_account.max(others_paid_to(unit, desk, &account, person)?);
        known.same_device = known.same_device.max(others_from(unit, last.id, person)?);
        known.same_address = known.same_address.max(others_at(unit, desk, told.address.as_deref(), person)?);
    }
    known.same_telephone = others_called(unit, desk, held)?;
    if held.kind == ClaimKind::JkpCash
        && let Some(membership) = memberships::read(unit, held.row.membership)?
    {
        known.group = dismissals::group(unit, membership.payer)?;
        known.rehired = usize::try_from(dismissals::taken_back(unit, membership.payer)?)?;
    }
    Ok(known)
}

/// The hands that money of a claim goes to; before it is approved, those named for the case.
fn hands(unit: &mut Unit<'_>, held: &Held) -> Result<BTreeSet<String>> {
    let mut hands: BTreeSet<String> =
        orders::of_claim(unit, held.row.id)?.into_iter().map(|order| order.hand).collect();
    hands.extend(payees::hands_of(unit, held.row.of_case)?);
    hands.retain(|hand| !is_hospital(hand));
    Ok(hands)
}

/// Whether a bank did not take what was sent to an account: then another had to be named.
fn has_failed(unit: &mut Unit<'_>, claim: i64, payee: i64) -> Result<bool> {
    let all = orders::of_claim(unit, claim)?;
    Ok(all.iter().any(|one| one.payee == Some(payee) && matches!(&*one.state, "rejected" | "returned")))
}

/// Other people whose claims are paid to the same account.
fn others_paid_to(unit: &mut Unit<'_>, desk: &Desk<'_>, account: &str, person: PersonId) -> Result<usize> {
    let hashes = desk.keys.look_ups(Kind::BankAccount.word(), account);
    let same = look_ups::find(unit, Kind::BankAccount, &hashes, look_ups::MOST)?;
    others_with(unit, &same, person)
}

/// Other people whose accounts were told from the device that told this one.
fn others_from(unit: &mut Unit<'_>, payee: i64, person: PersonId) -> Result<usize> {
    let Some(device) = payee_devices::of(unit, payee)? else { return Ok(0) };
    let same = payee_devices::told_from(unit, &device, look_ups::MOST)?;
    others_with(unit, &same, person)
}

/// Other people whose accounts were told with the same address.
fn others_at(unit: &mut Unit<'_>, desk: &Desk<'_>, address: Option<&str>, person: PersonId) -> Result<usize> {
    let Some(key) = address.and_then(address_key) else { return Ok(0) };
    let hashes = desk.keys.look_ups(Kind::Address.word(), &key);
    let same = look_ups::find(unit, Kind::Address, &hashes, look_ups::MOST)?;
    others_with(unit, &same, person)
}

/// The other people whose cases have these payees.
fn others_with(unit: &mut Unit<'_>, payees: &[i64], person: PersonId) -> Result<usize> {
    let mut others = BTreeSet::new();
    for payee in payees {
        let Some(payee) = payees::read(unit, *payee)? else { continue };
        others.extend(cases::read(unit, payee.of_case)?.map(|case| case.person));
    }
    others.remove(&person);
    Ok(others.len())
}

/// Other people with claims who are reached by the same telephone; this one is found by it from now on.
fn others_called(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held) -> Result<usize> {
    let mut others = BTreeSet::new();
    for reader in write_letter::readers(unit, held.row.id)? {
        let Some(phone) = people::load(unit, desk, reader)?.identity().phone.clone() else { continue };
        let hashes = desk.keys.look_ups(Kind::Telephone.word(), &phone);
        others.extend(look_ups::find(unit, Kind::Telephone, &hashes, look_ups::MOST)?);
        if let Some(newest) = hashes.first() {
            look_ups::add(unit, Kind::Telephone, newest, held.row.person.0)?;
        }
    }
    others.remove(&held.row.person.0);
    Ok(others.len())
}

fn write(unit: &mut Unit<'_>, desk: &Desk<'_>, claim: i64, signals: &[Signal]) -> Result<()> {
    for signal in signals {
        let rests = signal.rests_on.iter().map(|(words, value)| json!([words.id, words.en, value]));
        let row = ClaimSignal {
            claim,
            code: signal.code.to_owned(),
            found: desk.today,
            looker: signal.by.name().to_owned(),
            why: json!([signal.why.id, signal.why.en]).to_string(),
            rests_on: rests.collect::<serde_json::Value>().to_string(),
            state: "open".to_owned(),
            reviewer: None,
            said: None,
            reviewed: None,
            known: desk.now,
        };
        rows::add(unit, &row)?;
    }
    Ok(())
}

/// What somebody who looked at a signal says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Review {
    /// There is nothing to it.
    Clear,
    /// The payment waits in her name.
    Hold,
}

/// Writes down that somebody looked at a signal. Whoever assessed the claim does not, nor whom it is about;
/// what is for a head is looked at by a head.
pub(crate) fn review(
    office: &mut Office,
    (claim, code): (i64, &str),
    account: i64,
    (review, said): (Review, &str),
) -> Result<()> {
    office.unit(|unit, desk| review_within(unit, desk, (claim, code), account, (review, said)))
}

/// The same within a unit that does more.
pub(crate) fn review_within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (claim, code): (i64, &str),
    account: i64,
    (review, said): (Review, &str),
) -> Result<()> {
    let who = by(unit, account)?;
    let held = claims::hold(unit, claim)?;
    who.is_not_of(held.row.person)?;
    let unknown = || {
        let id = format!("klaim {claim} tidak mempunyai tanda `{code}` yang terbuka");
        Refusal::new("signal_unknown", id, format!("claim {claim} has no open signal `{code}`"))
    };
    let signal = rows::of_claim(unit, claim)?.into_iter().find(|signal| signal.code == code);
    let signal = signal.filter(|signal| signal.state != "cleared").ok_or_else(unknown)?;
    let for_head = signal.looker == Actor::Head.name();
    if !(who.role == Role::Head || (who.role == Role::Officer && !for_head)) {
        let id =
            format!("tanda ini diperiksa oleh {}", if for_head { "kepala cabang" } else { "petugas lain" });
        let en =
            format!("this is looked at by {}", if for_head { "a head of branch" } else { "another officer" });
        return Err(Refusal::new("claim_actor", id, en).into());
    }
    if held.claim.proposed.is_some_and(|proposed| proposed.who == Some(account)) {
        let id = "yang menghitung klaim tidak memeriksa tandanya";
        let en = "whoever assessed the claim does not look at its signals";
        return Err(Refusal::new("same_person", id, en).into());
    }
    if !said.chars().any(char::is_alphanumeric) {
        let id = "sebut alasan hasil pemeriksaannya";
        return Err(Refusal::new("reason_missing", id, "say why").into());
    }
    let state = match review {
        Review::Clear => "cleared",
        Review::Hold => "held",
    };
    if !rows::review(unit, (claim, code), state, (account, said.trim()), desk.now)? {
        return Err(unknown().into());
    }
    registry::note(unit, desk, &format!("signal {state}"), held.row.person.0)
}

#[cfg(test)]
mod tests;
