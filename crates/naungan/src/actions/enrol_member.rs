//! Somebody joins: in a segment, with a payer, from a day on.

use anyhow::Result;
use base::{Day, Kpj, Month};
use scheme::employers::{Payer, PayerKind};
use scheme::facts::{Fact, History};
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::memberships::{
    Covered, Duty, Enrol, Segment, Sponsor, enrol, enrol_among_many, move_to, sponsor, timeline,
};
use scheme::refusal::Refusal;
use serde::{Deserialize, Serialize};
use store::Unit;
use store::queries::{institution, memberships, people};

use super::once::once;
use crate::books::correct::Corrected;
use crate::office::{Desk, Office, code};
use crate::registry::members::Whole;
use crate::registry::{self, members, payers, refresh};

/// The code of the refusal of a card that is somebody else's.
pub(crate) const KPJ_TAKEN: &str = "kpj_taken";

/// Who joins.
#[derive(Clone, Debug)]
pub(crate) struct EnrolMember {
    pub(crate) person: PersonId,
    pub(crate) segment: Segment,
    /// The employer; nobody for who pays for herself.
    pub(crate) payer: Option<PayerId>,
    pub(crate) started: Day,
    pub(crate) kpj: Option<Kpj>,
    /// First facts by the law's names.
    pub(crate) facts: Vec<(String, String)>,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Enrolled {
    /// The membership's number.
    pub(crate) membership: i64,
    /// Who pays.
    pub(crate) payer: i64,
    /// The card's number; it is kept sealed with the membership and not with the answer.
    #[serde(skip)]
    pub(crate) kpj: String,
    /// Programmes with the duty to join and the provision.
    pub(crate) programmes: Vec<(String, String, Option<String>)>,
    /// The first bill of who pays for herself: payment code, amount.
    pub(crate) bill: Option<(String, i64)>,
}

/// Enrols somebody.
pub(crate) fn run(office: &mut Office, asked: &EnrolMember, key: Option<&str>) -> Result<Enrolled> {
    office.unit(|unit, desk| {
        let input = format!("enrol {asked:?}");
        let mut enrolled = once(unit, desk, key, &input, |unit| within(unit, desk, asked))?;
        if enrolled.kpj.is_empty() {
            let row = members::row(unit, MembershipId(enrolled.membership))?;
            enrolled.kpj = members::kpj(desk, &row)?.to_string();
        }
        Ok(enrolled)
    })
}

/// The same within a unit that does more.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &EnrolMember) -> Result<Enrolled> {
    Ok(begun(unit, desk, asked, Beginning::Alone)?.0)
}

/// Somebody else pays from the first month on: who, and what the law calls the source of the money.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Funded<'a> {
    pub(crate) funder: PayerId,
    /// `own_means`, `platform`, `donor` or `public_budget`.
    pub(crate) counts_as: &'a str,
    /// The first month that she pays herself; without one, somebody else goes on paying.
    pub(crate) until: Option<Month>,
}

/// The same for somebody who is sponsored from the first month on, so that no bill goes to her first; with
/// the bills that come of it.
pub(crate) fn within_funded(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    asked: &EnrolMember,
    funded: Option<Funded<'_>>,
) -> Result<(Enrolled, Vec<Corrected>)> {
    begun(unit, desk, asked, funded.map_or(Beginning::Alone, Beginning::Funded))
}

/// The same for somebody whose other membership ends the day before; with the bills that come of both.
pub(crate) fn within_moved(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    asked: &EnrolMember,
    from: MembershipId,
) -> Result<(Enrolled, Vec<Corrected>)> {
    begun(unit, desk, asked, Beginning::Moved(from))
}

/// The same for somebody who joins with many others, and the caller has the months assessed again.
pub(crate) fn written(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    asked: &EnrolMember,
) -> Result<(Enrolled, Vec<refresh::Changed>)> {
    enrolled(unit, desk, asked, Beginning::AmongMany)
}

/// What a membership begins with.
#[derive(Clone, Copy)]
enum Beginning<'a> {
    Alone,
    /// One of many: which programmes she is in is not asked.
    AmongMany,
    Funded(Funded<'a>),
    Moved(MembershipId),
}

fn begun(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    asked: &EnrolMember,
    beginning: Beginning<'_>,
) -> Result<(Enrolled, Vec<Corrected>)> {
    let (mut enrolled, changes) = enrolled(unit, desk, asked, beginning)?;
    let bills = refresh::assess_again(unit, desk, &changes)?;
    let own = |bill: &&Corrected| asked.payer.is_none() && bill.payer.0 == enrolled.payer;
    enrolled.bill = bills.iter().find(own).map(|bill| (code::shown(bill.code), bill.owed));
    Ok((enrolled, bills))
}

