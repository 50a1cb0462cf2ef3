//! A hospital's bill for the care of a claim: each item is judged by the law's list, each fare by what its
//! way of travelling has left.
//!
//! `run(office, &CareBill { claim, hospital, number, day, items, fares, account }, key) -> TakenBill`. What
//! is taken waits for `decide_care_bill`. A hospital's number is taken once; the same bill again under the
//! same key gets the same answer.

use anyhow::Result;
use base::Day;
use rules::tree::Words;
use scheme::claims::care::{self, CareItem, Fare, Judged};
use scheme::claims::moves::State;
use scheme::id::PayerId;
use scheme::law::ClaimLaw;
use scheme::refusal::Refusal;
use serde::{Deserialize, Serialize};
use store::Unit;
use store::queries::care_bills::{self as rows, CareBill as Row, CareItem as ItemRow};
use store::queries::institution;

use super::once::once;
use crate::office::{Desk, Office};
use crate::registry::{self, claims, payers};

/// More items than a bill has.
const ITEMS_MAX: usize = 500;
/// A number of a bill is no longer.
const NUMBER_CHARS_MAX: usize = 60;

/// A bill as the hospital brings it.
#[derive(Clone, Debug)]
pub(crate) struct CareBill {
    pub(crate) claim: i64,
    /// The hospital, by its number as a payer.
    pub(crate) hospital: PayerId,
    /// The hospital's own number of the bill.
    pub(crate) number: String,
    pub(crate) day: Day,
    pub(crate) items: Vec<CareItem>,
    pub(crate) fares: Vec<Fare>,
    pub(crate) account: Option<i64>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TakenBill {
    pub(crate) bill: i64,
    pub(crate) billed: i64,
    pub(crate) paid: i64,
    pub(crate) items: Vec<TakenItem>,
}

/// An item with its verdict, in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TakenItem {
    pub(crate) item: String,
    pub(crate) billed: i64,
    pub(crate) paid: i64,
    /// The law's name: `all_of_it`, `better_ward`, `not_on_list` …; of a fare its way of travelling.
    pub(crate) verdict: String,
    pub(crate) why: [String; 2],
    pub(crate) provision: Option<String>,
}

/// Takes a bill.
pub(crate) fn run(office: &mut Office, bill: &CareBill, key: Option<&str>) -> Result<TakenBill> {
    office.unit(|unit, desk| {
        let input = format!("care bill {bill:?}");
        once(unit, desk, key, &input, |unit| within(unit, desk, bill))
    })
}

/// The same within a unit that does more.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, bill: &CareBill) -> Result<TakenBill> {
    let held = claims::hold(unit, bill.claim)?;
    payers::load(unit, desk, bill.hospital)?;
    can_be_taken(unit, desk, &held, bill)?;
    let judged = judged(unit, desk, (&held, i64::MAX), (&bill.items, &bill.fares))?;
    let rows = item_rows(bill, &judged);
    let sum = |of: fn(&Judged) -> i64| judged.iter().map(of).try_fold(0_i64, i64::checked_add);
    let (Some(billed), Some(paid)) = (sum(|one| one.billed), sum(|one| one.paid)) else {
        return Err(
            Refusal::new("bill_sum", "jumlah tagihan terlalu besar", "the bill's sum is too large").into()
        );
    };
    let id = institution::take_numbers(unit, 1)?;
    let row = Row {
        id,
        claim: bill.claim,
        hospital: bill.hospital,
        number: bill.number.trim().to_owned(),
        day: bill.day,
        billed,
        paid,
        state: "taken".to_owned(),
        said: None,
        grant: None,
        account: bill.account,
        known: desk.now,
    };
    rows::add(unit, &row, &rows)?;
    registry::note(unit, desk, "care bill taken", held.row.person.0)?;
    let items = rows.iter().zip(judged).map(|(row, judged)| taken(row, judged)).collect();
    Ok(TakenBill { bill: id, billed, paid, items })
}

/// What the law makes of each item and fare of a claim's bill, by its number; one that is not there yet comes
/// after all that are.
fn judged(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (held, number): (&claims::Held, i64),
    (items, fares): (&[CareItem], &[Fare]),
) -> Result<Vec<Judged>> {
    let (case, facts) = claims::reported(unit, desk, held.row.of_case)?;
    let recovered = facts.iter().find(|(name, _)| name == "recovered_date");
    let recovered = recovered.and_then(|(_, day)| day.parse().ok());
    let law = ClaimLaw::new(desk.law)?;
    let mut judged = care::bill(&law, case.day, recovered, items)?;
    let earlier = fares_before(unit, (held.row.id, number), &facts)?;
    let all: Vec<Fare> = earlier.iter().chain(fares).cloned().collect();
    judged.extend(care::fares(&law, case.day, &all)?.into_iter().skip(earlier.len()));
    Ok(judged)
}

