//! How it was proved who somebody is.

use anyhow::Result;
use base::Moment;
use scheme::id::{MembershipId, PersonId};

use crate::{Kind, Unit, Value};

/// A proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Of whom.
    pub person: PersonId,
    /// `self`, `registry`, `payer` or `desk`.
    pub how: String,
    /// The membership she began herself, if she did.
    pub membership: Option<MembershipId>,
    /// Since when it is known.
    pub known: Moment,
}

/// The columns of a proof, for adding many.
pub(crate) const COLUMNS: [(&str, Kind); 4] =
    [("person", Kind::Int), ("how", Kind::Text), ("membership", Kind::Int), ("known_at", Kind::Moment)];

pub(crate) fn values(proof: &Proof) -> [Value<'_>; 4] {
    let membership = proof.membership.map(|membership| membership.0).into();
    [Value::Int(proof.person.0), Value::Text(&proof.how), membership, Value::Moment(proof.known)]
}

/// Puts a proof in place of the one before.
pub fn put(unit: &mut Unit<'_>, proof: &Proof) -> Result<()> {
    if unit.ahead.as_mut().is_some_and(|ahead| ahead.put_proof(proof)) {
        return Ok(());
    }
    unit.execute(
        "insert into proof (person, how, membership, known_at) values ($1, $2, $3, $4)
         on conflict (person) do update
             set how = excluded.how, membership = excluded.membership, known_at = excluded.known_at",
        &values(proof),
    )?;
    Ok(())
}

/// The proof of a person; none of whom others registered before it was written down.
pub fn read(unit: &mut Unit<'_>, person: PersonId) -> Result<Option<Proof>> {
    if let Some(ahead) = unit.ahead.as_ref().filter(|ahead| ahead.is_fresh(person.0)) {
        return Ok(ahead.proof(person.0));
    }
    let row =
        unit.row("select how, membership, known_at from proof where person = $1", &[Value::Int(person.0)])?;
    row.map(|row| {
        let (how, membership) = (row.text(0)?.to_owned(), row.opt_int(1)?.map(MembershipId));
        Ok(Proof { person, how, membership, known: row.moment(2)? })
    })
    .transpose()
}
