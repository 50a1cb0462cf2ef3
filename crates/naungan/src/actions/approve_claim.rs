//! A second person agrees: the grant is booked in the fund of its programme, and orders wait to be paid.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};
use ledger::{Holder, Kind};
use scheme::claims::letter::Money;
use scheme::claims::moves::{Move, State};
use scheme::claims::{Act, Assessment, Bearer, ClaimKind, Grant, Later, difference, recovery};
use scheme::contributions::post::Book;
use scheme::events::Heirs;
use scheme::law::{ClaimLaw, SAVINGS};
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::grants::{self, Recovery};
use store::queries::instalments::Instalment;
use store::queries::institution;
use store::queries::orders::{self, Order};

use super::assess_claim::{Found, found, payable};
use super::decide_care_bill::COMPONENT;
use super::decide_month;
use super::move_claim::by;
use super::reconcile_benefits::is_claims_own;
use super::{approval_limit, begin_pension, claimed_once, pay_later, write_letter};
use crate::books::grant;
use crate::office::{Desk, Office};
use crate::registry::claims::Held;
use crate::registry::{self, claims, jobs};

/// What came of an approval.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Approved {
    /// What was granted more, or less, than before, without its tax.
    pub(crate) net: i64,
    /// What was kept back of it.
    pub(crate) kept: i64,
    /// What was paid too much, and has to come back.
    pub(crate) overpaid: i64,
    /// Orders: number, hand, amount.
    pub(crate) orders: Vec<(i64, String, i64)>,
}

/// Approves a claim.
pub(crate) fn run(office: &mut Office, claim: i64, account: i64) -> Result<Approved> {
    office.unit(|unit, desk| within(unit, desk, claim, account))
}

/// The same within a unit that does more.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, claim: i64, account: i64) -> Result<Approved> {
    let who = by(unit, account)?;
    let mut held = claims::hold(unit, claim)?;
    claimed_once::is_not_granted(unit, desk, &held)?;
    who.is_not_of(held.row.person)?;
    let most = approval_limit::read(unit)?.amount;
    let actor = who.actor(Move::Approve)?;
    held.take(unit, desk, (actor, Some(account)), Act::Make(Move::Approve), most)?;
    let found = found(unit, desk, &held)?;
    payable(&found.assessment)?;
    if held.claim.proposed.is_none_or(|proposed| proposed.amount != found.assessment.gross()) {
        let now = found.assessment.gross();
        let id = format!("hitungannya kini {now}: kembalikan klaim agar dihitung lagi");
        let en = format!("it comes to {now} by now: send it back to be assessed again");
        return Err(Refusal::new("assess_again", id, en).into());
    }
    let before = granted_before(unit, claim)?;
    let approved = granted(unit, desk, &mut held, &found, account)?;
    let money = Money { before, now: approved.net, kept: approved.kept };
    write_letter::granted(unit, desk, &held, &found, &money)?;
    registry::note(unit, desk, "claim approve", held.row.person.0)?;
    Ok(approved)
}

/// What was granted before, without its tax; nothing the first time.
fn granted_before(unit: &mut Unit<'_>, claim: i64) -> Result<Option<i64>> {
    let mut before: Vec<Grant> = grants::of(unit, claim)?.iter().map(as_grant).collect();
    before.retain(|grant| !grant.is_nothing());
    Ok((!before.is_empty()).then(|| before.iter().map(Grant::net).sum()))
}

/// Books the difference to what was granted before; all of it the first time.
pub(super) fn granted(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    held: &mut Held,
    found: &Found,
    account: i64,
) -> Result<Approved> {
    let before = grants::of(unit, held.row.id)?;
    let rows: Vec<Grant> = before.iter().map(as_grant).collect();
    let goes_on = begin_pension::within(unit, desk, held, found)?;
    let later = pay_later::proven(unit, held.row.id)?;
    let law = ClaimLaw::new(desk.law)?;
    let months = decide_month::granted_by_now(unit, desk, held)?;
    let now = months.unwrap_or_else(|| pay_later::so_far(&law, &found.assessment, found.day, &later));
    let Some(difference) = difference(&rows, &now) else {
        settles(unit, desk, held, goes_on)?;
        return Ok(Approved::default());
    };
    let more = goes_on || pay_later::is_more(&law, &found.assessment, found.day, &later);
    let approved = book(unit, desk, held, found, (&difference, more, &later), account)?;
    if held.kind == ClaimKind::JkpCash {
        decide_month::first(unit, desk, held, (before.len() as i64 + 1, now.gross()), account)?;
    }
    if approved.orders.is_empty() {
        settles(unit, desk, held, goes_on)?;
    }
    Ok(approved)
}

