//! Agents earn on the months that members they brought have settled, and are paid.

use std::collections::BTreeMap;

use anyhow::Result;
use base::Month;
use ledger::{Holder, Kind};
use scheme::contributions::BillKind;
use scheme::contributions::post::{Book, Heading};
use scheme::id::MembershipId;
use scheme::law::SolidarityLaw;
use scheme::refusal::Refusal;
use scheme::solidarity::commission;
use store::Unit;
use store::queries::agents::{self, Agent};
use store::queries::commissions::{self, Commission};
use store::queries::{bills, institution, memberships};

use super::open_agent::load;
use crate::books;
use crate::office::{Desk, Office};
use crate::registry;

/// What every agent has earned since this was last asked, until a month; agent and amount. What a member's
/// month came to before is compared: a correction is a difference, and the same asked again is nothing.
pub(crate) fn run(office: &mut Office, until: Month) -> Result<Vec<(i64, i64)>> {
    let all = office.look(|unit, _| agents::all(unit))?;
    let mut earned = Vec::new();
    for agent in all {
        let amount = office.unit(|unit, desk| one(unit, desk, &agent, until))?;
        if amount != 0 {
            earned.push((agent.id, amount));
        }
    }
    Ok(earned)
}

/// Only who is paid by staying earns by the month; the terms of 2018 are shown, not paid.
fn one(unit: &mut Unit<'_>, desk: &Desk<'_>, agent: &Agent, until: Month) -> Result<i64> {
    if agent.terms != "by_staying" {
        return Ok(0);
    }
    store::queries::journals::hold(unit, books::journal_of(agent.id))?;
    let agent = load(unit, agent.id)?;
    let law = SolidarityLaw::new(desk.law)?;
    let mut before: BTreeMap<(MembershipId, Month), (i64, i64)> = BTreeMap::new();
    for row in commissions::of_agent(unit, agent.id)? {
        let known = before.entry((row.membership, row.month)).or_default();
        *known = (known.0 + row.amount, row.no);
    }
    let mut sum = 0;
    for (membership, brought) in agents::clients(unit, agent.id)? {
        let settled = settled(unit, membership, brought.month(), until)?;
        for earned in commission::earned(&law, &settled)? {
            let (amount, no) = before.remove(&(membership, earned.month)).unwrap_or_default();
            let difference = earned.amount - amount;
            if difference != 0 {
                commissions::add(unit, &row(desk, &agent, membership, &earned, (difference, no + 1)))?;
                sum += difference;
            }
        }
    }
    // Months that are settled no more: a payment was taken back.
    for ((membership, month), (amount, no)) in before {
        if amount != 0 && month <= until {
            let gone = commission::Earned { month, stayed: 0, amount: 0, citation: None };
            commissions::add(unit, &row(desk, &agent, membership, &gone, (-amount, no + 1)))?;
            sum -= amount;
        }
    }
    book(unit, desk, agent.id, sum)?;
    Ok(sum)
}

fn row(
    desk: &Desk<'_>,
    agent: &Agent,
    membership: MembershipId,
    earned: &commission::Earned,
    (amount, no): (i64, i64),
) -> Commission {
    Commission {
        agent: agent.id,
        month: earned.month,
        membership,
        no,
        stayed: earned.stayed,
        amount,
        state: if agent.held.is_some() { "held" } else { "earned" }.to_owned(),
        law: earned.citation.as_ref().map_or_else(String::new, |law| law.instrument.clone()),
        known: desk.now,
    }
}

/// Months of a member that are wholly settled, with what was owed for them, the oldest first.
pub(crate) fn settled(
    unit: &mut Unit<'_>,
    membership: MembershipId,
    from: Month,
    until: Month,
) -> Result<Vec<(Month, i64)>> {
    let Some(row) = memberships::read(unit, membership)? else { return Ok(Vec::new()) };
    let mut months: BTreeMap<Month, (i64, bool)> = BTreeMap::new();
    for bill in bills::of_payer(unit, row.payer, from, until)? {
        if bill.kind != BillKind::Contribution.name() {
            continue;
        }
        let month = months.entry(bill.month).or_insert((0, true));
        month.0 += bill.owed;
        month.1 &= bill.owed <= 0 || bill.settled.is_some();
    }
    let whole = months.into_iter().filter(|(_, (owed, settled))| *settled && *owed > 0);
    Ok(whole.map(|(month, (owed, _))| (month, owed)).collect())
}

fn book(unit: &mut Unit<'_>, desk: &Desk<'_>, agent: i64, amount: i64) -> Result<()> {
    let mut book = Book::new();
    book.earned(Holder::Payer(agent), amount)?;
    let key = format!("commission-{agent}-{}", institution::take_numbers(unit, 1)?);
    let heading = Heading { day: desk.today, key: &key, about: Some("commission") };
    if let Some(entry) = book.entry(Kind::Earned, heading)? {
        books::post(unit, books::journal_of(agent), entry, desk.now)?;
    }
    Ok(())
}

/// Pays an agent what she has earned and what does not wait; gives the amount.
pub(crate) fn pay(office: &mut Office, agent: i64) -> Result<i64> {
    office.unit(|unit, desk| {
        load(unit, agent)?;
        store::queries::journals::hold(unit, books::journal_of(agent))?;
        let amount = commissions::move_all(unit, agent, "earned", "paid")?;
        if amount <= 0 {
            let id = format!("agen {agent} tidak memiliki imbalan yang dapat dibayar");
            let en = format!("agent {agent} has no commission that can be paid");
            return Err(Refusal::new("no_commission", id, en).into());
        }
        let mut book = Book::new();
        book.commission_paid(Holder::Payer(agent), amount)?;
        let key = format!("commission-paid-{agent}-{}", institution::take_numbers(unit, 1)?);
        let heading = Heading { day: desk.today, key: &key, about: Some("commission") };
        if let Some(entry) = book.entry(Kind::Paid, heading)? {
            books::post(unit, books::journal_of(agent), entry, desk.now)?;
        }
        registry::note(unit, desk, "commission paid", agent)?;
        Ok(amount)
    })
}

