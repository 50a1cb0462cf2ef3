//! Letters on claims as they are kept: lines in both languages, sealed, never changed.

use anyhow::{Context, Result, ensure};
use base::{Citation, Day};
use rules::formula::Unit as Every;
use rules::render::{self, Lang};
use rules::tree::Words;
use scheme::claims::ClaimKind;
use scheme::claims::letter::{Addressee, Letter, Line, Office, Outcome, Part};
use serde::{Deserialize, Serialize};
use store::Unit;
use store::queries::institution;
use store::queries::letters as rows;

use super::not_there;
use crate::office::Desk;

/// A text in Indonesian and English.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Both {
    pub(crate) id: String,
    pub(crate) en: String,
}

impl Both {
    /// In the reader's language.
    pub(crate) fn of(&self, lang: Lang) -> &str {
        lang.pick(&self.id, &self.en)
    }
}

/// A letter as it was written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) claim: i64,
    pub(crate) no: i64,
    /// What was claimed, in words.
    pub(crate) about: Both,
    /// The law's name of it.
    pub(crate) claim_kind: String,
    /// `granted`, `refused` …
    pub(crate) outcome: String,
    pub(crate) day: String,
    pub(crate) name: String,
    pub(crate) acts_for: Option<String>,
    pub(crate) membership: String,
    pub(crate) office: String,
    pub(crate) office_address: String,
    pub(crate) office_telephone: String,
    pub(crate) opening: Vec<KeptLine>,
    pub(crate) parts: Vec<KeptPart>,
    pub(crate) tax: Vec<KeptLine>,
    pub(crate) not_granted: Vec<KeptLine>,
    pub(crate) clock: Vec<KeptLine>,
    pub(crate) appeal: Vec<KeptLine>,
    pub(crate) gross: i64,
    pub(crate) taxed: i64,
    pub(crate) net: i64,
    /// The fingerprint of the law it was reckoned with.
    pub(crate) law: String,
}

/// A numbered line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct KeptLine {
    pub(crate) number: usize,
    pub(crate) said: Both,
    pub(crate) amount: Option<i64>,
    pub(crate) provision: Option<Both>,
}

/// A component of a benefit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub(crate) struct KeptPart {
    pub(crate) line: KeptLine,
    pub(crate) component: String,
    /// From which payment to which, and each of them.
    pub(crate) payments: Vec<(usize, usize, i64)>,
    /// `month` or `year`, of what is paid over time.
    pub(crate) every: Option<String>,
    pub(crate) to: Option<Both>,
    /// Who, who acts for her, and how much.
    pub(crate) shares: Vec<(String, Option<String>, i64)>,
    pub(crate) counts: bool,
    pub(crate) why: Vec<KeptLine>,
}

/// Keeps a letter of a claim; gives its number there.
pub(crate) fn keep(unit: &mut Unit<'_>, desk: &Desk<'_>, claim: i64, letter: &Letter) -> Result<i64> {
    let id = institution::take_numbers(unit, 1)?;
    let no = rows::last(unit, claim)? + 1;
    let kept = Kept::of(desk, (claim, no), letter);
    let row = rows::Letter {
        id,
        claim,
        no,
        kind: kept.outcome.clone(),
        day: letter.day,
        law: desk.fingerprint.to_owned(),
        sealed: desk.keys.seal(&rows::context(id), serde_json::to_string(&kept)?.as_bytes()),
        known: desk.now,
    };
    rows::add(unit, &row)?;
    Ok(no)
}

/// A letter of a claim by its number there, with its row.
pub(crate) fn read(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (claim, no): (i64, i64),
) -> Result<(rows::Letter, Kept)> {
    let row = rows::one(unit, claim, no)?.ok_or_else(|| {
        let id = format!("klaim {claim} tidak mempunyai surat {no}");
        not_there(id, format!("claim {claim} has no letter {no}"))
    })?;
    let kept = open(desk, &row)?;
    Ok((row, kept))
}

/// Opens a letter, and sees that it is of the claim and the law its row says.
pub(crate) fn open(desk: &Desk<'_>, row: &rows::Letter) -> Result<Kept> {
    let text = desk.keys.open(&rows::context(row.id), &row.sealed)?;
    let damaged = || format!("letter {} of claim {} is damaged", row.no, row.claim);
    let kept: Kept = serde_json::from_slice(&text).with_context(damaged)?;
    ensure!((kept.claim, kept.no, &kept.law) == (row.claim, row.no, &row.law), damaged());
    Ok(kept)
}

