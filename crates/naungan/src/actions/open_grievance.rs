//! Somebody objects to a line of a letter: a ticket with a clock, and an appeal of the claim where it was
//! decided.

use anyhow::Result;
use scheme::claims::grievance::{Level, State, objection_fits};
use scheme::claims::moves::{Move, State as ClaimState};
use scheme::claims::{Act, moves::Actor};
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::grievances::{self as rows, Grievance};
use store::queries::{grants, institution};

use super::move_claim::by;
use crate::auth::Role;
use crate::office::{Desk, Office};
use crate::registry::{self, claims, grievances, letters};

/// What is wrong with which line.
#[derive(Clone, Debug)]
pub(crate) struct OpenGrievance {
    pub(crate) claim: i64,
    /// Which of its letters.
    pub(crate) letter: i64,
    pub(crate) line: usize,
    /// In the claimant's words.
    pub(crate) objection: String,
    /// The claimant, or who writes it down for her.
    pub(crate) account: Option<i64>,
}

/// Opens a grievance; gives its number.
pub(crate) fn run(office: &mut Office, asked: &OpenGrievance) -> Result<i64> {
    office.unit(|unit, desk| within(unit, desk, asked))
}

/// The same within a unit that does more.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &OpenGrievance) -> Result<i64> {
    objection_fits(&asked.objection)?;
    let mut held = claims::hold(unit, asked.claim)?;
    let (letter, kept) = letters::read(unit, desk, (asked.claim, asked.letter))?;
    let decided_by = grievances::decided_by(unit, &letter)?;
    let ticket = grievances::ticket(&kept, asked.line, &asked.objection, desk.today, &decided_by)?;
    for known in rows::of_claim(unit, asked.claim)? {
        let is_open = State::named(&known.state).is_some_and(State::waits);
        if (known.letter, known.line) == (letter.id, asked.line as i64) && is_open {
            return Err(known_already(known.id).into());
        }
    }
    let id = institution::take_numbers(unit, 1)?;
    let row = Grievance {
        id,
        letter: letter.id,
        claim: asked.claim,
        line: i64::try_from(asked.line)?,
        sealed: desk.keys.seal(&rows::context(id), ticket.objection.as_bytes()),
        opened: desk.today,
        account: asked.account,
        level: Level::FIRST.name().to_owned(),
        since: desk.today,
        state: State::Open.name().to_owned(),
        known: desk.now,
    };
    rows::add(unit, &row)?;
    let staff = match asked.account {
        Some(account) => matches!(by(unit, account)?.role, Role::Officer | Role::Head),
        None => false,
    };
    let actor = if staff { Actor::Officer } else { Actor::Claimant };
    appeal(unit, desk, &mut held, (actor, asked.account))?;
    registry::note(unit, desk, "grievance opened", held.row.person.0)?;
    Ok(id)
}

/// The claim is contested, where it was decided. What is paid month by month goes on meanwhile, as it is.
pub(super) fn appeal(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    held: &mut claims::Held,
    who: (Actor, Option<i64>),
) -> Result<()> {
    let decided = matches!(held.claim.state, ClaimState::Rejected | ClaimState::Paid | ClaimState::Closed);
    let more = grants::of(unit, held.row.id)?.last().is_some_and(|grant| grant.more);
    if decided && !more {
        held.take(unit, desk, who, Act::Make(Move::Appeal), i64::MAX)?;
    }
    Ok(())
}

fn known_already(grievance: i64) -> Refusal {
    let id = format!("baris ini sudah diadukan, nomor {grievance}, dan menunggu jawaban");
    let en = format!("there is a grievance on this line, number {grievance}, which waits for an answer");
    Refusal::new("grievance_known", id, en)
}
