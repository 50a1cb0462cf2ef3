//! Bills: all of them, one with what it is made of and why, and the table for a spreadsheet.

use base::Month;
use minijinja::context;
use rules::render::Lang;
use scheme::id::{MembershipId, PayerId};
use scheme::lines::Lines;
use serde_json::{Value, json};
use store::queries::payments::{self, Payment};
use store::queries::{assessments, bills, rolls};

use super::{PAYER, head, paged, payer};
use crate::auth::Deed;
use crate::books::settle::Held;
use crate::office::code;
use crate::pages::page;
use crate::pages::words::channel;
use crate::reports::csv;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::{self, payer::Shown};

/// The latest payments, each with its receipt.
const PAYMENTS_SHOWN: usize = 24;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/payers/{payer}/bills", Deed::SeeBills, all).of(PAYER),
        Route::page("/payers/{payer}/bills.csv", Deed::SeeBills, table).of(PAYER),
        Route::page("/payers/{payer}/bills/{code}", Deed::SeeBills, one).of(PAYER),
    ]
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = payer(ask)?;
    let head = head(ask, id, "bills")?;
    let (all, open) = ask.office.look(|unit, desk| {
        let all = views::payer::all_bills(unit, desk, id)?;
        Ok((all, views::payer::overview(unit, desk, id)?.bills))
    })?;
    let (at, pages, range) = paged(ask, all.len());
    let bills = all.get(range).unwrap_or_default();
    let payments = ask.office.look(|unit, _| payments::of(unit, id))?;
    let payments: Vec<Value> =
        payments.iter().rev().take(PAYMENTS_SHOWN).map(|one| payment(one, ask.lang)).collect();
    page(ask, "employer/bills.html", context! { head, bills, open, at, pages, payments })
}

fn payment(one: &Payment, lang: Lang) -> Value {
    let channel = channel(&one.channel, lang);
    json!({ "id": one.id, "day": one.paid.to_string(), "channel": channel, "amount": one.amount })
}

fn table(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = payer(ask)?;
    let all = ask.office.look(|unit, desk| views::payer::all_bills(unit, desk, id))?;
    let rows = all.into_iter().map(|bill| {
        let some = |text: Option<String>| text.unwrap_or_default();
        let (owed, paid) = (bill.owed.to_string(), bill.paid.to_string());
        vec![bill.month, bill.kind, bill.code, some(bill.due), owed, paid, some(bill.settled)]
    });
    let body = csv::table(&["month", "kind", "code", "due", "owed", "paid", "settled"], rows)?;
    Ok(Reply::file("text/csv; charset=utf-8", &format!("bills-{id}.csv"), body))
}

fn one(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id = payer(ask)?;
    let text: String = ask.place("code")?;
    let wanted = code::read(&text).ok_or(Problem::NotFound)?;
    let found = ask.office.look(|unit, _| bills::by_code(unit, wanted))?;
    // A code of somebody else's is no code of this payer.
    let (_, month) = found.filter(|(of, _)| *of == id).ok_or(Problem::NotFound)?;
    let head = head(ask, id, "bills")?;
    let today = ask.office.today();
    let (bills, rows) = ask.office.look(|unit, desk| {
        let rows = bills::of_month(unit, id, month)?;
        let bills =
            rows.into_iter().map(|row| Held::read(row, desk.slots)).collect::<anyhow::Result<Vec<_>>>()?;
        Ok((bills, assessments::of_month(unit, month, id, None)?))
    })?;
    let shown: Vec<Shown> = bills.iter().map(|held| Shown::of(&held.row, today)).collect();
    let unpaid: i64 = shown.iter().map(|bill| bill.rest).sum();
    let due = shown.iter().filter(|bill| bill.rest > 0).find_map(|bill| bill.due.clone());
    let programmes = programmes(ask, &bills);
    // What a member owes is the sum of what was found first and of every difference since.
    let mut sums: Vec<(MembershipId, i64)> = Vec::new();
    for row in rows {
        match sums.iter_mut().find(|(membership, _)| *membership == row.membership) {
            Some((_, owed)) => *owed += row.owed,
            None => sums.push((row.membership, row.owed)),
        }
    }
    let (at, pages, range) = paged(ask, sums.len());
    let people = people(ask, id, sums.get(range).unwrap_or_default())?;
    let why = why(ask, id, month)?;
    let lang = ask.lang;
    let late = ask.office.look(|unit, desk| views::penalty::of_month(unit, desk, id, month, lang))?;
    let late: Vec<views::penalty::Late> = late.into_iter().collect();
    let (code, month) = (code::shown(wanted), month.to_string());
    let values =
        context! { head, code, month, bills => shown, unpaid, due, programmes, people, why, late, at, pages };
    page(ask, "employer/bill.html", values)
}

fn programmes(ask: &Ask<'_>, held: &[Held]) -> Vec<Value> {
    let land = &ask.office.law.tree().jurisdiction;
    let owed = held.iter().fold(Lines::new(), |sum, held| sum.plus(&held.bill.lines));
    let said = owed.by_programme().into_iter().map(|(name, owed)| {
        let known = land.programmes.iter().find(|programme| programme.name == name);
        let name = known.map_or(name.clone(), |programme| ask.lang.of(&programme.words).to_owned());
        json!([name, owed])
    });
    said.collect()
}

/// Who the bill is for. A project on its contract has a row of its own number, which is nobody's.
fn people(ask: &mut Ask<'_>, id: PayerId, sums: &[(MembershipId, i64)]) -> Result<Vec<Value>, Problem> {
    let (people, shown) = ask.office.look(|unit, desk| {
        let (mut people, mut shown) = (Vec::new(), Vec::new());
        for (membership, owed) in sums.iter().filter(|(membership, _)| membership.0 != id.0) {
            let who = views::payer::named(unit, desk, *membership)?;
            shown.push(who.person);
            people.push(json!({ "membership": membership.0, "name": who.name, "owed": owed }));
        }
        Ok((people, shown))
    })?;
    ask.shows(Deed::SeeBills, shown)?;
    Ok(people)
}

/// The reasons of one member's part, from the facts as they are known now.
fn why(ask: &mut Ask<'_>, id: PayerId, month: Month) -> Result<Option<Value>, Problem> {
    let Ok(wanted) = ask.query.get("member").parse::<i64>() else { return Ok(None) };
    let (law, lang) = (ask.office.law, ask.lang);
    let found = ask.office.look(|unit, desk| {
        let on_roll = rolls::of_membership(unit, MembershipId(wanted))?;
        let Some(roll) = on_roll.into_iter().find(|roll| {
            roll.payer == id && roll.from <= month && roll.until.is_none_or(|until| month < until)
        }) else {
            return Ok(None);
        };
        let of_payer = rolls::payers_in(unit, month, (id.0, id.0 + 1))?;
        let of_payer = of_payer.first().map_or("", |(_, facts)| facts.as_str());
        let nodes = views::why::contribution(law, &roll.segment, (&roll.facts, of_payer), month, lang)?;
        let who = views::payer::named(unit, desk, roll.membership)?;
        Ok(Some((json!({ "name": who.name, "membership": wanted, "nodes": nodes }), who.person)))
    })?;
    let Some((why, person)) = found else { return Ok(None) };
    ask.shows(Deed::SeeBills, vec![person])?;
    Ok(Some(why))
}
