//! A death from the report to the money, through the commands, on both engines: JKM-02 and JHT-01 of the
//! published examples together, JHT-01 as it stands after two of its years.

mod letters;
mod refusals;

use serde_json::Value;

use crate::lived::Life;
use crate::register::{Institution, both};

const DIED: &str = "2020-12-20";
const REPORTED: &str = "2020-12-21";
const DECIDED: &str = "2020-12-22";
const PAID: &str = "2020-12-28";

const PAPERS: [&str; 7] = [
    "claim_form",
    "identity_card",
    "family_card",
    "bank_book",
    "death_certificate",
    "heir_letter",
    "marriage_book",
];

pub(crate) fn json(office: &Institution, today: &str, line: &str) -> Value {
    let said = office.does(today, &format!("{line} --json"));
    serde_json::from_str(&said).expect("the answer is JSON")
}

/// A command that is refused, or does a part: what it says and its exit status.
pub(crate) fn refused(office: &Institution, today: &str, line: &str, why: &str) {
    let said = office.raw(today, line);
    assert!(said.contains(why) && said.contains("exit status"), "`{line}` on {today}: {said}");
}

pub(crate) fn verified(office: &Institution, today: &str) {
    let said = office.does(today, "verify");
    assert!(said.contains("everything agrees"), "{said}");
}

/// Two years of one wage, each month run and paid in its month, growth credited for the first;
/// a wife. Gives the person and the membership.
fn life(office: &Institution) -> (i64, i64) {
    let first = "2019-01-01";
    let branch = office.number(first, "branch add Kota --province 31", "branch");
    for handle in ["ani", "budi"] {
        office.does(first, &format!("access add {handle} --role officer --name {handle} --branch {branch}"));
    }
    for head in ["kepala", "pusat"] {
        office.does(first, &format!("access add {head} --role head --name {head} --branch {branch}"));
    }
    let employer = "employer register --npp AA000001 --name 'PT Uji' --province 31 --set risk_class=low";
    let employer = office.number(first, employer, "payer");
    let register = "person register --nik 9971061205850002 --name Budi --birth 1985-05-12 --sex male";
    let person = office.number(first, register, "person");
    let wife = "--relation spouse --name Siti --birth 1986-01-01 --from 2010-01-01";
    office.does(first, &format!("person relative add {person} {wife}"));
    let enrol = format!(
        "membership enrol {person} --segment wage_earner --payer {employer} --from {first} --set wage=5000000"
    );
    let membership = office.number(first, &enrol, "membership");
    for year in 2019..=2020 {
        office.does(first, &format!("declare jht_rate[{year}] 5.00 --instrument published"));
    }
    for year in 2019..=2020 {
        for month in 1..=12 {
            let today = format!("{year}-{month:02}-01");
            office.does(&today, &format!("run month {year}-{month:02}"));
            let bill = json(office, &today, &format!("bill list --payer {employer} --open"));
            let (code, owed) = (bill["code"].as_str().unwrap_or_default(), &bill["owed"]);
            office.does(&today, &format!("pay {code} --amount {owed}"));
        }
        if year < 2020 {
            office.does(&format!("{}-01-01", year + 1), &format!("run interest {year}"));
        }
    }
    (person, membership)
}

fn of_kind(claims: &Value, kind: &str) -> i64 {
    let found = claims.as_array().into_iter().flatten().find(|claim| claim["kind"] == kind);
    found.and_then(|claim| claim["claim"].as_i64()).unwrap_or_else(|| panic!("no {kind} in {claims}"))
}

/// Hands in every paper once: both claims have them all.
fn hand_in(office: &Institution, claim: i64) {
    office.file("kertas.pdf", "%PDF-1.4 kertas");
    office.file("kertas.exe.pdf", "%PDF-1.4 kertas");
    office.file("kertas.txt", "kertas");
    let paper = |name: &str| format!("claim paper {claim} {name} kertas.pdf --by ani");
    refused(office, DECIDED, &format!("claim paper {claim} claim_form kertas.exe.pdf"), "two endings");
    refused(office, DECIDED, &format!("claim paper {claim} claim_form kertas.txt"), "no PDF, PNG or JPEG");
    refused(office, DECIDED, &paper("receipts"), "is not asked for in this claim");
    refused(office, DECIDED, &format!("claim assess {claim} --by ani"), "it cannot be assessed");
    for name in PAPERS {
        office.does(DECIDED, &paper(name));
    }
    let shown = json(office, DECIDED, &format!("claim show {claim}"));
    assert_eq!(shown["state"], "complete");
    let file = shown["files"][0]["file"].clone();
    office.does(DECIDED, &format!("claim file {file} kembali.pdf"));
    assert_eq!(office.text("kembali.pdf"), "%PDF-1.4 kertas");
}

