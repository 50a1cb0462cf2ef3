//! The pages of a lost job, asked one after another in both languages, from before the dismissal to a month
//! that is decided.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, Method, StatusCode};
use rules::render::Lang;
use scheme::id::{PayerId, PersonId};
use serde_json::{Value as Json, json};
use store::queries::{accounts, bills, institution};

use crate::actions::receive_payment::{self, ForWhom, ReceivePayment};
use crate::actions::{approve_claim, assess_claim, hand_in_paper};
use crate::auth::{Caller, Grant, Owner, Role, Scope, sessions};
use crate::pages::tried::{ask, ask_with, caller};
use crate::registry::{claims, jobs, members};
use crate::serve::ask::Ask;
use crate::serve::form::Form;
use crate::serve::settings::Settings;
use crate::trial::{Trial, day};

/// The page in both languages; the English one is given.
fn whole(trial: &mut Trial, who: &Caller, address: &str) -> String {
    let mut last = String::new();
    for lang in [Lang::Id, Lang::En] {
        let reply =
            ask(trial, who, lang, address, None).unwrap_or_else(|error| panic!("{address}: {error:?}"));
        last = String::from_utf8(reply.body).expect("text").replace("&#x2f;", "/");
        let lacking = last.find('⟨').map(|at| last[at..].chars().take(60).collect::<String>());
        assert_eq!(lacking, None, "{address} lacks a text");
        assert_eq!(reply.status, StatusCode::OK, "{address}");
    }
    last
}

/// A form that is taken.
fn sent(trial: &mut Trial, who: &Caller, address: &str, fields: &str) {
    let reply = ask(trial, who, Lang::En, address, Some(fields));
    let reply = reply.unwrap_or_else(|error| panic!("{address} {fields}: {error:?}"));
    let said = String::from_utf8_lossy(&reply.body).into_owned();
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{address} {fields}: {said}");
}

/// One that is shown again, with what is wrong.
fn refused(trial: &mut Trial, who: &Caller, address: &str, fields: &str, why: &str) {
    let reply = ask(trial, who, Lang::En, address, Some(fields));
    let reply = reply.unwrap_or_else(|error| panic!("{address} {fields}: {error:?}"));
    let said = String::from_utf8_lossy(&reply.body).into_owned();
    assert_eq!(reply.status, StatusCode::UNPROCESSABLE_ENTITY, "{address} {fields}");
    assert!(said.contains(why), "{address} {fields}: {said}");
}

/// Somebody who works at the branch, with an account that may come in.
fn staff(trial: &mut Trial, role: Role) -> Caller {
    let branch = trial.branch;
    let made = trial.office.unit(|unit, desk| {
        let id = institution::take_numbers(unit, 1)?;
        let account = accounts::Account {
            id,
            role: role.word().to_owned(),
            person: None,
            payer: None,
            branch: Some(branch),
            province: None,
            sealed: desk.keys.seal(&sessions::context(id), b"Ani\n\nani"),
            password: None,
            second: None,
            failures: 0,
            locked_until: None,
            ended: None,
            known: desk.now,
        };
        accounts::add(unit, &account)?;
        Ok(id)
    });
    caller(trial, role, made.expect("an account"))
}

/// A year of one wage, each month run and paid. Gives the employer, the worker and the membership.
fn year(trial: &mut Trial) -> (PayerId, PersonId, i64) {
    let payer = trial.employer("medium");
    let hired = trial.hire(payer, 5_000_000);
    for month in 1..=12 {
        trial.clock.advance(day(&format!("2025-{month:02}-25")));
        let of = format!("2025-{month:02}");
        trial.run(&of);
        let bill = trial.office.look(|unit, _| Ok(bills::of_month(unit, payer, of.parse()?)?.remove(0)));
        let bill = bill.expect("a bill");
        let payment = ReceivePayment {
            for_whom: ForWhom::Code(bill.code),
            amount: bill.owed,
            day: trial.office.today(),
            channel: "agent".to_owned(),
            reference: String::new(),
        };
        receive_payment::run(&mut trial.office, &payment, None).expect("a payment");
    }
    let person = trial.office.look(|unit, _| Ok(members::row(unit, hired)?.person)).expect("a worker");
    (payer, person, hired.0)
}

/// Whom the story is about, and who takes part in it.
struct Cast {
    payer: PayerId,
    person: PersonId,
    membership: i64,
    herself: Caller,
    firm: Caller,
    officer: Caller,
    head: Caller,
}

#[test]
fn a_dismissal_on_the_pages() {
    let scratch = testing::sqlite::scratch();
    let mut trial = Trial::begin(&scratch.address(), "2025-01-02");
    let (payer, person, membership) = year(&mut trial);
    trial.clock.advance(day("2026-01-12"));
    let trial = &mut trial;
    let [mut herself, mut firm, officer, head] =
        [Role::Member, Role::Employer, Role::Officer, Role::Head].map(|role| staff(trial, role));
    (herself.person, firm.payer) = (Some(person), Some(payer));
    let cast = Cast { payer, person, membership, herself, firm, officer, head };
    before_and_after(trial, &cast);
    contested(trial, &cast);
    approved(trial, &cast);
    searched(trial, &cast);
    trained_and_decided(trial, &cast);
}

