//! What officers write down about somebody or something, sealed, and read again.

use anyhow::{Context, Result};
use base::Day;
use store::queries::notes::{self, Note};
use store::{Unit, seal};

use crate::office::Desk;

/// What a note is sealed under.
fn context(subject: i64) -> String {
    seal::context("note", "sealed", subject)
}

/// Writes a note of a kind about somebody, to come back to on a day.
pub(crate) fn write(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    account: i64,
    subject: i64,
    (kind, text, again): (&str, &str, Option<Day>),
) -> Result<()> {
    let sealed = desk.keys.seal(&context(subject), text.as_bytes());
    let latest = notes::of(unit, subject)?.first().map(|note| note.at);
    let at = desk.now.after(latest);
    notes::add(unit, &Note { subject, at, account, kind: kind.to_owned(), sealed, again })
}

/// The notes about somebody with their texts, the latest first.
pub(crate) fn of(unit: &mut Unit<'_>, desk: &Desk<'_>, subject: i64) -> Result<Vec<(Note, String)>> {
    let opened = |note: Note| {
        let text = desk.keys.open(&context(subject), &note.sealed)?;
        Ok((note, String::from_utf8(text).context("a note is damaged")?))
    };
    notes::of(unit, subject)?.into_iter().map(opened).collect()
}
