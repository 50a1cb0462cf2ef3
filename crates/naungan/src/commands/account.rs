//! `naungan account`: a member's savings, what was paid in and what they grew by; money to a payer's credit.

use anyhow::{Context, Result};
use base::{Day, Month};
use clap::{Args, Subcommand};
use rules::render::Lang;
use scheme::accounts::{Account, Method, StatementLine};
use scheme::contributions::post;
use scheme::id::{MembershipId, PayerId};
use scheme::lines::Lines;
use serde_json::{Value, json};
use store::Unit;
use store::queries::grants::{self, Withdrawal};
use store::queries::{growth, runs};

use super::register::answer;
use super::{Cli, Outcome, open};
use crate::actions::refund_credit;
use crate::books::grouped;
use crate::books::savings::{Left, left};
use crate::office::Desk;
use crate::registry::members;
use crate::report::columns;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Contributions, growth by year and the balance, as booked
    Show(Show),
    /// Reckon the savings again from the first contribution and compare with the books, to the rupiah
    Replay(Replay),
    /// Pay back credit that nobody needs
    Refund(Refund),
}

#[derive(Args, Debug)]
struct Show {
    /// The membership's number
    membership: i64,
    /// As it stands at the end of this month (default: the present one)
    #[arg(long, value_name = "YYYY-MM")]
    until: Option<Month>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Replay {
    /// The membership's number
    membership: i64,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Refund {
    /// The payer's number
    payer: i64,
    /// How much, in whole rupiah (default: all of the credit)
    #[arg(long)]
    amount: Option<i64>,
    /// A name of this request: the same again gets the same answer and pays nothing twice
    #[arg(long)]
    key: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    match &arguments.command {
        Command::Show(arguments) => show(cli, arguments),
        Command::Replay(arguments) => replay(cli, arguments),
        Command::Refund(arguments) => refund(cli, arguments),
    }
}

/// A contribution that reached the account.
pub(crate) struct Saved {
    pub(crate) month: Month,
    pub(crate) settled: Day,
    pub(crate) amount: i64,
}

/// What the books know of an account.
pub(crate) struct Booked {
    pub(crate) saved: Vec<Saved>,
    /// Growth by year.
    pub(crate) growth: Vec<(i32, i64)>,
    /// What was paid out.
    pub(crate) taken: Vec<Withdrawal>,
}

pub(crate) fn read(
    unit: &mut Unit<'_>,
    desk: &Desk<'_>,
    membership: MembershipId,
    until: Month,
) -> Result<Booked> {
    members::row(unit, membership)?;
    let mut saved = Vec::new();
    let mut month = runs::first_assessed_month(unit)?.filter(|first| *first <= until);
    while let Some(now) = month {
        let range = (membership.0, membership.0 + 1);
        growth::each_settled(unit, range, now, &mut |_, settled, lines| {
            let lines = Lines::unpack(lines, desk.slots).context("an assessment is damaged")?;
            let amount = post::savings(&lines);
            if amount != 0 {
                saved.push(Saved { month: now, settled, amount });
            }
            Ok(())
        })?;
        month = now.next().filter(|next| *next <= until);
    }
    let mut taken = grants::withdrawals(unit, (membership.0, membership.0 + 1))?;
    taken.retain(|one| one.day.month() <= until);
    Ok(Booked { saved, growth: growth::of(unit, membership)?, taken })
}

/// What came into an account and what went out of it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Moved {
    pub(crate) paid_in: i64,
    pub(crate) paid_out: i64,
    /// Growth that was booked with what went out, and not for a whole year.
    pub(crate) growth: i64,
}

impl Booked {
    pub(crate) fn account(&self, method: Method) -> Account {
        self.left(&self.taken).account(method)
    }

    /// The same as it was at the end of a month, before what was paid out later.
    pub(crate) fn account_at(&self, method: Method, until: Month) -> Account {
        self.left(self.taken_by(until)).account(method)
    }

    fn taken_by(&self, until: Month) -> &[Withdrawal] {
        &self.taken[..self.taken.partition_point(|one| one.day.month() <= until)]
    }

