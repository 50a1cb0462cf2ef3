//! Papers a claim takes: which, why, and who gives them, as the law says.

use base::Citation;
use rules::facts::Facts;
use rules::tree::Words;
use rules::value::{Type, Value};

use super::record::Record;
use super::told::{Question, put_day};
use crate::events::Heirs;
use crate::law::{ClaimLaw, unless_silent};
use crate::refusal::Refusal;

/// A paper that is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Paper {
    /// The law's name for it.
    pub name: String,
    /// What people call it.
    pub words: Words,
    /// Why it is asked for.
    pub why: Words,
    /// The law's name for who gives it.
    pub from: String,
    /// Who that is.
    pub giver: Words,
    /// The provision.
    pub citation: Option<Citation>,
}

/// The papers of a claim, in the law's order; those that are `held` already are not asked for.
pub fn asked(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    question: &Question<'_>,
    heirs: Option<&Heirs>,
    held: &[String],
) -> Result<Vec<Paper>, Refusal> {
    let tree = law.law().tree();
    let mut facts = reasons_to_ask(law, record, question, heirs);
    let ty = tree.facts[law.facts.paper].ty;
    let Type::Kind(kind) = ty else { return Ok(Vec::new()) };
    let mut papers = Vec::new();
    for (at, name) in tree.kinds[kind].options.iter().enumerate().filter(|(_, name)| !held.contains(name)) {
        facts.put(law.facts.paper, u16::try_from(at).ok().map(Value::Option));
        // What depends on something that is not told yet is asked for when it is.
        let asked = match unless_silent(law.yes(law.rules.paper_asked, &facts)) {
            Err(refusal) if refusal.code == "facts_missing" => None,
            answer => answer?,
        };
        if !asked.is_some_and(|(asked, _)| asked) {
            continue;
        }
        let need = law.choice(law.rules.paper_need_here, &facts)?;
        let from = law.choice(law.rules.paper_from, &facts)?;
        papers.push(Paper {
            name: name.clone(),
            words: tree.kinds[kind].words[at].clone(),
            why: need.words,
            from: from.name,
            giver: from.words,
            citation: need.citation,
        });
    }
    Ok(papers)
}

/// One paper, also one that the law does not ask for in this case: then an officer does.
pub fn one(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    question: &Question<'_>,
    heirs: Option<&Heirs>,
    name: &str,
) -> Option<Paper> {
    let tree = law.law().tree();
    let Type::Kind(kind) = tree.facts[law.facts.paper].ty else { return None };
    let at = tree.kinds[kind].options.iter().position(|option| option == name)?;
    let mut facts = reasons_to_ask(law, record, question, heirs);
    facts.put(law.facts.paper, u16::try_from(at).ok().map(Value::Option));
    let officer = Words { id: "diminta oleh petugas".to_owned(), en: "asked for by an officer".to_owned() };
    let claimant = Words { id: "pemohon".to_owned(), en: "the claimant".to_owned() };
    let need = law.choice(law.rules.paper_need_here, &facts).ok();
    let from = law.choice(law.rules.paper_from, &facts).ok();
    let citation = need.as_ref().and_then(|need| need.citation.clone());
    Some(Paper {
        name: name.to_owned(),
        words: tree.kinds[kind].words[at].clone(),
        why: need.map_or(officer, |need| need.words),
        from: from.as_ref().map_or_else(String::new, |from| from.name.clone()),
        giver: from.map_or(claimant, |from| from.words),
        citation,
    })
}

/// The facts on which it depends whether a paper is asked for.
fn reasons_to_ask(
    law: &ClaimLaw<'_>,
    record: &Record<'_>,
    question: &Question<'_>,
    heirs: Option<&Heirs>,
) -> Facts {
    let tree = law.law().tree();
    let mut told = super::told::Told::new(tree);
    told.put("claim_kind", question.kind.name());
    if let Some(spell) = record.insured(law.law(), question.kind.benefit(), question.event) {
        told.put("segment", spell.segment.name());
    }
    for name in ["event_cause", "jht_cause", "outsider_inherits"] {
        if let Some(value) = question.fact(name) {
            told.put(name, value);
        }
    }
    // A fact that the law takes from receipts is one that a receipt has to show.
    let by_receipt =
        |name: &str| tree.names.facts.get(name).is_some_and(|at| tree.facts[*at].source == RECEIPTS);
    let mut flag = |name: &str, yes: bool| told.put(name, if yes { "yes" } else { "no" });
    flag("receipts_claimed", question.facts.iter().any(|(name, _)| by_receipt(name)));
    flag("school_claimed", question.fact("children").is_some());
    if let Some(heirs) = heirs {
        flag("spouse_inherits", heirs.entitled.iter().any(|heir| heir.relation == "spouse"));
        flag("minor_inherits", heirs.entitled.iter().any(|heir| heir.needs_guardian));
        flag("will_inherits", heirs.entitled.iter().any(|heir| heir.relation == "named_in_will"));
    }
    let mut facts = told.facts;
    put_day(law, &mut facts, "claim_date", question.filed);
    facts
}

/// Where the law's facts say that a value comes from receipts.
const RECEIPTS: &str = "receipts";
