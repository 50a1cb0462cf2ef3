//! What partners call a person: a token of their own, which tells neither a number nor who was there before.

use anyhow::Result;
use scheme::id::PersonId;

use crate::actions::confirm_person::not_confirmed;
use crate::auth::Caller;
use crate::office::{Desk, card, code};

/// The key of a caller's tokens; whoever acts for the same payer has the same.
fn key(desk: &Desk<'_>, caller: &Caller) -> Vec<u8> {
    let of = match caller.payer {
        Some(payer) => format!("payer {payer}"),
        None if caller.role.is_staff() => "staff".to_owned(),
        None => format!("account {}", caller.account),
    };
    code::key_for(desk.card_key, &format!("reference of a person, {of}"))
}

/// What the caller calls a person.
pub(super) fn of(desk: &Desk<'_>, caller: &Caller, person: PersonId) -> String {
    card::token(&key(desk, caller), person.0)
}

/// Whom the caller calls so; what was made for another opens nothing.
pub(super) fn read(desk: &Desk<'_>, caller: &Caller, token: &str) -> Result<PersonId> {
    let person = card::read(&key(desk, caller), token).map(PersonId);
    person.ok_or_else(|| not_confirmed().into())
}
