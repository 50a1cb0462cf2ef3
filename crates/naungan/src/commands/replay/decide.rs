//! A month decided from the facts themselves, as they were known at a moment.

use std::sync::Arc;

use anyhow::Result;
use base::{Moment, Month};
use scheme::facts::{Fact, History, Months, Subject, deciding};
use scheme::id::{MembershipId, PayerId};
use scheme::law::Law;
use scheme::lines::Lines;
use scheme::memberships::{Stretch, pack, payer_timeline};
use store::Unit;
use store::queries::{facts, laws};

use crate::books::correct::{is_monthly, lines_of};
use crate::office::{Desk, Office, kept_law, law_for_good};
use crate::registry::members;

/// What was decided, and on what.
pub(super) struct Decided {
    /// Who pays in the month; nobody if it is not covered.
    pub(super) payer: Option<PayerId>,
    /// The facts.
    pub(super) facts: Vec<Used>,
    /// What is owed.
    pub(super) lines: Lines,
    /// Whether it is owed month by month.
    pub(super) monthly: bool,
}

/// A fact that was used.
pub(super) struct Used {
    pub(super) name: String,
    pub(super) value: String,
    /// Whose it is.
    pub(super) of: String,
    /// Since when it was known.
    pub(super) known: Option<Moment>,
}

/// The law of a fingerprint with what the institution had declared by then.
pub(super) fn law_then(
    office: &mut Office,
    fingerprint: &str,
    known: Moment,
) -> Result<&'static Law<'static>> {
    let own = Arc::clone(&office.pack);
    let (kept, declared) = office.look(|unit, _| {
        let is_own = own.fingerprint() == fingerprint;
        let kept = if is_own { None } else { Some(kept_law::read(unit, fingerprint)?) };
        Ok((kept, laws::declared(unit, known)?))
    })?;
    let pack = kept.as_ref().unwrap_or(&own);
    law_for_good(kept_law::assuming(pack, &declared)?)
}

/// A payer's own facts of a month, kept from one member to the next.
#[derive(Default)]
pub(super) struct PayerThen(Option<(PayerId, Vec<(String, String)>)>);

impl PayerThen {
    fn facts(
        &mut self,
        unit: &mut Unit<'_>,
        payer: PayerId,
        month: Month,
        known: Moment,
    ) -> Result<&[(String, String)]> {
        let (_, facts) = match self.0.take() {
            Some((last, facts)) if last == payer => self.0.insert((payer, facts)),
            _ => {
                let history = History::new(facts::of(unit, Subject::Payer(payer))?);
                let on = |from, until| Months { from, until }.contains(month);
                let mut stretches = payer_timeline(&history, known).into_iter();
                let found = stretches.find(|stretch| on(stretch.from, stretch.until));
                self.0.insert((payer, found.map(|stretch| stretch.facts).unwrap_or_default()))
            }
        };
        Ok(facts)
    }
}

/// The stretch of a membership that a month lay in, with the numbers of the person.
fn stretch_then(
    unit: &mut Unit<'_>,
    membership: MembershipId,
    month: Month,
    known: Moment,
) -> Result<(members::Whole, Option<Stretch>)> {
    let person = members::row(unit, membership)?.person;
    let whole = members::whole_as_known(unit, person, known)?;
    let stretches = whole.stretches(membership)?;
    let found = stretches.into_iter().find(|stretch| stretch.months().contains(month));
    Ok((whole, found))
}

/// Decides a month.
pub(super) fn decide(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    membership: MembershipId,
    month: Month,
    known: Moment,
) -> Result<Decided> {
    let (whole, stretch) = stretch_then(unit, membership, month, known)?;
    let Some(stretch) = stretch else {
        return Ok(Decided { payer: None, facts: Vec::new(), lines: Lines::new(), monthly: true });
    };
    let segment = whole.membership(membership)?.segment;
    let mut then = PayerThen::default();
    let of_payer = then.facts(unit, stretch.payer, month, known)?.to_vec();
    let own = pack(&of_payer);
    let lines = lines_of(desk, segment.name(), &pack(&stretch.facts), &own, month)?;
    let mut subjects = vec![(Subject::Membership(membership), "membership", membership.0)];
    for (number, _) in &whole.people {
        subjects.push((Subject::Person(*number), "person", number.0));
    }
    let mut sources = Vec::new();
    for (subject, word, number) in subjects {
        sources.push((format!("{word} {number}"), facts::of(unit, subject)?));
    }
    let of = stretch.payer;
    let payers = [(format!("payer {of}"), facts::of(unit, Subject::Payer(of))?)];
    let mut used: Vec<Used> = Vec::new();
    used.extend(stretch.facts.iter().map(|fact| source(fact, &sources, month, known)));
    used.extend(of_payer.iter().map(|fact| source(fact, &payers, month, known)));
    let monthly = is_monthly(segment, &own);
    Ok(Decided { payer: Some(stretch.payer), facts: used, lines, monthly })
}

/// Who said it, and when: the first of the sources that speaks of the month.
fn source(
    (name, value): &(String, String),
    sources: &[(String, Vec<Fact>)],
    month: Month,
    known: Moment,
) -> Used {
    let found = sources
        .iter()
        .find_map(|(of, facts)| deciding(facts, name, month, known).map(|fact| (of.clone(), fact.known)));
    let (of, known) = found.map_or((String::new(), None), |(of, known)| (of, Some(known)));
    Used { name: name.clone(), value: value.clone(), of, known }
}

/// What a membership owed a payer in a month; nothing where somebody else paid, or nobody was covered.
pub(super) fn lines_then(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (payer, membership): (PayerId, MembershipId),
    month: Month,
    known: Moment,
    then: &mut PayerThen,
) -> Result<Lines> {
    let (whole, stretch) = stretch_then(unit, membership, month, known)?;
    let Some(stretch) = stretch.filter(|stretch| stretch.payer == payer) else { return Ok(Lines::new()) };
    let own = pack(then.facts(unit, payer, month, known)?);
    lines_of(desk, whole.membership(membership)?.segment.name(), &pack(&stretch.facts), &own, month)
}