fn before_and_after(trial: &mut Trial, cast: &Cast) {
    let before = whole(trial, &cast.herself, "/me/job-loss");
    assert!(before.contains("12 of 12") && before.contains("18,000,000"), "{before}");
    assert!(before.contains("can be mended by") || !before.contains("What stands in the way"), "{before}");
    assert!(whole(trial, &cast.herself, "/me/jkp").contains("There is no claim"));
    refused(trial, &cast.herself, "/me/job-loss", "day=2026-13-45&termination=dismissal", "Write a day");

    let work = format!("/payers/{}/vacancies", cast.payer);
    sent(trial, &cast.firm, &work, "title=Juru+las&occupation=7212&province=31&least=4.000.000");
    assert!(whole(trial, &cast.firm, &work).contains("Juru las"));
    let dismissals = format!("/payers/{}/dismissals", cast.payer);
    refused(
        trial,
        &cast.firm,
        &dismissals,
        "membership=&day=2026-01-09&termination=dismissal",
        "Choose the worker",
    );
    let fields = format!("membership={}&day=2026-01-09&termination=dismissal", cast.membership);
    let mut upload = Form::read(&fields).expect("a form");
    upload.add_file("file", "phk.pdf", b"%PDF-1.4 tanda terima".to_vec());
    let reply = ask_with(trial, &cast.firm, Lang::En, &dismissals, Some(upload)).expect("an answer");
    assert_eq!(reply.status, StatusCode::SEE_OTHER, "{}", String::from_utf8_lossy(&reply.body));
    assert!(whole(trial, &cast.firm, &dismissals).contains("reported by the employer"));
}

