//! Whose something is: the person, who pays, the branch that cares for them, the province.

use anyhow::Result;
use base::Moment;
use scheme::id::{MembershipId, PayerId, PersonId};
use store::Unit;
use store::queries::{bills, branches, caseloads, claim_desk, claims, memberships, payers, uploads};

use super::caller::Caller;
use super::table::{Deed, Scope, may, scope};
use crate::office::code;
use crate::registry::people;

/// To whom something is done: a place of the path.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Of {
    /// Nobody in particular.
    Nobody,
    Person(&'static str),
    Payer(&'static str),
    Membership(&'static str),
    /// By payment code.
    Bill(&'static str),
    /// A file that an employer has brought.
    Upload(&'static str),
    /// By the number of a claim.
    Claim(&'static str),
}

/// Whose it is.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(crate) struct Owner {
    /// The person under all numbers, the one that stays first.
    pub(crate) people: Vec<PersonId>,
    /// Who pays, and for a branch of an employer that employer too.
    pub(crate) payers: Vec<PayerId>,
    pub(crate) branch: Option<i64>,
    pub(crate) province: Option<String>,
}

impl Owner {
    /// The person it is about, by the number that stays.
    pub(crate) fn person(&self) -> Option<PersonId> {
        self.people.first().copied()
    }
}

/// The branches among whose people somebody looks; nothing for who looks among all.
pub(crate) fn branches_of(unit: &mut Unit<'_>, caller: &Caller, deed: Deed) -> Result<Option<Vec<i64>>> {
    let province = match scope(deed, caller.role) {
        Some(Scope::Branch) => None,
        Some(Scope::Region) => caller.province.as_deref(),
        _ => return Ok(None),
    };
    let mut found: Vec<i64> = caller.branch.into_iter().collect();
    if let Some(province) = province {
        let others = branches::of_province(unit, province)?;
        found.extend(others.into_iter().map(|branch| branch.id).filter(|id| Some(*id) != caller.branch));
    }
    Ok(Some(found))
}

/// Whether somebody may do something to whoever has this number: of her branch, or of her province.
pub(crate) fn is_mine(
    unit: &mut Unit<'_>,
    (caller, deed): (&Caller, Deed),
    of: Of,
    number: i64,
) -> Result<bool> {
    let whose = find(unit, of, &number.to_string())?;
    Ok(whose.is_some_and(|whose| may(caller, deed, &whose, true).is_some()))
}

/// The provinces for which somebody answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Leads {
    /// All of them, and what is for the whole country.
    Everywhere,
    /// Those of her office.
    In(Vec<String>),
}

impl Leads {
    /// Whether what is for a province, or for the whole country, is hers to decide.
    pub(crate) fn covers(&self, province: Option<&str>) -> bool {
        match self {
            Leads::Everywhere => true,
            Leads::In(mine) => province.is_some_and(|code| mine.iter().any(|own| own == code)),
        }
    }
}

/// Where somebody decides: a branch stands for the province it is in.
pub(crate) fn leads(unit: &mut Unit<'_>, caller: &Caller, deed: Deed) -> Result<Leads> {
    let own = match scope(deed, caller.role) {
        Some(Scope::All | Scope::Anything) => return Ok(Leads::Everywhere),
        Some(Scope::Branch | Scope::Region) => caller.branch,
        _ => return Ok(Leads::In(Vec::new())),
    };
    let own = own.map(|branch| branches::read(unit, branch)).transpose()?.flatten();
    let mut mine: Vec<String> = caller.province.iter().cloned().collect();
    mine.extend(own.map(|branch| branch.province).filter(|code| caller.province.as_ref() != Some(code)));
    Ok(Leads::In(mine))
}

/// Finds whose it is; nothing where there is nothing of that number.
pub(crate) fn find(unit: &mut Unit<'_>, of: Of, text: &str) -> Result<Option<Owner>> {
    let number = text.parse::<i64>().ok();
    match of {
        Of::Nobody => Ok(Some(Owner::default())),
        Of::Person(_) => number.map_or(Ok(None), |number| person(unit, PersonId(number))),
        Of::Payer(_) => number.map_or(Ok(None), |number| payer(unit, PayerId(number))),
        Of::Membership(_) => number.map_or(Ok(None), |number| membership(unit, MembershipId(number))),
        Of::Claim(_) => number.map_or(Ok(None), |number| claim(unit, number)),
        Of::Upload(_) => {
            let upload = number.map(|number| uploads::read(unit, number)).transpose()?.flatten();
            upload.map_or(Ok(None), |upload| payer(unit, upload.payer))
        }
        Of::Bill(_) => {
            let Some(code) = code::read(text) else { return Ok(None) };
            let Some((of, _)) = bills::by_code(unit, code)? else { return Ok(None) };
            payer(unit, of)
        }
    }
}

fn person(unit: &mut Unit<'_>, id: PersonId) -> Result<Option<Owner>> {
    if store::queries::people::registered(unit, id)?.is_none() {
        return Ok(None);
    }
    let people = people::numbers(unit, id, Moment::EVER)?;
    let mut owner = Owner { people, ..Owner::default() };
    for number in owner.people.clone() {
        owner.branch = owner.branch.or(caseloads::branch_of(unit, number.0)?);
        for row in memberships::of_person(unit, number)? {
            let Some(payer) = payers::read(unit, row.payer)? else { continue };
            owner.branch = owner.branch.or(caseloads::branch_of(unit, row.payer.0)?);
            owner.province = owner.province.or(Some(payer.province).filter(|province| !province.is_empty()));
        }
    }
    Ok(Some(owner))
}

fn payer(unit: &mut Unit<'_>, id: PayerId) -> Result<Option<Owner>> {
    let Some(row) = payers::read(unit, id)? else { return Ok(None) };
    let province = Some(row.province.clone()).filter(|province| !province.is_empty());
    let branch = caseloads::branch_of(unit, id.0)?;
    let payers = [Some(id), row.parent].into_iter().flatten().collect();
    let mut owner = Owner { people: Vec::new(), payers, branch, province };
    // Who pays for herself owns her bills.
    if row.kind == "own"
        // Her membership got the number before.
        && let Some(one) = memberships::read(unit, MembershipId(id.0 - 1))?.filter(|one| one.payer == id)
        && let Some(person) = person(unit, one.person)?
    {
        owner.people = person.people;
        owner.branch = owner.branch.or(person.branch);
    }
    Ok(Some(owner))
}

fn membership(unit: &mut Unit<'_>, id: MembershipId) -> Result<Option<Owner>> {
    let Some(row) = memberships::read(unit, id)? else { return Ok(None) };
    let mut owner = person(unit, row.person)?.unwrap_or_default();
    owner.payers = payer(unit, row.payer)?.map(|payer| payer.payers).unwrap_or_default();
    Ok(Some(owner))
}

/// A claim is its person's; the branch is that of the membership it rests on, where the person has none.
fn claim(unit: &mut Unit<'_>, id: i64) -> Result<Option<Owner>> {
    let Some(row) = claims::read(unit, id)? else { return Ok(None) };
    let mut owner = person(unit, row.person)?.unwrap_or_default();
    owner.branch = claim_desk::branch_of(unit, id)?;
    if let Some(payer) = memberships::read(unit, row.membership)?.map(|membership| membership.payer) {
        let province = payers::read(unit, payer)?.map(|payer| payer.province);
        owner.province = province.filter(|province| !province.is_empty()).or(owner.province);
    }
    Ok(Some(owner))
}
