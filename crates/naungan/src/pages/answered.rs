//! What somebody has answered so far, page by page, sealed under the session's own token; a form for each
//! purpose, so that two of them never mix.

use anyhow::Result;
use base::Moment;
use serde::Serialize;
use serde::de::DeserializeOwned;
use store::queries::drafts;

use crate::auth::sessions;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;

/// Answers that nobody has touched for so long are taken away.
const KEPT_MICROS: i64 = 24 * 3600 * 1_000_000;

/// Answers, and which state of them was read.
#[derive(Clone, Default, Debug)]
pub(super) struct Answers<T> {
    pub(super) given: T,
    version: i64,
}

fn token(purpose: &str, session: &str) -> Vec<u8> {
    sessions::hash(&format!("answers {purpose} {session}"))
}

fn context(token: &[u8]) -> String {
    format!("draft.sealed.{}", crate::hex::of(token))
}

/// The answers of this browser's session; none where it has none, or none that can be read.
pub(super) fn load<T: DeserializeOwned + Default>(
    ask: &mut Ask<'_>,
    purpose: &str,
) -> Result<Answers<T>, Problem> {
    let Some(session) = &ask.session else { return Ok(Answers::default()) };
    let token = token(purpose, &session.token);
    let found = ask.office.look(|unit, desk| {
        let Some((sealed, version)) = drafts::read_version(unit, &token)? else { return Ok(None) };
        // Answers from before keys were changed are begun again.
        let plain = desk.keys.open(&context(&token), &sealed).ok();
        let given = plain.and_then(|plain| serde_json::from_slice(&plain).ok()).unwrap_or_default();
        Ok(Some(Answers { given, version }))
    })?;
    Ok(found.unwrap_or_default())
}

/// Keeps the answers in place of those that were read; where another window was faster, nothing is kept.
pub(super) fn keep<T: Serialize>(
    ask: &mut Ask<'_>,
    purpose: &str,
    answers: &mut Answers<T>,
) -> Result<(), Problem> {
    let token = token(purpose, &ask.session()?.token);
    let plain = serde_json::to_vec(&answers.given).map_err(anyhow::Error::from)?;
    let version = answers.version;
    let is_kept = ask.office.unit(|unit, desk| {
        let sealed = desk.keys.seal(&context(&token), &plain);
        drafts::sweep(unit, Moment::new(desk.now.micros().saturating_sub(KEPT_MICROS)))?;
        drafts::swap(unit, &token, version, &sealed, desk.now)
    })?;
    answers.version += 1;
    if is_kept { Ok(()) } else { Err(Problem::Changed) }
}

/// Begins anew.
pub(super) fn forget(ask: &mut Ask<'_>, purpose: &str) -> Result<(), Problem> {
    let token = token(purpose, &ask.session()?.token);
    Ok(ask.office.unit(|unit, _| drafts::drop(unit, &token))?)
}
