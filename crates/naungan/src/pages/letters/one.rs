//! One letter: as a page with a way to object to each line, as PDF, and held against the paper.

use axum::http::StatusCode;
use minijinja::{Value, context};
use print::Sheet;
use rules::render::Lang;
use store::queries::{grievances, letters as rows};

use super::{check_at, key, qr, shown_of, whose};
use crate::auth::Deed;
use crate::office::card;
use crate::pages::card::initials;
use crate::pages::documents::file;
use crate::pages::page;
use crate::registry::letters::{self, Kept};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::views::letter;

pub(super) fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, name): (i64, String) = (ask.place("claim")?, ask.place("no")?);
    let number = |text: &str| text.parse::<i64>().map_err(|_| Problem::NotFound);
    if let Some(no) = name.strip_suffix(".pdf") {
        return as_pdf(ask, claim, number(no)?);
    }
    let no = number(&name)?;
    shown_of(ask, Deed::SeeLetters, claim)?;
    let (kept, objected) = ask.office.look(|unit, desk| {
        let (row, kept) = letters::read(unit, desk, (claim, no))?;
        let mine = grievances::of_claim(unit, claim)?.into_iter().filter(|one| one.letter == row.id);
        Ok((kept, mine.collect::<Vec<_>>()))
    })?;
    let caller = ask.caller.clone();
    let may_grieve =
        ask.office.look(|unit, desk| Ok(whose(unit, desk, (&caller, Deed::Grieve), claim)?.is_some()))?;
    let shown = letter::page(&kept, ask.lang);
    let objected: Vec<Value> =
        objected.iter().map(|one| context! { id => one.id, line => one.line, state => one.state }).collect();
    page(ask, "letters/letter.html", context! { letter => shown, objected, may_grieve })
}

/// A letter as PDF, for whoever may read it.
pub(crate) fn as_pdf(ask: &mut Ask<'_>, claim: i64, no: i64) -> Result<Reply, Problem> {
    shown_of(ask, Deed::SeeLetters, claim)?;
    let public = ask.settings.public.clone();
    let (kept, address) = ask.office.look(|unit, desk| {
        let (row, kept) = letters::read(unit, desk, (claim, no))?;
        Ok((kept, check_at(desk, &public, &row)))
    })?;
    pdf(ask, &kept, &address)
}

fn pdf(ask: &mut Ask<'_>, kept: &Kept, address: &str) -> Result<Reply, Problem> {
    let sheet = Sheet {
        lang: match ask.lang {
            Lang::Id => print::Lang::Id,
            Lang::En => print::Lang::En,
        },
        institution: ask.office.institution.name.clone(),
        law: kept.law.clone(),
        made: kept.day()?,
        invented: ask.settings.invented,
        check_at: address.to_owned(),
    };
    let printed = print::letter(&letter::printed(kept, sheet, Some(qr(address)?), ask.lang)?)?;
    let word = ask.pick("surat", "letter");
    Ok(file(&format!("{word}-{}-{}.pdf", kept.claim, kept.no), printed))
}

/// What was kept of a letter, for whoever holds the paper and compares.
pub(super) fn checked(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let token: String = ask.place("token")?;
    let lang = ask.lang;
    let found = ask.office.look(|unit, desk| {
        let Some(id) = card::read(&key(desk), &token) else { return Ok(None) };
        let Some(row) = rows::read(unit, id)? else { return Ok(None) };
        let kept = letters::open(desk, &row)?;
        let last = rows::last(unit, row.claim)?;
        Ok(Some(context! {
            known => true,
            claim => kept.claim,
            no => kept.no,
            about => kept.about.of(lang),
            outcome => kept.outcome,
            day => kept.day,
            initials => initials(&kept.name),
            lines => kept.lines().count(),
            net => kept.net,
            law => kept.law,
            later => last > kept.no,
        }))
    })?;
    match found {
        Some(values) => page(ask, "letters/checked.html", values),
        None => {
            Ok(page(ask, "letters/checked.html", context! { known => false })?.status(StatusCode::NOT_FOUND))
        }
    }
}
