//! Letters of a family's case: read, kept as PDF and objected to by an heir who is no member herself.

use anyhow::{Context, Result};
use scheme::id::PersonId;
use scheme::people::Relative;
use serde_json::{Value, json};

use super::programs::{asked, key_of};
use super::{Family, HERS, cases_of, comes_in, family, member, on, reference, sends, tells};
use crate::actions::hand_in_paper::{self, HandIn};
use crate::actions::move_claim::{self, Wanted};
use crate::actions::report_event::{self, ReportEvent};
use crate::actions::{approve_claim, assess_claim, relate_person};
use crate::auth::Role;
use crate::faults::small::employer_with;
use crate::jobs;
use crate::pages::doors::{branch, staff};
use crate::pages::played::{Browser, Played, said_to};
use crate::registry::claims;

#[test]
fn an_heir_reads_her_letters_and_objects_to_a_line() {
    testing::both(|address| on(address, reads_and_objects));
}

fn reads_and_objects(played: &mut Played) -> Result<()> {
    let known = family(played, true)?;
    let mut browser = Browser::new(played.at);
    tells(&mut browser, &known.nik, "spouse", HERS)?;
    let reference = reference(&sends(played, &mut browser, HERS)?)?;
    while jobs::one(&mut played.office)? {}
    let case = *cases_of(played, known.worker)?.first().context("no case")?;
    let desk = desk(played)?;
    let claim = decided(played, known.worker, desk)?;
    let told = said_to(&mut played.office, HERS)?;
    assert!(told.iter().any(|text| text.contains(&format!("/claims/{claim}/letter/1"))), "{told:?}");

    let mut heir = comes_in(played, &reference)?;
    let page = heir.get(&format!("/heir/cases/{case}"))?.page;
    let letter = format!("/claims/{claim}/letter/1");
    assert!(page.contains(&letter) && page.contains("Read the letter"), "{page}");
    let page = heir.get(&letter)?.page;
    assert!(page.contains("Siti Contoh") && page.contains("Object to line 1"), "{page}");
    let (status, paper) = heir.raw(&format!("{letter}.pdf"))?;
    assert!(status == 200 && paper.contains("%PDF-"), "{status}");
    assert_eq!(heir.get("/me/letters")?.place, "/heir/cases");
    let grievance = objects(&mut heir, &letter)?;
    // Another who inherits sees it too; who gets nothing and whoever is of another family does not.
    let page = member(played, known.wife, "/heir/cases")?.get(&grievance)?.page;
    assert!(page.contains("Pemakamannya dibayar kakak saya"), "{page}");
    let brother = brother(played, &known)?;
    let mut brother = member(played, brother, "/heir/cases")?;
    let other = another_letter(played, desk)?;
    for path in [&letter, &grievance] {
        assert_eq!(brother.get(path)?.status, 404, "{path}");
    }
    assert_eq!(heir.get(&other)?.status, 404);
    let line = format!("{other}/line/1");
    assert_eq!(heir.post(&line, &[("says", "Bukan perkara saya")])?.status, 404);

    heir.get(&grievance)?;
    assert_eq!(heir.post(&grievance, &[("act", "withdraw")])?.place, grievance);
    assert!(heir.get(&grievance)?.page.contains("withdrawn"));
    let looks =
        played.office.look(|unit, _| store::queries::readings::of_person(unit, known.worker, None, 99))?;
    assert!(looks.iter().any(|look| look.role == "heir" && look.place == letter), "{looks:?}");
    Ok(())
}

#[test]
fn programs_read_letters_and_object_to_a_line() {
    testing::both(|address| on(address, read_by_programs));
}

fn read_by_programs(played: &mut Played) -> Result<()> {
    let known = family(played, true)?;
    let desk = desk(played)?;
    let died = ReportEvent {
        person: known.worker,
        kind: "other_death".parse()?,
        day: "2026-05-10".parse()?,
        by_employer: false,
        account: Some(desk.0),
        facts: Vec::new(),
    };
    report_event::run(&mut played.office, &died, None)?;
    let claim = decided(played, known.worker, desk)?;
    let of = |rest: &str| format!("claims/{claim}/{rest}");
    let auditor = key_of(played, Role::Auditor, None)?;
    let (status, all) = asked(played, &auditor, &of("letters"), None)?;
    assert_eq!((status, &all["items"][0]["kind"]), (200, &json!("granted")), "{all}");
    let (_, letter) = asked(played, &auditor, &of("letters/1"), None)?;
    let line = &letter["lines"][0];
    assert!(letter["net"].as_i64() > Some(0) && line["said"]["id"] != line["said"]["en"], "{letter}");
    let (status, owed) = asked(played, &auditor, &of("recovery"), None)?;
    assert_eq!((status, &owed["items"]), (200, &json!([])));
    for nowhere in ["letters/2", "letters/2/pdf", "grievances/1"] {
        assert_eq!(asked(played, &auditor, &of(nowhere), None)?.0, 404, "{nowhere}");
    }

    // The widow's own program reads her letter, keeps it and objects to a line, once.
    let mut widow = member(played, known.wife, "/heir/cases")?;
    let (status, paper) = widow.raw(&format!("/api/v1/{}", of("letters/1/pdf")))?;
    assert!(status == 200 && paper.contains("%PDF-"), "{status}");
    let body = json!({ "letter": 1, "line": 1, "says": "Pemakamannya dibayar kakak saya" });
    let first = lodged(&mut widow, &of("grievances"), &body)?;
    assert_eq!((first.0, &first.1["state"]), (201, &json!("open")), "{first:?}");
    assert_eq!(lodged(&mut widow, &of("grievances"), &body)?.1, first.1);
    let place = of(&format!("grievances/{}", first.1["grievance"]));
    assert_eq!(asked(played, &auditor, &place, None)?.1, first.1);
    let all = asked(played, &auditor, &of("grievances"), None)?.1;
    assert_eq!(all["items"].as_array().map(Vec::len), Some(1));
    // An auditor changes nothing; an officer of another branch, and who is nobody here, see nothing.
    assert_eq!(asked(played, &auditor, &of("grievances"), Some(("9", &body)))?.0, 403);
    let elsewhere = key_of(played, Role::Officer, None)?;
    assert_eq!(asked(played, &elsewhere, &place, None)?.0, 404);
    let brother = brother(played, &known)?;
    let mut brother = member(played, brother, "/heir/cases")?;
    for path in [of("letters"), of("recovery"), place] {
        assert_eq!(brother.get(&format!("/api/v1/{path}"))?.status, 404, "{path}");
    }
    Ok(())
}

