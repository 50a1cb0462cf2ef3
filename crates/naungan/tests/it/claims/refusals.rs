//! What cannot be taken is refused by the commands with what is wrong, on both engines, and the books are as
//! they were: events that cannot be, papers that are none, a run sent twice, answers to what nobody sent.

use super::{DECIDED, DIED, PAID, REPORTED, json, movement, named, of_kind, refused, verified};
use crate::register::{Institution, both};

/// An institution with staff, and Budi, who began to work in December 2020 and whose wife is Siti.
fn begun(office: &Institution) -> (i64, i64) {
    let first = "2020-12-01";
    let branch = office.number(first, "branch add Kota --province 31", "branch");
    for (handle, role) in [("ani", "officer"), ("budi", "officer"), ("kepala", "head"), ("pusat", "head")] {
        let of = format!("--role {role} --name {handle} --branch {branch}");
        office.does(first, &format!("access add {handle} {of}"));
    }
    for head in ["kepala", "pusat"] {
        office.does(first, &format!("claim limit 50000000 --by {head}"));
    }
    let employer = "employer register --npp AA000001 --name 'PT Uji' --province 31 --set risk_class=low";
    let employer = office.number(first, employer, "payer");
    let register = "person register --nik 9971061205850002 --name Budi --birth 1985-05-12 --sex male";
    let person = office.number(first, register, "person");
    let wife = "--relation spouse --name Siti --birth 1986-01-01 --from 2010-01-01";
    office.does(first, &format!("person relative add {person} {wife}"));
    let enrol = format!(
        "membership enrol {person} --segment wage_earner --payer {employer} --from {first} --set wage=4000000"
    );
    (person, office.number(first, &enrol, "membership"))
}

#[test]
fn what_cannot_be_is_refused_and_nothing_is_kept() {
    both("simple-yearly", "2020-12-01", |office| {
        let (person, _) = begun(office);
        let report = |event: &str, on: &str| format!("claim report {person} {event} --on {on} --by ani");
        for (event, on, why) in [
            ("other_death", "2020-12-24", "has not come yet"),
            ("work_accident", "2020-11-30", "not a member yet on 2020-11-30"),
            ("other_death", "1985-05-11", "lies before the date of birth"),
        ] {
            refused(office, REPORTED, &report(event, on), why);
        }
        assert_eq!(json(office, REPORTED, "claim list").as_array().map(Vec::len), Some(0));
        let reported = json(office, REPORTED, &report("other_death", DIED));
        for (event, on, why) in [
            ("other_death", DIED, "this event is reported already"),
            ("work_death", DIED, "this event is reported already"),
            ("other_death", "2020-12-19", "noted as dead since 2020-12-20"),
            ("work_accident", "2020-12-21", "died on 2020-12-20"),
        ] {
            refused(office, REPORTED, &report(event, on), why);
        }
        let claim = of_kind(&reported["claims"], "jkm_death");
        office.file("akta.pdf.exe", "%PDF-1.4");
        office.file("akta.pdf", "MZ");
        office.file("besar.pdf", &format!("%PDF-1.4{}", " ".repeat(10 << 20)));
        for (file, why) in [
            ("akta.pdf.exe", "two endings"),
            ("akta.pdf", "no PDF, PNG or JPEG"),
            ("besar.pdf", "larger than 10 MB"),
        ] {
            refused(office, DECIDED, &format!("claim paper {claim} death_certificate {file} --by ani"), why);
        }
        sent_once(office, claim, &reported["case"]);
    });
}

/// A run goes once, and the answers to others pay nothing.
fn sent_once(office: &Institution, claim: i64, case: &serde_json::Value) {
    office.file("kertas.pdf", "%PDF-1.4 kertas");
    let shown = json(office, DECIDED, &format!("claim show {claim}"));
    for asked in shown["papers"].as_array().into_iter().flatten() {
        let name = asked["paper"].as_str().unwrap_or_default();
        office.does(DECIDED, &format!("claim paper {claim} {name} kertas.pdf --by ani"));
    }
    office.does(DECIDED, &format!("claim assess {claim} --by ani"));
    office.does(DECIDED, &format!("claim approve {claim} --by budi"));
    let signals = json(office, DECIDED, &format!("claim signals {claim}"));
    for signal in signals.as_array().into_iter().flatten() {
        let code = signal["code"].as_str().unwrap_or_default();
        office.does(DECIDED, &format!("claim signals {claim} --clear {code} --said 'Sah' --by kepala"));
    }
    named(office, case, "9900112233");
    let making = format!("benefits run --day {PAID} --fund jkm --by ani");
    let made = json(office, DECIDED, &making);
    let (run, sum) = (&made["runs"][0]["run"], made["runs"][0]["sum"].as_i64().expect("a sum"));
    refused(office, DECIDED, &making, "no benefit waits to be paid");
    let file = |name: &str, account: &str| {
        format!("benefits file {run} {name} --orders 1 --sum {sum} --account {account} --bank 008 --by budi")
    };
    office.does(DECIDED, &file("run.xml", "7001"));
    office.does(PAID, &file("again.xml", "7001"));
    assert_eq!(office.text("run.xml"), office.text("again.xml"), "the same file: a bank takes it once");
    refused(office, PAID, &file("other.xml", "7002"), "it is the bank's by now");
    let before = office.does(PAID, "ledger trial-balance");
    office.file("answer.xml", &movement("B000000000000", 5, "DBIT", ""));
    refused(office, PAID, "benefits answers answer.xml", "no run of these names was sent");
    assert_eq!(office.does(PAID, "ledger trial-balance"), before);
    let text = office.text("run.xml");
    let order = text.split("<EndToEndId>").nth(1).and_then(|rest| rest.split('<').next()).expect("an order");
    office.file("answer.xml", &movement(order, sum, "DBIT", ""));
    assert_eq!(json(office, PAID, "benefits answers answer.xml")[0]["new"], true);
    let paid = office.does(PAID, "ledger trial-balance");
    assert_ne!(paid, before);
    assert_eq!(json(office, PAID, "benefits answers answer.xml")[0]["new"], false);
    assert_eq!(office.does(PAID, "ledger trial-balance"), paid);
    verified(office, PAID);
}
