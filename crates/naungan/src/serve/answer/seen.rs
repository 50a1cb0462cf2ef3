//! Several who have seen the same change it at once: one does, and the others are told that it has changed.

use std::sync::Barrier;
use std::thread;

use anyhow::Context;
use axum::http::{HeaderName, HeaderValue};
use serde_json::json;

use super::super::allowed::{About, Institution, key_of, stage_for};
use super::*;

const WRITERS: usize = 4;
const ROUNDS: usize = 6;
/// What stands one step up the path, and what changes it.
const SEEN: &str = "/api/v1/payers/{payer}";
const CHANGE: &str = "/api/v1/payers/{payer}/facts";

fn asked(stage: &Institution, method: Method, mark: Option<&str>, value: &str) -> Result<Reply> {
    keyed(stage, method, (mark, None), value)
}

fn keyed(
    stage: &Institution,
    method: Method,
    (mark, key): (Option<&str>, Option<&str>),
    value: &str,
) -> Result<Reply> {
    let path = if method == Method::GET { SEEN } else { CHANGE };
    let mut routes = stage.counter.routes.iter();
    let route = routes.find(|route| route.method == method && route.path == path).context("no route")?;
    let payer = stage.numbers(About::A).payer.to_string();
    let mut headers = HeaderMap::new();
    let mut put = |name: &'static str, value: &str| -> Result<()> {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_str(value)?);
        Ok(())
    };
    put("authorization", &format!("Bearer {}", key_of(Role::Head)))?;
    mark.map_or(Ok(()), |mark| put("if-match", mark))?;
    key.map_or(Ok(()), |key| put("idempotency-key", key))?;
    let body = json!({ "name": "risk_class", "value": value, "from": "2026-03" }).to_string();
    let front = Front {
        method,
        path: path.replace("{payer}", &payer),
        places: BTreeMap::from([("payer".to_owned(), payer)]),
        query: String::new(),
        headers,
        read: Ok((Form::default(), body.into_bytes())),
    };
    Ok(answer(&stage.counter, route, front))
}

fn mark(stage: &Institution) -> Result<String> {
    let reply = asked(stage, Method::GET, None, "")?;
    let mark = reply.headers.into_iter().find(|(name, _)| *name == "etag");
    Ok(mark.context("no mark")?.1)
}

/// The statuses that all of them got, in order.
fn at_once(stage: &Institution, mark: &str, value: &str) -> Vec<u16> {
    let start = Barrier::new(WRITERS);
    let one = || {
        start.wait();
        asked(stage, Method::POST, Some(mark), value).expect("an answer").status.as_u16()
    };
    let mut all: Vec<u16> = thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS).map(|_| scope.spawn(one)).collect();
        writers.into_iter().map(|writer| writer.join().expect("a writer stopped")).collect()
    });
    all.sort_unstable();
    all
}

#[test]
fn of_many_who_saw_the_same_one_changes_it() {
    testing::both(|address| {
        let stage = stage_for(address, WRITERS).expect("a stage");
        for round in 0..ROUNDS {
            let seen = mark(&stage).expect("a mark");
            let value = if round % 2 == 0 { "high" } else { "medium" };
            let mut expected = vec![412; WRITERS];
            expected[0] = 200;
            assert_eq!(at_once(&stage, &seen, value), expected, "round {round}");
            assert_ne!(mark(&stage).expect("a mark"), seen);
        }
        // Whoever brings no mark, or any, is not asked what she has seen.
        let any = asked(&stage, Method::POST, Some("*"), "low").expect("an answer");
        let none = asked(&stage, Method::POST, None, "high").expect("an answer");
        assert_eq!((any.status, none.status), (StatusCode::OK, StatusCode::OK));
    });
}

/// Her first answer was lost on the way: the same again, with the mark of before, is not a change by others.
#[test]
fn the_same_request_again_is_answered_though_it_has_changed_what_was_seen() {
    testing::both(|address| {
        let stage = stage_for(address, 1).expect("a stage");
        let seen = mark(&stage).expect("a mark");
        let ask = |key: &str, value: &str| {
            let reply = keyed(&stage, Method::POST, (Some(&seen), Some(key)), value).expect("an answer");
            let is_again = reply.headers.iter().any(|(name, _)| *name == "idempotency-replayed");
            (reply.status.as_u16(), is_again)
        };
        assert_eq!(ask("one", "high"), (200, false));
        assert_eq!(ask("one", "high"), (200, true));
        let (other, _) = ask("one", "medium");
        assert!(other != 200 && other != 412, "the key stands for something else: {other}");
        assert_eq!(ask("two", "medium"), (412, false), "by now it has changed");
    });
}
