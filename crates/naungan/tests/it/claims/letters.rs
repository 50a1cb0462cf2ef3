//! Letters, grievances, signals and care through the commands, on both engines.

use serde_json::Value;

use super::{DECIDED, DIED, PAID, REPORTED, answered, json, movement, of_kind, refused, verified};
use crate::register::{Institution, both};

/// An institution with staff, an employer, and Budi with his wife, who has worked a month.
fn begun(office: &Institution, first: &str, wage: i64) -> (i64, i64, i64) {
    let branch = office.number(first, "branch add Kota --province 31", "branch");
    for (handle, role) in [("ani", "officer"), ("budi", "officer"), ("kepala", "head"), ("pusat", "head")] {
        let of = format!("--role {role} --name {handle} --branch {branch}");
        office.does(first, &format!("access add {handle} {of}"));
    }
    let employer = "employer register --npp AA000001 --name 'PT Uji' --province 31 --set risk_class=low";
    let employer = office.number(first, employer, "payer");
    let register = "person register --nik 9971061205850002 --name Budi --birth 1985-05-12 --sex male";
    let person = office.number(first, register, "person");
    let wife = "--relation spouse --name Siti --birth 1986-01-01 --from 2010-01-01";
    office.does(first, &format!("person relative add {person} {wife}"));
    let enrol = format!(
        "membership enrol {person} --segment wage_earner --payer {employer} --from {first} --set wage={wage}"
    );
    let membership = office.number(first, &enrol, "membership");
    (person, membership, employer)
}

/// Hands in whatever a claim waits for.
fn complete(office: &Institution, today: &str, claim: i64) {
    office.file("kertas.pdf", "%PDF-1.4 kertas");
    let shown = json(office, today, &format!("claim show {claim}"));
    for asked in shown["papers"].as_array().expect("papers").iter().filter(|one| one["given"].is_null()) {
        let name = asked["paper"].as_str().unwrap_or_default();
        office.does(today, &format!("claim paper {claim} {name} kertas.pdf"));
    }
}

fn letter(office: &Institution, today: &str, claim: i64, no: i64) -> Value {
    json(office, today, &format!("claim letter {claim} --no {no}"))
}

fn amounts(letter: &Value) -> Vec<(String, i64)> {
    let parts = letter["parts"].as_array().expect("parts").iter().filter(|part| part["counts"] == true);
    let amount = |part: &Value| (part["line"]["text"].to_string(), part["line"]["amount"].as_i64());
    parts.map(amount).filter_map(|(text, amount)| amount.map(|amount| (text, amount))).collect()
}

/// Every line has its number, from 1.
fn is_numbered(letter: &Value) {
    let mut numbers = Vec::new();
    let mut take = |lines: &Value| {
        numbers.extend(lines.as_array().into_iter().flatten().filter_map(|line| line["number"].as_i64()));
    };
    take(&letter["opening"]);
    for part in letter["parts"].as_array().expect("parts") {
        take(&Value::Array(vec![part["line"].clone()]));
        take(&part["why"]);
    }
    for name in ["tax", "not_granted", "clock", "appeal"] {
        take(&letter[name]);
    }
    let count = i64::try_from(numbers.len()).expect("few lines");
    assert_eq!(numbers, (1..=count).collect::<Vec<_>>());
}

fn death(office: &Institution, person: i64) -> (i64, Value) {
    let report = format!("claim report {person} work_death --on {DIED} --by-employer --by ani");
    let reported = json(office, REPORTED, &report);
    (of_kind(&reported["claims"], "jkk_death"), reported["case"].clone())
}

fn decide(office: &Institution, today: &str, claim: i64) -> Value {
    office.does(today, &format!("claim assess {claim} --by ani"));
    json(office, today, &format!("claim approve {claim} --by kepala"))
}

fn sums(office: &Institution, claim: i64) -> (i64, i64) {
    let shown = json(office, PAID, &format!("claim show {claim}"));
    let sum = |list: &str, name: &str, wanted: &dyn Fn(&Value) -> bool| {
        let all = shown[list].as_array().into_iter().flatten().filter(|one| wanted(one));
        all.filter_map(|one| one[name].as_i64()).sum::<i64>()
    };
    (sum("grants", "gross", &|_| true), sum("orders", "amount", &|one| one["state"] != "stopped"))
}

