//! Work on many at once: what a unit knows without asking, and what it writes together when it is done.
//!
//! Whoever registers ten thousand people asks the database thirty questions for each, and nearly every answer
//! is known before: a number that was given out a moment ago has no rows yet. A unit that works ahead reads
//! in a few statements what it will need of everybody, answers from memory what it has read or written, and
//! keeps new rows back. Any other statement first writes what was kept back, so nobody ever sees less than
//! the truth.

mod named;
mod read;
mod write;

use std::cell::OnceCell;
use std::collections::{BTreeSet, HashMap, HashSet};

use base::{Day, Moment, Month};
use scheme::facts::Fact;
use scheme::id::PersonId;

use crate::queries::acts::Act;
use crate::queries::memberships::Membership;
use crate::queries::payers::Payer;
use crate::queries::people::{Identity, Relative};
use crate::queries::proofs::Proof;
use crate::queries::rolls::Roll;

pub use read::{Wanted, begin};

/// What a unit knows, and what it has not written yet.
#[derive(Default)]
pub(crate) struct Ahead {
    /// Numbers that were taken and not given out.
    left: (i64, i64),
    /// Numbers that the unit itself gave out: under them there is nothing but what it wrote.
    fresh: HashSet<i64>,
    /// Turns, people and payers that nobody else can change until the unit ends.
    turns: HashSet<u16>,
    people_held: HashSet<i64>,
    payers_held: HashSet<i64>,
    /// People of whom no link is known.
    unlinked: HashSet<i64>,
    registered: HashMap<i64, Day>,
    /// The latest first.
    identities: HashMap<i64, Vec<Identity>>,
    relatives: HashMap<i64, Vec<Relative>>,
    facts: HashMap<i64, Vec<Fact>>,
    memberships: HashMap<i64, Membership>,
    memberships_of: HashMap<i64, Vec<i64>>,
    payers: HashMap<i64, Payer>,
    rolls: HashMap<i64, Vec<Roll>>,
    /// When the latest act of a subject was.
    acts: HashMap<i64, Option<Moment>>,
    look_ups: HashMap<(i64, Vec<u8>), Vec<i64>>,
    /// Those of new subjects under hashes of which it is not known who else has them.
    look_ups_new: HashSet<(i64, Vec<u8>, i64)>,
    proofs: HashMap<i64, Proof>,
    /// Words under which a branch finds somebody new: branch, hash, person.
    words: HashSet<(i64, [u8; 16], i64)>,
    /// Who was given to a branch by this unit, and the branches of payers that were asked for.
    assigned: HashSet<i64>,
    branches: HashMap<i64, Vec<i64>>,
    /// The last month of which a run has begun, once somebody has asked.
    pub(crate) last_begun: OnceCell<Option<Month>>,
    waiting: Waiting,
}

/// Rows that are not written yet.
#[derive(Default)]
struct Waiting {
    people: Vec<(PersonId, Day, Moment)>,
    identities: Vec<(PersonId, Identity)>,
    relatives: Vec<(PersonId, Relative)>,
    look_ups: Vec<(i64, Vec<u8>, i64)>,
    /// Hashes among them of which it is not known who else has them.
    look_ups_unread: HashSet<(i64, Vec<u8>)>,
    facts: Vec<Fact>,
    memberships: Vec<Membership>,
    acts: Vec<Act>,
    proofs: HashMap<i64, Proof>,
    words: BTreeSet<(i64, [u8; 16], i64)>,
    /// Memberships whose stretches are others than those that stand.
    rolls: BTreeSet<i64>,
    /// Those of them that have stretches in the database.
    rolls_stored: HashSet<i64>,
}

impl Ahead {
    pub(crate) fn is_fresh(&self, number: i64) -> bool {
        self.fresh.contains(&number)
    }

    /// So many numbers in a row, if that many are left.
    pub(crate) fn take_numbers(&mut self, count: i64) -> Option<i64> {
        let (next, end) = self.left;
        if next + count > end {
            return None;
        }
        self.left.0 = next + count;
        self.given(next, count);
        Some(next)
    }

    /// These numbers were given out by this unit.
    pub(crate) fn given(&mut self, first: i64, count: i64) {
        self.fresh.extend(first..first + count);
    }

    pub(crate) fn has_turn(&self, no: u16) -> bool {
        self.turns.contains(&no)
    }

