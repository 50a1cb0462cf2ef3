//! The way of the money, for auditors: from each grant to its entry in the books, to its orders, to what the
//! bank answered.

use anyhow::Result;
use minijinja::context;
use rules::render::Lang;
use serde_json::{Value as Json, json};
use store::Unit;
use store::queries::grants::Grant;
use store::queries::orders::Order;
use store::queries::{benefit_runs, journals};

use super::{CLAIM, said, shown};
use crate::actions::pay_benefits::{order_name, run_name};
use crate::auth::Deed;
use crate::office::Desk;
use crate::pages::desk::name_of;
use crate::pages::page;
use crate::pages::words::fund;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::claim::{self, Seen};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::page("/claims/{claim}/trail", Deed::FollowMoney, show).of(CLAIM)]
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (number, lang): (i64, _) = (ask.place("claim")?, ask.lang);
    let values = ask.office.look(|unit, desk| {
        let seen = claim::read(unit, desk, number)?;
        let mut grants = Vec::new();
        for one in &seen.grants {
            grants.push(grant(unit, desk, &seen, one, lang)?);
        }
        let shown = shown::claim(unit, desk, &seen, lang)?;
        Ok(context! { grants, claim => shown })
    })?;
    page(ask, "claims/trail.html", values)
}

fn grant(unit: &mut Unit<'_>, desk: &Desk<'_>, seen: &Seen, grant: &Grant, lang: Lang) -> Result<Json> {
    let by = grant.account.map(|account| name_of(unit, desk, account)).transpose()?;
    let entry = match grant.place {
        Some((journal, seq)) => Some(entry(unit, desk, (journal, seq), lang)?),
        None => None,
    };
    let mut orders = Vec::new();
    for order in seen.orders.iter().filter(|order| order.no == grant.no) {
        orders.push(way_of(unit, desk, seen, order, lang)?);
    }
    Ok(json!({
        "no": grant.no, "day": grant.day.to_string(), "gross": grant.gross, "tax": grant.tax, "by": by,
        "law": grant.law.get(..16), "fund": fund(&grant.programme, desk, lang),
        "entry": entry, "orders": orders,
        "ordered": seen.orders.iter().filter(|one| one.no == grant.no && one.again_of.is_none())
            .map(|one| one.amount).sum::<i64>(),
        "kept": seen.kept.iter().filter(|(no, _)| *no == grant.no).map(|(_, kept)| kept).sum::<i64>(),
    }))
}

/// An entry of the books, line by line.
fn entry(unit: &mut Unit<'_>, desk: &Desk<'_>, (journal, seq): (u16, u64), lang: Lang) -> Result<Json> {
    let place = format!("{journal}-{seq}");
    let Some(text) = journals::text(unit, journal, seq)? else {
        return Ok(json!({ "place": place, "lines": [] }));
    };
    let written = ledger::text::read(&text)?;
    let lines = written.entry.lines().iter().map(|line| {
        let name = line.account.row().map_or("", |chart| lang.pick(chart.id, chart.en));
        json!([fund(line.account.fund.as_str(), desk, lang), format!("{} {name}", line.account), line.amount])
    });
    Ok(json!({ "place": place, "lines": lines.collect::<Json>() }))
}

/// An order with its run and with what the bank said of it.
fn way_of(unit: &mut Unit<'_>, desk: &Desk<'_>, seen: &Seen, order: &Order, lang: Lang) -> Result<Json> {
    let mut run = Json::Null;
    let mut answers = Vec::new();
    if let Some(number) = order.run
        && let Some(row) = benefit_runs::read(unit, number)?
    {
        let checker =
            row.approved.as_ref().map(|approved| name_of(unit, desk, approved.checker)).transpose()?;
        run = json!({
            "id": number, "name": run_name(number), "day": row.day.to_string(),
            "maker": name_of(unit, desk, row.maker)?, "checker": checker,
        });
        let mine = |one: &benefit_runs::Answer| one.order.is_none_or(|of| of == order.id);
        answers = benefit_runs::answers(unit, number)?
            .into_iter()
            .filter(mine)
            .map(|one| {
                json!([
                    one.known.day().map(|day| day.to_string()),
                    said(lang, &format!("claims.verdict.{}", one.verdict)),
                    one.code,
                    one.reference,
                    one.amount
                ])
            })
            .collect();
    }
    Ok(json!({
        "name": order_name(order.id), "hand": seen.hand(desk.tree(), &order.hand, lang),
        "amount": order.amount,
        "state": order.state, "again_of": order.again_of.map(order_name), "run": run, "answers": answers,
    }))
}
