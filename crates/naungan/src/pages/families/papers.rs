//! The largest paper, at the doors of the page and of the interface: what fits is taken, a byte more is not.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::letters::{by_session, desk};
use super::{cases_of, family, member, on};
use crate::actions::hand_in_paper::PAPER_BYTES_MAX;
use crate::actions::report_event::{self, ReportEvent};
use crate::pages::played::{Browser, Played, Seen};
use crate::registry::claims;

#[test]
fn a_paper_larger_than_the_limit_is_refused_at_every_door() {
    testing::both(|address| on(address, refused_at_every_door));
}

/// A PDF of so many bytes.
fn paper_of(bytes: usize) -> String {
    let mut text = "%PDF-1.7 ".to_owned();
    text.push_str(&" ".repeat(bytes - text.len()));
    text
}

/// The page's form with a file.
fn uploads(browser: &mut Browser, place: &str, paper: &str, file: &str) -> Result<Seen> {
    browser.upload(place, &[("paper", paper)], ("file", "surat.pdf", file))
}

fn refused_at_every_door(played: &mut Played) -> Result<()> {
    let known = family(played, false)?;
    let by = desk(played)?;
    let asked = ReportEvent {
        person: known.worker,
        kind: "work_accident".parse()?,
        day: "2026-05-10".parse()?,
        by_employer: false,
        account: Some(by.0),
        facts: Vec::new(),
    };
    report_event::run(&mut played.office, &asked, None)?;
    let case = *cases_of(played, known.worker)?.first().context("no case")?;
    let (claim, missing) = played.office.look(|unit, _| {
        let all = store::queries::claims::of_person(unit, known.worker)?;
        let claim = all.first().context("no claim")?.id;
        let missing: Vec<String> = claims::play(unit, claim)?.claim.missing().map(str::to_owned).collect();
        Ok((claim, missing))
    })?;
    let [first, second, ..] = missing.as_slice() else { anyhow::bail!("too few papers: {missing:?}") };
    let mut worker = member(played, known.worker, "/me/claims")?;
    let kept = |played: &mut Played| played.office.look(|unit, _| store::queries::papers::of(unit, claim));

    let (largest, larger) = (paper_of(PAPER_BYTES_MAX), paper_of(PAPER_BYTES_MAX + 1));
    let place = format!("claims/{claim}/papers?name=surat.pdf&paper={first}");
    let mut send = |key: &str, file: &str| by_session(&mut worker, &place, (key, "application/pdf", file));
    let (status, said): (u16, Value) = send("1", &larger)?;
    assert_eq!((status, &said["code"]), (413, &json!("too_large")), "{said}");
    assert_eq!(kept(played)?.len(), 0);
    assert_eq!(send("2", &largest)?.0, 201);

    let page = format!("/me/claims/{case}");
    worker.get(&page)?;
    let place = format!("{page}/paper");
    let seen = uploads(&mut worker, &place, second, &larger)?;
    assert!(seen.status == 422 && seen.page.contains("larger than 10 MB"), "{} {}", seen.status, seen.page);
    // What the counter does not even read is a page too.
    let seen = uploads(&mut worker, &place, second, &paper_of(PAPER_BYTES_MAX + 20_000))?;
    assert!(seen.status == 413 && seen.page.contains("Too large"), "{} {}", seen.status, seen.page);
    assert_eq!(kept(played)?.len(), 1);
    worker.get(&page)?;
    assert_eq!(uploads(&mut worker, &place, second, &largest)?.status, 303);
    assert_eq!(kept(played)?.len(), 2);
    Ok(())
}
