//! Why a penalty is what it is: for each programme the amount that was late, until when, and what the law
//! makes of it.

use anyhow::{Context, Result};
use base::Month;
use rules::render::Lang;
use scheme::contributions::{BillKind, penalty_reasons};
use scheme::id::PayerId;
use serde::Serialize;
use store::Unit;
use store::queries::bills;

use super::reasons::Node;
use super::why;
use crate::books::penalise::{self, Billed};
use crate::office::{Desk, code};

/// What is late of a month, and what it costs.
#[derive(Serialize)]
pub(crate) struct Late {
    pub(crate) month: String,
    pub(crate) code: String,
    pub(crate) due: Option<String>,
    /// What is still open of it.
    pub(crate) open: i64,
    /// What has been charged for it.
    pub(crate) charged: i64,
    /// What will be charged if it is paid today.
    pub(crate) more: i64,
    pub(crate) parts: Vec<Part>,
}

/// What a programme got late, or has not got.
#[derive(Serialize)]
pub(crate) struct Part {
    pub(crate) programme: String,
    pub(crate) amount: i64,
    /// The day it was paid, or today.
    pub(crate) until: String,
    pub(crate) penalty: i64,
    pub(crate) why: Vec<Node>,
}

/// Months of which something is late, or of which a penalty is open.
pub(crate) fn of_payer(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    payer: PayerId,
    lang: Lang,
) -> Result<Vec<Late>> {
    let mut months: Vec<Month> = Vec::new();
    for bill in bills::open_of(unit, payer)? {
        let is_late = bill.kind == BillKind::Penalty.name() || bill.due.is_some_and(|due| due < desk.today);
        if is_late && !months.contains(&bill.month) {
            months.push(bill.month);
        }
    }
    let mut late = Vec::new();
    for month in months {
        late.extend(of_month(unit, desk, payer, month, lang)?);
    }
    Ok(late)
}

/// The same of one month; nothing where the law knows no penalty or nothing is late.
pub(crate) fn of_month(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    payer: PayerId,
    month: Month,
    lang: Lang,
) -> Result<Option<Late>> {
    let Some(billed) = penalise::billed(unit, desk, payer, month)? else { return Ok(None) };
    let Billed { segment, held, charged, parts } = billed;
    let known = desk.law.segment(&segment).with_context(|| format!("the law has no segment {segment}"))?;
    let open = held.iter().map(|one| one.row.owed - one.row.paid).sum();
    let due = held.iter().map(|one| one.row.due).max().flatten();
    let code = held.first().map(|one| code::shown(one.row.code)).unwrap_or_default();
    let Some(reasons) = penalty_reasons(desk.law, known, month, &parts, desk.today) else { return Ok(None) };
    let tree = desk.tree();
    let parts: Vec<Part> = reasons
        .iter()
        .filter(|one| one.penalty != 0)
        .map(|one| {
            let programme = why::programme(tree, one.programme, lang);
            Part {
                amount: one.amount,
                until: one.until.to_string(),
                penalty: one.penalty,
                why: one.reason.iter().map(|reason| why::of(tree, reason, &programme, lang)).collect(),
                programme,
            }
        })
        .collect();
    let charged = charged.billed();
    if parts.is_empty() && charged == 0 {
        return Ok(None);
    }
    let more = parts.iter().map(|part| part.penalty).sum::<i64>() - charged;
    let (month, due) = (month.to_string(), due.map(|day| day.to_string()));
    Ok(Some(Late { month, code, due, open, charged, more, parts }))
}
