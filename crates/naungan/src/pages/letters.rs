//! Letters on claims, line by line and as PDF; grievances on a line of one, for whoever writes and whoever
//! answers; how what was paid too much comes back.

mod grieve;
mod list;
mod one;
mod recovery;
mod ticket;

pub(crate) use one::as_pdf;

use anyhow::Result;
use print::Qr;
use scheme::claims::ClaimKind;
use scheme::id::PersonId;
use store::Unit;
use store::queries::letters::Letter;
use store::queries::{cases, claims as rows};

use crate::auth::claims;
use crate::auth::{Caller, Deed, Of, Role, may, owner, scope};
use crate::office::{Desk, card, code};
use crate::registry::heirs;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/me/letters", Deed::SeeLetters, list::mine),
        Route::page("/claims/{claim}/letter/{no}", Deed::SeeLetters, one::show),
        Route::page("/claims/{claim}/letter/{no}/line/{line}", Deed::Grieve, grieve::form),
        Route::form("/claims/{claim}/letter/{no}/line/{line}", Deed::Grieve, grieve::open),
        Route::page("/claims/{claim}/recovery", Deed::SeeLetters, recovery::show),
        Route::form("/claims/{claim}/recovery", Deed::MoveClaims, recovery::act).of(Of::Claim("claim")),
        Route::page("/letter/{token}", Deed::Look, one::checked),
        Route::page("/grievances/{grievance}", Deed::SeeLetters, ticket::show),
        Route::form("/grievances/{grievance}", Deed::Grieve, ticket::act),
        Route::page("/desk/grievances", Deed::AnswerGrievances, list::desk),
    ]
}

/// Whose claim it is, if whoever asks may do this with it: the member, whoever works for her, an auditor; of
/// a claim of heirs also those of the family who get something by it.
pub(crate) fn whose(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    asks: (&Caller, Deed),
    claim: i64,
) -> Result<Option<PersonId>> {
    let Some(row) = rows::read(unit, claim)? else { return Ok(None) };
    let may = is_of_whom_it_is_about(unit, desk, asks, &row)? || is_of_heir(unit, desk, asks, &row)?;
    Ok(may.then_some(row.person))
}

fn is_of_whom_it_is_about(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (caller, deed): (&Caller, Deed),
    row: &rows::Claim,
) -> Result<bool> {
    let Some(owner) = owner::find(unit, Of::Person("person"), &row.person.to_string())? else {
        return Ok(false);
    };
    if may(caller, deed, &owner, true).is_none() {
        return Ok(false);
    }
    // Who has only said who she is reads nothing of what others reported under that number.
    Ok(caller.role != Role::Member || claims::sees(unit, desk, row.person)?.membership(row.membership))
}

/// A relative need not be a member herself.
fn is_of_heir(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    (caller, deed): (&Caller, Deed),
    row: &rows::Claim,
) -> Result<bool> {
    let kind: ClaimKind = row.kind.parse()?;
    let comes = matches!(caller.role, Role::Member | Role::Heir) && scope(deed, caller.role).is_some();
    if !comes || !kind.is_of_heirs() {
        return Ok(false);
    }
    let Some(case) = cases::read(unit, row.of_case)? else { return Ok(false) };
    Ok(heirs::gets(unit, desk, caller.account, &case)?.is_some())
}

/// Whose it is, or there is nothing to see; looking at it is written down.
pub(crate) fn shown_of(ask: &mut Ask<'_>, deed: Deed, claim: i64) -> Result<PersonId, Problem> {
    let caller = ask.caller.clone();
    let found = ask.office.look(|unit, desk| whose(unit, desk, (&caller, deed), claim))?;
    let person = found.ok_or(Problem::NotFound)?;
    ask.shows(deed, vec![person])?;
    Ok(person)
}

/// Where anybody who holds the paper can hold it against what was kept.
pub(crate) fn check_at(desk: &Desk<'_>, public: &str, letter: &Letter) -> String {
    format!("{public}/letter/{}", card::token(&key(desk), letter.id))
}

fn key(desk: &Desk<'_>) -> Vec<u8> {
    code::key_for(desk.card_key, "token of a letter")
}

/// An address as a picture.
pub(crate) fn qr(address: &str) -> Result<Qr> {
    super::documents::qr(address)
}
