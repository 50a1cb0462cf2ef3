//! The member's own front page: cards, cover, and what is owed and why.

use anyhow::Result;
use base::Month;
use minijinja::{Value, context};
use rules::render::Lang;
use scheme::employers::PayerKind;
use store::Unit;
use store::queries::{bills, rolls};

use super::{is_claim, me, memberships, payer_name, programmes, segment};
use crate::commands::membership::show::{Bill, Shown};
use crate::office::{Desk, code};
use crate::pages::documents::statement;
use crate::pages::page;
use crate::registry::{members, people, shares};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::views::reasons::Node;
use crate::views::{warnings, why};

pub(super) fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (person, lang) = (me(ask)?, ask.lang);
    let this = ask.office.today().year();
    let (name, cards, years, claim, warnings) = ask.office.look(|unit, desk| {
        let name = people::load(unit, desk, person)?.identity().name.clone();
        let mut cards = Vec::new();
        let all = memberships(unit, desk, person)?;
        for shown in &all {
            cards.push(of_membership(unit, desk, shown, lang)?);
        }
        let years: Vec<String> = statement::years(&all, this).iter().map(i32::to_string).collect();
        let claim = is_claim(unit, desk, person)?;
        // Who has only said who she is is told nothing of what others have reported.
        let warnings = if claim { Vec::new() } else { warnings::shown(unit, desk, person, lang)? };
        Ok((name, cards, years, claim, warnings))
    })?;
    page(ask, "member/front.html", context! { name, cards, years, claim, warnings })
}

fn of_membership(unit: &mut Unit<'_>, desk: &Desk<'_>, shown: &Shown, lang: Lang) -> Result<Value> {
    let tree = desk.tree();
    let kpj = members::kpj(desk, &shown.row)?.to_string();
    let last = shown.months.iter().rev().find(|of| !of.lines.is_zero());
    let owing: Vec<Value> = open_bills(unit, desk, shown)?;
    let unpaid = shown.months.iter().filter(|of| of.bill == Bill::Open).count();
    let why = match last {
        Some(last) => explained(unit, desk, shown, last.month, lang)?,
        None => Vec::new(),
    };
    Ok(context! {
        id => shown.row.id.0,
        number => kpj,
        segment => segment(tree, shown.segment.name(), lang),
        programmes => last.map(|last| programmes(tree, &last.lines, lang)).unwrap_or_default(),
        since => shown.spell.map(|spell| spell.started.to_string()).unwrap_or_default(),
        ended => shown.spell.and_then(|spell| spell.ended).map(|day| day.to_string()),
        covered => shown.cover.today,
        until => shown.cover.until.map(|day| day.to_string()),
        paid_to => shown.cover.paid.map(|(month, _)| month.to_string()),
        arrears_until => shown.cover.paid.map(|(_, day)| day.to_string()),
        payer => payer_name(unit, desk, shown.row.payer)?,
        unpaid => unpaid,
        owing => owing,
        pay => pay_code(unit, desk, shown)?,
        month => last.map(|last| last.month.to_string()),
        owed => last.map(|last| last.lines.billed()),
        why => Value::from_serialize(why),
    })
}

/// What the member has to pay herself, bill by bill.
fn open_bills(unit: &mut Unit<'_>, desk: &Desk<'_>, shown: &Shown) -> Result<Vec<Value>> {
    let payer = crate::registry::payers::load(unit, desk, shown.row.payer)?.payer;
    if payer.kind != PayerKind::Own {
        return Ok(Vec::new());
    }
    let open = bills::open_of(unit, payer.id)?;
    let mut others = shares::waiting(unit, payer.id)?;
    Ok(open
        .iter()
        .map(|bill| {
            let (all, month) = (bill.owed - bill.paid, bill.month);
            let rest = shares::own_rest(&mut others, month, all);
            context! {
                month => month.to_string(),
                code => code::shown(bill.code),
                rest,
                others => all - rest,
                due => bill.due.map(|day| day.to_string()),
            }
        })
        .collect())
}

/// The code of her last bill, under which somebody who pays for herself can pay months ahead too.
fn pay_code(unit: &mut Unit<'_>, desk: &Desk<'_>, shown: &Shown) -> Result<Option<String>> {
    let payer = crate::registry::payers::load(unit, desk, shown.row.payer)?.payer;
    let is_over = shown.spell.is_some_and(|spell| spell.ended.is_some());
    if payer.kind != PayerKind::Own || is_over {
        return Ok(None);
    }
    for of in shown.months.iter().rev() {
        // Later bills of a month, such as penalties, have no code of their own.
        let bills = bills::of_month(unit, payer.id, of.month)?;
        if let Some(bill) = bills.iter().find(|bill| bill.no == 0) {
            return Ok(Some(code::shown(bill.code)));
        }
    }
    Ok(None)
}

/// Why so much is owed for a month, from the facts that were reported and the law of that month.
pub(super) fn explained(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    shown: &Shown,
    month: Month,
    lang: Lang,
) -> Result<Vec<Node>> {
    let rolls = rolls::of_membership(unit, shown.row.id)?;
    let here = |roll: &&rolls::Roll| roll.from <= month && roll.until.is_none_or(|until| month < until);
    let Some(roll) = rolls.iter().find(here) else { return Ok(Vec::new()) };
    let of_payer = rolls::payers_in(unit, month, (roll.payer.0, roll.payer.0 + 1))?;
    let of_payer = of_payer.first().map_or("", |(_, facts)| facts.as_str());
    why::contribution(desk.law, &roll.segment, (&roll.facts, of_payer), month, lang)
}
