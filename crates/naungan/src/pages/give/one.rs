//! A gift at its own address: how to pay it, that it came, where it stands in the books, and the certificate.

use anyhow::{Context, Result};
use axum::http::StatusCode;
use minijinja::{Value, context};
use store::Unit;
use store::queries::gifts::{self, Gift};
use store::queries::givings::{self, Giving};
use store::queries::intents::{self, Intent};
use store::queries::pledges;

use super::{certificate, key};
use crate::actions::show_giver;
use crate::auth::Deed;
use crate::books::gift::{context as gift_context, giver};
use crate::office::{Desk, card, code};
use crate::pages::{callbacks, form_page, page, pay};
use crate::ports::provider::Provider;
use crate::registry::pots;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::proof::{self, Named};
use crate::views::worth;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/give/{token}", Deed::Look, show),
        Route::page("/give/{token}/state", Deed::Look, state),
        Route::page("/give/{token}/qr", Deed::Look, qr),
        Route::form("/give/{token}/simulate", Deed::Look, simulate),
        Route::form("/give/{token}/wall", Deed::Look, wall),
        Route::page("/give/{token}/certificate.pdf", Deed::Look, certificate::of_giving),
    ]
}

/// A gift as its address shows it.
pub(super) struct Seen {
    pub(super) giving: Giving,
    pub(super) intent: Intent,
    pub(super) campaign: String,
    pub(super) name: Option<String>,
    /// How many months of workers it pays for, by today's price; what went back pays for none.
    pub(super) worker_months: i64,
    /// What came, and its entry in the books.
    pub(super) came: Option<(Gift, Named)>,
}

/// The gift of the address.
pub(super) fn seen(ask: &mut Ask<'_>) -> Result<Seen, Problem> {
    let token: String = ask.place("token")?;
    let found = ask.office.look(|unit, desk| {
        let Some(id) = card::read(&key(desk), &token) else { return Ok(None) };
        let Some(giving) = givings::read(unit, id)? else { return Ok(None) };
        read(unit, desk, giving).map(Some)
    })?;
    found.ok_or(Problem::NotFound)
}

fn read(unit: &mut Unit<'_>, desk: &Desk<'_>, giving: Giving) -> Result<Seen> {
    let intent = intents::read(unit, giving.id)?.context("a giving without an amount")?;
    let pot = pots::load(unit, giving.pot)?;
    let campaign = pots::campaign(unit, pot.campaign)?.name;
    let gift = match giving.gift {
        Some(no) => gifts::read(unit, giving.pot, no)?,
        None => None,
    };
    let sealed = match (&gift, &giving.sealed) {
        (Some(gift), _) => gift.sealed.as_ref().map(|sealed| (gift_context(gift.pot, gift.no), sealed)),
        (None, sealed) => sealed.as_ref().map(|sealed| (giver(giving.id), sealed)),
    };
    let name = sealed.map(|(place, sealed)| desk.keys.open(&place, sealed)).transpose()?;
    let name = name.map(String::from_utf8).transpose()?;
    let came = match gift {
        Some(gift) => {
            let named = proof::named(unit, (gift.journal, gift.seq))?.context("a gift without an entry")?;
            Some((gift, named))
        }
        None => None,
    };
    let left = came.as_ref().map_or(intent.amount, |(gift, _): &(Gift, Named)| gift.amount - gift.returned);
    let worker_months = worth::read(unit, desk, pot.campaign, &pot.source)?.worker_months(left);
    Ok(Seen { giving, intent, campaign, name, worker_months, came })
}

fn values(ask: &mut Ask<'_>, seen: &Seen) -> Result<Value, Problem> {
    let code = seen.giving.code;
    let (has_qr, simulated, is_pledge) = ask.office.look(|unit, desk| {
        let provider = Provider::of(desk);
        let is_pledge = pledges::by_code(unit, code)?.is_some();
        Ok((provider.merchant().is_some(), provider.is_simulated(), is_pledge))
    })?;
    let is_paid = seen.came.is_some();
    let entry = seen.came.as_ref().map(|(_, named)| named);
    Ok(context! {
        here => format!("/give/{}", ask.place::<String>("token")?),
        is_over => ask.office.now() > seen.intent.until && !is_paid,
        is_paid,
        is_pledge,
        amount => seen.intent.amount,
        worker_months => seen.worker_months,
        campaign => seen.campaign,
        name => seen.name,
        shown => seen.came.as_ref().map_or(seen.giving.shown, |(gift, _)| gift.shown),
        day => seen.came.as_ref().map(|(gift, _)| gift.day.to_string()),
        returned => seen.came.as_ref().map_or(0, |(gift, _)| gift.returned),
        entry => entry.map(|named| &named.entry),
        hash => entry.map(|named| &named.hash),
        code => code::shown(code),
        has_qr,
        simulated,
    })
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let seen = seen(ask)?;
    let values = values(ask, &seen)?;
    form_page(ask, "give/one.html", values)
}

/// The part of the page that tells whether the money has come.
fn state(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let seen = seen(ask)?;
    let values = values(ask, &seen)?;
    page(ask, "give/state.html", values)
}

fn qr(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let seen = seen(ask)?;
    pay::qr_of(ask, &seen.intent, seen.giving.code)
}

/// In a demonstration the counter plays the provider, as on the page where one pays a bill.
fn simulate(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let seen = seen(ask)?;
    let simulated = ask.office.look(|_, desk| Ok(Provider::of(desk).is_simulated()))?;
    if !simulated {
        return Err(Problem::NotFound);
    }
    if seen.came.is_none() {
        let sent = callbacks::played(ask.office, seen.giving.id, seen.intent.amount)?;
        let said = callbacks::take(ask.office, &sent)?;
        if said.status != StatusCode::OK {
            return Err(anyhow::anyhow!("the simulated gift was refused: {}", said.message).into());
        }
    }
    back(ask)
}

/// Who gave says whether she stands on the wall.
fn wall(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (seen, shown) = (seen(ask)?, ask.form.get("shown") == "yes");
    ask.office.unit(|unit, desk| show_giver::of_giving(unit, desk, seen.giving.id, shown))?;
    back(ask)
}

fn back(ask: &Ask<'_>) -> Result<Reply, Problem> {
    Ok(Reply::see(&format!("/give/{}", ask.place::<String>("token")?)))
}