/// Assessed by one officer, approved by another below the limit that the head has set.
fn decide(office: &Institution, claim: i64, gross: i64) {
    let found = json(office, DECIDED, &format!("claim assess {claim} --by ani"));
    assert_eq!(found["gross"], gross);
    refused(
        office,
        DECIDED,
        &format!("claim approve {claim} --by ani"),
        "whoever assessed does not decide on it",
    );
    let approved = json(office, DECIDED, &format!("claim approve {claim} --by budi"));
    assert_eq!(approved["net"], gross);
    assert_eq!(approved["orders"][0]["hand"], "relative 1");
    assert_eq!(approved["orders"][0]["amount"], gross);
    refused(office, DECIDED, &format!("claim approve {claim} --by kepala"), "it cannot be approved");
    verified(office, DECIDED);
}

/// Runs what waits of a fund; gives the run and the name of its only order.
fn run(office: &Institution, fund: &str, sum: i64) -> (i64, String) {
    let made = json(office, DECIDED, &format!("benefits run --day {PAID} --fund {fund} --by ani"));
    assert_eq!((&made["runs"][0]["orders"], &made["runs"][0]["sum"]), (&1.into(), &sum.into()));
    let run = made["runs"][0]["run"].as_i64().expect("a run");
    let file = |name: &str, sum: i64, by: &str| {
        let from = "--account 7001 --bank 008";
        format!("benefits file {run} {name} --orders 1 --sum {sum} {from} --by {by}")
    };
    refused(office, DECIDED, &file("run.xml", sum, "ani"), "whoever made the run does not let it go");
    refused(office, DECIDED, &file("run.xml", sum + 1, "budi"), "the control totals do not fit");
    office.does(DECIDED, &file("run.xml", sum, "budi"));
    let written = office.text("run.xml");
    office.does(PAID, &file("again.xml", sum, "ani"));
    assert_eq!(office.text("again.xml"), written);
    let order = written.split("<EndToEndId>").nth(1).and_then(|rest| rest.split('<').next());
    (run, order.expect("an order").to_owned())
}

pub(crate) fn movement(order: &str, amount: i64, mark: &str, reason: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\"><BkToCstmrDbtCdtNtfctn>\
         <GrpHdr><MsgId>B</MsgId><CreDtTm>2020-12-28T01:00:00</CreDtTm></GrpHdr><Ntfctn><Id>1</Id>\
         <Acct><Id><Othr><Id>7001</Id></Othr></Id></Acct><Ntry><Amt Ccy=\"IDR\">{amount}</Amt>\
         <CdtDbtInd>{mark}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><AcctSvcrRef>M-{order}-{mark}</AcctSvcrRef>\
         <BkTxCd/><NtryDtls><TxDtls><Refs><EndToEndId>{order}</EndToEndId></Refs>\
         <Amt Ccy=\"IDR\">{amount}</Amt>{reason}</TxDtls></NtryDtls></Ntry></Ntfctn>\
         </BkToCstmrDbtCdtNtfctn></Document>\n"
    )
}

fn rejection(run: i64, order: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.12\"><CstmrPmtStsRpt>\
         <GrpHdr><MsgId>B</MsgId><CreDtTm>2020-12-28T01:00:00</CreDtTm></GrpHdr><OrgnlGrpInfAndSts>\
         <OrgnlMsgId>R{run}</OrgnlMsgId><OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId></OrgnlGrpInfAndSts>\
         <OrgnlPmtInfAndSts><OrgnlPmtInfId>R{run}</OrgnlPmtInfId><TxInfAndSts>\
         <OrgnlEndToEndId>{order}</OrgnlEndToEndId><TxSts>RJCT</TxSts><StsRsnInf><Rsn><Cd>AC04</Cd></Rsn>\
         </StsRsnInf></TxInfAndSts></OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>\n"
    )
}

