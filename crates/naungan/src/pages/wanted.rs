//! What an address asks for after its question mark. What cannot be read is said beside its field, with what
//! is shown instead.

use std::str::FromStr;

use base::{Day, Month};
use rules::render::Lang;
use serde_json::Value as Json;

use super::desk::errors;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, Words, words};
use crate::serve::reply::Reply;

/// What was asked for and could not be read.
#[derive(Default)]
pub(super) struct Wanted {
    wrong: Vec<(String, Words)>,
}

impl Wanted {
    /// A day, if one is asked for.
    pub(super) fn day(&mut self, ask: &Ask<'_>, name: &str) -> Option<Day> {
        self.read(ask, name, ["tulis tanggal seperti 2026-05-20", "write a day such as 2026-05-20"])
    }

    /// A month, if one is asked for.
    pub(super) fn month(&mut self, ask: &Ask<'_>, name: &str) -> Option<Month> {
        self.read(ask, name, ["tulis bulan seperti 2026-05", "write a month such as 2026-05"])
    }

    /// A number, if one is asked for.
    pub(super) fn number(&mut self, ask: &Ask<'_>, name: &str) -> Option<i64> {
        self.read(ask, name, ["tulis bilangan bulat", "write a whole number"])
    }

    fn read<T: FromStr>(&mut self, ask: &Ask<'_>, name: &str, [id, en]: [&str; 2]) -> Option<T> {
        let given = ask.query.get(name);
        if given.is_empty() {
            return None;
        }
        let read = given.parse().ok();
        if read.is_none() {
            let given: String = given.chars().filter(|letter| !letter.is_control()).take(40).collect();
            let said = words(
                format!("“{given}” tidak terbaca: {id}. Yang tampil bukan yang diminta."),
                format!("“{given}” could not be read: {en}. What is shown is not what was asked for."),
            );
            self.wrong.push((name.to_owned(), said));
        }
        read
    }

    /// For the summary of errors and for the fields.
    pub(super) fn errors(&self, lang: Lang) -> Json {
        errors(&self.wrong, lang)
    }

    /// The page, which says that it was asked wrongly if it was.
    pub(super) fn answered(self, page: Reply) -> Reply {
        if self.wrong.is_empty() { page } else { page.status(Problem::Fields(self.wrong).status()) }
    }

    /// Where there is no page to say it on.
    pub(super) fn or_no(self) -> Result<(), Problem> {
        if self.wrong.is_empty() { Ok(()) } else { Err(Problem::Fields(self.wrong)) }
    }
}
