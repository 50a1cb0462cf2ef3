//! The law is asked what a claim comes to.

use anyhow::Result;
use base::Day;
use scheme::claims::moves::Move;
use scheme::claims::{Act, Assessment, ClaimKind, Question, assess};
use scheme::events::{Heirs, heirs};
use scheme::law::{ClaimLaw, SAVINGS};
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::grants::{self, Grant};

use super::move_claim::by;
use super::screen_claim;
use crate::books::grant;
use crate::office::{Desk, Office};
use crate::registry::claims::{Held, Life};
use crate::registry::{self, claims};

/// What a claim comes to, and what it was asked with.
pub(crate) struct Found {
    pub(crate) life: Life,
    pub(crate) heirs: Option<Heirs>,
    pub(crate) assessment: Assessment,
    /// The day of the event.
    pub(crate) day: Day,
    /// The day of the decision.
    decided: Day,
    /// The day from which growth and delay are reckoned.
    pay_day: Day,
    /// What was reported with the event.
    facts: Vec<(String, String)>,
}

impl Found {
    /// What was asked of the law.
    pub(crate) fn question(&self, held: &Held) -> Question<'_> {
        Question {
            kind: held.kind,
            event: self.day,
            filed: held.row.notified,
            decided: self.decided,
            pay_day: self.pay_day,
            facts: &self.facts,
        }
    }

    /// What is known of a claim for which the law has no answer.
    pub(crate) fn without_answer(
        unit: &mut Unit<'_>,
        desk: &Desk<'_>,
        held: &Held,
        assessment: Assessment,
    ) -> Result<Found> {
        let life = claims::life(unit, desk, held.row.person, Some(held.row.id))?;
        let (case, facts) = claims::reported(unit, desk, held.row.of_case)?;
        Ok(Found {
            life,
            heirs: None,
            assessment,
            day: case.day,
            decided: desk.today,
            pay_day: desk.today,
            facts,
        })
    }
}

/// Assesses a claim that is complete; a second person has to agree.
pub(crate) fn run(office: &mut Office, claim: i64, account: i64) -> Result<Assessment> {
    office.unit(|unit, desk| within(unit, desk, claim, account))
}

/// The same within a unit that does more.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, claim: i64, account: i64) -> Result<Assessment> {
    let who = by(unit, account)?;
    let mut held = claims::hold(unit, claim)?;
    who.is_not_of(held.row.person)?;
    // What the table or a guard refuses is refused before the law is asked.
    let actor = who.actor(Move::Assess)?;
    held.claim.state.after(Move::Assess, actor)?;
    let found = found(unit, desk, &held)?;
    payable(&found.assessment)?;
    held.take(unit, desk, (actor, Some(account)), Act::Assess(found.assessment.gross()), i64::MAX)?;
    screen_claim::assessed(unit, desk, &held, &found)?;
    registry::note(unit, desk, "claim assess", held.row.person.0)?;
    Ok(found.assessment)
}

/// Asks the law, and changes nothing.
pub(crate) fn found(unit: &mut Unit<'_>, desk: &Desk<'_>, held: &Held) -> Result<Found> {
    // Savings that were paid do not grow any more, also where the claim is looked at again.
    let paid = paid_on(&grants::of(unit, held.row.id)?);
    let pay_day = paid.filter(|_| held.kind.benefit() == SAVINGS).unwrap_or(desk.today);
    // Whoever was found to have lost the job was so on that day, by the law of it.
    let begun = match held.kind {
        ClaimKind::JkpCash => paid,
        _ => None,
    };
    found_on(unit, desk, held, begun.unwrap_or(desk.today), begun.unwrap_or(pay_day))
}

/// Since when something is granted that was not taken back whole.
fn paid_on(granted: &[Grant]) -> Option<Day> {
    let (mut sum, mut since) = (0, None);
    for grant in granted {
        if sum == 0 && grant.gross != 0 {
            since = Some(grant.day);
        }
        sum += grant.gross;
    }
    since.filter(|_| sum != 0)
}

/// The same, as if it were decided on one day and first paid on another.
pub(crate) fn found_on(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    held: &Held,
    decided: Day,
    pay_day: Day,
) -> Result<Found> {
    let mut life = claims::life(unit, desk, held.row.person, Some(held.row.id))?;
    let (case, facts) = claims::reported(unit, desk, held.row.of_case)?;
    let law = ClaimLaw::new(desk.law)?;
    let asked = Question {
        kind: held.kind,
        event: case.day,
        filed: held.row.notified,
        decided,
        pay_day,
        facts: &facts,
    };
    let heirs = if held.kind.is_of_heirs() {
        Some(life.ask(|record| heirs(&law, record, case.day, held.row.notified))?)
    } else {
        None
    };
    let mut assessment = life.ask(|record| assess(&law, record, &asked, heirs.as_ref()))?;
    if held.kind.benefit() == SAVINGS {
        let lack = lacking(unit, desk, held, (&life, assessment.gross(), pay_day))?;
        if lack > 0 {
            life.lack(pay_day.month(), lack);
            assessment = life.ask(|record| assess(&law, record, &asked, heirs.as_ref()))?;
        }
    }
    Ok(Found { life, heirs, assessment, day: case.day, decided, pay_day, facts })
}

/// What a balance lacks for an answer that is more than was granted before: what came into the savings since
/// may have gone again, by a correction or to another claim.
fn lacking(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    held: &Held,
    (life, gross, pay_day): (&Life, i64, Day),
) -> Result<i64> {
    let before: i64 = grants::of(unit, held.row.id)?.iter().map(|grant| grant.gross).sum();
    if before == 0 || gross <= before {
        return Ok(0);
    }
    let accounts = claims::life(unit, desk, held.row.person, None)?.accounts;
    let lack = gross - before - grant::there(desk, &accounts)?;
    // Each account is rounded for itself; all of them together were rounded once.
    if lack <= i64::try_from(accounts.len())? {
        return Ok(0);
    }
    // Where a part is granted, the balance lacks as many times more.
    let (whole, lack) = (i128::from(life.saved(desk, pay_day.month())?), i128::from(lack));
    Ok(i64::try_from((lack * whole + i128::from(gross) - 1) / i128::from(gross))?)
}

/// Refuses what the fund does not pay, with the provision for whoever rejects it. For job loss the fund
/// advances what an employer has to bear; all else she pays herself.
pub(crate) fn payable(found: &Assessment) -> Result<(), Refusal> {
    if !found.is_payable() {
        return found.refusal.clone().map_or(Ok(()), Err);
    }
    let advanced = found.programme == ADVANCED;
    if found.bearer == scheme::claims::Bearer::Employer && !advanced {
        let id = format!("pemberi kerja menanggung sendiri {}, dana tidak membayar", found.gross());
        let en = format!("the employer has to bear {} herself, and the fund does not pay", found.gross());
        return Err(Refusal::new("employer_bears", id, en));
    }
    if found.lines.iter().all(|line| line.stays_in_the_fund() || line.total() == 0) {
        let id = "tidak ada yang dibayarkan untuk klaim ini";
        return Err(Refusal::new("nothing_owed", id, "nothing is paid for this claim"));
    }
    Ok(())
}

/// The programme whose fund pays although an employer has to bear it.
pub(super) const ADVANCED: &str = "jkp";