    /// Whether something was taken in a month, and what is left of it is known the month after.
    pub(crate) fn waits(&self, month: Month) -> bool {
        self.left(&self.taken).waits(month)
    }

    /// What was taken in a month out of what began anew last, and is still in its balance.
    pub(crate) fn taken_in(&self, month: Month) -> i64 {
        self.left(&self.taken).taken_in(month)
    }

    /// What is there after something was paid out.
    fn left(&self, taken: &[Withdrawal]) -> Left {
        let credited = |saved: &Saved| Account::credited_in(saved.month, saved.settled);
        let saved: Vec<_> =
            self.saved.iter().map(|saved| (credited(saved), saved.settled, saved.amount)).collect();
        left(&saved, taken)
    }

    /// What came in after the end of a month and by the end of another, what went out, and the growth that
    /// was booked with it.
    pub(crate) fn moved(&self, after: Option<Month>, until: Month) -> Moved {
        let within = |month: Month| month <= until && after.is_none_or(|after| month > after);
        let credited = |saved: &&Saved| within(Account::credited_in(saved.month, saved.settled));
        let taken = || self.taken.iter().filter(|one| within(one.day.month()));
        Moved {
            paid_in: self.saved.iter().filter(credited).map(|saved| saved.amount).sum(),
            paid_out: taken().map(|one| one.amount).sum(),
            growth: taken().map(|one| one.growth).sum(),
        }
    }

    /// What is booked by the end of a month: growth is booked for whole years.
    pub(crate) fn balance(&self, until: Month) -> i64 {
        let grown = self.growth.iter().filter(|(year, _)| december(*year).is_some_and(|end| end <= until));
        let grown = grown.map(|(_, amount)| amount).sum::<i64>();
        self.left(self.taken_by(until)).booked(until) + grown
    }
}

pub(crate) fn december(year: i32) -> Option<Month> {
    Month::new(year, 12).ok()
}

fn show(cli: &Cli, arguments: &Show) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    let until = arguments.until.unwrap_or_else(|| office.today().month());
    let membership = MembershipId(arguments.membership);
    let booked = office.look(|unit, desk| read(unit, desk, membership, until))?;
    let grown: Vec<(i32, i64)> = booked
        .growth
        .iter()
        .copied()
        .filter(|(year, _)| december(*year).is_some_and(|end| end <= until))
        .collect();
    let (moved, balance) = (booked.moved(None, until), booked.balance(until));
    let saved = booked.saved.iter().map(|saved| {
        let (month, settled) = (saved.month.to_string(), saved.settled.to_string());
        json!({ "month": month, "settled": settled, "amount": saved.amount })
    });
    let growth = grown.iter().map(|(year, amount)| json!({ "year": year, "amount": amount }));
    let value = json!({
        "membership": membership.0, "until": until.to_string(),
        "crediting": office.institution.crediting, "contributions": saved.collect::<Value>(),
        "growth": growth.collect::<Value>(), "paid_in": moved.paid_in, "paid_out": moved.paid_out,
        "balance": balance,
    });
    answer(arguments.json, &value, &show_text(&booked, &grown, (moved, balance), (until, lang)))
}

fn show_text(
    booked: &Booked,
    grown: &[(i32, i64)],
    (moved, balance): (Moved, i64),
    (until, lang): (Month, Lang),
) -> String {
    let mut rows: Vec<Vec<String>> = booked
        .saved
        .iter()
        .map(|saved| {
            let settled = format!("{} {}", lang.pick("lunas", "settled"), saved.settled);
            vec![saved.month.to_string(), grouped(saved.amount, lang), settled]
        })
        .collect();
    let mut sum = |name: &str, amount: i64, more: &str| {
        rows.push(vec![name.to_owned(), grouped(amount, lang), more.to_owned()]);
    };
    sum(lang.pick("iuran", "paid in"), moved.paid_in, "");
    for (year, amount) in grown {
        sum(&year.to_string(), *amount, lang.pick("hasil pengembangan", "growth"));
    }
    if moved.growth != 0 {
        let with = lang.pick("hasil pengembangan sampai dibayar", "growth until it was paid");
        sum("", moved.growth, with);
    }
    if moved.paid_out != 0 {
        sum(lang.pick("dibayarkan", "paid out"), -moved.paid_out, "");
    }
    let until = format!("{} {until}", lang.pick("sampai akhir", "at the end of"));
    sum(lang.pick("saldo", "balance"), balance, &until);
    columns(&rows, &[1]).iter().map(|line| format!("{line}\n")).collect()
}

