//! Less came than was to be brought: by command and by the head of the branch, once, with the books whole.

use axum::http::StatusCode;
use rules::render::Lang;
use scheme::memberships::Segment;
use store::Unit;
use store::queries::agent_cash::{self, Handover};

use crate::actions::book_part::{self, Part, lines, run};
use crate::actions::keep_statement::{self, Statement};
use crate::actions::open_agent::{self, OpenAgent};
use crate::actions::take_cash::{self, TakeCash};
use crate::auth::Role;
use crate::books::checks;
use crate::office::{Desk, code};
use crate::pages::tried::{ask, caller};
use crate::trial::giving::refused;
use crate::trial::{Trial, day};

/// An agent who took 16,800 and was given a code to bring it under.
fn on_the_way(trial: &mut Trial) -> (i64, Handover) {
    let agency = open_agent::agency(&mut trial.office, "Kantor Rukun", trial.branch).expect("an office");
    let asked = OpenAgent { agency, person: None, terms: "by_staying".to_owned(), areas: Vec::new() };
    let agent = open_agent::run(&mut trial.office, &asked).expect("an agent");
    let person = trial.person("Rukmini Sejati");
    let facts = [("income", "1000000"), ("sector", "other")].map(|(n, v)| (n.to_owned(), v.to_owned()));
    let membership = trial.join(person, Segment::SelfEmployed, None, facts.to_vec());
    let asked = TakeCash { agent, membership, amount: 16_800, day: day("2025-05-20") };
    take_cash::run(&mut trial.office, &asked, None).expect("a receipt");
    (agent, take_cash::ask(&mut trial.office, agent).expect("a code"))
}

fn held(trial: &mut Trial, agent: i64) -> (i64, i64) {
    let read = |unit: &mut Unit<'_>, _: &Desk<'_>| {
        let all: i64 = agent_cash::held(unit)?.iter().map(|(_, amount)| amount).sum();
        Ok((agent_cash::held_by(unit, agent)?, all))
    };
    trial.office.look(read).expect("what she holds")
}

fn whole(trial: &mut Trial) {
    let faults = checks::verify(&mut trial.office).expect("the books are read").faults;
    assert!(faults.is_empty(), "{faults:?}");
}

#[test]
fn what_came_is_booked_and_the_rest_is_still_owed() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-05-20");
        let (agent, first) = on_the_way(&mut trial);
        let part = |handover: i64, amount: i64, why: &str| Part {
            handover,
            amount,
            day: day("2025-05-20"),
            why: why.to_owned(),
            account: None,
        };
        let long = "x".repeat(501);
        for (asked, code) in [
            (part(first.id, 16_000, " "), "part_reason"),
            (part(first.id, 16_000, &long), "part_reason"),
            (part(first.id, 16_800, "semua"), "part_is_all"),
            (part(first.id, 16_801, "lebih"), "part_not_less"),
            (part(first.id, 0, "tidak ada"), "part_not_less"),
            (part(first.id, -1, "tidak ada"), "part_not_less"),
            (part(999_999, 1, "tidak ada"), "not_there"),
            (Part { day: day("2025-05-21"), ..part(first.id, 16_000, "besok") }, "not_yet"),
        ] {
            assert_eq!(refused(run(&mut trial.office, &asked)), code, "{asked:?}");
        }
        assert_eq!(held(&mut trial, agent), (16_800, 16_800));
        let rest = run(&mut trial.office, &part(first.id, 16_000, "uang kembalian keliru")).expect("a part");
        assert_eq!((rest.amount, rest.due, rest.paid), (800, first.due, None));
        assert!(rest.code != first.code && rest.id != first.id);
        assert_eq!(held(&mut trial, agent), (800, 800));
        whole(&mut trial);
        // What came is booked once, and the rest may come in parts too.
        let again = part(first.id, 15_000, "lagi");
        assert_eq!(refused(run(&mut trial.office, &again)), "booked_already");
        let last = run(&mut trial.office, &part(rest.id, 300, "sebagian lagi")).expect("a part of the rest");
        assert_eq!((last.amount, held(&mut trial, agent)), (500, (500, 500)));
        let why = trial.office.look(|unit, desk| book_part::why(unit, desk, last.id)).expect("a reason");
        assert_eq!(why.as_deref(), Some("sebagian lagi"));
        assert_eq!(refused(open_agent::end(&mut trial.office, agent)), "cash_in_hand");
        take_cash::came(&mut trial.office, last.id, 500, day("2025-05-20")).expect("the rest");
        assert_eq!(held(&mut trial, agent), (0, 0));
        whole(&mut trial);
    });
}

