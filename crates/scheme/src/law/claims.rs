//! What claims ask of the law; a pack may have contributions and no claims yet.

use base::{Citation, Day, Month};
use rules::facts::Facts;
use rules::tree::Words;
use rules::value::{Type, Value};

use super::{Law, LawLacks, option, unless_silent};
use crate::claims::ClaimKind;
use crate::refusal::Refusal;

asked! {
    /// Facts that claims put, by index.
    ClaimFacts { life_event, claim_kind, paper }
}

asked! {
    /// Definitions that claims ask for, as items.
    ClaimRules {
        claim_opens, paper_asked, paper_need_here, paper_from, claim_due, claim_late_interest, right_ends,
        claim_borne_by, heirs, grant_goes_to, funeral_goes_to, savings_go_to, heir_part, incapacity_goes_to,
        needs_guardian, kept_back, pension_begins, pension_formula, pension_of_month, jp_child_counts,
        jp_children_drawing, jht_tax, jht_taxed_final, jkp_window_from, duty_met, pension_suspended,
        proof_of_life_due, scholarship_next, pension_age_date, jp_notice_from, grievance_days, grievance_due,
        grievance_next, grievance_always_open, first_report_due, second_report_due, hospital_guarantee,
        care_verdict, care_paid, care_covered, ward_most, travel_paid, return_open, survivor_base,
        scholarship_young_enough, scholarship_year_left, scholarship_not_married, scholarship_work_allows,
        scholarship_of_year,
    }
}

/// A view of checked law that has every name claims ask for.
#[derive(Debug)]
pub struct ClaimLaw<'l> {
    law: &'l Law<'l>,
    pub(crate) facts: ClaimFacts,
    pub(crate) rules: ClaimRules,
    /// Of each kind of claim: its option, and its benefit.
    kinds: Vec<(u16, usize)>,
    /// The table whose steps cut a history of wages.
    pub(crate) pension_ceiling: usize,
}

/// An option that the law chose.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Chosen {
    pub(crate) name: String,
    pub(crate) words: Words,
    pub(crate) citation: Option<Citation>,
}

impl<'l> ClaimLaw<'l> {
    /// Opens the law for claims; a pack without a name they need is refused, in words.
    pub fn new(law: &'l Law<'l>) -> Result<Self, LawLacks> {
        let tree = law.tree();
        let place = |names: &std::collections::HashMap<String, usize>, what, name: &str| {
            names.get(name).copied().ok_or_else(|| LawLacks { what, name: name.to_owned() })
        };
        let facts = ClaimFacts::find(|name| place(&tree.names.facts, "fact", name))?;
        let rules = ClaimRules::find(|name| place(&tree.names.definitions, "definition", name))?;
        let table = |name: &str| place(&tree.names.tables, "table", name);
        let pension_ceiling = table("jp_wage_ceiling")?;
        let kind = |kind: ClaimKind| -> Result<(u16, usize), LawLacks> {
            let named = |known: &rules::tree::Named| known.name == kind.benefit();
            let benefit = tree.jurisdiction.benefits.iter().position(named);
            let benefit =
                benefit.ok_or_else(|| LawLacks { what: "benefit", name: kind.benefit().to_owned() })?;
            Ok((option(tree, tree.facts[facts.claim_kind].ty, kind.name())?, benefit))
        };
        let kinds = ClaimKind::ALL.into_iter().map(kind).collect::<Result<Vec<_>, _>>()?;
        for event in crate::events::EventKind::ALL {
            option(tree, tree.facts[facts.life_event].ty, event.name())?;
        }
        Ok(Self { law, facts, rules, kinds, pension_ceiling })
    }

    /// The law of contributions that it stands on.
    pub fn law(&self) -> &'l Law<'l> {
        self.law
    }

    /// The place of a claim's benefit in the law.
    pub fn benefit(&self, kind: ClaimKind) -> usize {
        self.kinds[kind as usize].1
    }

    /// What people call a kind of claim.
    pub fn kind_words(&self, kind: ClaimKind) -> &'l Words {
        let tree = self.law.tree();
        let Type::Kind(kinds) = tree.facts[self.facts.claim_kind].ty else { unreachable_kind() };
        &tree.kinds[kinds].words[usize::from(self.kinds[kind as usize].0)]
    }

    /// Puts the kind of claim, and the facts that follow from it alone.
    pub(crate) fn put_kind(&self, facts: &mut Facts, kind: ClaimKind) {
        facts.put(self.facts.claim_kind, Some(Value::Option(self.kinds[kind as usize].0)));
    }

    /// Where the law of a day says what may be kept back of a later payment.
    pub fn kept_back_on(&self, day: Day) -> Option<&Citation> {
        let clauses = &self.law.tree().items[self.rules.kept_back].clauses;
        clauses.iter().rfind(|clause| clause.is_in_force_on(day)).map(|clause| &clause.citation)
    }

    /// A yes or no, with the provision.
    pub(crate) fn yes(&self, item: usize, facts: &Facts) -> Result<(bool, Option<Citation>), Refusal> {
        let answer = self.law.ask(item, facts)?;
        Ok((answer.value.yes().unwrap_or(false), answer.citation))
    }

    /// An option, with its words and the provision.
    pub(crate) fn choice(&self, item: usize, facts: &Facts) -> Result<Chosen, Refusal> {
        let answer = self.law.ask(item, facts)?;
        let tree = self.law.tree();
        match (&answer.value, tree.items[item].ty) {
            (Value::Option(at), Type::Kind(kind)) => {
                let at = usize::from(*at);
                let kind = &tree.kinds[kind];
                let (name, words) = (kind.options[at].clone(), kind.words[at].clone());
                Ok(Chosen { name, words, citation: answer.citation })
            }
            _ => Err(unreadable(&tree.items[item].words)),
        }
    }

    /// A day with its provision; none where the law has none for the case, or cannot say it yet.
    pub(crate) fn day(&self, item: usize, facts: &Facts) -> Result<Option<(Day, Option<Citation>)>, Refusal> {
        let answer = match unless_silent(self.law.ask(item, facts)) {
            Err(refusal) if refusal.code == "facts_missing" => return Ok(None),
            answer => answer?,
        };
        Ok(answer.and_then(|answer| Some((answer.value.day()?, answer.citation))))
    }

    /// A whole number.
    pub(crate) fn count(&self, item: usize, facts: &Facts) -> Result<i64, Refusal> {
        let answer = self.law.ask(item, facts)?;
        let count = rules::columns::whole(self.law.tree(), &answer.value, Type::Count);
        count.ok_or_else(|| unreadable(&self.law.tree().items[item].words))
    }

    /// A month.
    pub(crate) fn month(&self, item: usize, facts: &Facts) -> Result<Month, Refusal> {
        let month = self.law.ask(item, facts)?.value.month();
        month.ok_or_else(|| unreadable(&self.law.tree().items[item].words))
    }
}

fn unreadable(name: &Words) -> Refusal {
    let id = format!("{}: nilainya tidak dapat dipakai untuk klaim", name.id);
    Refusal::new("no_such_value", id, format!("{}: its value cannot be used for a claim", name.en))
}

fn unreachable_kind() -> ! {
    unreachable!("`claim_kind` has options, or the law would not have opened")
}
