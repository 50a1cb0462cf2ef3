//! Riders: enrolled with their consent, and whether they are covered.

use axum::http::StatusCode;
use base::Month;
use schemars::JsonSchema;
use scheme::id::PersonId;
use scheme::refusal::Refusal;
use scheme::solidarity::consent::{Purpose, allowed};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::queries::riders as rows;

use super::{TAG, named, platform, rider};
use crate::actions::enrol_rider::{self, Allows, EnrolRider};
use crate::actions::once::once_told;
use crate::actions::register_person::RegisterPerson;
use crate::actions::take_consent::{self, TakeConsent, given};
use crate::actions::withdraw_consent::{self, WithdrawConsent};
use crate::api::about::{About, Keyed};
use crate::api::forms::{Date, FactsForm, NikNumber, SexForm, pairs};
use crate::api::list::{self, Part};
use crate::api::people::{NotConfirmed, parked};
use crate::api::replay::{input, key, once, reply};
use crate::api::{body, reference};
use crate::auth::Deed;
use crate::commands::membership::show;
use crate::reports::rows::Kept;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::put_aside;

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/api/v1/partner/riders", Deed::Partner, all, || {
            About::new(TAG, "The platform's riders, by its own names")
                .answers::<Part<RiderRow>>()
                .query(list::QUERY)
        }),
        Route::post("/api/v1/partner/riders", Deed::Partner, enrol, || {
            About::new(TAG, "Enrol a rider with her consent; trips that waited for her are taken")
                .takes::<NewRider>()
                .answers::<RiderForm>()
                .makes()
                .keyed(Keyed::May)
                .example(example)
        }),
        Route::post("/api/v1/partner/riders/{rider}/consents", Deed::Partner, consent, || {
            About::new(TAG, "A rider allows something more, or another amount")
                .takes::<NewConsent>()
                .answers::<Noted>()
                .makes()
                .keyed(Keyed::May)
                .example(|| json!({ "purpose": "show_cover" }))
        }),
        Route::post("/api/v1/partner/riders/{rider}/withdrawals", Deed::Partner, withdraw, || {
            About::new(TAG, "A rider no longer allows something; trips of days before stay hers")
                .takes::<NewWithdrawal>()
                .answers::<Noted>()
                .makes()
                .keyed(Keyed::May)
                .example(|| json!({ "purpose": "put_aside" }))
        }),
        Route::get("/api/v1/partner/riders/{rider}/cover", Deed::Partner, cover, || {
            About::new(TAG, "Whether a rider is covered and what a month lacks, where she allows it")
                .answers::<CoverForm>()
                .query(&[("month", "The month; this one where nothing is said")])
        }),
    ]
}

fn example() -> serde_json::Value {
    json!({
        "rider": "driver-1", "nik": "9931014107900001", "name": "Siti Contoh", "birth_date": "1990-07-01",
        "sex": "female", "started": "2026-02-01", "facts": { "income": 1_000_000, "sector": "transport" },
        "consents": [{ "purpose": "enrol" }, { "purpose": "put_aside", "amount": 400 }],
    })
}

/// What somebody may be allowed to do.
#[derive(Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum PurposeForm {
    /// To enrol her.
    Enrol,
    /// To put an amount of every trip aside.
    PutAside,
    /// To see whether she is covered.
    ShowCover,
}

impl From<PurposeForm> for Purpose {
    fn from(form: PurposeForm) -> Purpose {
        match form {
            PurposeForm::Enrol => Purpose::Enrol,
            PurposeForm::PutAside => Purpose::PutAside,
            PurposeForm::ShowCover => Purpose::ShowCover,
        }
    }
}

/// What a rider allows.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewConsent {
    purpose: PurposeForm,
    /// How much of every trip, in whole rupiah; for `put_aside`.
    #[serde(default)]
    #[schemars(range(min = 1))]
    amount: Option<i64>,
    /// The first day; today where there is none.
    #[serde(default)]
    from: Option<Date>,
}

/// A rider to enrol.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewRider {
    /// What the platform calls her: her account there, never her name.
    #[schemars(length(min = 1, max = 64))]
    rider: String,
    nik: NikNumber,
    /// The name as on the card.
    #[schemars(length(min = 1, max = 200))]
    name: String,
    birth_date: Date,
    sex: SexForm,
    #[serde(default)]
    phone: Option<String>,
    /// The first day, where she is no member yet.
    started: Date,
    /// Facts where she is no member yet, such as `income`.
    #[serde(default)]
    facts: FactsForm,
    /// What she allows; `enrol` among it.
    #[schemars(length(min = 1, max = 3))]
    consents: Vec<NewConsent>,
}

/// A rider.
#[derive(Serialize, JsonSchema)]
struct RiderForm {
    rider: String,
    /// By what the platform names the person elsewhere in this interface.
    reference: String,
}

/// A rider in a list.
#[derive(Serialize, JsonSchema)]
struct RiderRow {
    rider: String,
    /// Since when the platform names her so.
    since: String,
}

/// It is written down.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
struct Noted {
    noted: bool,
}

/// By which way consents come here.
const HOW: &str = "platform";

fn all(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (platform, limit) = (platform(ask)?, list::limit(ask)?);
    let (after, most) = (ask.query.get("after").to_owned(), limit as i64 + 1);
    let mut found = ask.office.look(|unit, _| rows::of_platform(unit, platform, &after, most))?;
    let more = found.len() > limit;
    found.truncate(limit);
    ask.shows_members(Deed::Partner, found.iter().map(|rider| rider.membership))?;
    let next = found.last().filter(|_| more).map(|rider| rider.name.clone());
    let row = |rider: rows::Rider| RiderRow { rider: rider.name, since: rider.known.to_string() };
    Ok(Reply::json(&Part { items: found.into_iter().map(row).collect(), next })?)
}

