//! Somebody whom an employer or a partner names: whether she is who they say, without telling them whether
//! anybody knows her.
//!
//! Whoever is asked for is looked up and compared with the civil registry in the same way whether she is
//! registered or not, and a no is one no: another name, a number of nobody's, somebody too much alike. Only
//! the branch is told which it was.

use anyhow::Result;
use base::id::Sex;
use base::{Day, Moment, Nik};
use scheme::id::{PayerId, PersonId};
use scheme::refusal::Refusal;
use serde::Serialize;
use store::queries::mismatches::{self, Mismatch};
use store::queries::{caseloads, riders, rolls};
use store::{Unit, seal};

use super::register_person::{self, RegisterPerson};
use crate::auth::claims;
use crate::jobs;
use crate::office::{Desk, Office};
use crate::ports::civil_registry::{Answer, Asked, CivilRegistry};
use crate::registry::{offices, people};
use crate::reports::take::is_one_of;

/// The code of the one no.
pub(crate) const NOT_CONFIRMED: &str = "not_confirmed";

/// Somebody as others name her.
pub(crate) struct Named<'a> {
    pub(crate) nik: Nik,
    pub(crate) name: &'a str,
    /// What is said besides; nothing is what the NIK says.
    pub(crate) birth: Option<Day>,
    pub(crate) sex: Option<Sex>,
}

/// Who she is.
pub(crate) enum Confirmed {
    /// Registered, and the same.
    Known(PersonId),
    /// Nobody knows her yet.
    New,
    /// Not to be had from afar; why, for the branch alone.
    Not(&'static str),
}

/// So many people who cannot be confirmed are a slip of the hand. Who names more in a day is asking whom we
/// know, and hears no more.
const MANY: usize = 20;
/// Or this share of those who are named, as parts of a hundred.
const MANY_PERCENT: usize = 10;
const DAY_MICROS: i64 = 24 * 3600 * 1_000_000;

/// How many more a payer who names so many people may name in vain today.
pub(crate) fn left(unit: &mut Unit<'_>, desk: &Desk<'_>, payer: PayerId, people: usize) -> Result<usize> {
    let most = MANY.max(people * MANY_PERCENT / 100);
    let before = mismatches::since(unit, payer, Moment::new(desk.now.micros() - DAY_MICROS))?;
    Ok(most.saturating_sub(usize::try_from(before).unwrap_or(usize::MAX)))
}

/// Whether somebody who names people one by one has named too many in vain today, among those who are hers.
fn is_closed(unit: &mut Unit<'_>, desk: &Desk<'_>, payer: PayerId) -> Result<bool> {
    if left(unit, desk, payer, 0)? > 0 {
        return Ok(false);
    }
    let own = rolls::count_of_payer_in(unit, payer, desk.today.month())?;
    let people = own + riders::count(unit, payer)?;
    Ok(left(unit, desk, payer, usize::try_from(people)?)? == 0)
}

/// Looks who she is.
pub(crate) fn confirm(unit: &mut Unit<'_>, desk: &Desk<'_>, named: &Named<'_>) -> Result<Confirmed> {
    people::may_be_kept(desk, named.nik)?;
    people::hold_nik(unit, desk, named.nik)?;
    let told = CivilRegistry::of(desk).ask(&Asked {
        nik: named.nik,
        name: named.name,
        birth_date: named.birth.or(named.nik.birth_date(desk.today)).unwrap_or(desk.today),
        sex: named.sex.unwrap_or(named.nik.sex()),
        today: desk.today,
    });
    let holders = people::by_nik(unit, desk, named.nik)?;
    let Some(known) = holders.first() else {
        // As much is read where nobody has the number.
        store::queries::people::identities(unit, PersonId(0))?;
        return Ok(match told {
            Answer::Confirmed | Answer::Pending => Confirmed::New,
            Answer::Different(_) => Confirmed::Not("registry_different"),
            Answer::Unknown => Confirmed::Not("registry_unknown"),
            Answer::Dead => Confirmed::Not("registry_dead"),
        });
    };
    let identity = known.identity();
    let is_same = is_one_of(known.records.iter().map(|record| record.identity.name.as_str()), named.name)
        && named.birth.is_none_or(|birth| birth == identity.birth_date)
        && named.sex.is_none_or(|sex| sex == identity.sex);
    if !is_same {
        return Ok(Confirmed::Not("other_identity"));
    }
    // As many numbers are taken as for somebody new: those that come after tell nothing either.
    store::queries::institution::take_numbers(unit, 1)?;
    Ok(Confirmed::Known(known.id))
}

/// Who is known already under the same particulars, or is registered for whoever names her; where they are
/// not the same, the branch has to look, whatever the reason.
pub(crate) fn by_partner(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    payer: Option<PayerId>,
    asked: &RegisterPerson,
) -> Result<Result<PersonId, &'static str>> {
    // What cannot be, cannot be of anybody.
    register_person::can_be(desk, asked)?;
    if let Some(payer) = payer
        && is_closed(unit, desk, payer)?
    {
        return Ok(Err("too_many"));
    }
    let named =
        Named { nik: asked.nik, name: &asked.name, birth: Some(asked.birth_date), sex: Some(asked.sex) };
    match confirm(unit, desk, &named)? {
        Confirmed::Known(person) => Ok(Ok(person)),
        Confirmed::Not(why) => Ok(Err(why)),
        Confirmed::New => {
            let person = PersonId(register_person::within(unit, desk, asked)?.person);
            claims::keep(unit, desk, person, claims::PAYER)?;
            let branch = payer.map(|payer| caseloads::branch_of(unit, payer.0)).transpose()?.flatten();
            if let Some(branch) = branch {
                offices::assign(unit, desk, person.0, branch)?;
            }
            Ok(Ok(person))
        }
    }
}

/// The one no.
pub(crate) fn not_confirmed() -> Refusal {
    Refusal::new(
        NOT_CONFIRMED,
        "data orang ini tidak dapat dipastikan dari sini: cocokkan dengan kartunya, atau minta orangnya \
         datang ke kantor cabang",
        "the particulars of this person cannot be confirmed from here: compare them with the card, or ask \
         the person to come to a branch",
    )
}

/// Leaves what was said for the branch to look at.
pub(crate) fn park(
    office: &mut Office,
    payer: PayerId,
    account: i64,
    said: &[(&impl Serialize, &str)],
) -> Result<()> {
    office.unit(|unit, desk| {
        said.iter().try_for_each(|(what, why)| park_within(unit, desk, (payer, account), what, why))
    })
}

/// The same within a unit that does more.
pub(crate) fn park_within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (payer, account): (PayerId, i64),
    what: &impl Serialize,
    why: &str,
) -> Result<()> {
    let id = jobs::number(desk);
    let sealed = desk.keys.seal(&seal::context("mismatch", "sealed", id), &serde_json::to_vec(what)?);
    let why = why.to_owned();
    mismatches::add(unit, &Mismatch { id, payer, why, sealed, account, made: desk.now, done: None })
}
