//! Notes, calls, visits and letters about somebody, and when to come back to it.

use anyhow::{Context, Result};
use base::Day;
use serde_json::{Value as Json, json};
use store::Unit;
use store::queries::{accounts, clients};

use crate::auth::sessions;
use crate::office::Desk;
use crate::registry::notes;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, Words, words};

pub(super) use crate::registry::notes::write;

/// What a note can be, as the store keeps it.
pub(super) const KINDS: [&str; 4] = ["note", "call", "visit", "letter"];
/// A note is no file.
const LETTERS_MAX: usize = 4_000;

/// What is wrong beside which field, or a broken machine.
pub(super) enum Kept {
    Yes,
    Wrong(Vec<(String, Words)>),
}

/// Keeps what a form says about somebody.
pub(super) fn keep(ask: &mut Ask<'_>, subject: i64) -> Result<Kept, Problem> {
    let (kind, text) = (ask.form.get("kind").to_owned(), ask.form.get("text").to_owned());
    let again = ask.form.get("again").to_owned();
    let day = again.parse::<Day>().ok();
    let mut wrong = Vec::new();
    let mut says = |field: &str, id: &str, en: &str| wrong.push((field.to_owned(), words(id, en)));
    if !KINDS.contains(&kind.as_str()) {
        says("kind", "Pilih jenis catatan.", "Choose what kind of note it is.");
    }
    if !again.is_empty() && day.is_none_or(|day| day < ask.office.today()) {
        says("again", "Pilih hari ini atau sesudahnya.", "Choose today or a later day.");
    }
    wrong.extend(wrong_text("text", &text));
    if !wrong.is_empty() {
        return Ok(Kept::Wrong(wrong));
    }
    let account = ask.caller.account;
    ask.office.unit(|unit, desk| write(unit, desk, account, subject, (&kind, &text, day)))?;
    Ok(Kept::Yes)
}

/// What is wrong with the text of a note, if anything is.
pub(super) fn wrong_text(field: &str, text: &str) -> Option<(String, Words)> {
    let says = |id: &str, en: &str| Some((field.to_owned(), words(id, en)));
    if text.is_empty() {
        return says("Tulis catatannya.", "Write the note.");
    }
    if text.chars().count() > LETTERS_MAX {
        return says("Catatan terlalu panjang: paling banyak 4.000 huruf.", "At most 4,000 letters.");
    }
    None
}

/// Everything written about somebody, as a line of time.
pub(super) fn line(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    subject: i64,
    kind: &dyn Fn(&str) -> String,
) -> Result<Vec<Json>> {
    let mut items = Vec::new();
    for (note, text) in notes::of(unit, desk, subject)? {
        let day = note.at.day().map(|day| day.to_string());
        let title = format!("{} · {}", kind(&note.kind), name_of(unit, desk, note.account)?);
        items.push(json!({
            "day": day, "title": title, "text": text, "again": note.again.map(|day| day.to_string()),
        }));
    }
    Ok(items)
}

/// What an account is called, or the program of a partner.
pub(crate) fn name_of(unit: &mut Unit<'_>, desk: &Desk<'_>, account: i64) -> Result<String> {
    let Some(row) = accounts::read(unit, account)? else {
        let client = clients::read(unit, account)?;
        return Ok(client.map_or_else(|| account.to_string(), |client| client.name));
    };
    let text = desk.keys.open(&sessions::context(account), &row.sealed)?;
    let text = String::from_utf8(text).context("an account's name is damaged")?;
    Ok(text.lines().next().unwrap_or_default().to_owned())
}
