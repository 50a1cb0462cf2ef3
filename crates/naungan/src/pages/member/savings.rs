//! Old-age savings: what was paid in, what they grew by, and the same reckoned again from the first
//! contribution.

use base::Month;
use minijinja::{Value, context};
use rules::render::Lang;
use scheme::accounts::{Method, MonthLine};
use scheme::law::Law;

use super::{is_claim, me, memberships, segment};
use crate::commands::account::{Booked, december, grown_in, read};
use crate::commands::membership::show::Shown;
use crate::pages::documents::statement::earned;
use crate::pages::page;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::views::reasons::{self, Node};

pub(super) fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (person, lang) = (me(ask)?, ask.lang);
    let until = ask.office.today().month();
    let (law, method) = (ask.office.law, Method::named(ask.office.law, &ask.office.institution.crediting));
    let method = method.map_err(anyhow::Error::from)?;
    let (booked, claim) = ask.office.look(|unit, desk| {
        let mut all = Vec::new();
        for shown in memberships(unit, desk, person)? {
            let name = segment(desk.tree(), shown.segment.name(), lang);
            let booked = read(unit, desk, shown.row.id, until)?;
            all.push((shown, name, booked));
        }
        Ok((all, is_claim(unit, desk, person)?))
    })?;
    let mut accounts = Vec::new();
    for (shown, name, booked) in &booked {
        if !booked.saved.is_empty() {
            accounts.push(account(law, method, (until, lang), (shown, name, booked))?);
        }
    }
    page(ask, "member/savings.html", context! { accounts, until => until.to_string(), claim })
}

fn account(
    law: &Law<'_>,
    method: Method,
    (until, lang): (Month, Lang),
    (shown, name, booked): (&Shown, &str, &Booked),
) -> Result<Value, Problem> {
    let lines = booked.account(method).by_month(law, until);
    let months: Vec<Value> = lines.iter().rev().map(|line| of_month(shown, line)).collect();
    // Growth is booked to the end of a year, so that is where the two can be compared.
    let last = booked.growth.iter().filter_map(|(year, _)| december(*year)).filter(|end| *end <= until).max();
    let statement = match last {
        Some(last) => booked.account_at(method, last).statement(law, last)?,
        None => Vec::new(),
    };
    let agrees = statement.last().zip(last).map(|(line, last)| line.balance == booked.balance(last));
    let years: Vec<Value> = statement
        .iter()
        .map(|line| {
            context! {
                year => line.until.year().to_string(), paid_in => line.paid_in, growth => line.growth,
                booked => grown_in(booked, line), balance => line.balance,
            }
        })
        .collect();
    // Growth that is not booked yet is reckoned as far as the law has the rates.
    let reckoned = booked.account(method).balance_at(law, until).ok();
    let why_until = if reckoned.is_some() { Some(until) } else { last };
    let why = why_until.and_then(|until| booked.account(method).reasons_at(law, until));
    let why: Vec<Node> = why.iter().map(|reason| reasons::node(law.tree(), reason, lang)).collect();
    Ok(context! {
        why => Value::from_serialize(why), why_until => why_until.map(|until| until.to_string()), reckoned,
        id => shown.row.id.0, segment => name, months => months, years => years, agrees => agrees,
        paid_in => booked.account(method).paid_in(until), balance => booked.balance(until),
    })
}

/// A month: what was reported for it, what came in, growth and balance.
fn of_month(shown: &Shown, line: &MonthLine) -> Value {
    let stretch = shown.stretches.iter().find(|stretch| stretch.months().contains(line.month));
    context! {
        month => line.month.to_string(),
        reported => stretch.and_then(earned),
        paid_in => line.paid_in,
        growth => line.grown.map(|(growth, _)| growth),
        balance => line.grown.map(|(_, balance)| balance),
    }
}
