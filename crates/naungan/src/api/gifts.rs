//! Pots and gifts: where a donor's money is, promising and giving.

use anyhow::Result;
use axum::http::StatusCode;
use schemars::JsonSchema;
use scheme::id::PayerId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::Unit;
use store::queries::{pledges, pots as rows};

use super::about::{About, Keyed};
use super::body;
use super::forms::Date;
use super::list::{self, Part, part};
use super::replay::{once, once_with_key, reply};
use crate::actions::open_pot::{self, OpenPot};
use crate::actions::pledge_money::{self, PledgeMoney, Pledged};
use crate::actions::take_gift::{self, Given, TakeGift};
use crate::auth::{Deed, Of, Role};
use crate::office::code;
use crate::serve::ask::Ask;
use crate::serve::problem::{Problem, words};
use crate::serve::reply::Reply;
use crate::serve::route::Route;
use crate::views::afterwards::Afterwards;
use crate::views::pot::{self, GiftShown, PotShown};
use crate::views::proof;

const TAG: &str = "solidarity";

pub(super) fn routes() -> Vec<Route> {
    let (of_payer, of_pot) = (Of::Payer("payer"), Of::Payer("pot"));
    vec![
        Route::get("/api/v1/payers/{payer}/pots", Deed::SeePayer, pots, || {
            About::new(TAG, "A donor's pots: her money for each campaign, and where it is")
                .answers::<Part<PotForm>>()
                .query(list::QUERY)
        })
        .of(of_payer),
        Route::post("/api/v1/payers/{payer}/pledges", Deed::Give, pledge, || {
            About::new(TAG, "Promise money to a campaign; the answer has the code it is paid under")
                .takes::<NewPledge>()
                .answers::<PledgeForm>()
                .makes()
                .keyed(Keyed::Must)
                .example(|| json!({ "campaign": 1, "amount": 1_680_000, "source": "company" }))
        })
        .of(of_payer),
        Route::get("/api/v1/pots/{pot}", Deed::SeePayer, one, || {
            About::new(TAG, "A pot: where its money is, month by month, and the entry that proves it")
                .answers::<PotForm>()
        })
        .of(of_pot),
        Route::get("/api/v1/pots/{pot}/gifts", Deed::SeePayer, gifts, || {
            About::new(TAG, "Gifts in the order they came, with the months that each has paid for")
                .answers::<Part<GiftForm>>()
                .query(list::QUERY)
        })
        .of(of_pot),
        Route::post("/api/v1/pots/{pot}/gifts", Deed::TakePayments, take, || {
            About::new(TAG, "Take a gift that came to a pot")
                .takes::<NewGift>()
                .answers::<GivenForm>()
                .makes()
                .keyed(Keyed::Must)
                .example(|| json!({ "amount": 168_000, "reference": "TRX-1", "channel": "bank" }))
        })
        .of(of_pot),
        Route::post("/api/v1/pots/{pot}/pledges/{pledge}/withdrawals", Deed::Give, withdraw, || {
            About::new(TAG, "What has not come of a promise falls away")
                .answers::<Withdrawn>()
                .keyed(Keyed::May)
        })
        .of(of_pot),
    ]
}

/// A pot: one donor's money for one campaign. All amounts are in rupiah.
#[derive(Serialize, JsonSchema)]
struct PotForm {
    pot: i64,
    campaign: i64,
    name: String,
    /// What the law calls the source of the money.
    source: String,
    decree: Option<String>,
    /// Whether the donor stands on the public wall.
    shown: bool,
    money: MoneyForm,
    /// Different workers; nothing where they are too few to be counted.
    workers: Option<i64>,
    /// Months of workers that were paid, in the same way.
    worker_months: Option<i64>,
    /// Claims that were paid for what happened in those months, in the same way.
    claims: Option<i64>,
    /// Families that were helped, in the same way.
    families: Option<i64>,
    after: AfterForm,
    months: Vec<PotMonth>,
    pledges: Vec<PledgeForm>,
    /// The last entry in which the money moved, and its fingerprint; nothing before the first.
    proof: Option<ProofForm>,
}

/// Where money is; `received` is the sum of the five after it.
#[derive(Serialize, JsonSchema)]
struct MoneyForm {
    received: i64,
    free: i64,
    reserved: i64,
    readied: i64,
    used: i64,
    returned: i64,
    /// Promised, and has not come.
    pledged: i64,
}

/// What became of workers whose months of a pot are over, as of this month; nothing where somebody could be
/// counted out.
#[derive(Serialize, JsonSchema)]
struct AfterForm {
    /// All of them.
    over: Option<i64>,
    /// They pay for themselves.
    own: Option<i64>,
    /// An employer pays.
    employer: Option<i64>,
    /// Another donor, budget or platform pays.
    funder: Option<i64>,
    /// They are not covered.
    none: Option<i64>,
    /// They have died.
    died: Option<i64>,
}

