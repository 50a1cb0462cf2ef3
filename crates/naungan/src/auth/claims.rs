//! What a login may see of who only said who she is.
//!
//! A code proves a telephone, and a civil registry that there is somebody of that number and name: neither
//! proves that the telephone is hers. Until an officer has compared her card, who registered on her own sees
//! what she began herself, and nothing that others have reported under the number she gave; and she reports
//! nothing that would open a claim under it.

use anyhow::Result;
use scheme::id::{MembershipId, PayerId, PersonId};
use store::Unit;
use store::queries::memberships;
use store::queries::proofs::{self, Proof};

use super::owner::Of;
use super::table::Deed;
use crate::office::Desk;
use crate::registry::people;

/// Registered with nothing but a telephone.
pub(crate) const SELF: &str = "self";
/// The same, and the civil registry knows the number under that name.
pub(crate) const REGISTRY: &str = "registry";
/// Registered by who pays for her.
pub(crate) const PAYER: &str = "payer";
/// An officer has compared her card.
pub(crate) const DESK: &str = "desk";

/// Writes down how it was proved who somebody is.
pub(crate) fn keep(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId, how: &str) -> Result<()> {
    let membership = proofs::read(unit, person)?.and_then(|proof| proof.membership);
    proofs::put(unit, &Proof { person, how: how.to_owned(), membership, known: desk.now })
}

/// What a login sees.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Sees {
    /// All of it.
    All,
    /// These memberships, which she began herself.
    Only(Vec<MembershipId>),
}

impl Sees {
    /// Whether she has only said who she is.
    pub(crate) fn is_claim(&self) -> bool {
        *self != Sees::All
    }

    pub(crate) fn membership(&self, id: MembershipId) -> bool {
        match self {
            Sees::All => true,
            Sees::Only(own) => own.contains(&id),
        }
    }
}

/// What the login of a person sees, whatever number it has. One number that was only claimed is enough.
pub(crate) fn sees(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<Sees> {
    let (mut own, mut is_claim) = (Vec::new(), false);
    for number in people::numbers(unit, person, desk.now)? {
        if let Some(proof) = proofs::read(unit, number)? {
            is_claim |= matches!(&*proof.how, SELF | REGISTRY);
            own.extend(proof.membership);
        }
    }
    Ok(if is_claim { Sees::Only(own) } else { Sees::All })
}

/// Where somebody hears of what others have reported of her: nowhere while she has only said who she is.
pub(crate) fn telephone(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<Option<String>> {
    if sees(unit, desk, person)?.is_claim() {
        return Ok(None);
    }
    Ok(people::load(unit, desk, person)?.identity().phone.clone())
}

/// Whether a place of the path is hidden from the login of the person it is about.
pub(crate) fn hides(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    person: PersonId,
    (deed, of, place): (Deed, Of, &str),
) -> Result<bool> {
    // What happened to somebody, and what she gets for it, is for whoever has shown her card.
    if of != Of::Nobody && deed.why() == Deed::SeeClaims.why() {
        return Ok(sees(unit, desk, person)?.is_claim());
    }
    let number = place.parse::<i64>().ok();
    let membership = match of {
        Of::Nobody | Of::Person(_) | Of::Claim(_) => return Ok(false),
        Of::Membership(_) => number.map(MembershipId),
        Of::Payer(_) | Of::Bill(_) | Of::Upload(_) => {
            let payer = super::owner::find(unit, of, place)?.and_then(|owner| owner.payers.first().copied());
            // Who pays for herself has the number after that of her membership.
            payer.map(|PayerId(payer)| MembershipId(payer - 1))
        }
    };
    let Some(membership) = membership else { return Ok(false) };
    let is_there = memberships::read(unit, membership)?.is_some();
    Ok(is_there && !sees(unit, desk, person)?.membership(membership))
}