fn enrolled(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    asked: &EnrolMember,
    beginning: Beginning<'_>,
) -> Result<(Enrolled, Vec<refresh::Changed>)> {
    if people::registered(unit, asked.person)?.is_none() {
        return Err(registry::people::nobody(asked.person).into());
    }
    if let Some(kpj) = asked.kpj {
        members::hold_kpj(unit, desk, kpj)?;
    }
    registry::people::hold(unit, desk, asked.person)?;
    let first = institution::take_numbers(unit, 2)?;
    let membership = MembershipId(first);
    let (payer, payer_history) = match asked.payer {
        Some(payer) => {
            let known = payers::load(unit, desk, payer)?;
            (known.payer, known.history)
        }
        None => (own_payer(PayerId(first + 1), desk.today), History::new(Vec::new())),
    };
    let whole = members::whole(unit, asked.person)?;
    if let Some(kpj) = asked.kpj {
        card_is_free(unit, desk, kpj, &whole)?;
    }
    let others = whole.covered_but(None);
    let people = whole.histories();
    let facts: Vec<(&str, &str)> =
        asked.facts.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let enrol_asked = Enrol {
        membership,
        segment: asked.segment,
        payer: &payer,
        payer_history: &payer_history,
        people: &people,
        others: &others,
        started: asked.started,
        registered: desk.today,
        facts: &facts,
        known: desk.now,
    };
    let (enrolled, beside) = decided(unit, desk, &enrol_asked, beginning, &whole)?;
    if asked.payer.is_none() {
        payers::add(unit, desk, &payer)?;
    }
    let row = memberships::Membership {
        id: membership,
        person: asked.person,
        payer: payer.id,
        segment: asked.segment.name().to_owned(),
        sealed: Vec::new(),
        started: asked.started,
        known: desk.now,
    };
    let kpj = members::add(unit, desk, &row, asked.kpj)?;
    registry::offices::joined(unit, desk, asked.person, payer.id)?;
    registry::add_first_facts(unit, &enrolled.facts)?;
    registry::add_facts(unit, &beside)?;
    registry::note(unit, desk, "member enrolled", membership.0)?;
    let changes = refresh::roll_of(unit, asked.person)?;
    let enrolled = Enrolled {
        membership: membership.0,
        payer: payer.id.0,
        kpj: kpj.to_string(),
        programmes: enrolled.programmes.iter().map(programme).collect(),
        bill: None,
    };
    Ok((enrolled, changes))
}

/// Whether it may begin; and the facts that become known with it, of this membership or of the one before.
fn decided(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    asked: &Enrol<'_>,
    beginning: Beginning<'_>,
    whole: &Whole,
) -> Result<(scheme::memberships::Enrolled, Vec<Fact>)> {
    match beginning {
        Beginning::Alone => Ok((enrol(desk.tree(), asked)?, Vec::new())),
        Beginning::AmongMany => {
            let facts = enrol_among_many(desk.tree(), asked)?;
            Ok((scheme::memberships::Enrolled { facts, programmes: Vec::new() }, Vec::new()))
        }
        Beginning::Funded(funded) => {
            let enrolled = enrol(desk.tree(), asked)?;
            let facts = sponsored(unit, desk, asked, &enrolled.facts, funded)?;
            Ok((enrolled, facts.to_vec()))
        }
        Beginning::Moved(from) => {
            let old = whole.membership(from)?;
            let moved = move_to(desk.tree(), &old.covered(), &old.history, asked)?;
            registry::note(unit, desk, "membership moved", from.0)?;
            Ok((moved.enrolled, moved.ended.to_vec()))
        }
    }
}

/// A card is one person's, whatever the employer; whose it is, is nobody else's affair.
fn card_is_free(unit: &mut Unit<'_>, desk: &Desk<'_>, kpj: Kpj, whole: &Whole) -> Result<()> {
    for membership in members::by_kpj(unit, desk, kpj)? {
        let holder = members::row(unit, membership)?.person;
        if whole.people.iter().all(|(number, _)| *number != holder) {
            let id = "nomor kartu (KPJ) ini milik orang lain: cocokkan dengan kartunya, atau daftarkan tanpa \
                      nomor kartu agar diberi yang baru";
            let en = "the card number (KPJ) is another person's: compare it with the card, or enrol without \
                      one and a new number is given";
            return Err(Refusal::new(KPJ_TAKEN, id, en).into());
        }
    }
    Ok(())
}

/// The facts that say who pays instead of her.
fn sponsored(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    asked: &Enrol<'_>,
    facts: &[Fact],
    funded: Funded<'_>,
) -> Result<[Fact; 2]> {
    let known = payers::load(unit, desk, funded.funder)?;
    let history = History::new(facts.to_vec());
    let timeline = timeline(asked.payer.id, &history, asked.people, desk.now);
    let covered = Covered {
        membership: asked.membership,
        segment: asked.segment,
        payer: asked.payer.id,
        timeline: &timeline,
    };
    let sponsor_asked = Sponsor {
        funder: &known.payer,
        funded_by: funded.counts_as,
        from: asked.started.month(),
        until: funded.until,
        known: desk.now,
    };
    Ok(sponsor(desk.tree(), &covered, &sponsor_asked)?)
}

/// Who pays for herself has a payer of her own, which nobody else uses.
fn own_payer(id: PayerId, registered: Day) -> Payer {
    let (kind, name) = (PayerKind::Own, String::new());
    Payer { id, kind, npp: None, name, parent: None, province: None, registered, closed: None }
}

fn programme(one: &scheme::memberships::Programme) -> (String, String, Option<String>) {
    let duty = match one.duty {
        Duty::Mandatory => "mandatory",
        Duty::Voluntary => "voluntary",
        Duty::NotOpen => "not_open",
        Duty::Unclear => "unclear",
    };
    let citation = one.citation.as_ref().map(|citation| citation.instrument.clone());
    (one.name.clone(), duty.to_owned(), citation)
}
