//! A payment run: its control totals, let go by a second person, its file, and how its orders stand.

use minijinja::context;
use serde_json::{Value as Json, json};
use store::queries::benefit_runs::{self, Run};
use store::queries::{claim_desk, orders};

use super::row;
use crate::actions::pay_benefits::{self, LetGo, order_name, run_name};
use crate::approvals::whole;
use crate::auth::{Deed, Role};
use crate::pages::claims::{CAME_BACK, complaint, hand_account, said, wrong};
use crate::pages::desk::name_of;
use crate::pages::form_page;
use crate::registry;
use crate::serve::ask::Ask;
use crate::serve::flow::{Flow, Taking};
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::serve::route::Route;

/// Orders of a page.
const ROWS: usize = 100;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::page("/benefits/{run}", Deed::SeeBenefits, show),
        Route::form("/benefits/{run}", Deed::PayBenefits, let_go),
        Route::form("/benefits/{run}/take-back", Deed::PayBenefits, take_back),
        Route::page("/benefits/{run}/pain.001.xml", Deed::TakeBankFile, take),
    ]
}

fn show(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    shown(ask, &[])
}

fn shown(ask: &mut Ask<'_>, errors: &[Json]) -> Result<Reply, Problem> {
    let (number, lang): (i64, _) = (ask.place("run")?, ask.lang);
    let (account, role) = (ask.caller.account, ask.caller.role);
    let pays = matches!(role, Role::Head | Role::Administrator);
    let wanted = ask.query.get("page").parse::<usize>().unwrap_or(1).max(1);
    let seen = ask.office.look(|unit, desk| {
        let run = pay_benefits::read(unit, number)?;
        let all = orders::of_run(unit, number)?;
        let heard = benefit_runs::answers(unit, number)?;
        let code_of = |order: i64| {
            let named = heard.iter().rfind(|one| one.order == Some(order) && !one.code.is_empty());
            named.map(|one| one.code.clone())
        };
        let pages = all.len().div_ceil(ROWS).max(1);
        let page_no = wanted.min(pages);
        let rows: Vec<Json> = all
            .iter()
            .skip((page_no - 1) * ROWS)
            .take(ROWS)
            .map(|order| {
                json!({
                    "name": order_name(order.id), "claim": order.claim, "amount": order.amount,
                    "state": order.state, "code": code_of(order.id),
                })
            })
            .collect();
        let standing: Vec<Json> = claim_desk::standing(unit, number)?
            .into_iter()
            .map(|(state, count, amount)| {
                json!([said(lang, &format!("claims.order.{state}")), count, amount])
            })
            .collect();
        let back = all.iter().any(|order| matches!(order.state.as_str(), "rejected" | "returned"));
        let maker = name_of(unit, desk, run.maker)?;
        let let_go = run.approved.as_ref().map(|approved| {
            Ok::<_, anyhow::Error>(json!({
                "who": name_of(unit, desk, approved.checker)?, "bank": approved.bank,
                "account": hand_account(&approved.account),
                "day": approved.at.day().map(|day| day.to_string()),
            }))
        });
        let let_go = let_go.transpose()?;
        let why = may_not(&run, pays, account).map(|key| said(lang, key));
        let shown = row(&run, desk, lang);
        Ok(context! {
            run => shown, name => run_name(number), rows, standing, pages, page_no, back, maker, let_go, why
        })
    })?;
    let given = |name: &str| ask.form.get(name).to_owned();
    let given = json!({
        "orders": given("orders"), "sum": given("sum"), "account": given("account"), "bank": given("bank"),
    });
    // Who answers for people opens their claims; whoever looks after the house does not.
    let opens = matches!(role, Role::Head | Role::Auditor);
    let takes = role == Role::Administrator;
    form_page(ask, "benefits/run.html", context! { errors, given, opens, pays, takes, ..seen })
}

/// Why somebody cannot let a run go; nothing where she can, or it is gone.
fn may_not(run: &Run, pays: bool, account: i64) -> Option<&'static str> {
    match run {
        Run { approved: Some(_), .. } => None,
        _ if !pays => Some("benefits.not_yours"),
        Run { maker, .. } if *maker == account => Some("benefits.you_made_it"),
        _ => None,
    }
}

fn let_go(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (number, lang, account): (i64, _, _) = (ask.place("run")?, ask.lang, ask.caller.account);
    let mut errors = Vec::new();
    let (orders, sum) = (whole(ask.form.get("orders")), whole(ask.form.get("sum")));
    if orders.is_none() {
        errors.push(wrong("orders", said(lang, "benefits.orders_wrong")));
    }
    if sum.is_none() {
        errors.push(wrong("sum", said(lang, "benefits.sum_wrong")));
    }
    let bank = complaint(ask.form.get("bank").parse().map_err(anyhow::Error::from), "bank", lang)?;
    let bank = bank.map_err(|error| errors.extend(error)).ok();
    let from = ask.form.get("account").replace([' ', '-', '.'], "");
    let from = complaint(from.parse().map_err(anyhow::Error::from), "account", lang)?;
    let from = from.map_err(|error| errors.extend(error)).ok();
    let (Some(orders), Some(sum), Some(bank), Some(from)) = (orders, sum, bank, from) else {
        return Ok(shown(ask, &errors)?.status(CAME_BACK));
    };
    let asked = LetGo { orders, sum, account: from, bank };
    match complaint(pay_benefits::let_go(ask.office, number, &asked, account), "orders", lang)? {
        Ok(_) => Ok(Reply::see(&format!("/benefits/{number}"))),
        Err(errors) => Ok(shown(ask, &errors)?.status(CAME_BACK)),
    }
}

/// A run that nobody let go is taken back, by whoever made it or another.
fn take_back(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (number, lang, account): (i64, _, _) = (ask.place("run")?, ask.lang, ask.caller.account);
    match complaint(pay_benefits::dissolve(ask.office, number, account), "orders", lang)? {
        Ok(_) => Ok(Reply::see("/benefits")),
        Err(errors) => Ok(shown(ask, &errors)?.status(CAME_BACK)),
    }
}

/// The file for the bank: the same each time. That each person in it was seen is written down first.
fn take(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let number: i64 = ask.place("run")?;
    file(ask, number)
}

/// A run's file, written while it is sent.
pub(crate) fn file(ask: &mut Ask<'_>, number: i64) -> Result<Reply, Problem> {
    let (caller, place) = (ask.caller.clone(), ask.path.clone());
    ask.office.unit(|unit, desk| {
        pay_benefits::may_be_taken(unit, desk, number)?;
        registry::note(unit, desk, "benefit file taken", number)
    })?;
    let file = Reply::file("application/xml", &format!("{}.pain.001.xml", run_name(number)), Vec::new());
    Ok(file.then(Flow::pieces(move |office, take| {
        pay_benefits::taken(office, number, &caller, &place)?;
        pay_benefits::write(office, number, &mut Taking(take))
    })))
}