/// A calendar month of a pot.
#[derive(Serialize, JsonSchema)]
struct PotMonth {
    month: String,
    workers: Option<i64>,
    /// What is set aside for it, or stands ready.
    reserved: i64,
    used: i64,
}

/// An entry of the books.
#[derive(Serialize, JsonSchema)]
struct ProofForm {
    /// As `3-17`.
    entry: String,
    /// Sixty-four digits.
    hash: String,
}

/// A promise.
#[derive(Serialize, JsonSchema)]
struct PledgeForm {
    pledge: i64,
    pot: i64,
    /// In rupiah.
    amount: i64,
    /// What has come of it.
    received: i64,
    /// `open`, `kept` or `withdrawn`.
    state: String,
    due: Option<String>,
    /// The payment code, eleven digits.
    code: String,
}

fn pot_form(unit: &mut Unit<'_>, shown: PotShown) -> Result<PotForm> {
    let named = proof::of_pot(unit, PayerId(shown.pot))?;
    let pot::Money { received, free, reserved, readied, used, returned, pledged } = shown.money;
    let month = |one: pot::MonthShown| PotMonth {
        month: one.month,
        workers: one.workers,
        reserved: one.reserved,
        used: one.used,
    };
    let number = shown.pot;
    let pledge = |one: pot::PledgeShown| PledgeForm {
        pledge: one.pledge,
        pot: number,
        amount: one.amount,
        received: one.received,
        state: one.state,
        due: one.due,
        code: one.code,
    };
    let Afterwards { over, own, employer, funder, none, died } = shown.after;
    Ok(PotForm {
        after: AfterForm { over, own, employer, funder, none, died },
        pot: shown.pot,
        campaign: shown.campaign,
        name: shown.name,
        source: shown.source,
        decree: shown.decree,
        shown: shown.shown,
        money: MoneyForm { received, free, reserved, readied, used, returned, pledged },
        workers: shown.workers,
        worker_months: shown.helped.worker_months,
        claims: shown.helped.claims,
        families: shown.helped.families,
        months: shown.months.into_iter().map(month).collect(),
        pledges: shown.pledges.into_iter().map(pledge).collect(),
        proof: named.map(|named| ProofForm { entry: named.entry, hash: named.hash }),
    })
}

fn pots(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let donor = PayerId(ask.place("payer")?);
    let all = ask.office.look(|unit, _| rows::of_donor(unit, donor))?;
    let Part { items, next } = part(ask, all, |one| format!("{:012}", one.payer.0))?;
    let forms = ask.office.look(|unit, desk| {
        let form = |one: &rows::Pot| {
            let shown = pot::pot(unit, desk, one.payer)?;
            pot_form(unit, shown)
        };
        items.iter().map(form).collect::<Result<Vec<_>>>()
    })?;
    Ok(Reply::json(&Part { items: forms, next })?)
}

/// The pot of the address. Names of who gave are the donor's alone.
fn found(ask: &mut Ask<'_>) -> Result<PotShown, Problem> {
    let id = PayerId(ask.place("pot")?);
    let found = ask.office.look(|unit, desk| match rows::read(unit, id)? {
        Some(_) => pot::pot(unit, desk, id).map(Some),
        None => Ok(None),
    })?;
    let mut found = found.ok_or(Problem::NotFound)?;
    if ask.caller.role != Role::Donor {
        found.gifts.iter_mut().for_each(|gift| gift.by = None);
    }
    Ok(found)
}

fn one(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let shown = found(ask)?;
    let form = ask.office.look(|unit, _| pot_form(unit, shown.clone()))?;
    Ok(Reply::json(&form)?)
}

/// A gift.
#[derive(Serialize, JsonSchema)]
struct GiftForm {
    /// Which of the pot's gifts.
    gift: i64,
    day: String,
    /// In rupiah.
    amount: i64,
    /// What of it went back.
    returned: i64,
    /// Who gave it, where somebody is named and whoever asks is the donor.
    by: Option<String>,
    /// Months that it paid for.
    paid: Vec<PaidFor>,
    /// The entry in the books, as `3-17`.
    entry: String,
}

/// A part of a gift that paid for a part of a month.
#[derive(Serialize, JsonSchema)]
struct PaidFor {
    month: String,
    amount: i64,
}

fn gifts(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let form = |gift: GiftShown| GiftForm {
        gift: gift.no,
        day: gift.day,
        amount: gift.amount,
        returned: gift.returned,
        by: gift.by,
        paid: gift.paid.into_iter().map(|(month, amount)| PaidFor { month, amount }).collect(),
        entry: gift.entry,
    };
    let forms: Vec<GiftForm> = found(ask)?.gifts.into_iter().map(form).collect();
    Ok(Reply::json(&part(ask, forms, |one| format!("{:012}", one.gift))?)?)
}

