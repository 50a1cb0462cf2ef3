//! Programs do what pages do, each with a key that sees its own and nothing else.

use anyhow::{Context, Result};
use scheme::id::PayerId;
use serde_json::{Value, json};
use store::queries::clients::{self, Client};
use store::queries::institution;

use super::{cases_of, family, on};
use crate::auth::{Role, sessions};
use crate::faults::small::employer_with;
use crate::pages::played::{Browser, Played};

/// The key of a program of a role; it acts for a payer, or for nobody.
pub(super) fn key_of(played: &mut Played, role: Role, payer: Option<PayerId>) -> Result<String> {
    let key = format!("kunci {role} {}", payer.map_or(0, |payer| payer.0));
    played.office.unit(|unit, desk| {
        let client = Client {
            id: institution::take_numbers(unit, 1)?,
            name: format!("Program {role}"),
            key: sessions::hash(&key),
            role: role.word().to_owned(),
            payer,
            branch: None,
            province: None,
            ended: None,
            known: desk.now,
        };
        clients::add(unit, &client)
    })?;
    Ok(key)
}

/// What is answered to a program.
pub(super) fn asked(
    played: &Played,
    key: &str,
    path: &str,
    body: Option<(&str, &Value)>,
) -> Result<(u16, Value)> {
    let mut headings = format!("authorization: Bearer {key}\r\ncontent-type: application/json\r\n");
    let method = if body.is_some() { "POST" } else { "GET" };
    if let Some((name, _)) = body {
        headings.push_str(&format!("idempotency-key: {name}\r\n"));
    }
    let body = body.map(|(_, body)| body.to_string()).unwrap_or_default();
    let seen = Browser::new(played.at).ask(method, &format!("/api/v1/{path}"), &headings, &body)?;
    Ok((seen.status, serde_json::from_str(&seen.page)?))
}

#[test]
fn a_hospitals_program_asks_reports_and_bills() {
    testing::both(|address| on(address, asks_reports_and_bills));
}

fn asks_reports_and_bills(played: &mut Played) -> Result<()> {
    let known = family(played, true)?;
    let hospitals = [employer_with(&mut played.office, 1)?, employer_with(&mut played.office, 1)?];
    let key = key_of(played, Role::Hospital, Some(hospitals[0]))?;
    let other = key_of(played, Role::Hospital, Some(hospitals[1]))?;
    let of = json!({ "number": known.nik, "on": "2026-05-20" });
    let nobody = json!({ "number": "9901014501900198", "on": "2026-05-20" });
    let (status, said) = asked(played, &key, "hospital/guarantees", Some(("0", &nobody)))?;
    assert_eq!((status, &said["code"]), (422, &json!("no_patient")));
    for _ in 0..2 {
        let (status, said) = asked(played, &key, "hospital/guarantees", Some(("1", &of)))?;
        assert_eq!((status, &said["secures"]), (201, &json!(true)), "{said}");
    }
    assert_eq!(
        asked(played, &key, "hospital/guarantees", None)?.1["items"].as_array().map(Vec::len),
        Some(1)
    );

    let mut bill = json!({
        "number": known.nik, "on": "2026-05-20", "bill": "RS/1", "date": "2026-05-20",
        "items": [{ "item": "surgery", "day": "2026-05-20", "cost": 12_500_000 },
                  { "item": "comfort", "day": "2026-05-20", "cost": 300_000 }],
        "fares": [{ "mode": "land", "cost": 100_000 }],
    });
    let (status, said) = asked(played, &key, "hospital/bills", Some(("2", &bill)))?;
    assert_eq!((status, &said["code"]), (422, &json!("no_care_claim")));
    let mut accident = of.clone();
    accident["cause"] = json!("accident");
    let (status, said) = asked(played, &key, "hospital/accidents", Some(("3", &accident)))?;
    assert_eq!((status, said["case"].as_i64()), (201, cases_of(played, known.worker)?.first().copied()));
    bill["items"][0]["cost"] = json!(-1);
    let (status, said) = asked(played, &key, "hospital/bills", Some(("4", &bill)))?;
    assert_eq!((status, &said["fields"][0]["field"]), (422, &json!("/items/0/cost")), "{said}");
    bill["items"][0]["cost"] = json!(12_500_000);
    let (status, taken) = asked(played, &key, "hospital/bills", Some(("5", &bill)))?;
    assert_eq!((status, &taken["billed"], &taken["paid"]), (201, &json!(12_900_000), &json!(12_600_000)));
    let again = asked(played, &key, "hospital/bills", Some(("5", &bill)))?.1;
    assert_eq!(again, taken);
    let place = format!("hospital/bills/{}", taken["bill"]);
    let (_, shown) = asked(played, &key, &place, None)?;
    assert_eq!(shown["items"][1]["verdict"], "not_on_list", "{shown}");
    assert_eq!(asked(played, &key, "hospital/bills", None)?.1["items"][0]["number"], "RS/1");
    // Another hospital sees nothing of it, and the looks are written down.
    assert_eq!(asked(played, &other, &place, None)?.0, 404);
    assert_eq!(asked(played, &other, "hospital/bills", None)?.1["items"], json!([]));
    let looks =
        played.office.look(|unit, _| store::queries::readings::of_person(unit, known.worker, None, 99))?;
    assert!(looks.iter().any(|look| look.role == "hospital" && look.why == "care"), "{looks:?}");
    Ok(())
}