/// She says otherwise, and the branch answers.
fn contested(trial: &mut Trial, cast: &Cast) {
    let dismissals = format!("/payers/{}/dismissals", cast.payer);
    let mine = whole(trial, &cast.herself, "/me/jkp");
    assert!(
        mine.contains("Papers that have not come") && mine.contains("reported by the employer"),
        "{mine}"
    );
    refused(trial, &cast.herself, "/me/jkp", "what=contest&text=", "write what is not so");
    sent(trial, &cast.herself, "/me/jkp", "what=contest&text=bukan+PHK");
    assert!(whole(trial, &cast.firm, &dismissals).contains("bukan PHK"));
    let at_desk = format!("/people/{}/jobs", cast.person);
    let asked = whole(trial, &cast.officer, &at_desk);
    let contest = asked.split("name=\"contest\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let contest = contest.expect("a contest").to_owned();
    sent(trial, &cast.officer, &at_desk, &format!("what=answer&contest={contest}&answer=tanda+terima+sah"));
    assert!(whole(trial, &cast.herself, "/me/jkp").contains("tanda terima sah"));
}

/// Papers, and the first month.
fn approved(trial: &mut Trial, cast: &Cast) {
    let found = trial.office.look(|unit, desk| jobs::claim_of(unit, desk, cast.person)).expect("a look");
    let (claim, _) = found.expect("a claim");
    let missing = trial.office.look(|unit, _| {
        Ok(claims::play(unit, claim)?.claim.missing().map(str::to_owned).collect::<Vec<_>>())
    });
    for paper in missing.expect("papers") {
        let (name, bytes) = ("kertas.pdf", b"%PDF-1.4 kertas".as_slice());
        let asked = hand_in_paper::HandIn { claim, paper: &paper, name, bytes, account: None };
        hand_in_paper::run(&mut trial.office, &asked).expect("a paper is taken");
    }
    assess_claim::run(&mut trial.office, claim, cast.officer.account).expect("it is assessed");
    approve_claim::run(&mut trial.office, claim, cast.head.account).expect("it is approved");
    assert!(whole(trial, &cast.officer, "/desk/jobs").contains("Month 2"));
}

/// What she does is counted.
fn searched(trial: &mut Trial, cast: &Cast) {
    let jobs = whole(trial, &cast.herself, "/me/jobs");
    assert!(jobs.contains("Juru las"), "{jobs}");
    refused(trial, &cast.herself, "/me/jobs", "wishes=las&skills=&province=&wage=", "digits of KBJI");
    sent(trial, &cast.herself, "/me/jobs", "wishes=7212&skills=las&province=31&wage=4.000.000");
    let jobs = whole(trial, &cast.herself, "/me/jobs?province=31&occupation=72");
    assert!(jobs.contains("The same kind of work as you wish"), "{jobs}");
    let vacancy = jobs.split("name=\"vacancy\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let vacancy = vacancy.expect("a vacancy").to_owned();
    sent(trial, &cast.herself, "/me/jobs", &format!("what=apply&vacancy={vacancy}"));
    let applicants = format!("/payers/{}/applicants", cast.payer);
    let page = whole(trial, &cast.firm, &applicants);
    let one = page.split("name=\"application\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let application = one.expect("an application").to_owned();
    trial.clock.advance(day("2026-01-20"));
    let answer = format!("application={application}&word=interviewed&interview_day=2026-01-20");
    sent(trial, &cast.firm, &applicants, &answer);
    let mine = whole(trial, &cast.herself, "/me/jkp");
    assert!(mine.contains("1 applications, 1 calls to an interview"), "{mine}");
    sent(
        trial,
        &cast.herself,
        "/me/jkp",
        "what=application&apply_employer=CV+Lain&apply_title=las&apply_day=2026-01-19",
    );
    sent(trial, &cast.herself, "/me/jkp", "what=interview&call_employer=CV+Lain&call_day=2026-01-20");
    refused(
        trial,
        &cast.herself,
        "/me/jkp",
        "what=application&apply_employer=&apply_title=&apply_day=",
        "write the name",
    );
}

/// What a program of the branch is answered when it decides a month.
fn by_program(trial: &mut Trial, who: &Caller, claim: i64, body: &Json) -> (u16, Json) {
    let path = "/api/v1/claims/{claim}/months";
    let route = crate::api::routes().into_iter().find(|route| route.path == path).expect("an address");
    let settings = Settings { public: "http://localhost".to_owned(), invented: true, rate: 0 };
    let mut ask = Ask {
        method: Method::POST,
        path: path.replace("{claim}", &claim.to_string()),
        places: BTreeMap::from([("claim".to_owned(), claim.to_string())]),
        query: Form::default(),
        headers: HeaderMap::new(),
        form: Form::default(),
        body: body.to_string().into_bytes(),
        lang: Lang::En,
        caller: who.clone(),
        session: None,
        grant: Grant { scope: Scope::Branch, owner: Owner::default() },
        office: &mut trial.office,
        settings: &settings,
        sandbox: None,
        cookies: Vec::new(),
    };
    match (route.does)(&mut ask) {
        Ok(reply) => (reply.status.as_u16(), serde_json::from_slice(&reply.body).expect("JSON")),
        Err(problem) => (problem.status().as_u16(), problem.json(Lang::En, "", "")),
    }
}

/// The second month waits while somebody looks at it, and is granted.
fn decided_by_a_program(trial: &mut Trial, cast: &Cast) {
    let claim = trial.office.look(|unit, desk| jobs::claim_of(unit, desk, cast.person));
    let (claim, _) = claim.expect("rows").expect("a claim");
    let hold = json!({ "month": 2, "decision": "hold" });
    let (status, said) = by_program(trial, &cast.officer, claim, &hold);
    assert_eq!((status, &said["fields"][0]["field"]), (422, &json!("/why")), "{said}");
    let hold = json!({ "month": 2, "decision": "hold", "why": "tanda sedang diperiksa" });
    let decide = json!({ "month": 2, "decision": "decide" });
    for (who, body, state) in [
        (&cast.officer, &hold, "held"),
        (&cast.officer, &decide, "proposed"),
        (&cast.head, &decide, "granted"),
    ] {
        let (status, said) = by_program(trial, who, claim, body);
        assert_eq!((status, &said["months"][1]["state"]), (200, &json!(state)), "{said}");
        let page = whole(trial, who, &format!("/people/{}/jobs", cast.person));
        assert_eq!(page.contains("another person grants it"), state == "proposed", "{page}");
    }
    assert_eq!(by_program(trial, &cast.head, claim, &decide).0, 200, "granted is granted");
    let third = json!({ "month": 3, "decision": "decide" });
    assert_eq!(by_program(trial, &cast.officer, claim, &third).0, 422, "not due yet");
}

/// Courses, counselling, and the month.
fn trained_and_decided(trial: &mut Trial, cast: &Cast) {
    let at_desk = format!("/people/{}/jobs", cast.person);
    let course =
        "course_name=Las&provider=BLK&places=1&from=2026-01-21&last=2026-01-30&occupation=&province=";
    sent(trial, &cast.officer, "/desk/training", course);
    let courses = whole(trial, &cast.herself, "/me/training");
    let course = courses.split("name=\"course\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let course = course.expect("a course").to_owned();
    sent(trial, &cast.herself, "/me/training", &format!("course={course}"));
    trial.clock.advance(day("2026-01-22"));
    let attend =
        format!("what=attend&course={course}&session=1&session_day=2026-01-22&there={}", cast.person);
    sent(trial, &cast.officer, "/desk/training", &attend);
    sent(trial, &cast.officer, &at_desk, "what=counsel&counsel_day=&text=melamar+lima+kali");
    assert!(whole(trial, &cast.officer, &at_desk).contains("melamar lima kali"));
    refused(trial, &cast.officer, &at_desk, "what=decide&month=2", "can be decided from 2026-02-12");
    trial.clock.advance(day("2026-02-12"));
    decided_by_a_program(trial, cast);
    let mine = whole(trial, &cast.herself, "/me/jkp");
    assert!(mine.contains("granted") && mine.contains("3,000,000"), "{mine}");
    sent(trial, &cast.herself, "/me/jkp", "what=new_work&work_employer=PT+Baru&work_day=2026-02-12");
    assert!(whole(trial, &cast.herself, "/me/jkp").contains("the right to cash has ended"));
}