/// Pays what waits of the fund.
fn paid(office: &Institution, sum: i64) {
    let (_, order) = super::run(office, "jkk", sum);
    answered(office, &movement(&order, sum, "DBIT", ""), "paid");
}

/// What a letter says is what the law answers, what was granted, and what the bank is told to pay; and it
/// says the same whenever it is read.
#[test]
fn a_letter_says_what_explain_and_the_ledger_say() {
    both("simple-yearly", "2020-12-01", |office| {
        let (person, membership, _) = begun(office, "2020-12-01", 4_000_000);
        let (claim, case) = death(office, person);
        super::named(office, &case, "9900112233");
        complete(office, DECIDED, claim);
        office.does(DECIDED, &format!("claim ask {claim} death_certificate --by budi"));
        let asked = letter(office, DECIDED, claim, 1);
        assert_eq!(asked["outcome"], "papers");
        is_numbered(&asked);
        complete(office, DECIDED, claim);
        let assessed = json(office, DECIDED, &format!("claim assess {claim} --by ani"));
        let all = 48 * 4_000_000 + 12_000_000 + 10_000_000;
        assert_eq!(json(office, DECIDED, &format!("claim approve {claim} --by kepala"))["net"], all);
        let first = letter(office, DECIDED, claim, 2);
        is_numbered(&first);
        assert_eq!((&first["outcome"], &first["gross"]), (&"granted".into(), &assessed["gross"]));
        let of_law = assessed["lines"].as_array().expect("lines").iter();
        let of_law = of_law.filter_map(|line| {
            let sum: i64 = line["payments"].as_array()?.iter().filter_map(Value::as_i64).sum();
            (sum > 0).then_some(sum)
        });
        let said: Vec<i64> = amounts(&first).into_iter().map(|(_, amount)| amount).collect();
        assert_eq!(said, of_law.collect::<Vec<_>>());
        assert_eq!(sums(office, claim), (all, all));
        cleared(office, claim);
        paid(office, all);

        // The wage turns out higher: the letter of the difference says what was granted, and what is missing.
        office.does(PAID, &format!("membership set {membership} wage 5000000 --from 2020-12"));
        office.does(PAID, &format!("claim reopen {claim} --by kepala"));
        assert_eq!(decide(office, PAID, claim)["net"], 48_000_000);
        let more = letter(office, PAID, claim, 3);
        is_numbered(&more);
        assert_eq!((&more["outcome"], &more["net"]), (&"underpaid".into(), &(all + 48_000_000).into()));
        let said: Vec<i64> = more["opening"]
            .as_array()
            .expect("lines")
            .iter()
            .filter_map(|line| line["amount"].as_i64())
            .collect();
        assert_eq!(said, [all, all + 48_000_000, 48_000_000]);
        assert_eq!(sums(office, claim), (all + 48_000_000, all + 48_000_000));
        verified(office, PAID);
        paid(office, 48_000_000);
        // What was paid too much is said with its sum too.
        office.does(PAID, &format!("membership set {membership} wage 3000000 --from 2020-12"));
        office.does(PAID, &format!("claim reopen {claim} --by kepala"));
        decide(office, PAID, claim);
        let less = letter(office, PAID, claim, 4);
        assert_eq!(
            (&less["outcome"], &less["opening"][4]["amount"]),
            (&"overpaid".into(), &96_000_000.into())
        );
        // The first is as it was, also on paper.
        assert_eq!(letter(office, "2024-01-01", claim, 2), first);
        office.does(PAID, &format!("claim letter {claim} --no 2 --pdf surat.pdf"));
        office.does("2024-01-01", &format!("claim letter {claim} --no 2 --pdf lagi.pdf"));
        let bytes = |name: &str| std::fs::read(office.directory().join(name)).expect("a file");
        assert!(bytes("surat.pdf").starts_with(b"%PDF-") && bytes("surat.pdf") == bytes("lagi.pdf"));
        refused(office, PAID, &format!("claim letter {claim} --no 9"), "has no letter 9");
        verified(office, PAID);
    });
}

