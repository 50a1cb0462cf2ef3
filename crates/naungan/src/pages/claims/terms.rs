//! Whether the law's terms are kept, programme by programme; and above which amount a head approves.

use std::collections::BTreeMap;

use anyhow::Result;
use minijinja::context;
use scheme::claims::moves::State;
use scheme::law::ClaimLaw;
use serde_json::{Value as Json, json};
use store::Unit;
use store::queries::claim_desk::{self, Wanted};

use super::queue::{PROGRAMMES, branches};
use super::{CAME_BACK, complaint, said, wrong};
use crate::actions::approval_limit;
use crate::approvals::whole;
use crate::auth::{Deed, Role};
use crate::office::Desk;
use crate::pages::form_page;
use crate::registry::claims;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// The latest claims that are looked at; what was paid before them is in the books.
const LOOKED_AT: i64 = 2_000;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/claims/terms", Deed::SeeTerms, show),
        Route::form("/claims/limit", Deed::SetClaimLimit, set),
    ]
}

/// How the claims of a programme stand to their last days.
#[derive(Clone, Copy, Default)]
struct Kept {
    in_time: u64,
    late: u64,
    open: u64,
    overdue: u64,
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[])
}

fn shown(ask: &mut Ask<'_>, errors: &[Json]) -> Result<Reply, Problem> {
    let lang = ask.lang;
    let branches = branches(ask)?;
    let (kept, limit) = ask
        .office
        .look(|unit, desk| Ok((read(unit, desk, branches.as_deref())?, approval_limit::read(unit)?)))?;
    let rows: Vec<Json> = PROGRAMMES
        .iter()
        .map(|name| {
            let Kept { in_time, late, open, overdue } = kept.get(*name).copied().unwrap_or_default();
            let paid = in_time + late;
            // Of nothing there is no share.
            let share = (paid > 0).then(|| format!("{} %", in_time * 100 / paid));
            json!([said(lang, &format!("claims.programme.{name}")), paid, late, share, open, overdue])
        })
        .collect();
    let (limit, wanted) = (limit.amount, limit.wanted.map(|(amount, _)| amount));
    let limit_given = ask.form.given("limit").map_or_else(|| limit.to_string(), str::to_owned);
    let may_set = ask.caller.role == Role::Head;
    let values =
        context! { rows, limit, wanted, limit_given, may_set, errors, set => ask.query.get("set") == "yes" };
    form_page(ask, "claims/terms.html", values)
}

fn read(unit: &mut Unit<'_>, desk: &Desk<'_>, branches: Option<&[i64]>) -> Result<BTreeMap<String, Kept>> {
    let law = ClaimLaw::new(desk.law)?;
    let states =
        [State::Complete, State::Reopened, State::Assessed, State::Approved, State::Paid, State::Closed];
    let names = states.map(State::name);
    let wanted = Wanted { branches, states: &names, ..Wanted::default() };
    let mut all: BTreeMap<String, Kept> = BTreeMap::new();
    for row in claim_desk::latest(unit, &wanted, LOOKED_AT)? {
        let held = claims::play(unit, row.id)?;
        let clock = &held.claim.clock;
        let due = clock.due(&law, (held.kind, row.segment.parse()?), clock.paid.unwrap_or(desk.today))?;
        let Some(due) = due else { continue };
        let kept = all.entry(held.kind.benefit().to_owned()).or_default();
        match clock.paid {
            Some(paid) if paid <= due.day => kept.in_time += 1,
            Some(_) => kept.late += 1,
            // Rejected and closed: nothing was to be paid.
            None if held.claim.state == State::Closed => {}
            None => {
                kept.open += 1;
                kept.overdue += u64::from(due.day < desk.today);
            }
        }
    }
    Ok(all)
}

fn set(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (lang, account) = (ask.lang, ask.caller.account);
    let Some(limit) = whole(ask.form.get("limit")) else {
        let errors = vec![wrong("limit", said(lang, "claims.limit_wrong"))];
        return Ok(shown(ask, &errors)?.status(CAME_BACK));
    };
    match complaint(approval_limit::set(ask.office, limit, account), "limit", lang)? {
        Ok(_) => Ok(Reply::see("/claims/terms?set=yes")),
        Err(errors) => Ok(shown(ask, &errors)?.status(CAME_BACK)),
    }
}
