//! A dismissal from before it happened to the last month of cash, through the commands, on both engines:
//! JKP-08 of the published examples, which was found before the law changed and paid on both sides of it.

use serde_json::Value;

use crate::register::{Institution, both};

fn json(office: &Institution, today: &str, line: &str) -> Value {
    let said = office.does(today, &format!("{line} --json"));
    serde_json::from_str(&said).expect("the answer is JSON")
}

/// An answer that says no, or not yet, as JSON.
fn not_yet(office: &Institution, today: &str, line: &str) -> Value {
    let said = office.raw(today, &format!("{line} --json"));
    let body = said.split("exit status").next().unwrap_or_default().trim();
    serde_json::from_str(body).unwrap_or_else(|error| panic!("`{line}` on {today}: {error}: {said}"))
}

fn refused(office: &Institution, today: &str, line: &str, why: &str) {
    let said = office.raw(today, line);
    assert!(said.contains(why) && said.contains("exit status"), "`{line}` on {today}: {said}");
}

fn verified(office: &Institution, today: &str) {
    let said = office.does(today, "verify");
    assert!(said.contains("everything agrees"), "{said}");
}

/// Somebody who works for a wage, with the months that were run and paid.
struct Life {
    employer: i64,
    person: i64,
    membership: i64,
}

const FIRST: &str = "2023-12-01";

fn staff(office: &Institution) {
    let branch = office.number(FIRST, "branch add Kota --province 31", "branch");
    for (handle, role) in [("ani", "officer"), ("budi", "officer"), ("kepala", "head"), ("pusat", "head")] {
        let of = format!("--role {role} --name {handle} --branch {branch}");
        office.does(FIRST, &format!("access add {handle} {of}"));
    }
    for head in ["kepala", "pusat"] {
        office.does(FIRST, &format!("claim limit 50000000 --by {head}"));
    }
    for year in 2023..=2025 {
        office.does(FIRST, &format!("declare jht_rate[{year}] 5.00 --instrument published"));
    }
}

fn hired(office: &Institution, npp: &str, nik: &str, wage: i64) -> Life {
    let employer =
        format!("employer register --npp {npp} --name 'PT {npp}' --province 31 --set risk_class=low");
    let employer = office.number(FIRST, &employer, "payer");
    let register = format!("person register --nik {nik} --name Budi --birth 1990-03-01 --sex male");
    let person = office.number(FIRST, &register, "person");
    let enrol = format!(
        "membership enrol {person} --segment wage_earner --payer {employer} --from {FIRST} --set wage={wage}"
    );
    let membership = office.number(FIRST, &enrol, "membership");
    Life { employer, person, membership }
}

/// Runs months, and pays what these employers owe in each.
fn months(office: &Institution, all: &[&str], paying: &[i64]) {
    for month in all {
        let today = format!("{month}-01");
        office.does(&today, &format!("run month {month}"));
        for employer in paying {
            let bill = json(office, &today, &format!("bill list --payer {employer} --open"));
            let (code, owed) = (bill["code"].as_str().unwrap_or_default(), &bill["owed"]);
            office.does(&today, &format!("pay {code} --amount {owed}"));
        }
    }
}

const YEAR: [&str; 12] = [
    "2023-12", "2024-01", "2024-02", "2024-03", "2024-04", "2024-05", "2024-06", "2024-07", "2024-08",
    "2024-09", "2024-10", "2024-11",
];

fn of_kind(claims: &Value, kind: &str) -> i64 {
    let found = claims.as_array().into_iter().flatten().find(|claim| claim["kind"] == kind);
    found.and_then(|claim| claim["claim"].as_i64()).unwrap_or_else(|| panic!("no {kind} in {claims}"))
}

/// Every paper that is missing still.
fn papers(office: &Institution, today: &str, claim: i64) {
    office.file("kertas.pdf", "%PDF-1.4 kertas");
    let shown = json(office, today, &format!("claim show {claim}"));
    for asked in shown["papers"].as_array().expect("papers").iter().filter(|one| one["given"].is_null()) {
        let name = asked["paper"].as_str().unwrap_or_default();
        office.does(today, &format!("claim paper {claim} {name} kertas.pdf --by ani"));
    }
}

