//! People found by number, card or name; many of one name are told apart by their birth.

use anyhow::Result;
use rules::render::Lang;
use scheme::id::PersonId;
use scheme::people::Identity;
use serde_json::json;
use store::Unit;

use super::Find;
use crate::commands::register::answer;
use crate::commands::{Cli, Outcome, open};
use crate::office::Desk;
use crate::registry::people::sex_word;
use crate::registry::{members, people};
use crate::report::columns;

pub(super) fn run(cli: &Cli, arguments: &Find) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    let found = office.look(|unit, desk| {
        let mut found = Vec::new();
        for id in found_by(unit, desk, arguments)? {
            let person = people::load(unit, desk, id)?;
            let stays = people::numbers(unit, id, desk.now)?.first().copied().filter(|stays| *stays != id);
            let was = arguments.nik.is_some_and(|nik| person.identity().nik != nik);
            found.push(Found { id, identity: person.identity().clone(), stays, was });
        }
        Ok(found)
    })?;
    let rows = found.iter().map(|Found { id, identity, stays, was }| {
        json!({
            "person": id.0, "nik": nik(identity, arguments.full), "name": identity.name,
            "birth_date": identity.birth_date.to_string(), "sex": sex_word(identity.sex),
            "merged_into": stays.map(|stays| stays.0), "by_former_nik": was,
        })
    });
    let value = rows.collect::<serde_json::Value>();
    answer(arguments.json, &value, &text(&found, arguments.full, lang))
}

/// Who answers.
struct Found {
    id: PersonId,
    identity: Identity,
    /// The number that stays, if this one was merged.
    stays: Option<PersonId>,
    /// Whether the NIK that was asked for is one that was corrected since.
    was: bool,
}

fn text(found: &[Found], full: bool, lang: Lang) -> String {
    if found.is_empty() {
        return lang.pick("tidak ditemukan\n", "nobody found\n").to_owned();
    }
    let rows: Vec<Vec<String>> = found
        .iter()
        .map(|Found { id, identity, stays, was }| {
            let merged = lang.pick("digabungkan ke", "merged into");
            let former = lang.pick("NIK lama, sudah diperbaiki", "an old NIK, corrected since");
            vec![
                id.to_string(),
                nik(identity, full),
                identity.name.clone(),
                identity.birth_date.to_string(),
                stays.map(|stays| format!("{merged} {stays}")).unwrap_or_default(),
                if *was { former.to_owned() } else { String::new() },
            ]
        })
        .collect();
    columns(&rows, &[0]).iter().map(|line| format!("{line}\n")).collect()
}

/// Who answers to everything that was given.
fn found_by(unit: &mut Unit<'_>, desk: &Desk<'_>, arguments: &Find) -> Result<Vec<PersonId>> {
    let mut answers = Vec::new();
    if let Some(nik) = arguments.nik {
        answers.push(people::once_by_nik(unit, desk, nik)?);
    }
    if let Some(kpj) = arguments.kpj {
        let mut holders = Vec::new();
        for membership in members::by_kpj(unit, desk, kpj)? {
            holders.push(members::row(unit, membership)?.person);
        }
        answers.push(holders);
    }
    if let Some(name) = &arguments.name {
        answers.push(people::by_words(unit, desk, name, (None, usize::MAX))?);
    }
    let mut found = answers.pop().unwrap_or_default();
    found.retain(|id| answers.iter().all(|others| others.contains(id)));
    found.dedup();
    Ok(found)
}

/// The population number, its middle hidden unless it is asked for.
pub(super) fn nik(identity: &Identity, full: bool) -> String {
    if full { identity.nik.to_string() } else { identity.nik.masked() }
}