/// Nobody answers in time, the head does, and the claim is assessed again and paid.
#[test]
fn a_grievance_escalates_and_wins() {
    both("simple-yearly", "2020-12-01", |office| {
        let (person, membership, _) = begun(office, "2020-12-01", 4_000_000);
        let (claim, case) = death(office, person);
        super::named(office, &case, "9900112233");
        complete(office, DECIDED, claim);
        decide(office, DECIDED, claim);
        let all = 48 * 4_000_000 + 22_000_000;
        cleared(office, claim);
        paid(office, all);
        let grieve = |line: i64, says: &str| format!("claim grieve {claim} --line {line} --says '{says}'");
        refused(office, PAID, &grieve(400, "keliru"), "no line 400");
        refused(office, PAID, &grieve(4, "..."), "say what is wrong");
        let opened = json(office, PAID, &grieve(4, "Upahnya lima juta"));
        let number = opened["grievance"].as_i64().expect("a number");
        assert_eq!((&opened["state"], &opened["level"]), (&"open".into(), &"complaint_unit".into()));
        assert_eq!(super::state(office, claim), "appealed");
        refused(office, PAID, &grieve(4, "lagi"), "there is a grievance on this line");
        let due = opened["due"].as_str().expect("a day").to_owned();
        let moved = |made: &str| format!("claim grievance {number} {made}");
        office.does(PAID, &moved("take --by budi"));
        let answer = "answer --changed --why 'Slip upah menunjukkan lima juta'";
        // Who assessed does not answer; on the last day it is not late yet, the day after it is.
        refused(
            office,
            PAID,
            &moved(&format!("{answer} --by ani")),
            "whoever decided the claim does not answer",
        );
        let escalated = |today: &str| json(office, today, "claim grievances --escalate")[0]["state"].clone();
        assert_eq!(escalated(&due), "in_hand");
        let late = "2021-02-01";
        assert!(due.as_str() < late, "{due}");
        assert_eq!(escalated(late), "overdue");
        refused(office, late, &moved(&format!("{answer} --by budi")), "answered by a head of branch");
        refused(office, late, &moved(&format!("{answer} --by kepala")), "does not answer");
        let won = json(office, late, &moved(&format!("{answer} --by pusat")));
        assert_eq!((&won["state"], &won["changed"]), (&"answered".into(), &true.into()));
        assert_eq!(json(office, late, &format!("claim show {claim}"))["state"], "reopened");
        office.does(late, &format!("membership set {membership} wage 5000000 --from 2020-12"));
        office.does(late, &format!("claim assess {claim} --by budi"));
        let again = json(office, late, &format!("claim approve {claim} --by pusat"));
        assert_eq!(again["net"], 48_000_000);
        office.does(late, &moved("accept --by budi"));
        assert_eq!(json(office, late, "claim grievances")[0], Value::Null);
        verified(office, late);
    });
}

