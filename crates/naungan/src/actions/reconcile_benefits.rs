//! What banks answer to runs: each answer is kept once, orders go on as all answers together say, and the
//! books and the claims with them.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use anyhow::Result;
use ledger::{Holder, Kind};
use scheme::claims::moves::{Move, State as ClaimState};
use scheme::contributions::post::Book;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::benefit_runs as rows;
use store::queries::orders::{self, Order};
use store::queries::{grants, institution};

use super::decide_care_bill::is_hospital;
use super::pay_benefits::{number_in, order_name, run_name};
use crate::books::{delay, grant, pension};
use crate::office::{Desk, Office};
use crate::ports::bank::answer::{Answer, Place, Reason, Verdict};
use crate::ports::bank::reconcile::{Finding, Reconciliation, Sent, State};
use crate::registry::{claims, jobs};

/// What came of the answers to one run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Outcome {
    pub(crate) run: i64,
    /// Each order with its state now, and whether that is new.
    pub(crate) orders: Vec<(Order, bool)>,
    /// What somebody has to look into: the order and what is odd.
    pub(crate) findings: Vec<(i64, Finding)>,
}

/// What came of answers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heard {
    pub(crate) runs: Vec<Outcome>,
    /// What the bank names and nobody let go: run, order, line.
    pub(crate) strangers: Vec<(String, String, u64)>,
}

/// Strangers that a refusal names.
const NAMED_MAX: usize = 20;

impl Heard {
    /// Refuses a file of which nothing is about anything that was sent: it is another's, or of another day.
    pub(crate) fn is_ours(&self) -> Result<(), Refusal> {
        if !self.runs.is_empty() || self.strangers.is_empty() {
            return Ok(());
        }
        let named = self.strangers.iter().take(NAMED_MAX).map(|(run, order, _)| format!("{run} {order}"));
        let named = named.map(|name| name.trim().to_owned()).collect::<Vec<_>>().join(", ");
        let id = format!("tidak ada proses bayar yang dikirim dengan nama ini: {named}");
        Err(Refusal::new("answer_unknown", id, format!("no run of these names was sent: {named}")))
    }
}

/// Hears answers of any number of runs; the same again changes nothing.
pub(crate) fn run(office: &mut Office, answers: &[Answer]) -> Result<Heard> {
    let mut heard = Heard::default();
    let mut by_run: BTreeMap<i64, Vec<&Answer>> = BTreeMap::new();
    for answer in answers {
        match office.look(|unit, _| run_of(unit, answer))? {
            Some(run) => by_run.entry(run).or_default().push(answer),
            None => {
                let said = |name: &Option<String>| name.clone().unwrap_or_default();
                heard.strangers.push((said(&answer.run), said(&answer.order), answer.place.line));
            }
        }
    }
    for (run, answers) in by_run {
        heard.runs.push(office.unit(|unit, desk| within(unit, desk, run, &answers))?);
    }
    Ok(heard)
}

/// The run that an answer is about, if it was let go and the order is one of its.
fn run_of(unit: &mut Unit<'_>, answer: &Answer) -> Result<Option<i64>> {
    let named = answer.run.as_deref().map(|name| number_in(name, 'R'));
    let run = match &answer.order {
        Some(order) => {
            let number = number_in(order, 'B').filter(|number| order_name(*number) == *order);
            let order = match number {
                Some(number) => orders::read(unit, number)?,
                None => None,
            };
            let run = order.and_then(|order| order.run);
            run.filter(|run| named.is_none_or(|named| named == Some(*run)))
        }
        None => named.flatten(),
    };
    let Some(run) = run else { return Ok(None) };
    Ok(rows::read(unit, run)?.filter(|run| run.approved.is_some()).map(|run| run.id))
}

fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, run: i64, answers: &[&Answer]) -> Result<Outcome> {
    rows::hold(unit, run)?;
    let kept = keep(unit, desk, run, answers)?;
    let all = orders::of_run(unit, run)?;
    let sent: Vec<Sent> = all
        .iter()
        .map(|order| Sent { run: run_name(run), order: order_name(order.id), amount: order.amount })
        .collect();
    let mut reconciliation = Reconciliation::of(&sent)?;
    for answer in &kept {
        reconciliation.hear(answer);
    }
    let mut outcome = Outcome { run, ..Outcome::default() };
    let mut moved = BTreeSet::new();
    for (order, standing) in all.into_iter().zip(reconciliation.outcome().orders) {
        outcome.findings.extend(standing.findings.iter().map(|finding| (order.id, *finding)));
        let odd = standing.findings.iter().any(|finding| stands_in_the_way(*finding, &order.state));
        let next = if odd { None } else { next(&order.state, &standing.state) };
        let is_new = next.is_some();
        let order = match next {
            Some(next) => {
                if is_claims_own(&order) {
                    moved.insert(order.claim);
                }
                goes_on(unit, desk, order, next)?
            }
            None => order,
        };
        outcome.orders.push((order, is_new));
    }
    moved.into_iter().try_for_each(|claim| claim_goes_on(unit, desk, claim))?;
    Ok(outcome)
}

/// Whether somebody has to look before the order goes on. What was booked as paid comes back when it does,
/// even where the bank said in between that it would not pay.
fn stands_in_the_way(finding: Finding, state: &str) -> bool {
    match finding {
        Finding::PaidTwice => false,
        Finding::PaidAndRejected | Finding::ReturnedAndRejected => state != "paid",
        Finding::ReturnedTwice | Finding::OtherAmount => true,
    }
}

/// How an order stands now, where that is further than it was.
fn next(state: &str, standing: &State) -> Option<&'static str> {
    match (state, standing) {
        ("sent", State::Paid) => Some("paid"),
        ("sent", State::Rejected(_)) => Some("rejected"),
        ("sent" | "paid", State::Returned(_)) => Some("returned"),
        _ => None,
    }
}

/// Keeps what is new of the answers, and gives all there are.
fn keep(unit: &mut Unit<'_>, desk: &Desk<'_>, run: i64, answers: &[&Answer]) -> Result<Vec<Answer>> {
    let mut all = rows::answers(unit, run)?;
    let mut known: HashSet<Said> = all.iter().map(said).collect();
    for answer in answers {
        let mut row = as_row(desk, run, answer);
        if !known.insert(said(&row)) {
            continue;
        }
        row.no = all.len() as i64 + 1;
        rows::hear(unit, &row)?;
        all.push(row);
    }
    all.iter().map(as_answer).collect()
}

/// What an answer says: order, verdict, code, reference, amount.
type Said = (Option<i64>, String, String, String, Option<i64>);

fn said(row: &rows::Answer) -> Said {
    (row.order, row.verdict.clone(), row.code.clone(), row.reference.clone(), row.amount)
}

fn as_row(desk: &Desk<'_>, run: i64, answer: &Answer) -> rows::Answer {
    let (verdict, code) = match &answer.verdict {
        Verdict::Pending => ("pending", ""),
        Verdict::Accepted => ("accepted", ""),
        Verdict::Paid => ("paid", ""),
        Verdict::Rejected(reason) => ("rejected", reason.code.as_str()),
        Verdict::Returned(reason) => ("returned", reason.code.as_str()),
    };
    rows::Answer {
        run,
        no: 0,
        order: answer.order.as_deref().and_then(|order| number_in(order, 'B')),
        verdict: verdict.to_owned(),
        // What the bank says beside the code may name somebody, and is not kept.
        code: code.to_owned(),
        reference: answer.reference.clone(),
        amount: answer.amount,
        known: desk.now,
    }
}

