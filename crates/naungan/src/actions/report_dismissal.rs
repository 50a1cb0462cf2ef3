//! Either side reports a dismissal: the case is opened, the proof goes to its claim, the other side is told.

use anyhow::Result;
use base::Day;
use scheme::claims::ClaimKind;
use scheme::events::EventKind;
use scheme::id::{MembershipId, PayerId, PersonId};
use scheme::memberships::{Segment, Spell};
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::accounts;
use store::queries::dismissals::{self, Dismissal};

use super::move_claim::by;
use super::report_event::{self, ReportEvent, Reported};
use super::{change_membership, hand_in_paper};
use crate::auth::claims::telephone;
use crate::auth::{Role, sessions};
use crate::messages::{self, Said};
use crate::office::{Desk, Office};
use crate::registry::{self, members, people};

/// Who reports.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Side {
    Member,
    Employer,
    Officer,
}

impl Side {
    /// The word by which it is kept.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Side::Member => "member",
            Side::Employer => "employer",
            Side::Officer => "officer",
        }
    }
}

/// What is reported.
#[derive(Clone, Debug)]
pub(crate) struct ReportDismissal<'a> {
    pub(crate) membership: MembershipId,
    /// The last day of work.
    pub(crate) day: Day,
    /// Why work ended, by the law's name.
    pub(crate) termination: &'a str,
    pub(crate) side: Side,
    pub(crate) account: Option<i64>,
    /// The proof: what the file is called, and what is in it.
    pub(crate) proof: Option<(&'a str, &'a [u8])>,
}

/// The law's name of the paper that proves it.
const PROOF: &str = "dismissal_proof";

/// Reports a dismissal.
pub(crate) fn run(office: &mut Office, asked: &ReportDismissal<'_>) -> Result<Reported> {
    office.unit(|unit, desk| within(unit, desk, asked))
}

/// The same within a unit that does more.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &ReportDismissal<'_>) -> Result<Reported> {
    let row = members::row(unit, asked.membership)?;
    people::hold(unit, desk, row.person)?;
    let whole = members::whole(unit, row.person)?;
    let known = whole.membership(asked.membership)?;
    if known.segment != Segment::WageEarner {
        let id = "hanya pekerja penerima upah yang dapat di-PHK";
        return Err(Refusal::new("no_wage_earner", id, "only wage earners are dismissed").into());
    }
    let ended = Spell::last(&known.history, desk.now).and_then(|spell| spell.ended);
    // What a member says ends nobody's membership: her employer is told and does.
    if asked.side != Side::Member && ended.is_none() {
        change_membership::end_within(unit, desk, asked.membership, asked.day, DISMISSED)?;
    }
    let event = ReportEvent {
        person: row.person,
        kind: EventKind::LostJob,
        day: asked.day,
        by_employer: asked.side == Side::Employer,
        account: asked.account,
        facts: vec![("termination".to_owned(), asked.termination.to_owned())],
    };
    let reported = report_event::within(unit, desk, &event)?;
    if let (Some((name, bytes)), Some(_)) = (asked.proof, reported.case) {
        prove(unit, desk, &reported, (name, bytes), asked.account)?;
    }
    Ok(reported)
}

/// Refuses, in the law's words, a report that opened no claim for the lost job: nothing of it is kept then.
pub(crate) fn opened(reported: &Reported) -> Result<()> {
    let kind = ClaimKind::JkpCash.name();
    if reported.claims.iter().any(|claim| claim.kind == kind) {
        return Ok(());
    }
    let why = reported.not_opened.iter().find(|(not, _)| not == kind).map(|(_, why)| why);
    let (id, en) = match why {
        Some(why) => (why.id.clone(), why.en.clone()),
        None => ("tidak ada klaim JKP yang terbuka".to_owned(), "no claim for a lost job opens".to_owned()),
    };
    Err(Refusal::new("not_entitled", id, en).into())
}

