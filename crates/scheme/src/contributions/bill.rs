//! What somebody is asked to pay for a month, until when, and what of it each programme has received.

use base::{Day, Month};
use rules::value::Value;

use crate::law::{Law, SegmentLaw, by_turn, unless_silent};
use crate::lines::{Lines, SlotName, sum};
use crate::refusal::Refusal;

/// What a bill is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum BillKind {
    /// What is owed for the month, or a difference to what was found before.
    Contribution,
    /// For being late with it.
    Penalty,
}

impl BillKind {
    /// The word a store keeps.
    pub const fn name(self) -> &'static str {
        match self {
            BillKind::Contribution => "contribution",
            BillKind::Penalty => "penalty",
        }
    }

    /// Reads the word.
    pub fn parse(name: &str) -> Option<BillKind> {
        [BillKind::Contribution, BillKind::Penalty].into_iter().find(|kind| kind.name() == name)
    }
}

/// One bill of a payer.
///
/// `no` 0 is what the run found for the month; each later one is a difference or a penalty. What is
/// owed follows from the lines, and what each programme has received from `paid`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bill {
    /// The month it is for.
    pub month: Month,
    /// Its number within the payer's month.
    pub no: u32,
    /// What it is for.
    pub kind: BillKind,
    /// The last day to pay, where the law gives one.
    pub due: Option<Day>,
    /// What is owed, the state's part and moves between funds included although nobody is billed for them.
    pub lines: Lines,
    /// What was paid on it. Between nothing and what is owed; for a bill below nothing, all of it or nothing.
    pub paid: i64,
}

impl Bill {
    /// The amount of the bill; below nothing for a difference in the payer's favour.
    pub fn owed(&self) -> i64 {
        self.lines.billed()
    }

    /// What is still to be paid; never below nothing.
    pub fn outstanding(&self) -> i64 {
        self.owed().max(0).saturating_sub(self.paid.max(0)).max(0)
    }

    /// Whether nothing is left to be paid.
    pub fn is_settled(&self) -> bool {
        self.outstanding() == 0
    }

    /// What each slot has received of what was paid.
    ///
    /// Money fills the slots one after another in the order the law gives for the month. Amounts below
    /// nothing in a bill are money too: they are at hand as soon as anything is paid. So nothing is received
    /// before the first coin, and exactly the lines when all is paid.
    #[must_use]
    pub fn received(&self, law: &Law<'_>) -> Lines {
        self.filled(law, self.paid)
    }

    /// What each slot receives of a further payment.
    #[must_use]
    pub fn receives(&self, law: &Law<'_>, amount: i64) -> Lines {
        self.filled(law, sum(self.paid, amount)).minus(&self.received(law))
    }

    /// What each slot is still waiting for.
    #[must_use]
    pub fn unpaid(&self, law: &Law<'_>) -> Lines {
        self.lines.billed_part().minus(&self.received(law))
    }

    fn filled(&self, law: &Law<'_>, paid: i64) -> Lines {
        let whole = self.lines.billed_part();
        let owed = whole.billed();
        if paid == owed {
            return whole;
        }
        if paid <= 0 || owed <= 0 {
            return Lines::new();
        }
        let below: i64 = whole.iter().map(|(_, amount)| amount.min(0)).sum();
        let mut slots: Vec<(&SlotName, i64)> = whole.iter().collect();
        by_turn(law.order(self.month), &mut slots);
        let mut left = sum(paid, -below);
        let filled = slots.into_iter().map(|(slot, amount)| {
            let taken = if amount > 0 { amount.min(left) } else { amount };
            left -= taken.max(0);
            (slot, taken)
        });
        filled.collect()
    }
}

/// The last day to pay the contribution of a month; the law gives none for projects and placements.
pub fn due_date(law: &Law<'_>, segment: &SegmentLaw, month: Month) -> Result<Option<Day>, Refusal> {
    let mut facts = law.facts_of(segment);
    facts.put(law.facts.contribution_month, Some(Value::Month(month)));
    unless_silent(law.ask_day(law.rules.due_date, &facts))
}
