//! Hospitals' bills for programs of a branch: those that wait, one item by item, and what is decided on it.

use anyhow::Result;
use axum::http::StatusCode;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::about::{About, Keyed};
use super::body;
use super::list::{self, Part};
use super::replay::{once, reply};
use crate::actions::decide_care_bill::{self, Decision};
use crate::auth::{Deed, Of};
use crate::pages::claims::branches;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::care_bill::{self, Item, Seen};

/// No reason is longer.
const WHY_CHARS_MAX: usize = 500;

pub(super) fn routes() -> Vec<Route> {
    let of = Of::Claim("claim");
    vec![
        Route::get("/api/v1/claims/care-bills", Deed::ClaimList, waiting, || {
            About::new("claims", "Hospitals' bills that wait for a decision, in the order they came")
                .answers::<Part<DeskBill>>()
                .query(list::QUERY)
        }),
        Route::get("/api/v1/claims/{claim}/care-bills", Deed::ClaimDesk, of_claim, || {
            About::new("claims", "The bills for the care of a claim, in the order they came")
                .answers::<Part<DeskBill>>()
                .query(list::QUERY)
        })
        .of(of),
        Route::get("/api/v1/claims/{claim}/care-bills/{bill}", Deed::ClaimDesk, show, || {
            About::new("claims", "A hospital's bill: what is paid of each item, and why")
                .answers::<DeskBillWhole>()
        })
        .of(of),
        Route::post("/api/v1/claims/{claim}/care-bills/{bill}/decision", Deed::MoveClaims, decide, || {
            About::new("claims", "Grant a hospital's bill or refuse it, as another than took it")
                .takes::<BillDecision>()
                .answers::<BillDecided>()
                .keyed(Keyed::May)
                .example(|| json!({ "decision": "refuse", "why": "the days of the ward are not hers" }))
        })
        .of(of),
    ]
}

/// A hospital's bill as the branch sees it.
#[derive(Serialize, JsonSchema)]
struct DeskBill {
    bill: i64,
    claim: i64,
    /// The hospital, by its number as a payer.
    hospital: i64,
    /// The hospital's own number of it.
    number: String,
    day: String,
    /// In whole rupiah.
    billed: i64,
    /// What is paid of it.
    paid: i64,
    /// `taken`, `granted` or `refused`.
    state: String,
    /// Why it was refused.
    said: Option<String>,
}

impl From<&Seen> for DeskBill {
    fn from(seen: &Seen) -> DeskBill {
        let bill = &seen.bill;
        DeskBill {
            bill: bill.id,
            claim: bill.claim,
            hospital: bill.hospital.0,
            number: bill.number.clone(),
            day: bill.day.to_string(),
            billed: bill.billed,
            paid: bill.paid,
            state: bill.state.clone(),
            said: bill.said.clone(),
        }
    }
}

/// A bill with its items.
#[derive(Serialize, JsonSchema)]
struct DeskBillWhole {
    #[serde(flatten)]
    bill: DeskBill,
    items: Vec<DeskBillItem>,
}

/// An item of a bill, or a fare.
#[derive(Serialize, JsonSchema)]
struct DeskBillItem {
    /// `care` or `fare`.
    kind: String,
    /// The law's name of the item, or of the way of travelling.
    item: String,
    day: Option<String>,
    cost: i64,
    /// What class I costs for the same days, where the ward is better.
    class_one: Option<i64>,
    paid: i64,
    /// Why so much is paid, by the law's name.
    verdict: String,
    /// The same in words.
    why: String,
    provision: Option<String>,
    /// What the law makes of it today, where that is something else.
    now: Option<i64>,
}

impl From<Item> for DeskBillItem {
    fn from(item: Item) -> DeskBillItem {
        DeskBillItem {
            kind: item.kind,
            item: item.named,
            day: item.day,
            cost: item.cost,
            class_one: item.class_one,
            paid: item.paid,
            verdict: item.verdict,
            why: item.why,
            provision: item.cite,
            now: item.now,
        }
    }
}

fn waiting(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (after, limit) = (list::number(ask)?.unwrap_or(0), list::limit(ask)?);
    let branches = branches(ask)?;
    let most = i64::try_from(limit).unwrap_or(i64::MAX - 1) + 1;
    let mut found =
        ask.office.look(|unit, desk| care_bill::waiting(unit, desk, branches.as_deref(), (after, most)))?;
    let more = found.len() > limit;
    found.truncate(limit);
    ask.shows(Deed::ClaimList, found.iter().map(|seen| seen.person).collect())?;
    let next = found.last().filter(|_| more).map(|seen| seen.bill.id.to_string());
    Ok(Reply::json(&Part { items: found.iter().map(DeskBill::from).collect(), next })?)
}

fn of_claim(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let claim: i64 = ask.place("claim")?;
    let found = ask.office.look(|unit, desk| care_bill::of_claim(unit, desk, claim))?;
    let forms = found.iter().map(DeskBill::from).collect();
    Ok(Reply::json(&list::part(ask, forms, |bill: &DeskBill| format!("{:012}", bill.bill))?)?)
}

/// The bill of the path, if it is one of the claim's.
fn bill_of(ask: &mut Ask<'_>) -> Result<Seen, Problem> {
    let (claim, number): (i64, i64) = (ask.place("claim")?, ask.place("bill")?);
    let seen = ask.office.look(|unit, desk| care_bill::read(unit, desk, claim, number))?;
    seen.ok_or(Problem::NotFound)
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (seen, lang) = (bill_of(ask)?, ask.lang);
    let items = ask.office.look(|unit, desk| care_bill::items(unit, desk, &seen.bill, lang))?;
    let items = items.into_iter().map(DeskBillItem::from).collect();
    Ok(Reply::json(&DeskBillWhole { bill: DeskBill::from(&seen), items })?)
}

/// What is decided on a bill.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct BillDecision {
    decision: BillVerdict,
    /// Why it is refused; the hospital reads it.
    #[serde(default)]
    #[schemars(length(max = 500))]
    why: Option<String>,
}

/// Whether it is paid.
#[derive(Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum BillVerdict {
    Grant,
    Refuse,
}

/// What came of it.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct BillDecided {
    bill: i64,
    /// The order to the hospital; nothing where nothing is paid.
    order: Option<i64>,
    /// In whole rupiah.
    amount: Option<i64>,
}

fn decide(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let given: BillDecision = body::read(ask)?;
    let (bill, account) = (bill_of(ask)?.bill.id, ask.caller.account);
    let why = given.why.filter(|why| (1..=WHY_CHARS_MAX).contains(&why.trim().chars().count()));
    let decision = match (given.decision, why) {
        (BillVerdict::Grant, _) => Decision::Grant,
        (BillVerdict::Refuse, Some(why)) => Decision::Refuse(why),
        (BillVerdict::Refuse, None) => {
            let said = words("sebut alasannya, paling panjang 500 huruf", "say why, in at most 500 letters");
            return Err(Problem::Fields(vec![("/why".to_owned(), said)]));
        }
    };
    let done = once(ask, |unit, desk| {
        let paid = decide_care_bill::within(unit, desk, bill, account, &decision)?;
        let (order, amount) = paid.unzip();
        Ok(BillDecided { bill, order, amount })
    })?;
    reply(&done.answer, StatusCode::OK, done.is_new)
}