fn replay(cli: &Cli, arguments: &Replay) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    let membership = MembershipId(arguments.membership);
    let (law, today) = (office.law, office.today());
    let method = Method::named(law, &office.institution.crediting)?;
    let booked = office.look(|unit, desk| read(unit, desk, membership, today.month()))?;
    // Growth is booked to the end of a year, so that is where the two can be compared.
    let until = booked.growth.iter().filter_map(|(year, _)| december(*year)).max();
    let until = until.filter(|until| *until <= today.month());
    let statement = match until {
        Some(until) => booked.account_at(method, until).statement(law, until)?,
        None => Vec::new(),
    };
    let replayed = statement.last().map_or(0, |line| line.balance);
    let books = until.map_or(0, |until| booked.balance(until));
    let years = statement.iter().map(|line| {
        json!({
            "until": line.until.to_string(), "paid_in": line.paid_in, "growth": line.growth,
            "balance": line.balance, "booked": grown_in(&booked, line),
        })
    });
    let value = json!({
        "membership": membership.0, "until": until.map(|until| until.to_string()),
        "years": years.collect::<Value>(), "replayed": replayed, "booked": books,
        "difference": replayed - books,
    });
    answer(arguments.json, &value, &replay_text(&booked, &statement, (replayed, books), lang))?;
    Ok(if replayed == books { Outcome::Fine } else { Outcome::Faults })
}

/// What was booked as growth for the year of a line.
pub(crate) fn grown_in(booked: &Booked, line: &StatementLine) -> i64 {
    let found = booked.growth.iter().find(|(year, _)| *year == line.until.year());
    found.map_or(0, |(_, amount)| *amount)
}

fn replay_text(
    booked: &Booked,
    statement: &[StatementLine],
    (replayed, books): (i64, i64),
    lang: Lang,
) -> String {
    if statement.is_empty() {
        let nothing = lang.pick("belum ada hasil pengembangan yang dibukukan", "no growth is booked yet");
        return format!("{nothing}\n");
    }
    let head = [
        lang.pick("sampai", "until"),
        lang.pick("iuran", "paid in"),
        lang.pick("hasil", "growth"),
        lang.pick("dibukukan", "booked"),
        lang.pick("saldo", "balance"),
    ];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for line in statement {
        let amounts = [line.paid_in, line.growth, grown_in(booked, line), line.balance];
        let amounts = amounts.map(|amount| grouped(amount, lang));
        rows.push([line.until.to_string()].into_iter().chain(amounts).collect());
    }
    let mut text: String = columns(&rows, &[1, 2, 3, 4]).iter().map(|line| format!("{line}\n")).collect();
    let (replayed_text, books_text) = (grouped(replayed, lang), grouped(books, lang));
    text.push_str(&match (lang, replayed == books) {
        (Lang::Id, true) => format!("dihitung ulang {replayed_text}, sama dengan pembukuan\n"),
        (Lang::En, true) => format!("reckoned again {replayed_text}, as booked\n"),
        (Lang::Id, false) => format!("dihitung ulang {replayed_text}, dibukukan {books_text}\n"),
        (Lang::En, false) => format!("reckoned again {replayed_text}, booked {books_text}\n"),
    });
    text
}

fn refund(cli: &Cli, arguments: &Refund) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let Refund { payer, amount, json, .. } = *arguments;
    let today = office.today();
    let paid = refund_credit::run(&mut office, PayerId(payer), amount, today, arguments.key.as_deref())?;
    let lang = Lang::from(cli.lang);
    let shown = grouped(paid, lang);
    let text = match lang {
        Lang::Id => format!("{shown} dikembalikan kepada pembayar {payer}\n"),
        Lang::En => format!("{shown} paid back to payer {payer}\n"),
    };
    answer(json, &json!({ "payer": payer, "amount": paid }), &text)
}
