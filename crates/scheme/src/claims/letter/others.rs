//! Letters that are no answer of the law: a rejection by a person, and papers that are asked for.

use rules::tree::Words;

use super::decided::about;
use super::sentence::{both, plain};
use super::{Decided, Letter, Line, Outcome, means, no};
use crate::claims::assess::conditions;
use crate::claims::{Paper, Record, ground, told};
use crate::law::ClaimLaw;
use crate::refusal::Refusal;

/// The letter of a claim that somebody rejected under a provision. What the law itself refuses is said too.
pub fn rejected(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    decided: &Decided<'_>,
    provision: &str,
) -> Result<Letter, Refusal> {
    let mut letter = empty(law, decided, Outcome::Refused)?;
    let refuses = both("Kami tidak dapat mengabulkan klaim Anda.", "We cannot grant your claim.");
    let Words { id, en } = ground(law.law().tree(), provision)?;
    let under = both(format!("Dasarnya: {id}."), format!("The ground is {en}."));
    letter.opening = vec![Line::says(refuses, None), about(law, decided.question), Line::says(under, None)];
    // Somebody may reject what the law cannot be asked about: then there is nothing more to say.
    if let Ok(facts) = told::facts(law, record, decided.question) {
        let failing = conditions(law, &facts, decided.question).into_iter();
        letter.not_granted = failing.filter_map(|one| one.refusal).map(|refusal| no(&refusal)).collect();
    }
    letter.number_lines();
    Ok(letter)
}

/// The letter that asks for papers; whether the clock of the claim stands still until they come.
pub fn papers(
    law: &ClaimLaw<'_>,
    decided: &Decided<'_>,
    papers: &[Paper],
    stands: bool,
) -> Result<Letter, Refusal> {
    let mut letter = empty(law, decided, Outcome::Papers)?;
    let needs = both("Kami masih memerlukan dokumen.", "We still need papers.");
    letter.opening = vec![Line::says(needs, None), about(law, decided.question)];
    letter.opening.extend(papers.iter().map(paper));
    if stands {
        let id = "Jangka waktu pembayaran berhenti sampai dokumen itu kami terima.";
        letter.clock.push(Line::says(both(id, "The time to pay stands still until we have them."), None));
    }
    letter.number_lines();
    Ok(letter)
}

fn paper(paper: &Paper) -> Line {
    let (words, why) = (plain(&paper.words), plain(&paper.why));
    let id = format!("{} {} Dari: {}.", words.id, why.id, paper.giver.id);
    let en = format!("{} {} From: {}.", words.en, why.en, paper.giver.en);
    Line::says(both(id, en), paper.citation.clone())
}

/// A letter that says nothing yet but how to object.
fn empty(law: &ClaimLaw<'_>, decided: &Decided<'_>, outcome: Outcome) -> Result<Letter, Refusal> {
    Ok(Letter {
        number: decided.number.to_owned(),
        kind: decided.question.kind,
        day: decided.question.decided,
        to: decided.to.clone(),
        office: decided.office.clone(),
        outcome,
        opening: Vec::new(),
        parts: Vec::new(),
        tax: Vec::new(),
        not_granted: Vec::new(),
        clock: Vec::new(),
        appeal: means::appeal(law, decided.question)?,
        gross: 0,
        taxed: 0,
        net: 0,
    })
}
