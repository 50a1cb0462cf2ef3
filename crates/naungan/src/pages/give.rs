//! Giving without signing in: how much for how many months of workers, then the code and the QR, and what
//! became of it, at an address that only the giver has.

mod certificate;
mod one;

use axum::http::StatusCode;
use minijinja::{Value, context};
use rules::render::Lang;

use super::questions::wrong;
use super::{form_page, page, texts};
use crate::actions::want_gift::{self, SOURCE, WantGift};
use crate::auth::Deed;
use crate::books::grouped;
use crate::office::{Desk, card, code};
use crate::payroll::rupiah;
use crate::serve::ask::Ask;
use crate::serve::form::Form;
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::solidarity::{self, Public};
use crate::views::worth::{self, Worth};

pub(super) fn routes() -> Vec<Route> {
    let own = vec![
        Route::page("/give", Deed::Look, show),
        Route::form("/give", Deed::Look, give),
        Route::page("/give/worth", Deed::Look, worth_part),
    ];
    [own, one::routes()].concat()
}

/// The public address of a gift, which nobody can guess.
pub(super) fn address(desk: &Desk<'_>, giving: i64) -> String {
    format!("/give/{}", card::token(&key(desk), giving))
}

fn key(desk: &Desk<'_>) -> Vec<u8> {
    code::key_for(desk.card_key, "token of a gift")
}

/// Campaigns that take gifts of anybody.
fn open(ask: &mut Ask<'_>) -> Result<Vec<Public>, Problem> {
    let all = ask.office.look(solidarity::read)?.campaigns;
    Ok(all.into_iter().filter(|one| one.is_for_all).collect())
}

/// What is asked for, and what it is worth.
pub(super) struct Asked {
    pub(super) campaign: Option<i64>,
    amount: String,
    worker_months: String,
    pub(super) worth: Option<Worth>,
}

impl Asked {
    /// Reads the fields; what a campaign's months cost is asked of the law.
    pub(super) fn read(ask: &mut Ask<'_>, given: &Form, of: &[i64], source: &str) -> Result<Asked, Problem> {
        let text = |name: &str| given.get(name).trim().replace('\0', "");
        let named = text("campaign");
        // Whoever names one that takes nothing does not mean another.
        let campaign = match named.as_str() {
            "" => of.first().copied(),
            named => named.parse().ok().filter(|id| of.contains(id)),
        };
        let worth = match campaign {
            Some(id) => Some(ask.office.look(|unit, desk| worth::read(unit, desk, id, source))?),
            None => None,
        };
        Ok(Asked { campaign, amount: text("amount"), worker_months: text("worker_months"), worth })
    }

    /// The amount: what is written counts, or else what the months of workers cost. Or which field is wrong.
    pub(super) fn amount(&self) -> Result<i64, (&'static str, &'static str)> {
        let is_plain = |amount: &i64| *amount > 0 && base::Money::new(*amount).is_plausible();
        if !self.amount.is_empty() {
            return rupiah(&self.amount).filter(is_plain).ok_or(("amount", "give.amount_form"));
        }
        if self.worker_months.is_empty() {
            return Err(("amount", "give.nothing"));
        }
        let cost = || self.worth.as_ref()?.cost(rupiah(&self.worker_months)?).filter(is_plain);
        cost().ok_or(("worker_months", "give.months_form"))
    }

    /// What the page shows of it.
    pub(super) fn values(&self, lang: Lang) -> Value {
        let price = self.worth.as_ref().and_then(Worth::price);
        let told = self.amount().ok().zip(self.worth.as_ref()).map(|(amount, worth)| {
            let (months, amount) = (worth.worker_months(amount), format!("Rp{}", grouped(amount, lang)));
            let key = if months > 0 { "give.pays_for" } else { "give.pays_part" };
            let months = grouped(months, lang);
            texts::said(lang, key, &[("amount", &amount), ("months", &months)])
        });
        context! {
            campaign => self.campaign.map(|id| id.to_string()).unwrap_or_default(),
            amount => self.amount,
            worker_months => self.worker_months,
            price,
            from => self.worth.as_ref().map(|worth| worth.from.to_string()),
            told,
        }
    }
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let query = ask.query.clone();
    shown(ask, &query, &[])
}

fn shown(ask: &mut Ask<'_>, given: &Form, errors: &[Value]) -> Result<Reply, Problem> {
    let open = open(ask)?;
    let numbers: Vec<i64> = open.iter().map(|one| one.campaign).collect();
    let asked = Asked::read(ask, given, &numbers, SOURCE)?;
    let campaigns: Vec<Value> = open
        .iter()
        .map(|one| context! { value => one.campaign.to_string(), text => one.name, hint => one.told })
        .collect();
    let values = context! {
        campaigns,
        name => given.get("name").replace('\0', ""),
        shown => given.get("shown") == "yes",
        errors,
        ..asked.values(ask.lang)
    };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(form_page(ask, "give/give.html", values)?.status(status))
}

/// The part of the page that tells what an amount is worth, for a browser that asks while one writes.
fn worth_part(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let query = ask.query.clone();
    let numbers: Vec<i64> = open(ask)?.iter().map(|one| one.campaign).collect();
    let values = Asked::read(ask, &query, &numbers, SOURCE)?.values(ask.lang);
    page(ask, "give/worth.html", values)
}

fn give(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form = ask.form.clone();
    let numbers: Vec<i64> = open(ask)?.iter().map(|one| one.campaign).collect();
    let asked = Asked::read(ask, &form, &numbers, SOURCE)?;
    let named = asked.campaign.filter(|_| !form.get("campaign").is_empty());
    let mut errors = Vec::new();
    errors.extend(named.is_none().then(|| wrong(ask, "campaign", "donor.campaign_wrong")));
    errors.extend(asked.amount().err().map(|(field, key)| wrong(ask, field, key)));
    let (Ok(amount), Some(campaign)) = (asked.amount(), named) else {
        return shown(ask, &form, &errors);
    };
    // Who only wants to know what it is worth is told, and the form comes back as it was.
    if form.get("do") == "count" {
        return shown(ask, &form, &[]);
    }
    let name = Some(form.get("name").to_owned());
    let wanted = WantGift { campaign, amount, name, shown: form.get("shown") == "yes" };
    let done = want_gift::run(ask.office, &wanted);
    match done.map_err(Problem::from) {
        Ok(giving) => {
            let (_, desk) = ask.office.parts();
            Ok(Reply::see(&address(&desk, giving)))
        }
        Err(Problem::Refused(refusal)) if refusal.code == "giver_name" => {
            let text = ask.pick(&refusal.id, &refusal.en);
            let errors = [context! { field => "name", text }];
            shown(ask, &form, &errors)
        }
        Err(problem) => Err(problem),
    }
}
