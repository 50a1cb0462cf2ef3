//! Keys that the store keeps, in the words of the reader.

use anyhow::Result;
use base::Moment;
use rules::render::{Lang, day_text};
use store::Unit;

use super::desk::name_of;
use super::texts;
use crate::auth::Role;
use crate::books::grouped;
use crate::office::Desk;

/// A text, if there is one of this key: what others have written stays as it is.
fn known(lang: Lang, key: &str, parts: &[(&str, &str)]) -> Option<String> {
    texts::of(lang).contains_key(key).then(|| texts::said(lang, key, parts))
}

/// What was done, from the key of an act.
pub(super) fn did(what: &str, lang: Lang) -> String {
    let key = format!("did.{}", what.replace([' ', '-'], "_"));
    known(lang, &key, &[]).unwrap_or_else(|| what.to_owned())
}

/// Who did it: an account by its name and role, a program, or whoever sat at the machine.
pub(super) fn doer(unit: &mut Unit<'_>, desk: &Desk<'_>, who: &str, lang: Lang) -> Result<String> {
    let said = |key: &str, parts: &[(&str, &str)]| texts::said(lang, key, parts);
    let (word, rest) = who.split_once(' ').unwrap_or((who, ""));
    Ok(match (word, word.parse::<Role>().ok(), rest.parse::<i64>().ok()) {
        (_, Some(role), Some(account)) => {
            let (name, role) = (name_of(unit, desk, account)?, said(&format!("role.{role}"), &[]));
            said("doer.account", &[("name", &name), ("role", &role)])
        }
        ("visitor", ..) => said("doer.visitor", &[]),
        ("job", ..) => said("doer.job", &[]),
        ("unknown" | "", ..) => said("doer.command", &[]),
        _ => said("doer.of_command", &[("name", who)]),
    })
}

/// By what way money or a message went.
pub(super) fn channel(word: &str, lang: Lang) -> String {
    known(lang, &format!("channel.{word}"), &[]).unwrap_or_else(|| word.to_owned())
}

/// What a job told of itself: `people=7;owed=900` as words, a fault as it was said.
pub(super) fn told(text: &str, has_failed: bool, lang: Lang) -> String {
    if has_failed {
        return texts::said(lang, "told.failed", &[("value", text)]);
    }
    let part = |part: &str| {
        let (name, value) = part.split_once('=')?;
        let value = match (name, value.parse::<i64>()) {
            ("owed" | "amount", Ok(amount)) => format!("Rp{}", grouped(amount, lang)),
            (_, Ok(count)) => grouped(count, lang),
            _ => value.to_owned(),
        };
        known(lang, &format!("told.{name}"), &[("value", &value)])
    };
    let parts: Option<Vec<String>> = text.split(';').map(part).collect();
    parts.map_or_else(|| text.to_owned(), |parts| parts.join(" · "))
}

/// A moment: the day, and the time of the day without seconds.
pub(super) fn moment(at: Moment, lang: Lang) -> String {
    let text = at.to_string();
    let time = text.get(11..16).unwrap_or_default();
    at.day().map_or_else(|| text.clone(), |day| format!("{} {time} UTC", day_text(day, lang)))
}

/// A fund: that of a programme by the programme's name.
pub(super) fn fund(name: &str, desk: &Desk<'_>, lang: Lang) -> String {
    let programmes = &desk.tree().jurisdiction.programmes;
    let programme = programmes.iter().find(|programme| programme.name == name);
    programme
        .map(|programme| lang.of(&programme.words).to_owned())
        .or_else(|| known(lang, &format!("fund.{name}"), &[]))
        .unwrap_or_else(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::*;

    #[test]
    fn what_jobs_tell_is_in_words() {
        let told = |text: &str| told(text, false, Lang::En);
        assert_eq!(
            told("people=1207;bills=3;owed=5000000"),
            "1,207 people · 3 bills · contributions of Rp5,000,000"
        );
        assert_eq!(
            told("entries=2;bills=1;chunks=1;faults=0"),
            "2 entries of the journals · 1 bills · 1 parts of runs · 0 that do not agree"
        );
        assert_eq!(told("the mail server answered 451"), "the mail server answered 451");
        assert_eq!(super::told("x=1", true, Lang::Id), "Tidak selesai: x=1");
    }

    #[test]
    fn a_moment_has_no_seconds() {
        assert_eq!(moment(Moment::new(0), Lang::En), "1 January 1970 00:00 UTC");
    }

    fn sources(folder: &Path, all: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { sources(&path, all) } else { all.push(path) }
        }
    }

    #[test]
    fn everything_that_is_written_down_has_words() {
        let mut all = Vec::new();
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut all);
        let mut found = 0;
        for path in all {
            let text = fs::read_to_string(&path).expect("a source");
            let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
            for part in text.split("note(unit, desk, \"").chain(text.split("note( unit, desk, \"")).skip(1) {
                let Some((what, rest)) = part.split_once('"') else { continue };
                if !rest.starts_with(',') {
                    continue;
                }
                found += 1;
                assert_ne!(did(what, Lang::En).as_str(), "", "{what}");
                let key = format!("did.{}", what.replace([' ', '-'], "_"));
                assert!(
                    texts::of(Lang::Id).contains_key(key.as_str()),
                    "{}: {key} has no words",
                    path.display()
                );
            }
        }
        assert!(found > 25, "only {found} were found");
    }
}