fn movement(order: &str, amount: i64) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\"><BkToCstmrDbtCdtNtfctn>\
         <GrpHdr><MsgId>B</MsgId><CreDtTm>2024-12-10T01:00:00</CreDtTm></GrpHdr><Ntfctn><Id>1</Id>\
         <Acct><Id><Othr><Id>7001</Id></Othr></Id></Acct><Ntry><Amt Ccy=\"IDR\">{amount}</Amt>\
         <CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><AcctSvcrRef>M-{order}</AcctSvcrRef>\
         <BkTxCd/><NtryDtls><TxDtls><Refs><EndToEndId>{order}</EndToEndId></Refs>\
         <Amt Ccy=\"IDR\">{amount}</Amt></TxDtls></NtryDtls></Ntry></Ntfctn>\
         </BkToCstmrDbtCdtNtfctn></Document>\n"
    )
}

/// What waits of the fund is paid by file, one order.
fn paid(office: &Institution, today: &str, sum: i64) {
    let made = json(office, today, &format!("benefits run --day {today} --fund jkp --by ani"));
    assert_eq!((&made["runs"][0]["orders"], &made["runs"][0]["sum"]), (&1.into(), &sum.into()));
    let run = &made["runs"][0]["run"];
    let from = format!("--orders 1 --sum {sum} --account 7001 --bank 008 --by budi");
    office.does(today, &format!("benefits file {run} run.xml {from}"));
    let written = office.text("run.xml");
    let order = written.split("<EndToEndId>").nth(1).and_then(|rest| rest.split('<').next());
    office.file("answer.xml", &movement(order.expect("an order"), sum));
    let heard = json(office, today, "benefits answers answer.xml");
    assert_eq!(heard[0]["state"], "paid");
    verified(office, today);
}

fn decide(claim: i64, month: u8) -> String {
    format!("jobs decide {claim} {month} --by ani")
}

/// A month that one looks at and another grants, and that is paid.
fn granted(office: &Institution, today: &str, (claim, month): (i64, u8), amount: i64) {
    let looked = json(office, today, &decide(claim, month));
    assert_eq!((&looked["state"], &looked["gross"]), (&"proposed".into(), &Value::Null), "{looked}");
    refused(office, today, &decide(claim, month), "whoever has looked at the month does not grant it");
    let done = json(office, today, &format!("jobs decide {claim} {month} --by budi"));
    assert_eq!((&done["state"], &done["gross"]), (&"granted".into(), &amount.into()), "{done}");
    let again = json(office, today, &decide(claim, month));
    assert_eq!((&again["new"], &again["orders"]), (&false.into(), &Value::Array(Vec::new())));
    paid(office, today, amount);
}

/// What the law says by itself, payment by payment.
fn explained(office: &Institution) -> Vec<i64> {
    let facts = "birth_date=1990-03-01 registration_date=2023-12-01 claim_date=2024-12-02 \
                 decision_date=2024-12-10 dismissal_date=2024-11-25 payment_date=2024-12-10 \
                 termination=dismissal jkp_paid_months=12 jkp_longest_run=12 wage=5000000";
    let said = office.raw("2024-12-10", &format!("explain benefit jkp {facts} --json"));
    let said: Value = serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said}"));
    let cash = said["components"].as_array().into_iter().flatten().find(|one| one["name"] == "cash");
    let payments = &cash.unwrap_or_else(|| panic!("no cash in {said}"))["payments"];
    let amount = |one: &Value| {
        let amount = if one.is_object() { &one["amount"] } else { one };
        amount.as_i64().or_else(|| amount.as_str()?.parse().ok()).unwrap_or_else(|| panic!("{one}"))
    };
    payments.as_array().into_iter().flatten().map(amount).collect()
}

