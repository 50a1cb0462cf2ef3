//! A claim as its page shows it.

use anyhow::Result;
use base::Day;
use rules::render::Lang;
use scheme::claims::{Assessment, Bearer};
use scheme::law::ClaimLaw;
use serde_json::{Map, Value as Json, json};
use store::Unit;
use store::queries::claims::Step;
use store::queries::letters;

use super::{refused, said};
use crate::books::grouped;
use crate::office::Desk;
use crate::pages::desk::name_of;
use crate::pages::texts;
use crate::views::claim::{Seen, option};
use crate::views::{claim_signals, letter, reasons, why};

/// Fields of the page's forms: what was not sent is blank.
const FIELDS: [&str; 19] = [
    "what",
    "wanted",
    "paper",
    "provision",
    "hand",
    "holder",
    "bank",
    "account",
    "address",
    "no",
    "is",
    "guardian",
    "relation",
    "name",
    "birth",
    "from",
    "signal",
    "saw",
    "time",
];

/// What was given, with every field there is.
pub(super) fn blank(mut given: Map<String, Json>) -> Map<String, Json> {
    for field in FIELDS {
        given.entry(field).or_insert_with(|| json!(""));
    }
    given
}

pub(super) fn claim(unit: &mut Unit<'_>, desk: &Desk<'_>, seen: &Seen, lang: Lang) -> Result<Json> {
    let law = ClaimLaw::new(desk.law)?;
    let (held, case) = (&seen.held, &seen.case);
    let tree = desk.tree();
    let facts = seen.facts.iter().map(|(name, value)| {
        let (name, value) = why::fact(tree, name, value, lang);
        json!([name, value])
    });
    Ok(json!({
        "id": held.row.id, "case": case.id, "person": held.row.person.0, "name": seen.name,
        "kind": lang.of(law.kind_words(held.kind)),
        "programme": why::programme(tree, held.kind.benefit(), lang),
        "state": held.claim.state.name(), "membership": held.row.membership.0,
        "event": option(tree, "life_event", &case.kind, lang), "day": case.day.to_string(),
        "reported": case.reported.to_string(), "by_employer": case.by_employer,
        "by_registry": seen.by_registry,
        "notified": held.row.notified.to_string(), "facts": facts.collect::<Json>(),
        "rejected_under": held.claim.rejected_under.as_deref().map(|kept| why::ground(tree, kept, lang)),
        "heirs": heirs(desk, seen, lang),
        "steps": steps(unit, desk, seen, lang)?, "clock": clock(seen, desk.today, lang),
        "found": found(desk, seen, lang), "grants": grants(desk, seen, lang),
        "orders": orders(desk, seen, lang), "recoveries": recoveries(seen, desk, lang),
        "signals": claim_signals::of_claim(unit, held.row.id, lang)?,
        "letters": letters(unit, held.row.id)?,
        "overpaid": !store::queries::grants::recoveries_of(unit, held.row.id)?.is_empty(),
    }))
}

/// Letters that were written, each by its number and day.
fn letters(unit: &mut Unit<'_>, claim: i64) -> Result<Json> {
    let all = letters::of_claim(unit, claim)?;
    Ok(all.iter().map(|letter| json!({ "no": letter.no, "day": letter.day.to_string() })).collect())
}

/// The clock with its stops; nothing before the papers are complete.
fn clock(seen: &Seen, today: Day, lang: Lang) -> Json {
    let clock = &seen.held.claim.clock;
    let stops = clock
        .stops
        .iter()
        .map(|stop| json!({ "from": stop.from.to_string(), "until": stop.until.map(|day| day.to_string()) }));
    let due = seen.due.as_ref();
    json!({
        "complete": clock.complete.map(|day| day.to_string()), "runs": clock.runs(),
        "stops": stops.collect::<Json>(), "stopped": due.map(|due| due.stopped),
        "due": due.map(|due| due.day.to_string()), "late": seen.is_overdue(today),
        "cite": due.and_then(|due| due.citation.as_ref()).map(|cited| rules::render::citation(cited, lang)),
        "approved": clock.approved.map(|day| day.to_string()), "paid": clock.paid.map(|day| day.to_string()),
    })
}

/// Heirs in the law's order, each with the part that is hers.
fn heirs(desk: &Desk<'_>, seen: &Seen, lang: Lang) -> Json {
    let heirs = match &seen.heirs {
        None => return Json::Null,
        Some(Err(refusal)) => return json!({ "refused": refused(refusal, lang) }),
        Some(Ok(heirs)) => heirs,
    };
    let count = heirs.entitled.len();
    let rows = heirs.entitled.iter().map(|heir| {
        let kin = &seen.life.family[heir.place];
        json!({
            "no": kin.no, "name": heir.name,
            "relation": option(desk.tree(), "relation", &heir.relation, lang),
            "born": kin.relative.birth_date.map(|day| day.to_string()), "minor": heir.needs_guardian,
            "guardian": heir.guardian, "part": if count == 1 { "1".to_owned() } else { format!("1/{count}") },
        })
    });
    let findings = heirs.findings.iter().map(|finding| lang.pick(&finding.id, &finding.en).to_owned());
    json!({
        "class": lang.of(&heirs.words), "rows": rows.collect::<Json>(),
        "findings": findings.collect::<Json>(),
        "cite": heirs.citation.as_ref().map(|cited| rules::render::citation(cited, lang)),
        "funeral": lang.of(&heirs.funeral_to.words),
    })
}

