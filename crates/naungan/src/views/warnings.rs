//! Warnings before a right is lost, as a member's page shows them and messages tell them.

use anyhow::Result;
use base::Day;
use rules::render::{self, Lang};
use scheme::claims::moves::Move;
use scheme::claims::{ClaimKind, Pending, Unclaimed, Warning, warnings};
use scheme::id::PersonId;
use scheme::law::ClaimLaw;
use scheme::memberships::{Segment, Spell};
use serde::Serialize;
use store::Unit;
use store::queries::{cases, claims as rows, grants, life_proofs};

use crate::office::Desk;
use crate::registry::{claims, members, people};

/// What ends within so many days is told: two rounds of the job that looks at everybody.
pub(crate) const AHEAD_DAYS: i32 = 60;

/// A warning in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Shown {
    pub(crate) code: &'static str,
    pub(crate) text: String,
    pub(crate) day: Option<String>,
    pub(crate) provision: Option<String>,
    /// Where something can be done; none where nothing of the counter helps.
    pub(crate) href: Option<&'static str>,
}

/// The law's name of what a scholarship is granted as.
const SCHOLARSHIP: &str = "scholarship";
/// Why a membership ended that may open job loss, by the register's name.
const DISMISSED: &str = "dismissed";

/// Everything that a person should be told today.
pub(crate) fn of_person(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<Vec<Warning>> {
    let unclaimed = unclaimed(unit, desk, person)?;
    let (scholarship, proof_of_life) = paid(unit, desk, person)?;
    let known = Pending { unclaimed: &unclaimed, scholarship, proof_of_life };
    let life = claims::life(unit, desk, person, None)?;
    let law = ClaimLaw::new(desk.law)?;
    Ok(life.ask(|record| warnings(&law, record, &known, desk.today, AHEAD_DAYS))?)
}

/// The same, in the reader's language.
pub(crate) fn shown(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    person: PersonId,
    lang: Lang,
) -> Result<Vec<Shown>> {
    let all = of_person(unit, desk, person)?.into_iter();
    Ok(all.map(|warning| in_words(&warning, lang)).collect())
}

fn in_words(warning: &Warning, lang: Lang) -> Shown {
    let mut text = lang.pick(&warning.id, &warning.en).to_owned();
    if let Some(first) = text.chars().next() {
        text = first.to_uppercase().chain(text.chars().skip(1)).collect();
    }
    let cited = warning.citation.as_ref().map(|cited| render::instrument(cited, lang).to_owned());
    let href = match (warning.link, warning.kind) {
        ("member/bills", _) => Some("/me/payments"),
        ("employer/arrears", _) => Some("/me/months"),
        ("claim/new", Some(ClaimKind::JkpCash)) => Some("/me/job-loss"),
        ("claim/new", Some(ClaimKind::JpOldAge)) => Some("/me/rights"),
        _ => None,
    };
    Shown { code: warning.code, text, day: warning.day.map(|day| day.to_string()), provision: cited, href }
}

/// What happened and was not claimed: a dismissal without a claim for job loss, a death without one of the
/// heirs.
fn unclaimed(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<Vec<Unclaimed>> {
    let whole = members::whole(unit, person)?;
    let mut claimed: Vec<(ClaimKind, Day)> = Vec::new();
    for (number, _) in &whole.people {
        for row in rows::of_person(unit, *number)? {
            if let Some(case) = cases::read(unit, row.of_case)? {
                claimed.push((row.kind.parse()?, case.day));
            }
        }
    }
    let mut open = Vec::new();
    for known in whole.memberships.iter().filter(|known| known.segment == Segment::WageEarner) {
        let dismissed = known.history.last("end_reason", desk.now) == Some(DISMISSED);
        let ended = Spell::last(&known.history, desk.now).and_then(|spell| spell.ended);
        let Some(event) = ended.filter(|_| dismissed) else { continue };
        let kind = ClaimKind::JkpCash;
        if !claimed.iter().any(|(known, day)| *known == kind && *day >= event) {
            open.push(Unclaimed { kind, event });
        }
    }
    let died = whole.people.iter().find_map(|(_, history)| history.last("died", desk.now)?.parse().ok());
    let of_heirs = |kind: &ClaimKind| matches!(kind, ClaimKind::JkmDeath | ClaimKind::JkkDeath);
    if let Some(event) = died.filter(|_| !claimed.iter().any(|(kind, _)| of_heirs(kind))) {
        open.push(Unclaimed { kind: ClaimKind::JkmDeath, event });
    }
    Ok(open)
}

/// When a scholarship was paid last, and when somebody who draws a pension was last seen alive.
fn paid(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<(Option<Day>, Option<Day>)> {
    let (mut scholarship, mut alive) = (None, None);
    for number in people::numbers(unit, person, desk.now)? {
        for row in rows::of_person(unit, number)? {
            let granted = grants::of(unit, row.id)?;
            let is_one = |grant: &&grants::Grant| grant.lines.iter().any(|(name, _)| name == SCHOLARSHIP);
            scholarship = scholarship.max(granted.iter().filter(is_one).map(|grant| grant.day).max());
            let kind: ClaimKind = row.kind.parse()?;
            if kind.benefit() == "jp" && !kind.is_of_heirs() && granted.iter().any(|grant| grant.more) {
                let steps = rows::steps(unit, row.id)?;
                let first = steps.iter().find(|step| step.act == Move::Pay.name()).map(|step| step.day);
                alive = alive.max(life_proofs::last(unit, number)?).max(first);
            }
        }
    }
    Ok((scholarship, alive))
}
