//! A grievance goes on: taken in hand, answered, called overdue, settled, taken further, withdrawn. Its
//! answer is a move of the claim.

use anyhow::Result;
use scheme::claims::grievance::{Act, Level, Move, State, reason_fits};
use scheme::claims::moves::{Actor, Move as ClaimMove, State as ClaimState};
use scheme::claims::{Act as ClaimAct, moves};
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::grievances as rows;

use super::move_claim::{By, by};
use super::{open_grievance, take_back_grant, write_letter};
use crate::auth::Role;
use crate::messages;
use crate::office::{Desk, Office};
use crate::registry::{self, claims, grievances};

/// Where a grievance stands after a move.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Moved {
    pub(crate) state: State,
    pub(crate) level: Level,
    /// Where its claim stands.
    pub(crate) claim: ClaimState,
}

/// Moves a grievance.
pub(crate) fn run(office: &mut Office, grievance: i64, account: i64, act: &Act) -> Result<Moved> {
    office.unit(|unit, desk| within(unit, desk, grievance, account, act))
}

/// The same within a unit that does more.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    grievance: i64,
    account: i64,
    act: &Act,
) -> Result<Moved> {
    if let Act::Answer(_, why) = act {
        reason_fits(why)?;
    }
    let who = by(unit, account)?;
    let mut held = grievances::hold(unit, desk, grievance)?;
    let mut claim = claims::hold(unit, held.row.claim)?;
    let actor = actor(&who, act)?;
    if actor != Actor::Claimant {
        who.is_not_of(claim.row.person)?;
    }
    held.take(unit, desk, (actor, Some(account)), act.clone())?;
    match act {
        Act::Answer(changed, _) => {
            answered(unit, desk, &mut claim, (actor, account), (*changed, grievance))?;
            tell(unit, desk, &claim, grievance)?;
        }
        Act::Make(Move::GoOn) => {
            open_grievance::appeal(unit, desk, &mut claim, (Actor::Claimant, Some(account)))?;
        }
        // Who takes back what she contested leaves the decision as it is.
        Act::Make(Move::Withdraw) if is_last(unit, &claim, grievance)? => {
            claim.goes_on(unit, desk, ClaimMove::Uphold)?;
        }
        Act::Make(_) => {}
    }
    registry::note(unit, desk, &format!("grievance: {}", name(act)), claim.row.person.0)?;
    Ok(Moved { state: held.ticket.state, level: held.ticket.level, claim: claim.claim.state })
}

/// Calls a grievance overdue whose day to answer has passed; whether it was one.
pub(crate) fn escalate(unit: &mut Unit<'_>, desk: &Desk<'_>, grievance: i64) -> Result<bool> {
    let mut held = grievances::hold(unit, desk, grievance)?;
    let late = held.due(desk)?.is_some_and(|due| due.day < desk.today);
    if !late || held.ticket.state == State::Overdue {
        return Ok(false);
    }
    held.take(unit, desk, (Actor::Program, None), Act::Make(Move::Escalate))?;
    let claim = claims::play(unit, held.row.claim)?;
    let name = &desk.institution.name;
    let text = format!(
        "{name}: pengaduan {grievance} belum dijawab pada waktunya dan kini di tangan kepala cabang. \
         Anda juga boleh meneruskannya: /grievances/{grievance}.\n\
         {name}: grievance {grievance} was not answered in time and lies with the head of the branch. \
         You may also take it further: /grievances/{grievance}."
    );
    write_letter::tell(unit, desk, &claim, &text)?;
    registry::note(unit, desk, "grievance: escalate", claim.row.person.0)?;
    Ok(true)
}

/// The word by which an act is kept.
pub(crate) const fn name(act: &Act) -> &'static str {
    match act {
        Act::Answer(..) => Move::Answer.name(),
        Act::Make(made) => made.name(),
    }
}

/// In which part somebody acts. What the claimant wants is written down by whoever she tells it to.
fn actor(who: &By, act: &Act) -> Result<Actor, Refusal> {
    let answers = matches!(act, Act::Answer(..) | Act::Make(Move::Take | Move::Answer));
    match who.role {
        Role::Officer if answers => Ok(Actor::Officer),
        Role::Head if answers => Ok(Actor::Head),
        Role::Officer | Role::Head | Role::Member | Role::Heir => Ok(Actor::Claimant),
        role => {
            let id = format!("peran {role} tidak mengurus pengaduan");
            let en = format!("the role {role} has nothing to do with grievances");
            Err(Refusal::new("grievance_actor", id, en))
        }
    }
}

/// What an answer means for the claim: the decision falls, or it stands when nothing else is contested.
fn answered(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    claim: &mut claims::Held,
    (actor, account): (Actor, i64),
    (changed, grievance): (bool, i64),
) -> Result<()> {
    let state = claim.claim.state;
    let made = match (changed, state) {
        (true, ClaimState::Appealed) => ClaimMove::Grant,
        // Nothing has gone out yet: what was granted is stopped. What is on its way is answered when it came.
        (true, ClaimState::Approved) => {
            let actor = if actor == Actor::Officer { Actor::Checker } else { actor };
            claim.take(unit, desk, (actor, Some(account)), ClaimAct::Make(ClaimMove::SendBack), i64::MAX)?;
            return take_back_grant::stop(unit, desk, claim, account);
        }
        (true, ClaimState::Paid | ClaimState::Closed | ClaimState::Rejected) => ClaimMove::Reopen,
        (false, ClaimState::Appealed) if is_last(unit, claim, grievance)? => ClaimMove::Uphold,
        // It is being looked at already, or something else is contested still.
        _ => return Ok(()),
    };
    let made: moves::Move = made;
    claim.take(unit, desk, (actor, Some(account)), ClaimAct::Make(made), i64::MAX)
}

/// Whether the claim is under appeal, and by no other grievance than this.
fn is_last(unit: &mut Unit<'_>, claim: &claims::Held, grievance: i64) -> Result<bool> {
    if claim.claim.state != ClaimState::Appealed {
        return Ok(false);
    }
    let others = rows::of_claim(unit, claim.row.id)?;
    Ok(others.iter().all(|one| one.id == grievance || !State::named(&one.state).is_some_and(State::waits)))
}

fn tell(unit: &mut Unit<'_>, desk: &Desk<'_>, claim: &claims::Held, grievance: i64) -> Result<()> {
    let name = &desk.institution.name;
    let place = messages::link(&format!("/grievances/{grievance}"));
    let text = format!(
        "{name}: pengaduan {grievance} sudah dijawab. Masuk dan baca di {place}\n\
         {name}: grievance {grievance} is answered. Sign in and read it at {place}"
    );
    write_letter::tell(unit, desk, claim, &text)
}