#[test]
fn six_months_with_their_duties() {
    both("simple-yearly", FIRST, |office| {
        staff(office);
        let Life { employer, person, membership } = hired(office, "AA000001", "9971060103900002", 5_000_000);
        months(office, &YEAR, &[employer]);
        // Before anything has happened: what would be paid, and what is missing.
        let before = not_yet(
            office,
            "2024-11-20",
            &format!("claim pre-check {person} lost_job --on 2024-11-20 --set termination=dismissal"),
        );
        let jkp = before.as_array().into_iter().flatten().find(|one| one["kind"] == "jkp_cash");
        // Paid from today on, three of the six would fall on the first text: 3 × 2,250,000 + 3 × 3,000,000.
        assert_eq!(jkp.map(|one| &one["gross"]), Some(&15_750_000.into()), "{before}");

        // The employer reports it with its proof; the worker does not agree, and a branch answers.
        office.file("phk.pdf", "%PDF-1.4 tanda terima dinas");
        let report = format!("jobs dismissal {membership} --on 2024-11-25 --by-employer --proof phk.pdf");
        refused(office, "2024-11-24", &report, "has not come yet");
        let reported = json(office, "2024-12-02", &report);
        let (case, claim) = (&reported["case"], of_kind(&reported["claims"], "jkp_cash"));
        refused(office, "2024-12-02", &report, "this event is reported already");
        let contest =
            json(office, "2024-12-03", &format!("jobs contest {case} --text 'bukan PHK'"))["contest"].clone();
        office.does("2024-12-04", &format!("jobs settle {contest} --text 'tanda terima sah' --by ani"));
        refused(
            office,
            "2024-12-04",
            &format!("jobs settle {contest} --text lagi --by ani"),
            "has its answer",
        );

        papers(office, "2024-12-06", claim);
        assert_eq!(json(office, "2024-12-06", &format!("claim show {claim}"))["state"], "complete");
        refused(office, "2024-12-06", &decide(claim, 2), "has no month 2");
        office.does("2024-12-10", &format!("claim assess {claim} --by ani"));
        let first = json(office, "2024-12-10", &format!("claim approve {claim} --by budi"));
        let law = explained(office);
        assert_eq!(law, [2_250_000, 2_250_000, 3_000_000, 3_000_000, 3_000_000, 3_000_000]);
        assert_eq!(first["net"], law[0]);
        let hand = format!("claim payee {case} member --name Budi --bank BMRIIDJA --account 9900112233");
        office.does("2024-12-10", &format!("{hand} --by ani"));
        paid(office, "2024-12-10", law[0]);

        let six = Six { office, person, claim, law: &law };
        six.second();
        six.others();

        let shown = json(office, "2025-05-12", &format!("claim show {claim}"));
        assert_eq!(shown["state"], "closed");
        let all = shown["grants"].as_array().into_iter().flatten().filter_map(|one| one["gross"].as_i64());
        assert_eq!(all.sum::<i64>(), 16_500_000);
        // Looked at again it is the same, month by month, and nothing is booked.
        office.does("2025-05-12", &format!("claim reopen {claim} --by kepala"));
        office.does("2025-05-12", &format!("claim assess {claim} --by ani"));
        let again = json(office, "2025-05-12", &format!("claim approve {claim} --by kepala"));
        assert_eq!(again["net"], 0);
        verified(office, "2025-05-12");
    });
}

/// The months after the first.
struct Six<'o> {
    office: &'o Institution,
    person: i64,
    claim: i64,
    law: &'o [i64],
}

impl Six<'_> {
    fn apply(&self, day: &str, no: i64) -> String {
        format!("jobs apply {} --employer 'CV {no}' --title sopir --on {day}", self.person)
    }

    fn second(&self) {
        let Six { office, person, claim, law } = *self;
        // The second month: four applications are not enough; a call that is confirmed mends it.
        for no in 1..=4 {
            office.does("2024-12-20", &self.apply("2024-12-20", no));
        }
        refused(office, "2024-12-20", &self.apply("2024-11-01", 5), "is not between");
        refused(office, "2025-01-09", &decide(claim, 2), "can be decided from 2025-01-10");
        refused(office, "2025-01-10", &decide(claim, 3), "month 2 is not decided yet");
        let lacking = not_yet(office, "2025-01-10", &decide(claim, 2));
        assert_eq!((&lacking["state"], &lacking["gross"]), (&"refused".into(), &Value::Null));
        assert_eq!(lacking["missing"][0]["en"], "4 of 5 applications");
        assert_eq!(lacking["missing"][0]["mender"], "claimant");
        let call =
            json(office, "2025-01-11", &format!("jobs interview {person} --employer 'CV 1' --on 2025-01-08"))
                ["interview"]
                .clone();
        let lacking = not_yet(office, "2025-01-11", &decide(claim, 2));
        assert_eq!(lacking["missing"][1]["mender"], "institution", "{lacking}");
        office.does("2025-01-12", &format!("jobs confirm {call} --by ani"));
        granted(office, "2025-01-12", (claim, 2), law[1]);
    }

    fn others(&self) {
        let Six { office, person, claim, law } = *self;
        // The third by applications under the amended law, the fourth by training.
        for no in 11..=15 {
            office.does("2025-02-01", &self.apply("2025-02-01", no));
        }
        granted(office, "2025-02-10", (claim, 3), law[2]);
        let course = "jobs course 'Teknik las' --provider 'BLK Kota' --places 1 --from 2025-02-12 \
                      --last 2025-03-05 --by ani";
        let course = json(office, "2025-02-10", course)["course"].clone();
        office.does("2025-02-10", &format!("jobs book {course} {person}"));
        for (session, there) in (1..).zip(["present", "present", "absent", "present", "present"]) {
            let attend =
                format!("jobs attend {course} {session} --on 2025-02-{} --{there} {person}", 12 + session);
            office.does("2025-02-20", &format!("{attend} --by ani"));
        }
        let twice = format!("jobs attend {course} 3 --on 2025-02-15 --present {person} --by ani");
        refused(office, "2025-02-20", &twice, "says otherwise who was there");
        granted(office, "2025-03-10", (claim, 4), law[3]);
        for no in 21..=25 {
            office.does("2025-04-01", &self.apply("2025-04-01", no));
        }
        granted(office, "2025-04-10", (claim, 5), law[4]);
        for no in 21..=25 {
            office.does("2025-05-01", &self.apply("2025-05-01", no));
        }
        // The sixth takes the form as well.
        let lacking = not_yet(office, "2025-05-10", &decide(claim, 6));
        assert_eq!(lacking["missing"][0]["code"], "month_status_form", "{lacking}");
        assert_eq!(lacking["missing"].as_array().map(Vec::len), Some(1));
        office.does("2025-05-11", &format!("jobs mark {person} status_form"));
        granted(office, "2025-05-11", (claim, 6), law[5]);
    }
}

