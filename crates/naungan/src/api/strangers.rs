//! What an employer hears of people who are not hers: nothing that tells whether anybody knows them.

use std::collections::BTreeMap;

use axum::http::{HeaderMap, Method};
use rules::render::Lang;
use serde_json::{Value, json};
use store::queries::mismatches;

use crate::auth::{Caller, Grant, Owner, Role, Scope};
use crate::reports::check::Known;
use crate::serve::ask::Ask;
use crate::serve::form::Form;
use crate::serve::problem::Problem;
use crate::serve::settings::Settings;
use crate::trial::Trial;

/// Registered in the tests, by `Trial::person`: the first person of a trial with one employer.
const KNOWN: &str = "9901010101900002";
/// Nobody's, and of the civil registry another name.
const NOBODYS: &str = "9901010101900098";
/// Nobody's, and the civil registry knows none of it.
const UNKNOWN: &str = "9901010101900097";

fn asked(trial: &mut Trial, payer: i64, path: &'static str, body: &Value) -> (u16, String) {
    let caller = Caller {
        role: Role::Employer,
        account: 7,
        payer: Some(scheme::id::PayerId(payer)),
        ..Caller::visitor()
    };
    let route = super::routes().into_iter().find(|route| route.path == path && route.method == Method::POST);
    let settings = Settings { public: "http://localhost".to_owned(), invented: true, rate: 0 };
    let mut ask = Ask {
        method: Method::POST,
        path: path.to_owned(),
        places: BTreeMap::from([("payer".to_owned(), payer.to_string())]),
        query: Form::default(),
        headers: HeaderMap::new(),
        form: Form::default(),
        body: body.to_string().into_bytes(),
        lang: Lang::En,
        caller,
        session: None,
        grant: Grant { scope: Scope::Own, owner: Owner::default() },
        office: &mut trial.office,
        settings: &settings,
        sandbox: None,
        cookies: Vec::new(),
    };
    match (route.expect("an address").does)(&mut ask) {
        Ok(reply) => (reply.status.as_u16(), String::from_utf8(reply.body).expect("text")),
        Err(Problem::Broken(error)) => panic!("{error:?}"),
        Err(problem) => (problem.status().as_u16(), problem.json(Lang::En, "", "").to_string()),
    }
}

const REPORTS: &str = "/api/v1/payers/{payer}/wage-reports";

fn report(trial: &mut Trial, payer: i64, nik: &str, dry_run: bool) -> String {
    let rows = json!([{ "nik": nik, "name": "Zed Keliru", "facts": { "wage": 6_000_000 } }]);
    let body = json!({ "month": "2025-03", "dry_run": dry_run, "rows": rows });
    let (status, said) = asked(trial, payer, REPORTS, &body);
    assert_eq!(status, 200, "{said}");
    said
}

fn person(trial: &mut Trial, payer: i64, nik: &str) -> (u16, String) {
    let body = json!({ "nik": nik, "name": "Zed Keliru", "birth_date": "1990-01-01", "sex": "male" });
    asked(trial, payer, "/api/v1/people", &body)
}

/// An employer whose people are others, and somebody registered.
fn begun(address: &str) -> (Trial, i64) {
    let mut trial = Trial::begin(address, "2025-03-03");
    let payer = trial.employer("large");
    trial.person("Siti Uji");
    (trial, payer.0)
}

#[test]
fn a_wrong_name_and_a_number_of_nobodys_are_one_answer() {
    testing::both(|address| {
        let (mut trial, payer) = begun(address);
        let known = report(&mut trial, payer, KNOWN, false);
        assert!(known.contains("\"code\":\"not_confirmed\"") && !known.contains("Siti"), "{known}");
        for other in [NOBODYS, UNKNOWN] {
            assert_eq!(report(&mut trial, payer, other, false), known);
        }
        let refused = person(&mut trial, payer, KNOWN);
        assert_eq!(refused.0, 422, "{}", refused.1);
        for other in [NOBODYS, UNKNOWN] {
            assert_eq!(person(&mut trial, payer, other), refused);
        }
        // The branch sees why.
        let payer = scheme::id::PayerId(payer);
        let parked = trial.office.look(|unit, _| mismatches::open(unit, payer, 10)).expect("a look");
        let why: Vec<&str> = parked.iter().map(|one| one.why.as_str()).collect();
        let once = ["other_identity", "registry_different", "registry_unknown"];
        assert_eq!(why, [once, once].concat());
        assert_eq!(
            trial
                .office
                .look(|unit, _| mismatches::of_branch(unit, trial.branch, 9))
                .map(|all| all.iter().map(|(of, people, _)| (*of, *people)).collect::<Vec<_>>())
                .expect("a look"),
            [(payer, 6)]
        );
        let first = parked[0].id;
        let done = trial.office.unit(|unit, desk| mismatches::done(unit, payer, first, desk.now));
        assert!(done.expect("it is done"));
    });
}

#[test]
fn a_trial_looks_nobody_up() {
    testing::both(|address| {
        let (mut trial, payer) = begun(address);
        let known = report(&mut trial, payer, KNOWN, true);
        assert!(known.contains("\"enrolled\":1"), "{known}");
        for other in [NOBODYS, UNKNOWN, "9901010101900055"] {
            assert_eq!(report(&mut trial, payer, other, true), known);
        }
        let unnamed = |nik: &str| {
            let row = json!({ "nik": nik, "facts": { "wage": 6_000_000 } });
            json!({ "month": "2025-03", "rows": [row] })
        };
        let known = asked(&mut trial, payer, REPORTS, &unnamed(KNOWN)).1.replace("0002", "");
        let nobodys = asked(&mut trial, payer, REPORTS, &unnamed(NOBODYS)).1.replace("0098", "");
        assert_eq!(known, nobodys);
        assert!(known.contains("no name"), "{known}");
    });
}

