//! A partner's program is told of things at an address from now on, or once more.

use anyhow::Result;
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use store::queries::hooks::{self, Hook};
use store::{Unit, seal};

use super::tell_partner;
use crate::auth::sessions;
use crate::jobs;
use crate::office::Desk;
use crate::ports::webhooks::Reach;
use crate::registry;

/// Nobody needs more addresses.
const HOOKS_MAX: usize = 5;

/// Writes the address down, with a secret by chance; gives its number.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, payer: PayerId, address: &str) -> Result<i64> {
    if !Reach::told().takes(address) {
        let id = "alamat pemberitahuan harus https, di internet umum, tanpa nama pengguna di dalamnya";
        let en = "notices go to an address over https, in the world outside, without a user in it";
        return Err(Refusal::new("hook_address", id, en).into());
    }
    if hooks::of_payer(unit, payer)?.len() >= HOOKS_MAX {
        let id = format!("paling banyak {HOOKS_MAX} alamat: akhiri satu lebih dahulu");
        return Err(
            Refusal::new("hooks_full", id, format!("{HOOKS_MAX} addresses at most: end one first")).into()
        );
    }
    let (id, secret) = (jobs::number(desk), sessions::by_chance()?);
    let sealed = desk.keys.seal(&seal::context("hook", "sealed", id), secret.as_bytes());
    let (address, known) = (address.to_owned(), desk.now);
    hooks::add(unit, &Hook { id, payer, address, sealed, ended: None, known })?;
    registry::note(unit, desk, "address for notices opened", payer.0)?;
    Ok(id)
}

/// The secret of an address.
pub(crate) fn secret(desk: &Desk<'_>, hook: &Hook) -> Result<String> {
    Ok(String::from_utf8(desk.keys.open(&seal::context("hook", "sealed", hook.id), &hook.sealed)?)?)
}

/// Sends events of some numbers once more, at most so many; how many there were.
pub(crate) fn again(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    hook: &Hook,
    (from, until): (i64, i64),
    most: i64,
) -> Result<i64> {
    let events = hooks::events(unit, hook.payer, from - 1, most)?;
    let wanted: Vec<i64> = events.iter().map(|event| event.no).filter(|no| *no <= until).collect();
    for no in &wanted {
        tell_partner::send(unit, desk, (hook.id, hook.payer), *no)?;
    }
    Ok(i64::try_from(wanted.len())?)
}
