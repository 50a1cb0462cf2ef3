//! `naungan give`: pots, promises, gifts, and the months of workers that they pay for.

pub(super) mod share;

use anyhow::{Context, Result};
use base::{Day, Month};
use clap::{Args, Subcommand};
use rules::render::Lang;
use scheme::id::{MembershipId, PayerId};
use serde_json::json;

use super::campaign::money;
use super::pay::code_of;
use super::register::{answer, bills_json, bills_text};
use super::{Cli, Outcome, open};
use crate::actions::free_months::{self, FreeMonths, Freed};
use crate::actions::open_pot::{self, OpenPot};
use crate::actions::pledge_money::{self, PledgeMoney};
use crate::actions::reserve_months::{self, Reserved};
use crate::actions::take_gift::{self, TakeGift};
use crate::actions::{return_gift, show_giver};
use crate::books::grouped;
use crate::office::Office;
use crate::report::columns;
use crate::views::pot::{self, PotShown};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Open a pot: one donor's money for one campaign
    Pot(Pot),
    /// Promise money to a pot
    Pledge(Pledge),
    /// Let what has not come of a promise fall away
    Withdraw(Withdraw),
    /// Take a gift that came
    Take(Take),
    /// Set a pot's money aside for months of workers
    Reserve(Reserve),
    /// Bear a part of a worker's months; she bears the rest
    Share(share::Arguments),
    /// Free what is set aside for a worker from a month on
    Free(Free),
    /// Give back what a pot has free
    Return(Return),
    /// Name who gave on the public wall, or no longer
    Wall(Wall),
    /// A pot: where its money is, its gifts, its months
    Show(Show),
}

