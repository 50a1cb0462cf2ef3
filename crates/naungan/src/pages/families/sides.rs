//! What each side of a case reads and gives through the interface: heirs, employers, officers, who looks for
//! work; and nobody else.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::letters::{brother, by_session, claim_of, decided, desk};
use super::programs::{asked, key_of};
use super::{cases_of, family, member, on};
use crate::actions::report_event::{self, ReportEvent};
use crate::auth::Role;
use crate::faults::small::employer_with;
use crate::pages::played::Played;

fn happened(played: &mut Played, person: scheme::id::PersonId, kind: &str, by: i64) -> Result<()> {
    let asked = ReportEvent {
        person,
        kind: kind.parse()?,
        day: "2026-05-10".parse()?,
        by_employer: false,
        account: Some(by),
        facts: Vec::new(),
    };
    report_event::run(&mut played.office, &asked, None).map(drop)
}

#[test]
fn an_heir_does_her_part_through_the_interface() {
    testing::both(|address| on(address, heirs_part));
}

fn heirs_part(played: &mut Played) -> Result<()> {
    let known = family(played, true)?;
    let by = desk(played)?;
    happened(played, known.worker, "other_death", by.0)?;
    let claim = claim_of(played, known.worker)?;
    let case = *cases_of(played, known.worker)?.first().context("no case")?;
    let mut widow = member(played, known.wife, "/heir/cases")?;
    let shown = widow.get(&format!("/api/v1/claims/{claim}/case"))?;
    let story: Value = serde_json::from_str(&shown.page)?;
    let heir = &story["heirs"]["heirs"][0];
    assert_eq!((&story["case"], &heir["name"]), (&json!(case), &json!("Siti Contoh")), "{story}");
    assert!(story["claims"][0]["missing"][0]["why"].is_string(), "{story}");

    let papers = format!("cases/{case}/papers?paper=death_certificate&name=");
    let pdf = "application/pdf";
    for (key, name, body, status, code) in [
        ("1", "akta.pdf.exe", "%PDF-1.7", 422, "paper_name"),
        ("2", "akta.pdf", "MZ", 422, "paper_type"),
        ("3", "akta.pdf", "%PDF-1.7", 201, ""),
        ("4", "akta.pdf", "%PDF-1.7", 422, "paper_unasked"),
    ] {
        let (found, said) = by_session(&mut widow, &format!("{papers}{name}"), (key, pdf, body))?;
        assert_eq!(found, status, "{name}: {said}");
        assert!(code.is_empty() || said["code"] == code, "{name}: {said}");
    }
    let odd = format!("cases/{case}/papers?paper=no_such_paper&name=a.pdf");
    let (status, said) = by_session(&mut widow, &odd, ("5", pdf, "%PDF-1.7"))?;
    assert_eq!((status, &said["fields"][0]["field"]), (422, &json!("?paper")), "{said}");

    let payees = format!("cases/{case}/payees");
    let account = |hand: &Value| {
        json!({ "hand": hand, "name": "Siti Contoh", "bank": "BMRIIDJA", "account": "9900112233" })
            .to_string()
    };
    let hers = account(&heir["hand"]);
    let json_kind = "application/json";
    let (status, said) = by_session(&mut widow, &payees, ("6", json_kind, &hers))?;
    assert_eq!((status, &said["hand"]), (201, &heir["hand"]), "{said}");
    assert_eq!(by_session(&mut widow, &payees, ("6", json_kind, &hers))?.1, said);
    let (status, said) = by_session(&mut widow, &payees, ("7", json_kind, &account(&json!("member"))))?;
    assert_eq!((status, &said["code"]), (422, &json!("not_your_hand")), "{said}");
    // A brother is of the family, and gets nothing: the case is not there for him.
    let brother = brother(played, &known)?;
    let mut brother = member(played, brother, "/heir/cases")?;
    assert_eq!(brother.get(&format!("/api/v1/claims/{claim}/case"))?.status, 404);
    assert_eq!(by_session(&mut brother, &payees, ("1", json_kind, &hers))?.0, 404);
    assert_eq!(by_session(&mut brother, &format!("{papers}a.pdf"), ("2", pdf, "%PDF-1.7"))?.0, 404);
    let looks =
        played.office.look(|unit, _| store::queries::readings::of_person(unit, known.worker, None, 99))?;
    assert!(looks.iter().any(|look| look.place == format!("/api/v1/claims/{claim}/case")), "{looks:?}");
    Ok(())
}

#[test]
fn an_employer_gives_her_papers_through_the_interface() {
    testing::both(|address| on(address, employers_part));
}

