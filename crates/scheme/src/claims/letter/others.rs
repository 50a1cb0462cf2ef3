//! Letters that are no answer of the law: a rejection by a person, and papers that are asked for.

use rules::tree::Words;

use super::decided::about;
use super::sentence::{both, plain, with_day, with_money};
use super::{Decided, Letter, Line, Outcome, means, no};
use crate::claims::assess::conditions;
use crate::claims::give_back::Plan;
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

/// The letter that says in which parts what was paid too much comes back.
pub fn give_back(law: &ClaimLaw<'_>, decided: &Decided<'_>, plan: &Plan) -> Result<Letter, Refusal> {
    let mut letter = empty(law, decided, Outcome::Overpaid)?;
    let parts = both("Kelebihan bayar dikembalikan bertahap.", "What was paid too much comes back in parts.");
    letter.opening = vec![
        Line::says(parts, None),
        about(law, decided.question),
        sum(law, "Yang masih harus kembali: {}.", "Still to come back: {}.", plan.amount),
        sum(law, "Setiap bulan kembali {}.", "{} comes back each month.", plan.instalment),
    ];
    let (id, en) = (
        format!("Ada {} bagian. Bagian pertama paling lambat {{}}.", plan.count()),
        format!("There are {} parts. The first is due by {{}}.", plan.count()),
    );
    letter.opening.push(Line::says(with_day(&id, &en, plan.first.last_day()), None));
    let id = "Dari pembayaran lain dari dana yang sama kami potong paling banyak satu bagian.";
    let en = "Of another payment from the same fund we keep back one part at most.";
    letter.opening.push(Line::says(both(id, en), law.kept_back_on(decided.question.decided).cloned()));
    letter.number_lines();
    Ok(letter)
}

fn sum(law: &ClaimLaw<'_>, id: &str, en: &str, coins: i64) -> Line {
    Line { number: 0, said: with_money(law, id, en, coins), amount: Some(coins), citation: None }
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
