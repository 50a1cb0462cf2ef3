//! The contract of the sandbox: a program's key of either kind reaches its own people by the same addresses,
//! and never the other's.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::http::{HeaderMap, HeaderValue, Method};
use serde_json::{Value, json};
use store::queries::clients::{self, Client};
use store::queries::institution;

use super::answer::{COOKIE, Front, answer};
use super::edge::Counter;
use super::form::Form;
use super::pool::Pool;
use super::route::{Door, Route};
use super::settings::Settings;
use crate::actions::admit_program;
use crate::actions::open_account::{self, OpenAccount};
use crate::auth::{Role, Session, Stage, sessions};
use crate::office::{Office, sandbox};
use crate::trial::Trial;
use crate::{api, pages};

const RIDERS: &str = "/api/v1/partner/riders";

fn routes() -> Vec<Route> {
    [pages::routes(), api::routes()].concat()
}

fn counter(office: Office) -> Counter {
    let settings = Settings { public: "http://naungan.test".to_owned(), invented: true, rate: 0 };
    Counter::new(Pool::new(office, 1).expect("offices"), settings, routes())
}

/// A platform's program of the institution itself.
fn program(trial: &mut Trial) -> String {
    let platform = trial.platform("Antar Cepat");
    let key = sessions::by_chance().expect("a key");
    let done = trial.office.unit(|unit, desk| {
        let client = Client {
            id: institution::take_numbers(unit, 1)?,
            name: "Uji".to_owned(),
            key: sessions::hash(&key),
            role: Role::Platform.word().to_owned(),
            payer: Some(platform),
            branch: None,
            province: None,
            ended: None,
            known: desk.now,
        };
        clients::add(unit, &client)
    });
    done.expect("a program");
    key
}

/// Status and answer of whoever answers a request with a key.
fn asked(counter: &Arc<Counter>, key: &str, body: Option<&Value>) -> (u16, Value) {
    let method = if body.is_some() { Method::POST } else { Method::GET };
    let routes = routes();
    let route = routes.iter().find(|route| route.path == RIDERS && route.method == method).expect("a route");
    let mut headers = HeaderMap::new();
    let mut put = |name: &'static str, value: &str| {
        headers.insert(name, HeaderValue::from_str(value).expect("a heading"));
    };
    put("authorization", &format!("Bearer {key}"));
    if body.is_some() {
        put("content-type", "application/json");
        put("idempotency-key", "uji-1");
    }
    let counter = counter.whose(Door::Api, &headers);
    let body = body.map_or_else(Vec::new, |body| body.to_string().into_bytes());
    let (path, query, places) = (RIDERS.to_owned(), String::new(), BTreeMap::new());
    let front = Front { method, path, places, query, headers, read: Ok((Form::default(), body)) };
    let reply = answer(&counter, route, front);
    let said = serde_json::from_slice(&reply.body).unwrap_or(Value::Null);
    (reply.status.as_u16(), said)
}

fn rider(nik: &str) -> Value {
    json!({
        "rider": "driver-1", "nik": nik, "name": "Siti Contoh", "birth_date": "1990-07-01", "sex": "female",
        "started": "2026-02-01", "facts": { "income": 1_000_000, "sector": "transport" },
        "consents": [{ "purpose": "enrol" }],
    })
}

#[test]
fn each_key_reaches_its_own_people_by_the_same_address() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2026-02-02");
        let key = program(&mut trial);
        let scratch = testing::sqlite::scratch();
        let Ok(place) = scratch.address().parse();
        let mut beside = sandbox::open(&place, &trial.office).expect("a sandbox");
        let of_sandbox = admit_program::run(&mut beside, "Uji", Role::Platform).expect("a key");
        let (main, alone) = (trial.office.beside().expect("an office"), trial.office);
        let main = Arc::new(counter(main).with_sandbox(Some(Arc::new(counter(beside)))));

        let nik = "9931014107900001";
        let real = asked(&main, &of_sandbox, Some(&rider(&nik.replacen("99", "31", 1))));
        assert_eq!((real.0, real.1["code"].as_str()), (422, Some("nik_real")), "{}", real.1);
        let made = asked(&main, &of_sandbox, Some(&rider(nik)));
        assert_eq!(made.0, 201, "{}", made.1);
        // The same people are not there for who comes with a key of the institution.
        for (key, riders) in [(&of_sandbox, 1), (&key, 0)] {
            let (status, said) = asked(&main, key, None);
            assert_eq!((status, said["items"].as_array().map(Vec::len)), (200, Some(riders)), "{said}");
        }
        // Where no sandbox is open, its keys open nothing.
        let alone = Arc::new(counter(alone));
        assert_eq!(asked(&alone, &of_sandbox, None).0, 401);
        assert_eq!(asked(&alone, &key, None).0, 200);
    });
}

