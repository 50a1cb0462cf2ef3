//! Cases of workers as whoever pays for them sees them: only the claims that rest on memberships of hers, and
//! only where she has something to give, has to bear it, or reported it.

use anyhow::Result;
use rules::render::Lang;
use scheme::claims::care::{Report, reports};
use scheme::events::EventKind;
use scheme::id::PayerId;
use scheme::law::ClaimLaw;
use store::Unit;
use store::queries::cases::{self as rows, Case};
use store::queries::{accounts, claims as claim_rows, grants, memberships};

use super::cases::{self, Asked, Story};
use crate::office::Desk;

/// The law's name of the papers that she gives.
const HERS: &str = "from_employer";

/// Whether a paper is for her to give.
pub(crate) fn is_hers(paper: &Asked) -> bool {
    paper.from == HERS
}

/// A case with what of it concerns her; nothing where nothing does.
pub(crate) fn of(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    id: PayerId,
    case: &Case,
    lang: Lang,
) -> Result<Option<Story>> {
    let mut story = cases::read(unit, desk, case.id, lang)?;
    let mut hers = Vec::new();
    for claim in story.claims {
        let row = claim_rows::read(unit, claim.id)?;
        let membership = row.map(|row| memberships::read(unit, row.membership)).transpose()?.flatten();
        if membership.is_some_and(|membership| membership.payer == id) {
            hers.push(claim);
        }
    }
    story.claims = hers;
    Ok(concerns(unit, id, case, &story)?.then_some(story))
}

/// Whether it concerns her: she has something to give, has to bear it, or reported it.
fn concerns(unit: &mut Unit<'_>, id: PayerId, case: &Case, story: &Story) -> Result<bool> {
    let has_papers = story.claims.iter().any(|claim| claim.papers.iter().any(is_hers));
    let bears = story.claims.iter().any(|claim| claim.by_employer);
    let by_her = match case.account {
        Some(account) => accounts::read(unit, account)?.is_some_and(|account| account.payer == Some(id)),
        None => false,
    };
    Ok(has_papers || bears || by_her)
}

/// Cases with what is known of them, and the last that was looked at.
type Looked = (Vec<(Case, Story)>, Option<i64>);

/// Those of her workers before a case, the latest first, of at most so many that are looked at; and the last
/// that was looked at, where there may be more.
pub(crate) fn all(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    id: PayerId,
    (before, most): (i64, i64),
    lang: Lang,
) -> Result<Looked> {
    let looked = rows::of_payer(unit, id, before, most)?;
    let next = looked.last().filter(|_| looked.len() as i64 == most).map(|case| case.id);
    let mut found = Vec::new();
    for case in looked {
        if let Some(story) = of(unit, desk, id, &case, lang)? {
            found.push((case, story));
        }
    }
    Ok((found, next))
}

/// Her report of an accident or a death at work: by when it was due, and when it came.
pub(crate) fn clock(desk: &Desk<'_>, case: &Case) -> Result<Option<Report>> {
    let kind: EventKind = case.kind.parse()?;
    if !matches!(kind, EventKind::WorkAccident | EventKind::WorkDeath) {
        return Ok(None);
    }
    let made = case.by_employer.then_some(case.reported);
    let due = reports(&ClaimLaw::new(desk.law)?, (case.day, made), None)?;
    Ok(due.into_iter().next())
}

/// What the fund has paid and she has to give back: claim, day, amount.
pub(crate) fn owes(unit: &mut Unit<'_>, id: PayerId) -> Result<Vec<(i64, String, i64)>> {
    let all = grants::of_employer(unit, id)?;
    Ok(all.into_iter().map(|grant| (grant.claim, grant.day.to_string(), grant.gross)).collect())
}
