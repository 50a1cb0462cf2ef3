//! Campaigns: what everybody may see of one; opening, changing and closing one, for whoever leads it.

use anyhow::Result;
use axum::http::StatusCode;
use schemars::JsonSchema;
use scheme::id::PayerId;
use scheme::refusal::Refusal;
use scheme::solidarity::campaign::Rule;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Unit;
use store::queries::campaigns as rows;

use super::about::{About, Keyed};
use super::body;
use super::list::{self, Part, part};
use super::replay::{once, reply};
use crate::actions::open_campaign::{self, OpenCampaign};
use crate::actions::set_campaign;
use crate::actions::want_gift::SOURCE;
use crate::auth::Deed;
use crate::auth::owner::leads;
use crate::office::Desk;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::provinces;
use crate::views::solidarity::{self, Public};
use crate::views::worth;

const TAG: &str = "solidarity";

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/campaigns", Deed::Look, campaigns, || {
            About::new(TAG, "Campaigns, with what came to each and how many months of workers it carries")
                .answers::<Part<CampaignForm>>()
                .query(list::QUERY)
        }),
        Route::get("/api/v1/campaigns/{campaign}", Deed::Look, campaign, || {
            About::new(TAG, "A campaign, and what a month of a worker costs in it").answers::<CampaignForm>()
        }),
        Route::post("/api/v1/campaigns", Deed::LeadCampaigns, open, || {
            About::new(TAG, "Open a campaign: a head for her province, an administrator for any or for all")
                .takes::<NewCampaign>()
                .answers::<Led>()
                .makes()
                .keyed(Keyed::May)
                .example(|| {
                    json!({
                        "name": "Nelayan Utara", "told": "Perlindungan bagi nelayan kecil", "province": "31",
                        "rule": ["source company", "work nelayan", "decile 4", "months 6", "step 5 1/2"],
                    })
                })
        }),
        Route::post("/api/v1/campaigns/{campaign}/rules", Deed::LeadCampaigns, set, || {
            About::new(TAG, "Set another rule of a campaign, for lists that come from now on")
                .takes::<NewRule>()
                .answers::<Led>()
                .keyed(Keyed::May)
                .example(|| json!({ "rule": ["source company", "months 3"] }))
        }),
        Route::post("/api/v1/campaigns/{campaign}/ends", Deed::LeadCampaigns, close, || {
            About::new(TAG, "Close a campaign: no promise and no list is taken any more")
                .answers::<Led>()
                .keyed(Keyed::May)
        }),
    ]
}

/// A campaign.
#[derive(Serialize, JsonSchema)]
struct CampaignForm {
    campaign: i64,
    name: String,
    /// What it is about.
    told: String,
    /// `draft`, `open` or `closed`.
    state: String,
    /// The code of the province it is for.
    province: Option<String>,
    /// The lines of its rule, such as `months 6`.
    rule: Vec<String>,
    /// Whether anybody may give without signing in.
    is_for_all: bool,
    /// What came and did not go back, in rupiah.
    given: i64,
    /// Different workers; nothing where they are too few to be counted.
    workers: Option<i64>,
    /// Months of workers that were paid, in the same way.
    paid: Option<i64>,
    /// Months of workers that money is set aside for, in the same way.
    ahead: Option<i64>,
    /// What the next month of a worker costs a person who gives, in rupiah; nothing where the law has no
    /// answer.
    price: Option<i64>,
}

fn campaign_form(unit: &mut Unit<'_>, desk: &Desk<'_>, one: Public) -> Result<CampaignForm> {
    let price = worth::read(unit, desk, one.campaign, SOURCE)?.price();
    let Public { campaign, name, told, state, province, rule, is_for_all, given, workers, paid, ahead } = one;
    Ok(CampaignForm {
        campaign,
        name,
        told,
        state,
        province,
        rule,
        is_for_all,
        given,
        workers,
        paid,
        ahead,
        price,
    })
}

fn campaigns(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let all = ask.office.look(solidarity::read)?.campaigns;
    let mut all: Vec<Public> = all;
    all.sort_by_key(|one| one.campaign);
    let Part { items, next } = part(ask, all, |one| format!("{:012}", one.campaign))?;
    let forms = ask.office.look(|unit, desk| {
        items.iter().map(|one| campaign_form(unit, desk, one.clone())).collect::<Result<Vec<_>>>()
    })?;
    Ok(Reply::json(&Part { items: forms, next })?)
}

fn campaign(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let id: i64 = ask.place("campaign")?;
    let form = ask.office.look(|unit, desk| {
        let found = solidarity::read(unit, desk)?.campaigns.into_iter().find(|one| one.campaign == id);
        found.map(|one| campaign_form(unit, desk, one)).transpose()
    })?;
    Ok(Reply::json(&form.ok_or(Problem::NotFound)?)?)
}

