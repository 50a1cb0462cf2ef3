//! What banks answer, sent in as files: read, kept once, and told order by order.

use minijinja::context;
use serde_json::{Value as Json, json};

use crate::actions::pay_benefits::{order_name, run_name};
use crate::actions::reconcile_benefits;
use crate::auth::Deed;
use crate::commands::bank::found;
use crate::pages::claims::{CAME_BACK, refused, said, wrong};
use crate::pages::form_page;
use crate::ports::bank;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// A day's answers of a large run; larger ones go through the command.
const FILE_BYTES_MAX: usize = 16 << 20;
/// What a form needs beside its file.
const FORM_BYTES: usize = 10_000;
/// Rows that are told.
const ROWS: usize = 500;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/benefits/answers", Deed::PayBenefits, show),
        Route::form("/benefits/answers", Deed::PayBenefits, hear).files(FILE_BYTES_MAX + FORM_BYTES),
    ]
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, None, &[])
}

fn shown(ask: &mut Ask<'_>, heard: Option<&Json>, errors: &[Json]) -> Result<Reply, Problem> {
    form_page(ask, "benefits/answers.html", context! { heard, errors })
}

fn hear(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let lang = ask.lang;
    let Some(file) = ask.form.file("file").cloned() else {
        let errors = vec![wrong("file", said(lang, "claims.file_missing"))];
        return Ok(shown(ask, None, &errors)?.status(CAME_BACK));
    };
    let (mut answers, mut faults) = (Vec::new(), Vec::new());
    let read = bank::read(file.bytes.as_slice(), |one| match one {
        Ok(one) => answers.push(one),
        Err(refusal) => faults.push(refused(&refusal, lang)),
    });
    if let Err(refusal) = read {
        let errors = vec![wrong("file", refused(&refusal, lang))];
        return Ok(shown(ask, None, &errors)?.status(CAME_BACK));
    }
    let heard = reconcile_benefits::run(ask.office, &answers)?;
    if let Err(refusal) = heard.is_ours() {
        let errors = vec![wrong("file", refused(&refusal, lang))];
        return Ok(shown(ask, None, &errors)?.status(CAME_BACK));
    }
    let mut rows = Vec::new();
    for run in &heard.runs {
        for (order, is_new) in run.orders.iter().filter(|(_, is_new)| *is_new) {
            rows.push(json!({
                "run": run.run, "run_name": run_name(run.run), "order": order_name(order.id),
                "amount": order.amount, "state": order.state, "new": is_new,
            }));
        }
    }
    let odd: Vec<String> = heard
        .runs
        .iter()
        .flat_map(|run| &run.findings)
        .map(|(order, finding)| {
            let (_, id, en) = found(*finding);
            format!("{}: {}", order_name(*order), lang.pick(id, en))
        })
        .collect();
    let strangers: Vec<String> =
        heard.strangers.iter().map(|(run, order, _)| format!("{run} {order}")).collect();
    let (count, runs) = (rows.len(), heard.runs.len());
    rows.truncate(ROWS);
    let told = json!({
        "rows": rows, "count": count, "runs": runs, "odd": odd, "strangers": strangers, "faults": faults,
        "answers": answers.len(),
    });
    shown(ask, Some(&told), &[])
}
