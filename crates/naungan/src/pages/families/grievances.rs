//! A grievance from the objection to its end through the interface: who may take which step.

use anyhow::Result;
use serde_json::{Value, json};

use super::letters::{by_session, decided, desk};
use super::programs::{asked, key_of};
use super::{family, member, on, signed_in};
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