    pub(crate) fn holds_person(&self, person: i64) -> bool {
        self.is_fresh(person) || self.people_held.contains(&person)
    }

    /// The credit of a payer that is held.
    pub(crate) fn held_credit(&self, payer: i64) -> Option<i64> {
        self.payers.get(&payer).filter(|_| self.payers_held.contains(&payer)).map(|payer| payer.credit)
    }

    pub(crate) fn set_credit(&mut self, payer: i64, credit: i64) {
        if let Some(payer) = self.payers.get_mut(&payer) {
            payer.credit = credit;
        }
    }

    pub(crate) fn payer(&self, payer: i64) -> Option<Payer> {
        self.payers.get(&payer).cloned()
    }

    /// Whether it is sure that a person has no links.
    pub(crate) fn is_unlinked(&self, person: i64) -> bool {
        self.is_fresh(person) || self.unlinked.contains(&person)
    }

    pub(crate) fn registered(&self, person: i64) -> Option<Day> {
        self.registered.get(&person).copied()
    }

    /// Keeps a new person back; whether it could.
    pub(crate) fn add_person(&mut self, person: PersonId, registered: Day, now: Moment) -> bool {
        if !self.is_fresh(person.0) {
            return false;
        }
        self.registered.insert(person.0, registered);
        self.waiting.people.push((person, registered, now));
        true
    }

    pub(crate) fn identities(&self, person: i64) -> Option<Vec<Identity>> {
        self.known(&self.identities, person)
    }

    pub(crate) fn identify(&mut self, person: PersonId, identity: &Identity) -> bool {
        if !self.is_fresh(person.0) {
            return false;
        }
        let known = self.identities.entry(person.0).or_default();
        known.push(identity.clone());
        known.sort_by_key(|identity| std::cmp::Reverse(identity.known));
        self.waiting.identities.push((person, identity.clone()));
        true
    }

    /// Relatives of somebody, in the order of numbers and of knowing.
    pub(crate) fn relatives(&self, person: i64) -> Option<Vec<Relative>> {
        self.known(&self.relatives, person)
    }

    pub(crate) fn relate(&mut self, person: PersonId, relative: &Relative) -> bool {
        if !self.is_fresh(person.0) {
            return false;
        }
        let known = self.relatives.entry(person.0).or_default();
        known.push(relative.clone());
        known.sort_by_key(|relative| (relative.no, relative.known));
        self.waiting.relatives.push((person, relative.clone()));
        true
    }

    pub(crate) fn facts(&self, subject: i64) -> Option<Vec<Fact>> {
        self.known(&self.facts, subject)
    }

    pub(crate) fn add_fact(&mut self, subject: i64, fact: &Fact) -> bool {
        if !self.knows(&self.facts, subject) {
            return false;
        }
        let known = self.facts.entry(subject).or_default();
        let order = |fact: &Fact| (fact.name.clone(), fact.from, fact.known);
        known.insert(known.partition_point(|other| order(other) <= order(fact)), fact.clone());
        self.waiting.facts.push(fact.clone());
        true
    }

    pub(crate) fn membership(&self, membership: i64) -> Option<Membership> {
        self.memberships.get(&membership).cloned()
    }

    pub(crate) fn memberships_of(&self, person: i64) -> Option<Vec<Membership>> {
        let numbers = self.known(&self.memberships_of, person)?;
        numbers.iter().map(|number| self.membership(*number)).collect()
    }

    pub(crate) fn add_membership(&mut self, membership: &Membership) -> bool {
        if !self.is_fresh(membership.id.0) || !self.knows(&self.memberships_of, membership.person.0) {
            return false;
        }
        self.memberships.insert(membership.id.0, membership.clone());
        self.memberships_of.entry(membership.person.0).or_default().push(membership.id.0);
        self.waiting.memberships.push(membership.clone());
        true
    }

    pub(crate) fn rolls(&self, membership: i64) -> Option<Vec<Roll>> {
        self.known(&self.rolls, membership)
    }

    pub(crate) fn remove_rolls(&mut self, membership: i64) -> bool {
        if !self.knows(&self.rolls, membership) {
            return false;
        }
        self.rolls.insert(membership, Vec::new());
        self.waiting.rolls.insert(membership);
        true
    }

    pub(crate) fn add_roll(&mut self, roll: &Roll) -> bool {
        let membership = roll.membership.0;
        if !self.knows(&self.rolls, membership) {
            return false;
        }
        let known = self.rolls.entry(membership).or_default();
        known.push(roll.clone());
        known.sort_by_key(|roll| roll.from);
        self.waiting.rolls.insert(membership);
        true
    }