#[test]
fn who_names_too_many_in_vain_hears_no_more() {
    testing::both(|address| {
        let (mut trial, payer) = begun(address);
        let named = |serial: usize| {
            let nik = format!("990101010190{serial:02}97");
            json!({ "nik": nik, "name": "Zed Keliru", "facts": { "wage": 6_000_000 } })
        };
        let mut rows: Vec<Value> = (0..25).map(named).collect();
        rows.push(json!({ "nik": "9901010101900055", "name": "Budi Uji", "facts": { "wage": 6_000_000 } }));
        let body = json!({ "month": "2025-03", "rows": rows });
        let (_, said) = asked(&mut trial, payer, REPORTS, &body);
        let said: Value = serde_json::from_str(&said).expect("JSON");
        assert_eq!(said["rejected"].as_array().map(Vec::len), Some(26), "{said}");
        assert!(said["rejected"].as_array().expect("rows").iter().all(|one| one["code"] == "not_confirmed"));
        let parked = trial.office.look(|unit, _| mismatches::open(unit, scheme::id::PayerId(payer), 99));
        let parked = parked.expect("a look");
        assert_eq!(parked.iter().filter(|one| one.why == "too_many").count(), 6);
    });
}

#[test]
fn the_honest_employer_mends_the_row_and_own_people_stay_her_own() {
    testing::both(|address| {
        let (mut trial, payer) = begun(address);
        let row = |name: &str| {
            let rows = json!([{ "nik": KNOWN, "name": name, "facts": { "wage": 6_000_000 } }]);
            json!({ "month": "2025-03", "rows": rows })
        };
        let (_, said) = asked(&mut trial, payer, REPORTS, &row("Siti Ujy"));
        assert!(said.contains("\"enrolled\":1") && said.contains("\"rejected\":[]"), "{said}");
        // She is on the roll now, and what is wrong with the row can be said.
        let (_, said) = asked(&mut trial, payer, REPORTS, &row("Zed Keliru"));
        assert!(said.contains("another name on your roll"), "{said}");
        let of = scheme::id::PayerId(payer);
        let employer = trial.office.look(|unit, desk| {
            let month = "2025-03".parse()?;
            let employer = crate::reports::take::Employer::load(unit, desk, of, month)?;
            Known::load(unit, desk, &employer)
        });
        assert_eq!(employer.expect("a roll").len(), 1);
    });
}

const ENROLMENTS: &str = "/api/v1/payers/{payer}/memberships";

/// Registers somebody and enrols her by what was answered; the answers without what is her own.
fn joined(trial: &mut Trial, payer: i64, nik: &str, name: &str) -> (Value, Value) {
    let body = json!({ "nik": nik, "name": name, "birth_date": "1990-01-01", "sex": "male" });
    let (status, said) = asked(trial, payer, "/api/v1/people", &body);
    assert_eq!(status, 201, "{said}");
    let person: Value = serde_json::from_str(&said).expect("JSON");
    let body = json!({ "person": person["reference"], "nik": nik, "segment": "wage_earner",
                       "started": "2025-03-01", "facts": { "wage": 6_000_000 } });
    let (status, said) = asked(trial, payer, ENROLMENTS, &body);
    assert_eq!(status, 201, "{said}");
    (person, serde_json::from_str(&said).expect("JSON"))
}

/// Numbers are given in order: whoever was registered before would be told by hers, and by those that follow.
#[test]
fn what_a_partner_is_answered_tells_not_who_was_there_before() {
    testing::both(|address| {
        let (mut trial, payer) = begun(address);
        let number = |of: &Value| of["membership"].as_i64().expect("a number");
        let (_, before) = joined(&mut trial, payer, "9901010101900041", "Budi Uji");
        let (known, first) = joined(&mut trial, payer, KNOWN, "Siti Uji");
        let (new, second) = joined(&mut trial, payer, "9901010101900042", "Rina Uji");
        for person in [&known, &new] {
            assert_eq!(person["person"], Value::Null, "{person}");
            assert_eq!(person["reference"].as_str().map(str::len), Some(40), "{person}");
        }
        assert_eq!(number(&first) - number(&before), number(&second) - number(&first), "a gap tells it");
        // The same person is the same to the same caller, and means nothing to another.
        let body = json!({ "nik": KNOWN, "name": "Siti Uji", "birth_date": "1990-01-01", "sex": "male" });
        let again: Value =
            serde_json::from_str(&asked(&mut trial, payer, "/api/v1/people", &body).1).expect("JSON");
        assert_eq!(again["reference"], known["reference"]);
        let other = trial.employer("large").0;
        let theirs: Value =
            serde_json::from_str(&asked(&mut trial, other, "/api/v1/people", &body).1).expect("JSON");
        assert_ne!(theirs["reference"], known["reference"]);
        for person in [known["reference"].clone(), json!(2), json!("x")] {
            let body = json!({ "person": person, "nik": KNOWN, "segment": "wage_earner",
                               "started": "2025-03-01", "facts": { "wage": 6_000_000 } });
            let (status, said) = asked(&mut trial, other, ENROLMENTS, &body);
            assert!(status == 422 && said.contains("not_confirmed"), "{said}");
        }
    });
}