/// Nothing waits to be paid: it is paid, and closed where nothing comes later.
pub(super) fn settles(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &mut Held, goes_on: bool) -> Result<()> {
    let waits = |order: &Order| matches!(&*order.state, "waiting" | "sent") && is_claims_own(order);
    if orders::of_claim(unit, held.row.id)?.iter().any(waits) {
        return Ok(());
    }
    if held.claim.state == State::Approved {
        held.goes_on(unit, desk, Move::Pay)?;
    }
    if held.claim.state == State::Paid && !goes_on && !jobs::goes_on(unit, desk, held)? {
        held.goes_on(unit, desk, Move::Close)?;
    }
    Ok(())
}

/// Books a grant, or a difference to what was granted, and orders what goes out: `later` is what was proven
/// of later payments, and `more` says that some are still to come.
pub(super) fn book(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    held: &Held,
    found: &Found,
    (difference, more, later): (&Grant, bool, &[Instalment]),
    account: i64,
) -> Result<Approved> {
    let no = grants::of(unit, held.row.id)?.len() as i64 + 1;
    let mut approved = Approved { net: difference.net(), ..Approved::default() };
    let kept = kept_back(unit, desk, held, &found.assessment, &mut approved)?;
    let hands = hands(desk, held, found, (difference, approved.kept), later)?;
    let mut book = Book::new();
    let employer = match found.assessment.bearer {
        Bearer::Employer => found.life.payer_of(held.row.membership),
        Bearer::Fund => None,
    };
    let programme = found.assessment.programme.as_str();
    withdraw(unit, desk, &mut book, held, (no, programme, difference.gross()))?;
    grant::granted(desk, &mut book, programme, (held.row.membership, employer), difference)?;
    for (recovery, amount) in &kept {
        let holder = Holder::Membership(held.row.membership.0);
        kept_in_books(desk, &mut book, programme, (holder, recovery), *amount)?;
        grants::keep_back(unit, recovery, (held.row.id, no), *amount)?;
    }
    let key = format!("claim-{}-{no}", held.row.id);
    let place = grant::post(unit, desk, held.row.membership, (Kind::Granted, &key, held.kind.name()), book)?;
    let line = |(name, amount): (&str, i64)| (name.to_owned(), amount);
    grants::add(
        unit,
        &grants::Grant {
            claim: held.row.id,
            no,
            membership: held.row.membership,
            programme: programme.to_owned(),
            day: desk.today,
            gross: difference.gross(),
            tax: difference.tax(),
            more,
            employer,
            law: desk.fingerprint.to_owned(),
            account: Some(account),
            place: place.map(|place| (place.journal, place.seq)),
            known: desk.now,
            lines: difference.components().map(line).collect(),
        },
    )?;
    if approved.net < 0 {
        approved.overpaid = -approved.net;
        overpaid(unit, held, programme, (no, approved.overpaid))?;
    }
    pay_later::granted(unit, later, no)?;
    order(unit, desk, held, (no, programme), hands, &mut approved)?;
    Ok(approved)
}

/// What is granted of savings leaves them.
fn withdraw(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    book: &mut Book,
    held: &Held,
    (no, programme, gross): (i64, &str, i64),
) -> Result<()> {
    if programme != SAVINGS {
        return Ok(());
    }
    // As they are by now, with what was taken for this claim before.
    let accounts = claims::life(unit, desk, held.row.person, None)?.accounts;
    let of = (held.row.membership, gross);
    let rows = grant::withdrawn(desk, book, &accounts, of, (held.row.id, no))?;
    rows.iter().try_for_each(|row| grants::withdraw(unit, row))
}

/// What a row granted of the claim itself: what a hospital got is between it and the fund.
pub(crate) fn as_grant(row: &grants::Grant) -> Grant {
    let own = row.lines.iter().filter(|(name, _)| name != COMPONENT);
    Grant::from_rows(own.map(|(name, amount)| (name.as_str(), *amount)), row.tax)
}

/// What is kept back of a grant for what the same fund paid too much before.
fn kept_back(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    held: &Held,
    found: &Assessment,
    approved: &mut Approved,
) -> Result<Vec<(Recovery, i64)>> {
    let numbers = registry::people::numbers(unit, held.row.person, desk.now)?;
    let open = grants::due_back(unit, &numbers, &found.programme)?;
    let owed: i64 = open.iter().map(|one| one.amount).sum();
    if owed == 0 || approved.net <= 0 {
        return Ok(Vec::new());
    }
    let law = ClaimLaw::new(desk.law)?;
    let (kind, programme, day, amount) = (held.kind, found.programme.as_str(), desk.today, approved.net);
    let plan = recovery(&law, programme, owed, &[Later { kind, programme, day, amount }])?;
    let mut left: i64 = plan.kept.iter().map(|kept| kept.amount).sum::<i64>().min(approved.net);
    approved.kept = left;
    let mut kept = Vec::new();
    for one in open {
        let amount = one.amount.min(left);
        left -= amount;
        if amount > 0 {
            kept.push((one, amount));
        }
    }
    Ok(kept)
}

