//! What being late costs, programme by programme.

use base::{Day, Month};
use rules::facts::Facts;
use rules::reason::Reason;
use rules::value::{Type, Value};

use super::bill::Bill;
use crate::law::{Law, SegmentLaw, unless_silent};
use crate::lines::{Lines, SlotName, sum};
use crate::refusal::Refusal;

/// A part of what a programme is owed for a month, by the day it was paid.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Part {
    /// The programme.
    pub programme: String,
    /// How much; below nothing where a bill of the month takes something back.
    pub amount: i64,
    /// When it was paid; nothing if it is still open.
    pub paid: Option<Day>,
}

impl Part {
    /// The parts of a bill, from the payments on it, oldest first: what each programme received on which day,
    /// and what is still open. A bill that was released has one payment, of what it owed, on that day.
    pub fn of(law: &Law<'_>, bill: &Bill, payments: &[(Day, i64)]) -> Vec<Part> {
        let mut parts = Vec::new();
        let mut before = Bill { paid: 0, ..bill.clone() };
        for (day, amount) in payments {
            take(&mut parts, &before.receives(law, *amount), Some(*day));
            before.paid = sum(before.paid, *amount);
        }
        take(&mut parts, &before.unpaid(law), None);
        parts
    }
}

fn take(parts: &mut Vec<Part>, lines: &Lines, paid: Option<Day>) {
    let programmes = lines.by_programme().into_iter().filter(|(_, amount)| *amount != 0);
    parts.extend(programmes.map(|(programme, amount)| Part { programme, amount, paid }));
}

/// The penalty on a month as it stands on a day, less what was charged before.
///
/// The law is asked for each programme and each day of payment: what was paid bears the penalty until then,
/// what is open until `day`. So a part-payment stops its own penalty and no other. The outcome is below
/// nothing only where the contribution itself was corrected downwards after a penalty was charged. `charged`
/// is the sum of the month's penalties so far. None where the law knows no penalty, as for projects.
pub fn penalties(
    law: &Law<'_>,
    segment: &SegmentLaw,
    month: Month,
    parts: &[Part],
    charged: &Lines,
    day: Day,
) -> Result<Option<Lines>, Refusal> {
    let mut due = Lines::new();
    for (programme, until, amount) in by_day(parts, day) {
        let facts = facts(law, segment, month, (until, amount));
        let penalty = unless_silent(law.ask_coins(law.rules.late_penalty, &facts))?;
        let Some(penalty) = penalty else { return Ok(None) };
        due.add(&SlotName::penalty(programme), penalty);
    }
    Ok(Some(due.minus(charged)))
}

/// What the law is told of an amount that a programme got on a day.
fn facts(law: &Law<'_>, segment: &SegmentLaw, month: Month, (until, amount): (Day, i64)) -> Facts {
    let mut facts = law.facts_of(segment);
    facts.put(law.facts.contribution_month, Some(Value::Month(month)));
    facts.put(law.facts.payment_date, Some(Value::Day(until)));
    facts.put(law.facts.unpaid_amount, law.money(amount));
    facts
}

/// A part of a penalty: what a programme got on a day, or has not got until one, and what that costs.
#[derive(Clone, Debug)]
pub struct Reasoned<'p> {
    /// The programme.
    pub programme: &'p str,
    /// Until when it was open.
    pub until: Day,
    /// How much.
    pub amount: i64,
    /// What the law makes of it.
    pub penalty: i64,
    /// Why.
    pub reason: Option<Reason>,
}

/// The parts that [`penalties`] adds up, each with its reason. None where the law knows no penalty.
pub fn penalty_reasons<'p>(
    law: &Law<'_>,
    segment: &SegmentLaw,
    month: Month,
    parts: &'p [Part],
    day: Day,
) -> Option<Vec<Reasoned<'p>>> {
    let reasoned = by_day(parts, day).into_iter().map(|(programme, until, amount)| {
        let facts = facts(law, segment, month, (until, amount));
        let defined = rules::explain::definition(law.tree(), &facts, law.rules.late_penalty, true);
        let penalty = rules::columns::whole(law.tree(), &defined.value.ok()?, Type::Money)?;
        Some(Reasoned { programme, until, amount, penalty, reason: defined.reason })
    });
    reasoned.collect()
}

/// Amounts of one programme and day together, since each is rounded once; in the order of names and days.
fn by_day(parts: &[Part], day: Day) -> Vec<(&str, Day, i64)> {
    let mut all: Vec<(&str, Day, i64)> = Vec::new();
    for part in parts {
        let until = part.paid.map_or(day, |paid| paid.min(day));
        let place =
            all.binary_search_by_key(&(part.programme.as_str(), until), |(name, day, _)| (*name, *day));
        match place {
            Ok(at) => all[at].2 = sum(all[at].2, part.amount),
            Err(at) => all.insert(at, (part.programme.as_str(), until, part.amount)),
        }
    }
    never_owed(&mut all);
    all.retain(|(_, _, amount)| *amount > 0);
    all
}

/// What a programme gave back was never owed: it takes away what was paid last, whenever it was given back.
fn never_owed(all: &mut [(&str, Day, i64)]) {
    for programme in all.chunk_by_mut(|(one, ..), (other, ..)| one == other) {
        let mut below: i64 = programme.iter().map(|(_, _, amount)| amount.min(&0)).sum();
        for (_, _, amount) in programme.iter_mut().rev().filter(|(_, _, amount)| *amount > 0) {
            let taken = (-below).min(*amount);
            *amount -= taken;
            below += taken;
        }
    }
}
