//! Bills by their payment codes, programme by programme.

use anyhow::Result;
use schemars::JsonSchema;
use scheme::lines::Lines;
use serde::Serialize;
use store::queries::bills;

use super::about::About;
use super::forms::BillForm;
use crate::auth::{Deed, Of};
use crate::books::settle::Held;
use crate::office::code;
use crate::registry::not_there;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/bills/{code}", Deed::SeeBills, show, || {
            About::new("bills", "All bills of a payment code, programme by programme")
                .answers::<BillsOfCode>()
        })
        .of(Of::Bill("code")),
    ]
}

/// All bills of a payment code.
#[derive(Serialize, JsonSchema)]
struct BillsOfCode {
    code: String,
    payer: i64,
    month: String,
    /// What is still to be paid, in rupiah.
    outstanding: i64,
    bills: Vec<InParts>,
}

/// A bill with its parts.
#[derive(Serialize, JsonSchema)]
struct InParts {
    #[serde(flatten)]
    bill: BillForm,
    programmes: Vec<OfProgramme>,
}

/// What a programme is owed, and has.
#[derive(Serialize, JsonSchema)]
struct OfProgramme {
    programme: String,
    owed: i64,
    paid: i64,
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let wanted = ask.places.get("code").and_then(|text| code::read(text)).ok_or(Problem::NotFound)?;
    let (payer, month, held) = ask.office.look(|unit, desk| {
        let found = bills::by_code(unit, wanted)?;
        let (payer, month) = found.ok_or_else(|| not_there("tidak ada", "not there"))?;
        let rows = bills::of_month(unit, payer, month)?;
        let held = rows.into_iter().map(|row| Held::read(row, desk.slots)).collect::<Result<Vec<_>>>()?;
        Ok((payer, month, held))
    })?;
    let law = ask.office.law;
    let bills = held.iter().map(|held| InParts {
        bill: BillForm::from(&held.row),
        programmes: by_programme(&held.bill.lines, &held.bill.received(law)),
    });
    let form = BillsOfCode {
        code: code::shown(wanted),
        payer: payer.0,
        month: month.to_string(),
        outstanding: held.iter().map(|held| held.bill.outstanding()).sum(),
        bills: bills.collect(),
    };
    Ok(Reply::json(&form)?)
}

fn by_programme(owed: &Lines, paid: &Lines) -> Vec<OfProgramme> {
    let paid = paid.by_programme();
    let has = |name: &str| paid.iter().find(|(known, _)| known == name).map_or(0, |(_, paid)| *paid);
    let one = |(programme, owed): (String, i64)| OfProgramme { paid: has(&programme), programme, owed };
    owed.by_programme().into_iter().map(one).collect()
}
