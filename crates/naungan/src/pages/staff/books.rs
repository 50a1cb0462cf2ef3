//! The books for auditors: the trial balance of a day, whether everything agrees, and all of it to take out.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use base::Day;
use ledger::export;
use minijinja::context;
use serde_json::{Value as Json, json};
use store::queries::jobs;

use crate::auth::Deed;
use crate::books;
use crate::jobs as later;
use crate::pages::form_page;
use crate::pages::wanted::Wanted;
use crate::pages::words::{fund, told};
use crate::serve::ask::Ask;
use crate::serve::flow::Flow;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/books", Deed::SeeBooks, show),
        Route::form("/books/verify", Deed::SeeBooks, verify),
        Route::page("/books/export", Deed::SeeBooks, take),
    ]
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let lang = ask.lang;
    let mut wanted = Wanted::default();
    let day: Day = wanted.day(ask, "day").unwrap_or(ask.office.today());
    let trial = books::trial_on(&mut ask.office.store, day)?;
    let funds = ask.office.look(|_, desk| {
        let name = |of: &ledger::Fund| (of.as_str().to_owned(), fund(of.as_str(), desk, lang));
        Ok(trial.rows.iter().map(|row| name(&row.account.fund)).collect::<BTreeMap<_, _>>())
    })?;
    let rows: Vec<Json> = trial
        .rows
        .iter()
        .map(|row| {
            let name = row.account.row().map_or("", |chart| lang.pick(chart.id, chart.en));
            let grouped = |amount: i128| books::grouped(amount, lang);
            let account = format!("{} · {} {name}", funds[row.account.fund.as_str()], row.account);
            json!([account, grouped(row.debit), grouped(row.credit), grouped(row.balance)])
        })
        .collect();
    let last = ask.office.look(|unit, _| jobs::last_of_kind(unit, "verify"))?;
    let last = last.map(|job| {
        let day = job.changed.day().map(|day| day.to_string());
        let told = job.told.as_deref().map(|text| told(text, job.state == "failed", lang));
        json!({ "state": job.state, "told": told, "day": day })
    });
    let total = books::grouped(trial.total(), lang);
    let values = context! {
        day => day.to_string(), rows, total, balanced => trial.total() == 0, last,
        errors => wanted.errors(lang),
    };
    Ok(wanted.answered(form_page(ask, "staff/books.html", values)?))
}

fn verify(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let account = ask.caller.account;
    ask.office.unit(|unit, desk| later::later(unit, desk, "verify", "", (Some(account), None)))?;
    Ok(Reply::see("/books"))
}

fn take(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    // Whether the books can be read at all is known before the first line is sent.
    ask.office.look(|unit, _| jobs::last_of_kind(unit, "verify"))?;
    let file = Reply::file("text/plain; charset=utf-8", "books.txt", Vec::new());
    Ok(file.then(Flow::pieces(|office, take| {
        let mut text = String::new();
        let written = books::each_row(&mut office.store, &mut |_, entry, hash| {
            text.clear();
            export::write_into(&mut text, entry, hash);
            take(text.as_bytes())
        });
        written.context("could not read the books")
    })))
}
