//! A claim at the branch, from the report to the bank's answer, on the pages that officers, heads,
//! administrators and auditors have; in both languages, on both engines.

mod accounts;
mod bills;
mod finding;
mod overpaid;
mod later;
mod pensions;
mod trips;

use axum::http::StatusCode;
use rules::render::Lang;
use scheme::id::PersonId;
use store::queries::readings;

use crate::actions::open_account::{self, OpenAccount};
use crate::auth::{Caller, Role};
use crate::pages::tried::{ask_with, caller};
use crate::serve::form::Form;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::trial::{Trial, day};

/// Somebody who works at the branch, with an account of her own.
fn somebody(trial: &mut Trial, role: Role, handle: &str) -> Caller {
    let is_desk = matches!(role, Role::Officer | Role::Head);
    let asked = OpenAccount {
        role,
        handle: handle.to_owned(),
        name: format!("Petugas {handle}"),
        address: String::new(),
        person: None,
        payer: None,
        branch: is_desk.then_some(trial.branch),
        province: (role == Role::Head).then(|| "31".to_owned()),
        agent: None,
        given: Some(("kata sandi yang panjang".to_owned(), vec![7; 20])),
    };
    let account = open_account::run(&mut trial.office, &asked).expect("an account").account;
    let mut caller = caller(trial, role, account);
    caller.province = asked.province;
    if !is_desk {
        caller.branch = None;
    }
    caller
}

fn text(reply: Reply) -> String {
    String::from_utf8(reply.body).expect("text").replace("&#x2f;", "/").replace("&#x27;", "'")
}

/// The page in both languages; the English one is given.
fn page(trial: &mut Trial, who: &Caller, address: &str) -> String {
    let mut last = String::new();
    for lang in [Lang::Id, Lang::En] {
        let reply = ask_with(trial, who, lang, address, None);
        let reply = reply.unwrap_or_else(|error| panic!("{address}: {error:?}"));
        assert_eq!(reply.status, StatusCode::OK, "{address}");
        last = text(reply);
        assert_eq!(last.find('⟨').map(|at| &last[at..at + 40]), None, "{address} lacks a text");
    }
    last
}

/// What a form came to: where it led, or the page that came back with what is wrong.
fn sent(
    trial: &mut Trial,
    who: &Caller,
    address: &str,
    fields: &[(&str, &str)],
    file: Option<(&str, &[u8])>,
) -> Result<String, String> {
    let mut form = Form::default();
    for (name, value) in fields {
        form.add(name, (*value).to_owned());
    }
    if let Some((name, bytes)) = file {
        form.add_file("file", name, bytes.to_vec());
    }
    let reply = ask_with(trial, who, Lang::En, address, Some(form));
    let reply = reply.unwrap_or_else(|error| panic!("{address}: {error:?}"));
    let place = reply.headers.iter().find(|(name, _)| *name == "location").map(|(_, place)| place.clone());
    match place {
        Some(place) => Ok(place),
        None => Err(text(reply)),
    }
}

fn is_refused(trial: &mut Trial, who: &Caller, address: &str) -> bool {
    matches!(ask_with(trial, who, Lang::En, address, None), Err(Problem::Forbidden))
}

/// An accident at work of somebody of the branch, reported at the desk with a fare.
fn reported(trial: &mut Trial, officer: &Caller) -> (PersonId, String) {
    let firm = trial.employer("micro");
    let membership = trial.hire(firm, 5_000_000);
    let row = trial.office.look(|unit, _| crate::registry::members::row(unit, membership)).expect("a row");
    let place = format!("/people/{}/event", row.person);
    page(trial, officer, &place);
    let wrong = sent(trial, officer, &place, &[("kind", ""), ("day", "")], None).expect_err("no event");
    assert!(wrong.contains("Choose what happened.") && wrong.contains("Write a day"), "{wrong}");
    let mut fields = vec![("kind", "work_accident"), ("day", "2025-03-03"), ("by_employer", "yes")];
    let looked = sent(trial, officer, &place, &fields, None).expect_err("looked at first");
    assert!(looked.contains("Can be claimed") && looked.contains("fact-land_fare"), "{looked}");
    fields.extend([("seen", "yes"), ("fact-land_fare", "150.000")]);
    let claim = sent(trial, officer, &place, &fields, None).expect("a case");
    let again = sent(trial, officer, &place, &fields, None).expect_err("known");
    assert!(again.contains("reported already"), "{again}");
    (row.person, claim.trim_end_matches("?done=opened").to_owned())
}