#[derive(Args, Debug)]
struct Pot {
    /// The campaign, by number
    #[arg(long)]
    campaign: i64,
    /// Where the money comes from, as the law calls it: company, individual, association …
    #[arg(long)]
    source: String,
    /// The donor, by number (default: everybody's small gifts)
    #[arg(long)]
    donor: Option<i64>,
    /// Somebody without a number who wants her gift apart
    #[arg(long, conflicts_with = "donor")]
    name: Option<String>,
    /// The decree of a public budget
    #[arg(long)]
    decree: Option<String>,
    /// The donor wants to be named
    #[arg(long)]
    shown: bool,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Pledge {
    /// The pot, by number
    pot: i64,
    /// How much, in whole rupiah
    amount: i64,
    /// Until when it will be paid
    #[arg(long, value_name = "YYYY-MM-DD")]
    due: Option<Day>,
    /// A name of this request: the same again gets the same answer and promises nothing twice
    #[arg(long)]
    key: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Withdraw {
    /// The promise, by number
    pledge: i64,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Take {
    /// The pot, by number
    pot: i64,
    /// How much, in whole rupiah
    amount: i64,
    /// What the bank calls it: the same reference and amount are taken once
    #[arg(long)]
    reference: String,
    /// The code of the promise that it keeps: eleven digits
    #[arg(long)]
    code: Option<String>,
    /// On which day (default: today)
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<Day>,
    /// Through what it came
    #[arg(long, default_value = "bank")]
    channel: String,
    /// Who gave it, where somebody is named
    #[arg(long)]
    name: Option<String>,
    /// Who gave it wants to be named
    #[arg(long, requires = "name")]
    shown: bool,
    /// A name of this request: the same again gets the same answer and is not booked twice
    #[arg(long)]
    key: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Reserve {
    /// The pot, by number
    pot: i64,
    /// Memberships, by number
    #[arg(required = true)]
    memberships: Vec<i64>,
    /// The first month
    #[arg(long, value_name = "YYYY-MM")]
    from: Month,
    /// How many months
    #[arg(long, value_parser = clap::value_parser!(i32).range(1..=60))]
    months: i32,
    /// A name of this request: the same again gets the same answer and reserves nothing twice
    #[arg(long)]
    key: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Free {
    /// The membership, by number
    membership: i64,
    /// The first month that is freed
    #[arg(long, value_name = "YYYY-MM")]
    from: Month,
    /// Only what this pot has set aside, by number
    #[arg(long)]
    pot: Option<i64>,
    /// Why, in a word
    #[arg(long, default_value = "refused")]
    why: String,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Return {
    /// The pot, by number
    pot: i64,
    /// How much (default: all that is free)
    #[arg(long)]
    amount: Option<i64>,
    /// On which day (default: today)
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<Day>,
    /// A name of this request: the same again gets the same answer and returns nothing twice
    #[arg(long)]
    key: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Wall {
    /// The pot, by number
    pot: i64,
    /// Which of its gifts, where the giver has no pot of her own
    #[arg(long)]
    gift: Option<i64>,
    /// Take the name off the wall
    #[arg(long)]
    hide: bool,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Show {
    /// The pot, by number
    pot: i64,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    match &arguments.command {
        Command::Pot(pot) => open_one(&mut office, pot, lang),
        Command::Pledge(pledge) => promise(&mut office, pledge, lang),
        Command::Withdraw(withdraw) => {
            let fallen = pledge_money::withdraw(&mut office, withdraw.pledge)?;
            let (pledge, amount) = (withdraw.pledge, grouped(fallen, lang));
            let text = match lang {
                Lang::Id => format!("janji donasi {pledge}: {amount} tidak jadi\n"),
                Lang::En => format!("pledge {pledge}: {amount} fell away\n"),
            };
            answer(withdraw.json, &json!({ "pledge": pledge, "withdrawn": fallen }), &text)
        }
        Command::Take(take) => take_one(&mut office, take, lang),
        Command::Reserve(asked) => reserve(&mut office, asked, lang),
        Command::Share(asked) => share::run(&mut office, asked, lang),
        Command::Free(free) => {
            let (membership, pot) = (MembershipId(free.membership), free.pot.map(PayerId));
            let asked = FreeMonths { membership, from: free.from, pot, why: free.why.clone() };
            freed_said(&free_months::run(&mut office, &asked)?, lang, free.json)
        }
        Command::Return(asked) => {
            let day = asked.on.unwrap_or_else(|| office.today());
            let pot = PayerId(asked.pot);
            let back = return_gift::run(&mut office, pot, asked.amount, day, asked.key.as_deref())?;
            let amount = grouped(back, lang);
            let text = match lang {
                Lang::Id => format!("kantong dana {pot} mengembalikan {amount}\n"),
                Lang::En => format!("pot {pot} gave back {amount}\n"),
            };
            answer(asked.json, &json!({ "pot": pot.0, "returned": back }), &text)
        }
        Command::Wall(wall) => {
            let (pot, shown) = (PayerId(wall.pot), !wall.hide);
            office.unit(|unit, desk| match wall.gift {
                Some(gift) => show_giver::of_gift(unit, desk, pot, gift, shown),
                None => show_giver::of_pot(unit, desk, pot, shown),
            })?;
            show_one(&mut office, pot, lang, wall.json)
        }
        Command::Show(show) => show_one(&mut office, PayerId(show.pot), lang, show.json),
    }
}

fn open_one(office: &mut Office, pot: &Pot, lang: Lang) -> Result<Outcome> {
    let asked = OpenPot {
        campaign: pot.campaign,
        donor: pot.donor.map(PayerId),
        name: pot.name.clone(),
        source: pot.source.clone(),
        decree: pot.decree.clone(),
        shown: pot.shown,
    };
    let opened = open_pot::run(office, &asked, None)?;
    show_one(office, opened, lang, pot.json)
}

fn promise(office: &mut Office, pledge: &Pledge, lang: Lang) -> Result<Outcome> {
    let Pledge { pot, amount, due, ref key, json } = *pledge;
    let asked = PledgeMoney { pot: PayerId(pot), amount, due, account: None };
    let pledged = pledge_money::run(office, &asked, key.as_deref())?;
    let (no, amount, code) = (pledged.pledge, grouped(pledged.amount, lang), &pledged.code);
    let text = match lang {
        Lang::Id => format!("janji donasi {no} sebesar {amount}, kode pembayaran {code}\n"),
        Lang::En => format!("pledge {no} of {amount}, payment code {code}\n"),
    };
    answer(json, &json!(pledged), &text)
}

fn take_one(office: &mut Office, take: &Take, lang: Lang) -> Result<Outcome> {
    let asked = TakeGift {
        pot: PayerId(take.pot),
        code: take.code.as_deref().map(|code| code_of(code, lang)).transpose()?,
        amount: take.amount,
        day: take.on.unwrap_or_else(|| office.today()),
        channel: take.channel.clone(),
        reference: take.reference.clone(),
        name: take.name.clone(),
        shown: take.shown,
    };
    let given = take_gift::run(office, &asked, take.key.as_deref())?;
    let (pot, no) = (given.pot, given.gift);
    let (amount, free) = (grouped(take.amount, lang), grouped(given.free, lang));
    let text = match lang {
        Lang::Id => format!("kantong dana {pot}: donasi {no} sebesar {amount}; belum terpakai {free}\n"),
        Lang::En => format!("pot {pot}: gift {no} of {amount}; {free} free\n"),
    };
    answer(take.json, &json!(given), &text)
}

fn reserve(office: &mut Office, asked: &Reserve, lang: Lang) -> Result<Outcome> {
    let pot = PayerId(asked.pot);
    let months: Option<Vec<Month>> = (0..asked.months).map(|after| asked.from.plus_months(after)).collect();
    let months = months.context("the calendar ends before these months")?;
    let wanted = office.look(|unit, desk| {
        let mut wanted = Vec::new();
        for membership in &asked.memberships {
            let one = MembershipId(*membership);
            wanted.extend(reserve_months::prices_of(unit, desk, pot, one, &months)?);
        }
        Ok(wanted)
    })?;
    let reserved = reserve_months::run(office, pot, &wanted, asked.key.as_deref())?;
    let Reserved { worker_months, amount, free, .. } = &reserved;
    let (amount, free) = (grouped(*amount, lang), grouped(*free, lang));
    let text = match lang {
        Lang::Id => {
            format!("kantong dana {pot}: {worker_months} bulan-pekerja, {amount}; belum terpakai {free}\n")
        }
        Lang::En => format!("pot {pot}: {worker_months} worker-months reserved, {amount}; {free} free\n"),
    };
    answer(asked.json, &json!(reserved), &text)
}

fn freed_said(freed: &Freed, lang: Lang, as_json: bool) -> Result<Outcome> {
    let mut text = String::new();
    for (pot, (months, amount)) in &freed.pots {
        let amount = grouped(*amount, lang);
        text.push_str(&match lang {
            Lang::Id => format!("kantong dana {pot}: {months} bulan dilepas, {amount}\n"),
            Lang::En => format!("pot {pot}: {months} months freed, {amount}\n"),
        });
    }
    text.push_str(&bills_text(&freed.bills, lang));
    let pots: Vec<_> = freed
        .pots
        .iter()
        .map(|(pot, (months, amount))| json!({ "pot": pot, "months": months, "amount": amount }))
        .collect();
    answer(as_json, &json!({ "pots": pots, "bills": bills_json(&freed.bills) }), &text)
}

fn show_one(office: &mut Office, id: PayerId, lang: Lang, as_json: bool) -> Result<Outcome> {
    let shown = office.look(|unit, desk| pot::pot(unit, desk, id))?;
    answer(as_json, &json!(shown), &text(&shown, lang))
}

fn text(shown: &PotShown, lang: Lang) -> String {
    let (pot, name, campaign) = (shown.pot, &shown.name, shown.campaign);
    let mut text = match lang {
        Lang::Id => format!("kantong dana {pot} {name}, kampanye {campaign}, {}\n", shown.source),
        Lang::En => format!("pot {pot} {name}, campaign {campaign}, {}\n", shown.source),
    };
    text.push_str(&money(&shown.money, lang));
    let mut rows: Vec<Vec<String>> = Vec::new();
    for gift in &shown.gifts {
        let word = lang.pick("donasi", "gift");
        rows.push(vec![format!("  {word} {}", gift.no), gift.day.clone(), grouped(gift.amount, lang)]);
        let paid = gift.paid.iter();
        rows.extend(
            paid.map(|(month, amount)| vec![String::new(), format!("→ {month}"), grouped(*amount, lang)]),
        );
    }
    text + &columns(&rows, &[2]).iter().map(|line| format!("{line}\n")).collect::<String>()
}
