//! The list of each office for today: what the books show that somebody should look at, and what is at stake.
//!
//! A signal is a reason to look, never a verdict: what it says of an employer goes to an officer, who asks.

mod agents;
mod firms;
mod losses;
mod minimum;
mod spread;

use std::collections::BTreeMap;

use anyhow::Result;
use base::{Day, Month};
use scheme::contributions::{State, standing};
use scheme::id::{MembershipId, PersonId};
use scheme::memberships::Segment;
use store::Unit;
use store::queries::jobs::Job;
use store::queries::mismatches;
use store::queries::signals::{self, Signal};
use store::queries::{branches, signs};

use super::Progress;
use crate::books::paid_to::paid_to;
use crate::office::{Desk, Office};
use crate::registry::people;
use spread::Spread;

/// The word of this kind of work.
pub(crate) const KIND: &str = "signals";

/// More of one kind than anybody works through; the largest come first.
const MOST: i64 = 1_000;
/// More people who may be one than all offices work through.
const TWINS_MOST: i64 = 100_000;
/// So many people fewer, and such a share of the staff in hundredths: less than that is the coming and going
/// of every month.
const GONE_MIN: i64 = 3;
const GONE_SHARE: i64 = 20;
/// What was dealt with does not come back for so many days, unless more is at stake by then.
const REST_DAYS: i32 = 14;

/// Makes the lists anew, as a job.
pub(super) fn job(office: &mut Office, _: &Job, progress: Progress<'_>) -> Result<Option<String>> {
    let made = all(office, progress)?;
    Ok(Some(format!("signals={made}")))
}

/// Makes the list of every office; gives how many signals there are.
pub(crate) fn all(office: &mut Office, progress: Progress<'_>) -> Result<u64> {
    let month = reported_month(office.today());
    let spread = office.look(|unit, _| Spread::read(unit, month))?;
    let twins = office.look(|unit, _| twins(unit))?;
    let offices = office.look(|unit, _| branches::all(unit))?;
    let open: Vec<i64> =
        offices.into_iter().filter(|branch| branch.closed.is_none()).map(|branch| branch.id).collect();
    let (mut made, none) = (0, Vec::new());
    for (at, branch) in open.iter().enumerate() {
        made += office.unit(|unit, desk| {
            let mut found =
                of_branch(unit, desk, (*branch, month), &spread, twins.get(branch).unwrap_or(&none))?;
            rest(&mut found, &signals::of_branch(unit, *branch, i64::MAX)?, desk.today);
            signals::replace_branch(unit, *branch, &found)?;
            Ok(found.len() as u64)
        })?;
        progress(office, at as i64 + 1, open.len() as i64)?;
    }
    Ok(made)
}

/// People who may be one, by the office of the first: everybody is compared once, not once for each office.
fn twins(unit: &mut Unit<'_>) -> Result<BTreeMap<i64, Vec<(PersonId, PersonId)>>> {
    let mut by_office: BTreeMap<i64, Vec<(PersonId, PersonId)>> = BTreeMap::new();
    for (one, other) in signs::alike(unit, TWINS_MOST)? {
        for office in signs::offices_of(unit, one)? {
            let of_office = by_office.entry(office).or_default();
            if of_office.len() < MOST as usize {
                of_office.push((one, other));
            }
        }
    }
    Ok(by_office)
}

/// The month of which reports are due: the last that is over.
fn reported_month(today: Day) -> Month {
    today.month().plus_months(-1).unwrap_or(today.month())
}

/// Everything of an office.
fn of_branch(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (branch, month): (i64, Month),
    spread: &Spread,
    twins: &[(PersonId, PersonId)],
) -> Result<Vec<Signal>> {
    let mut found = Found { branch, all: Vec::new() };
    found.arrears(unit, desk.today)?;
    found.files(unit, month)?;
    found.workers(unit, month)?;
    firms::look(unit, desk, month, spread, &mut found)?;
    found.lapses(unit, desk)?;
    found.registry(unit, desk, twins)?;
    found.mismatches(unit, desk)?;
    found.contests(unit, desk)?;
    losses::look(unit, desk, &mut found)?;
    agents::look(unit, desk, &mut found)?;
    Ok(found.all)
}

/// What was dealt with lately stays done, and what was put off or given to somebody stays so.
fn rest(found: &mut [Signal], before: &[Signal], today: Day) {
    let key = |one: &Signal| (one.kind.clone(), one.subject, one.membership);
    let known: BTreeMap<_, _> = before.iter().map(|one| (key(one), one)).collect();
    for one in found {
        let Some(last) = known.get(&key(one)) else { continue };
        (one.until, one.officer) = (last.until, last.officer);
        let Some(at) = last.done else { continue };
        let rested = at.day().and_then(|day| day.plus_days(REST_DAYS)).is_some_and(|until| until < today);
        if !rested && one.amount <= last.amount {
            one.done = Some(at);
        }
    }
}

/// The signals of an office as they are found.
struct Found {
    branch: i64,
    all: Vec<Signal>,
}

