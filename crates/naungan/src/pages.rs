//! Pages: rendered here, usable without scripts, in both languages.

pub(crate) mod templates;
pub(crate) mod texts;

pub(crate) mod agent;
pub(crate) mod approvals;
mod answered;
pub(crate) mod benefits;
mod calculators;
pub(crate) mod callbacks;
mod campaigns;
pub(crate) mod card;
mod case_forms;
pub(crate) mod claims;
pub(crate) mod desk;
#[cfg(test)]
mod doors;
#[cfg(test)]
mod families;
mod death;
mod documents;
mod donor;
mod employer;
mod give;
mod heir;
pub(crate) mod hospital;
mod jobs;
mod law;
pub(crate) mod letters;
pub(crate) mod lists;
pub(crate) mod member;
mod messages;
mod outreach;
mod partner;
mod password;
mod pay;
#[cfg(test)]
mod played;
mod prose;
mod questions;
pub(crate) mod public;
mod register;
pub(crate) mod sign_in;
mod solidarity;
pub(crate) mod staff;
mod wanted;
mod words;
#[cfg(test)]
mod strangers;
#[cfg(test)]
mod tried;

use minijinja::{Value, context};
use rules::render::Lang;

use crate::auth::Role;
use crate::serve::answer::Asker;
use crate::serve::ask::Ask;
use crate::serve::edge::Counter;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// Every page and form.
pub(crate) fn routes() -> Vec<Route> {
    let of_everybody = [
        public::routes(),
        law::routes(),
        calculators::routes(),
        messages::routes(),
        register::routes(),
        pay::routes(),
        give::routes(),
        solidarity::routes(),
        callbacks::routes(),
        card::routes(),
        death::routes(),
        heir::routes(),
        hospital::routes(),
        documents::routes(),
        letters::routes(),
        sign_in::routes(),
        password::routes(),
    ];
    let of_some = [
        member::routes(),
        employer::routes(),
        desk::routes(),
        approvals::routes(),
        staff::routes(),
        jobs::routes(),
        lists::routes(),
        donor::routes(),
        partner::routes(),
        agent::routes(),
        outreach::routes(),
        campaigns::routes(),
    ];
    let of_claims = [claims::routes(), benefits::routes()].concat();
    [of_everybody.concat(), of_some.concat(), of_claims].concat()
}

/// A page for whoever asks: what it says, and what every page knows.
pub(crate) fn page(ask: &mut Ask<'_>, template: &str, values: Value) -> Result<Reply, Problem> {
    let all = context! { ..values, ..around(ask) };
    Ok(Reply::page(templates::fill(template, all)?))
}

/// A page with a form: the browser gets a session to send it from.
pub(crate) fn form_page(ask: &mut Ask<'_>, template: &str, values: Value) -> Result<Reply, Problem> {
    ask.session()?;
    page(ask, template, values)
}

/// What the frame of every page needs.
fn around(ask: &Ask<'_>) -> Value {
    let form_token = ask.session.as_ref().map(crate::auth::Session::form_token).unwrap_or_default();
    context! {
        lang => ask.lang.pick("id", "en"),
        path => ask.path,
        institution => ask.office.institution.name,
        invented => ask.settings.invented,
        today => ask.office.today().to_string(),
        telephone => crate::messages::telephone(),
        signed_in => ask.caller.role != Role::Visitor,
        role => ask.caller.role.word(),
        caller => ask.caller.name,
        form_token => form_token,
    }
}

/// The page of a no, for which nothing of the institution is needed: it is in the frame of whoever asked
/// where that is known, so that who is signed in sees that she is.
pub(crate) fn no(
    counter: &Counter,
    lang: Lang,
    problem: &Problem,
    reference: &str,
    asker: Option<&Asker>,
) -> Reply {
    let role = asker.map_or(Role::Visitor, |asker| asker.role);
    let known = |what: fn(&Asker) -> &str| asker.map(what).unwrap_or_default();
    let provision = match problem {
        Problem::Refused(refusal) => {
            refusal.citation.as_ref().map(|cited| rules::render::instrument(cited, lang).to_owned())
        }
        _ => None,
    };
    let values = context! {
        lang => lang.pick("id", "en"),
        path => known(|asker| &asker.path),
        institution => asker.map_or("Naungan", |asker| &asker.institution),
        invented => counter.settings.invented,
        today => "",
        signed_in => role != Role::Visitor,
        role => role.word(),
        caller => known(|asker| &asker.name),
        form_token => known(|asker| &asker.form_token),
        code => problem.code(),
        says => problem.words(reference).pick(lang),
        provision => provision,
    };
    let plain = || problem.words(reference).pick(lang).to_owned();
    Reply::page(templates::fill("no.html", values).unwrap_or_else(|_| plain()))
}
