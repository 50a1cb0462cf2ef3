//! Every sentence of the payroll reader, in Indonesian and English, one above the other.

mod problems;
mod refusals;

use std::borrow::Cow;

pub(super) use problems::problem;
pub(super) use refusals::refusal;

/// The language of what people are told.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Lang {
    /// Indonesian.
    #[default]
    Id,
    /// English.
    En,
}

/// What is wrong with a row and what to do, as clauses without a full stop.
pub(super) struct Said {
    pub(super) what: Cow<'static, str>,
    pub(super) remedy: Cow<'static, str>,
}

fn said(what: impl Into<Cow<'static, str>>, remedy: impl Into<Cow<'static, str>>) -> Said {
    Said { what: what.into(), remedy: remedy.into() }
}

/// Headings of the list of rejects.
pub(super) fn reject_headings(lang: Lang) -> [&'static str; 5] {
    match lang {
        Lang::Id => ["baris", "kolom", "nilai", "masalah", "perbaikan"],
        Lang::En => ["row", "column", "value", "problem", "remedy"],
    }
}