/// Takes in an answer: what the only order is now; the same answer again changes nothing.
fn answered(office: &Institution, answer: &str, state: &str) {
    office.file("answer.xml", answer);
    let heard = json(office, PAID, "benefits answers answer.xml");
    assert_eq!((&heard[0]["state"], &heard[0]["new"]), (&state.into(), &true.into()));
    let again = json(office, PAID, "benefits answers answer.xml");
    assert_eq!((&again[0]["state"], &again[0]["new"]), (&state.into(), &false.into()));
    verified(office, PAID);
}

fn state(office: &Institution, claim: i64) -> Value {
    json(office, PAID, &format!("claim show {claim}"))["state"].clone()
}

fn named(office: &Institution, case: &Value, account: &str) {
    let hand = format!("claim payee {case} 'relative 1' --name Siti --bank BMRIIDJA --account {account}");
    office.does(DECIDED, &format!("{hand} --by ani"));
}

#[test]
fn a_death_from_the_report_to_the_money() {
    both("simple-yearly", "2019-01-01", |office| {
        let (person, membership) = life(office);
        let report = |event: &str, on: &str| format!("claim report {person} {event} --on {on} --by ani");
        refused(office, REPORTED, &report("other_death", "2020-12-24"), "has not come yet");
        let reported = json(office, REPORTED, &report("other_death", DIED));
        let case = &reported["case"];
        assert_eq!(reported["heirs"][0]["name"], "Siti");
        refused(office, REPORTED, &report("other_death", DIED), "this event is reported already");
        let claims = &reported["claims"];
        let (jkm, jht) = (of_kind(claims, "jkm_death"), of_kind(claims, "jht_death"));
        hand_in(office, jkm);
        let assessed = json(office, DECIDED, &format!("claim assess {jkm} --by ani"));
        assert_eq!(assessed["gross"], 42_000_000);
        refused(office, DECIDED, &format!("claim approve {jkm} --by budi"), "only a head of branch approves");
        office.does(DECIDED, &format!("claim move {jkm} send_back --by budi"));
        refused(office, DECIDED, "claim limit 50000000 --by budi", "set by a head");
        let waits = office.does(DECIDED, "claim limit 50000000 --by kepala");
        assert!(waits.contains("above Rp0 a head") && waits.contains("a second person sets"), "{waits}");
        refused(office, DECIDED, &format!("claim approve {jkm} --by budi"), "it cannot be approved");
        office.does(DECIDED, "claim limit 50000000 --by pusat");
        decide(office, jkm, 42_000_000);
        decide(office, jht, 7_200_881);
        // A second look before the bank has it: nothing is paid, and the savings are as they were.
        office.does(DECIDED, &format!("claim move {jht} send_back --by budi"));
        verified(office, DECIDED);
        let account = format!("account show {membership} --until 2020-12");
        assert_eq!(json(office, DECIDED, &account)["balance"], 7_200_881);
        decide(office, jht, 7_200_881);

        refused(office, DECIDED, &format!("benefits run --day {PAID} --by ani"), "no account is named yet");
        named(office, case, "9900112233");
        let (_, order) = run(office, "jkm", 42_000_000);
        answered(office, &movement(&order, 42_000_000, "DBIT", ""), "paid");
        assert_eq!(state(office, jkm), "closed");

        // The bank knows no such account: named anew, it goes with another run; then it comes back once.
        let (first, order) = run(office, "jht", 7_200_881);
        answered(office, &rejection(first, &order), "rejected");
        assert_eq!(state(office, jht), "approved");
        let again = format!("benefits run --day {PAID} --by ani");
        refused(office, DECIDED, &again, "that account did not take it; name another");
        named(office, case, "9900112244");
        let (_, order) = run(office, "jht", 7_200_881);
        answered(office, &movement(&order, 7_200_881, "DBIT", ""), "paid");
        assert_eq!(state(office, jht), "closed");
        let reason = "<RtrInf><Rsn><Cd>AC01</Cd></Rsn></RtrInf>";
        answered(office, &movement(&order, 7_200_881, "CRDT", reason), "returned");
        assert_eq!(state(office, jht), "approved");
        named(office, case, "9900112255");
        let (_, order) = run(office, "jht", 7_200_881);
        answered(office, &movement(&order, 7_200_881, "DBIT", ""), "paid");
        assert_eq!(state(office, jht), "closed");
        office.file("answer.xml", &movement("B000000000000", 5, "DBIT", ""));
        refused(office, PAID, "benefits answers answer.xml", "no run of these names was sent");

        // What was paid out does not grow any more.
        assert_eq!(json(office, PAID, &account)["balance"], 0);
        office.does(PAID, &format!("account replay {membership}"));
        office.does("2021-01-01", "run interest 2020");
        assert_eq!(json(office, "2021-01-01", &account)["balance"], 0);
        office.does("2021-01-01", &format!("account replay {membership}"));
        verified(office, "2021-01-01");
    });
}