/// A promise to a campaign.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewPledge {
    campaign: i64,
    /// In whole rupiah.
    #[schemars(range(min = 1))]
    amount: i64,
    /// What the law calls the source of the money, such as `company` or `regional_budget`.
    #[schemars(length(min = 1, max = 40))]
    source: String,
    /// The decree of a public budget.
    #[serde(default)]
    #[schemars(length(max = 200))]
    decree: Option<String>,
    /// Until when it is meant to be paid.
    #[serde(default)]
    due: Option<Date>,
    /// Whether the donor stands on the public wall.
    #[serde(default)]
    shown: bool,
}

fn pledge(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (form, donor): (NewPledge, _) = (body::read(ask)?, PayerId(ask.place("payer")?));
    let NewPledge { campaign, amount, source, decree, due, shown } = form;
    let decree = decree.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    let of = OpenPot { campaign, donor: Some(donor), name: None, source, decree, shown };
    let (due, account) = (due.map(|due| due.0), Some(ask.caller.account));
    let done = once_with_key(ask, |unit, desk| {
        let pot = open_pot::within(unit, desk, &of)?;
        pledge_money::within(unit, desk, &PledgeMoney { pot, amount, due, account })
    })?;
    let Pledged { pledge, pot, amount, code } = done.answer;
    let (received, state, due) = (0, "open".to_owned(), due.map(|due| due.to_string()));
    let form = PledgeForm { pledge, pot, amount, received, state, due, code };
    let place = format!("/api/v1/pots/{pot}");
    Ok(reply(&form, StatusCode::CREATED, done.is_new)?.with("location", place))
}

/// What fell away.
#[derive(Serialize, JsonSchema)]
struct Withdrawn {
    pledge: i64,
    /// In rupiah.
    withdrawn: i64,
}

fn withdraw(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (pot, pledge) = (PayerId(ask.place("pot")?), ask.place::<i64>("pledge")?);
    let known = ask.office.look(|unit, _| pledges::read(unit, pledge))?;
    if known.is_none_or(|known| known.pot != pot) {
        return Err(Problem::NotFound);
    }
    let done = once(ask, |unit, desk| pledge_money::withdraw_within(unit, desk, pledge))?;
    reply(&Withdrawn { pledge, withdrawn: done.answer }, StatusCode::OK, done.is_new)
}

/// A gift that came to a pot.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
struct NewGift {
    /// In whole rupiah.
    #[schemars(range(min = 1))]
    amount: i64,
    /// What the bank calls it: the same reference and amount are the same money.
    #[schemars(length(min = 1, max = 100))]
    reference: String,
    /// By which way it came, such as `bank`.
    #[schemars(length(min = 1, max = 40))]
    channel: String,
    /// The day it came; today where there is none.
    #[serde(default)]
    day: Option<Date>,
    /// The code of the promise that it keeps: eleven digits.
    #[serde(default)]
    #[schemars(regex(pattern = r"^[0-9]{11}$"))]
    code: Option<String>,
    /// Who gave it, where somebody is named.
    #[serde(default)]
    #[schemars(length(max = 80))]
    name: Option<String>,
    /// Whether she wants to be named on the public wall.
    #[serde(default)]
    shown: bool,
}

/// A gift that was taken.
#[derive(Serialize, JsonSchema)]
struct GivenForm {
    pot: i64,
    /// Which of the pot's gifts.
    gift: i64,
    /// What the pot has free now, in rupiah.
    free: i64,
    /// The entry in the books, as `3-17`.
    entry: String,
}

fn take(ask: &mut Ask<'_>) -> Result<Reply, Problem> {
    let (form, pot): (NewGift, _) = (body::read(ask)?, PayerId(ask.place("pot")?));
    let code = form.code.as_deref().map(|text| {
        let said = || words("kode pembayaran terdiri dari sebelas angka", "a payment code has eleven digits");
        code::read(text).ok_or_else(|| Problem::Fields(vec![("/code".to_owned(), said())]))
    });
    let asked = TakeGift {
        pot,
        code: code.transpose()?,
        amount: form.amount,
        day: form.day.map_or_else(|| ask.office.today(), |day| day.0),
        channel: form.channel,
        reference: form.reference,
        name: form.name,
        shown: form.shown,
    };
    let done = once_with_key(ask, |unit, desk| take_gift::within(unit, desk, &asked))?;
    let Given { pot, gift, free, entry, .. } = done.answer;
    reply(&GivenForm { pot, gift, free, entry }, StatusCode::CREATED, done.is_new)
}
