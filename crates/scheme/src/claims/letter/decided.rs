//! How a letter begins: what was decided about which event, how much, and what tax is kept.

use std::collections::HashSet;

use rules::reason::ReasonKind;

use super::sentence::{both, with_day, with_money};
use super::why::why;
use super::{Decided, Letter, Line, Outcome};
use crate::claims::{Assessment, Question};
use crate::law::ClaimLaw;

/// What was decided.
pub(super) fn opening(law: &ClaimLaw<'_>, decided: &Decided<'_>, letter: &Letter) -> Vec<Line> {
    let mut lines = vec![outcome(letter.outcome), about(law, decided.question)];
    let refusal = decided.found.refusal.as_ref();
    if let Some(refusal) = refusal.filter(|_| letter.outcome == Outcome::Employer) {
        lines.push(super::no(refusal));
    }
    match letter.outcome {
        Outcome::Granted => lines.push(amount(law, "Kami membayar {}.", "We pay {}.", letter.net)),
        Outcome::Employer => {
            let id = "Pemberi kerja harus membayar {}.";
            lines.push(amount(law, id, "The employer has to pay {}.", letter.net));
            let id = "Bila pemberi kerja tidak membayar, beri tahu kami.";
            lines.push(Line::says(both(id, "If the employer does not pay, tell us."), None));
        }
        Outcome::Refused | Outcome::Nothing => {}
        // These begin in words of their own.
        Outcome::Underpaid | Outcome::Overpaid | Outcome::Papers => {}
    }
    lines
}

fn outcome(outcome: Outcome) -> Line {
    let said = match outcome {
        Outcome::Granted | Outcome::Underpaid | Outcome::Overpaid | Outcome::Papers => {
            both("Kami menyetujui klaim Anda.", "We have granted your claim.")
        }
        Outcome::Employer => both(
            "Manfaat ini wajib dibayar oleh pemberi kerja, bukan oleh dana jaminan sosial.",
            "This benefit has to be paid by the employer, and not by the fund.",
        ),
        Outcome::Refused => both("Kami tidak dapat mengabulkan klaim Anda.", "We cannot grant your claim."),
        Outcome::Nothing => both(
            "Syarat klaim Anda terpenuhi, tetapi tidak ada yang dibayarkan untuk keadaan ini.",
            "Your claim meets the conditions, but nothing is paid in this case.",
        ),
    };
    Line::says(said, None)
}

/// What was claimed, and of which day.
pub(super) fn about(law: &ClaimLaw<'_>, question: &Question<'_>) -> Line {
    let words = law.kind_words(question.kind);
    let id = format!("Jenis klaim: {}. Tanggal peristiwa: {{}}.", words.id);
    let en = format!("Kind of claim: {}. Day of the event: {{}}.", words.en);
    Line::says(with_day(&id, &en, question.event), None)
}

fn amount(law: &ClaimLaw<'_>, id: &str, en: &str, coins: i64) -> Line {
    Line { number: 0, said: with_money(law, id, en, coins), amount: Some(coins), citation: None }
}

/// The tax that is kept, and why; nothing where there is none.
pub(super) fn tax(law: &ClaimLaw<'_>, found: &Assessment, taxed: i64) -> Vec<Line> {
    let Some(reason) = found.tax_reason.as_ref().filter(|_| taxed > 0) else { return Vec::new() };
    let mut lines = vec![amount(law, "Pajak yang dipotong: {}.", "Tax that is kept: {}.", taxed)];
    if let ReasonKind::Rule(rule) = &reason.kind {
        lines[0].citation = Some(rule.citation.clone());
    }
    lines.extend(why(law.law().tree(), [reason], &mut HashSet::new()));
    lines
}