/// Assesses and approves again; gives the answer of the approval.
fn again(office: &Institution, claim: i64) -> Value {
    office.does(PAID, &format!("claim reopen {claim} --by kepala"));
    office.does(PAID, &format!("claim assess {claim} --by ani"));
    json(office, PAID, &format!("claim approve {claim} --by kepala"))
}

/// What waits of the fund is paid by file.
fn paid(office: &Institution, sum: i64) {
    let (_, order) = run(office, "jkk", sum);
    answered(office, &movement(&order, sum, "DBIT", ""), "paid");
}

/// JKK pays forty-eight wages for a death: a wage that was reported wrongly is paid on, or comes back from
/// what is paid later.
#[test]
fn a_wage_that_changes_afterwards() {
    both("simple-yearly", "2020-12-01", |office| {
        let first = "2020-12-01";
        let branch = office.number(first, "branch add Kota --province 31", "branch");
        for (handle, role) in [("ani", "officer"), ("budi", "officer"), ("kepala", "head")] {
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
            "membership enrol {person} --segment wage_earner --payer {employer} --from {first} \
             --set wage=4000000"
        );
        let membership = office.number(first, &enrol, "membership");
        let report = format!("claim report {person} work_death --on {DIED} --by-employer --by ani");
        let reported = json(office, REPORTED, &report);
        let jkk = of_kind(&reported["claims"], "jkk_death");
        named(office, &reported["case"], "9900112233");
        office.file("kertas.pdf", "%PDF-1.4 kertas");
        let shown = json(office, DECIDED, &format!("claim show {jkk}"));
        for asked in shown["papers"].as_array().expect("papers") {
            let name = asked["paper"].as_str().unwrap_or_default();
            office.does(DECIDED, &format!("claim paper {jkk} {name} kertas.pdf"));
        }
        office.does(DECIDED, &format!("claim assess {jkk} --by ani"));
        let approved = json(office, DECIDED, &format!("claim approve {jkk} --by kepala"));
        let all = 48 * 4_000_000 + 12_000_000 + 10_000_000;
        assert_eq!(approved["net"], all);
        // He was enrolled three weeks before, and somebody has looked at that.
        let clear = "--clear enrolled_before_death --said 'Sah' --by budi";
        office.does(DECIDED, &format!("claim signals {jkk} {clear}"));
        paid(office, all);

        let wage = |wage: i64| {
            let set = format!("membership set {membership} wage {wage} --from 2020-12");
            office.does(PAID, &set);
        };
        wage(5_000_000);
        let more = 48 * 1_000_000;
        assert_eq!(again(office, jkk)["net"], more);
        paid(office, more);
        wage(3_000_000);
        let less = again(office, jkk);
        assert_eq!((&less["net"], &less["overpaid"]), (&(-2 * more).into(), &(2 * more).into()));
        assert_eq!(state(office, jkk), "closed");
        verified(office, PAID);
        // Half as much again is found to be owed, and all of it is kept back.
        wage(3_500_000);
        let kept = again(office, jkk);
        assert_eq!((&kept["net"], &kept["kept_back"]), (&(more / 2).into(), &(more / 2).into()));
        assert_eq!(kept["orders"], Value::Array(Vec::new()));
        verified(office, PAID);
        // Looked at once more it is the same, and nothing is booked.
        assert_eq!(again(office, jkk)["net"], 0);
        assert_eq!(state(office, jkk), "closed");
        verified(office, PAID);
        // It was no accident at work after all: whatever was paid has to come back.
        office.does(PAID, &format!("claim reopen {jkk} --by kepala"));
        office.does(PAID, &format!("claim reject {jkk} --under 'PP 44/2015 art. 25' --by kepala"));
        let granted = json(office, PAID, &format!("claim show {jkk}"))["grants"].clone();
        let gross = granted.as_array().into_iter().flatten().filter_map(|one| one["gross"].as_i64());
        assert_eq!(gross.sum::<i64>(), 0);
        verified(office, PAID);
    });
}