#[test]
fn it_is_opened_again_and_never_where_people_are_real() {
    testing::both(|address| {
        let trial = Trial::begin(address, "2026-02-02");
        let scratch = testing::sqlite::scratch();
        let Ok(place) = scratch.address().parse();
        drop(sandbox::open(&place, &trial.office).expect("a sandbox"));
        let mut again = sandbox::open(&place, &trial.office).expect("the same again");
        assert!(again.institution.is_sandbox() && !again.institution.is_production());
        let branches = again.look(|unit, _| store::queries::branches::all(unit)).expect("a look");
        assert_eq!(branches.len(), 1);
        assert!(sandbox::open(&trial.office.address, &trial.office).is_err(), "not the institution itself");
    });
}

/// An administrator's session.
fn administrator(trial: &mut Trial) -> Session {
    let asked = OpenAccount {
        role: Role::Administrator,
        handle: "kasir".to_owned(),
        name: "Petugas Kasir".to_owned(),
        address: String::new(),
        person: None,
        payer: None,
        branch: None,
        province: None,
        agent: None,
        given: Some(("kata sandi yang panjang".to_owned(), vec![7; 20])),
    };
    let account = open_account::run(&mut trial.office, &asked).expect("an account").account;
    let begun = trial.office.unit(|unit, desk| {
        let session = sessions::begin(unit, desk)?;
        sessions::sign_in(unit, &session, account, Stage::Full)
    });
    begun.expect("a session")
}

/// What the page of programs says to a form, or without one.
fn programs(counter: &Arc<Counter>, session: &Session, fields: &[(&str, &str)]) -> (u16, String) {
    let method = if fields.is_empty() { Method::GET } else { Method::POST };
    let path = "/admin/clients".to_owned();
    let routes = routes();
    let route = routes.iter().find(|route| route.path == path && route.method == method).expect("a route");
    let mut headers = HeaderMap::new();
    let cookie = format!("{COOKIE}={}", session.token);
    headers.insert("cookie", HeaderValue::from_str(&cookie).expect("a heading"));
    let mut form = Form::default();
    form.add("form_token", session.form_token());
    for (name, value) in fields {
        form.add(name, (*value).to_owned());
    }
    let (query, places) = (String::new(), BTreeMap::new());
    let front = Front { method, path, places, query, headers, read: Ok((form, Vec::new())) };
    let reply = answer(counter, route, front);
    (reply.status.as_u16(), String::from_utf8(reply.body).expect("text"))
}

#[test]
fn an_administrator_lets_a_program_into_the_sandbox() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2026-02-02");
        let session = administrator(&mut trial);
        let scratch = testing::sqlite::scratch();
        let Ok(place) = scratch.address().parse();
        let beside = sandbox::open(&place, &trial.office).expect("a sandbox");
        let alone = Arc::new(counter(trial.office.beside().expect("an office")));
        let main = Arc::new(counter(trial.office).with_sandbox(Some(Arc::new(counter(beside)))));

        let fields = [("name", "Uji Platform"), ("role", "platform"), ("sandbox", "yes")];
        assert_eq!(programs(&alone, &session, &fields).0, 422, "there is no sandbox");
        let nameless = [("name", ""), ("role", "officer"), ("sandbox", "yes")];
        let (status, said) = programs(&main, &session, &nameless);
        assert!(status == 422 && !said.contains("<p class=\"code\">"), "{said}");
        let (status, said) = programs(&main, &session, &fields);
        assert_eq!(status, 200, "{said}");
        let key = said.split("<p class=\"code\">").nth(1).and_then(|rest| rest.split('<').next());
        let key = key.expect("a key");
        assert!(key.starts_with(sessions::SANDBOX_KEY), "{key}");
        assert_eq!(asked(&main, key, None).0, 200);
        let (_, listed) = programs(&main, &session, &[]);
        assert!(listed.contains("Uji Platform") && !listed.contains(key));
    });
}
