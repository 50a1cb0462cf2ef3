//! How what was paid too much comes back: one person proposes a plan, another agrees or not, and whoever has
//! to give back is told. What comes in is booked in the fund it came from.

use anyhow::Result;
use base::Month;
use ledger::{Holder, Kind};
use scheme::claims::give_back;
use scheme::contributions::post::Book;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::grants::{self, Recovery};
use store::queries::institution;
use store::queries::recovery_plans::{self as rows, PaidBack, Plan};

use super::pay_benefits::staff;
use super::write_letter;
use crate::books::grant;
use crate::office::{Desk, Office};
use crate::registry::claims::Held;
use crate::registry::{self, claims};

/// What is done about an overpayment of a claim.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Wanted {
    /// So much a month, from a month on.
    Propose(i64, Month),
    /// The plan of this number is good.
    Approve(i64),
    /// It is not.
    Refuse(i64),
    /// So much was paid back.
    Paid(i64),
}

/// Does it.
pub(crate) fn run(office: &mut Office, of: (i64, i64), wanted: Wanted, account: i64) -> Result<()> {
    office.unit(|unit, desk| within(unit, desk, of, wanted, account))
}

/// The same within a unit that does more: of a claim, and of the grant that found the overpayment.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (claim, no): (i64, i64),
    wanted: Wanted,
    account: i64,
) -> Result<()> {
    let who = staff(unit, account)?;
    let held = claims::hold(unit, claim)?;
    who.is_not_of(held.row.person)?;
    grants::hold_recoveries(unit, &[held.row.person])?;
    let open = open(unit, (claim, no))?;
    let done = match wanted {
        Wanted::Propose(instalment, first) => {
            propose(unit, desk, &open, (instalment, first), account)?;
            "recovery planned"
        }
        Wanted::Approve(plan) => {
            let plan = decide(unit, desk, (&open, plan), "approved", account)?;
            let of = give_back::Plan { amount: plan.amount, instalment: plan.instalment, first: plan.first };
            write_letter::give_back(unit, desk, &held, &of)?;
            "recovery plan approved"
        }
        Wanted::Refuse(plan) => {
            decide(unit, desk, (&open, plan), "refused", account)?;
            "recovery plan refused"
        }
        Wanted::Paid(amount) => {
            paid(unit, desk, &held, (&open, amount), account)?;
            "overpayment paid back"
        }
    };
    registry::note(unit, desk, done, held.row.person.0)
}

/// An overpayment with what of it is still open.
pub(crate) fn open(unit: &mut Unit<'_>, (claim, no): (i64, i64)) -> Result<Recovery> {
    let all = grants::recoveries_of(unit, claim)?;
    let Some(found) = all.into_iter().find(|one| one.no == no) else { return Err(none().into()) };
    let open = grants::to_recover(unit, &[found.person], &found.programme)?;
    let open = open.into_iter().find(|one| (one.claim, one.no) == (claim, no));
    Ok(Recovery { amount: open.map_or(0, |open| open.amount), ..found })
}

fn propose(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    open: &Recovery,
    (instalment, first): (i64, Month),
    account: i64,
) -> Result<()> {
    let plan = give_back::Plan::new(open.amount, instalment, first, desk.today.month())?;
    let waits = |one: &Plan| one.no == open.no && one.outcome.is_none();
    if rows::of(unit, open.claim)?.iter().any(waits) {
        let id = "satu rencana sudah menunggu orang kedua";
        let en = "a plan waits for a second person already";
        return Err(Refusal::new("recovery_waits", id, en).into());
    }
    let row = Plan {
        id: institution::take_numbers(unit, 1)?,
        claim: open.claim,
        no: open.no,
        amount: plan.amount,
        instalment,
        first,
        maker: account,
        made: desk.now,
        outcome: None,
        checker: None,
        decided: None,
    };
    rows::add(unit, &row)
}

fn decide(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (open, plan): (&Recovery, i64),
    outcome: &str,
    account: i64,
) -> Result<Plan> {
    let all = rows::of(unit, open.claim)?;
    let waits = |one: &Plan| one.id == plan && one.no == open.no && one.outcome.is_none();
    let Some(plan) = all.into_iter().find(waits) else {
        let id = "rencana itu tidak menunggu keputusan";
        return Err(Refusal::new("recovery_decided", id, "that plan does not wait for a decision").into());
    };
    if plan.maker == account {
        let id = "yang mengusulkan rencana tidak memutuskannya";
        return Err(
            Refusal::new("recovery_second", id, "whoever proposed the plan does not decide it").into()
        );
    }
    // What came in meanwhile is no longer in it.
    if outcome == "approved" && plan.amount != open.amount {
        let id = format!("yang terbuka kini {}: tolak rencana itu dan usulkan lagi", open.amount);
        let en = format!("{} is open by now: refuse the plan and propose it again", open.amount);
        return Err(Refusal::new("recovery_changed", id, en).into());
    }
    rows::decide(unit, plan.id, outcome, (account, desk.now))?;
    Ok(plan)
}

/// Money that came in, into the fund's bank.
fn paid(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    held: &Held,
    (open, amount): (&Recovery, i64),
    account: i64,
) -> Result<()> {
    if amount <= 0 || amount > open.amount {
        let id = format!("yang masih terbuka {}, bukan {amount}", open.amount);
        let en = format!("{} is open, not {amount}", open.amount);
        return Err(Refusal::new("repaid_too_much", id, en).into());
    }
    let id = institution::take_numbers(unit, 1)?;
    let mut book = Book::new();
    book.paid_back(desk.law, &open.programme, Holder::Membership(open.membership.0), amount)?;
    let key = format!("paid-back-{id}");
    grant::post(unit, desk, open.membership, (Kind::Recovered, &key, held.kind.name()), book)?;
    let (claim, no, day) = (open.claim, open.no, desk.today);
    let row = PaidBack { id, claim, no, day, amount, account: Some(account), known: desk.now };
    rows::pay_back(unit, &row)
}

fn none() -> Refusal {
    let id = "tidak ada kelebihan bayar dengan nomor itu";
    Refusal::new("recovery_none", id, "there is no overpayment of that number")
}
