//! What is said of an event: the claims it opens with their papers, or what stands in the way of each.

use std::fmt::Write;

use anyhow::Result;
use rules::render::{self, Lang};
use scheme::claims::Check;
use scheme::law::ClaimLaw;
use serde_json::{Value, json};

use super::Report;
use crate::actions::report_event::{OpenedClaim, Reported};
use crate::books::grouped;
use crate::commands::Outcome;
use crate::commands::register::{answer, findings_text};
use crate::office::Office;

pub(super) fn run(office: &mut Office, asked: &Report, lang: Lang) -> Result<Outcome> {
    let reported = super::report(office, asked)?;
    said(office, &reported, (lang, asked.happened.json))
}

/// Says what was opened.
pub(super) fn said(
    office: &mut Office,
    reported: &Reported,
    (lang, as_json): (Lang, bool),
) -> Result<Outcome> {
    let law = ClaimLaw::new(office.law)?;
    answer(as_json, &value(reported), &text(&law, reported, lang))?;
    Ok(if reported.case.is_some() { Outcome::Fine } else { Outcome::Faults })
}

fn value(reported: &Reported) -> Value {
    let claims = reported.claims.iter().map(|claim| {
        let papers = claim.papers.iter().map(|paper| {
            let [id, en] = &paper.words;
            json!({ "name": paper.name, "id": id, "en": en })
        });
        json!({
            "claim": claim.claim, "kind": claim.kind, "goes_on": claim.goes_on,
            "right_ends": claim.right_ends, "papers": papers.collect::<Value>(),
        })
    });
    let not = reported
        .not_opened
        .iter()
        .map(|(kind, why)| json!({ "kind": kind, "code": why.code, "id": why.id, "en": why.en }));
    let heirs = reported.heirs.iter().map(
        |(relation, name, guardian)| json!({ "relation": relation, "name": name, "guardian": guardian }),
    );
    json!({
        "case": reported.case, "claims": claims.collect::<Value>(), "not_opened": not.collect::<Value>(),
        "heirs": heirs.collect::<Value>(),
    })
}

/// What people call a kind of claim.
pub(super) fn kind_words(law: &ClaimLaw<'_>, kind: &str, lang: Lang) -> String {
    kind.parse().map_or_else(|_| kind.to_owned(), |kind| lang.of(law.kind_words(kind)).to_owned())
}

fn text(law: &ClaimLaw<'_>, reported: &Reported, lang: Lang) -> String {
    let mut text = String::new();
    if let Some(case) = reported.case {
        let _ = writeln!(text, "{} {case}", lang.pick("perkara", "case"));
    }
    for claim in &reported.claims {
        claim_text(&mut text, law, claim, lang);
    }
    for (kind, why) in &reported.not_opened {
        let words = kind_words(law, kind, lang);
        let _ = writeln!(
            text,
            "{} {words}: {}",
            lang.pick("tidak dibuka:", "not opened:"),
            lang.pick(&why.id, &why.en)
        );
    }
    for (relation, name, guardian) in &reported.heirs {
        let _ = write!(text, "{} {relation} {name}", lang.pick("ahli waris:", "heir:"));
        if let Some(guardian) = guardian {
            let _ = write!(text, ", {} {guardian}", lang.pick("diwakili", "for whom acts"));
        }
        text.push('\n');
    }
    text.push_str(&findings_text(&reported.findings, lang));
    text
}

fn claim_text(text: &mut String, law: &ClaimLaw<'_>, claim: &OpenedClaim, lang: Lang) {
    let words = kind_words(law, &claim.kind, lang);
    let _ = write!(text, "{} {}: {words}", lang.pick("klaim", "claim"), claim.claim);
    if claim.goes_on {
        let _ = write!(text, " ({})", lang.pick("melanjutkan klaim sebelumnya", "goes on from before"));
    }
    if let Some(day) = &claim.right_ends {
        let _ = write!(text, ", {} {day}", lang.pick("paling lambat", "at the latest"));
    }
    text.push('\n');
    for paper in &claim.papers {
        let said = |[id, en]: &[String; 2]| lang.pick(id, en).to_owned();
        let (words, why, giver) = (said(&paper.words), said(&paper.why), said(&paper.giver));
        let _ = writeln!(text, "  {:<18} {words} ({why}; {giver})", paper.name);
    }
}

pub(super) fn checks_json(checks: &[Check]) -> Value {
    let check = |check: &Check| {
        let blocks = check.blocks.iter().map(|block| {
            json!({
                "code": block.cause.code, "id": block.cause.id, "en": block.cause.en,
                "provision": block.cause.citation.as_ref().map(|cited| cited.instrument.clone()),
                "mender": block.mender.name(), "link": block.link,
            })
        });
        json!({
            "kind": check.kind.name(), "gross": check.gross, "can_be_claimed": check.can_be_claimed(),
            "right_ends": check.right_ends.as_ref().map(|(day, _)| day.to_string()),
            "blocks": blocks.collect::<Value>(),
        })
    };
    checks.iter().map(check).collect()
}

pub(super) fn checks_text(law: &ClaimLaw<'_>, checks: &[Check], lang: Lang) -> String {
    let mut text = String::new();
    for check in checks {
        let gross = check.gross.map(|gross| format!(": Rp{}", grouped(gross, lang))).unwrap_or_default();
        let _ = writeln!(text, "{}{gross}", lang.of(law.kind_words(check.kind)));
        for block in &check.blocks {
            let cause = &block.cause;
            let cited = cause.citation.as_ref().map(|cited| render::instrument(cited, lang));
            let cited = cited.map(|cited| format!(" ({cited})")).unwrap_or_default();
            let _ = writeln!(text, "  {}{cited}", lang.pick(&cause.id, &cause.en));
        }
    }
    text
}
