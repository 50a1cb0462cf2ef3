//! What a reader can do: when the money comes, what delay is worth to her, how she objects.

use std::collections::HashSet;

use base::Citation;
use rules::tree::Words;

use super::sentence::{both, with_day, with_money};
use super::why::doubts;
use super::{Decided, Line};
use crate::claims::grievance::Level;
use crate::claims::told::Told;
use crate::claims::{Question, Record};
use crate::law::{ClaimLaw, unless_silent};
use crate::memberships::Segment;
use crate::refusal::Refusal;

/// When it is paid, since when the clock stood, and what delay is worth.
pub(super) fn clock(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    decided: &Decided<'_>,
    gross: i64,
) -> Result<Vec<Line>, Refusal> {
    let question = decided.question;
    let spell = record.insured(law.law(), question.kind.benefit(), question.event);
    let of = (question.kind, spell.map_or(Segment::WageEarner, |spell| spell.segment));
    let clock = decided.clock;
    let Some(due) = clock.due(law, of, question.decided)? else {
        let id = "Tanggal bayar ditetapkan setelah klaim lengkap dan disetujui.";
        let en = "The day of payment is set when the claim is complete and approved.";
        return Ok(std::iter::once(says(id, en)).chain(later(law, decided)).collect());
    };
    let said = with_day("Kami wajib membayar paling lambat {}.", "We have to pay by {}.", due.day);
    let mut lines = vec![Line::says(said, due.citation.clone())];
    if due.stopped > 0 {
        let id = format!("Jangka waktu berhenti {} hari kerja karena menunggu dokumen.", due.stopped);
        let en = format!("The time stood still for {} working days, to wait for a paper.", due.stopped);
        lines.push(Line::says(both(id, en), None));
    }
    // What is late is known on the day it is paid; one day more shows what each is worth.
    let late = clock.compensation(law, of, gross, question.pay_day)?;
    if let Some(late) = late.filter(|_| question.pay_day > due.day) {
        let (id, en) =
            ("Pembayaran terlambat, jadi Anda juga menerima {}.", "It is paid late, so you also get {}.");
        let said = with_money(law, id, en, late.amount);
        lines.push(Line { number: 0, said, amount: Some(late.amount), citation: due.citation });
    } else if let Some(day) = due.day.next()
        && let Some(one) = clock.compensation(law, of, gross, day)?
    {
        let (id, en) = ("Bila terlambat, setiap hari menambah {}.", "If it is late, each day adds {}.");
        lines.push(Line::says(with_money(law, id, en, one.amount), due.citation));
    }
    lines.extend(later(law, decided));
    Ok(lines)
}

/// What becomes of the payments that are still to come.
fn later(law: &ClaimLaw<'_>, decided: &Decided<'_>) -> Option<Line> {
    if decided.found.lines.iter().all(|line| line.unit.is_none()) {
        return None;
    }
    match decided.question.kind.benefit() {
        "jp" => {
            let id = "Sesudah itu pensiun dibayar setiap bulan.";
            Some(says(id, "After that the pension is paid each month."))
        }
        "jkp" => {
            let clauses = &law.law().tree().items[law.rules.duty_met].clauses;
            let clause = clauses.iter().find(|clause| clause.is_in_force_on(decided.question.pay_day));
            let id = "Setiap bulan dibayar setelah kewajiban bulan itu dipenuhi.";
            let said = both(id, "Each month is paid once the duty of that month is done.");
            Some(Line::says(said, clause.map(|clause| clause.citation.clone())))
        }
        _ => None,
    }
}

/// How to object, until when, and how soon there is an answer.
pub(super) fn appeal(law: &ClaimLaw<'_>, question: &Question<'_>) -> Result<Vec<Line>, Refusal> {
    let mut told = Told::new(law.law().tree());
    told.put("grievance_level", Level::FIRST.name());
    told.put("grievance_since_date", question.decided);
    let mut lines = vec![
        says(
            "Anda boleh berkeberatan atas baris mana pun di surat ini.",
            "You may object to any line of this letter.",
        ),
        says("Sebutkan nomor klaim dan nomor barisnya.", "Name the number of the claim and of the line."),
    ];
    let days = unless_silent(law.count(law.rules.grievance_days, &told.facts))?;
    if let Some(days) = days {
        let id = format!("Kami menjawab paling lambat {days} hari kerja setelah menerimanya.");
        let en = format!("We answer within {days} working days of receiving it.");
        let citation = law.law().ask(law.rules.grievance_days, &told.facts)?.citation;
        lines.push(Line::says(both(id, en), citation));
        lines.extend(uncertain(law, law.rules.grievance_days, &told));
    }
    if let Some((true, citation)) = unless_silent(law.yes(law.rules.grievance_always_open, &told.facts))? {
        let id = "Untuk keberatan tidak ada hari terakhir, tetapi lebih cepat lebih mudah.";
        lines.push(cited(both(id, "There is no last day to object, but sooner is easier."), citation));
        lines.extend(uncertain(law, law.rules.grievance_always_open, &told));
    }
    if let Some(next) = unless_silent(law.choice(law.rules.grievance_next, &told.facts))? {
        let id = format!("Bila jawaban kami tidak memuaskan, langkah berikutnya: {}.", next.words.id);
        let en = format!("If our answer does not content you, the next step is: {}.", next.words.en);
        lines.push(cited(both(id, en), next.citation));
    }
    lines.push(says("Keberatan tidak dipungut biaya.", "To object costs nothing."));
    Ok(lines)
}

/// What is uncertain about a term.
fn uncertain(law: &ClaimLaw<'_>, item: usize, told: &Told<'_>) -> Vec<Line> {
    let defined = rules::explain::definition(law.law().tree(), &told.facts, item, true);
    doubts(&defined.reason, &mut HashSet::new())
}

fn says(id: &str, en: &str) -> Line {
    Line::says(both(id, en), None)
}

fn cited(said: Words, citation: Option<Citation>) -> Line {
    Line::says(said, citation)
}
