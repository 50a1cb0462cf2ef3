//! Letters on a claim, as they were written: line by line in both languages, and as PDF.

use anyhow::Result;
use schemars::JsonSchema;
use serde::Serialize;
use store::queries::letters as rows;

use super::about::About;
use super::list::{self, Part, part};
use crate::auth::Deed;
use crate::pages::letters::{as_pdf, shown_of};
use crate::registry::letters::{self, Both, Kept, KeptLine, KeptPart};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// Whose a letter is, is for the letter to say: relatives who are no members read theirs.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/claims/{claim}/letters", Deed::SeeLetters, all, || {
            About::new("letters", "Letters on a claim, in the order they were written")
                .answers::<Part<LetterRow>>()
                .query(list::QUERY)
        }),
        Route::get("/api/v1/claims/{claim}/letters/{letter}", Deed::SeeLetters, show, || {
            About::new("letters", "A letter: its numbered lines in both languages, with their provisions")
                .answers::<LetterForm>()
        }),
        Route::get("/api/v1/claims/{claim}/letters/{letter}/pdf", Deed::SeeLetters, pdf, || {
            About::new("letters", "A letter as it is printed, in the language that is asked for")
                .kind("application/pdf")
        }),
    ]
}

/// A letter in a list.
#[derive(Serialize, JsonSchema)]
struct LetterRow {
    /// Its number on the claim, from 1.
    letter: i64,
    /// `granted`, `employer`, `refused`, `nothing`, `underpaid`, `overpaid` or `papers`.
    kind: String,
    day: String,
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let claim: i64 = ask.place("claim")?;
    shown_of(ask, Deed::SeeLetters, claim)?;
    let found = ask.office.look(|unit, _| rows::of_claim(unit, claim))?;
    let forms =
        found.into_iter().map(|row| LetterRow { letter: row.no, kind: row.kind, day: row.day.to_string() });
    Ok(Reply::json(&part(ask, forms.collect(), |one: &LetterRow| format!("{:012}", one.letter))?)?)
}

/// A text in both languages.
#[derive(Serialize, JsonSchema)]
pub(super) struct SaidForm {
    id: String,
    en: String,
}

impl From<&Both> for SaidForm {
    fn from(both: &Both) -> SaidForm {
        SaidForm { id: both.id.clone(), en: both.en.clone() }
    }
}

/// A letter.
#[derive(Serialize, JsonSchema)]
struct LetterForm {
    claim: i64,
    letter: i64,
    kind: String,
    day: String,
    /// What was claimed.
    about: SaidForm,
    /// To whom it is written.
    name: String,
    /// For whom she acts.
    acts_for: Option<String>,
    membership: String,
    /// In the order in which they are read.
    lines: Vec<LineForm>,
    /// What the lines come to, in whole rupiah: before tax, the tax, and what is paid.
    gross: i64,
    tax: i64,
    net: i64,
    /// The fingerprint of the law it was reckoned with.
    law: String,
}

/// A numbered line, to which somebody may object.
#[derive(Serialize, JsonSchema)]
struct LineForm {
    line: usize,
    said: SaidForm,
    amount: Option<i64>,
    provision: Option<SaidForm>,
    /// Of what is granted: the law's name of the component, by when and to whom it is paid.
    component: Option<ComponentForm>,
}

/// A component of a benefit.
#[derive(Serialize, JsonSchema)]
struct ComponentForm {
    name: String,
    /// Whether it is paid out; what nobody inherits stays in the fund.
    paid_out: bool,
    /// `month` or `year`, of what is paid over time.
    every: Option<String>,
    payments: Vec<PaymentsForm>,
    to: Option<SaidForm>,
    shares: Vec<ShareForm>,
}

/// Payments of one amount.
#[derive(Serialize, JsonSchema)]
struct PaymentsForm {
    first: usize,
    last: usize,
    each: i64,
}

/// What one of several gets.
#[derive(Serialize, JsonSchema)]
struct ShareForm {
    name: String,
    /// Who acts for a minor.
    guardian: Option<String>,
    amount: i64,
}

impl LineForm {
    fn of(line: &KeptLine, of: Option<&KeptPart>) -> LineForm {
        LineForm {
            line: line.number,
            said: SaidForm::from(&line.said),
            amount: line.amount,
            provision: line.provision.as_ref().map(SaidForm::from),
            component: of.map(ComponentForm::from),
        }
    }
}

impl From<&KeptPart> for ComponentForm {
    fn from(part: &KeptPart) -> ComponentForm {
        let payments = part.payments.iter();
        let shares = part.shares.iter().cloned();
        ComponentForm {
            name: part.component.clone(),
            paid_out: part.counts,
            every: part.every.clone(),
            payments: payments.map(|&(first, last, each)| PaymentsForm { first, last, each }).collect(),
            to: part.to.as_ref().map(SaidForm::from),
            shares: shares.map(|(name, guardian, amount)| ShareForm { name, guardian, amount }).collect(),
        }
    }
}

impl From<&Kept> for LetterForm {
    fn from(kept: &Kept) -> LetterForm {
        let of = |line: &KeptLine| kept.parts.iter().find(|part| part.line.number == line.number);
        LetterForm {
            claim: kept.claim,
            letter: kept.no,
            kind: kept.outcome.clone(),
            day: kept.day.clone(),
            about: SaidForm::from(&kept.about),
            name: kept.name.clone(),
            acts_for: kept.acts_for.clone(),
            membership: kept.membership.clone(),
            lines: kept.lines().map(|line| LineForm::of(line, of(line))).collect(),
            gross: kept.gross,
            tax: kept.taxed,
            net: kept.net,
            law: kept.law.clone(),
        }
    }
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, no): (i64, i64) = (ask.place("claim")?, ask.place("letter")?);
    shown_of(ask, Deed::SeeLetters, claim)?;
    let (_, kept) = ask.office.look(|unit, desk| letters::read(unit, desk, (claim, no)))?;
    Ok(Reply::json(&LetterForm::from(&kept))?)
}

fn pdf(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, no): (i64, i64) = (ask.place("claim")?, ask.place("letter")?);
    as_pdf(ask, claim, no)
}
