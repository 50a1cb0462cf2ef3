//! Pages of analysts, auditors and administrators: figures without people, the books, the record of looks,
//! accounts, programs and runs.

mod accounts;
mod books;
mod clients;
mod figures;
mod lines;
mod readings;
mod runs;
mod statements;

use rules::render::Lang;

use super::texts;
use crate::serve::route::Route;

/// All of them.
pub(super) fn routes() -> Vec<Route> {
    [
        figures::routes(),
        books::routes(),
        lines::routes(),
        readings::routes(),
        accounts::routes(),
        clients::routes(),
        runs::routes(),
        statements::routes(),
    ]
    .concat()
}

/// A role as the reader calls it.
fn role(lang: Lang, word: &str) -> String {
    texts::said(lang, &format!("staff.role.{word}"), &[])
}
