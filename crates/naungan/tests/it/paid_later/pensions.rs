//! A pension over two years: the index, a missed proof of life, a restart, a death, a widow, a child.

use serde_json::Value;

use crate::claims::{json, movement, refused, verified};
use crate::register::{Institution, both};

/// Budi has a wife and two children, and earns five million in the first half of 2024.
pub(super) fn insured(office: &Institution) -> (i64, i64) {
    let first = "2024-01-01";
    let branch = office.number(first, "branch add Kota --province 31", "branch");
    for (handle, role) in [("ani", "officer"), ("budi", "officer"), ("kepala", "head")] {
        let of = format!("--role {role} --name {handle} --branch {branch}");
        office.does(first, &format!("access add {handle} {of}"));
    }
    let employer = "employer register --npp AA000001 --name 'PT Uji' --province 31 --set risk_class=low \
                    --set enterprise_size=large";
    let employer = office.number(first, employer, "payer");
    let person = "person register --nik 9971060105850002 --name Budi --birth 1985-05-01 --sex male";
    let person = office.number(first, person, "person");
    for relative in [
        "--relation spouse --name Siti --birth 1987-01-01 --from 2010-01-01",
        "--relation son_or_daughter --name Ani --birth 2003-06-20 --from 2003-06-20",
        "--relation son_or_daughter --name Cici --birth 2015-03-20 --from 2015-03-20",
    ] {
        office.does(first, &format!("person relative add {person} {relative}"));
    }
    let enrol = format!(
        "membership enrol {person} --segment wage_earner --payer {employer} --from {first} --set wage=5000000"
    );
    office.number(first, &enrol, "membership");
    for month in 1..=6 {
        let today = format!("2024-{month:02}-01");
        office.does(&today, &format!("run month 2024-{month:02}"));
        let bill = json(office, &today, &format!("bill list --payer {employer} --open"));
        let (code, owed) = (bill["code"].as_str().unwrap_or_default(), &bill["owed"]);
        office.does(&today, &format!("pay {code} --amount {owed}"));
    }
    (person, employer)
}

/// Every paper handed in, assessed and approved; gives what was granted.
pub(super) fn decided(office: &Institution, today: &str, claim: i64) -> Value {
    office.file("kertas.pdf", "%PDF-1.4 kertas");
    let shown = json(office, today, &format!("claim show {claim}"));
    for asked in shown["papers"].as_array().expect("papers") {
        let name = asked["paper"].as_str().unwrap_or_default();
        if asked["given"].is_null() {
            office.does(today, &format!("claim paper {claim} {name} kertas.pdf --by ani"));
        }
    }
    office.does(today, &format!("claim assess {claim} --by ani"));
    json(office, today, &format!("claim approve {claim} --by kepala"))
}

pub(super) fn of_kind(reported: &Value, kind: &str) -> i64 {
    let found = reported["claims"].as_array().into_iter().flatten().find(|claim| claim["kind"] == kind);
    found.and_then(|claim| claim["claim"].as_i64()).unwrap_or_else(|| panic!("no {kind} in {reported}"))
}

/// What waits of the fund is paid by file: each order answered as paid.
pub(super) fn paid(office: &Institution, today: &str, fund: &str) -> i64 {
    let made = json(office, today, &format!("benefits run --day {today} --fund {fund} --by ani"));
    let run = &made["runs"][0];
    let (number, orders, sum) = (&run["run"], &run["orders"], run["sum"].as_i64().expect("a sum"));
    let from = "--account 7001 --bank 008 --by budi";
    office.does(today, &format!("benefits file {number} run.xml --orders {orders} --sum {sum} {from}"));
    let written = office.text("run.xml");
    for one in written.split("<EndToEndId>").skip(1) {
        let order = one.split('<').next().expect("a name");
        let amount = one.split("Ccy=\"IDR\">").nth(1).and_then(|rest| rest.split('<').next());
        let amount = amount.and_then(|amount| amount.parse().ok()).expect("an amount");
        office.file("answer.xml", &movement(order, amount, "DBIT", ""));
        let heard = json(office, today, "benefits answers answer.xml");
        assert!(heard.as_array().into_iter().flatten().any(|one| one["new"] == true), "{heard}");
    }
    verified(office, today);
    sum
}

/// Runs a month of pensions, and holds every amount against what is explained.
fn month(office: &Institution, today: &str, of: &str, expected: (i64, i64, i64)) -> i64 {
    let rehearsed = json(office, today, &format!("benefits pensions {of} --rehearse"));
    let run = json(office, today, &format!("benefits pensions {of} --by ani"));
    let of_run = |name: &str| run[name].as_i64().expect("a number");
    assert_eq!((of_run("pensions"), of_run("months"), of_run("suspended")), expected, "{of}: {run}");
    if rehearsed["changing"].as_array().is_some_and(Vec::is_empty) {
        assert_eq!(rehearsed["amount"], run["amount"], "{of}");
    }
    let again = json(office, today, &format!("benefits pensions {of} --by ani"));
    assert_eq!((&again["pensions"], &again["amount"]), (&0.into(), &0.into()));
    verified(office, today);
    of_run("amount")
}

/// The months of every pension of a claim as they were granted; each is what is explained for it.
fn pensions(office: &Institution, today: &str, claim: i64) -> Vec<Value> {
    let shown = json(office, today, &format!("claim show {claim}"));
    let all = shown["pensions"].as_array().expect("pensions").clone();
    for one in &all {
        for of in one["months"].as_array().expect("months") {
            let (number, name) = (&one["pension"], of["month"].as_str().expect("a month"));
            let why = json(office, today, &format!("benefits explain {number} {name}"));
            if of["amount"].as_i64().is_some_and(|amount| amount > 0) {
                assert_eq!(why["amount"], of["amount"], "{number} {name}");
                assert!(why["why"].as_array().is_some_and(|lines| !lines.is_empty()));
            }
        }
    }
    all
}

