//! What was paid too much of a claim, for whoever gives it back; for those who work at it also how: a plan
//! that one proposes and another decides, and what comes in.

use base::Month;
use minijinja::context;
use serde_json::Value as Json;

use super::shown_of;
use crate::actions::plan_recovery::{self, Wanted};
use crate::approvals::whole;
use crate::auth::{Deed, Role};
use crate::pages::claims::{CAME_BACK, complaint, said, wrong};
use crate::pages::form_page;
use crate::registry::{claims, letters, people};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::views::recovery;

/// What was done just now, from the address that a form led back to.
const DONE: [&str; 4] = ["propose", "approve", "refuse", "paid"];

pub(super) fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[])
}

fn shown(ask: &mut Ask<'_>, errors: &[Json]) -> Result<Reply, Problem> {
    let claim: i64 = ask.place("claim")?;
    let person = shown_of(ask, Deed::SeeLetters, claim)?;
    let (lang, role, account) = (ask.lang, ask.caller.role, ask.caller.account);
    let (all, name, kind) = ask.office.look(|unit, desk| {
        let held = claims::play(unit, claim)?;
        let kind = letters::kind_words(desk, held.kind.name()).of(lang).to_owned();
        let name = people::load(unit, desk, person)?.identity().name.clone();
        Ok((recovery::read(unit, desk, claim, lang)?, name, kind))
    })?;
    let back_to = match role {
        Role::Member => "/me/claims".to_owned(),
        Role::Heir => "/heir/cases".to_owned(),
        _ => format!("/claims/{claim}"),
    };
    let given = context! {
        no => ask.form.get("no"), instalment => ask.form.get("instalment"), first => ask.form.get("first"),
        paid => ask.form.get("paid"),
    };
    let done = DONE.into_iter().find(|done| *done == ask.query.get("done"));
    let works = matches!(role, Role::Officer | Role::Head);
    let values = context! { all, name, kind, claim, works, account, back_to, given, errors, done };
    form_page(ask, "letters/recovery.html", values)
}

/// Does what the form says.
pub(super) fn act(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (claim, account, lang): (i64, _, _) = (ask.place("claim")?, ask.caller.account, ask.lang);
    let no: i64 = ask.form.get("no").parse().unwrap_or_default();
    let what = ask.form.get("what").to_owned();
    let wanted = match wanted(ask, &what) {
        Ok(wanted) => wanted,
        Err(error) => return Ok(shown(ask, &[error])?.status(CAME_BACK)),
    };
    let field = match wanted {
        Wanted::Propose(..) => "instalment",
        Wanted::Paid(_) => "paid",
        _ => "",
    };
    let done = plan_recovery::run(ask.office, (claim, no), wanted, account);
    match complaint(done, field, lang)? {
        Ok(()) => Ok(Reply::see(&format!("/claims/{claim}/recovery?done={what}"))),
        Err(errors) => Ok(shown(ask, &errors)?.status(CAME_BACK)),
    }
}

fn wanted(ask: &Ask<'_>, what: &str) -> Result<Wanted, Json> {
    let lang = ask.lang;
    let lacks = |field: &str, key: &str| wrong(field, said(lang, key));
    let amount = |field: &str| whole(ask.form.get(field)).ok_or_else(|| lacks(field, "recovery.no_amount"));
    let plan = || ask.form.get("plan").parse::<i64>().map_err(|_| lacks("", "claims.way_missing"));
    match what {
        "propose" => {
            let first = ask.form.get("first").parse::<Month>();
            let first = first.map_err(|_| lacks("first", "recovery.no_month"))?;
            Ok(Wanted::Propose(amount("instalment")?, first))
        }
        "approve" => Ok(Wanted::Approve(plan()?)),
        "refuse" => Ok(Wanted::Refuse(plan()?)),
        "paid" => Ok(Wanted::Paid(amount("paid")?)),
        _ => Err(lacks("", "claims.way_missing")),
    }
}