#[cfg(test)]
mod tests {
    use scheme::memberships::Segment;

    use super::*;
    use crate::actions::open_agent::{self, OpenAgent};
    use crate::actions::reverse_payment;
    use crate::actions::take_cash::{self, TakeCash};
    use crate::books::checks;
    use crate::trial::{Trial, day, month};

    fn code<T: std::fmt::Debug>(outcome: Result<T>) -> &'static str {
        let error = outcome.expect_err("a refusal");
        let refusal = error.chain().find_map(|cause| cause.downcast_ref::<Refusal>());
        refusal.unwrap_or_else(|| panic!("{error:?}")).code
    }

    fn whole(trial: &mut Trial) {
        let faults = checks::verify(&mut trial.office).expect("the books are read").faults;
        assert!(faults.is_empty(), "{faults:?}");
    }

    fn join(trial: &mut Trial, name: &str) -> MembershipId {
        let person = trial.person(name);
        let income =
            vec![("income".to_owned(), "1000000".to_owned()), ("sector".to_owned(), "other".to_owned())];
        trial.join(person, Segment::SelfEmployed, None, income)
    }

    /// An agent of the trial's branch.
    fn agent(trial: &mut Trial) -> i64 {
        let branch = trial.branch;
        let agency = open_agent::agency(&mut trial.office, "Kantor Rukun", branch).expect("an office");
        let terms = "by_staying".to_owned();
        let asked = OpenAgent { agency, person: None, terms, areas: Vec::new() };
        open_agent::run(&mut trial.office, &asked).expect("an agent")
    }

    #[test]
    fn cash_goes_to_the_bank_and_staying_is_paid() {
        testing::both(|address| {
            let mut trial = Trial::begin(address, "2025-12-03");
            let agent = agent(&mut trial);
            let member = join(&mut trial, "Rukmini Sejati");
            open_agent::bring(&mut trial.office, agent, member).expect("she is brought");
            assert_eq!(code(open_agent::bring(&mut trial.office, agent, member)), "brought_already");
            let take = |trial: &mut Trial, amount: i64, key: &str| {
                let asked = TakeCash { agent, membership: member, amount, day: day("2025-12-03") };
                take_cash::run(&mut trial.office, &asked, Some(key))
            };
            let first = take(&mut trial, 16_800, "one").expect("a receipt");
            assert_eq!((first.receipt, first.held, first.due.as_str()), (1, 16_800, "2025-12-04"));
            let again = take(&mut trial, 16_800, "one").expect("the same");
            assert_eq!(
                (again.receipt, again.held, again.received.payment),
                (1, 16_800, first.received.payment)
            );
            assert_eq!(code(take(&mut trial, 2_000_000, "two")), "too_much_cash");
            whole(&mut trial);
            assert_eq!(code(open_agent::end(&mut trial.office, agent)), "cash_in_hand");
            let handover = take_cash::ask(&mut trial.office, agent).expect("a handover");
            assert_eq!(code(take_cash::ask(&mut trial.office, agent)), "no_cash");
            let came = |trial: &mut Trial, amount| {
                take_cash::came(&mut trial.office, handover.id, amount, day("2025-12-03"))
            };
            assert_eq!(code(came(&mut trial, 1)), "other_amount");
            came(&mut trial, 16_800).expect("the bank has it");
            assert_eq!(code(came(&mut trial, 16_800)), "booked_already");
            whole(&mut trial);
            // Keyed wrongly, it was never there; on its way it is counted first.
            let wrong = take(&mut trial, 16_000, "three").expect("a receipt");
            let payer =
                trial.office.look(|unit, _| registry::members::row(unit, member)).expect("hers").payer;
            let undo = |trial: &mut Trial, payment| {
                reverse_payment::run(&mut trial.office, payer, payment, day("2025-12-03"))
            };
            undo(&mut trial, wrong.received.payment).expect("it is taken back");
            whole(&mut trial);
            assert_eq!(code(take_cash::ask(&mut trial.office, agent)), "no_cash");
            let other = take(&mut trial, 10_000, "four").expect("a receipt");
            assert_eq!((other.receipt, other.held), (3, 10_000));
            let on_its_way = take_cash::ask(&mut trial.office, agent).expect("a handover");
            assert_eq!(code(undo(&mut trial, other.received.payment)), "cash_on_its_way");
            take_cash::came(&mut trial.office, on_its_way.id, 10_000, day("2025-12-03"))
                .expect("it is there");
            undo(&mut trial, other.received.payment).expect("the bank gives it back");
            whole(&mut trial);
            // Nothing for the enrolment itself; the first month that is paid earns the lowest rate.
            let earned = run(&mut trial.office, month("2025-12")).expect("what is earned");
            assert_eq!(earned, [(agent, 420)]);
            assert_eq!(run(&mut trial.office, month("2025-12")).expect("nothing new"), []);
            open_agent::hold(&mut trial.office, agent, true).expect("it waits");
            assert_eq!(code(pay(&mut trial.office, agent)), "no_commission");
            open_agent::hold(&mut trial.office, agent, false).expect("it waits no more");
            assert_eq!(pay(&mut trial.office, agent).expect("paid"), 420);
            whole(&mut trial);
            open_agent::end(&mut trial.office, agent).expect("she ends");
        });
    }
}
