//! Requests with a key: asked again they get the first answer, and say so.

use anyhow::Result;
use axum::http::StatusCode;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::Unit;

use crate::actions::once::{Answer, once_told};
use crate::office::Desk;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;

/// The heading that names a request.
pub(super) const KEY: &str = "idempotency-key";
/// The heading of an answer that was given before.
pub(super) const REPLAYED: &str = "idempotency-replayed";

/// More letters no key needs.
const KEY_CHARS_MAX: usize = 100;

/// Does something once under the key of the request, if it has one. The same key with another body, or at
/// another address, is refused. What is kept with the key holds numbers and no names.
pub(super) fn once<A: Serialize + DeserializeOwned>(
    ask: &mut Ask<'_>,
    work: impl FnMut(&mut Unit<'_>, &Desk<'_>) -> Result<A>,
) -> Result<Answer<A>, Problem> {
    let input = input(ask);
    once_of(ask, &input, work)
}

/// The same where more than the body says what is asked.
pub(super) fn once_of<A: Serialize + DeserializeOwned>(
    ask: &mut Ask<'_>,
    input: &str,
    mut work: impl FnMut(&mut Unit<'_>, &Desk<'_>) -> Result<A>,
) -> Result<Answer<A>, Problem> {
    let key = key(ask)?;
    Ok(ask.office.unit(|unit, desk| once_told(unit, desk, key.as_deref(), input, |unit| work(unit, desk)))?)
}

/// The same where money moves: without a key nobody could ask again without fear.
pub(super) fn once_with_key<A: Serialize + DeserializeOwned>(
    ask: &mut Ask<'_>,
    work: impl FnMut(&mut Unit<'_>, &Desk<'_>) -> Result<A>,
) -> Result<Answer<A>, Problem> {
    if ask.header(KEY).is_none() {
        return Err(fault(
            "beri nama permintaan ini, agar tidak terjadi dua kali",
            "name the request with a key, so that it does not happen twice",
        ));
    }
    once(ask, work)
}

/// What a key stands for.
pub(super) fn input(ask: &Ask<'_>) -> String {
    format!("{} {}\n{}", ask.method, ask.path, String::from_utf8_lossy(&ask.body))
}

/// The key, with who asks.
pub(super) fn key(ask: &Ask<'_>) -> Result<Option<String>, Problem> {
    let Some(given) = ask.headers.get(KEY) else { return Ok(None) };
    let is_plain = |text: &str| !text.is_empty() && text.len() <= KEY_CHARS_MAX;
    if !given.to_str().is_ok_and(is_plain) {
        return Err(fault(
            "tulis 1 sampai 100 huruf, angka atau tanda biasa",
            "write 1 to 100 plain letters, digits or signs",
        ));
    }
    Ok(ask.key())
}

fn fault(id: &str, en: &str) -> Problem {
    Problem::Fields(vec![("Idempotency-Key".to_owned(), words(id, en))])
}

/// An answer with its status, and whether it was given before.
pub(super) fn reply<T: Serialize>(form: &T, status: StatusCode, is_new: bool) -> Result<Reply, Problem> {
    let reply = Reply::json(form)?.status(status);
    Ok(if is_new { reply } else { reply.with(REPLAYED, "true") })
}
