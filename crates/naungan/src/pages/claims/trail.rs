//! The way of the money, for auditors: from each grant to its entry in the books, to its orders, to what the
//! bank answered.

use anyhow::Result;
use minijinja::context;
use rules::render::Lang;
use serde_json::{Value as Json, json};
use store::Unit;
use store::queries::benefit_runs::Answer;
use store::queries::grants::Grant;
use store::queries::orders::Order;

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
use crate::views::trail;

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
        Some(place) => Some(entry(unit, desk, place, lang)?),
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
        "ordered": seen.ordered_of(grant.no), "kept": seen.kept_of(grant.no),
    }))
}

/// An entry of the books, line by line.
fn entry(unit: &mut Unit<'_>, desk: &Desk<'_>, at: (u16, u64), lang: Lang) -> Result<Json> {
    let entry = trail::entry(unit, at)?;
    let lines = entry.iter().flat_map(ledger::Entry::lines).map(|line| {
        let name = line.account.row().map_or("", |chart| lang.pick(chart.id, chart.en));
        json!([fund(line.account.fund.as_str(), desk, lang), format!("{} {name}", line.account), line.amount])
    });
    Ok(json!({ "place": trail::place(at), "lines": lines.collect::<Json>() }))
}

/// An order with its run and with what the bank said of it.
fn way_of(unit: &mut Unit<'_>, desk: &Desk<'_>, seen: &Seen, order: &Order, lang: Lang) -> Result<Json> {
    let way = trail::way(unit, order)?;
    let mut run = Json::Null;
    if let Some(row) = &way.run {
        let checker =
            row.approved.as_ref().map(|approved| name_of(unit, desk, approved.checker)).transpose()?;
        run = json!({
            "id": row.id, "name": run_name(row.id), "day": row.day.to_string(),
            "maker": name_of(unit, desk, row.maker)?, "checker": checker,
        });
    }
    let answer = |one: &Answer| {
        let (day, verdict) = (one.known.day(), said(lang, &format!("claims.verdict.{}", one.verdict)));
        json!([day.map(|day| day.to_string()), verdict, one.code, one.reference, one.amount])
    };
    let answers: Vec<Json> = way.answers.iter().map(answer).collect();
    Ok(json!({
        "name": order_name(order.id), "hand": seen.hand(desk.tree(), &order.hand, lang),
        "amount": order.amount,
        "state": order.state, "again_of": order.again_of.map(order_name), "run": run, "answers": answers,
    }))
}
