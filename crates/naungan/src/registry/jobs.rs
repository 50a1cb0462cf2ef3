//! Who looks for work: what was done, as the law's duties count it, and the months of cash after a claim.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use base::{Day, Span};
use scheme::claims::ClaimKind;
use scheme::claims::moves::State;
use scheme::id::PersonId;
use scheme::jobs::{Event, Record, Seeker, Vacancy, Wages, schedule};
use scheme::memberships::Segment;
use store::Unit;
use store::queries::duty_months::{self, DutyMonth};
use store::queries::vacancies as rows;
use store::queries::{claims as claim_rows, grants, seekers, trainings};

use super::claims::{self, Held};
use super::{members, people};
use crate::actions::approve_claim::as_grant;
use crate::office::Desk;

/// What somebody did, and calls to interviews that nobody has confirmed.
#[derive(Clone, Debug, Default)]
pub(crate) struct Did {
    pub(crate) records: Vec<Record>,
    pub(crate) unconfirmed: Vec<Day>,
}

/// The number of a person that stays first.
pub(crate) fn first(unit: &mut Unit<'_>, person: PersonId) -> Result<PersonId> {
    let whole = members::whole(unit, person)?;
    Ok(whole.people.first().map_or(person, |(number, _)| *number))
}

/// What was done since a job was lost, under all numbers of a person; what the register knows of new work is
/// in it.
pub(crate) fn did(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId, lost: Day) -> Result<Did> {
    let mut did = Did::default();
    for number in people::numbers(unit, person, desk.now)? {
        searched(unit, number, &mut did)?;
        for one in trainings::attendances(unit, number)? {
            let (course, present) = (one.training.to_string(), one.present);
            let event = Event::Session { course, number: u32::try_from(one.no)?, present };
            did.records.push(Record { day: one.day, event });
        }
        for mark in seekers::marks(unit, number)? {
            let event = match mark.kind.as_str() {
                "self_assessment" => Event::SelfAssessment,
                "status_form" => Event::StatusForm,
                _ => Event::NewWork { employer: mark.employer.unwrap_or_default() },
            };
            did.records.push(Record { day: mark.day, event });
        }
    }
    did.records.extend(new_work(unit, desk, person, lost)?);
    did.records.retain(|record| record.day >= lost);
    did.records.sort();
    did.records.dedup();
    Ok(did)
}

fn searched(unit: &mut Unit<'_>, number: PersonId, did: &mut Did) -> Result<()> {
    for one in seekers::applications(unit, number)? {
        let event = Event::Application { employer: one.employer, vacancy: one.title };
        did.records.push(Record { day: one.day, event });
    }
    for one in seekers::interviews(unit, number)? {
        match one.confirmed {
            Some(_) => {
                let event = Event::Interview { employer: one.employer };
                did.records.push(Record { day: one.day, event });
            }
            None => did.unconfirmed.push(one.day),
        }
    }
    Ok(())
}

/// Work as a wage earner that began after the job was lost.
fn new_work(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId, lost: Day) -> Result<Vec<Record>> {
    let mut found = Vec::new();
    for known in members::whole(unit, person)?.memberships {
        let spell = scheme::memberships::Spell::last(&known.history, desk.now);
        let started = spell.map_or(known.row.started, |spell| spell.started);
        if known.segment == Segment::WageEarner && started > lost {
            let event = Event::NewWork { employer: known.row.payer.to_string() };
            found.push(Record { day: started, event });
        }
    }
    Ok(found)
}

/// A month of cash: when it is due, and the last that was decided on it.
#[derive(Clone, Debug)]
pub(crate) struct MonthOf {
    pub(crate) number: u8,
    pub(crate) due: Day,
    pub(crate) days: Option<Span>,
    pub(crate) decided: Option<DutyMonth>,
    /// Who has looked at it and found its duty done, where another person has to grant it now.
    pub(crate) looked: Option<i64>,
}

impl MonthOf {
    /// The number of its next decision.
    pub(crate) fn next(&self) -> i64 {
        self.decided.as_ref().map_or(1, |row| row.no + 1)
    }

    /// The state that counts; nothing while nothing was decided that stands.
    pub(crate) fn state(&self) -> Option<&str> {
        self.decided.as_ref().map(|row| row.state.as_str()).filter(|state| *state != TAKEN_BACK)
    }

    pub(crate) fn is(&self, state: &str) -> bool {
        self.state() == Some(state)
    }
}

