//! The payment desk: what waits, runs that one makes and another lets go, the file for the bank, its answers.

mod accounts;
mod answers;
mod one;
mod pensions;
mod runs;

pub(crate) use one::file;

use serde_json::{Value as Json, json};
use store::queries::benefit_runs::Run;

use crate::office::Desk;
use crate::pages::words::fund;
use crate::serve::route::Route;
use rules::render::Lang;

/// All of them.
pub(super) fn routes() -> Vec<Route> {
    [runs::routes(), answers::routes(), accounts::routes(), pensions::routes(), one::routes()].concat()
}

/// A run as a line of a table has it.
fn row(run: &Run, desk: &Desk<'_>, lang: Lang) -> Json {
    json!({
        "id": run.id, "fund": fund(&run.fund, desk, lang), "day": run.day.to_string(), "orders": run.orders,
        "amount": run.amount, "let_go": run.approved.is_some(),
    })
}
