//! A donor promises money to a campaign, pays a promise or takes it back, and says whether she is named.

use anyhow::Result;
use axum::http::StatusCode;
use base::{Day, Month};
use minijinja::{Value, context};
use scheme::id::PayerId;
use store::queries::pledges::{self, Pledge};

use super::donor;
use crate::actions::open_pot::{self, OpenPot};
use crate::actions::pledge_money::{self, PledgeMoney};
use crate::actions::{ask_renewal, show_giver, want_gift};
use crate::auth::{Deed, Of};
use crate::pages::give::{self as public, Asked};
use crate::pages::questions::wrong;
use crate::pages::{form_page, page};
use crate::serve::ask::Ask;
use crate::serve::form::Form;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::solidarity;
use crate::views::sources::{self, Source};

pub(super) fn routes() -> Vec<Route> {
    let of_pot = Of::Payer("payer");
    let form = |path, does| Route::form(path, Deed::Give, does).of(of_pot);
    vec![
        Route::page("/donor/give", Deed::Give, show),
        Route::form("/donor/give", Deed::Give, promise),
        Route::page("/donor/give/worth", Deed::Give, worth_part),
        form("/donor/pots/{payer}/wall", wall),
        form("/donor/pots/{payer}/pay", pay),
        form("/donor/pots/{payer}/withdraw", withdraw),
        form("/donor/pots/{payer}/renewal", renewal),
    ]
}

/// The source that is chosen, or the first of those that are open.
fn source(sources: &[Source], given: &Form) -> String {
    let chosen = sources.iter().find(|source| source.name == given.get("source")).or(sources.first());
    chosen.map(|source| source.name.clone()).unwrap_or_default()
}

/// Campaigns that take promises, by number and name.
type Open = Vec<(i64, String)>;

/// Those; sources that the law has open; what is asked for.
fn asked(ask: &mut Ask<'_>, given: &Form) -> Result<(Open, Vec<Source>, Asked), Problem> {
    let lang = ask.lang;
    let (all, sources) = ask
        .office
        .look(|unit, desk| Ok((solidarity::read(unit, desk)?.campaigns, sources::open(desk, lang)?)))?;
    let open: Open =
        all.into_iter().filter(|one| one.state == "open").map(|one| (one.campaign, one.name)).collect();
    let numbers: Vec<i64> = open.iter().map(|(id, _)| *id).collect();
    let asked = Asked::read(ask, given, &numbers, &source(&sources, given))?;
    Ok((open, sources, asked))
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    donor(ask)?;
    let query = ask.query.clone();
    shown(ask, &query, &[])
}

