//! The civil registry gives notice that somebody has died: it opens the case that a family's report opens.
//!
//! What came of a notice is told apart for the institution alone, which has to look at some of them. A notice
//! that was taken is not taken again; what somebody has to look at first is read anew when it comes again.

use anyhow::Result;
use base::Day;
use rules::render::Lang;
use scheme::events::EventKind;
use scheme::id::PersonId;
use scheme::refusal::Refusal;
use sha2::{Digest, Sha256};
use store::Unit;
use store::queries::death_notices::{self, DeathNotice};

use super::move_claim::by;
use super::report_death;
use super::report_event::{self, ReportEvent};
use crate::auth::Role;
use crate::office::{Desk, Office};
use crate::ports::civil_registry::deaths::Notice;
use crate::registry::{self, claims, members, people};
use crate::reports::take::is_one_of;

/// What came of a notice.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Came {
    /// A case was opened.
    Opened,
    /// She is noted as dead, and nothing is claimed for it.
    Noted,
    /// She was noted as dead on that day already.
    Dead,
    /// This notice was taken before.
    Again,
    /// Its number is that of a notice of somebody else, or of another day.
    NumberTaken,
    /// Nobody here has the NIK.
    Unknown,
    /// Several people here have it.
    Several,
    /// Whoever has it is called otherwise.
    OtherName,
    /// She is noted as dead since another day.
    OtherDay,
    /// The day has not come yet.
    Ahead,
    /// She had an accident at work, and the notice does not say whether she died of it.
    OfWork,
    /// Something else says no.
    Refused,
}

impl Came {
    /// The word by which the interface knows it, and the store what it keeps.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Came::Opened => "opened",
            Came::Noted => "noted",
            Came::Dead => "dead",
            Came::Again => "again",
            Came::NumberTaken => "number_taken",
            Came::Unknown => "unknown",
            Came::Several => "several",
            Came::OtherName => "other_name",
            Came::OtherDay => "other_day",
            Came::Ahead => "ahead",
            Came::OfWork => "of_work",
            Came::Refused => "refused",
        }
    }

    /// Whether nobody has to look at it.
    pub(crate) const fn is_done(self) -> bool {
        matches!(self, Came::Opened | Came::Noted | Came::Dead | Came::Again | Came::Unknown)
    }

    /// In words, for the institution.
    pub(crate) fn words(self, lang: Lang) -> &'static str {
        let (id, en) = match self {
            Came::Opened => ("perkara dibuka", "a case is opened"),
            Came::Noted => {
                ("dicatat meninggal; tidak ada yang diklaim", "noted as dead; nothing is claimed for it")
            }
            Came::Dead => ("sudah tercatat meninggal pada hari itu", "noted as dead on that day already"),
            Came::Again => ("kabar ini sudah diterima", "this notice was taken before"),
            Came::NumberTaken => (
                "nomor ini sudah dipakai kabar lain: tanyakan kepada Dukcapil",
                "another notice has this number: ask the registry",
            ),
            Came::Unknown => ("NIK ini tidak ada di sini", "nobody here has this NIK"),
            Came::Several => (
                "beberapa nomor orang memakai NIK ini: gabungkan dahulu",
                "several people here have this NIK: merge them first",
            ),
            Came::OtherName => (
                "NIK ini terdaftar dengan nama lain: cocokkan dengan Dukcapil",
                "the NIK is registered under another name: compare it with the registry",
            ),
            Came::OtherDay => (
                "sudah tercatat meninggal pada hari lain: cocokkan akta kematiannya",
                "noted as dead since another day: compare the death certificate",
            ),
            Came::Ahead => ("hari meninggal belum tiba", "the day of death has not come yet"),
            Came::OfWork => (
                "pernah mengalami kecelakaan kerja: cari tahu apakah meninggal karena itu, lalu laporkan",
                "had an accident at work: find out whether the death came of it, and report it",
            ),
            Came::Refused => ("ditolak", "refused"),
        };
        lang.pick(id, en)
    }
}

/// What came of a notice, with what it is about.
#[derive(Clone, Debug)]
pub(crate) struct Heard {
    pub(crate) came: Came,
    /// Who it is about, under the number that stays.
    pub(crate) person: Option<PersonId>,
    /// The case that it opened, or found open.
    pub(crate) case: Option<i64>,
    /// The claims that it opened.
    pub(crate) claims: Vec<i64>,
    /// Why it was refused.
    pub(crate) why: Option<Refusal>,
}

impl Heard {
    fn of(came: Came, person: Option<PersonId>) -> Heard {
        Heard { came, person, case: None, claims: Vec::new(), why: None }
    }

    fn refused(person: PersonId, why: Refusal) -> Heard {
        let came = match why.code {
            "event_ahead" | "death_ahead" => Came::Ahead,
            "dead_already" | "dead" => Came::OtherDay,
            _ => Came::Refused,
        };
        let why = (came == Came::Refused).then_some(why);
        Heard { why, ..Heard::of(came, Some(person)) }
    }
}