/// Every paper that is asked for; one that pretends is refused.
fn hand_in(trial: &mut Trial, officer: &Caller, claim: &str) {
    let papers = missing(trial, officer, claim);
    assert!(papers.len() > 4, "{papers:?}");
    let place = format!("{claim}/papers");
    let wrong = sent(trial, officer, &place, &[("paper", &papers[0])], Some(("a.exe.pdf", PAPER)));
    assert!(wrong.expect_err("refused").contains("has two endings"));
    for paper in papers {
        sent(trial, officer, &place, &[("paper", &paper)], Some(("a.pdf", PAPER))).expect("it is taken");
    }
}

const PAPER: &[u8] = b"%PDF-1.4 kertas";

/// The papers that the page of a claim asks for.
fn missing(trial: &mut Trial, officer: &Caller, claim: &str) -> Vec<String> {
    let seen = page(trial, officer, claim);
    let list =
        seen.split("id=\"paper\"").nth(1).and_then(|rest| rest.split("</select>").next()).expect("papers");
    list.split("value=\"").skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

fn moved(trial: &mut Trial, who: &Caller, claim: &str, what: &str) -> Result<String, String> {
    sent(trial, who, &format!("{claim}/move"), &[("what", what)], None)
}

fn movement(order: &str, amount: i64) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.054.001.08\"><BkToCstmrDbtCdtNtfctn>\
         <GrpHdr><MsgId>B</MsgId><CreDtTm>2025-03-04T01:00:00</CreDtTm></GrpHdr><Ntfctn><Id>1</Id>\
         <Acct><Id><Othr><Id>7001</Id></Othr></Id></Acct><Ntry><Amt Ccy=\"IDR\">{amount}</Amt>\
         <CdtDbtInd>DBIT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><AcctSvcrRef>M-{order}</AcctSvcrRef>\
         <BkTxCd/><NtryDtls><TxDtls><Refs><EndToEndId>{order}</EndToEndId></Refs>\
         <Amt Ccy=\"IDR\">{amount}</Amt></TxDtls></NtryDtls></Ntry></Ntfctn>\
         </BkToCstmrDbtCdtNtfctn></Document>\n"
    )
}

/// A run, made by one and let go by another; gives the name of its only order.
fn run(trial: &mut Trial, maker: &Caller, checker: &Caller) -> (String, String) {
    let make = [("fund", "jkk"), ("day", "2025-03-04")];
    let run = sent(trial, maker, "/benefits", &make, None).expect("a run");
    assert!(page(trial, maker, &run).contains("You made it"));
    let totals = |sum| [("orders", "1"), ("sum", sum), ("bank", "008"), ("account", "7001")];
    let own = sent(trial, maker, &run, &totals("150.000"), None).expect_err("made by her");
    assert!(own.contains("does not let it go"), "{own}");
    let other = sent(trial, checker, &run, &totals("150.001"), None).expect_err("other totals");
    assert!(other.contains("the control totals do not fit"), "{other}");
    sent(trial, checker, &run, &totals("150.000"), None).expect("let go");
    let mut file = || {
        let reply = ask_with(trial, checker, Lang::Id, &format!("{run}/pain.001.xml"), None);
        let flow = reply.expect("a file").flow.expect("it is sent while it is written");
        String::from_utf8(flow.whole(&mut trial.office).expect("all of it")).expect("text")
    };
    let (first, second) = (file(), file());
    assert!(is_refused(trial, maker, &format!("{run}/pain.001.xml")), "it names people of every branch");
    assert_eq!(first, second, "the same file each time");
    let order = first.split("<EndToEndId>").nth(1).and_then(|rest| rest.split('<').next()).expect("an order");
    (run, order.to_owned())
}

