//! Grievances, played from their steps.

use anyhow::{Context, Result};
use scheme::claims::grievance::{Act, AnswerDue, Move, Step, Ticket};
use scheme::claims::letter::Letter;
use scheme::claims::moves::{Actor, Move as ClaimMove};
use scheme::law::ClaimLaw;
use store::Unit;
use store::queries::grievances::{self as rows, Grievance, Step as StepRow};
use store::queries::{claims, institution, letters as letter_rows};

use super::letters::{self, Kept};
use super::not_there;
use crate::office::Desk;

/// A grievance with its row, as its steps have left it.
pub(crate) struct Held {
    pub(crate) row: Grievance,
    pub(crate) ticket: Ticket,
    /// The letter it is about.
    pub(crate) letter: Kept,
    steps: i64,
}

/// Plays a grievance, and keeps others from moving it until the unit ends.
pub(crate) fn hold(unit: &mut Unit<'_>, desk: &Desk<'_>, id: i64) -> Result<Held> {
    rows::hold(unit, id)?;
    play(unit, desk, id)
}

/// Plays a grievance.
pub(crate) fn play(unit: &mut Unit<'_>, desk: &Desk<'_>, id: i64) -> Result<Held> {
    let row = rows::read(unit, id)?.ok_or_else(|| {
        not_there(format!("tidak ada pengaduan {id}"), format!("there is no grievance {id}"))
    })?;
    let damaged = || format!("grievance {id} is damaged");
    let letter = letter_rows::read(unit, row.letter)?.with_context(damaged)?;
    let decided_by = decided_by(unit, &letter)?;
    let kept = letters::open(desk, &letter)?;
    let says = String::from_utf8(desk.keys.open(&rows::context(id), &row.sealed)?)?;
    let ticket = ticket(&kept, usize::try_from(row.line)?, &says, row.opened, &decided_by)?;
    let steps = rows::steps(unit, id)?;
    let taken =
        steps.iter().map(|step| read(desk, step)).collect::<Result<Vec<_>>>().with_context(damaged)?;
    let ticket = ticket.replay(&ClaimLaw::new(desk.law)?, &taken)?;
    Ok(Held { row, ticket, letter: kept, steps: steps.len() as i64 })
}

/// A ticket on a line of a letter as it was kept.
pub(crate) fn ticket(
    kept: &Kept,
    line: usize,
    objection: &str,
    day: base::Day,
    decided_by: &[i64],
) -> Result<Ticket> {
    // Only the lines are pointed at.
    let lines = kept.lines().map(letters::KeptLine::line).collect();
    let letter = letters::only(kept.claim_kind.parse()?, kept.day()?, lines);
    let letter = Letter { number: kept.claim.to_string(), ..letter };
    Ok(Ticket::open(&letter, line, objection, day, decided_by)?)
}

/// Who assessed, approved or rejected what a letter says.
pub(crate) fn decided_by(unit: &mut Unit<'_>, letter: &letter_rows::Letter) -> Result<Vec<i64>> {
    let decides = [ClaimMove::Assess, ClaimMove::Approve, ClaimMove::Reject].map(ClaimMove::name);
    let steps = claims::steps(unit, letter.claim)?.into_iter();
    let mine = steps.filter(|step| step.known <= letter.known && decides.contains(&step.act.as_str()));
    let mut who: Vec<i64> = mine.filter_map(|step| step.account).collect();
    who.sort_unstable();
    who.dedup();
    Ok(who)
}

impl Held {
    /// Takes a step and writes it down; a step that is refused changes nothing.
    pub(crate) fn take(
        &mut self,
        unit: &mut Unit<'_>,
        desk: &Desk<'_>,
        (actor, who): (Actor, Option<i64>),
        act: Act,
    ) -> Result<()> {
        let step = Step { day: desk.today, actor, who, act };
        self.ticket.take(&ClaimLaw::new(desk.law)?, &step)?;
        self.steps += 1;
        let id = institution::take_numbers(unit, 1)?;
        let (act, changed, why) = match &step.act {
            Act::Answer(changed, why) => (Move::Answer, Some(*changed), Some(why.trim())),
            Act::Make(made) => (*made, None, None),
        };
        let row = StepRow {
            id,
            grievance: self.row.id,
            no: self.steps,
            day: step.day,
            actor: actor.name().to_owned(),
            account: who,
            act: act.name().to_owned(),
            changed,
            sealed: why.map(|why| desk.keys.seal(&rows::step_context(id), why.as_bytes())),
            known: desk.now,
        };
        rows::add_step(unit, &row)?;
        let Ticket { level, since, state, .. } = &self.ticket;
        rows::set(unit, self.row.id, (level.name(), *since, state.name()))
    }

    /// When it is answered at the latest.
    pub(crate) fn due(&self, desk: &Desk<'_>) -> Result<Option<AnswerDue>> {
        Ok(self.ticket.due(&ClaimLaw::new(desk.law)?)?)
    }
}

/// A step from its row.
pub(crate) fn read(desk: &Desk<'_>, row: &StepRow) -> Result<Step> {
    let actor = Actor::named(&row.actor).with_context(|| format!("{} is nobody who acts", row.actor))?;
    let made = Move::named(&row.act).with_context(|| format!("{} is no step", row.act))?;
    let act = match (made, &row.sealed) {
        (Move::Answer, Some(sealed)) => {
            let why = String::from_utf8(desk.keys.open(&rows::step_context(row.id), sealed)?)?;
            Act::Answer(row.changed.context("an answer that says nothing")?, why)
        }
        (made, _) => Act::Make(made),
    };
    Ok(Step { day: row.day, actor, who: row.account, act })
}