fn as_answer(row: &rows::Answer) -> Result<Answer> {
    let reason = || Reason { code: row.code.clone(), text: String::new() };
    let verdict = match row.verdict.as_str() {
        "pending" => Verdict::Pending,
        "accepted" => Verdict::Accepted,
        "paid" => Verdict::Paid,
        "rejected" => Verdict::Rejected(reason()),
        "returned" => Verdict::Returned(reason()),
        other => anyhow::bail!("{other} is no answer of a bank"),
    };
    Ok(Answer {
        place: Place { line: 0, number: row.no.unsigned_abs() },
        run: Some(run_name(row.run)),
        order: row.order.map(order_name),
        verdict,
        amount: row.amount,
        reference: row.reference.clone(),
    })
}

/// Books what became of an order; where the money is with us again, another order waits in its place.
fn goes_on(unit: &mut Unit<'_>, desk: &Desk<'_>, order: Order, next: &'static str) -> Result<Order> {
    let name = order_name(order.id);
    if next == "paid" || (next == "returned" && order.state == "sent") {
        booked(unit, desk, &order, (Kind::Paid, &format!("{name}-paid"), order.amount))?;
    }
    if next == "returned" {
        booked(unit, desk, &order, (Kind::Returned, &format!("{name}-returned"), -order.amount))?;
    }
    orders::set_state(unit, order.id, next)?;
    if next == "paid" {
        delay::made_good(unit, desk, &order)?;
    }
    if next != "paid" {
        let id = institution::take_numbers(unit, 1)?;
        let (of, whose) = ((order.claim, order.no), (order.fund.as_str(), order.hand.as_str()));
        let again = Order::waiting(id, of, whose, order.amount, desk.now);
        orders::add(unit, &Order { again_of: Some(order.id), ..again })?;
    }
    Ok(Order { state: next.to_owned(), ..order })
}

/// Months of a pension and compensation go their way without the claim, which was paid by then; what a
/// hospital gets moves no claim.
pub(super) fn is_claims_own(order: &Order) -> bool {
    !pension::is_payroll(order) && !delay::is_compensation(order) && !is_hospital(&order.hand)
}

fn booked(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    order: &Order,
    (kind, key, amount): (Kind, &str, i64),
) -> Result<()> {
    let granted = grants::of(unit, order.claim)?.into_iter().find(|grant| grant.no == order.no);
    let (membership, programme) = match granted {
        Some(granted) => (granted.membership, granted.programme),
        None if pension::is_payroll(order) => pension::programme_of(unit, order.claim)?,
        None => anyhow::bail!("order {} pays no grant", order.id),
    };
    let mut book = Book::new();
    let member = Holder::Membership(membership.0);
    if delay::is_compensation(order) {
        book.compensated(member, amount)?;
    } else {
        book.disbursed(desk.law, &programme, member, amount)?;
    }
    grant::post(unit, desk, membership, (kind, key, "benefit"), book)?;
    Ok(())
}

/// A claim is paid when each of its orders is, and closed when nothing of it comes later; one whose money
/// came back waits to be paid again.
fn claim_goes_on(unit: &mut Unit<'_>, desk: &Desk<'_>, claim: i64) -> Result<()> {
    let mut held = claims::hold(unit, claim)?;
    let waits = |one: &Order| matches!(&*one.state, "waiting" | "sent") && is_claims_own(one);
    let waits = orders::of_claim(unit, claim)?.iter().any(waits);
    match (held.claim.state, waits) {
        (ClaimState::Approved, false) => {
            held.goes_on(unit, desk, Move::Pay)?;
            if !jobs::goes_on(unit, desk, &held)? {
                held.goes_on(unit, desk, Move::Close)?;
            }
            Ok(())
        }
        (ClaimState::Paid, false) => {
            if jobs::goes_on(unit, desk, &held)? {
                Ok(())
            } else {
                held.goes_on(unit, desk, Move::Close)
            }
        }
        (ClaimState::Paid | ClaimState::Closed, true) => held.goes_on(unit, desk, Move::Return),
        _ => Ok(()),
    }
}
