//! The whole way of a claim, for auditors: every move with who made it, each grant with its entry in the
//! books and the law that was asked, each order with its run and with what the bank said.

use anyhow::Result;
use schemars::JsonSchema;
use serde::Serialize;
use store::Unit;
use store::queries::benefit_runs::{Answer, Run};
use store::queries::claims::Step;
use store::queries::grants::Grant;
use store::queries::orders::Order;

use super::about::About;
use crate::actions::pay_benefits::{order_name, run_name};
use crate::auth::{Deed, Of};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::claim::{self, Seen};
use crate::views::trail;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/claims/{claim}/trail", Deed::FollowMoney, show, || {
            About::new("claims", "Every move of a claim, and the money from grant to books, order and bank")
                .answers::<Trail>()
        })
        .of(Of::Claim("claim")),
    ]
}

/// The way of a claim. Amounts are whole rupiah.
#[derive(Serialize, JsonSchema)]
struct Trail {
    claim: i64,
    case: i64,
    /// The law's name of the claim.
    kind: String,
    state: String,
    moves: Vec<MoveOfTrail>,
    grants: Vec<GrantOfTrail>,
}

/// What was done.
#[derive(Serialize, JsonSchema)]
struct MoveOfTrail {
    on: String,
    /// `claimant`, `officer`, `checker`, `head` or `program`.
    actor: String,
    /// The account of who did it; nothing where the program did.
    by: Option<i64>,
    #[serde(rename = "move")]
    made: String,
    /// The paper or the provision.
    value: Option<String>,
    amount: Option<i64>,
}

impl From<&Step> for MoveOfTrail {
    fn from(step: &Step) -> MoveOfTrail {
        MoveOfTrail {
            on: step.day.to_string(),
            actor: step.actor.clone(),
            by: step.account,
            made: step.act.clone(),
            value: step.value.clone(),
            amount: step.amount,
        }
    }
}

/// What was granted, the first time or as a difference.
#[derive(Serialize, JsonSchema)]
struct GrantOfTrail {
    no: i64,
    on: String,
    /// The programme whose fund pays.
    fund: String,
    gross: i64,
    tax: i64,
    /// What was kept back of it for what had been paid too much.
    kept: i64,
    /// What its orders come to, those that take another's place left out.
    ordered: i64,
    /// The account of who approved.
    by: Option<i64>,
    /// The fingerprint of the law that was asked.
    law: String,
    /// Its entry in the books; nothing where none was needed.
    entry: Option<EntryForm>,
    orders: Vec<OrderOfTrail>,
}

/// An entry of the books.
#[derive(Serialize, JsonSchema)]
struct EntryForm {
    /// Journal and number, as `3-17`.
    place: String,
    lines: Vec<LineForm>,
}

/// A line of an entry.
#[derive(Serialize, JsonSchema)]
struct LineForm {
    fund: String,
    /// By the number in the chart.
    account: String,
    /// Below nothing on the other side.
    amount: i64,
}

/// A payment order with what became of it.
#[derive(Serialize, JsonSchema)]
struct OrderOfTrail {
    order: i64,
    /// As it stands in the bank's file.
    name: String,
    hand: String,
    amount: i64,
    /// `waiting`, `sent`, `paid`, `rejected`, `returned` or `stopped`.
    state: String,
    /// The order in whose place it stands.
    again_of: Option<i64>,
    run: Option<RunOfTrail>,
    answers: Vec<AnswerOfTrail>,
}

/// The run that an order went with.
#[derive(Serialize, JsonSchema)]
struct RunOfTrail {
    run: i64,
    /// As it stands in the bank's file.
    name: String,
    /// The day to pay.
    day: String,
    /// The account of who made it.
    maker: i64,
    /// The account of who let it go; nothing before.
    checker: Option<i64>,
}

/// What the bank said.
#[derive(Serialize, JsonSchema)]
struct AnswerOfTrail {
    on: Option<String>,
    /// `pending`, `accepted`, `paid`, `rejected` or `returned`.
    verdict: String,
    /// The reason, by the code of ISO 20022.
    code: String,
    /// What the bank calls the movement.
    reference: String,
    amount: Option<i64>,
}

impl From<&Run> for RunOfTrail {
    fn from(run: &Run) -> RunOfTrail {
        RunOfTrail {
            run: run.id,
            name: run_name(run.id),
            day: run.day.to_string(),
            maker: run.maker,
            checker: run.approved.as_ref().map(|approved| approved.checker),
        }
    }
}

impl From<Answer> for AnswerOfTrail {
    fn from(answer: Answer) -> AnswerOfTrail {
        AnswerOfTrail {
            on: answer.known.day().map(|day| day.to_string()),
            verdict: answer.verdict,
            code: answer.code,
            reference: answer.reference,
            amount: answer.amount,
        }
    }
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let number: i64 = ask.place("claim")?;
    let form = ask.office.look(|unit, desk| {
        let seen = claim::read(unit, desk, number)?;
        let grants = seen.grants.iter().map(|one| grant(unit, &seen, one)).collect::<Result<_>>()?;
        Ok(Trail {
            claim: number,
            case: seen.case.id,
            kind: seen.held.row.kind.clone(),
            state: seen.held.claim.state.name().to_owned(),
            moves: seen.steps.iter().map(MoveOfTrail::from).collect(),
            grants,
        })
    })?;
    Ok(Reply::json(&form)?)
}

fn grant(unit: &mut Unit<'_>, seen: &Seen, grant: &Grant) -> Result<GrantOfTrail> {
    let entry = match grant.place {
        Some(place) => Some(entry(unit, place)?),
        None => None,
    };
    let mine = seen.orders.iter().filter(|order| order.no == grant.no);
    Ok(GrantOfTrail {
        no: grant.no,
        on: grant.day.to_string(),
        fund: grant.programme.clone(),
        gross: grant.gross,
        tax: grant.tax,
        kept: seen.kept_of(grant.no),
        ordered: seen.ordered_of(grant.no),
        by: grant.account,
        law: grant.law.clone(),
        entry,
        orders: mine.map(|order| order_of(unit, order)).collect::<Result<_>>()?,
    })
}

fn entry(unit: &mut Unit<'_>, at: (u16, u64)) -> Result<EntryForm> {
    let entry = trail::entry(unit, at)?;
    let lines = entry.iter().flat_map(ledger::Entry::lines).map(|line| LineForm {
        fund: line.account.fund.as_str().to_owned(),
        account: line.account.number.to_string(),
        amount: line.amount,
    });
    Ok(EntryForm { place: trail::place(at), lines: lines.collect() })
}

fn order_of(unit: &mut Unit<'_>, order: &Order) -> Result<OrderOfTrail> {
    let way = trail::way(unit, order)?;
    Ok(OrderOfTrail {
        order: order.id,
        name: order_name(order.id),
        hand: order.hand.clone(),
        amount: order.amount,
        state: order.state.clone(),
        again_of: order.again_of,
        run: way.run.as_ref().map(RunOfTrail::from),
        answers: way.answers.into_iter().map(AnswerOfTrail::from).collect(),
    })
}
