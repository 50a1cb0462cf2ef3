//! `naungan ledger`: trial balance, statement of an account, one entry.

use anyhow::{Context, Result, bail};
use base::Day;
use clap::{Args, Subcommand};
use ledger::{Account, Fund, Holder, Place, Statement};
use serde_json::json;
use store::queries::journals;

use super::{Cli, Outcome, open};
use crate::books;
use crate::books::grouped;
use crate::report::say;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// What every account of every fund has come to; the whole sums to zero
    TrialBalance(Trial),
    /// What happened on an account
    Statement(OfAccount),
    /// One entry as it is kept, such as 3-17
    Entry(One),
}

#[derive(Args, Debug)]
pub(crate) struct Trial {
    /// At the end of this day (default: today)
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<Day>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct OfAccount {
    /// The fund, such as jht
    fund: String,
    /// The account, such as 2100 or 1900:jkk
    account: String,
    /// Only what is this payer's
    #[arg(long, conflicts_with = "membership")]
    payer: Option<i64>,
    /// Only what is this membership's
    #[arg(long)]
    membership: Option<i64>,
    /// From this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<Day>,
    /// Until this day, included (default: today)
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Option<Day>,
    /// As JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct One {
    /// Journal and number, such as 3-17
    place: String,
}

pub(crate) fn run(cli: &Cli, command: &Command) -> Result<Outcome> {
    match command {
        Command::TrialBalance(arguments) => trial_balance(cli, arguments),
        Command::Statement(arguments) => statement(cli, arguments),
        Command::Entry(arguments) => entry(cli, arguments),
    }
}

fn trial_balance(cli: &Cli, arguments: &Trial) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let on = arguments.on.unwrap_or_else(|| office.today());
    let trial = books::trial_on(&mut office.store, on)?;
    let total = trial.total();
    if arguments.json {
        let rows: Vec<_> = trial
            .rows
            .iter()
            .map(|row| {
                json!({
                    "fund": row.account.fund.as_str(),
                    "account": row.account.to_string(),
                    "debit": row.debit.to_string(),
                    "credit": row.credit.to_string(),
                    "balance": row.balance.to_string(),
                })
            })
            .collect();
        say(&format!("{:#}\n", json!({ "on": on.to_string(), "rows": rows, "total": total.to_string() })))?;
    } else {
        say(&books::trial_text(&trial))?;
    }
    Ok(if total == 0 && trial.first_unbalanced().is_none() { Outcome::Fine } else { Outcome::Faults })
}

fn statement(cli: &Cli, arguments: &OfAccount) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let fund = Fund::new(&arguments.fund)?;
    let account = Account::parse(fund, &arguments.account)?;
    let until = arguments.until.unwrap_or_else(|| office.today());
    let mut statement = Statement::new(account, arguments.from.unwrap_or(Day::MIN), until);
    if let Some(payer) = arguments.payer {
        statement = statement.of(Holder::Payer(payer));
    } else if let Some(membership) = arguments.membership {
        statement = statement.of(Holder::Membership(membership));
    }
    books::each_entry(&mut office.store, &mut |written| statement.add(written.place, &written.entry))?;
    let (opening, movements, closing) = statement.finish();
    if arguments.json {
        let rows: Vec<_> = movements
            .iter()
            .map(|one| {
                json!({
                    "day": one.day.to_string(), "entry": one.place.to_string(), "kind": one.kind.word(),
                    "about": one.about, "amount": one.amount, "balance": one.balance.to_string(),
                })
            })
            .collect();
        let answer = json!({
            "account": format!("{fund} {account}"), "opening": opening.to_string(), "movements": rows,
            "closing": closing.to_string(),
        });
        say(&format!("{answer:#}\n"))?;
        return Ok(Outcome::Fine);
    }
    let mut text = format!("{:>59} {:>22}\n", "", grouped(opening));
    for one in &movements {
        let about = one.about.as_deref().unwrap_or_default();
        let words = format!("{} {}", one.kind, about);
        text.push_str(&format!(
            "{} {:>9} {:<20.20} {:>17} {:>22}\n",
            one.day,
            one.place.to_string(),
            words,
            grouped(i128::from(one.amount)),
            grouped(one.balance)
        ));
    }
    text.push_str(&format!("{:>59} {:>22}\n", "", grouped(closing)));
    say(&text)?;
    Ok(Outcome::Fine)
}

fn entry(cli: &Cli, arguments: &One) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let place = place(&arguments.place)
        .with_context(|| format!("`{}` is not the place of an entry such as 3-17", arguments.place))?;
    let Some(text) = office.store.look(|unit| journals::text(unit, place.journal, place.seq))? else {
        bail!("there is no entry {place}");
    };
    say(&text)?;
    Ok(Outcome::Fine)
}

fn place(text: &str) -> Option<Place> {
    let (journal, seq) = text.split_once('-')?;
    Some(Place { journal: journal.parse().ok()?, seq: seq.parse().ok()? })
}
