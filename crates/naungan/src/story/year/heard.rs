//! What is heard of members, and what of it becomes an event that something is claimed for.

use anyhow::{Context, Result};
use base::Day;
use scheme::events::EventKind;
use scheme::id::{MembershipId, PersonId};
use store::Unit;
use store::queries::memberships;

use super::{Year, refused};
use crate::actions::report_event::{self, ReportEvent};
use crate::demo::play::Ids;
use crate::demo::{EndReason, Event, Happening, MembershipIndex, PersonIndex};
use crate::office::Office;

/// One in so many whose wage is reported has an accident at work, by chance of the plan.
const ACCIDENT_ONE_IN: u32 = 6;
/// One in so many of them cannot work any more, for another cause.
const DISABLED_ONE_IN: u32 = 16;
/// One in so many deaths is one of work.
const BY_WORK_ONE_IN: u32 = 4;
/// Whoever has this birthday, or a later one, asks for what there is in old age; the law says whether.
const OLD: i32 = 59;

pub(super) type Facts = &'static [(&'static str, &'static str)];
pub(super) type Told = (EventKind, Day, Facts);

pub(super) const NOTHING: Facts = &[];
const DISMISSED: Facts = &[("termination", "dismissal")];
const RESIGNED: Facts = &[("termination", "resignation")];
const HURT: Facts = &[("land_fare", "350000")];
const HURT_AND_OFF_WORK: Facts =
    &[("land_fare", "150000"), ("incapacity_months", "1"), ("wage_went_on", "no")];

impl Year<'_> {
    /// What was heard in a month is reported; it is remembered of whom something was heard.
    pub(super) fn hear(&mut self, office: &mut Office, ids: &Ids, events: &[Event]) -> Result<()> {
        // Whoever reports an accident late bears it herself: it is of the day before.
        let yesterday = office.today().plus_days(-1).context("a day before")?;
        let mut told = office.look(|unit, _| {
            let mut told = Vec::new();
            for (at, event) in (0u32..).zip(events) {
                let (about, what) = happened(event, at, yesterday);
                let person = match about {
                    About::Nobody => continue,
                    About::Person(person) => Some(ids.person(person)?),
                    About::Membership(membership) => match ids.membership(membership)? {
                        Some(membership) => whose(unit, membership)?,
                        None => None,
                    },
                };
                told.extend(person.map(|person| (person, what)));
            }
            Ok(told)
        })?;
        told.extend(self.grown_old(office, ids)?);
        for (person, what) in told {
            self.touched.insert(person.0);
            if let Some(what) = what {
                self.report(office, person, what)?;
            }
        }
        Ok(())
    }

    /// Whoever of the founding has a late birthday in this month.
    fn grown_old(&self, office: &Office, ids: &Ids) -> Result<Vec<(PersonId, Option<Told>)>> {
        let month = office.today().month();
        let mut all = Vec::new();
        for index in (0..self.plan.members()).map(PersonIndex) {
            let person = self.plan.person(index);
            let born = person.birth_date;
            if born.month().number() != month.number() || month.year() - born.year() < OLD {
                continue;
            }
            let Some(day) = born.plus_months(12 * (month.year() - born.year())) else { continue };
            if day <= office.today() {
                all.push((ids.person(index)?, Some((EventKind::GrewOld, day, NOTHING))));
            }
        }
        Ok(all)
    }

    pub(super) fn report(
        &mut self,
        office: &mut Office,
        person: PersonId,
        (kind, day, facts): Told,
    ) -> Result<()> {
        let facts = facts.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let asked = ReportEvent { person, kind, day, by_employer: true, account: Some(self.officer), facts };
        let reported = match report_event::run(office, &asked, None) {
            Ok(reported) => reported,
            Err(error) => {
                let code = refused(error)?;
                self.count(&format!("{kind} refused: {code}"));
                return Ok(());
            }
        };
        self.count(kind.name());
        if let Some(case) = reported.case {
            self.name_hands(office, person, case)?;
        }
        self.open.extend(reported.claims.iter().map(|claim| (claim.claim, 1)));
        Ok(())
    }
}

/// Of whom something is heard.
enum About {
    Nobody,
    Person(PersonIndex),
    Membership(MembershipIndex),
}

fn whose(unit: &mut Unit<'_>, membership: MembershipId) -> Result<Option<PersonId>> {
    Ok(memberships::read(unit, membership)?.map(|row| row.person))
}

/// What an event of the plan is to claims.
fn happened(event: &Event, at: u32, yesterday: Day) -> (About, Option<Told>) {
    match &event.what {
        Happening::Died { person, died } => {
            let by_work = person.0 % BY_WORK_ONE_IN == 0;
            let kind = if by_work { EventKind::WorkDeath } else { EventKind::OtherDeath };
            (About::Person(*person), Some((kind, *died, NOTHING)))
        }
        Happening::Left { membership, ended, reason } => {
            let what = match reason {
                EndReason::Dismissed => Some((EventKind::LostJob, *ended, DISMISSED)),
                EndReason::Resigned => Some((EventKind::LeftWork, *ended, RESIGNED)),
                EndReason::Retired => Some((EventKind::GrewOld, *ended, NOTHING)),
                _ => None,
            };
            (About::Membership(*membership), what)
        }
        Happening::AmountReported { membership, .. } => {
            let facts = if at.is_multiple_of(2 * ACCIDENT_ONE_IN) { HURT_AND_OFF_WORK } else { HURT };
            let what = if at % DISABLED_ONE_IN == 1 {
                Some((EventKind::OtherDisability, event.day, NOTHING))
            } else {
                at.is_multiple_of(ACCIDENT_ONE_IN).then_some((EventKind::WorkAccident, yesterday, facts))
            };
            (About::Membership(*membership), what)
        }
        Happening::AmountCorrected { membership, .. } => (About::Membership(*membership), None),
        Happening::Merged { kept, .. } | Happening::Unmerged { kept, .. } => (About::Person(*kept), None),
        _ => (About::Nobody, None),
    }
}
