//! What a member sees of her own: cards, cover, what is owed and why, months, savings, rights, and who
//! looked.

mod cases;
mod consents;
pub(crate) mod contests;
mod front;
mod months;
mod payments;
mod readings;
pub(super) mod report;
pub(super) mod rights;
mod savings;
mod trips;
pub(crate) mod wondered;
#[cfg(test)]
mod tests;

use anyhow::Result;
use minijinja::{Value, context};
use rules::render::Lang;
use rules::tree::Tree;
use scheme::id::{MembershipId, PersonId};
use scheme::lines::Lines;
use store::Unit;

use crate::auth::claims::{self, Sees};
use crate::auth::{Deed, Role};
use crate::commands::membership::show::{self, Bill, Shown};
use crate::office::Desk;
use crate::registry::{members, payers};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::page("/me", Deed::SeePerson, front::show),
        Route::page("/me/payments", Deed::SeeBills, payments::show),
        Route::page("/me/months", Deed::SeeMembership, months::show),
        Route::page("/me/contests", Deed::Contest, contests::list),
        Route::form("/me/contests", Deed::Contest, contests::contest),
        Route::page("/me/savings", Deed::SeeSavings, savings::show),
        Route::page("/me/rights", Deed::SeeMembership, rights::show),
        Route::page("/me/readings", Deed::SeeReadings, readings::show),
        Route::page("/me/trips", Deed::SeeOwnTrips, trips::show),
        Route::page("/me/consents", Deed::Consent, consents::show),
        Route::form("/me/consents", Deed::Consent, consents::change),
        Route::page("/me/rights/{event}", Deed::SeeOwnCases, wondered::show),
    ];
    routes.extend(cases::routes());
    routes.extend(report::routes());
    routes
}

/// The member who asks; these pages are nobody else's.
pub(super) fn me(ask: &Ask<'_>) -> Result<PersonId, Problem> {
    ask.caller.person.filter(|_| ask.caller.role == Role::Member).ok_or(Problem::Forbidden)
}

/// Every membership of a person that her login may see, under whatever number, the latest first.
pub(super) fn memberships(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<Vec<Shown>> {
    let sees = claims::sees(unit, desk, person)?;
    seen(unit, desk, person, &sees)
}

/// Those that whoever looks may see.
pub(super) fn seen(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    person: PersonId,
    sees: &Sees,
) -> Result<Vec<Shown>> {
    let whole = members::whole(unit, person)?;
    let ids = whole.memberships.iter().map(|known| known.row.id).filter(|id| sees.membership(*id));
    let ids: Vec<MembershipId> = ids.collect();
    ids.into_iter().rev().map(|id| show::read(unit, desk, id)).collect()
}

/// Whether she has only said who she is: then she reads what to do about it, whether or not there is more.
fn is_claim(unit: &mut Unit<'_>, desk: &Desk<'_>, person: PersonId) -> Result<bool> {
    Ok(claims::sees(unit, desk, person)?.is_claim())
}

/// What a programme is called in short: the part in brackets, where its name has one.
fn short(tree: &Tree, programme: &str, lang: Lang) -> String {
    let known = tree.jurisdiction.programmes.iter().find(|known| known.name == programme);
    let words = known.map_or(programme, |known| lang.of(&known.words));
    let inside = words.split_once('(').and_then(|(_, rest)| rest.split_once(')'));
    inside.map_or(words, |(inside, _)| inside).to_owned()
}

/// The programmes that lines are for, in short.
pub(super) fn programmes(tree: &Tree, lines: &Lines, lang: Lang) -> Vec<String> {
    let all = lines.by_programme().into_iter().filter(|(_, amount)| *amount != 0);
    all.map(|(programme, _)| short(tree, &programme, lang)).collect()
}

/// What a segment is called.
pub(super) fn segment(tree: &Tree, name: &str, lang: Lang) -> String {
    let known = tree.jurisdiction.segments.iter().find(|known| known.name == name);
    known.map_or(name, |known| lang.of(&known.words)).to_owned()
}

/// Who pays, by name; nothing where a member pays for herself.
pub(super) fn payer_name(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    payer: scheme::id::PayerId,
) -> Result<Option<String>> {
    let name = payers::load(unit, desk, payer)?.payer.name;
    Ok(Some(name).filter(|name| !name.is_empty()))
}

/// The state of a month's bill, as a tag shows it.
fn state(bill: Bill) -> Value {
    match bill {
        Bill::None => context! { state => "waiting" },
        Bill::Open => context! { state => "open" },
        Bill::Settled(_) => context! { state => "paid" },
    }
}