/// A campaign to be opened.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewCampaign {
    /// What it is called, for everybody.
    #[schemars(length(min = 1, max = 100))]
    name: String,
    /// What it is about, for everybody.
    #[schemars(length(min = 1, max = 1000))]
    told: String,
    /// The code of the province it is for; the whole country without one, which only an administrator may.
    #[serde(default)]
    #[schemars(regex(pattern = r"^[0-9]{2}$"))]
    province: Option<String>,
    /// The number of the donor who leads it.
    #[serde(default)]
    #[schemars(range(min = 1))]
    donor: Option<i64>,
    /// The lines of its rule: `source company`, `area 32`, `work transport`, `decile 4`, `women`, `men`,
    /// `disabled`, `programme jkk`, `months 6`, `places 1000`, `first poorer`, `step 7 1/2`.
    #[schemars(length(min = 1, max = 200))]
    rule: Vec<String>,
}

/// Another rule of a campaign.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewRule {
    /// Its lines, in place of all that there are.
    #[schemars(length(min = 1, max = 200))]
    rule: Vec<String>,
}

/// A campaign as it was left.
#[derive(Serialize, JsonSchema)]
struct Led {
    campaign: i64,
    /// `open` or `closed`.
    state: String,
    /// The lines of its rule.
    rule: Vec<String>,
}

/// Reads a rule; the line that is none is named by its place.
fn rule(lines: &[String]) -> Result<Rule, Problem> {
    for (at, line) in lines.iter().enumerate() {
        if let Err(refusal) = Rule::parse(line) {
            return Err(Problem::Fields(vec![(format!("/rule/{at}"), words(refusal.id, refusal.en))]));
        }
    }
    Ok(Rule::parse(&lines.join("\n"))?)
}

fn lines(rule: &Rule) -> Vec<String> {
    rule.to_string().lines().map(str::to_owned).collect()
}

fn led(campaign: i64, state: &str, rule: &Rule) -> Led {
    Led { campaign, state: state.to_owned(), rule: lines(rule) }
}

fn open(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let NewCampaign { name, told, province, donor, rule: given } = body::read(ask)?;
    let rule = rule(&given)?;
    let caller = ask.caller.clone();
    let mine = ask.office.look(|unit, _| leads(unit, &caller, Deed::LeadCampaigns))?;
    if !province.as_deref().is_none_or(provinces::is_code) {
        let said = words("tidak ada provinsi berkode ini", "no province has this code");
        return Err(Problem::Fields(vec![("/province".to_owned(), said)]));
    }
    if !mine.covers(province.as_deref()) {
        let id = "kampanye dibuka kepala cabang untuk provinsinya, dan administrator untuk seluruh negeri";
        let en = "a head opens a campaign for her province, and an administrator one for the whole country";
        return Err(Refusal::new("campaign_place", id, en).into());
    }
    let province = province.and_then(|code| code.parse().ok());
    let (payer, account) = (donor.map(PayerId), Some(caller.account));
    let asked = OpenCampaign { name, told, payer, province, rule, account };
    let done = once(ask, |unit, desk| open_campaign::within(unit, desk, &asked))?;
    let place = format!("/api/v1/campaigns/{}", done.answer);
    let form = led(done.answer, open_campaign::OPEN, &asked.rule);
    Ok(reply(&form, StatusCode::CREATED, done.is_new)?.with("location", place))
}

/// The campaign of the address, for who leads it.
fn hers(ask: &mut Ask<'_>) -> Result<rows::Campaign, Problem> {
    let (id, caller): (i64, _) = (ask.place("campaign")?, ask.caller.clone());
    let (row, mine) =
        ask.office.look(|unit, _| Ok((rows::read(unit, id)?, leads(unit, &caller, Deed::LeadCampaigns)?)))?;
    let row = row.ok_or(Problem::NotFound)?;
    if mine.covers(row.province.as_deref()) { Ok(row) } else { Err(Problem::Forbidden) }
}

fn set(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (NewRule { rule: given }, row) = (body::read(ask)?, hers(ask)?);
    let (rule, account) = (rule(&given)?, Some(ask.caller.account));
    let done = once(ask, |unit, desk| set_campaign::within(unit, desk, row.id, &rule, account))?;
    reply(&led(row.id, &row.state, &rule), StatusCode::OK, done.is_new)
}

fn close(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let row = hers(ask)?;
    let rule = ask.office.look(|unit, desk| crate::registry::pots::rule(unit, row.id, desk.now))?;
    let done = once(ask, |unit, desk| open_campaign::close_within(unit, desk, row.id))?;
    reply(&led(row.id, open_campaign::CLOSED, &rule), StatusCode::OK, done.is_new)
}