/// What is kept back of one membership's grant for another one's overpayment is moved between the two.
pub(crate) fn kept_in_books(
    desk: &Desk<'_>,
    book: &mut Book,
    programme: &str,
    (holder, recovery): (Holder, &Recovery),
    amount: i64,
) -> Result<()> {
    let other = Holder::Membership(recovery.membership.0);
    book.kept_back(desk.law, programme, other, amount)?;
    if other != holder {
        book.disbursed(desk.law, programme, other, -amount)?;
        book.disbursed(desk.law, programme, holder, amount)?;
    }
    Ok(())
}

fn overpaid(unit: &mut Unit<'_>, held: &Held, programme: &str, (no, amount): (i64, i64)) -> Result<()> {
    let (claim, person, membership) = (held.row.id, held.row.person, held.row.membership);
    let programme = programme.to_owned();
    grants::recover(unit, &Recovery { claim, no, person, membership, programme, amount })
}

/// Who gets how much of a difference: each component goes where the law says, and what is less, the tax and
/// what is kept back are taken from the first hands that have it.
fn hands(
    desk: &Desk<'_>,
    held: &Held,
    found: &Found,
    (difference, kept): (&Grant, i64),
    later: &[Instalment],
) -> Result<BTreeMap<String, i64>> {
    let mut hands: Vec<(String, i64)> = Vec::new();
    let mut less = difference.tax() + kept;
    for (component, amount) in difference.components() {
        if amount < 0 {
            less -= amount;
            continue;
        }
        let of_children = later.iter().filter(|one| one.component == component && one.whom != 0);
        let of_children: Vec<_> = of_children.filter(|one| one.grant_no.is_none()).collect();
        if !of_children.is_empty() {
            hands.extend(of_children.iter().map(|one| (format!("relative {}", one.whom), one.amount)));
            continue;
        }
        let line = found.assessment.lines.iter().find(|line| line.component == component);
        let payee = line.and_then(|line| line.payee.as_deref());
        match (payee, &found.heirs, line) {
            (Some(HEIRS), Some(heirs), Some(line)) => {
                let places = heirs.hands(held.kind, line);
                let law = ClaimLaw::new(desk.law)?;
                let parts = Heirs::parts(&law, amount, places.len(), found.day)?;
                for (place, part) in places.into_iter().zip(parts) {
                    may_get(heirs, place)?;
                    hands.push((format!("relative {}", found.life.family[place].no), part));
                }
            }
            (None | Some("the_member"), ..) => hands.push(("member".to_owned(), amount)),
            (Some(other), ..) => hands.push((other.to_owned(), amount)),
        }
    }
    // A negative tax is one that was taken too much: it goes to the first hand.
    for (_, amount) in &mut hands {
        let taken = less.min(*amount);
        *amount -= taken;
        less -= taken;
    }
    let mut all: BTreeMap<String, i64> = BTreeMap::new();
    for (hand, amount) in hands.into_iter().filter(|(_, amount)| *amount != 0) {
        *all.entry(hand).or_default() += amount;
    }
    let goes_out = (difference.net() - kept).max(0);
    ensure!(all.values().sum::<i64>() == goes_out, "the parts of claim {} do not add up", held.row.id);
    Ok(all)
}

/// The law's name of the heirs together.
const HEIRS: &str = "the_heirs";

/// Nothing is paid to a minor for whom nobody acts.
fn may_get(heirs: &Heirs, place: usize) -> Result<(), Refusal> {
    let alone =
        |heir: &&scheme::events::Heir| heir.place == place && heir.needs_guardian && heir.guardian.is_none();
    let Some(heir) = heirs.entitled.iter().find(alone) else { return Ok(()) };
    let id = format!("belum ada wali untuk {}", heir.name);
    Err(Refusal::new("guardian_missing", id, format!("nobody acts for {} yet", heir.name)))
}

fn order(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    held: &Held,
    (no, programme): (i64, &str),
    hands: BTreeMap<String, i64>,
    approved: &mut Approved,
) -> Result<()> {
    for (hand, amount) in hands {
        let id = institution::take_numbers(unit, 1)?;
        let whose = (desk.law.fund_of(programme), hand.as_str());
        orders::add(unit, &Order::waiting(id, (held.row.id, no), whose, amount, desk.now))?;
        approved.orders.push((id, hand, amount));
    }
    Ok(())
}
