//! A letter on a claim, in one language: as it is printed, and as a page shows it line by line.

use anyhow::Result;
use print::{Desk as Asked, Letter as Printed, LetterLine, LetterPart, Qr, Sheet};
use rules::render::Lang;
use serde_json::{Value as Json, json};
use store::queries::claims::Step;
use store::queries::letters::Letter;

use crate::registry::letters::{Kept, KeptLine, KeptPart};

/// Which letter was written when a step was taken, by its number: both became known at one moment.
pub(crate) fn at_step(letters: &[Letter], step: &Step) -> Option<i64> {
    let asks = match step.act.as_str() {
        "ask_again" => true,
        "approve" | "reject" => false,
        _ => return None,
    };
    let fits = |letter: &&Letter| letter.known == step.known && asks == (letter.kind == PAPERS);
    letters.iter().find(fits).map(|letter| letter.no)
}

/// The kind of a letter that asks for a paper.
const PAPERS: &str = "papers";

/// The letter as it is printed.
pub(crate) fn printed(kept: &Kept, sheet: Sheet, qr: Option<Qr>, lang: Lang) -> Result<Printed> {
    let lines = |lines: &[KeptLine]| lines.iter().map(|line| printed_line(line, lang)).collect();
    Ok(Printed {
        sheet,
        number: format!("{}/{}", kept.claim, kept.no),
        day: kept.day()?,
        name: kept.name.clone(),
        acts_for: kept.acts_for.clone().unwrap_or_default(),
        membership: kept.membership.clone(),
        opening: lines(&kept.opening),
        parts: kept.parts.iter().map(|part| printed_part(part, lang)).collect(),
        gross: kept.gross,
        taxed: kept.taxed,
        net: kept.net,
        tax: lines(&kept.tax),
        not_granted: lines(&kept.not_granted),
        clock: lines(&kept.clock),
        appeal: lines(&kept.appeal),
        office: Asked {
            name: kept.office.clone(),
            address: kept.office_address.clone(),
            telephone: kept.office_telephone.clone(),
        },
        qr,
    })
}

fn printed_line(line: &KeptLine, lang: Lang) -> LetterLine {
    let provision = line.provision.as_ref().map(|cited| cited.of(lang).to_owned()).unwrap_or_default();
    LetterLine { number: line.number, text: line.said.of(lang).to_owned(), provision }
}

fn printed_part(part: &KeptPart, lang: Lang) -> LetterPart {
    LetterPart {
        line: printed_line(&part.line, lang),
        amount: part.line.amount,
        counts: part.counts,
        to: part.to.as_ref().map(|to| to.of(lang).to_owned()).unwrap_or_default(),
        payments: payments(part),
        shares: part
            .shares
            .iter()
            .map(|(who, guardian, amount)| (share(who, guardian.as_deref()), *amount))
            .collect(),
        why: part.why.iter().map(|line| printed_line(line, lang)).collect(),
    }
}

/// Payments over time; what is paid once has none to list.
fn payments(part: &KeptPart) -> Vec<(String, i64)> {
    if part.every.is_none() {
        return Vec::new();
    }
    let which = |first: usize, last: usize| {
        if first == last { first.to_string() } else { format!("{first}–{last}") }
    };
    part.payments.iter().map(|(first, last, amount)| (which(*first, *last), *amount)).collect()
}

fn share(who: &str, guardian: Option<&str>) -> String {
    guardian.map_or_else(|| who.to_owned(), |guardian| format!("{who} ({guardian})"))
}

/// The letter as a page shows it: sections with their numbered lines.
pub(crate) fn page(kept: &Kept, lang: Lang) -> Json {
    let lines = |lines: &[KeptLine]| lines.iter().map(|line| shown(line, lang)).collect::<Json>();
    let parts = kept.parts.iter().map(|part| {
        let shares: Json = part
            .shares
            .iter()
            .map(
                |(who, guardian, amount)| json!({ "who": share(who, guardian.as_deref()), "amount": amount }),
            )
            .collect();
        let payments: Json = payments(part)
            .into_iter()
            .map(|(which, amount)| json!({ "which": which, "amount": amount }))
            .collect();
        json!({
            "line": shown(&part.line, lang), "in_kind": part.line.amount.is_none(), "counts": part.counts,
            "to": part.to.as_ref().map(|to| to.of(lang)), "shares": shares, "payments": payments,
            "every": part.every, "why": lines(&part.why),
        })
    });
    json!({
        "claim": kept.claim, "no": kept.no, "outcome": kept.outcome, "day": kept.day,
        "about": kept.about.of(lang), "name": kept.name, "acts_for": kept.acts_for,
        "membership": kept.membership, "office": kept.office, "office_address": kept.office_address,
        "office_telephone": kept.office_telephone, "opening": lines(&kept.opening),
        "parts": parts.collect::<Json>(), "gross": kept.gross, "taxed": kept.taxed, "net": kept.net,
        "tax": lines(&kept.tax), "not_granted": lines(&kept.not_granted), "clock": lines(&kept.clock),
        "appeal": lines(&kept.appeal), "law": kept.law,
    })
}

fn shown(line: &KeptLine, lang: Lang) -> Json {
    json!({
        "number": line.number, "text": line.said.of(lang), "amount": line.amount,
        "provision": line.provision.as_ref().map(|cited| cited.of(lang)),
    })
}

/// The letter as text, for a terminal.
pub(crate) fn text(kept: &Kept, lang: Lang) -> String {
    let mut text = format!("{} · {} · {}\n{}\n", kept.about.of(lang), kept.day, kept.membership, kept.name);
    if let Some(whom) = &kept.acts_for {
        text.push_str(&format!("({whom})\n"));
    }
    text.push('\n');
    for line in kept.lines() {
        let amount = match line.amount {
            // The sentence says it already, unless it is only the name of a component.
            Some(amount) if kept.parts.iter().any(|part| part.line.number == line.number) => {
                format!(": Rp{}", crate::books::grouped(amount, lang))
            }
            _ => String::new(),
        };
        let cited = line.provision.as_ref().map(|cited| format!(" ({})", cited.of(lang))).unwrap_or_default();
        text.push_str(&format!("{:>3}  {}{amount}{cited}\n", line.number, line.said.of(lang)));
        let Some(part) = kept.parts.iter().find(|part| part.line.number == line.number) else { continue };
        for (which, amount) in payments(part) {
            text.push_str(&format!("       {which}: Rp{}\n", crate::books::grouped(amount, lang)));
        }
        for (who, guardian, amount) in &part.shares {
            let (who, amount) = (share(who, guardian.as_deref()), crate::books::grouped(*amount, lang));
            text.push_str(&format!("       {who}: Rp{amount}\n"));
        }
    }
    text
}
