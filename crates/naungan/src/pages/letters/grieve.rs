//! Objecting to one line of a letter.

use axum::http::StatusCode;
use minijinja::{Value, context};
use scheme::claims::grievance::LETTERS_MAX;

use super::shown_of;
use crate::actions::open_grievance::{self, OpenGrievance};
use crate::auth::Deed;
use crate::books::grouped;
use crate::pages::form_page;
use crate::registry::letters::{self, KeptLine};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;

pub(super) fn form(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[])
}

fn line_of(ask: &mut Ask<'_>) -> Result<(i64, i64, KeptLine), Problem> {
    let (claim, no): (i64, i64) = (ask.place("claim")?, ask.place("no")?);
    let line: usize = ask.place("line")?;
    shown_of(ask, Deed::Grieve, claim)?;
    let (_, kept) = ask.office.look(|unit, desk| letters::read(unit, desk, (claim, no)))?;
    let found = kept.lines().find(|known| known.number == line).cloned();
    Ok((claim, no, found.ok_or(Problem::NotFound)?))
}

fn shown(ask: &mut Ask<'_>, errors: &[Value]) -> Result<Reply, Problem> {
    let (claim, no, line) = line_of(ask)?;
    let values = context! {
        claim, no, line => line.number, text => line.said.of(ask.lang), says => ask.form.get("says"),
        most => LETTERS_MAX, errors,
    };
    form_page(ask, "letters/grieve.html", values)
}

/// Opens a grievance. What the law or an earlier one refuses stands beside the field.
pub(super) fn open(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, letter, line) = line_of(ask)?;
    let says = ask.form.get("says").to_owned();
    if says.chars().count() > LETTERS_MAX || !says.chars().any(char::is_alphanumeric) {
        let most = grouped(LETTERS_MAX as i64, ask.lang);
        let text = crate::pages::texts::said(ask.lang, "grievance.says_wrong", &[("most", &most)]);
        return beside(ask, &text);
    }
    let asked = OpenGrievance {
        claim,
        letter,
        line: line.number,
        objection: says,
        account: Some(ask.caller.account),
    };
    let lang = ask.lang;
    let opened = ask.office.unit(|unit, desk| open_grievance::within(unit, desk, &asked));
    match opened.map_err(Problem::from) {
        Ok(number) => Ok(Reply::see(&format!("/grievances/{number}"))),
        Err(Problem::Refused(refusal)) => beside(ask, lang.pick(&refusal.id, &refusal.en)),
        Err(other) => Err(other),
    }
}

/// The form again, with all that was written, and what is wrong.
fn beside(ask: &mut Ask<'_>, text: &str) -> Result<Reply, Problem> {
    let page = shown(ask, &[context! { field => "says", text => text }])?;
    Ok(page.status(StatusCode::UNPROCESSABLE_ENTITY))
}