/// The bank is asked whose an account is; to one that is another's, or not there, nothing goes.
#[test]
fn an_account_is_verified_before_pay_day() {
    both("simple-yearly", "2025-02-01", |office| {
        let mut lived = Life::begin(
            office,
            "2025-02-01",
            "born 1975-01-01
             kin spouse Siti 1980-01-01 2000-01-01
             joins self_employed 2025-02-01 income=1000000
             pays 2025-02 2025-02",
        );
        "2025-02-21".clone_into(&mut lived.today);
        let report = format!("claim report {} other_death --on 2025-02-20 --by ani", lived.person);
        let jkm = of_kind(&lived.json(&report)["claims"], "jkm_death");
        lived.decide(jkm, &mut String::new());
        let today = lived.today.clone();
        refused(office, &today, "benefits accounts require yes --by ani", "set by a head");
        lived.does("benefits accounts require yes --by kepala");
        let run = format!("benefits run --day {today} --by ani");
        refused(office, &today, &run, "the bank has not confirmed the account yet");
        assert_eq!(lived.json("benefits accounts ask rekening.csv --by ani")["accounts"], 1);
        let asked = office.text("rekening.csv");
        let answer = |name: &str| office.file("jawaban.csv", &asked.replace("Siti", name));
        let hear = "benefits accounts hear jawaban.csv --by ani";
        answer("Budi Santoso");
        assert_eq!(lived.json(hear)["other"].as_array().map(Vec::len), Some(1));
        refused(office, &today, &run, "the account is in another name");
        answer("");
        assert_eq!(lived.json(hear)["unknown"].as_array().map(Vec::len), Some(1));
        refused(office, &today, &run, "the bank knows no such account");
        office.file("jawaban.csv", "payee,name\n999999,Siti\n");
        refused(office, &today, hear, "no bank was asked about 999999");
        office.file("jawaban.csv", "payee,name\nx,Siti\n");
        refused(office, &today, hear, "line 2: `x` is no payee's number");
        answer("SITI RAHMAWATI");
        assert_eq!(lived.json(hear)["same"], 1);
        lived.pay();
        assert_eq!(state(office, jkm), "closed");
        verified(office, &today);
    });
}

/// Savings that were paid, asked about again: what came on top is paid as far as it is still there.
#[test]
fn savings_that_came_after_they_were_paid() {
    both("simple-yearly", "2024-01-01", |office| {
        let mut lived = Life::begin(
            office,
            "2024-01-01",
            "declares jht_rate[2024] 5.00
             employer risk_class=low
             born 1960-01-01
             joins wage_earner 2024-01-01 wage=5000000
             pays 2024-01 2024-05
             day 2024-06-05",
        );
        let jht = of_kind(&lived.report("grew_old 2024-06-05")["claims"], "jht_old_age");
        let mut told = String::new();
        lived.decide(jht, &mut told);
        assert!(told.starts_with("jht_old_age 14"), "{told}");
        lived.pay();
        let wage = |lived: &mut Life<'_>, month: &str, wage: i64| {
            lived.goes_on(&format!("sets {month} wage {wage}\nsettles"));
        };
        let again = |lived: &Life<'_>| {
            lived.does(&format!("claim reopen {jht} --by kepala"));
            lived.does(&format!("claim assess {jht} --by ani"));
            let net = lived.json(&format!("claim approve {jht} --by kepala"))["net"].as_i64();
            verified(lived.office, &lived.today);
            net.expect("an amount")
        };
        // In the month it was paid in, the wage of all its months turns out to be higher by a million.
        lived.goes_on("day 2024-06-20");
        wage(&mut lived, "2024-01", 6_000_000);
        // In the next one, that of the last is found to be as it was.
        lived.goes_on("day 2024-07-10");
        wage(&mut lived, "2024-05", 5_000_000);
        let (of_a_month, growth) = (57_000, 1_904);
        assert_eq!(again(&lived), 4 * of_a_month + growth);
        lived.pay();
        assert_eq!(again(&lived), 0);
    });
}