/// What the law makes today of a bill that was taken, item by item.
pub(crate) fn judged_again(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    bill: &Row,
    rows: &[ItemRow],
) -> Result<Vec<Judged>> {
    let held = claims::play(unit, bill.claim)?;
    let (care, fares): (Vec<&ItemRow>, Vec<&ItemRow>) = rows.iter().partition(|row| row.kind == "care");
    let item = |row: &&ItemRow| {
        let (item, cost, class_one) = (row.item.clone(), row.cost, row.class_one);
        CareItem { item, day: row.day.unwrap_or(bill.day), cost, class_one }
    };
    let items: Vec<CareItem> = care.iter().map(item).collect();
    let fares: Vec<Fare> = fares.iter().map(|row| Fare { mode: row.item.clone(), cost: row.cost }).collect();
    judged(unit, desk, (&held, bill.id), (&items, &fares))
}

fn can_be_taken(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &claims::Held, bill: &CareBill) -> Result<()> {
    let refused = |id: &str, en: &str| Err(Refusal::new("care_bill", id, en).into());
    if held.kind.benefit() != "jkk" {
        return refused(
            "hanya klaim kecelakaan kerja mempunyai tagihan perawatan",
            "only a claim for work injury has bills for care",
        );
    }
    if matches!(held.claim.state, State::Rejected | State::Withdrawn) {
        return refused("klaim ini ditolak atau dicabut", "this claim was rejected or withdrawn");
    }
    if bill.day > desk.today || bill.items.iter().any(|item| item.day > desk.today) {
        return refused("ada tanggal yang belum tiba", "a day on it has not come yet");
    }
    let count = bill.items.len() + bill.fares.len();
    if count == 0 || count > ITEMS_MAX {
        return refused("tagihan mempunyai 1 sampai 500 pos", "a bill has 1 to 500 items");
    }
    if bill.fares.iter().any(|fare| fare.cost < 0) {
        return refused("ongkos tidak boleh kurang dari nol", "a fare is not below nothing");
    }
    let number = bill.number.trim();
    if number.is_empty() || number.chars().count() > NUMBER_CHARS_MAX || number.chars().any(char::is_control)
    {
        return refused(
            "sebut nomor tagihan, paling panjang 60 huruf",
            "say the bill's number, of at most 60 letters",
        );
    }
    if let Some(known) = rows::of_number(unit, bill.hospital, number)? {
        let id = format!("tagihan {number} sudah diterima, nomor {}", known.id);
        let en = format!("the bill {number} is there already, number {}", known.id);
        return Err(Refusal::new("care_bill_known", id, en).into());
    }
    Ok(())
}

/// Trips of the same event that were shown before a bill: the member's own receipts, and those of earlier
/// bills that were not refused.
fn fares_before(
    unit: &mut Unit<'_>,
    (claim, number): (i64, i64),
    facts: &[(String, String)],
) -> Result<Vec<Fare>> {
    let own = facts.iter().filter_map(|(name, cost)| {
        let mode = name.strip_suffix("_fare")?.to_owned();
        Some(Fare { mode, cost: cost.parse().ok()? })
    });
    let mut all: Vec<Fare> = own.collect();
    let earlier = |bill: &Row| bill.id < number && bill.state != "refused";
    for bill in rows::of_claim(unit, claim)?.into_iter().filter(earlier) {
        let items = rows::items(unit, bill.id)?.into_iter().filter(|item| item.kind == "fare");
        all.extend(items.map(|item| Fare { mode: item.item, cost: item.cost }));
    }
    Ok(all)
}

fn item_rows(bill: &CareBill, judged: &[Judged]) -> Vec<ItemRow> {
    let row = |kind: &str, item: &str, day, class_one| (kind.to_owned(), item.to_owned(), day, class_one);
    let care = bill.items.iter().map(|item| row("care", &item.item, Some(item.day), item.class_one));
    let fares = bill.fares.iter().map(|fare| row("fare", &fare.mode, None, None));
    let rows = care.chain(fares).zip(judged).enumerate().map(|(at, ((kind, item, day, class_one), one))| {
        let (no, verdict) = (at as i64 + 1, one.verdict.clone());
        ItemRow { no, kind, item, day, cost: one.billed, class_one, paid: one.paid, verdict }
    });
    rows.collect()
}

fn taken(row: &ItemRow, judged: Judged) -> TakenItem {
    let Words { id, en } = judged.why;
    TakenItem {
        item: row.item.clone(),
        billed: judged.billed,
        paid: judged.paid,
        verdict: judged.verdict,
        why: [id, en],
        provision: judged.citation.map(|cited| cited.instrument),
    }
}