/// Three families are paid to one account: the payment waits while it is in time, and not a day longer unless
/// somebody holds it by name.
#[test]
fn a_signal_delays_nobody_beyond_the_legal_day() {
    both("simple-yearly", "2020-12-01", |office| {
        let first = "2020-12-01";
        let (person, _, employer) = begun(office, first, 4_000_000);
        let (claim, case) = death(office, person);
        super::named(office, &case, "9900112233");
        complete(office, DECIDED, claim);
        decide(office, DECIDED, claim);
        // Enrolled three weeks before: that alone is a signal.
        let signals = json(office, DECIDED, &format!("claim signals {claim}"));
        assert_eq!(
            (&signals[0]["code"], &signals[0]["state"]),
            (&"enrolled_before_death".into(), &"open".into())
        );
        let due =
            json(office, DECIDED, &format!("claim show {claim}"))["due"].as_str().expect("a day").to_owned();
        let run = |day: &str| format!("benefits run --day {day} --fund jkk --by ani");
        let waits = json_of_faults(office, &run(DECIDED));
        assert_eq!(waits["waiting"][0]["why"], "signal");
        // In the name of a reviewer it waits on, also on the last day; nobody who assessed is one.
        let held = |by: &str| {
            let said = "--said 'Menunggu catatan sipil'";
            format!("claim signals {claim} --hold enrolled_before_death {said} --by {by}")
        };
        refused(office, DECIDED, &held("ani"), "whoever assessed the claim does not look");
        office.does(DECIDED, &held("budi"));
        let waits = json_of_faults(office, &run(&due));
        assert_eq!(waits["waiting"][0]["why"], "signal");
        let clear = "--clear enrolled_before_death --said 'Sah' --by budi";
        cleared(office, claim);
        refused(office, DECIDED, &format!("claim signals {claim} {clear}"), "no open signal");
        let made = json(office, DECIDED, &run(DECIDED));
        assert_eq!(made["runs"][0]["orders"], 1);

        // At another family nobody looks: it waits while it is in time, and is paid on the last day.
        let register = "person register --nik 9971061205860003 --name Joko --birth 1986-05-12 --sex male";
        let other = office.number(first, register, "person");
        let wife = "--relation spouse --name Rini --birth 1988-01-01 --from 2012-01-01";
        office.does(first, &format!("person relative add {other} {wife}"));
        let enrol = format!("membership enrol {other} --segment wage_earner --payer {employer}");
        office.does(first, &format!("{enrol} --from {first} --set wage=4000000"));
        let (claim, case) = death(office, other);
        super::named(office, &case, "9900112299");
        complete(office, DECIDED, claim);
        decide(office, DECIDED, claim);
        assert_eq!(json_of_faults(office, &run(DECIDED))["waiting"][0]["why"], "signal");
        assert_eq!(json(office, DECIDED, &run(&due))["runs"][0]["orders"], 1);
        verified(office, DECIDED);
    });
}

/// Somebody has looked at how he was enrolled, and the payment need not wait.
fn cleared(office: &Institution, claim: i64) {
    let clear = "--clear enrolled_before_death --said 'Sah' --by budi";
    office.does(DECIDED, &format!("claim signals {claim} {clear}"));
}

/// The JSON of a command that does a part.
fn json_of_faults(office: &Institution, line: &str) -> Value {
    let said = office.raw(DECIDED, &format!("{line} --json"));
    let text = said.split("exit status").next().unwrap_or_default();
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {said}"))
}