/// One person has found its duty done, and another has to grant it.
pub(crate) const PROPOSED: &str = "proposed";
/// A month is paid.
pub(crate) const GRANTED: &str = "granted";
/// Its duty is not met.
pub(crate) const REFUSED: &str = "refused";
/// She works again.
pub(crate) const ENDED: &str = "ended";
/// Somebody holds it back by name.
pub(crate) const HELD: &str = "held";
/// Its grant was sent back before a bank had it.
pub(crate) const TAKEN_BACK: &str = "taken_back";

/// The last decision on each month of a claim.
pub(crate) fn decided(unit: &mut Unit<'_>, claim: i64) -> Result<BTreeMap<i64, DutyMonth>> {
    let all = duty_months::of(unit, claim)?;
    Ok(all.into_iter().map(|row| (row.month, row)).collect())
}

/// The months of a claim; none before the first was granted.
pub(crate) fn months(unit: &mut Unit<'_>, desk: &Desk<'_>, claim: i64) -> Result<Vec<MonthOf>> {
    let mut rows = decided(unit, claim)?;
    let Some(begun) = rows.get(&1).filter(|row| row.state == GRANTED) else { return Ok(Vec::new()) };
    let all = schedule::months(desk.tree(), begun.pay_day);
    let looks = duty_months::looks(unit, claim)?;
    let of = |month: schedule::Month| {
        let number = i64::from(month.number);
        let (due, days, decided) = (month.due, month.days, rows.remove(&number));
        let mut of = MonthOf { number: month.number, due, days, decided, looked: None };
        let mine = looks.iter().find(|(month, no, _)| (*month, *no) == (number, of.next()));
        of.looked = mine.map(|(.., account)| *account);
        of
    };
    Ok(all.into_iter().map(of).collect())
}

/// Whether nothing of the cash comes later: she works again, or every month was granted. One that was refused
/// can still be mended.
pub(crate) fn is_over(months: &[MonthOf]) -> bool {
    months.iter().any(|month| month.is(ENDED)) || months.iter().all(|month| month.is(GRANTED))
}

/// Whether further payments of a claim come later.
pub(crate) fn goes_on(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held) -> Result<bool> {
    if held.kind == ClaimKind::JkpCash {
        return Ok(!is_over(&months(unit, desk, held.row.id)?));
    }
    // What a hospital got of the claim says nothing of the claimant's own payments.
    let granted = grants::of(unit, held.row.id)?;
    let own = granted.iter().rfind(|grant| !as_grant(grant).is_nothing());
    Ok(own.is_some_and(|grant| grant.more))
}

/// The latest claim of job loss of a person that was not withdrawn, and the day she was dismissed.
pub(crate) fn claim_of(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<Option<(i64, Day)>> {
    let mut found = None;
    for number in people::numbers(unit, person, desk.now)? {
        for row in claim_rows::of_person(unit, number)? {
            let counts = row.kind == ClaimKind::JkpCash.name() && row.state != State::Withdrawn.name();
            if counts && found.is_none_or(|(known, _)| known < row.id) {
                let (case, _) = claims::reported(unit, desk, row.of_case)?;
                found = Some((row.id, case.day));
            }
        }
    }
    Ok(found)
}

/// A vacancy as the scheme ranks it: under its number here.
pub(crate) fn vacancy(row: &rows::Vacancy) -> Result<Vacancy> {
    let damaged = || format!("vacancy {} is damaged", row.id);
    let occupation = row.occupation.as_deref().map(str::parse).transpose().with_context(damaged)?;
    let wages = row.wages.map(|(least, most)| Wages::new(least, most)).transpose().with_context(damaged)?;
    Ok(Vacancy {
        id: row.source.clone(),
        title: row.title.clone(),
        employer: row.employer.clone(),
        occupation,
        province: row.province,
        wages,
        skills: row.skills.clone(),
        posted: row.posted,
        until: row.until,
    })
}

/// Somebody as the scheme ranks vacancies for her; without wishes nothing is known of her.
pub(crate) fn seeker(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<Option<Seeker>> {
    for number in people::numbers(unit, person, desk.now)? {
        if let Some(row) = seekers::read(unit, number)? {
            let wishes = row.wishes.iter().map(|wish| wish.parse());
            return Ok(Some(Seeker {
                id: number.to_string(),
                wishes: wishes.collect::<Result<_, _>>().context("a wish is damaged")?,
                skills: row.skills,
                province: row.province,
                wage: row.wage,
            }));
        }
    }
    Ok(None)
}
