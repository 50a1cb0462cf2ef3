//! Months of cash after a job was lost: what was done for them, what was decided, what letter and books say.

use anyhow::{Context, Result, ensure};
use base::Day;
use scheme::id::PersonId;
use store::Unit;
use store::queries::{grants, orders};

use super::{Year, compare, refused};
use crate::actions::apply_for_vacancy::{self, To};
use crate::actions::decide_month::{self, Decided};
use crate::actions::mark_duty::{self, Marked};
use crate::office::{Desk, Office};
use crate::registry::{claims, jobs};

/// Far more applications in a month than any law asks for.
const APPLICATIONS: u32 = 12;
/// One in so many does nothing in the third month.
const IDLE_ONE_IN: i64 = 5;
/// One in so many works again in the fourth.
const WORKS_ONE_IN: i64 = 7;

impl Year<'_> {
    /// Every month that is due by now.
    pub(super) fn months_of_cash(&mut self, office: &mut Office) -> Result<()> {
        for claim in std::mem::take(&mut self.jobless) {
            let person = office.look(|unit, _| Ok(claims::play(unit, claim)?.row.person))?;
            let months = office.look(|unit, desk| jobs::months(unit, desk, claim))?;
            let today = office.today();
            for of in months.iter().filter(|of| of.state().is_none() && of.due <= today) {
                office.unit(|unit, desk| searched(unit, desk, (claim, person), (of.number, of.due)))?;
                match self.by_two(office, (claim, of.number)) {
                    Ok(decided) => self.month_decided(office, &decided)?,
                    Err(error) => {
                        let code = refused(error)?;
                        self.count(&format!("month of cash not decided: {code}"));
                        break;
                    }
                }
            }
            let months = office.look(|unit, desk| jobs::months(unit, desk, claim))?;
            if months.iter().any(|of| of.state().is_none()) && !jobs::is_over(&months) {
                self.jobless.push(claim);
            }
        }
        Ok(())
    }

    /// The officer looks at a month, and the head grants it where its duty is done.
    fn by_two(&self, office: &mut Office, (claim, month): (i64, u8)) -> Result<Decided> {
        let looked = decide_month::run(office, claim, month, self.officer)?;
        if looked.waits() { decide_month::run(office, claim, month, self.head) } else { Ok(looked) }
    }

    /// What the letter has said of the month is what was granted, booked and ordered.
    fn month_decided(&mut self, office: &mut Office, decided: &Decided) -> Result<()> {
        self.count(&format!("month of cash {}", decided.row.state));
        let (Some(approved), Some(gross)) = (&decided.approved, decided.row.gross) else { return Ok(()) };
        let (claim, month) = (decided.claim, usize::try_from(decided.row.month)?);
        let letter = compare::last(office, claim)?;
        let said = letter.parts.iter().filter(|part| part.counts).flat_map(|part| &part.payments);
        let mut said = said.filter(|(from, to, _)| (*from..=*to).contains(&month)).map(|(.., each)| *each);
        let said =
            said.next().with_context(|| format!("claim {claim} has a letter without month {month}"))?;
        ensure!(said == gross, "claim {claim}, month {month}: the letter says {said}, {gross} is granted");
        office.look(|unit, _| {
            let all = grants::of(unit, claim)?;
            let grant = all.iter().find(|grant| Some(grant.no) == decided.row.granted);
            let grant = grant.with_context(|| format!("claim {claim} has no grant of month {month}"))?;
            let booked = compare::booked(unit, grant)?.context("a month of cash is not booked")?;
            ensure!(booked == gross, "claim {claim}, month {month}: {gross} granted, {booked} booked");
            let of_grant = |order: &&orders::Order| order.no == grant.no;
            let ordered: i64 =
                orders::of_claim(unit, claim)?.iter().filter(of_grant).map(|one| one.amount).sum();
            let out = approved.net - approved.kept;
            ensure!(ordered == out, "claim {claim}, month {month}: {out} go out, {ordered} are ordered");
            Ok(())
        })?;
        self.count("months of cash compared");
        Ok(())
    }
}

/// What is done for a month: applications and the form, or nothing, or new work.
fn searched(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (claim, person): (i64, PersonId),
    (month, due): (u8, Day),
) -> Result<()> {
    let day = due.plus_days(-2).context("a day")?;
    if month == 3 && claim % IDLE_ONE_IN == 0 {
        return Ok(());
    }
    if month == 4 && claim % WORKS_ONE_IN == 0 {
        let marked = Marked::NewWork("CV Baru".to_owned());
        return mark_duty::within(unit, desk, person, (&marked, day), None);
    }
    for number in 0..APPLICATIONS {
        let to = To::Elsewhere { employer: format!("CV {month}-{number}"), title: "sopir".to_owned(), day };
        apply_for_vacancy::within(unit, desk, person, &to, None)?;
    }
    mark_duty::within(unit, desk, person, (&Marked::SelfAssessment, day), None)?;
    mark_duty::within(unit, desk, person, (&Marked::StatusForm, day), None)
}
