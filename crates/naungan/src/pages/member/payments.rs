//! What a member has paid herself, what she still owes, and money to her credit.

use anyhow::Result;
use minijinja::{Value, context};
use rules::render::Lang;
use scheme::employers::PayerKind;
use scheme::id::PayerId;
use store::Unit;
use store::queries::{bills, payers as rows, payments};

use super::{is_claim, me, memberships, payer_name, segment};
use crate::commands::membership::show::{Bill, Shown};
use crate::office::{Desk, code};
use crate::pages::page;
use crate::registry::{payers, shares};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;

pub(super) fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (person, lang) = (me(ask)?, ask.lang);
    let (all, claim) = ask.office.look(|unit, desk| {
        let mut all = Vec::new();
        for shown in memberships(unit, desk, person)? {
            all.push(of_membership(unit, desk, &shown, lang)?);
        }
        Ok((all, is_claim(unit, desk, person)?))
    })?;
    page(ask, "member/payments.html", context! { memberships => all, claim })
}

fn of_membership(unit: &mut Unit<'_>, desk: &Desk<'_>, shown: &Shown, lang: Lang) -> Result<Value> {
    let name = segment(desk.tree(), shown.segment.name(), lang);
    let payer = payers::load(unit, desk, shown.row.payer)?.payer;
    if payer.kind != PayerKind::Own {
        let paid = shown.months.iter().filter(|of| matches!(of.bill, Bill::Settled(_))).count();
        let open = shown.months.iter().filter(|of| of.bill == Bill::Open).count();
        let by = payer_name(unit, desk, payer.id)?;
        return Ok(context! { segment => name, own => false, payer => by, paid => paid, open => open });
    }
    let credit = rows::read(unit, payer.id)?.map_or(0, |row| row.credit);
    Ok(context! {
        segment => name, own => true, credit => credit,
        owing => owing(unit, payer.id)?, payments => paid(unit, payer.id)?,
    })
}

fn owing(unit: &mut Unit<'_>, payer: PayerId) -> Result<Vec<Value>> {
    let open = bills::open_of(unit, payer)?;
    let mut others = shares::waiting(unit, payer)?;
    Ok(open
        .iter()
        .map(|bill| {
            let code = code::shown(bill.code);
            let all = bill.owed - bill.paid;
            let rest = shares::own_rest(&mut others, bill.month, all);
            let others = all - rest;
            let month = bill.month.to_string();
            let due = bill.due.map(|day| day.to_string());
            context! { month, code, rest, others, due }
        })
        .collect())
}

/// Payments, the latest first.
fn paid(unit: &mut Unit<'_>, payer: PayerId) -> Result<Vec<Value>> {
    let all = payments::of(unit, payer)?;
    Ok(all
        .iter()
        .rev()
        .map(|payment| {
            context! {
                receipt => format!("/payers/{payer}/payments/{}/receipt.pdf", payment.id),
                day => payment.paid.to_string(), amount => payment.amount, channel => payment.channel,
                reversed => payment.reversed.map(|day| day.to_string()),
            }
        })
        .collect())
}
