//! What a platform's own program does: name its riders, tell of trips, hand over what they put aside.

mod accidents;
mod accruals;
mod hooks;
mod matches;
mod riders;
mod settlements;
#[cfg(test)]
mod tests;
mod trips;

pub(in crate::api) use trips::When;

use scheme::id::{MembershipId, PayerId};
use scheme::refusal::Refusal;
use store::queries::riders as rows;

use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    let money = [riders::routes(), trips::routes(), accruals::routes(), settlements::routes()].concat();
    [money, hooks::routes(), matches::routes(), accidents::routes()].concat()
}

/// The part of the interface that this is.
const TAG: &str = "platforms";

/// No name of a rider is longer, and no number of an event.
const NAME_CHARS_MAX: usize = 64;

/// The platform that the program is of.
fn platform(ask: &Ask<'_>) -> Result<PayerId, Problem> {
    ask.caller.payer.ok_or(Problem::Forbidden)
}

/// The rider of the address, by the platform's own name.
fn rider(ask: &mut Ask<'_>) -> Result<(PayerId, MembershipId), Problem> {
    let (platform, name): (PayerId, String) = (platform(ask)?, ask.place("rider")?);
    let membership = rider_named(ask, platform, &name)?;
    Ok((platform, membership))
}

/// A rider by the platform's own name.
fn rider_named(ask: &mut Ask<'_>, platform: PayerId, name: &str) -> Result<MembershipId, Problem> {
    let found = ask.office.look(|unit, _| rows::find(unit, platform, name))?;
    let found = found.ok_or_else(|| {
        let id = "platform ini belum mendaftarkan pengemudi dengan nama itu";
        Refusal::new("no_rider", id, "the platform has enrolled no rider of that name")
    })?;
    Ok(found.membership)
}

/// What can stand in an address and in a list without marks around it.
fn named(place: &str, text: &str) -> Result<(), Problem> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.:".contains(&byte);
    if (1..=NAME_CHARS_MAX).contains(&text.len()) && text.bytes().all(plain) {
        return Ok(());
    }
    let said = words(
        format!("tulis 1 sampai {NAME_CHARS_MAX} huruf, angka, atau tanda - _ . :"),
        format!("write 1 to {NAME_CHARS_MAX} letters, digits or the signs - _ . :"),
    );
    Err(Problem::Fields(vec![(place.to_owned(), said)]))
}