/// Dismissed, claimed, and the first month paid. Gives the claim.
fn begun(office: &Institution, life: &Life, amount: i64) -> i64 {
    let report = format!("jobs dismissal {} --on 2024-11-25 --by ani", life.membership);
    let reported = json(office, "2024-12-02", &report);
    let claim = of_kind(&reported["claims"], "jkp_cash");
    papers(office, "2024-12-06", claim);
    office.does("2024-12-10", &format!("claim assess {claim} --by ani"));
    let first = json(office, "2024-12-10", &format!("claim approve {claim} --by budi"));
    assert_eq!(first["net"], amount);
    let case = &reported["case"];
    let hand = format!("claim payee {case} member --name Budi --bank BMRIIDJA --account 9900112233 --by ani");
    office.does("2024-12-10", &hand);
    paid(office, "2024-12-10", amount);
    claim
}

#[test]
fn new_work_ends_it_and_the_same_firm_is_looked_at() {
    both("simple-yearly", FIRST, |office| {
        staff(office);
        let life = hired(office, "AA000001", "9971060103900002", 4_000_000);
        months(office, &YEAR, &[life.employer]);
        let claim = begun(office, &life, 1_800_000);
        for (month, today) in [(2, "2025-01-10"), (3, "2025-02-10")] {
            let day = if month == 2 { "2024-12-15" } else { "2025-01-15" };
            for no in 1..=5 {
                let apply = format!("jobs apply {} --employer 'CV {no}' --title las --on {day}", life.person);
                office.does(day, &apply);
            }
            // 45 % before the amendment, 60 % after.
            granted(office, today, (claim, month), if month == 2 { 1_800_000 } else { 2_400_000 });
        }
        // Back with the firm that dismissed her.
        let enrol = format!(
            "membership enrol {} --segment wage_earner --payer {} --from 2025-03-01 --set wage=4000000",
            life.person, life.employer
        );
        office.does("2025-03-01", &enrol);
        let ended = not_yet(office, "2025-03-10", &decide(claim, 4));
        assert_eq!((&ended["state"], &ended["missing"][0]["code"]), (&"ended".into(), &"month_works".into()));
        assert_eq!(json(office, "2025-03-10", &format!("claim show {claim}"))["state"], "closed");
        let said = office.raw("2025-04-10", &decide(claim, 5));
        assert!(said.contains("the right ended in month 4"), "{said}");
        let signals = json(office, "2025-03-10", &format!("jobs signals {claim}"));
        assert_eq!((&signals[0]["code"], &signals[0]["by"]), (&"rehired_in_group".into(), &"head".into()));
        let review =
            format!("jobs review {claim} rehired_in_group --cleared --text 'pesanan baru' --by kepala");
        office.does("2025-03-11", &review);
        let signals = json(office, "2025-03-11", &format!("jobs signals {claim}"));
        assert_eq!(signals[0]["review"], "cleared");
        verified(office, "2025-03-11");
    });
}