/// A hospital is answered, billed item by item, and paid; the claim itself goes its own way.
#[test]
fn a_hospital_bills_item_by_item() {
    both("simple-yearly", "2026-02-01", |office| {
        let hurt = "2026-03-10";
        let (person, _, employer) = begun(office, "2026-02-01", 5_000_000);
        let hospital = "employer register --npp AA000002 --name 'RS Uji' --province 31 --set risk_class=low";
        let hospital = office.number("2026-02-01", hospital, "payer");
        let ask = format!("claim guarantee {person} --hospital {hospital} --on {hurt} --key satu");
        let given = json(office, hurt, &ask);
        assert_eq!((&given["answer"], &given["secures"]), (&"provisional_guarantee".into(), &true.into()));
        assert_eq!(json(office, hurt, &ask), given);
        // Reported a month late by the employer: the fund pays the hospital, and she owes it to the fund.
        let report = format!("claim report {person} work_accident --on {hurt} --by-employer --by ani");
        let reported = json(office, "2026-04-10", &report);
        let claim = of_kind(&reported["claims"], "jkk_injury");
        let items = "--item surgery,2026-03-10,350000000 --item ward,2026-03-11,2000000,800000 \
                     --item comfort,2026-03-11,150000 --item medicine,2026-03-09,100000";
        let bill = |number: &str| {
            format!(
                "claim care bill {claim} --hospital {hospital} --number {number} --day 2026-04-01 --by ani"
            )
        };
        let taken = json(office, "2026-04-10", &format!("{} {items} --fare land=6000000", bill("INV-1")));
        let verdicts: Vec<(i64, &str)> = taken["items"]
            .as_array()
            .expect("items")
            .iter()
            .map(|item| (item["paid"].as_i64().unwrap_or(-1), item["verdict"].as_str().unwrap_or_default()))
            .collect();
        let expected = [
            (350_000_000, "all_of_it"),
            (800_000, "better_ward"),
            (0, "not_on_list"),
            (0, "before_event"),
            (5_000_000, "land"),
        ];
        assert_eq!(verdicts, expected);
        assert_eq!((&taken["billed"], &taken["paid"]), (&358_250_000.into(), &355_800_000.into()));
        refused(office, "2026-04-10", &format!("{} {items}", bill("INV-1")), "is there already");
        // What the first bill took of the fares is not there for the second.
        let second = json(office, "2026-04-10", &format!("{} --fare land=100000", bill("INV-2")));
        assert_eq!(second["paid"], 0);
        let number = taken["bill"].as_i64().expect("a bill");
        let grant = |by: &str| format!("claim care grant {number} --by {by}");
        refused(office, "2026-04-10", &grant("ani"), "whoever took the bill does not decide");
        refused(office, "2026-04-10", &grant("budi"), "only a head of branch approves");
        let granted = json(office, "2026-04-10", &grant("kepala"));
        assert_eq!(granted["amount"], 355_800_000);
        verified(office, "2026-04-10");
        let advanced = office.does("2026-04-10", "ledger statement jkk 1350");
        assert!(advanced.contains("355,800,000"), "{advanced}");
        let case = &reported["case"];
        let payee = format!("claim payee {case} 'hospital {hospital}' --name 'RS Uji' --bank BMRIIDJA");
        office.does("2026-04-10", &format!("{payee} --account 9900445566 --by ani"));
        let made = json(office, "2026-04-10", "benefits run --day 2026-04-13 --fund jkk --by ani");
        assert_eq!(made["runs"][0]["sum"], 355_800_000);
        let shown = json(office, "2026-04-10", &format!("claim show {claim}"));
        assert_eq!(
            (&shown["state"], &shown["orders"][0]["hand"]),
            (&"notified".into(), &format!("hospital {hospital}").into())
        );
        let way = |set: &str| format!("claim care return {claim} {set}");
        let back =
            json(office, "2026-04-10", &way("--set likely_disabled=yes --set doctor_advises_return=yes"));
        assert_eq!((&back["open"], back["missing"].as_array().map(Vec::len)), (&false.into(), Some(2)));
        let back = json(office, "2026-04-10", &way("--set worker_agrees=yes --set employer_agrees=yes"));
        assert_eq!(back["open"], true);
        let _ = employer;
    });
}

/// Who was dismissed and has not claimed is told before the right ends, once.
#[test]
fn a_right_that_ends_is_told_once() {
    both("simple-yearly", "2025-01-01", |office| {
        let (person, membership, _) = begun(office, "2025-01-01", 5_000_000);
        let phone = format!("person correct {person} --phone 081299990001");
        office.does("2025-01-01", &phone);
        let left = format!("membership end {membership} --on 2026-01-31 --reason dismissed");
        office.does("2026-01-31", &left);
        let warnings =
            |today: &str, tell: &str| json(office, today, &format!("claim warnings {person} {tell}"));
        assert_eq!(warnings("2026-02-10", "--tell")["told"], 0);
        let near = warnings("2026-06-15", "--tell");
        assert_eq!((&near["warnings"][0]["code"], &near["told"]), (&"right_ends".into(), &1.into()));
        assert_eq!(near["warnings"][0]["day"], "2026-07-31");
        let again = warnings("2026-06-16", "--tell");
        assert_eq!((&again["warnings"][0], &again["told"]), (&near["warnings"][0], &0.into()));
        // Who claims is warned no more.
        let report =
            format!("claim report {person} lost_job --on 2026-01-31 --set termination=dismissal --by ani");
        let _ = office.raw("2026-06-17", &report);
        assert_eq!(warnings("2026-08-01", "")["warnings"], Value::Array(Vec::new()));
    });
}
