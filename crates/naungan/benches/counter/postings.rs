//! Contributions through the interface: wages are declared, which makes a bill, and the bill is paid; each
//! under a key of its own, each in the books when it is answered.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::{Value as Json, json};
use store::Store;

use crate::http::{Caller, Line};
use crate::pgbench::CLIENTS;

/// The last month that was run.
pub(crate) const MONTH: &str = "2026-03";
/// What everybody earns more.
const MORE: i64 = 100_000;

/// An employer's report, and how many people stand in it.
struct Report {
    payer: i64,
    rows: Vec<Json>,
}

/// Prints a rate for one person a report, and one for an employer's people together.
pub(crate) fn figures(
    address: &str,
    store: &mut Store,
    head: &Caller,
    administrator: &Caller,
    theirs: f64,
) -> Result<()> {
    for (what, most, reports) in
        [("one person a report and a payment", 1, 2_000), ("an employer's people together", 50, 600)]
    {
        let reports = read(address, store, head, (most, reports))?;
        let people: usize = reports.iter().map(|report| report.rows.len()).sum();
        let took = all(address, head, administrator, &reports, most)?;
        let ours = people as f64 / took;
        println!(
            "  {what:<34} {:>5} requests  {ours:>8.0} a second: {:.2}",
            reports.len() * 2,
            ours / theirs
        );
    }
    Ok(())
}

/// Reports of employers in the head's region, with at most so many people each.
fn read(
    address: &str,
    store: &mut Store,
    head: &Caller,
    (most, count): (usize, usize),
) -> Result<Vec<Report>> {
    let payers = store.look(|unit| {
        let rows = unit.rows(
            "select payer.id from payer join caseload on caseload.subject = payer.id
             where payer.kind = 'employer' and caseload.branch =
                 (select branch from account where role = 'head' order by id limit 1)
             order by payer.id",
            &[],
        )?;
        rows.iter().map(|row| row.int(0)).collect::<Result<Vec<i64>>>()
    })?;
    let mut line = Line::to(address)?;
    let mut reports = Vec::new();
    for payer in payers {
        if reports.len() == count {
            break;
        }
        let path = format!("/api/v1/payers/{payer}/members?month={MONTH}");
        let answer = line.get(head, &path)?;
        ensure!(answer.status == 200, "{path}: {} {}", answer.status, answer.body);
        let listed: Json = serde_json::from_str(&answer.body)?;
        let mut rows = Vec::new();
        for one in listed["items"].as_array().context("no list")? {
            if rows.len() == most {
                break;
            }
            rows.extend(row(&mut line, head, one["membership"].as_i64().context("no membership")?)?);
        }
        if !rows.is_empty() {
            reports.push(Report { payer, rows });
        }
    }
    Ok(reports)
}

/// What is reported of somebody: a higher wage.
fn row(line: &mut Line, head: &Caller, membership: i64) -> Result<Option<Json>> {
    let shown = line.get(head, &format!("/api/v1/memberships/{membership}"))?;
    let shown: Json = serde_json::from_str(&shown.body)?;
    let person = line.get(head, &format!("/api/v1/people/{}", shown["person"]))?;
    let person: Json = serde_json::from_str(&person.body)?;
    let wage = shown["facts"].as_array().into_iter().flatten().find(|fact| fact["name"] == "wage");
    let wage = wage.and_then(|fact| fact["value"].as_str()?.parse::<i64>().ok());
    let Some(wage) = wage else { return Ok(None) };
    Ok(Some(json!({ "kpj": shown["kpj"], "name": person["name"], "facts": { "wage": wage + MORE } })))
}

/// Seconds that all reports and payments took.
fn all(
    address: &str,
    head: &Caller,
    administrator: &Caller,
    reports: &[Report],
    round: usize,
) -> Result<f64> {
    let next = AtomicUsize::new(0);
    let start = Instant::now();
    let outcomes: Vec<Result<()>> = thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS.parse().unwrap_or(4))
            .map(|_| {
                scope.spawn(|| {
                    let mut line = Line::to(address)?;
                    while let Some(report) = reports.get(next.fetch_add(1, Ordering::Relaxed)) {
                        one(&mut line, head, administrator, report, round)?;
                    }
                    Ok(())
                })
            })
            .collect();
        clients.into_iter().map(|client| client.join().unwrap_or(Ok(()))).collect()
    });
    outcomes.into_iter().collect::<Result<()>>()?;
    Ok(start.elapsed().as_secs_f64())
}

fn one(line: &mut Line, head: &Caller, administrator: &Caller, report: &Report, round: usize) -> Result<()> {
    let body = json!({ "month": MONTH, "rows": report.rows });
    let path = format!("/api/v1/payers/{}/wage-reports", report.payer);
    let key = format!("report-{round}-{}", report.payer);
    let answer = line.post(head, &path, &key, &body.to_string())?;
    ensure!(answer.status == 200, "{path}: {} {}", answer.status, answer.body);
    let told: Json = serde_json::from_str(&answer.body)?;
    let rows = report.rows.len() as u64;
    ensure!(told["changed"] == rows, "not all of {rows} rows were taken: {told}");
    let bill = told["bills"]
        .as_array()
        .and_then(|bills| bills.last())
        .with_context(|| format!("no bill: {told}"))?;
    let pays = json!({ "code": bill["code"], "amount": bill["owed"], "channel": "bank", "reference": key });
    let answer = line.post(administrator, "/api/v1/payments", &format!("pay-{key}"), &pays.to_string())?;
    ensure!(answer.status == 201, "{pays}: {} {}", answer.status, answer.body);
    Ok(())
}