impl Kept {
    fn of(desk: &Desk<'_>, (claim, no): (i64, i64), letter: &Letter) -> Kept {
        let lines = |lines: &[Line]| lines.iter().map(KeptLine::of).collect();
        Kept {
            claim,
            no,
            about: kind_words(desk, letter.kind.name()),
            claim_kind: letter.kind.name().to_owned(),
            outcome: letter.outcome.name().to_owned(),
            day: letter.day.to_string(),
            name: letter.to.name.clone(),
            acts_for: letter.to.acts_for.clone(),
            membership: letter.to.membership.clone(),
            office: letter.office.name.clone(),
            office_address: letter.office.address.clone(),
            office_telephone: letter.office.telephone.clone(),
            opening: lines(&letter.opening),
            parts: letter.parts.iter().map(KeptPart::of).collect(),
            tax: lines(&letter.tax),
            not_granted: lines(&letter.not_granted),
            clock: lines(&letter.clock),
            appeal: lines(&letter.appeal),
            gross: letter.gross,
            taxed: letter.taxed,
            net: letter.net,
            law: desk.fingerprint.to_owned(),
        }
    }

    /// Every line, in the order in which they are read.
    pub(crate) fn lines(&self) -> impl Iterator<Item = &KeptLine> {
        let parts = self.parts.iter().flat_map(|part| std::iter::once(&part.line).chain(&part.why));
        let rest = [&self.tax, &self.not_granted, &self.clock, &self.appeal];
        self.opening.iter().chain(parts).chain(rest.into_iter().flatten())
    }

    /// Its day.
    pub(crate) fn day(&self) -> Result<Day> {
        self.day.parse().with_context(|| format!("letter {} of claim {} is damaged", self.no, self.claim))
    }
}

impl KeptLine {
    fn of(line: &Line) -> KeptLine {
        let provision = line.citation.as_ref().map(provision);
        KeptLine { number: line.number, said: both(&line.said), amount: line.amount, provision }
    }

    /// As the scheme points at it.
    pub(crate) fn line(&self) -> Line {
        let said = Words { id: self.said.id.clone(), en: self.said.en.clone() };
        Line { number: self.number, said, amount: self.amount, citation: None }
    }
}

impl KeptPart {
    fn of(part: &Part) -> KeptPart {
        let every = part.every.map(|every| match every {
            Every::Months => "month".to_owned(),
            _ => "year".to_owned(),
        });
        KeptPart {
            line: KeptLine::of(&part.line),
            component: part.component.clone(),
            payments: part.payments.iter().map(|run| (run.first, run.last, run.amount)).collect(),
            every,
            to: part.to.as_ref().map(both),
            shares: part
                .shares
                .iter()
                .map(|share| (share.name.clone(), share.guardian.clone(), share.amount))
                .collect(),
            counts: !part.stays_in_the_fund,
            why: part.why.iter().map(KeptLine::of).collect(),
        }
    }
}

/// A letter that is nothing but lines.
pub(crate) fn only(kind: ClaimKind, day: Day, opening: Vec<Line>) -> Letter {
    Letter {
        number: String::new(),
        kind,
        day,
        to: Addressee::default(),
        office: Office::default(),
        outcome: Outcome::Nothing,
        opening,
        parts: Vec::new(),
        tax: Vec::new(),
        not_granted: Vec::new(),
        clock: Vec::new(),
        appeal: Vec::new(),
        gross: 0,
        taxed: 0,
        net: 0,
    }
}

fn both(words: &Words) -> Both {
    Both { id: words.id.clone(), en: words.en.clone() }
}

fn provision(citation: &Citation) -> Both {
    let said = |lang| render::instrument(citation, lang).to_owned();
    Both { id: said(Lang::Id), en: said(Lang::En) }
}

/// What a kind of claim is called, by the law's name.
pub(crate) fn kind_words(desk: &Desk<'_>, name: &str) -> Both {
    let kinds = desk.tree().kinds.iter().filter(|kind| kind.name == "claim_kind");
    let mut options = kinds.flat_map(|kind| kind.options.iter().zip(&kind.words));
    let found = options.find(|(option, _)| *option == name).map(|(_, words)| both(words));
    found.unwrap_or_else(|| Both { id: name.to_owned(), en: name.to_owned() })
}
