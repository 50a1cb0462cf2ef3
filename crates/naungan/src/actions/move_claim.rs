//! A claim is moved by somebody: asked for a paper, rejected, sent back, contested, reopened, withdrawn.

use anyhow::Result;
use scheme::claims::moves::{Actor, Move, State};
use scheme::claims::{Act, ground};
use scheme::id::PersonId;
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::{accounts, clients, marks};

use super::confirm_access::{is_usable, is_usable_program};
use super::{claimed_once, take_back_grant, write_letter};
use crate::auth::Role;
use crate::office::{Desk, Office};
use crate::registry::{self, claims, people};

/// Whoever moves a claim, at the counter or here.
#[derive(Clone, Debug)]
pub(crate) struct By {
    pub(crate) account: i64,
    pub(crate) role: Role,
    /// Who acts for others: her own numbers in the register, and those whose relative she is.
    near: Vec<PersonId>,
}

/// Somebody by the number of an account; one that nobody may come in with moves nothing either.
pub(crate) fn by(unit: &mut Unit<'_>, account: i64) -> Result<By> {
    let row = accounts::read(unit, account)?;
    let usable = match &row {
        Some(row) => is_usable(unit, row)?,
        None => false,
    };
    match row.filter(|_| usable) {
        Some(row) => {
            let role = row.role.parse()?;
            let near = match row.person.filter(|_| role != Role::Member) {
                Some(person) => near(unit, person)?,
                None => Vec::new(),
            };
            Ok(By { account, role, near })
        }
        None => {
            // A program of a partner moves what its role may.
            if let Some(client) = clients::read(unit, account)?
                && is_usable_program(unit, &client)?
            {
                return Ok(By { account, role: client.role.parse()?, near: Vec::new() });
            }
            let id = format!("akun {account} tidak ada atau belum dapat dipakai");
            let en = format!("there is no account {account}, or it is not usable yet");
            Err(Refusal::new("no_account", id, en).into())
        }
    }
}

/// Whose claims somebody has an interest of her own in.
fn near(unit: &mut Unit<'_>, person: PersonId) -> Result<Vec<PersonId>> {
    let mut near = people::all_numbers(unit, person)?;
    for own in near.clone() {
        for (relative, _) in marks::of_relative(unit, own)? {
            near.extend(people::all_numbers(unit, relative)?);
        }
    }
    Ok(near)
}

impl By {
    /// In which part somebody makes a move. An officer who does not look after the claim is its second
    /// person; what the claimant wants is written down by whoever she tells it to.
    pub(crate) fn actor(&self, made: Move) -> Result<Actor, Refusal> {
        let checks = matches!(made, Move::Approve | Move::SendBack | Move::Reject);
        let decides = checks || matches!(made, Move::Uphold | Move::Grant | Move::Reopen);
        match self.role {
            Role::Member => Ok(Actor::Claimant),
            Role::Officer | Role::Head if made == Move::Withdraw => Ok(Actor::Claimant),
            Role::Head if decides => Ok(Actor::Head),
            Role::Officer if checks => Ok(Actor::Checker),
            Role::Officer | Role::Head => Ok(Actor::Officer),
            role => {
                let id = format!("peran {role} tidak mengurus klaim");
                Err(Refusal::new("claim_actor", id, format!("the role {role} has nothing to do with claims")))
            }
        }
    }

    /// In which part somebody hands in a paper.
    pub(crate) fn giver(&self) -> Actor {
        if matches!(self.role, Role::Officer | Role::Head) { Actor::Officer } else { Actor::Claimant }
    }

    /// Whom she may not decide about.
    pub(crate) fn near(&self) -> &[PersonId] {
        &self.near
    }

    /// Nobody decides on her own claim, nor on one of her family.
    pub(crate) fn is_not_of(&self, person: PersonId) -> Result<(), Refusal> {
        if self.near.contains(&person) {
            let id = "tidak seorang pun memutus klaimnya sendiri atau keluarganya";
            return Err(Refusal::new(
                "own_claim",
                id,
                "nobody decides on her own claim, nor on her family's",
            ));
        }
        Ok(())
    }
}

/// What is done.
#[derive(Clone, Debug)]
pub(crate) enum Wanted {
    /// A paper is asked for, or asked for again.
    Ask(String),
    /// It is refused, under a provision.
    Reject(String),
    /// A move that says everything by itself.
    Make(Move),
}

/// Moves a claim; gives where it stands.
pub(crate) fn run(office: &mut Office, claim: i64, account: i64, wanted: &Wanted) -> Result<State> {
    office.unit(|unit, desk| within(unit, desk, claim, account, wanted))
}

/// The same within a unit that does more.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    claim: i64,
    account: i64,
    wanted: &Wanted,
) -> Result<State> {
    let who = by(unit, account)?;
    let mut held = claims::hold(unit, claim)?;
    who.is_not_of(held.row.person)?;
    let (made, act) = match wanted {
        Wanted::Ask(paper) => (Move::AskAgain, Act::Ask(known_paper(desk, paper)?)),
        Wanted::Reject(typed) => (Move::Reject, Act::Reject(ground(desk.tree(), typed)?.en)),
        Wanted::Make(made) => (*made, Act::Make(*made)),
    };
    if matches!(made, Move::Approve | Move::Pay | Move::Return) {
        return Err(not_by_itself(made).into());
    }
    if held.claim.state == State::Withdrawn && made == Move::Reopen {
        claimed_once::is_not_claimed(unit, desk, &held)?;
    }
    let was_approved = held.claim.state == State::Approved;
    held.take(unit, desk, (who.actor(made)?, Some(account)), act, i64::MAX)?;
    match made {
        Move::SendBack if was_approved => take_back_grant::stop(unit, desk, &held, account)?,
        Move::Reject => take_back_grant::recover(unit, desk, &held, account)?,
        _ => {}
    }
    match wanted {
        Wanted::Ask(paper) => write_letter::paper(unit, desk, &held, paper).map(drop)?,
        Wanted::Reject(provision) => write_letter::rejected(unit, desk, &held, provision).map(drop)?,
        Wanted::Make(_) => {}
    }
    registry::note(unit, desk, &format!("claim {made}"), held.row.person.0)?;
    Ok(held.claim.state)
}

/// A paper has to be one that the law knows.
fn known_paper(desk: &Desk<'_>, paper: &str) -> Result<String, Refusal> {
    let tree = desk.tree();
    let taken = rules::facts::Facts::new(tree).set(tree, "paper", paper);
    taken.map_err(|fault| Refusal::new("no_paper", fault.words.id, fault.words.en))?;
    Ok(paper.to_owned())
}

/// What comes of approval and payment is more than a move.
fn not_by_itself(made: Move) -> Refusal {
    let id = format!("langkah `{made}` terjadi lewat persetujuan atau pembayarannya");
    Refusal::new("claim_actor", id, format!("the step `{made}` comes of the approval or the payment itself"))
}
