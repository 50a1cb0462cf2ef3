//! The interface for programs: forms, addresses and what is said of them.

// A form names its own number as everybody else names it.
#![allow(clippy::struct_field_names)]

pub(crate) mod about;
mod agent;
mod approvals;
mod bank_accounts;
mod benefits;
mod bills;
mod body;
mod campaigns;
mod care_desk;
mod case_of_claim;
mod claims;
mod counselling;
mod courses;
mod death_notices;
mod dismissals;
pub(crate) mod document;
mod duties;
mod events;
mod explanations;
mod forms;
mod gifts;
mod grievance_moves;
mod grievances;
mod hospital;
mod job_contests;
mod job_loss;
mod job_search;
mod later;
mod law;
mod letters;
mod list;
mod lists;
mod memberships;
mod partner;
mod payers;
mod payments;
mod pensions;
mod people;
mod read;
mod readings;
mod recoveries;
mod reference;
mod replay;
mod reports;
mod runs;
mod savings;
mod signals;
#[cfg(test)]
mod strangers;
mod trails;
mod uploads;
mod vacancies;
mod warnings;
mod workers_cases;

use about::About;

use crate::auth::Of;
use crate::serve::form::Form;
use crate::serve::problem::{Problem, Words, words};
use crate::serve::route::Route;

/// No answer to a question after the question mark is longer.
const QUESTION_CHARS_MAX: usize = 200;

/// Every address of the interface.
pub(crate) fn routes() -> Vec<Route> {
    [
        people::routes(),
        payers::routes(),
        memberships::routes(),
        reports::routes(),
        uploads::routes(),
        runs::routes(),
        approvals::routes(),
        bills::routes(),
        events::routes(),
        claims::routes(),
        death_notices::routes(),
        care_desk::routes(),
        later::routes(),
        letters::routes(),
        grievances::routes(),
        grievance_moves::routes(),
        case_of_claim::routes(),
        signals::routes(),
        warnings::routes(),
        workers_cases::routes(),
        recoveries::routes(),
        benefits::routes(),
        bank_accounts::routes(),
        pensions::routes(),
        payments::routes(),
        savings::routes(),
        explanations::routes(),
        law::routes(),
        read::routes(),
        vacancies::routes(),
        job_loss::routes(),
        job_search::routes(),
        duties::routes(),
        counselling::routes(),
        courses::routes(),
        job_contests::routes(),
        dismissals::routes(),
        trails::routes(),
        readings::routes(),
        hospital::routes(),
        lists::routes(),
        campaigns::routes(),
        gifts::routes(),
        partner::routes(),
        agent::routes(),
    ]
    .concat()
}

/// What may be asked after the question mark of an address: name and meaning.
fn questions(about: &About, of: Of) -> Vec<(&'static str, &'static str)> {
    let mut all = about.query.to_vec();
    if of != Of::Nobody {
        all.push(("why", "What the data is looked at for; the person sees it"));
    }
    all.push(("lang", "The language of texts"));
    all
}

/// Whether nothing is asked that the address does not know, and nothing twice.
pub(crate) fn asked_rightly(route: &Route, query: &Form) -> Result<(), Problem> {
    let Some(about) = route.about.map(|about| about()) else { return Ok(()) };
    let known = questions(&about, route.of);
    let mut faults: Vec<(String, Words)> = Vec::new();
    let mut seen: Vec<&str> = Vec::new();
    for (name, value) in query.fields() {
        let fault = if known.iter().all(|(known, _)| *known != name) {
            words("tidak dikenal di alamat ini: hapus", "not known at this address: leave it out")
        } else if seen.contains(&name) {
            words("ditulis dua kali: tulis sekali", "given twice: give it once")
        } else if value.chars().any(char::is_control) || value.chars().count() > QUESTION_CHARS_MAX {
            words(
                format!("tulis paling banyak {QUESTION_CHARS_MAX} huruf yang terlihat"),
                format!("write at most {QUESTION_CHARS_MAX} letters that can be seen"),
            )
        } else if name == "lang" && !matches!(value, "id" | "en") {
            words("pilih: id, en", "choose: id, en")
        } else {
            seen.push(name);
            continue;
        };
        faults.push((format!("?{name}"), fault));
    }
    if faults.is_empty() { Ok(()) } else { Err(Problem::Fields(faults)) }
}