    /// Keeps an act back, a moment after the one before; whether it could.
    pub(crate) fn add_act(&mut self, act: &Act) -> bool {
        let Some(latest) = self.known(&self.acts, act.subject) else { return false };
        let at = act.at.after(latest);
        self.acts.insert(act.subject, Some(at));
        self.waiting.acts.push(Act { at, ..act.clone() });
        true
    }

    /// How it was proved who somebody new is.
    pub(crate) fn proof(&self, person: i64) -> Option<Proof> {
        self.proofs.get(&person).cloned()
    }

    /// Keeps a proof back; whether it could. One that was written before is put in place of it.
    pub(crate) fn put_proof(&mut self, proof: &Proof) -> bool {
        let person = proof.person.0;
        if !self.is_fresh(person) {
            return false;
        }
        let is_written =
            self.proofs.insert(person, proof.clone()).is_some() && !self.waiting.proofs.contains_key(&person);
        if !is_written {
            self.waiting.proofs.insert(person, proof.clone());
        }
        !is_written
    }

    /// Keeps words of somebody new back; whether it could.
    pub(crate) fn add_words(&mut self, branch: i64, person: i64, hashes: &[[u8; 16]]) -> bool {
        if !self.is_fresh(person) {
            return false;
        }
        for hash in hashes {
            if self.words.insert((branch, *hash, person)) {
                self.waiting.words.insert((branch, *hash, person));
            }
        }
        true
    }

    pub(crate) fn remove_word(&mut self, branch: i64, person: i64, hash: &[u8; 16]) {
        self.words.remove(&(branch, *hash, person));
    }

    /// Whether somebody is new and was given to no branch of her own.
    pub(crate) fn is_without_branch(&self, person: i64) -> bool {
        self.is_fresh(person) && !self.assigned.contains(&person)
    }

    /// The branch of a payer, once it was asked for.
    pub(crate) fn branches_of(&self, payer: i64) -> Option<&[i64]> {
        self.branches.get(&payer).map(Vec::as_slice)
    }

    pub(crate) fn learn_branches(&mut self, payer: i64, branches: Vec<i64>) {
        self.branches.insert(payer, branches);
    }

    /// Somebody was given to a branch.
    pub(crate) fn assign(&mut self, subject: i64) {
        self.assigned.insert(subject);
        self.branches.remove(&subject);
    }

    /// The subjects under a hash, in order.
    pub(crate) fn look_up(&self, kind: i64, hash: &[u8]) -> Option<&[i64]> {
        self.look_ups.get(&(kind, hash.to_vec())).map(Vec::as_slice)
    }

    /// Whether a hash of which not all is known waits to be written.
    pub(crate) fn has_waiting(&self, kind: i64, hash: &[u8]) -> bool {
        self.waiting.look_ups_unread.contains(&(kind, hash.to_vec()))
    }

    pub(crate) fn add_look_up(&mut self, kind: i64, hash: &[u8], subject: i64) -> bool {
        let place = (kind, hash.to_vec());
        if let Some(known) = self.look_ups.get_mut(&place) {
            let Err(at) = known.binary_search(&subject) else { return true };
            known.insert(at, subject);
        } else if !self.is_fresh(subject) {
            return false;
        } else if !self.look_ups_new.insert((kind, hash.to_vec(), subject)) {
            return true;
        } else {
            self.waiting.look_ups_unread.insert(place);
        }
        self.waiting.look_ups.push((kind, hash.to_vec(), subject));
        true
    }

    pub(crate) fn remove_look_up(&mut self, kind: i64, hash: &[u8], subject: i64) {
        self.look_ups.remove(&(kind, hash.to_vec()));
        self.look_ups_new.remove(&(kind, hash.to_vec(), subject));
    }

    /// Whether all of a subject is here.
    fn knows<T>(&self, all: &HashMap<i64, T>, subject: i64) -> bool {
        self.is_fresh(subject) || all.contains_key(&subject)
    }

    /// What is here of a subject: of a fresh one nothing, unless it was written since.
    fn known<T: Clone + Default>(&self, all: &HashMap<i64, T>, subject: i64) -> Option<T> {
        let known = all.get(&subject).cloned();
        known.or_else(|| self.is_fresh(subject).then(T::default))
    }
}