#[test]
fn an_employer_in_arrears_bears_it_and_the_worker_is_paid() {
    both("simple-yearly", FIRST, |office| {
        staff(office);
        let life = hired(office, "AA000001", "9971060103900002", 5_000_000);
        // The last five months were never paid: more than the law leaves open.
        months(office, &YEAR[..7], &[life.employer]);
        months(office, &YEAR[7..], &[]);
        let claim = begun(office, &life, 2_250_000);
        let owed = json(office, "2024-12-10", "jobs owed");
        assert_eq!((&owed[0]["payer"], &owed[0]["advanced"]), (&life.employer.into(), &2_250_000.into()));
        let five = |day: &str| {
            for no in 1..=5 {
                let to = format!("--employer 'CV {no}' --title las --on {day}");
                office.does(day, &format!("jobs apply {} {to}", life.person));
            }
        };
        five("2024-12-15");
        granted(office, "2025-01-10", (claim, 2), 2_250_000);
        five("2025-01-15");
        // A month may wait for anybody until its last day, three working days later, and then only by name.
        let hold = |today: &str, more: &str| {
            let wanted =
                format!("jobs hold {claim} 3 --why 'menunggu jawaban pemberi kerja' {more} --by ani");
            office.raw(today, &wanted)
        };
        assert!(hold("2025-02-10", "").contains("held back"));
        assert!(hold("2025-02-20", "").contains("takes the name of a reviewer"));
        assert!(hold("2025-02-20", "--in-my-name").contains("held back"));
        granted(office, "2025-02-21", (claim, 3), 3_000_000);
        let owed = json(office, "2025-02-21", "jobs owed");
        assert_eq!(owed[0]["open_of_payer"], 7_500_000);
        let repaid = |amount: i64| format!("jobs repaid {} {amount} --by ani", life.employer);
        refused(office, "2025-02-22", &repaid(7_500_001), "7500000 is owed");
        assert_eq!(json(office, "2025-02-22", &repaid(1_500_000))["open"], 6_000_000);
        verified(office, "2025-02-22");
        // It was no dismissal after all: what she got has to come back, and the employer owes no more of it.
        office.does("2025-02-23", &format!("claim reopen {claim} --by kepala"));
        office.does("2025-02-23", &format!("claim reject {claim} --under 'PP 37/2021 art. 19' --by kepala"));
        let owed = json(office, "2025-02-23", "jobs owed");
        assert_eq!(owed[0]["open_of_payer"], -1_500_000);
        verified(office, "2025-02-23");
    });
}

#[test]
fn vacancies_are_kept_matched_and_given_to_others() {
    both("simple-yearly", FIRST, |office| {
        staff(office);
        let life = hired(office, "AA000001", "9971060103900002", 5_000_000);
        let posting = r#"{"@context":"https://schema.org","@graph":[{"@type":"JobPosting","title":"Juru las",
            "identifier":{"@type":"PropertyValue","value":"L-1"},
            "hiringOrganization":{"@type":"Organization","name":"PT Luar"},"datePosted":"2024-01-01",
            "validThrough":"2024-12-31","occupationalCategory":{"@type":"CategoryCode","codeValue":"7212"},
            "jobLocation":{"@type":"Place",
            "address":{"@type":"PostalAddress","addressRegion":"DKI Jakarta"}}}]}"#;
        office.file("lowongan.json", posting);
        let taken = json(office, "2024-02-01", "vacancies import lowongan.json");
        assert_eq!((&taken["new"], &taken["known"]), (&1.into(), &0.into()));
        let again = json(office, "2024-02-01", "vacancies import lowongan.json");
        assert_eq!((&again["new"], &again["known"]), (&0.into(), &1.into()));
        let list = json(office, "2024-02-01", "vacancies list");
        let vacancy = list[0]["vacancy"].clone();
        office.does("2024-02-01", &format!("jobs seek {} --wish 7212 --province 31", life.person));
        let fits = json(office, "2024-02-01", &format!("jobs matches {}", life.person));
        assert_eq!(
            (&fits[0]["vacancy"], &fits[0]["reasons"][0]["key"]),
            (&"L-1".into(), &"match.occupation_same".into(),)
        );
        let apply = format!("jobs apply {} --vacancy {vacancy}", life.person);
        let first = json(office, "2024-02-01", &apply);
        assert_eq!(json(office, "2024-02-01", &apply), first);
        let exported = office.does("2024-02-01", "vacancies export");
        assert!(exported.contains("\"@type\": \"JobPosting\"") && exported.contains("L-1"), "{exported}");
        office.does("2024-02-02", &format!("vacancies withdraw {vacancy}"));
        assert_eq!(json(office, "2024-02-02", "vacancies list"), Value::Array(Vec::new()));
        refused(office, "2024-02-02", &apply, "this vacancy is closed");
    });
}
