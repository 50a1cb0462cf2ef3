//! The desk chooses from a list: who would be chosen and how fair that is, then who is.

use minijinja::context;
use scheme::id::PayerId;
use scheme::solidarity::choose::Quota;
use serde_json::{Value as Json, json};
use store::queries::{choices, payers, pots};

use super::{found, shown};
use crate::actions::choose_people::{self, ChoosePeople, Plan};
use crate::auth::Deed;
use crate::pages::{form_page, texts};
use crate::registry;
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/desk/lists/{list}/choose", Deed::ChoosePeople, show),
        Route::form("/desk/lists/{list}/choose", Deed::ChoosePeople, choose),
    ]
}

/// What is asked for: a pot of the campaign, and shares of the places, parted by commas.
fn asked(ask: &Ask<'_>, list: i64, pot: &str, quotas: &str) -> Result<Option<ChoosePeople>, Problem> {
    let Ok(pot) = pot.parse::<i64>() else { return Ok(None) };
    let given = quotas.split(',').map(str::trim).filter(|text| !text.is_empty());
    let quotas: Vec<Quota> = given.map(choose_people::quota).collect::<Result<_, _>>()?;
    let account = Some(ask.caller.account);
    Ok(Some(ChoosePeople { list, pot: PayerId(pot), quotas, account }))
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let list = found(ask, Deed::ChoosePeople)?;
    let (pot, quotas) = (ask.query.get("pot").to_owned(), ask.query.get("quotas").to_owned());
    let asked = asked(ask, list.id, &pot, &quotas)?.filter(|_| list.state == "checked");
    let plan = match &asked {
        Some(asked) => Some(ask.office.look(|unit, desk| choose_people::plan(unit, desk, asked))?),
        None => None,
    };
    let lang = ask.lang;
    let (pots, places) = ask.office.look(|unit, desk| {
        let mut shown = Vec::new();
        for pot in pots::of_campaign(unit, list.campaign)? {
            let credit = payers::read(unit, pot.payer)?.map_or(0, |payer| payer.credit);
            let free = registry::pots::free(unit, pot.payer, credit)?;
            let name = registry::payers::load(unit, desk, pot.payer)?.payer.name;
            shown.push(json!({ "value": pot.payer.to_string(), "text": name, "free": free }));
        }
        Ok((shown, choices::counts(unit, list.campaign)?))
    })?;
    let places: Vec<Json> = places
        .iter()
        .map(|(state, count)| json!([texts::said(lang, &format!("place.{state}"), &[]), count]))
        .collect();
    let plan = plan.map(|plan| plan_shown(ask, &plan));
    let list = shown(&list, lang);
    form_page(ask, "lists/choose.html", context! { list, pots, places, plan, pot, quotas })
}

fn plan_shown(ask: &Ask<'_>, plan: &Plan) -> Json {
    let mark = ask.lang.pick(",", ".");
    let of = |per_mille: u64| format!("{}{mark}{} %", per_mille / 10, per_mille % 10);
    let shares = plan.fairness.shares.iter().map(|share| {
        let (all, chosen) = plan.fairness.per_mille(share);
        let what = texts::said(ask.lang, &format!("trait.{}", share.of.word()), &[]);
        let value = if share.value.is_empty() { "–" } else { &share.value };
        json!([format!("{what}: {value}"), share.candidates, of(all), share.chosen, of(chosen)])
    });
    json!({
        "chosen": plan.order.chosen.len(), "waiting": plan.order.waiting.len(),
        "left_out": plan.order.left_out.len(), "price": plan.price, "free": plan.free,
        "months": plan.months.len(), "seed": plan.seed, "shares": shares.collect::<Vec<_>>(),
    })
}

/// Somebody has seen what would be done, and it is done.
fn choose(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let list = found(ask, Deed::ChoosePeople)?;
    let (pot, quotas) = (ask.form.get("pot").to_owned(), ask.form.get("quotas").to_owned());
    let asked = asked(ask, list.id, &pot, &quotas)?.ok_or(Problem::NotFound)?;
    ask.office.unit(|unit, desk| choose_people::within(unit, desk, &asked).map(drop))?;
    Ok(Reply::see(&format!("/desk/lists/{}/choose", list.id)))
}