fn lodged(browser: &mut Browser, path: &str, body: &Value) -> Result<(u16, Value)> {
    by_session(browser, path, ("1", "application/json", &body.to_string()))
}

/// What a program is answered that uses somebody's session: its key, the kind of its body, the body.
pub(super) fn by_session(
    browser: &mut Browser,
    path: &str,
    (key, kind, body): (&str, &str, &str),
) -> Result<(u16, Value)> {
    let token = &browser.form_token;
    let headings = format!("content-type: {kind}\r\nidempotency-key: {key}\r\nx-form-token: {token}\r\n");
    let seen = browser.ask("POST", &format!("/api/v1/{path}"), &headings, body)?;
    Ok((seen.status, serde_json::from_str(&seen.page)?))
}

/// An officer and a head who work at a branch, by the numbers of their accounts.
pub(super) fn desk(played: &mut Played) -> Result<(i64, i64)> {
    let branch = branch(&mut played.office)?;
    let officer = staff(&mut played.office, Role::Officer, "agus", (Some(branch), None, None))?;
    let head = staff(&mut played.office, Role::Head, "hana", (Some(branch), Some("31"), None))?;
    Ok((officer.account, head.account))
}

/// The claim for the death grant, approved by two.
pub(super) fn decided(played: &mut Played, dead: PersonId, (officer, head): (i64, i64)) -> Result<i64> {
    let claim = claim_of(played, dead)?;
    let missing = played.office.look(|unit, _| {
        let of = claims::play(unit, claim)?;
        Ok(of.claim.missing().map(str::to_owned).collect::<Vec<_>>())
    })?;
    for paper in &missing {
        let asked = HandIn { claim, paper, name: "surat.pdf", bytes: b"%PDF-1.7", account: Some(officer) };
        hand_in_paper::run(&mut played.office, &asked)?;
    }
    assess_claim::run(&mut played.office, claim, officer)?;
    approve_claim::run(&mut played.office, claim, head)?;
    Ok(claim)
}

pub(super) fn claim_of(played: &mut Played, dead: PersonId) -> Result<i64> {
    let all = played.office.look(|unit, _| store::queries::claims::of_person(unit, dead))?;
    Ok(all.iter().find(|claim| claim.kind == "jkm_death").context("no claim")?.id)
}

/// Objects to the first line, once with nothing said; gives where the grievance is.
fn objects(heir: &mut Browser, letter: &str) -> Result<String> {
    let line = format!("{letter}/line/1");
    heir.get(&line)?;
    assert_eq!(heir.post(&line, &[("says", " ")])?.status, 422);
    let opened = heir.post(&line, &[("says", "Pemakamannya dibayar kakak saya")])?;
    assert!(opened.place.starts_with("/grievances/"), "{} {}", opened.status, opened.page);
    let page = heir.get(&opened.place)?.page;
    assert!(page.contains("We answer by") && page.contains("Withdraw the grievance"), "{page}");
    Ok(opened.place)
}

/// A brother whom the register knows: of the family, and no heir beside the wife.
pub(super) fn brother(played: &mut Played, known: &Family) -> Result<PersonId> {
    let other = employer_with(&mut played.office, 1)?;
    played.office.unit(|unit, desk| {
        let row = unit.row("select person from membership where payer = $1", &[other.0.into()])?;
        let person = PersonId(row.context("no worker")?.int(0)?);
        let relative = Relative {
            of: known.worker,
            relation: "sibling".to_owned(),
            name: "Budi Contoh".to_owned(),
            birth_date: Some("1992-02-03".parse()?),
            from: "1992-02-03".parse()?,
            until: None,
        };
        let (no, _) = relate_person::add_within(unit, desk, &relative)?;
        claims::mark(unit, desk, (known.worker, no), (false, false), (Some(person), None))?;
        Ok(person)
    })
}

/// A letter about the death of somebody of another family.
fn another_letter(played: &mut Played, (officer, _): (i64, i64)) -> Result<String> {
    let other = employer_with(&mut played.office, 1)?;
    let person = played.office.look(|unit, _| {
        let row = unit.row("select person from membership where payer = $1", &[other.0.into()])?;
        Ok(PersonId(row.context("no worker")?.int(0)?))
    })?;
    let died = ReportEvent {
        person,
        kind: "other_death".parse()?,
        day: "2026-05-10".parse()?,
        by_employer: false,
        account: Some(officer),
        facts: Vec::new(),
    };
    report_event::run(&mut played.office, &died, None)?;
    let claim = claim_of(played, person)?;
    let asked = Wanted::Ask("family_card".to_owned());
    move_claim::run(&mut played.office, claim, officer, &asked)?;
    Ok(format!("/claims/{claim}/letter/1"))
}
