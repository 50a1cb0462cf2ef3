//! A grievance from the objection to its end through the interface: who may take which step, and how long it
//! may be; and a claim as an auditor follows it.

use anyhow::Result;
use scheme::claims::grievance::{Act, LETTERS_MAX};
use scheme::refusal::Refusal;
use serde_json::{Value, json};

use super::letters::{by_session, decided, desk};
use super::programs::{asked, key_of};
use super::{family, member, on, signed_in};
use crate::actions::move_grievance;
use crate::actions::open_grievance::{self, OpenGrievance};
use crate::actions::report_event::{self, ReportEvent};
use crate::auth::Role;
use crate::books::checks;
use crate::pages::doors::staff;
use crate::pages::played::{Browser, Played};
use crate::registry::claims;

#[test]
fn a_grievance_goes_from_the_objection_to_its_end() {
    testing::both(|address| on(address, goes_to_its_end));
}

/// Takes a step; gives the status, and the grievance or the problem.
fn step(browser: &mut Browser, place: &str, key: &str, body: &Value) -> Result<(u16, Value)> {
    by_session(browser, &format!("{place}/moves"), (key, "application/json", &body.to_string()))
}

/// The claim for the death grant of somebody, decided by the two who do.
fn granted(played: &mut Played) -> Result<(super::Family, i64, (i64, i64))> {
    let known = family(played, true)?;
    let by = desk(played)?;
    let died = ReportEvent {
        person: known.worker,
        kind: "other_death".parse()?,
        day: "2026-05-10".parse()?,
        by_employer: false,
        account: Some(by.0),
        facts: Vec::new(),
    };
    report_event::run(&mut played.office, &died, None)?;
    let claim = decided(played, known.worker, by)?;
    Ok((known, claim, by))
}

fn goes_to_its_end(played: &mut Played) -> Result<()> {
    let (known, claim, (_, hana)) = granted(played)?;
    let mut widow = member(played, known.wife, "/heir/cases")?;
    let body = json!({ "letter": 1, "line": 1, "says": "Pemakamannya dibayar kakak saya" }).to_string();
    let all = format!("claims/{claim}/grievances");
    let (_, opened) = by_session(&mut widow, &all, ("1", "application/json", &body))?;
    let place = format!("{all}/{}", opened["grievance"]);

    // Not whoever may read it, nor who asks for it: it is the branch that answers.
    let auditor = key_of(played, Role::Auditor, None)?;
    let take = json!({ "move": "take" });
    assert_eq!(asked(played, &auditor, &format!("{place}/moves"), Some(("1", &take)))?.0, 403);
    assert_eq!(step(&mut widow, &place, "2", &take)?.0, 403);
    let wina = staff(&mut played.office, Role::Head, "wina", (None, Some("31"), None))?.account;
    let mut wina = signed_in(played, wina, "/claims")?;
    let waiting = serde_json::from_str::<Value>(&wina.get("/api/v1/grievances")?.page)?;
    assert_eq!(waiting["items"][0]["grievance"], opened["grievance"], "{waiting}");
    // Before its day nothing is overdue.
    let early = step(&mut wina, &place, "3", &json!({ "move": "escalate" }))?;
    assert_eq!((early.0, &early.1["state"]), (200, &json!("open")), "{early:?}");
    let taken = step(&mut wina, &place, "4", &take)?;
    assert_eq!((taken.0, &taken.1["state"]), (200, &json!("in_hand")), "{taken:?}");
    assert_eq!(step(&mut wina, &place, "4", &take)?.1, taken.1, "asked again under its key");
    assert_eq!(step(&mut wina, &place, "5", &take)?.0, 422, "taken once");

    let answer = json!({ "move": "answer", "changed": true, "why": "Kuitansinya atas nama kakaknya" });
    for lacking in ["changed", "why"] {
        let mut body = answer.clone();
        body[lacking] = Value::Null;
        let (status, said) = step(&mut wina, &place, lacking, &body)?;
        assert_eq!((status, &said["fields"][0]["field"]), (422, &json!(format!("/{lacking}"))), "{said}");
    }
    // Who approved the claim does not answer what is said of it.
    let mut hana = signed_in(played, hana, "/claims")?;
    let (status, said) = step(&mut hana, &place, "6", &answer)?;
    assert_eq!(status, 422, "{said}");
    let done = step(&mut wina, &place, "7", &answer)?;
    assert_eq!((done.0, &done.1["state"], &done.1["changed"]), (200, &json!("answered"), &json!(true)));
    let state = played.office.look(|unit, _| Ok(claims::play(unit, claim)?.claim.state.name()))?;
    assert_eq!(state, "complete", "what was granted is looked at again");
    let over = step(&mut widow, &place, "8", &json!({ "move": "accept" }))?;
    assert_eq!((over.0, &over.1["state"]), (200, &json!("accepted")), "{over:?}");
    assert_eq!(step(&mut widow, &place, "9", &json!({ "move": "go_on" }))?.0, 422, "it is over");
    let acts: Vec<_> = over.1["steps"].as_array().into_iter().flatten().map(|step| &step["act"]).collect();
    assert_eq!(acts, ["take", "answer", "accept"]);
    assert_eq!(serde_json::from_str::<Value>(&wina.get("/api/v1/grievances")?.page)?["items"], json!([]));
    // Of another claim it is none.
    let nowhere = format!("claims/{}/grievances/{}", claim + 1, opened["grievance"]);
    assert_eq!(step(&mut wina, &nowhere, "10", &take)?.0, 404);
    assert_eq!(checks::verify(&mut played.office)?.faults, Vec::<String>::new());
    Ok(())
}