fn statement(reference: &str, amount: i64, code: &str) -> String {
    format!(
        "<Document><BkToCstmrStmt><Stmt><Ntry><Amt Ccy=\"IDR\">{amount}.00</Amt><CdtDbtInd>CRDT</CdtDbtInd>\
         <Sts>BOOK</Sts><BookgDt><Dt>2025-05-20</Dt></BookgDt><AcctSvcrRef>{reference}</AcctSvcrRef>\
         <NtryDtls><TxDtls><Refs><EndToEndId>{code}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>\
         </Stmt></BkToCstmrStmt></Document>"
    )
}

fn told_by_bank(trial: &mut Trial, reference: &str, amount: i64, one: &Handover) -> (usize, usize) {
    let text = statement(reference, amount, &code::shown(one.code));
    let statement = Statement::read(&text, "bank", Lang::En).expect("a statement");
    let sum = keep_statement::book(&mut trial.office, &statement, 1, ("bank", Lang::En)).expect("read");
    (sum.booked, sum.rejects.len())
}

#[test]
fn the_head_books_what_the_bank_has_of_it() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-05-20");
        let (agent, first) = on_the_way(&mut trial);
        let place = format!("/desk/agents/{agent}");
        let (head, officer) = (caller(&trial, Role::Head, 12), caller(&trial, Role::Officer, 13));
        let page = |trial: &mut Trial, who| {
            [Lang::Id, Lang::En].map(|lang| {
                let reply = ask(trial, who, lang, &place, None).expect("the page of the agent");
                let text = String::from_utf8(reply.body).expect("text");
                assert!(!text.contains('⟨'), "{text}");
                text
            })
        };
        assert!(!page(&mut trial, &head)[1].contains("/part"), "nothing came");
        assert_eq!(told_by_bank(&mut trial, "C1", 16_000, &first), (0, 1));
        let lines = trial.office.look(|unit, desk| lines(unit, desk, &first)).expect("lines");
        let line = lines[0].id;
        assert!(page(&mut trial, &head)[1].contains("Rp800 less than was to be brought"));
        assert!(!page(&mut trial, &officer)[1].contains("less than was to be brought"));
        let send = |trial: &mut Trial, who, fields: &str| {
            ask(trial, who, Lang::En, &format!("{place}/part"), Some(fields)).map(|reply| reply.status)
        };
        let given = |why: &str| format!("handover={}&line={line}&why-{line}={why}", first.id);
        assert!(send(&mut trial, &officer, &given("dompet")).is_err(), "an officer does not");
        assert_eq!(
            send(&mut trial, &head, &given("")).expect("asked again"),
            StatusCode::UNPROCESSABLE_ENTITY
        );
        assert_eq!(held(&mut trial, agent), (16_800, 16_800));
        let done = send(&mut trial, &head, &given("dompetnya+hilang"));
        assert_eq!(done.expect("booked"), StatusCode::SEE_OTHER);
        assert_eq!(held(&mut trial, agent), (800, 800));
        assert!(send(&mut trial, &head, &given("sekali+lagi")).is_err(), "the line waits no more");
        assert!(page(&mut trial, &head)[1].contains("dompetnya hilang"));
        // The same line told again is known; the rest comes under its own code.
        assert_eq!(told_by_bank(&mut trial, "C1", 16_000, &first), (0, 0));
        let all = trial.office.look(|unit, _| agent_cash::handovers(unit, agent)).expect("handovers");
        assert_eq!(told_by_bank(&mut trial, "C2", 800, &all[1]), (1, 0));
        assert_eq!(held(&mut trial, agent), (0, 0));
        whole(&mut trial);
        let keeper = caller(&trial, Role::Administrator, 15);
        let shown = ask(&mut trial, &keeper, Lang::En, &format!("/admin/statements/lines/{line}"), None);
        assert_eq!(shown.expect("the line").status, StatusCode::OK);
    });
}