fn shown(ask: &mut Ask<'_>, given: &Form, errors: &[Value]) -> Result<Reply, Problem> {
    let (open, sources, asked) = asked(ask, given)?;
    let campaigns: Vec<Value> =
        open.iter().map(|(id, name)| context! { value => id.to_string(), text => name }).collect();
    let source = source(&sources, given);
    let sources: Vec<Value> =
        sources.iter().map(|one| context! { value => one.name, text => one.said }).collect();
    let values = context! {
        campaigns, sources, source, errors,
        due => given.get("due").replace('\0', ""),
        decree => given.get("decree").replace('\0', ""),
        shown => given.get("shown") == "yes",
        ..asked.values(ask.lang)
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(form_page(ask, "donor/give.html", values)?.status(status))
}

fn worth_part(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let query = ask.query.clone();
    let values = asked(ask, &query)?.2.values(ask.lang);
    page(ask, "give/worth.html", values)
}

/// The day until which somebody means to pay, if she says one.
fn due(ask: &Ask<'_>) -> Result<Option<Day>, ()> {
    let given = ask.form.get("due").trim();
    if given.is_empty() {
        return Ok(None);
    }
    given.parse().ok().filter(|day| *day >= ask.office.today()).map(Some).ok_or(())
}

fn promise(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (donor, form) = (donor(ask)?, ask.form.clone());
    let (_, sources, asked) = asked(ask, &form)?;
    let mut errors = Vec::new();
    let amount = asked.amount();
    errors.extend(amount.err().map(|(field, key)| wrong(ask, field, key)));
    let due = due(ask);
    errors.extend(due.err().map(|()| wrong(ask, "due", "donor.due_wrong")));
    let campaign = asked.campaign.filter(|_| !form.get("campaign").is_empty());
    errors.extend(campaign.is_none().then(|| wrong(ask, "campaign", "donor.campaign_wrong")));
    // Whoever names a source that the law does not know does not mean another.
    let source = sources.iter().find(|one| one.name == form.get("source")).map(|one| one.name.clone());
    errors.extend(source.is_none().then(|| wrong(ask, "source", "donor.source_wrong")));
    let (Ok(amount), Ok(due), Some(campaign), Some(source)) = (amount, due, campaign, source) else {
        return shown(ask, &form, &errors);
    };
    if form.get("do") == "count" {
        return shown(ask, &form, &[]);
    }
    let decree = Some(form.get("decree").trim().replace('\0', "")).filter(|decree| !decree.is_empty());
    let account = Some(ask.caller.account);
    let is_shown = form.get("shown") == "yes";
    let of = OpenPot { campaign, donor: Some(donor), name: None, source, decree, shown: is_shown };
    let done = ask.office.unit(|unit, desk| {
        let pot = open_pot::within(unit, desk, &of)?;
        pledge_money::within(unit, desk, &PledgeMoney { pot, amount, due, account })
    });
    match done.map_err(Problem::from) {
        Ok(pledged) => Ok(Reply::see(&format!("/donor/pots/{}", pledged.pot))),
        Err(Problem::Refused(refusal)) => {
            let field = if refusal.code.starts_with("source") { "source" } else { "campaign" };
            let errors = [context! { field, text => ask.pick(&refusal.id, &refusal.en) }];
            shown(ask, &form, &errors)
        }
        Err(problem) => Err(problem),
    }
}

/// The pot of the address, and the promise to it that the form names.
fn pledge(ask: &mut Ask<'_>) -> Result<(PayerId, Pledge), Problem> {
    let pot = PayerId(ask.place("payer")?);
    let id: i64 = ask.form.get("pledge").parse().map_err(|_| Problem::NotFound)?;
    let found = ask.office.look(|unit, _| pledges::read(unit, id))?;
    Ok((pot, found.filter(|pledge| pledge.pot == pot).ok_or(Problem::NotFound)?))
}

fn pay(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (_, pledge) = pledge(ask)?;
    let giving = ask.office.unit(|unit, desk| want_gift::of_pledge(unit, desk, &pledge))?;
    let (_, desk) = ask.office.parts();
    Ok(Reply::see(&public::address(&desk, giving)))
}

/// What has not come of a promise falls away.
fn withdraw(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (pot, pledge) = pledge(ask)?;
    ask.office.unit(|unit, desk| pledge_money::withdraw_within(unit, desk, pledge.id).map(drop))?;
    Ok(Reply::see(&format!("/donor/pots/{pot}")))
}

/// She says whether she goes on after a month with which her money ends.
fn renewal(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (pot, account) = (PayerId(ask.place("payer")?), Some(ask.caller.account));
    let until: Month = ask.form.get("until").parse().map_err(|_| Problem::NotFound)?;
    let goes_on = ask.form.get("answer") == "renewed";
    ask.office.unit(|unit, desk| ask_renewal::answer(unit, desk, (pot, until), goes_on, account))?;
    Ok(Reply::see(&format!("/donor/pots/{pot}")))
}

fn wall(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (pot, shown) = (PayerId(ask.place("payer")?), ask.form.get("shown") == "yes");
    ask.office.unit(|unit, desk| show_giver::of_pot(unit, desk, pot, shown))?;
    Ok(Reply::see(&format!("/donor/pots/{pot}")))
}