#[test]
fn the_program_of_the_registry_tells_who_has_died() {
    testing::both(|address| on(address, tells_who_has_died));
}

fn tells_who_has_died(played: &mut Played) -> Result<()> {
    let known = family(played, true)?;
    let key = key_of(played, Role::Administrator, None)?;
    let name = played.office.look(|unit, desk| {
        Ok(crate::registry::people::load(unit, desk, known.worker)?.identity().name.clone())
    })?;
    let one = |number: &str, nik: &str, name: &str, died: &str| {
        let at_work = false;
        json!({ "notice": number, "nik": nik, "name": name, "died": died, "at_work": at_work })
    };
    let body = json!({ "notices": [
        one("KM-1", &known.nik, &name, "2026-05-10"),
        one("KM-2", "99", "Siti", "2026-05-10"),
        one("KM-3", "9901014501900198", "Siti", "2026-05-10"),
        one("KM-4", &known.nik, "Bukan Namanya", "2026-05-10"),
        one("KM-5", &known.nik, &name, "2026-05-10"),
        one("KM-6", &known.nik, &name, "2027-05-10"),
    ] });
    let place = "registry/death-notices";
    let (status, said) = asked(played, &key, place, Some(("1", &body)))?;
    let outcomes = |said: &Value| -> Vec<String> {
        let all = said["notices"].as_array().into_iter().flatten();
        all.map(|one| one["outcome"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let expected = ["opened", "unread", "unknown", "other_name", "dead", "other_day"];
    assert_eq!((status, outcomes(&said)), (200, expected.map(str::to_owned).to_vec()), "{said}");
    let case = *cases_of(played, known.worker)?.first().context("no case")?;
    assert_eq!(said["notices"][0]["case"], json!(case));
    // The same request gets the same answer; the same notices under another key change nothing.
    assert_eq!(asked(played, &key, place, Some(("1", &body)))?.1, said);
    let (_, again) = asked(played, &key, place, Some(("2", &body)))?;
    assert_eq!(outcomes(&again)[0], "again");
    let (status, _) = asked(played, &key, place, Some(("1", &json!({ "notices": [] }))))?;
    assert_eq!((status, cases_of(played, known.worker)?.len()), (422, 1));
    let looks =
        played.office.look(|unit, _| store::queries::readings::of_person(unit, known.worker, None, 99))?;
    assert!(looks.iter().any(|look| look.role == "administrator" && look.why == "claims"), "{looks:?}");
    let other = key_of(played, Role::Hospital, Some(known.payer))?;
    assert_eq!(asked(played, &other, place, Some(("3", &body)))?.0, 403);
    Ok(())
}