/// What was done, the newest first.
fn steps(unit: &mut Unit<'_>, desk: &Desk<'_>, seen: &Seen, lang: Lang) -> Result<Vec<Json>> {
    let mut all = Vec::new();
    let (claim, written) = (seen.held.row.id, letters::of_claim(unit, seen.held.row.id)?);
    for step in seen.steps.iter().rev() {
        let mut parts = vec![said(lang, &format!("claims.actor.{}", step.actor))];
        if let Some(account) = step.account {
            parts.push(name_of(unit, desk, account)?);
        }
        let what = what(desk, step, lang);
        parts.extend(what);
        let title = said(lang, &format!("claims.step.{}", step.act));
        let letter = letter::at_step(&written, step).map(|no| {
            json!({ "href": format!("/claims/{claim}/letter/{no}"), "text": said(lang, "letters.read") })
        });
        all.push(json!({
            "day": step.day.to_string(), "title": title, "text": parts.join(" · "), "link": letter,
        }));
    }
    let title = said(lang, "claims.step.notified");
    all.push(json!({ "day": seen.held.row.notified.to_string(), "title": title }));
    Ok(all)
}

fn what(desk: &Desk<'_>, step: &Step, lang: Lang) -> Option<String> {
    if let Some(amount) = step.amount {
        return Some(format!("Rp{}", grouped(amount, lang)));
    }
    let value = step.value.as_deref()?;
    Some(if step.act == "reject" { value.to_owned() } else { option(desk.tree(), "paper", value, lang) })
}

/// What the law answers today, line by line with the reasons.
fn found(desk: &Desk<'_>, seen: &Seen, lang: Lang) -> Json {
    match &seen.found {
        None => Json::Null,
        Some(Err(refusal)) => json!({ "refused": refused(refusal, lang) }),
        Some(Ok(found)) => assessed(desk, found, lang),
    }
}

/// An assessment with its tree of reasons.
pub(super) fn assessed(desk: &Desk<'_>, found: &Assessment, lang: Lang) -> Json {
    let tree = desk.tree();
    let lines = found.lines.iter().map(|line| {
        let mut node = match line.reasons.first() {
            Some(reason) => json!(reasons::node(tree, reason, lang)),
            None => json!({ "text": "", "value": "", "cite": "", "href": "", "doubt": "", "parts": [] }),
        };
        node["text"] = json!(lang.of(&line.words));
        let many = line.payments.len();
        json!({
            "name": lang.of(&line.words), "amount": line.total(), "times": many,
            "each": line.payments.first().filter(|_| many > 1), "why": [node],
            "kind": line.in_kind.as_ref().map(|words| lang.of(words).to_owned()),
            "stays": line.stays_in_the_fund(),
            "hand": line.payee.as_deref().map(|payee| option(tree, "payee", payee, lang)),
        })
    });
    let tax = found.tax_reason.as_ref().map(|reason| reasons::node(tree, reason, lang));
    let provision = found.refusal.as_ref().and_then(|refusal| refusal.citation.as_ref());
    json!({
        "lines": lines.collect::<Json>(), "gross": found.gross(), "tax": found.tax, "net": found.net(),
        "tax_why": tax.map(|node| vec![node]),
        "employer": found.bearer == Bearer::Employer,
        "no": found.refusal.as_ref().map(|refusal| refused(refusal, lang)),
        "provision": provision.map(|cited| rules::render::instrument(cited, lang).to_owned()),
    })
}

fn grants(desk: &Desk<'_>, seen: &Seen, lang: Lang) -> Vec<Json> {
    let names = |component: &str| {
        let lines = seen.found.iter().flatten().flat_map(|found| &found.lines);
        let known = lines.into_iter().find(|line| line.component == component);
        known.map_or_else(|| component.to_owned(), |line| lang.of(&line.words).to_owned())
    };
    seen.grants
        .iter()
        .map(|grant| {
            let lines: Vec<Json> =
                grant.lines.iter().map(|(component, amount)| json!([names(component), amount])).collect();
            let kept = seen.kept_of(grant.no);
            json!({
                "no": grant.no, "day": grant.day.to_string(), "gross": grant.gross, "tax": grant.tax,
                "kept": kept, "lines": lines, "employer": grant.employer.is_some(),
                "fund": crate::pages::words::fund(&grant.programme, desk, lang),
            })
        })
        .collect()
}

fn orders(desk: &Desk<'_>, seen: &Seen, lang: Lang) -> Vec<Json> {
    let row = |order: &store::queries::orders::Order| {
        json!({
            "id": order.id, "hand": seen.hand(desk.tree(), &order.hand, lang), "amount": order.amount,
            "state": order.state, "run": order.run,
        })
    };
    seen.orders.iter().map(row).collect()
}

fn recoveries(seen: &Seen, desk: &Desk<'_>, lang: Lang) -> Vec<Json> {
    let row = |one: &store::queries::grants::Recovery| {
        json!([
            { "text": texts::said(lang, "claims.claim_no", &[("no", &one.claim.to_string())]),
              "href": format!("/claims/{}/recovery", one.claim) },
            why::programme(desk.tree(), &one.programme, lang), one.amount
        ])
    };
    seen.recoveries.iter().map(row).collect()
}
