//! What cannot be taken is refused alike by the desk's page and by the interface, with its code, and nothing
//! is kept of it: events that cannot be, a run that went already, answers of a bank to what nobody sent.

use anyhow::{Context, Result};
use scheme::id::PersonId;
use scheme::people::Relative;
use serde_json::json;

use super::letters::{by_session, decided, desk};
use super::programs::{asked, key_of};
use super::{Family, family, on, signed_in};
use crate::actions::name_payee::{self, Payee};
use crate::actions::relate_person;
use crate::auth::Role;
use crate::books::checks;
use crate::pages::doors::staff;
use crate::pages::played::{Browser, Played};
use crate::registry::claims;

#[test]
fn events_that_cannot_be_are_refused_at_every_door() {
    testing::both(|address| on(address, refused_at_every_door));
}

/// A head of the province, in whose name page and program ask.
fn head(played: &mut Played) -> Result<Browser> {
    let account = staff(&mut played.office, Role::Head, "wina", (None, Some("31"), None))?.account;
    signed_in(played, account, "/claims")
}

/// An event is sent to the page and to the interface: both say the code's words, and nothing is opened.
fn check(
    played: &mut Played,
    head: &mut Browser,
    person: PersonId,
    (event, day, code, words): (&str, &str, &str, &str),
) -> Result<()> {
    let count = |played: &mut Played| {
        played.office.look(|unit, _| Ok(store::queries::claims::of_person(unit, person)?.len()))
    };
    let before = count(played)?;
    let place = format!("/people/{person}/event");
    head.get(&place)?;
    let seen = head.post(&place, &[("kind", event), ("day", day), ("seen", "yes")])?;
    assert!(seen.status == 422 && seen.page.contains(words), "{code}: {} {}", seen.status, seen.page);
    let body = json!({ "kind": event, "on": day }).to_string();
    let key = format!("{event} {day}");
    let place = format!("people/{person}/events");
    let (status, said) = by_session(head, &place, (&key, "application/json", &body))?;
    assert_eq!((status, &said["code"]), (422, &json!(code)), "{said}");
    assert_eq!(count(played)?, before, "{code}");
    Ok(())
}

fn refused_at_every_door(played: &mut Played) -> Result<()> {
    let known = family(played, true)?;
    let mut head = head(played)?;
    let worker = known.worker;
    for case in [
        ("other_death", "2026-12-01", "event_ahead", "has not come yet"),
        ("work_accident", "2010-01-01", "before_membership", "not a member yet"),
    ] {
        check(played, &mut head, worker, case)?;
    }
    willed(played, &known)?;
    check(played, &mut head, worker, ("other_death", "2026-05-10", "heir_is_the_payer", "paid the member"))?;
    // Nobody is named in the will any more: the death is taken, and taken once.
    let family = played.office.look(|unit, desk| Ok(claims::life(unit, desk, worker, None)?.family))?;
    let tono = family.iter().find(|one| one.name() == "Tono").context("no Tono")?.no;
    relate_person::end(&mut played.office, worker, tono, "2026-01-01".parse()?)?;
    let body = json!({ "kind": "other_death", "on": "2026-05-10" }).to_string();
    let place = format!("people/{worker}/events");
    let (status, said) = by_session(&mut head, &place, ("death", "application/json", &body))?;
    assert_eq!(status, 201, "{said}");
    for case in [
        ("other_death", "2026-05-10", "event_known", "reported already"),
        ("work_death", "2026-05-10", "event_known", "reported already"),
        ("other_death", "2026-05-11", "dead_already", "noted as dead"),
        ("work_accident", "2026-05-12", "dead", "died on 2026-05-10"),
    ] {
        check(played, &mut head, worker, case)?;
    }
    assert_eq!(checks::verify(&mut played.office)?.faults, Vec::<String>::new());
    Ok(())
}

/// Whoever acts for the employer is named in the worker's will.
fn willed(played: &mut Played, known: &Family) -> Result<()> {
    let other = crate::faults::small::employer_with(&mut played.office, 1)?;
    let heir = played.office.look(|unit, _| {
        let row = unit.row("select person from membership where payer = $1", &[other.0.into()])?;
        Ok(PersonId(row.context("no worker")?.int(0)?))
    })?;
    let asked = crate::actions::open_account::OpenAccount {
        role: Role::Employer,
        handle: "tono".to_owned(),
        name: "Tono".to_owned(),
        address: String::new(),
        person: Some(heir),
        payer: Some(known.payer),
        branch: None,
        province: None,
        agent: None,
        given: Some(("kata sandi yang panjang".to_owned(), vec![7; 20])),
    };
    crate::actions::open_account::run(&mut played.office, &asked)?;
    played.office.unit(|unit, desk| {
        let relative = Relative {
            of: known.worker,
            relation: "named_in_will".to_owned(),
            name: "Tono".to_owned(),
            birth_date: Some("1980-01-01".parse()?),
            from: "2020-01-01".parse()?,
            until: None,
        };
        let (no, _) = relate_person::add_within(unit, desk, &relative)?;
        claims::mark(unit, desk, (known.worker, no), (false, false), (Some(heir), None))
    })
}

#[test]
fn a_run_goes_once_and_strange_answers_pay_nothing() {
    testing::both(|address| on(address, goes_once));
}

