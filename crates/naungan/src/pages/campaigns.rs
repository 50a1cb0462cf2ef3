//! Campaigns at the desk: what gifts are for and where the money is; opened, changed and closed by whoever
//! leads them.

pub(super) mod said;
mod write;
mod written;

use anyhow::Result;
use minijinja::context;
use rules::render::Lang;
use scheme::solidarity::campaign::Rule;
use serde_json::{Value as Json, json};
use store::Unit;
use store::queries::campaigns::{self as rows, Campaign};
use store::queries::choices;

use super::{donor, form_page, page, texts};
use crate::actions::open_campaign::{self, OPEN};
use crate::auth::owner::{Leads, leads};
use crate::auth::{Deed, scope};
use crate::office::Desk;
use crate::registry::pots;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::pot::{self, Money};
use crate::views::provinces;

pub(super) fn routes() -> Vec<Route> {
    let own = vec![
        Route::page("/desk/campaigns", Deed::SeeCampaigns, all),
        Route::page("/desk/campaigns/{campaign}", Deed::SeeCampaigns, one),
        Route::page("/desk/campaigns/{campaign}/close", Deed::LeadCampaigns, ask_close),
        Route::form("/desk/campaigns/{campaign}/close", Deed::LeadCampaigns, close),
    ];
    [own, write::routes()].concat()
}

/// Where whoever asks leads campaigns.
fn hers(ask: &mut Ask<'_>) -> Result<Leads, Problem> {
    let caller = ask.caller.clone();
    Ok(ask.office.look(|unit, _| leads(unit, &caller, Deed::LeadCampaigns))?)
}

/// For where a campaign is, in words.
fn place(province: Option<&str>, lang: Lang) -> String {
    province
        .map_or_else(|| texts::said(lang, "campaigns.whole", &[]), |code| provinces::name(code).to_owned())
}

/// The money of all pots of a campaign.
fn money(unit: &mut Unit<'_>, campaign: i64) -> Result<Money> {
    let mut sum = Money::default();
    for pot in store::queries::pots::of_campaign(unit, campaign)? {
        sum = sum.plus(&pots::standing(unit, pot.payer)?.into());
    }
    Ok(sum)
}

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let lang = ask.lang;
    let may = scope(Deed::LeadCampaigns, ask.caller.role).is_some();
    let shown = ask.office.look(|unit, _| {
        let mut all = rows::all(unit)?;
        // What still takes promises is what somebody looks for.
        all.sort_by_key(|row| row.state != OPEN);
        let line = |row: Campaign| {
            let Money { free, reserved, readied, used, .. } = money(unit, row.id)?;
            let name = json!({ "text": row.name, "href": format!("/desk/campaigns/{}", row.id) });
            let where_to = place(row.province.as_deref(), lang);
            let state = json!({ "state": tone(&row.state), "text": state(&row.state, lang) });
            Ok(json!([name, where_to, state, free, reserved + readied, used]))
        };
        all.into_iter().map(line).collect::<Result<Vec<Json>>>()
    })?;
    page(ask, "campaigns/all.html", context! { rows => shown, may })
}

fn tone(state: &str) -> &'static str {
    if state == OPEN { "open" } else { "ended" }
}

fn state(state: &str, lang: Lang) -> String {
    let key = if state == OPEN { "solidarity.open" } else { "solidarity.closed" };
    texts::said(lang, key, &[])
}

/// The campaign of the address with its rule, and whether whoever asks leads it.
fn found(ask: &mut Ask<'_>) -> Result<(Campaign, Rule, bool), Problem> {
    let (id, leads): (i64, _) = (ask.place("campaign")?, hers(ask)?);
    let found = ask.office.look(|unit, desk| {
        let Some(row) = rows::read(unit, id)? else { return Ok(None) };
        let rule = pots::rule(unit, id, desk.now)?;
        Ok(Some((row, rule)))
    })?;
    let (row, rule) = found.ok_or(Problem::NotFound)?;
    let is_hers = leads.covers(row.province.as_deref());
    Ok((row, rule, is_hers))
}

/// The same, for whoever changes it.
fn led(ask: &mut Ask<'_>) -> Result<(Campaign, Rule), Problem> {
    let (row, rule, is_hers) = found(ask)?;
    if is_hers { Ok((row, rule)) } else { Err(Problem::Forbidden) }
}

fn one(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let ((row, rule, is_hers), lang) = (found(ask)?, ask.lang);
    let may = is_hers && row.state == OPEN && scope(Deed::LeadCampaigns, ask.caller.role).is_some();
    let (shown, places) = ask
        .office
        .look(|unit, desk| Ok((pot::campaign(unit, desk, row.clone())?, choices::counts(unit, row.id)?)))?;
    let places: Vec<Json> = places
        .iter()
        .map(|(state, count)| json!([texts::said(lang, &format!("place.{state}"), &[]), count]))
        .collect();
    let steps: Vec<Json> = shown
        .steps
        .iter()
        .map(|step| json!([step.month, step.share, step.part, step.worker, step.alone]))
        .collect();
    let rule = ask.office.look(|_, desk| said::lines(desk, &rule, lang))?;
    let values = context! {
        campaign => json!({
            "id": row.id, "name": row.name, "told": row.told, "place": place(row.province.as_deref(), lang),
            "tone": tone(&row.state), "state": state(&row.state, lang),
            "opened": row.known.day().map(|day| day.to_string()), "pots": shown.pots.len(),
        }),
        states => donor::states(&shown.money, lang), rule, steps, places, may,
    };
    page(ask, "campaigns/one.html", values)
}

/// What closing means, before anybody does it.
fn ask_close(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let ((row, _), lang) = (led(ask)?, ask.lang);
    let money = ask.office.look(|unit, _| money(unit, row.id))?;
    let is_open = row.state == OPEN;
    let values = context! { id => row.id, name => row.name, is_open, states => donor::states(&money, lang) };
    form_page(ask, "campaigns/close.html", values)
}

fn close(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (row, _) = led(ask)?;
    // Pressed twice, it is closed as was wanted.
    if row.state == OPEN {
        ask.office
            .unit(|unit: &mut Unit<'_>, desk: &Desk<'_>| open_campaign::close_within(unit, desk, row.id))?;
    }
    Ok(Reply::see(&format!("/desk/campaigns/{}", row.id)))
}

#[cfg(test)]
mod tests;
