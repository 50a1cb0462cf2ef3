//! The letter of a decision as data: what was decided, how much and why, in short sentences.

mod again;
mod decided;
mod means;
mod others;
mod parts;
mod sentence;
mod why;

use base::{Citation, Day};
use rules::tree::Words;

use super::assess::conditions;
use super::told;
use super::{Assessment, Bearer, ClaimKind, Clock, Question, Record};
use crate::events::Heirs;
use crate::law::ClaimLaw;
use crate::refusal::Refusal;

pub use again::Money;
pub use others::{give_back, papers, rejected};

/// Whom a letter is written to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Addressee {
    /// The name.
    pub name: String,
    /// For whom, where it is not for herself: a child, or somebody who has died.
    pub acts_for: Option<String>,
    /// The number of the membership the claim rests on, as it is shown.
    pub membership: String,
}

/// Whom to ask.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Office {
    /// The branch.
    pub name: String,
    /// Where it is.
    pub address: String,
    /// Its telephone.
    pub telephone: String,
}

/// A claim that was decided.
#[derive(Clone, Copy, Debug)]
pub struct Decided<'a> {
    /// The claim's number, as it is shown.
    pub number: &'a str,
    /// Whom it is told.
    pub to: &'a Addressee,
    /// Whom to ask.
    pub office: &'a Office,
    /// What was asked of the law.
    pub question: &'a Question<'a>,
    /// What it answered.
    pub found: &'a Assessment,
    /// The heirs, where somebody has died.
    pub heirs: Option<&'a Heirs>,
    /// The clock of the claim.
    pub clock: &'a Clock,
}

/// What became of a claim.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// The fund pays.
    Granted,
    /// The employer has to pay.
    Employer,
    /// Nobody pays.
    Refused,
    /// Every condition holds, and it comes to nothing.
    Nothing,
    /// It was decided before, and more is paid.
    Underpaid,
    /// It was decided before, and too much was paid; or how that comes back.
    Overpaid,
    /// Papers are asked for.
    Papers,
}

impl Outcome {
    /// The word by which it is kept.
    pub const fn name(self) -> &'static str {
        match self {
            Outcome::Granted => "granted",
            Outcome::Employer => "employer",
            Outcome::Refused => "refused",
            Outcome::Nothing => "nothing",
            Outcome::Underpaid => "underpaid",
            Outcome::Overpaid => "overpaid",
            Outcome::Papers => "papers",
        }
    }
}

/// A letter.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Letter {
    /// The claim's number.
    pub number: String,
    /// What was claimed.
    pub kind: ClaimKind,
    /// The day of the decision.
    pub day: Day,
    /// Whom it is written to.
    pub to: Addressee,
    /// Whom to ask.
    pub office: Office,
    /// What became of it.
    pub outcome: Outcome,
    /// What was decided.
    pub opening: Vec<Line>,
    /// Each component of the benefit.
    pub parts: Vec<Part>,
    /// The tax that is kept from it, and why.
    pub tax: Vec<Line>,
    /// What was asked for and is not given.
    pub not_granted: Vec<Line>,
    /// When it is paid.
    pub clock: Vec<Line>,
    /// How to object.
    pub appeal: Vec<Line>,
    /// Components together, before tax.
    pub gross: i64,
    /// The tax.
    pub taxed: i64,
    /// What goes out.
    pub net: i64,
}

/// A line of a letter: a sentence or two that somebody can point at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Its number in the letter, from one.
    pub number: usize,
    /// What it says.
    pub said: Words,
    /// The amount, where it is about one.
    pub amount: Option<i64>,
    /// The provision.
    pub citation: Option<Citation>,
}

/// A component of the benefit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// What it is, how much, and by which provision.
    pub line: Line,
    /// The law's name.
    pub component: String,
    /// Payments of one amount that follow each other; none for what is given in kind.
    pub payments: Vec<Payments>,
    /// Whether payments are months, or years; nothing for what is paid once.
    pub every: Option<rules::formula::Unit>,
    /// Who gets it; the member herself where it is nobody else.
    pub to: Option<Words>,
    /// What each heir gets of it.
    pub shares: Vec<Share>,
    /// Whether it stays in the fund because nobody inherits: it is not part of the sum.
    pub stays_in_the_fund: bool,
    /// Why.
    pub why: Vec<Line>,
}

