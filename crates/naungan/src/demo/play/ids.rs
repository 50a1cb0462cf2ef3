//! The numbers that people, payers and memberships of the plan have got in the books.

use std::collections::HashMap;

use anyhow::{Context, Result, bail};
use scheme::id::{MembershipId, PayerId, PersonId};

use crate::demo::{MembershipIndex, PayerIndex, PersonIndex, Plan, Who};

/// Whom the law has not let in.
const KEPT_OUT: i64 = -1;

/// Number by index; 0 is nobody yet.
pub(crate) struct Ids {
    people: Vec<i64>,
    memberships: Vec<i64>,
    payers: Vec<i64>,
    whose: HashMap<i64, Who>,
}

impl Ids {
    pub(super) fn new(plan: &Plan) -> Ids {
        Ids {
            people: vec![0; plan.people_count() as usize],
            memberships: vec![0; plan.memberships_count() as usize],
            payers: vec![0; plan.payers_count() as usize],
            whose: HashMap::new(),
        }
    }

    pub(super) fn person_is(&mut self, index: PersonIndex, id: i64) {
        self.people[index.0 as usize] = id;
    }

    pub(super) fn membership_is(&mut self, index: MembershipIndex, id: i64) {
        self.memberships[index.0 as usize] = id;
    }

    /// The law has refused the membership.
    pub(super) fn membership_is_refused(&mut self, index: MembershipIndex) {
        self.memberships[index.0 as usize] = KEPT_OUT;
    }

    pub(super) fn payer_is(&mut self, index: PayerIndex, id: i64) {
        self.payers[index.0 as usize] = id;
        self.whose.insert(id, Who::Payer(index));
    }

    /// The payer that somebody is who pays for herself.
    pub(super) fn own_payer_is(&mut self, index: MembershipIndex, payer: i64) {
        self.whose.insert(payer, Who::Own(index));
    }

    pub(crate) fn person(&self, index: PersonIndex) -> Result<PersonId> {
        let id = self.people.get(index.0 as usize).copied().filter(|id| *id > 0);
        id.map(PersonId).with_context(|| format!("the plan's person {} is not registered", index.0))
    }

    /// A membership's number; none if the law has refused it.
    pub(crate) fn membership(&self, index: MembershipIndex) -> Result<Option<MembershipId>> {
        match self.memberships.get(index.0 as usize).copied() {
            None | Some(0) => bail!("the plan's membership {} is not enrolled", index.0),
            Some(KEPT_OUT) => Ok(None),
            Some(id) => Ok(Some(MembershipId(id))),
        }
    }

    pub(crate) fn payer(&self, index: PayerIndex) -> Result<PayerId> {
        let id = self.payers.get(index.0 as usize).copied().filter(|id| *id > 0);
        id.map(PayerId).with_context(|| format!("the plan's payer {} is not registered", index.0))
    }

    /// Whom of the plan a payer is; none for those whom solidarity brought, and who pay by its own ways.
    pub(super) fn who(&self, payer: PayerId) -> Option<Who> {
        self.whose.get(&payer.0).copied()
    }
}