impl Found {
    fn add(
        &mut self,
        kind: &str,
        (subject, membership): (i64, Option<MembershipId>),
        amount: i64,
        since: Day,
        facts: &[(&str, String)],
    ) {
        let facts: Vec<String> = facts.iter().map(|(name, value)| format!("{name}={value}")).collect();
        self.all.push(Signal {
            branch: self.branch,
            kind: kind.to_owned(),
            subject,
            membership,
            amount,
            facts: facts.join(";"),
            since,
            done: None,
            until: None,
            officer: None,
        });
    }

    fn arrears(&mut self, unit: &mut Unit<'_>, today: Day) -> Result<()> {
        for (payer, amount, since) in signs::arrears(unit, self.branch, today, MOST)? {
            self.add("arrears", (payer.0, None), amount, since, &[("since", since.to_string())]);
        }
        Ok(())
    }

    /// Where nobody's report has come yet, nobody's is missing.
    fn files(&mut self, unit: &mut Unit<'_>, month: Month) -> Result<()> {
        if !signs::is_reported(unit, month)? {
            return Ok(());
        }
        let before = month.plus_months(-1).unwrap_or(month);
        for (payer, people, worth) in signs::missing_files(unit, self.branch, (before, month), MOST)? {
            let facts = [("month", month.to_string()), ("people", people.to_string())];
            self.add("missing_file", (payer.0, None), worth, month.last_day(), &facts);
        }
        Ok(())
    }

    /// Employers whose report names far fewer people than the month before.
    fn workers(&mut self, unit: &mut Unit<'_>, month: Month) -> Result<()> {
        let before = month.plus_months(-1).unwrap_or(month);
        for (payer, then, now) in signs::staffs(unit, self.branch, (before, month))? {
            let gone = then - now;
            if gone < GONE_MIN || gone * 100 < then * GONE_SHARE {
                continue;
            }
            let billed = i128::from(signs::billed(unit, payer, before)?);
            let worth = i64::try_from(billed * i128::from(gone) / i128::from(then.max(1)))?;
            let facts = [("month", month), ("before", before)].map(|(name, month)| (name, month.to_string()));
            let counts = [("gone", gone), ("staff", then)].map(|(name, count)| (name, count.to_string()));
            self.add("workers", (payer.0, None), worth, month.first_day(), &[facts, counts].concat());
        }
        Ok(())
    }

    /// The self-employed in arrears that can still be paid.
    fn lapses(&mut self, unit: &mut Unit<'_>, desk: &Desk<'_>) -> Result<()> {
        let name = Segment::SelfEmployed.name();
        let Some(law) = desk.law.segment(name) else { return Ok(()) };
        for (person, membership, amount) in signs::owing_alone(unit, self.branch, MOST)? {
            let Some(paid) = paid_to(unit, membership)?.filter(|paid| paid.owing) else { continue };
            let stands = standing(desk.law, law, paid.month, false, desk.today)?;
            let Some(stands) = stands.filter(|stands| stands.state == State::InGrace) else { continue };
            let facts = [("paid", paid.month.to_string()), ("until", stands.grace_ends.to_string())];
            self.add("lapse", (person.0, Some(membership)), amount, paid.month.last_day(), &facts);
        }
        Ok(())
    }

    fn registry(
        &mut self,
        unit: &mut Unit<'_>,
        desk: &Desk<'_>,
        twins: &[(PersonId, PersonId)],
    ) -> Result<()> {
        for (person, state, asked) in signs::mismatches(unit, self.branch, MOST)? {
            let kind = format!("registry_{state}");
            let since = asked.day().unwrap_or(desk.today);
            self.add(&kind, (person.0, None), 0, since, &[("since", since.to_string())]);
        }
        for (one, other) in twins.iter().copied() {
            if !is_one(unit, desk, one, other)? {
                // The other number stands in the key, so that each pair has a line.
                let pair = (one.0, Some(MembershipId(other.0)));
                self.add("duplicate", pair, 0, desk.today, &[("other", other.to_string())]);
            }
        }
        Ok(())
    }

    /// People whom employers have named and who could not be confirmed.
    fn mismatches(&mut self, unit: &mut Unit<'_>, desk: &Desk<'_>) -> Result<()> {
        for (payer, people, since) in mismatches::of_branch(unit, self.branch, MOST)? {
            let since = since.day().unwrap_or(desk.today);
            let facts = [("people", people.to_string()), ("since", since.to_string())];
            self.add("mismatch", (payer.0, None), 0, since, &facts);
        }
        Ok(())
    }

    fn contests(&mut self, unit: &mut Unit<'_>, desk: &Desk<'_>) -> Result<()> {
        for (contest, person, membership, since) in signs::contests(unit, self.branch, MOST)? {
            let since = since.day().unwrap_or(desk.today);
            let facts = [("contest", contest.to_string()), ("since", since.to_string())];
            let there = self.all.iter().any(|one| {
                one.kind == "contest" && (one.subject, one.membership) == (person.0, Some(membership))
            });
            if !there {
                self.add("contest", (person.0, Some(membership)), 0, since, &facts);
            }
        }
        Ok(())
    }
}

fn is_one(unit: &mut Unit<'_>, desk: &Desk<'_>, one: PersonId, other: PersonId) -> Result<bool> {
    Ok(people::numbers(unit, one, desk.now)?.contains(&other))
}

#[cfg(test)]
mod tests;