/// Payments of one amount that follow each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Payments {
    /// The first, from one.
    pub first: usize,
    /// The last.
    pub last: usize,
    /// Each of them.
    pub amount: i64,
}

/// What one heir gets of a component.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Share {
    /// Who.
    pub name: String,
    /// Who acts for a minor.
    pub guardian: Option<String>,
    /// How much.
    pub amount: i64,
}

/// The letter of a claim that was decided. Its amounts are those of the assessment.
pub fn letter(law: &ClaimLaw<'_>, record: &Record<'_>, decided: &Decided<'_>) -> Result<Letter, Refusal> {
    let (question, found) = (decided.question, decided.found);
    let facts = told::facts(law, record, question)?;
    let outcome = outcome(found);
    let payable = matches!(outcome, Outcome::Granted | Outcome::Employer);
    let parts = if payable { parts::parts(law, record, decided)? } else { Vec::new() };
    let gross = parts.iter().filter(|part| !part.stays_in_the_fund).filter_map(|part| part.line.amount).sum();
    let taxed = if payable { found.tax } else { 0 };
    let mut not_granted = Vec::new();
    if !payable {
        let failing = conditions(law, &facts, question).into_iter();
        not_granted.extend(failing.filter_map(|condition| condition.refusal).map(|refusal| no(&refusal)));
    }
    if outcome != Outcome::Refused {
        not_granted.extend(parts::left_out(law, &facts, decided));
    }
    let mut letter = Letter {
        number: decided.number.to_owned(),
        kind: question.kind,
        day: question.decided,
        to: decided.to.clone(),
        office: decided.office.clone(),
        outcome,
        opening: Vec::new(),
        parts,
        tax: decided::tax(law, found, taxed),
        not_granted,
        clock: Vec::new(),
        appeal: means::appeal(law, question)?,
        gross,
        taxed,
        net: gross - taxed,
    };
    letter.opening = decided::opening(law, decided, &letter);
    if outcome == Outcome::Granted {
        letter.clock = means::clock(law, record, decided, letter.gross)?;
    }
    letter.number_lines();
    Ok(letter)
}

fn outcome(found: &Assessment) -> Outcome {
    let anything = found.lines.iter().any(|line| line.total() > 0 || line.in_kind.is_some());
    match (found.bearer, found.is_payable()) {
        (_, false) => Outcome::Refused,
        _ if !anything => Outcome::Nothing,
        // For job loss the fund pays in the employer's place.
        (Bearer::Employer, _) if found.programme != ADVANCED => Outcome::Employer,
        _ => Outcome::Granted,
    }
}

/// The programme whose fund pays although an employer has to bear it.
const ADVANCED: &str = "jkp";

/// A refusal as a line.
fn no(refusal: &Refusal) -> Line {
    let said = sentence::plain(&Words { id: refusal.id.clone(), en: refusal.en.clone() });
    Line { number: 0, said, amount: None, citation: refusal.citation.clone() }
}

impl Letter {
    /// Every line, in the order in which they are read.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        let parts = self.parts.iter().flat_map(|part| std::iter::once(&part.line).chain(&part.why));
        let rest = [&self.tax, &self.not_granted, &self.clock, &self.appeal];
        self.opening.iter().chain(parts).chain(rest.into_iter().flatten())
    }

    /// The line of a number.
    pub fn line(&self, number: usize) -> Option<&Line> {
        self.lines().find(|line| line.number == number)
    }

    fn number_lines(&mut self) {
        let parts =
            self.parts.iter_mut().flat_map(|part| std::iter::once(&mut part.line).chain(&mut part.why));
        let rest = [&mut self.tax, &mut self.not_granted, &mut self.clock, &mut self.appeal];
        let lines = self.opening.iter_mut().chain(parts).chain(rest.into_iter().flatten());
        lines.enumerate().for_each(|(at, line)| line.number = at + 1);
    }
}

impl Line {
    /// A sentence without an amount.
    fn says(said: Words, citation: Option<Citation>) -> Line {
        Line { number: 0, said, amount: None, citation }
    }
}
