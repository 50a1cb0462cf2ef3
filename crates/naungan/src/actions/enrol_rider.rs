//! A platform enrols somebody who drives for it, with her consent. She has one membership however many
//! platforms she drives for, and pays for herself.

use anyhow::Result;
use base::Day;
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::memberships::{Segment, Spell};
use scheme::refusal::Refusal;
use scheme::solidarity::consent::Purpose;
use serde_json::json;
use store::Unit;
use store::queries::riders::{self, Rider};

use super::enrol_member::{self, EnrolMember};
use super::register_person::RegisterPerson;
use super::take_consent::{self, TakeConsent};
use super::tell_partner::{self, Happened};
use super::{change_membership, confirm_person, release_parked};
use crate::office::Desk;
use crate::registry::{self, members};

/// Whom, and what she allows.
#[derive(Clone, Debug)]
pub(crate) struct EnrolRider {
    pub(crate) platform: PayerId,
    /// What the platform calls her.
    pub(crate) name: String,
    pub(crate) person: RegisterPerson,
    /// The first day, where she is no member yet.
    pub(crate) started: Day,
    /// Facts by the law's names, where she is no member yet.
    pub(crate) facts: Vec<(String, String)>,
    pub(crate) consents: Vec<Allows>,
    /// By which way she said so.
    pub(crate) how: String,
    pub(crate) account: Option<i64>,
}

/// One thing she allows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Allows {
    pub(crate) purpose: Purpose,
    pub(crate) amount: Option<i64>,
    pub(crate) from: Option<Day>,
}

/// Who it turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Enrolled {
    pub(crate) person: PersonId,
    pub(crate) membership: MembershipId,
}

/// Enrols her, or says why the branch has to look first.
pub(crate) fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    asked: &EnrolRider,
) -> Result<Result<Enrolled, &'static str>> {
    take_consent::must_be_platform(unit, desk, asked.platform)?;
    if asked.consents.iter().all(|one| one.purpose != Purpose::Enrol) {
        let id = "ia harus menyetujui pendaftaran (enrol) lebih dahulu";
        return Err(Refusal::new("no_consent", id, "she has to allow the enrolment first (enrol)").into());
    }
    let person = match confirm_person::by_partner(unit, desk, Some(asked.platform), &asked.person)? {
        Ok(person) => person,
        Err(why) => return Ok(Err(why)),
    };
    let membership = membership(unit, desk, asked, person)?;
    named(unit, desk, asked, membership)?;
    let (platform, account) = (asked.platform, asked.account);
    for one in &asked.consents {
        let Allows { purpose, amount, from } = *one;
        let how = asked.how.clone();
        let consent = TakeConsent { membership, platform, purpose, amount, from, how, account };
        take_consent::within(unit, desk, &consent)?;
    }
    registry::note(unit, desk, "rider enrolled", membership.0)?;
    let purposes: Vec<&str> = asked.consents.iter().map(|one| one.purpose.name()).collect();
    let said = json!({ "rider": asked.name, "consents": purposes });
    tell_partner::within(unit, desk, platform, Happened::RiderEnrolled, (&asked.name, &said))?;
    // What came before anybody knew her name.
    release_parked::within(unit, desk, platform, Some(&asked.name), account)?;
    Ok(Ok(Enrolled { person, membership }))
}

/// Her membership as somebody who works for herself: the one she has, the one she had, or a new one.
fn membership(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    asked: &EnrolRider,
    person: PersonId,
) -> Result<MembershipId> {
    let whole = members::whole(unit, person)?;
    let own = whole.memberships.iter().rev().find(|known| known.segment == Segment::SelfEmployed);
    if let Some(known) = own {
        let ended = Spell::last(&known.history, desk.now).and_then(|spell| spell.ended);
        if ended.is_some_and(|ended| ended < asked.started) {
            change_membership::resume_within(unit, desk, known.row.id, asked.started)?;
        }
        return Ok(known.row.id);
    }
    let segment = Segment::SelfEmployed;
    let (started, facts) = (asked.started, asked.facts.clone());
    let new = EnrolMember { person, segment, payer: None, started, kpj: None, facts };
    Ok(MembershipId(enrol_member::within(unit, desk, &new)?.membership))
}

/// A name is one rider's.
fn named(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &EnrolRider, membership: MembershipId) -> Result<()> {
    let (platform, name) = (asked.platform, &asked.name);
    match riders::find(unit, platform, name)? {
        Some(known) if known.membership == membership => Ok(()),
        Some(_) => {
            let id = format!("nama {name} sudah dipakai untuk pengemudi lain: beri nama lain");
            let en = format!("the name {name} is another rider's: give another");
            Err(Refusal::new("rider_taken", id, en).into())
        }
        None => {
            let known = desk.now;
            riders::add(unit, &Rider { platform, name: name.clone(), membership, known })
        }
    }
}
