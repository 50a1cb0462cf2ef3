//! A donor's pages: her pots with their money in each state, month by month, what it came to, giving more.

mod give;
mod papers;
#[cfg(test)]
mod tests;

use anyhow::Result;
use base::Month;
use minijinja::{Value, context};
use rules::render::Lang;
use scheme::id::PayerId;
use serde_json::{Value as Json, json};
use store::Unit;
use store::queries::{pots as rows, renewals, worker_months};

use super::campaigns::said;
use super::{form_page, page, texts};
use crate::auth::{Deed, Of, Role};
use crate::registry::{payers, pots};
use crate::serve::ask::Ask;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::pot::{self, Money, PotShown};
use crate::views::proof::{self, Named};
use crate::views::published::PEOPLE_MIN;

pub(super) fn routes() -> Vec<Route> {
    let of_pot = Of::Payer("payer");
    let page = |path, does| Route::page(path, Deed::SeePayer, does).of(of_pot);
    let own = vec![
        Route::page("/donor", Deed::Give, front),
        page("/donor/pots/{payer}", one),
        page("/donor/pots/{payer}/money", money_part),
        page("/donor/pots/{payer}/certificate.pdf", papers::certificate),
        page("/donor/pots/{payer}/report.pdf", papers::report),
    ];
    [own, give::routes()].concat()
}

/// The donor that whoever asks acts for.
fn donor(ask: &Ask<'_>) -> Result<PayerId, Problem> {
    ask.caller.payer.ok_or(Problem::Forbidden)
}

/// Where money is, in words: the states in the order in which it goes through them.
pub(super) fn states(money: &Money, lang: Lang) -> Vec<Json> {
    let Money { received, free, reserved, readied, used, returned, pledged } = *money;
    let all = [
        ("pledged", pledged),
        ("received", received),
        ("free", free),
        ("reserved", reserved),
        ("readied", readied),
        ("used", used),
        ("returned", returned),
    ];
    let said = |name: &str| texts::said(lang, &format!("donor.{name}"), &[]);
    all.into_iter().map(|(name, amount)| json!({ "text": said(name), "amount": amount })).collect()
}

fn front(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let donor = donor(ask)?;
    let (name, all, asked) = ask.office.look(|unit, desk| {
        let name = payers::load(unit, desk, donor)?.payer.name;
        let (mut all, mut asked) = (Vec::new(), Vec::new());
        for row in rows::of_donor(unit, donor)? {
            let campaign = pots::campaign(unit, row.campaign)?.name;
            let money = Money::from(pots::standing(unit, row.payer)?);
            for one in renewals::of_pot(unit, row.payer)?.into_iter().filter(|one| one.state == "asked") {
                let until = one.until.to_string();
                asked.push(json!({ "pot": row.payer.0, "campaign": campaign, "until": until }));
            }
            let last = last_month(unit, row.payer)?.map(|month| month.to_string());
            all.push((row.payer, campaign, money, last));
        }
        Ok((name, all, asked))
    })?;
    let sum = all.iter().fold(Money::default(), |sum, (_, _, money, _)| sum.plus(money));
    let pots: Vec<Json> = all
        .iter()
        .map(|(id, campaign, money, last)| {
            let text = json!({ "text": campaign, "href": format!("/donor/pots/{id}") });
            json!([text, money.received, money.free, money.reserved + money.readied, money.used, last])
        })
        .collect();
    let states = states(&sum, ask.lang);
    page(ask, "donor/front.html", context! { name, pots, states, asked })
}

/// The last month for which a pot has set money aside: with it, cover that it pays for ends.
fn last_month(unit: &mut Unit<'_>, pot: PayerId) -> Result<Option<Month>> {
    let sums = worker_months::sums_of_pot(unit, pot)?;
    let ahead = sums.iter().filter(|sum| matches!(sum.state.as_str(), "reserved" | "readied"));
    Ok(ahead.map(|sum| sum.month).max())
}

/// The pot of the address, and the last entry in which its money moved. Names of who gave are the donor's.
fn found(ask: &mut Ask<'_>) -> Result<(PotShown, Option<Named>), Problem> {
    let id = PayerId(ask.place("payer")?);
    let mut found = ask.office.look(|unit, desk| {
        if rows::read(unit, id)?.is_none() {
            return Ok(None);
        }
        Ok(Some((pot::pot(unit, desk, id)?, proof::of_pot(unit, id)?)))
    })?;
    if let Some((pot, _)) = found.as_mut().filter(|_| ask.caller.role != Role::Donor) {
        pot.gifts.iter_mut().for_each(|gift| gift.by = None);
    }
    found.ok_or(Problem::NotFound)
}

fn values(ask: &Ask<'_>, pot: &PotShown) -> Value {
    let months: Vec<Json> = pot
        .months
        .iter()
        .map(|month| json!([month.month, month.workers, month.reserved, month.used]))
        .collect();
    context! {
        pot => Value::from_serialize(pot),
        states => states(&pot.money, ask.lang),
        months,
        least => PEOPLE_MIN,
        is_own => ask.caller.role == Role::Donor,
    }
}

fn one(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (pot, named) = found(ask)?;
    let values = values(ask, &pot);
    let lang = ask.lang;
    let (asked, rule) = ask.office.look(|unit, desk| {
        let rule = pots::rule(unit, pot.campaign, desk.now)?;
        Ok((renewals::of_pot(unit, PayerId(pot.pot))?, said::lines(desk, &rule, lang)?))
    })?;
    let asked = asked.iter().filter(|one| one.state == "asked").map(|one| one.until.to_string());
    let asked: Vec<String> = asked.collect();
    form_page(
        ask,
        "donor/pot.html",
        context! { asked, rule, proof => Value::from_serialize(named), ..values },
    )
}

/// The part of the page that shows where the money is now, which asks again by itself.
fn money_part(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (pot, _) = found(ask)?;
    let values = values(ask, &pot);
    page(ask, "donor/money.html", values)
}
