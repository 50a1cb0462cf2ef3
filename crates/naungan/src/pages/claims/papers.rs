//! Papers of a claim: which are asked for and why, handed in on somebody's behalf, and looked at.

use rules::render::{self, Lang};
use scheme::refusal::Refusal;
use serde_json::{Value as Json, json};

use super::act::came_back;
use super::{CLAIM, complaint, said, wrong};
use crate::actions::hand_in_paper::{self, HandIn, PAPER_BYTES_MAX};
use crate::auth::Deed;
use crate::office::Desk;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::claim::{Seen, option};

/// What a form needs beside its file.
const FORM_BYTES: usize = 10_000;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::form("/claims/{claim}/papers", Deed::HandInPapers, hand_in)
            .of(CLAIM)
            .files(PAPER_BYTES_MAX + FORM_BYTES),
        Route::page("/claims/{claim}/files/{file}", Deed::ReadPapers, read).of(CLAIM),
    ]
}

/// The papers of a claim, each with the reason, who gives it, and the files that were handed in.
pub(super) fn told(desk: &Desk<'_>, seen: &Seen, lang: Lang) -> Vec<Json> {
    let claim = seen.held.row.id;
    let row = |asked: &scheme::claims::Asked| {
        let known = seen.papers.iter().find(|paper| paper.name == asked.paper);
        let files = seen.files.iter().filter(|file| file.paper == asked.paper).map(|file| {
            json!({
                "href": format!("/claims/{claim}/files/{}.{}", file.id, file.form),
                "size": file.size / 1_000 + 1,
                "by": said(lang, &format!("claims.actor.{}", file.given_by)),
                "day": file.known.day().map(|day| day.to_string()),
            })
        });
        json!({
            "name": asked.paper, "words": option(desk.tree(), "paper", &asked.paper, lang),
            "why": known.map(|paper| lang.of(&paper.why).to_owned()),
            "giver": known.map(|paper| lang.of(&paper.giver).to_owned()),
            "cite": known
                .and_then(|paper| paper.citation.as_ref())
                .map(|cited| render::citation(cited, lang)),
            "given": asked.given.map(|day| day.to_string()), "files": files.collect::<Json>(),
        })
    };
    seen.held.claim.papers.iter().map(row).collect()
}

/// Papers that can be asked for: all that the law knows, but those that are waited for.
pub(super) fn askable(desk: &Desk<'_>, seen: &Seen, lang: Lang) -> Vec<Json> {
    let waits = |name: &str| seen.held.claim.missing().any(|missing| missing == name);
    let kind = desk.tree().kinds.iter().find(|kind| kind.name == "paper");
    let all = kind.into_iter().flat_map(|kind| kind.options.iter().zip(&kind.words));
    all.filter(|(name, _)| !waits(name))
        .map(|(name, words)| json!({ "value": name, "text": lang.of(words) }))
        .collect()
}

fn hand_in(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, lang): (i64, _) = (ask.place("claim")?, ask.lang);
    let paper = ask.form.get("paper").to_owned();
    let Some(file) = ask.form.file("file").cloned() else {
        return came_back(ask, &[wrong("file", said(lang, "claims.file_missing"))]);
    };
    let account = Some(ask.caller.account);
    let asked = HandIn { claim, paper: &paper, name: &file.name, bytes: &file.bytes, account };
    let done = hand_in_paper::run(ask.office, &asked);
    match complaint(done, "file", lang)? {
        Ok(_) => Ok(Reply::see(&format!("/claims/{claim}?done=paper"))),
        Err(errors) => came_back(ask, &errors),
    }
}

/// A paper as it was handed in; that it was looked at is written down before.
fn read(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let claim: i64 = ask.place("claim")?;
    let file: String = ask.place("file")?;
    let number: i64 = file.split('.').next().and_then(|no| no.parse().ok()).ok_or(Problem::NotFound)?;
    let found = ask.office.look(|unit, desk| {
        let all = store::queries::papers::of(unit, claim)?;
        let Some(paper) = all.into_iter().find(|paper| paper.id == number) else { return Ok(None) };
        Ok(Some((paper.form, hand_in_paper::open(unit, desk, number)?.1)))
    })?;
    let (form, bytes) = found.ok_or(Problem::NotFound)?;
    let kind = kind_of(&form).ok_or_else(|| {
        let (id, en) = ("berkas ini tidak terbaca", "the file cannot be read");
        Problem::from(Refusal::new("paper_type", id, en))
    })?;
    Ok(Reply::file(kind, &format!("{number}.{form}"), bytes))
}

/// What a browser calls a form of paper.
pub(crate) fn kind_of(form: &str) -> Option<&'static str> {
    match form {
        "pdf" => Some("application/pdf"),
        "png" => Some("image/png"),
        "jpeg" => Some("image/jpeg"),
        _ => None,
    }
}