fn employers_part(played: &mut Played) -> Result<()> {
    let known = family(played, true)?;
    let by = desk(played)?;
    happened(played, known.worker, "work_accident", by.0)?;
    let case = *cases_of(played, known.worker)?.first().context("no case")?;
    let key = key_of(played, Role::Employer, Some(known.payer))?;
    let all = format!("payers/{}/cases", known.payer);
    let (status, said) = asked(played, &key, &all, None)?;
    let first = &said["items"][0];
    assert_eq!((status, &first["case"], &first["late"]), (200, &json!(case), &json!(true)), "{said}");
    let paper = first["missing"][0].as_str().context("no paper of hers")?.to_owned();
    let mut browser = crate::pages::played::Browser::new(played.at);
    let mut give = |number: &str, paper: &str, key: &str| -> Result<(u16, Value)> {
        let headings = format!("authorization: Bearer {key}\r\ncontent-type: application/pdf\r\n");
        let place = format!("/api/v1/{all}/{number}/papers?paper={paper}&name=surat.pdf");
        let seen = browser.ask("POST", &place, &headings, "%PDF-1.7")?;
        Ok((seen.status, serde_json::from_str(&seen.page)?))
    };
    let number = case.to_string();
    let (status, said) = give(&number, "identity_card", &key)?;
    assert_eq!((status, &said["fields"][0]["field"]), (422, &json!("?paper")), "{said}");
    assert_eq!(give(&number, &paper, &key)?.0, 201);
    assert_eq!(give("1", &paper, &key)?.0, 404);
    let missing = asked(played, &key, &all, None)?.1["items"][0]["missing"].clone();
    assert!(missing.as_array().is_some_and(|left| left.iter().all(|name| *name != paper)), "{missing}");
    // Another employer sees nothing of it.
    let other = employer_with(&mut played.office, 1)?;
    let stranger = key_of(played, Role::Employer, Some(other))?;
    assert_eq!(asked(played, &stranger, &all, None)?.0, 403);
    let own = format!("payers/{other}/cases");
    assert_eq!(asked(played, &stranger, &own, None)?.1["items"], json!([]));
    Ok(())
}

#[test]
fn warnings_signals_and_matches_have_their_reasons() {
    testing::both(|address| on(address, with_their_reasons));
}

fn with_their_reasons(played: &mut Played) -> Result<()> {
    let known = family(played, true)?;
    let auditor = key_of(played, Role::Auditor, None)?;
    let (status, said) = asked(played, &auditor, &format!("people/{}/warnings", known.worker), None)?;
    assert_eq!((status, said["warnings"].is_array()), (200, true), "{said}");
    let hospital = key_of(played, Role::Hospital, Some(known.payer))?;
    assert_eq!(asked(played, &hospital, &format!("people/{}/warnings", known.worker), None)?.0, 403);

    // She says what she looks for, and reads why a vacancy fits.
    let firm = key_of(played, Role::Employer, Some(known.payer))?;
    let vacancy = json!({
        "@type": "JobPosting", "title": "Juru las", "identifier": "L-1", "datePosted": "2026-05-01",
        "hiringOrganization": { "@type": "Organization", "name": "PT Contoh" },
        "occupationalCategory": "7212",
    });
    assert_eq!(asked(played, &firm, "vacancies", Some(("1", &vacancy)))?.0, 201);
    let mut wife = member(played, known.wife, "/me")?;
    let place = format!("/api/v1/people/{}/matches", known.wife);
    let before: Value = serde_json::from_str(&wife.get(&place)?.page)?;
    assert_eq!(before, json!({ "knows_wishes": false, "matches": [] }));
    let wishes = format!("people/{}/wishes", known.wife);
    let odd = json!({ "occupations": ["7212"], "province": 1 }).to_string();
    let (status, said) = by_session(&mut wife, &wishes, ("1", "application/json", &odd))?;
    assert_eq!((status, &said["fields"][0]["field"]), (422, &json!("/province")), "{said}");
    let wish = json!({ "occupations": ["7212"] }).to_string();
    assert_eq!(by_session(&mut wife, &wishes, ("2", "application/json", &wish))?.0, 200);
    let found: Value = serde_json::from_str(&wife.get(&place)?.page)?;
    let first = &found["matches"][0];
    assert_eq!((&found["knows_wishes"], &first["title"]), (&json!(true), &json!("Juru las")), "{found}");
    let points: i64 =
        first["reasons"].as_array().into_iter().flatten().filter_map(|one| one["points"].as_i64()).sum();
    assert_eq!(first["points"], json!(points), "{found}");

    // Of a claim that was decided, with the reason of each signal.
    let by = desk(played)?;
    happened(played, known.worker, "other_death", by.0)?;
    let claim = decided(played, known.worker, by)?;
    let (status, said) = asked(played, &auditor, &format!("claims/{claim}/signals"), None)?;
    assert_eq!((status, said["signals"].is_array()), (200, true), "{said}");
    let mut head = super::signed_in(played, by.1, "/claims")?;
    let look = json!({ "signal": "no_such_signal", "looked": "clear", "saw": "Sah" }).to_string();
    let signals = format!("claims/{claim}/signals");
    let (status, said) = by_session(&mut head, &signals, ("1", "application/json", &look))?;
    assert_eq!((status, &said["code"]), (422, &json!("signal_unknown")), "{said}");
    assert_eq!(asked(played, &auditor, &signals, Some(("1", &json!({}))))?.0, 403);
    Ok(())
}
