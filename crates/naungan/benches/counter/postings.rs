//! Contributions through the interface: wages are declared, which makes a bill, and the bill is paid; each
//! under a key of its own, each in the books when it is answered.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use serde_json::{Value as Json, json};
use store::{Store, Value};

use crate::http::{Caller, Line};
use crate::open;
use crate::pgbench::CLIENTS;

/// The last month that was run.
pub(crate) const MONTH: &str = "2026-03";
/// Its last day.
pub(crate) const TODAY: &str = "2026-03-31";
/// What everybody earns more.
const MORE: i64 = 100_000;

/// An employer's report, with the key of the employer's program.
struct Report {
    payer: i64,
    program: Caller,
    rows: Vec<Json>,
}

/// Prints a rate for one person a report, and one for an employer's people together.
pub(crate) fn figures(
    (address, database): (&str, &str),
    store: &mut Store,
    administrator: &Caller,
    theirs: f64,
) -> Result<()> {
    let kinds =
        [("one person a report and a payment", 1, 200, 0), ("an employer's people together", 25, 40, 200)];
    for (what, most, count, after) in kinds {
        let reports = read((address, database), store, administrator, (most, count, after))?;
        let people: usize = reports.iter().map(|report| report.rows.len()).sum();
        let took = all(address, administrator, &reports)?;
        let ours = people as f64 / took;
        println!(
            "  {what:<34} {:>5} requests  {ours:>8.0} a second: {:.2}",
            reports.len() * 2,
            ours / theirs
        );
    }
    Ok(())
}

/// Reports of so many employers with at most so many people each, after those that have reported already.
fn read(
    (address, database): (&str, &str),
    store: &mut Store,
    administrator: &Caller,
    (most, count, after): (usize, usize, usize),
) -> Result<Vec<Report>> {
    let month: base::Month = MONTH.parse()?;
    let payers = store.look(|unit| {
        let rows = unit.rows(
            "select distinct payer.id from payer join roll on roll.payer = payer.id
             where payer.kind = 'employer' and roll.from_month <= $1
               and (roll.until_month is null or roll.until_month > $1) and roll.facts like '%wage=%'
             order by payer.id",
            &[Value::Month(month)],
        )?;
        rows.iter().map(|row| row.int(0)).collect::<Result<Vec<i64>>>()
    })?;
    let mut reports = Vec::new();
    for payer in payers.into_iter().skip(after).take(count) {
        let people = store.look(|unit| {
            let rows = unit.rows(
                "select roll.membership, membership.person, roll.facts
                 from roll join membership on membership.id = roll.membership
                 where roll.payer = $1 and roll.from_month <= $2
                   and (roll.until_month is null or roll.until_month > $2) and roll.facts like '%wage=%'
                 order by roll.membership limit $3",
                &[Value::Int(payer), Value::Month(month), Value::Int(most as i64)],
            )?;
            let row = |row: &store::Row| Ok((row.int(0)?, row.int(1)?, row.text(2)?.to_owned()));
            rows.iter().map(row).collect::<Result<Vec<(i64, i64, String)>>>()
        })?;
        let mut rows = Vec::new();
        for (membership, person, facts) in people {
            let known = open::known(database, person, membership)?;
            let wage = facts.split(';').find_map(|fact| fact.trim().strip_prefix("wage="));
            let wage: i64 = wage.context("no wage")?.replace('_', "").parse()?;
            rows.push(json!({ "nik": known.nik, "name": known.name, "facts": { "wage": wage + MORE } }));
        }
        reports.push(Report { payer, program: open::program_of(address, administrator, payer)?, rows });
    }
    Ok(reports)
}

/// Seconds that all reports and payments took.
fn all(address: &str, administrator: &Caller, reports: &[Report]) -> Result<f64> {
    let next = AtomicUsize::new(0);
    let start = Instant::now();
    let outcomes: Vec<Result<()>> = thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS.parse().unwrap_or(4))
            .map(|_| {
                scope.spawn(|| {
                    let mut line = Line::to(address)?;
                    while let Some(report) = reports.get(next.fetch_add(1, Ordering::Relaxed)) {
                        one(&mut line, administrator, report)?;
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

fn one(line: &mut Line, administrator: &Caller, report: &Report) -> Result<()> {
    let body = json!({ "month": MONTH, "rows": report.rows });
    let path = format!("/api/v1/payers/{}/wage-reports", report.payer);
    let key = format!("report-{}", report.payer);
    let answer = line.post(&report.program, &path, &key, &body.to_string())?;
    ensure!(answer.status == 200, "{path}: {} {}", answer.status, answer.body);
    let told: Json = serde_json::from_str(&answer.body)?;
    let rows = report.rows.len() as u64;
    ensure!(told["changed"] == rows, "not all of {rows} rows were taken: {told}");
    let bill = told["bills"].as_array().and_then(|bills| bills.last());
    let bill = bill.with_context(|| format!("no bill: {told}"))?;
    let pays = json!({ "code": bill["code"], "amount": bill["owed"], "channel": "bank", "reference": key });
    let answer = line.post(administrator, "/api/v1/payments", &format!("pay-{key}"), &pays.to_string())?;
    ensure!(answer.status == 201, "{pays}: {} {}", answer.status, answer.body);
    Ok(())
}