#[test]
fn an_auditor_follows_a_claim_through_the_interface() {
    testing::both(|address| on(address, follows_a_claim));
}

fn follows_a_claim(played: &mut Played) -> Result<()> {
    let (known, claim, (agus, hana)) = granted(played)?;
    let auditor = key_of(played, Role::Auditor, None)?;
    let place = format!("claims/{claim}/trail");
    let (status, trail) = asked(played, &auditor, &place, None)?;
    let grant = &trail["grants"][0];
    assert_eq!((status, &trail["state"], &grant["by"]), (200, &json!("approved"), &json!(hana)), "{trail}");
    let moves = trail["moves"].as_array().into_iter().flatten();
    let moves: Vec<(&str, Option<i64>)> =
        moves.filter_map(|one| Some((one["move"].as_str()?, one["by"].as_i64()))).collect();
    assert!(
        moves.contains(&("approve", Some(hana))) && moves.iter().any(|one| one.1 == Some(agus)),
        "{moves:?}"
    );
    // What the books say of the grant balances, and its orders come to all of it.
    let sum = |list: &Value, name: &str| -> i64 {
        list.as_array().into_iter().flatten().filter_map(|one| one[name].as_i64()).sum()
    };
    let lines = &grant["entry"]["lines"];
    assert!(lines.as_array().is_some_and(|lines| lines.len() > 1) && sum(lines, "amount") == 0, "{grant}");
    let owed = grant["gross"].as_i64().zip(grant["tax"].as_i64()).map(|(gross, tax)| gross - tax);
    assert_eq!(Some(sum(&grant["orders"], "amount")), owed, "{grant}");
    assert_eq!(Some(&grant["ordered"]), owed.map(|owed| json!(owed)).as_ref(), "{grant}");

    // That she looked is written down, and both she and the person may read it.
    let looked = format!("/api/v1/{place}");
    let read = asked(played, &auditor, &format!("people/{}/readings", known.worker), None)?.1;
    assert_eq!(read["items"].as_array().map(|all| all.iter().any(|one| one["place"] == looked)), Some(true));
    let mut head = signed_in(played, hana, "/claims")?;
    for path in [format!("/api/v1/{place}"), format!("/api/v1/people/{}/readings", known.worker)] {
        assert_eq!(head.get(&path)?.status, 403, "{path}");
    }
    let mut widow = member(played, known.wife, "/heir/cases")?;
    assert_eq!(widow.get(&format!("/api/v1/{place}"))?.status, 403);
    let own = widow.get(&format!("/api/v1/people/{}/readings", known.wife))?;
    assert_eq!((own.status, &serde_json::from_str::<Value>(&own.page)?["next"]), (200, &Value::Null));
    Ok(())
}

#[test]
fn an_objection_and_its_answer_have_one_length_at_every_door() {
    testing::both(|address| on(address, one_length));
}

fn one_length(played: &mut Played) -> Result<()> {
    let (known, claim, _) = granted(played)?;
    let mut widow = member(played, known.wife, "/heir/cases")?;
    let (most, all) = ("a".repeat(LETTERS_MAX), format!("claims/{claim}/grievances"));
    let object = |line: usize, says: &str| json!({ "letter": 1, "line": line, "says": says }).to_string();
    let json_kind = "application/json";
    let (status, said) = by_session(&mut widow, &all, ("1", json_kind, &object(1, &format!("{most}a"))))?;
    assert_eq!((status, &said["fields"][0]["field"]), (422, &json!("/says")), "{said}");
    let (status, opened) = by_session(&mut widow, &all, ("2", json_kind, &object(1, &most)))?;
    assert_eq!((status, &opened["says"]), (201, &json!(most)));
    let page = format!("/claims/{claim}/letter/1/line/2");
    let form = widow.get(&page)?.page;
    assert!(form.contains(&format!("maxlength=\"{LETTERS_MAX}\"")), "{form}");
    let seen = widow.post(&page, &[("says", &format!("{most}a"))])?;
    assert!(
        seen.status == 422 && seen.page.contains("at most 4,000 letters"),
        "{} {}",
        seen.status,
        seen.page
    );
    assert_eq!(widow.post(&page, &[("says", &most)])?.status, 303);
    // And at the command: the action itself refuses.
    let asked = OpenGrievance { claim, letter: 1, line: 3, objection: format!("{most}a"), account: None };
    let error = open_grievance::run(&mut played.office, &asked).expect_err("too long");
    assert_eq!(error.downcast_ref::<Refusal>().map(|no| no.code), Some("objection_long"));

    let wina = staff(&mut played.office, Role::Head, "wina", (None, Some("31"), None))?.account;
    let mut head = signed_in(played, wina, "/claims")?;
    let place = format!("{all}/{}", opened["grievance"]);
    step(&mut head, &place, "3", &json!({ "move": "take" }))?;
    let answer = |why: &str| json!({ "move": "answer", "changed": false, "why": why });
    let (status, said) = step(&mut head, &place, "4", &answer(&format!("{most}a")))?;
    assert_eq!((status, &said["fields"][0]["field"]), (422, &json!("/why")), "{said}");
    let act = Act::Answer(false, format!("{most}a"));
    let number = opened["grievance"].as_i64().unwrap_or_default();
    let error = move_grievance::run(&mut played.office, number, wina, &act).expect_err("too long");
    assert_eq!(error.downcast_ref::<Refusal>().map(|no| no.code), Some("reason_long"));
    assert_eq!(step(&mut head, &place, "5", &answer(&most))?.0, 200);
    Ok(())
}
