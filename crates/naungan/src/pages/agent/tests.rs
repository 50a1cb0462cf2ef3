//! An agent's day through the pages and the interface, and what her branch sees of it.

use anyhow::{Context, Result};

use crate::auth::Role;
use crate::pages::doors::{branch, staff};
use crate::pages::played::{Browser, Played, played};

/// A new member as the form says her.
const MEMBER: [(&str, &str); 9] = [
    ("request", "1"),
    ("nik", "9901014501900011"),
    ("name", "Sutini Awal"),
    ("phone", "0813 0000 0011"),
    ("sector", "other"),
    ("income", "1.000.000"),
    ("saves", "no"),
    ("area", "31"),
    ("paid", "16.800"),
];

fn with(name: &str, value: &'static str) -> [(&'static str, &'static str); 9] {
    MEMBER.map(|(known, given)| if known == name { (known, value) } else { (known, given) })
}

/// Sends acts as a telephone does.
fn sync(browser: &mut Browser, acts: &str) -> Result<String> {
    let token = browser.form_token.clone();
    let headings = format!("content-type: application/json\r\nx-form-token: {token}\r\n");
    Ok(browser.ask("POST", "/api/v1/agent/acts", &headings, &format!("{{\"acts\":[{acts}]}}"))?.page)
}

#[test]
fn an_agent_enrols_collects_and_syncs() {
    testing::both(|address| {
        let mut played = played(address).expect("a counter");
        day_of(&mut played).expect("a day");
    });
}

fn day_of(played: &mut Played) -> Result<()> {
    let at = branch(&mut played.office)?;
    let wulan = staff(&mut played.office, Role::Agent, "wulan", (Some(at), None, None))?;
    let agus = staff(&mut played.office, Role::Officer, "agus", (Some(at), None, None))?;
    let mut browser = Browser::new(played.at);
    assert_eq!(wulan.enter(&mut browser, 0)?, "/agent");
    let seen = browser.get("/agent")?;
    assert!(seen.page.contains("None is about to end") && !seen.page.contains('⟨'), "{}", seen.page);
    // A form that lacks something comes back, and nothing is kept of it.
    browser.get("/agent/bring")?;
    for (name, value, says) in [
        ("nik", "99", "16"),
        ("income", "banyak", "Write the income"),
        ("area", "77", "Choose the province"),
        ("paid", "sedikit", "Write an amount"),
    ] {
        let seen = browser.post("/agent/bring", &with(name, value))?;
        assert!(seen.status == 422 && seen.page.contains(says), "{name}: {}", seen.page);
    }
    // Pressed twice, it is done once.
    for _ in 0..2 {
        let seen = browser.post("/agent/bring", &MEMBER)?;
        assert_eq!(seen.place, "/agent/receipts/1", "{}", seen.page);
    }
    let receipt = browser.get("/agent/receipts/1")?.page;
    assert!(receipt.contains("Sutini Awal") && receipt.contains("Rp16,800"), "{receipt}");
    assert!(browser.get("/agent")?.page.contains("Rp2,000,000"), "the limit is shown");
    synced(&mut browser)?;
    // The cash is handed over under a code.
    browser.get("/agent/handover")?;
    browser.post("/agent/handover", &[])?;
    assert!(browser.get("/agent/handover")?.page.contains("awaited"));
    seen_by_branch(played, &agus)
}

fn synced(browser: &mut Browser) -> Result<()> {
    let made = r#""made":"2026-05-20T09:00:00+07:00""#;
    let member = r#""enrol":{"nik":"9901014501900011","name":"Sutini Awal","phone":"081300000011",
        "sector":"other","income":2000000,"saves":false,"area":"31"}"#;
    let broken =
        r#""enrol":{"nik":"1","name":"?","phone":"","sector":"x","income":-1,"saves":true,"area":""}"#;
    let acts = format!(r#"{{"key":"a",{made},{member}}},{{"key":"b",{made},{broken}}}"#);
    // One bad act stops no good one; the same again is answered the same.
    for _ in 0..2 {
        let answers: serde_json::Value = serde_json::from_str(&sync(browser, &acts)?)?;
        let of = |at: usize, name: &str| answers["answers"][at][name].clone();
        assert_eq!((of(0, "answer"), of(0, "code")), ("conflict".into(), "enrolled_already".into()));
        let theirs = of(0, "theirs").to_string();
        assert!(
            theirs.contains("Rp1,000,000") && of(0, "mine").to_string().contains("Rp2,000,000"),
            "{theirs}"
        );
        assert_eq!((of(1, "answer"), of(1, "code")), ("refused".into(), "field_nik".into()));
    }
    let no: serde_json::Value = serde_json::from_str(&sync(browser, &format!(r#"{{"key":"c",{made}}}"#))?)?;
    assert_eq!(no["fields"][0]["field"], "/acts/0");
    // Both sides stand on a page, and she chooses.
    let acts = browser.get("/agent/acts")?.page;
    assert!(acts.contains("in conflict") && acts.contains("refused") && !acts.contains('⟨'), "{acts}");
    let act = browser.get("/agent/acts/3")?.page;
    assert!(act.contains("Rp1,000,000") && act.contains("Rp2,000,000") && !act.contains('⟨'), "{act}");
    let seen = browser.post("/agent/acts/3", &[("what", "take")])?;
    assert!(browser.get(&seen.place)?.page.contains("taken"));
    let field = browser.get("/agent/field")?.page;
    assert!(field.contains("/static/field.js") && !field.contains('⟨'), "{field}");
    Ok(())
}

fn seen_by_branch(played: &mut Played, agus: &crate::pages::doors::Staff) -> Result<()> {
    let mut officer = Browser::new(played.at);
    agus.enter(&mut officer, 0)?;
    let all = officer.get("/desk/agents")?.page;
    assert!(all.contains("Kantor Rukun") && !all.contains('⟨'), "{all}");
    let place = all.split("href=\"/desk/agents/").nth(1).and_then(|rest| rest.split('"').next());
    let place = format!("/desk/agents/{}", place.context("no agent")?);
    let page = officer.get(&place)?.page;
    assert!(page.contains("Rp16,800 of Rp2,000,000") && !page.contains('⟨'), "{page}");
    let areas = format!("{place}/areas");
    assert_eq!(officer.post(&areas, &[("area", "9")])?.status, 422);
    officer.post(&areas, &[("area", "3174")])?;
    assert!(officer.get(&place)?.page.contains("district 3174"));
    officer.post(&areas, &[("end", "3174")])?;
    assert!(!officer.get(&place)?.page.contains("district 3174"));
    officer.post(&format!("{place}/commission"), &[("what", "hold")])?;
    assert!(officer.get(&place)?.page.contains("Commission waits"));
    let seen = officer.post(&format!("{place}/acts/4"), &[("what", "drop")])?;
    assert!(officer.get(&seen.place)?.page.contains("dropped"));
    Ok(())
}
