//! People of an employer, month by month, and the table for a spreadsheet.

use minijinja::context;
use serde_json::json;

use super::{PAYER, facts_said, head, month, paged, payer};
use crate::auth::Deed;
use crate::pages::page;
use crate::pages::wanted::Wanted;
use crate::reports::csv;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/payers/{payer}/people", Deed::ReportWages, all).of(PAYER),
        Route::page("/payers/{payer}/people.csv", Deed::ReportWages, table).of(PAYER),
    ]
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let mut wanted = Wanted::default();
    let (id, month) = (payer(ask)?, month(ask, &mut wanted));
    let head = head(ask, id, "people")?;
    let on_roll = ask.office.look(|unit, _| views::payer::on_roll(unit, id, month))?;
    let (at, pages, range) = paged(ask, on_roll.len());
    let some = on_roll.get(range).unwrap_or_default();
    let members = ask.office.look(|unit, desk| {
        some.iter().map(|roll| views::payer::member(unit, desk, roll)).collect::<anyhow::Result<Vec<_>>>()
    })?;
    ask.shows(Deed::ReportWages, members.iter().map(|member| member.person).collect())?;
    let people: Vec<_> = members
        .iter()
        .map(|member| {
            let facts = facts_said(ask, &member.facts);
            json!({
                "membership": member.membership, "name": member.name, "nik": member.nik,
                "kpj": member.kpj, "facts": facts,
            })
        })
        .collect();
    let (count, month, errors) = (on_roll.len(), month.to_string(), wanted.errors(ask.lang));
    let values = context! { head, people, count, month, at, pages, errors };
    Ok(wanted.answered(page(ask, "employer/people.html", values)?))
}

fn table(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let mut wanted = Wanted::default();
    let (id, month) = (payer(ask)?, month(ask, &mut wanted));
    wanted.or_no()?;
    let members = ask.office.look(|unit, desk| {
        let on_roll = views::payer::on_roll(unit, id, month)?;
        on_roll.iter().map(|roll| views::payer::member(unit, desk, roll)).collect::<anyhow::Result<Vec<_>>>()
    })?;
    ask.shows(Deed::ReportWages, members.iter().map(|member| member.person).collect())?;
    let mut names: Vec<String> =
        members.iter().flat_map(|member| member.facts.iter().map(|(name, _)| name.clone())).collect();
    names.sort_unstable();
    names.dedup();
    let mut headings = vec!["membership", "name", "nik", "kpj"];
    headings.extend(names.iter().map(String::as_str));
    let rows = members.iter().map(|member| {
        let (name, nik) = (member.name.clone(), member.nik.clone());
        let mut row = vec![member.membership.to_string(), name, nik, member.kpj.clone()];
        row.extend(names.iter().map(|name| {
            let found = member.facts.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.clone()).unwrap_or_default()
        }));
        row
    });
    let body = csv::table(&headings, rows)?;
    Ok(Reply::file("text/csv; charset=utf-8", &format!("people-{id}-{month}.csv"), body))
}
