//! One claim: everything that is known of it, and what whoever looks may do next.

use minijinja::context;
use scheme::claims::moves::{Move, State};
use scheme::claims::{Act, Step};
use scheme::refusal::Refusal;
use serde_json::{Value as Json, json};

use super::{CLAIM, refused, said, shown};
use crate::actions::move_claim::{By, by};
use crate::actions::{approval_limit, note_finding};
use crate::auth::{Deed, Role};
use crate::office::Desk;
use crate::pages::form_page;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::claim::{self, Seen};

pub(super) fn routes() -> Vec<Route> {
    vec![Route::page("/claims/{claim}", Deed::ClaimDesk, show).of(CLAIM)]
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    page_of(ask, &[])
}

/// The page of the claim in the path, with what is wrong with a form that was sent from it.
pub(super) fn page_of(ask: &mut Ask<'_>, errors: &[Json]) -> Result<Reply, Problem> {
    let (number, lang): (i64, _) = (ask.place("claim")?, ask.lang);
    let (account, role) = (ask.caller.account, ask.caller.role);
    let given: serde_json::Map<String, Json> =
        ask.form.fields().map(|(name, value)| (name.to_owned(), json!(value))).collect();
    let seen = ask.office.look(|unit, desk| {
        let seen = claim::read(unit, desk, number)?;
        // Whose account nobody may come in with sees, and does nothing.
        let who = by(unit, account).ok().filter(|_| matches!(role, Role::Officer | Role::Head));
        let limit = approval_limit::read(unit)?.amount;
        let ways = who.as_ref().map(|who| ways(desk, &seen, who, limit));
        let ways: Vec<Json> = ways.into_iter().flatten().map(|way| way.told(lang)).collect();
        let payees = seen.payees(unit)?;
        let shown = shown::claim(unit, desk, &seen, lang)?;
        let hands = super::hands::told(desk, &seen, &payees, lang)?;
        let papers = super::papers::told(desk, &seen, lang);
        let askable = super::papers::askable(desk, &seen, lang);
        let bills = super::care::told(unit, desk, number)?;
        let trips = super::trips::told(unit, desk, (seen.case.id, &seen.case.kind))?;
        Ok(context! {
            claim => shown, ways, hands, papers, askable, bills, trips, works => who.is_some(),
            finds => note_finding::KINDS.contains(&seen.held.kind),
            reads => matches!(role, Role::Officer | Role::Head),
        })
    })?;
    let relations = ask.office.look(|_, desk| Ok(super::hands::relations(desk.tree(), lang)))?;
    let values = context! {
        given => shown::blank(given), errors, relations, follows => role == Role::Auditor,
        done => said_of(ask), ..seen
    };
    form_page(ask, "claims/claim.html", values)
}

/// What was done just now, from the address that a form led back to.
fn said_of(ask: &Ask<'_>) -> Option<String> {
    const DONE: [&str; 15] = [
        "looked",
        "opened",
        "paper",
        "ask",
        "assess",
        "approve",
        "reject",
        "send_back",
        "reopen",
        "withdraw",
        "payee",
        "family",
        "finding",
        "trips",
        "no_trips",
    ];
    let done = DONE.into_iter().find(|done| *done == ask.query.get("done"))?;
    Some(said(ask.lang, &format!("claims.done.{done}")))
}

/// Something that can be done to a claim, or why it cannot by whoever looks.
struct Way {
    made: Move,
    no: Option<Refusal>,
}

impl Way {
    fn told(&self, lang: rules::render::Lang) -> Json {
        json!({
            "what": self.made.name(), "text": said(lang, &format!("claims.way.{}", self.made)),
            "no": self.no.as_ref().map(|no| refused(no, lang)),
        })
    }
}

/// What the buttons stand for, in their order.
pub(super) const WAYS: [Move; 8] = [
    Move::Assess,
    Move::Approve,
    Move::SendBack,
    Move::AskAgain,
    Move::Reject,
    Move::Reopen,
    Move::Close,
    Move::Withdraw,
];

/// Every move that the claim's state has: those that whoever looks may make, and why not the others.
fn ways(desk: &Desk<'_>, seen: &Seen, who: &By, limit: i64) -> Vec<Way> {
    let claim = &seen.held.claim;
    let try_it = |made: Move| -> Result<(), Refusal> {
        who.is_not_of(seen.held.row.person)?;
        let act = match made {
            Move::Assess => Act::Assess(0),
            Move::Reject => Act::Reject("-".to_owned()),
            Move::AskAgain => Act::Ask(String::new()),
            _ => Act::Make(made),
        };
        let step = Step { day: desk.today, actor: who.actor(made)?, who: Some(who.account), act };
        claim.clone().take(&step, limit)?;
        match made {
            Move::Assess => payable(seen),
            _ => Ok(()),
        }
    };
    // While papers are missing any more may be asked for, whatever the table of moves says of it.
    let asks = |made: Move| made == Move::AskAgain && claim.state == State::Notified;
    WAYS.into_iter()
        .map(|made| Way { made, no: try_it(made).err() })
        .filter(|way| asks(way.made) || way.no.as_ref().is_none_or(|no| no.code != "claim_state"))
        .collect()
}

/// Whether the law answers, and with something to pay.
fn payable(seen: &Seen) -> Result<(), Refusal> {
    match &seen.found {
        Some(Ok(found)) => crate::actions::assess_claim::payable(found),
        Some(Err(refusal)) => Err(refusal.clone()),
        None => Ok(()),
    }
}
