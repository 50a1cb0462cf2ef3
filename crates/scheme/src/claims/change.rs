//! What was granted, what it should have been, and how too much comes back.

use std::collections::BTreeMap;

use base::{Citation, Day};

use super::told::{Told, put_coins};
use super::{Assessment, ClaimKind};
use crate::law::ClaimLaw;
use crate::lines::sum;
use crate::refusal::Refusal;

/// Amounts of a claim by component, before tax, and the tax on them. A difference is one too: below nothing
/// is what was granted too much. Components with nothing are not there.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Grant {
    components: BTreeMap<String, i64>,
    tax: i64,
}

impl Grant {
    /// What an assessment grants by its so-many-eth payment: of what is paid over time the first ones, of
    /// what is paid once all. What stays in the fund, because nobody inherits, is not granted.
    pub fn of(found: &Assessment, payments: usize) -> Grant {
        let mut grant = Grant { components: BTreeMap::new(), tax: found.tax };
        if !found.is_payable() {
            return Grant::default();
        }
        for line in found.lines.iter().filter(|line| !line.stays_in_the_fund()) {
            let due = if line.unit.is_some() { payments } else { usize::MAX };
            let amount = line.payments.iter().take(due).copied().fold(0, sum);
            grant.add(&line.component, amount);
        }
        grant
    }

    /// A grant from rows that were kept.
    pub fn from_rows<'r>(rows: impl IntoIterator<Item = (&'r str, i64)>, tax: i64) -> Grant {
        let mut grant = Grant { components: BTreeMap::new(), tax };
        rows.into_iter().for_each(|(component, amount)| grant.add(component, amount));
        grant
    }

    /// Components and amounts, in the order of names.
    pub fn components(&self) -> impl Iterator<Item = (&str, i64)> {
        self.components.iter().map(|(name, amount)| (name.as_str(), *amount))
    }

    /// The tax.
    pub fn tax(&self) -> i64 {
        self.tax
    }

    /// All components together.
    pub fn gross(&self) -> i64 {
        self.components.values().copied().fold(0, sum)
    }

    /// What goes out, or has to come back.
    pub fn net(&self) -> i64 {
        self.gross() - self.tax
    }

    /// Whether it says nothing.
    pub fn is_nothing(&self) -> bool {
        self.components.is_empty() && self.tax == 0
    }

    fn add(&mut self, component: &str, amount: i64) {
        let known = self.components.entry(component.to_owned()).or_default();
        *known = sum(*known, amount);
        self.components.retain(|_, amount| *amount != 0);
    }
}

/// The row that makes the rows before it come to `now`; nothing if they already do. Rows are never changed.
pub fn difference<'g>(rows: impl IntoIterator<Item = &'g Grant>, now: &Grant) -> Option<Grant> {
    let mut difference = now.clone();
    for row in rows {
        row.components().for_each(|(component, amount)| difference.add(component, -amount));
        difference.tax -= row.tax;
    }
    (!difference.is_nothing()).then_some(difference)
}

/// A payment that is still to come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Later<'p> {
    /// Of what kind of claim.
    pub kind: ClaimKind,
    /// The programme whose fund pays.
    pub programme: &'p str,
    /// When.
    pub day: Day,
    /// How much goes out.
    pub amount: i64,
}

/// How an overpayment comes back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Recovery {
    /// What is kept back, payment by payment; nothing where none may be.
    pub kept: Vec<Kept>,
    /// What is left, and asked for.
    pub rest: i64,
}

/// What is kept back of one payment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Kept {
    /// Of which, counted from the first that is to come.
    pub payment: usize,
    /// How much.
    pub amount: i64,
    /// The provision.
    pub citation: Option<Citation>,
}

/// The plan by which an overpayment of a fund comes back: kept from later payments of the same fund, in their
/// order, each as far as the law allows.
pub fn recovery(
    law: &ClaimLaw<'_>,
    programme: &str,
    overpaid: i64,
    later: &[Later<'_>],
) -> Result<Recovery, Refusal> {
    let mut plan = Recovery { kept: Vec::new(), rest: overpaid };
    for (payment, due) in later.iter().enumerate().filter(|(_, due)| due.programme == programme) {
        if plan.rest <= 0 {
            break;
        }
        let mut told = Told::new(law.law().tree());
        told.put("claim_kind", due.kind.name());
        told.put("payment_date", due.day);
        put_coins(law, &mut told.facts, "recovery_open", plan.rest);
        put_coins(law, &mut told.facts, "later_payment", due.amount);
        let amount = law.law().ask_coins(law.rules.kept_back, &told.facts)?;
        if amount > 0 {
            let citation = law.law().ask(law.rules.kept_back, &told.facts)?.citation;
            plan.kept.push(Kept { payment, amount, citation });
            plan.rest -= amount;
        }
    }
    Ok(plan)
}