/// Keeps who reported a dismissal, whichever way it came, and tells the other side.
pub(super) fn keep(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &ReportEvent, of_case: i64) -> Result<()> {
    let membership = membership_of(unit, desk, asked.person, asked.day)?;
    let row = members::row(unit, membership)?;
    let role = match asked.account {
        Some(account) => Some(by(unit, account)?.role),
        None => None,
    };
    let side = match role {
        _ if asked.by_employer => Side::Employer,
        Some(Role::Officer | Role::Head) => Side::Officer,
        _ => Side::Member,
    };
    let termination = asked.facts.iter().find(|(name, _)| name == "termination");
    let dismissal = Dismissal {
        of_case,
        person: row.person,
        membership,
        payer: row.payer,
        said_by: side.name().to_owned(),
        account: asked.account,
        day: asked.day,
        termination: termination.map(|(_, value)| value.clone()).unwrap_or_default(),
        known: desk.now,
    };
    dismissals::add(unit, &dismissal)?;
    registry::note(unit, desk, "dismissal reported", row.person.0)?;
    tell(unit, desk, &dismissal)
}

/// Why a membership ends, in the institution's own words.
const DISMISSED: &str = "dismissed";

/// Hands the proof in with the claim that asks for it.
fn prove(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    reported: &Reported,
    (name, bytes): (&str, &[u8]),
    account: Option<i64>,
) -> Result<()> {
    let asks = |claim: &&report_event::OpenedClaim| claim.papers.iter().any(|paper| paper.name == PROOF);
    let of_jkp = |claim: &&report_event::OpenedClaim| claim.kind == ClaimKind::JkpCash.name();
    let claim = reported.claims.iter().filter(asks).find(of_jkp);
    let Some(claim) = claim.or_else(|| reported.claims.iter().find(asks)) else { return Ok(()) };
    let paper = hand_in_paper::HandIn { claim: claim.claim, paper: PROOF, name, bytes, account };
    hand_in_paper::within(unit, desk, &paper).map(drop)
}

/// The side that did not report hears of it, with where to say otherwise.
fn tell(unit: &mut Unit<'_>, desk: &Desk<'_>, one: &Dismissal) -> Result<()> {
    let (name, day) = (&desk.institution.name, one.day);
    let member = people::load(unit, desk, one.person)?;
    let identity = member.identity();
    if one.said_by != Side::Member.name()
        && let Some(address) = telephone(unit, desk, one.person)?
    {
        let text = format!(
            "{name}: pemberi kerja melaporkan PHK Anda pada {day}. Lanjutkan klaim JKP, atau sanggah laporan \
             itu, di halaman JKP Anda.\n\
             {name}: your employer reported that you were dismissed on {day}. Go on with your claim for job \
             loss, or contest the report, on your page for job loss."
        );
        messages::say(unit, desk, &Said { person: Some(one.person), account: None, address, text })?;
    }
    if one.said_by == Side::Employer.name() {
        return Ok(());
    }
    let text = format!(
        "{name}: PHK {} pada {day} dilaporkan. Akhiri kepesertaannya, atau sanggah laporan itu, di \
         halaman PHK perusahaan Anda.\n\
         {name}: the dismissal of {} on {day} was reported. End the membership, or contest the report, on \
         your firm's page of dismissals.",
        identity.name, identity.name
    );
    tell_employer(unit, desk, one.payer, &text)
}

/// Everybody who acts for an employer hears of it.
pub(super) fn tell_employer(unit: &mut Unit<'_>, desk: &Desk<'_>, payer: PayerId, text: &str) -> Result<()> {
    for account in accounts::of_payer(unit, payer)?.into_iter().filter(|account| account.ended.is_none()) {
        let [_, address, _] = sessions::names(desk, &account)?;
        if !address.is_empty() {
            let said = Said { person: None, account: Some(account.id), address, text: text.to_owned() };
            messages::say(unit, desk, &said)?;
        }
    }
    Ok(())
}

/// The membership from which somebody can have been dismissed on a day: the last as a wage earner that had
/// begun by then.
pub(crate) fn membership_of(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    person: PersonId,
    day: Day,
) -> Result<MembershipId> {
    let whole = members::whole(unit, person)?;
    let begun = whole.memberships.iter().filter(|known| {
        let spell = Spell::last(&known.history, desk.now);
        known.segment == Segment::WageEarner && spell.is_some_and(|spell| spell.started <= day)
    });
    let last = begun.max_by_key(|known| {
        let spell = Spell::last(&known.history, desk.now);
        let covers = spell.is_some_and(|spell| spell.ended.is_none_or(|ended| ended >= day));
        (covers, spell.map(|spell| spell.started))
    });
    Ok(last.map(|known| known.row.id).ok_or_else(|| {
        let id = "tidak ada kepesertaan sebagai penerima upah pada hari itu";
        Refusal::new("no_wage_earner", id, "there is no membership as a wage earner on that day")
    })?)
}