/// What a bank says of an order that it has paid.
fn paid(order: &str, amount: i64) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\"><BkToCstmrDbtCdtNtfctn>\
         <GrpHdr><MsgId>B</MsgId><CreDtTm>2026-05-21T01:00:00</CreDtTm></GrpHdr><Ntfctn><Id>1</Id>\
         <Acct><Id><Othr><Id>7001</Id></Othr></Id></Acct><Ntry><Amt Ccy=\"IDR\">{amount}</Amt>\
         <CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><AcctSvcrRef>M-{order}</AcctSvcrRef>\
         <BkTxCd/><NtryDtls><TxDtls><Refs><EndToEndId>{order}</EndToEndId></Refs>\
         <Amt Ccy=\"IDR\">{amount}</Amt></TxDtls></NtryDtls></Ntry></Ntfctn>\
         </BkToCstmrDbtCdtNtfctn></Document>\n"
    )
}

/// A claim that was granted, with an account for the widow.
fn granted(played: &mut Played) -> Result<()> {
    let known = family(played, true)?;
    let by = desk(played)?;
    let died = crate::actions::report_event::ReportEvent {
        person: known.worker,
        kind: "other_death".parse()?,
        day: "2026-05-10".parse()?,
        by_employer: false,
        account: Some(by.0),
        facts: Vec::new(),
    };
    let case = crate::actions::report_event::run(&mut played.office, &died, None)?.case.context("no case")?;
    decided(played, known.worker, by)?;
    let payee = Payee {
        name: "Siti Contoh".to_owned(),
        bank: "BMRIIDJA".parse()?,
        account: "9900112233".parse()?,
        address: None,
    };
    for no in [1, 2] {
        name_payee::run(&mut played.office, case, &format!("relative {no}"), &payee, by.0)?;
    }
    name_payee::run(&mut played.office, case, "burial_arranger", &payee, by.0).map(drop)
}

fn goes_once(played: &mut Played) -> Result<()> {
    granted(played)?;
    let mut maker = head(played)?;
    let keeper = staff(&mut played.office, Role::Administrator, "rina", (None, None, None))?.account;
    let mut keeper = signed_in(played, keeper, "/benefits")?;
    let json_kind = "application/json";
    let new = json!({ "day": "2026-05-21", "fund": "jkm" }).to_string();
    let (status, made) = by_session(&mut maker, "benefits/runs", ("1", json_kind, &new))?;
    assert_eq!(status, 201, "{made}");
    let run = &made["runs"][0];
    // What is in a run already is in no other.
    let (status, said) = by_session(&mut maker, "benefits/runs", ("2", json_kind, &new))?;
    assert_eq!((status, &said["code"]), (422, &json!("run_empty")), "{said}");
    let place = format!("benefits/runs/{}/release", run["run"]);
    let release = |account: &str| {
        json!({ "orders": run["orders"], "sum": run["sum"], "account": account, "bank": "008" }).to_string()
    };
    let (status, gone) = by_session(&mut keeper, &place, ("1", json_kind, &release("7001")))?;
    assert_eq!(status, 200, "{gone}");
    // The same again is the run as it went; from another account it does not go a second time.
    assert_eq!(by_session(&mut keeper, &place, ("2", json_kind, &release("7001")))?.1, gone);
    let (status, said) = by_session(&mut keeper, &place, ("3", json_kind, &release("7002")))?;
    assert_eq!((status, &said["code"]), (422, &json!("let_go_already")), "{said}");
    let page = format!("/benefits/{}", run["run"]);
    keeper.get(&page)?;
    let (orders, sum) = (run["orders"].to_string(), run["sum"].to_string());
    let fields = [("orders", &*orders), ("sum", &*sum), ("bank", "008"), ("account", "7002")];
    let seen = keeper.post(&page, &fields)?;
    assert!(
        seen.status == 422 && seen.page.contains("the bank&#x27;s by now"),
        "{} {}",
        seen.status,
        seen.page
    );
    let file = keeper.get(&format!("/api/v1/benefits/runs/{}/file", run["run"]))?.page;
    assert_eq!(file, keeper.get(&format!("/api/v1/benefits/runs/{}/file", run["run"]))?.page);
    let order =
        file.split("<EndToEndId>").nth(1).and_then(|rest| rest.split('<').next()).context("no order")?;

    let mut page = keeper.again();
    let mut hear = |order: &str, amount: i64| {
        by_session(&mut keeper, "benefits/answers", ("x", "application/xml", &paid(order, amount)))
    };
    let (status, said) = hear("B000000000000", 5)?;
    assert_eq!((status, &said["code"]), (422, &json!("answer_unknown")), "{said}");
    let file = paid("B000000000000", 5);
    let seen = page.upload("/benefits/answers", &[], ("file", "jawaban.xml", &file))?;
    assert!(seen.status == 422 && seen.page.contains("no run of these names"), "the page says the same");
    let before = checks::verify(&mut played.office)?;
    let sum = run["sum"].as_i64().context("no sum")?;
    let (status, said) = hear(order, sum)?;
    assert_eq!((status, said["orders"].as_array().map(Vec::len)), (200, Some(1)), "{said}");
    let (status, said) = hear(order, sum)?;
    assert_eq!((status, &said["orders"]), (200, &json!([])), "heard twice, paid once: {said}");
    let after = checks::verify(&mut played.office)?;
    assert_eq!((after.entries - before.entries, after.faults), (1, Vec::new()));
    let auditor = key_of(played, Role::Auditor, None)?;
    assert_eq!(asked(played, &auditor, &place, Some(("1", &json!({}))))?.0, 403);
    Ok(())
}