/// Each time the file was taken, whoever is in it was seen.
fn seen_in_the_file(trial: &mut Trial, keeper: &Caller, person: PersonId) {
    let looks = trial.office.look(|unit, _| readings::of_account(unit, keeper.account, None, 10));
    let looks: Vec<_> = looks.expect("looks").into_iter().map(|one| (one.person, one.why)).collect();
    assert_eq!(looks, vec![(person, "claims".to_owned()); 2]);
}

/// Two heads raise the limit above which only a head approves.
fn raised(trial: &mut Trial, [head, other]: [&Caller; 2]) {
    let limit = [("limit", "1.000.000")];
    assert!(sent(trial, head, "/claims/limit", &[("limit", "x")], None).is_err());
    sent(trial, head, "/claims/limit", &limit, None).expect("it waits");
    let waits = page(trial, other, "/claims/terms");
    assert!(waits.contains("up to Rp0;") && waits.contains("Up to Rp1,000,000 is wanted"), "{waits}");
    sent(trial, other, "/claims/limit", &limit, None).expect("a limit");
}

#[test]
fn a_claim_goes_from_the_desk_to_the_bank_and_back() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-03-03");
        let [ani, budi] = ["ani", "budi"].map(|handle| somebody(&mut trial, Role::Officer, handle));
        let [head, other] = ["kepala", "wakil"].map(|handle| somebody(&mut trial, Role::Head, handle));
        let (keeper, auditor) = (
            somebody(&mut trial, Role::Administrator, "kasir"),
            somebody(&mut trial, Role::Auditor, "hasan"),
        );
        let (person, claim) = reported(&mut trial, &ani);
        assert!(page(&mut trial, &ani, &format!("/people/{person}")).contains(&claim));
        assert!(page(&mut trial, &ani, "/claims?part=papers").contains(&claim));
        hand_in(&mut trial, &ani, &claim);
        assert!(page(&mut trial, &ani, "/claims?programme=jkk").contains(&claim));
        assert!(!page(&mut trial, &ani, "/claims?programme=jkm").contains(&claim));

        assert!(moved(&mut trial, &ani, &claim, "grant").expect_err("not here").contains("Choose what is"));
        assert!(
            moved(&mut trial, &ani, &claim, "reject").expect_err("no article").contains("Name the article")
        );
        moved(&mut trial, &ani, &claim, "assess").expect("assessed");
        let own = page(&mut trial, &ani, &claim);
        assert!(own.contains("whoever assessed does not decide on it") && own.contains("Rp150,000"));
        assert!(page(&mut trial, &budi, &claim).contains("above 0 only a head"));
        raised(&mut trial, [&head, &other]);
        assert!(is_refused(&mut trial, &budi, "/claims/terms"));
        moved(&mut trial, &budi, &claim, "approve").expect("approved");

        let waits = page(&mut trial, &head, "/benefits");
        assert!(waits.contains("no account is named yet") && waits.contains("Rp150,000"), "{waits}");
        let payee = [("hand", "member"), ("holder", "Abdul"), ("bank", "BMRI"), ("account", "9900 1122 33")];
        let wrong = sent(&mut trial, &budi, &format!("{claim}/payee"), &payee, None);
        assert!(wrong.expect_err("no bank").contains("is no bank"));
        let payee = payee.map(|(name, value)| (name, if name == "bank" { "BMRIIDJA" } else { value }));
        sent(&mut trial, &budi, &format!("{claim}/payee"), &payee, None).expect("an account");
        assert!(page(&mut trial, &budi, &claim).contains("BMRIIDJA …2233"));

        let (run, order) = run(&mut trial, &head, &keeper);
        seen_in_the_file(&mut trial, &keeper, person);
        page(&mut trial, &keeper, "/benefits/answers");
        let answer = movement(&order, 150_000);
        let told = |trial: &mut Trial, bytes: &[u8]| {
            sent(trial, &keeper, "/benefits/answers", &[], Some(("a.xml", bytes))).expect_err("a page")
        };
        assert!(told(&mut trial, answer.as_bytes()).contains(&order));
        assert!(told(&mut trial, answer.as_bytes()).contains("Nothing of it is new."));
        assert!(told(&mut trial, b"<x>").contains("cut off"));
        let closed = page(&mut trial, &budi, &claim);
        assert!(closed.contains("Closed") && closed.contains("Reopen"), "{closed}");
        assert!(page(&mut trial, &head, "/claims/terms").contains("100 %"));

        let trail = page(&mut trial, &auditor, &format!("{claim}/trail"));
        for said in [order.as_str(), "Petugas budi", "Petugas kepala", "Petugas kasir", "2300", "M-"] {
            assert!(trail.contains(said), "{said}: {trail}");
        }
        page(&mut trial, &auditor, "/benefits/payable");
        page(&mut trial, &auditor, &run);
        page(&mut trial, &auditor, "/claims?part=ended");
        let seen = page(&mut trial, &auditor, &claim);
        assert!(!seen.contains("/move") && !seen.contains("/files/"), "an auditor only reads");
        assert!(is_refused(&mut trial, &budi, "/benefits"));
        assert!(is_refused(&mut trial, &keeper, &claim));
    });
}

