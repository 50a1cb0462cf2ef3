//! The clock of a claim: from complete papers to payment, with stops that show, and what delay costs.

use base::{Citation, Day, WorkingDays};
use rules::reason::{Reason, ReasonKind};
use rules::value::Type;

use super::told::{Told, put_coins};
use super::{ClaimKind, Grant};
use crate::law::{ClaimLaw, unless_silent};
use crate::memberships::Segment;
use crate::refusal::Refusal;

/// When a claim was complete, when it waited, when it was approved and paid.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Clock {
    /// The day the papers were complete for the first time.
    pub complete: Option<Day>,
    /// The times it stood still, in order.
    pub stops: Vec<Stop>,
    /// The day of the approval.
    pub approved: Option<Day>,
    /// The day of the payment.
    pub paid: Option<Day>,
}

/// A time in which the clock stands still.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stop {
    /// The day a paper was asked for again.
    pub from: Day,
    /// The day the papers were complete again; without one it stands still.
    pub until: Option<Day>,
    /// The paper.
    pub paper: String,
}

/// The day a payment is due, and by which provision.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Due {
    /// The last day without delay.
    pub day: Day,
    /// Working days the clock stood still.
    pub stopped: u32,
    /// The provision.
    pub citation: Option<Citation>,
}

/// What a late payment costs.
#[derive(Clone, Debug)]
pub struct Compensation {
    /// How much.
    pub amount: i64,
    /// Why.
    pub reason: Option<Reason>,
}

impl Clock {
    /// Whether it runs: complete, not waiting for a paper, not yet paid.
    pub fn runs(&self) -> bool {
        let waits = self.stops.last().is_some_and(|stop| stop.until.is_none());
        self.complete.is_some() && !waits && self.paid.is_none()
    }

    /// Working days it has stood still by a day: those after a stop began, until it ended.
    pub fn stopped(&self, calendar: &WorkingDays, by: Day) -> u32 {
        let days = |stop: &Stop| {
            let until = stop.until.map_or(by, |until| until.min(by));
            let mut working = 0;
            let mut day = stop.from;
            while day < until {
                let Some(next) = day.next() else { break };
                working += u32::from(calendar.is_working(next));
                day = next;
            }
            working
        };
        self.stops.iter().map(days).sum()
    }

    /// The last day to pay; none before the papers are complete, or where the law has no term.
    pub fn due(
        &self,
        law: &ClaimLaw<'_>,
        (kind, segment): (ClaimKind, Segment),
        today: Day,
    ) -> Result<Option<Due>, Refusal> {
        let Some(told) = self.tell(law, (kind, segment), today) else { return Ok(None) };
        let stopped = self.stopped(&law.law().tree().jurisdiction.calendar, today);
        let Some((day, rule)) = law.day(law.rules.claim_due, &told.facts)? else { return Ok(None) };
        let defined = rules::explain::definition(law.law().tree(), &told.facts, law.rules.claim_due, true);
        let citation = defined.reason.as_ref().and_then(term).cloned().or(rule);
        Ok(Some(Due { day, stopped, citation }))
    }

    /// What is owed for delay when an amount is paid on a day; none where the law owes nothing for delay.
    pub fn compensation(
        &self,
        law: &ClaimLaw<'_>,
        (kind, segment): (ClaimKind, Segment),
        amount: i64,
        paid: Day,
    ) -> Result<Option<Compensation>, Refusal> {
        let Some(mut told) = self.tell(law, (kind, segment), paid) else { return Ok(None) };
        told.put("payment_date", paid);
        put_coins(law, &mut told.facts, "amount_due", amount);
        let item = law.rules.claim_late_interest;
        let owed = unless_silent(law.law().ask_coins(item, &told.facts))?;
        Ok(owed.filter(|amount| *amount > 0).map(|amount| {
            let tree = law.law().tree();
            let defined = rules::explain::definition(tree, &told.facts, item, true);
            debug_assert_eq!(tree.items[item].ty, Type::Money);
            Compensation { amount, reason: defined.reason }
        }))
    }

    /// What is owed for delay on what was paid too little, when it is paid on a day. What had to be paid at
    /// first is late since then. `known` is the day on which what changes it came to be known here, if nobody
    /// could have known it before: from then on there is the law's term once more.
    pub fn compensation_of_difference(
        &self,
        law: &ClaimLaw<'_>,
        of: (ClaimKind, Segment),
        difference: &Grant,
        (known, paid): (Option<Day>, Day),
    ) -> Result<Option<Compensation>, Refusal> {
        if difference.gross() <= 0 {
            return Ok(None);
        }
        let again = known.filter(|known| self.complete.is_none_or(|complete| complete < *known));
        let clock = match again {
            Some(known) => Clock { complete: Some(known), stops: Vec::new(), ..self.clone() },
            None => self.clone(),
        };
        clock.compensation(law, of, difference.gross(), paid)
    }

    fn tell<'l>(
        &self,
        law: &ClaimLaw<'l>,
        (kind, segment): (ClaimKind, Segment),
        by: Day,
    ) -> Option<Told<'l>> {
        let tree = law.law().tree();
        let mut told = Told::new(tree);
        told.put("claim_kind", kind.name());
        told.put("segment", segment.name());
        told.put("claim_complete_date", self.complete?);
        told.put("clock_stopped_days", self.stopped(&tree.jurisdiction.calendar, by));
        if let Some(approved) = self.approved {
            told.put("claim_approved_date", approved);
        }
        Some(told)
    }
}

/// The provision of the number of days, which says more than that of the rule that counts them.
fn term(reason: &Reason) -> Option<&Citation> {
    let mut found = None;
    reason.visit(&mut |reason| {
        if let (None, ReasonKind::Cell { citation, .. }) = (found, &reason.kind) {
            found = Some(citation);
        }
    });
    found
}