#[test]
fn a_pension_over_two_years() {
    both("simple-yearly", "2024-01-01", |office| {
        let (person, _) = insured(office);
        let report = format!("claim report {person} other_disability --on 2024-07-10 --by ani");
        let reported = json(office, "2024-08-05", &report);
        let claim = of_kind(&reported, "jp_disability");
        let case = reported["case"].as_i64().expect("a case");
        let named = |hand: &str| {
            let payee =
                format!("claim payee {case} '{hand}' --name Siti --bank BMRIIDJA --account 9900112233");
            office.does("2024-08-05", &format!("{payee} --by ani"));
        };
        named("member");
        named("relative 1");
        // 5,000,000 × 15 years × 1 %.
        assert_eq!(decided(office, "2024-08-05", claim)["net"], 750_000);
        paid(office, "2024-08-06", "jp");
        refused(office, "2024-08-06", "benefits pensions 2024-10 --by ani", "cannot be run yet");

        assert_eq!(month(office, "2024-08-26", "2024-09", (1, 1, 0)), 750_000);
        assert_eq!(paid(office, "2024-09-01", "jp"), 750_000);
        // What was not run is not lost, and a new year brings the inflation of the old.
        assert_eq!(month(office, "2025-01-02", "2025-01", (1, 4, 0)), 3 * 750_000 + 761_775);
        assert_eq!(month(office, "2025-08-01", "2025-08", (1, 7, 0)), 7 * 761_775);
        paid(office, "2025-08-01", "jp");
        waits_for_proof(office, person);
        assert_eq!(month(office, "2025-11-01", "2025-11", (1, 3, 0)), 3 * 761_775);
        assert_eq!(month(office, "2026-01-02", "2026-01", (1, 2, 0)), 761_775 + 784_019);
        assert_eq!(month(office, "2026-02-01", "2026-02", (1, 1, 0)), 784_019);
        paid(office, "2026-02-01", "jp");
        assert_eq!(month(office, "2026-03-01", "2026-03", (1, 1, 0)), 784_019);

        goes_on(office, (person, claim));
    });
}

fn waits_for_proof(office: &Institution, person: i64) {
    let rehearsed = json(office, "2025-08-26", "benefits pensions 2025-09 --rehearse");
    assert_eq!(rehearsed["suspended"].as_array().map(Vec::len), Some(1));
    assert_eq!(rehearsed["difference"], -7 * 761_775);
    assert_eq!(month(office, "2025-09-01", "2025-09", (0, 0, 1)), 0);
    let proof = format!("claim life-proof {person} --on 2025-10-15");
    refused(office, "2025-10-14", &format!("{proof} --how visit --by ani"), "has not come yet");
    refused(office, "2025-10-15", &format!("{proof} --how hearsay --by ani"), "is no way");
    office.does("2025-10-15", &format!("{proof} --how visit --by ani"));
}

/// He died in January, and that is known in March: February was paid and comes back, March is stopped.
fn goes_on(office: &Institution, (person, claim): (i64, i64)) {
    let known = "2026-03-10";
    let reported =
        json(office, known, &format!("claim report {person} other_death --on 2026-01-25 --by ani"));
    verified(office, known);
    let shown = json(office, known, &format!("claim show {claim}"))["pensions"].clone();
    assert_eq!((&shown[0]["ended"], &shown[0]["why"]), (&"2026-01-25".into(), &"died".into()));
    let other = of_kind(&reported, "jp_death");
    office.file("kertas.pdf", "%PDF-1.4 kertas");
    let papers = json(office, known, &format!("claim show {other}"));
    for asked in papers["papers"].as_array().expect("papers") {
        let name = asked["paper"].as_str().unwrap_or_default();
        office.does(known, &format!("claim paper {other} {name} kertas.pdf --by ani"));
    }
    office.does(known, &format!("claim assess {other} --by ani"));
    refused(office, known, &format!("claim approve {other} --by kepala"), "goes on to survivors by itself");

    // The widow has half of it for February and March, of which February is kept back.
    assert_eq!(month(office, known, "2026-03", (1, 2, 0)), 2 * 392_010);
    assert_eq!(paid(office, known, "jp"), 2 * 392_010 - 784_019);

    // She marries again in May: both children have the other half together, until the elder is 23.
    office.does("2026-05-12", &format!("person relative end {person} 1 --until 2026-05-10"));
    assert_eq!(month(office, "2026-06-01", "2026-06", (3, 4, 0)), 3 * 392_010);
    assert_eq!(month(office, "2026-07-01", "2026-07", (1, 1, 0)), 392_010);
    let all = pensions(office, "2026-07-01", claim);
    let hands: Vec<_> = all.iter().map(|one| one["hand"].as_str().unwrap_or_default()).collect();
    assert_eq!(hands, ["member", "relative 1", "relative 2", "relative 3", "relative 3"]);
    assert_eq!(all[2]["months"][0]["amount"], 196_005);
    // The inflation of this year is known in the next: until then January waits.
    let january = json(office, "2026-12-27", "benefits pensions 2027-01 --rehearse");
    assert_eq!((&january["pensions"], january["faults"].as_array().map(Vec::len)), (&0.into(), Some(1)));
    office.does("2027-01-05", "declare inflation[2026] 3.00 --instrument published");
    let proof = "2027-01-05";
    let later = json(office, proof, "benefits pensions 2027-01 --rehearse");
    assert_eq!(later["amount"], 5 * 392_010 + 403_770);
}