#[test]
fn a_death_shows_its_heirs_and_whoever_acts_for_a_child() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-03-03");
        let officer = somebody(&mut trial, Role::Officer, "ani");
        let firm = trial.employer("micro");
        let membership = trial.hire(firm, 5_000_000);
        trial.clock.advance(day("2025-03-20"));
        let row =
            trial.office.look(|unit, _| crate::registry::members::row(unit, membership)).expect("a row");
        let event = format!("/people/{}/event", row.person);
        let fields = [("kind", "other_death"), ("day", "2025-03-19"), ("seen", "yes")];
        let claim = sent(&mut trial, &officer, &event, &fields, None).expect("a case");
        let claim = claim.trim_end_matches("?done=opened").to_owned();
        let child =
            |birth| [("relation", "son_or_daughter"), ("name", "Dewi Uji"), ("birth", birth), ("from", "")];
        let place = format!("{claim}/relative");
        let wrong = sent(&mut trial, &officer, &place, &child("kemarin"), None).expect_err("no day");
        assert!(wrong.contains("Write a day") && wrong.contains("Dewi Uji"));
        sent(&mut trial, &officer, &place, &child("2015-01-01"), None).expect("a child");
        assert!(page(&mut trial, &officer, &claim).contains("nobody yet"));
        let mark = |is| [("no", "1"), ("guardian", "Siti Wali"), ("is", is)];
        let place = format!("{claim}/family");
        assert!(sent(&mut trial, &officer, &place, &mark("999999"), None).is_err());
        sent(&mut trial, &officer, &place, &mark(""), None).expect("a guardian");
        let seen = page(&mut trial, &officer, &claim);
        assert!(seen.contains("Siti Wali") && !seen.contains("nobody yet"), "{seen}");
        let ask = [("what", "ask_again"), ("wanted", "heir_letter")];
        sent(&mut trial, &officer, &format!("{claim}/move"), &ask, None).expect("asked for");
        let away = [("what", "withdraw")];
        sent(&mut trial, &officer, &format!("{claim}/move"), &away, None).expect("withdrawn");
        assert!(page(&mut trial, &officer, "/claims?part=ended").contains(&claim));
    });
}
