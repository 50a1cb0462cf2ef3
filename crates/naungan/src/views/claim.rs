//! A claim from every side: what happened, who gets it, papers, steps, the clock, what the law answers, where
//! the money went.

use std::collections::BTreeMap;

use anyhow::Result;
use rules::render::Lang;
use rules::tree::Tree;
use scheme::claims::moves::State;
use scheme::claims::{Assessment, Due, Paper, papers};
use scheme::events::{Heirs, heirs};
use scheme::law::ClaimLaw;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::{cases, claims as rows, death_notices, grants, orders, papers as files, payees};

use crate::actions::assess_claim::found;
use crate::office::Desk;
use crate::registry::claims::{self, Held, Life};
use crate::registry::people;

/// Everything about a claim.
pub(crate) struct Seen {
    pub(crate) held: Held,
    pub(crate) case: cases::Case,
    /// What was reported with the event, by the law's names.
    pub(crate) facts: Vec<(String, String)>,
    /// Whether the civil registry told it.
    pub(crate) by_registry: bool,
    /// Whose insurance it rests on.
    pub(crate) name: String,
    pub(crate) life: Life,
    /// Of a death: the heirs in the law's order, or what stands in the way of finding them.
    pub(crate) heirs: Option<Result<Heirs, Refusal>>,
    /// The papers with the reason of each.
    pub(crate) papers: Vec<Paper>,
    pub(crate) steps: Vec<rows::Step>,
    pub(crate) files: Vec<files::Paper>,
    pub(crate) grants: Vec<grants::Grant>,
    /// What of each grant was kept back.
    pub(crate) kept: Vec<(i64, i64)>,
    pub(crate) orders: Vec<orders::Order>,
    /// What of the person's overpayments in the programme is still open.
    pub(crate) recoveries: Vec<grants::Recovery>,
    pub(crate) due: Option<Due>,
    /// What the law answers today; nothing before the papers are complete.
    pub(crate) found: Option<Result<Assessment, Refusal>>,
}

/// Reads a claim.
pub(crate) fn read(unit: &mut Unit<'_>, desk: &Desk<'_>, number: i64) -> Result<Seen> {
    let held = claims::play(unit, number)?;
    let law = ClaimLaw::new(desk.law)?;
    let (case, facts) = claims::reported(unit, desk, held.row.of_case)?;
    let life = claims::life(unit, desk, held.row.person, Some(number))?;
    let heirs =
        held.kind.is_of_heirs().then(|| life.ask(|record| heirs(&law, record, case.day, held.row.notified)));
    let asked = held.asked_today(desk, case.day, &facts);
    let known = heirs.as_ref().and_then(|heirs| heirs.as_ref().ok());
    let papers = life.ask(|record| papers::asked(&law, record, &asked, known, &[])).unwrap_or_default();
    let is_asked = !matches!(held.claim.state, State::Notified | State::Withdrawn);
    let found = if is_asked { Some(answered(unit, desk, &held)?) } else { None };
    let numbers = people::numbers(unit, held.row.person, desk.now)?;
    let due = held.claim.clock.due(&law, (held.kind, held.row.segment.parse()?), desk.today)?;
    Ok(Seen {
        name: people::load(unit, desk, held.row.person)?.identity().name.clone(),
        steps: rows::steps(unit, number)?,
        files: files::of(unit, number)?,
        grants: grants::of(unit, number)?,
        kept: grants::kept_of(unit, number)?,
        orders: orders::of_claim(unit, number)?,
        recoveries: grants::to_recover(unit, &numbers, held.kind.benefit())?,
        by_registry: death_notices::opened(unit, case.id)?,
        held,
        case,
        facts,
        life,
        heirs,
        papers,
        due,
        found,
    })
}

/// What the law answers, or why it does not; only a broken machine is an error.
fn answered(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held) -> Result<Result<Assessment, Refusal>> {
    match found(unit, desk, held) {
        Ok(found) => Ok(Ok(found.assessment)),
        Err(error) => Ok(Err(error.downcast::<Refusal>()?)),
    }
}

impl Seen {
    /// Whether it should have been paid before today.
    pub(crate) fn is_overdue(&self, today: base::Day) -> bool {
        self.held.claim.clock.paid.is_none() && self.due.as_ref().is_some_and(|due| due.day < today)
    }

    /// What of a grant was kept back, for what had been paid too much.
    pub(crate) fn kept_of(&self, no: i64) -> i64 {
        self.kept.iter().filter(|(of, _)| *of == no).map(|(_, kept)| kept).sum()
    }

    /// What the orders of a grant come to, those that take another's place left out.
    pub(crate) fn ordered_of(&self, no: i64) -> i64 {
        let mine = self.orders.iter().filter(|one| one.no == no && one.again_of.is_none());
        mine.map(|one| one.amount).sum()
    }

    /// The hands that money of this claim goes to, or may: each with who that is, where it is somebody of the
    /// family.
    pub(crate) fn hands(&self) -> Vec<String> {
        let mut hands: Vec<String> = Vec::new();
        match &self.heirs {
            None => hands.push("member".to_owned()),
            Some(Err(_)) => {}
            Some(Ok(heirs)) => {
                let places = heirs.entitled.iter().map(|heir| heir.place);
                let places = places.chain(heirs.drawing.iter().copied());
                hands.extend(places.map(|place| format!("relative {}", self.life.family[place].no)));
                let others = [&heirs.grant_to, &heirs.funeral_to, &heirs.savings_to];
                hands.extend(others.into_iter().map(|payee| payee.name.clone()));
            }
        }
        let lines = self.found.iter().flatten().flat_map(|found| &found.lines);
        hands.extend(lines.filter_map(|line| line.payee.clone()));
        hands.extend(self.orders.iter().map(|order| order.hand.clone()));
        hands.retain(|hand| !matches!(hand.as_str(), "the_heirs" | "the_member" | "social_security_fund"));
        let mut seen = std::collections::BTreeSet::new();
        hands.retain(|hand| seen.insert(hand.clone()));
        hands
    }

    /// The accounts that were named for the hands of the case.
    pub(crate) fn payees(&self, unit: &mut Unit<'_>) -> Result<BTreeMap<String, payees::Payee>> {
        let mut named = BTreeMap::new();
        for hand in self.hands() {
            if let Some(payee) = payees::of_hand(unit, self.held.row.of_case, &hand)? {
                named.insert(hand, payee);
            }
        }
        Ok(named)
    }

    /// Who a hand is, in the reader's language.
    pub(crate) fn hand(&self, tree: &Tree, hand: &str, lang: Lang) -> String {
        if hand == "member" {
            return self.name.clone();
        }
        let no = hand.strip_prefix("relative ").and_then(|no| no.parse::<i64>().ok());
        let relative = no.and_then(|no| self.life.family.iter().find(|one| one.no == no));
        relative.map_or_else(|| option(tree, "payee", hand, lang), |one| one.relative.name.clone())
    }
}

/// What people call an option of one of the law's kinds.
pub(crate) fn option(tree: &Tree, kind: &str, name: &str, lang: Lang) -> String {
    let known = tree.kinds.iter().find(|known| known.name == kind);
    let words = known.and_then(|kind| {
        let at = kind.options.iter().position(|option| option == name)?;
        kind.words.get(at)
    });
    words.map_or_else(|| name.to_owned(), |words| lang.of(words).to_owned())
}