fn enrol(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: NewRider = body::read(ask)?;
    named("/rider", &form.rider)?;
    let asked = EnrolRider {
        platform: platform(ask)?,
        name: form.rider,
        person: RegisterPerson {
            nik: form.nik.0,
            name: form.name,
            mother: None,
            birth_date: form.birth_date.0,
            sex: form.sex.into(),
            phone: form.phone.filter(|phone| !phone.is_empty()),
            facts: Vec::new(),
            is_another: false,
        },
        started: form.started.0,
        facts: pairs(&form.facts),
        consents: form.consents.iter().map(allows).collect(),
        how: HOW.to_owned(),
        account: Some(ask.caller.account),
    };
    let (key, input) = (key(ask)?, input(ask));
    let done = ask.office.unit(|unit, desk| {
        once_told(unit, desk, key.as_deref(), &input, |unit| {
            Ok(enrol_rider::within(unit, desk, &asked)?.map_err(NotConfirmed)?.person.0)
        })
    });
    let done = match done {
        Ok(done) => done,
        Err(error) => return Err(parked(ask, &Kept::from(&asked.person), error)),
    };
    let person = PersonId(done.answer);
    let reference = ask.office.look(|_, desk| Ok(reference::of(desk, &ask.caller, person)))?;
    let place = format!("/api/v1/partner/riders/{}/cover", asked.name);
    let form = RiderForm { rider: asked.name, reference };
    Ok(reply(&form, StatusCode::CREATED, done.is_new)?.with("location", place))
}

fn allows(form: &NewConsent) -> Allows {
    Allows { purpose: form.purpose.into(), amount: form.amount, from: form.from.map(|day| day.0) }
}

fn consent(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: NewConsent = body::read(ask)?;
    let (platform, membership) = rider(ask)?;
    let Allows { purpose, amount, from } = allows(&form);
    let (how, account) = (HOW.to_owned(), Some(ask.caller.account));
    let asked = TakeConsent { membership, platform, purpose, amount, from, how, account };
    let done = once(ask, |unit, desk| {
        take_consent::within(unit, desk, &asked)?;
        Ok(Noted { noted: true })
    })?;
    noted(ask, &done.answer, done.is_new)
}

fn noted(ask: &Ask<'_>, answer: &Noted, is_new: bool) -> Result<Reply, Problem> {
    let name: String = ask.place("rider")?;
    let place = format!("/api/v1/partner/riders/{name}/cover");
    Ok(reply(answer, StatusCode::CREATED, is_new)?.with("location", place))
}

/// What a rider no longer allows.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewWithdrawal {
    purpose: PurposeForm,
}

fn withdraw(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form: NewWithdrawal = body::read(ask)?;
    let (platform, membership) = rider(ask)?;
    let (how, account) = (HOW.to_owned(), Some(ask.caller.account));
    let asked = WithdrawConsent { membership, platform, purpose: form.purpose.into(), how, account };
    let done = once(ask, |unit, desk| {
        withdraw_consent::within(unit, desk, &asked)?;
        Ok(Noted { noted: true })
    })?;
    noted(ask, &done.answer, done.is_new)
}

/// Whether a rider is covered, and what a month lacks.
#[derive(Serialize, JsonSchema)]
struct CoverForm {
    rider: String,
    covered_today: bool,
    /// The last day that is paid for.
    covered_until: Option<String>,
    month: String,
    /// What the month costs, in rupiah, after what earlier months have left.
    price: Option<i64>,
    /// What all platforms have put aside for it.
    put_aside: i64,
    /// What is still lacking.
    lacks: Option<i64>,
}

fn cover(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (platform, membership) = rider(ask)?;
    let month = month(ask)?.unwrap_or_else(|| ask.office.today().month());
    let (shown, months) = ask.office.look(|unit, desk| {
        let consents = given(unit, (membership, platform))?;
        if allowed(&consents, Purpose::ShowCover, desk.today).is_none() {
            let id = "pengemudi ini belum mengizinkan platform melihat perlindungannya (show_cover)";
            let en = "the rider does not let the platform see her cover (show_cover)";
            return Err(Refusal::new("no_consent", id, en).into());
        }
        let months = put_aside::months(unit, desk, membership, Some(month))?;
        Ok((show::read(unit, desk, membership)?, months))
    })?;
    ask.shows_members(Deed::Partner, [membership].into_iter())?;
    let aside = months.iter().find(|aside| aside.month == month);
    let bought = aside.and_then(|aside| aside.bought.as_ref());
    let form = CoverForm {
        rider: ask.place("rider")?,
        covered_today: shown.cover.today,
        covered_until: shown.cover.until.map(|day| day.to_string()),
        month: month.to_string(),
        price: bought.map(|bought| bought.price),
        put_aside: aside.map_or(0, put_aside::Aside::amount),
        lacks: bought.map(|bought| bought.lacks),
    };
    Ok(Reply::json(&form)?)
}

/// A month after the question mark.
pub(super) fn month(ask: &Ask<'_>) -> Result<Option<Month>, Problem> {
    let Some(text) = ask.query.given("month").filter(|text| !text.is_empty()) else { return Ok(None) };
    text.parse().map(Some).map_err(|_| {
        let said = words("tulis bulan seperti 2026-05", "write a month such as 2026-05");
        Problem::Fields(vec![("?month".to_owned(), said)])
    })
}