/// Takes a notice. A lawful no is what came of it; nothing of it is kept then.
pub(crate) fn run(office: &mut Office, notice: &Notice, account: i64) -> Result<Heard> {
    let whose = office.look(|unit, desk| {
        takes(unit, account)?;
        whose(unit, desk, notice)
    })?;
    let person = match whose {
        Ok(person) => person,
        Err(came) => return Ok(Heard::of(came, None)),
    };
    match office.unit(|unit, desk| within(unit, desk, (notice, person), account)) {
        Ok(heard) => Ok(heard),
        Err(error) => {
            let why = error.chain().find_map(|cause| cause.downcast_ref::<Refusal>()).cloned();
            Ok(Heard::refused(person, why.ok_or(error)?))
        }
    }
}

/// A registry tells of a whole country: whoever looks after the institution takes it in.
fn takes(unit: &mut Unit<'_>, account: i64) -> Result<()> {
    let role = by(unit, account)?.role;
    if role == Role::Administrator {
        return Ok(());
    }
    let id = format!("peran {role} tidak menerima kabar kematian");
    Err(Refusal::new("claim_actor", id, format!("the role {role} takes no notices of deaths")).into())
}

/// Who it is about. One wrong digit must not end the life of somebody else: the name has to be hers too.
fn whose(unit: &mut Unit<'_>, desk: &Desk<'_>, notice: &Notice) -> Result<Result<PersonId, Came>> {
    let mut found: Vec<PersonId> = Vec::new();
    let mut is_named = false;
    for holder in people::by_nik(unit, desk, notice.nik)? {
        is_named |= is_one_of(holder.records.iter().map(|one| one.identity.name.as_str()), &notice.name);
        let numbers = people::numbers(unit, holder.id, desk.now)?;
        found.extend(numbers.first().filter(|first| !found.contains(first)));
    }
    Ok(match found.as_slice() {
        [] => Err(Came::Unknown),
        [_] if !is_named => Err(Came::OtherName),
        [person] => Ok(*person),
        _ => Err(Came::Several),
    })
}

fn within(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (notice, person): (&Notice, PersonId),
    account: i64,
) -> Result<Heard> {
    people::hold(unit, desk, person)?;
    let number = Sha256::digest(notice.number.as_bytes()).to_vec();
    if let Some(known) = death_notices::read(unit, &number)? {
        let is_hers = people::numbers(unit, person, desk.now)?.contains(&known.person);
        if is_hers && known.day == notice.died {
            return Ok(Heard { case: known.case, ..Heard::of(Came::Again, Some(person)) });
        }
        return Ok(Heard::of(Came::NumberTaken, Some(person)));
    }
    let heard = heard(unit, desk, (notice, person), account)?;
    if !matches!(heard.came, Came::Opened | Came::Noted | Came::Dead) {
        return Ok(heard);
    }
    let kept = DeathNotice {
        notice: number,
        person,
        day: notice.died,
        outcome: heard.came.word().to_owned(),
        case: heard.case,
        account: Some(account),
        known: desk.now,
    };
    death_notices::add(unit, &kept)?;
    registry::note(unit, desk, "death notice taken", person.0)?;
    Ok(heard)
}

/// Opens the case, unless there is one or nothing is claimed.
fn heard(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (notice, person): (&Notice, PersonId),
    account: i64,
) -> Result<Heard> {
    let of = |came: Came| Heard::of(came, Some(person));
    let died = day_of_death(unit, desk, person)?;
    if died.is_some_and(|died| died != notice.died) {
        return Ok(of(Came::OtherDay));
    }
    let known = claims::cases_of(unit, desk, person)?;
    let known: Vec<_> = known.iter().filter(|case| !case.claims.is_empty()).collect();
    let open = known.iter().find(|case| case.kind.is_death()).map(|case| case.number);
    let was_hurt = known.iter().any(|case| case.kind == EventKind::WorkAccident);
    if notice.at_work.is_none() && was_hurt && open.is_none() {
        // Whether she died of it is not guessed, since another fund pays for that. Nobody is paid or billed
        // after her death meanwhile.
        note_death(unit, desk, (notice, person), died)?;
        return Ok(of(Came::OfWork));
    }
    let asked = ReportEvent {
        person,
        kind: if notice.at_work == Some(true) { EventKind::WorkDeath } else { EventKind::OtherDeath },
        day: notice.died,
        by_employer: false,
        account: Some(account),
        facts: Vec::new(),
    };
    let nothing = if died.is_some() { Came::Dead } else { Came::Noted };
    match report_event::within(unit, desk, &asked) {
        Ok(reported) => Ok(Heard {
            case: reported.case,
            claims: reported.claims.iter().map(|claim| claim.claim).collect(),
            ..of(if reported.case.is_some() { Came::Opened } else { nothing })
        }),
        Err(error) => match error.downcast_ref::<Refusal>().map(|refusal| refusal.code) {
            Some("event_known") if died.is_some() => Ok(Heard { case: open, ..of(Came::Dead) }),
            // Who never was a member may draw a pension, or inherit: she is noted as dead all the same.
            Some("before_membership") => {
                note_death(unit, desk, (notice, person), died)?;
                Ok(of(nothing))
            }
            _ => Err(error),
        },
    }
}

/// Under whichever of her numbers it was noted.
fn day_of_death(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<Option<Day>> {
    let whole = members::whole(unit, person)?;
    let mut days = whole.people.iter().filter_map(|(_, known)| known.last("died", desk.now));
    Ok(days.next().map(str::parse).transpose()?)
}

fn note_death(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (notice, person): (&Notice, PersonId),
    died: Option<Day>,
) -> Result<()> {
    if died.is_none() {
        report_death::within(unit, desk, person, Some(notice.died))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
