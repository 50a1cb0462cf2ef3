//! `naungan ledger`: trial balance, statement of an account, one entry.

use anyhow::{Context, Result, bail};
use base::Day;
use clap::{Args, Subcommand};
use ledger::chart::CHART;
use ledger::{Account, ChartRow, Fund, Holder, Kind, Movement, Place, Statement, Written};
use rules::render::Lang;
use scheme::contributions::post::COLLECTION;
use scheme::law::Law;
use serde_json::{Value, json};
use store::queries::journals;

use super::register::answer;
use super::{Cli, Outcome, open};
use crate::books;
use crate::books::grouped;
use crate::report::say;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// What every account of every fund has come to; the whole sums to zero
    TrialBalance(Trial),
    /// What happened on an account, for everybody together
    ///
    /// A payer's part of it is `naungan bill list --payer` and `naungan employer show`, a member's is
    /// `naungan account show`: a run books many of them in one line.
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
    /// As JSON
    #[arg(long)]
    json: bool,
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
        say(&books::trial_text(&trial, Lang::from(cli.lang)))?;
    }
    Ok(if total == 0 && trial.first_unbalanced().is_none() { Outcome::Fine } else { Outcome::Faults })
}

fn statement(cli: &Cli, arguments: &OfAccount) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    let account = account(arguments, office.law, lang)?;
    let until = arguments.until.unwrap_or_else(|| office.today());
    let mut statement = Statement::new(account, arguments.from.unwrap_or(Day::MIN), until);
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
            "account": format!("{} {account}", account.fund), "opening": opening.to_string(),
            "movements": rows, "closing": closing.to_string(),
        });
        say(&format!("{answer:#}\n"))?;
        return Ok(Outcome::Fine);
    }
    say(&statement_text(opening, &movements, closing, lang))?;
    Ok(Outcome::Fine)
}

/// The account, if the books can have it: of a fund of the law or the collection, by a number of the chart.
fn account(arguments: &OfAccount, law: &Law<'_>, lang: Lang) -> Result<Account> {
    let OfAccount { fund, account, .. } = arguments;
    let funds: Vec<&str> = law.funds().chain([COLLECTION]).collect();
    if !funds.contains(&fund.as_str()) {
        let known = funds.join(", ");
        match lang {
            Lang::Id => bail!("tidak ada dana `{fund}`: pilih salah satu dari {known}"),
            Lang::En => bail!("there is no fund `{fund}`: choose one of {known}"),
        }
    }
    let read = Account::parse(Fund::new(fund)?, account).ok();
    let other = |read: &Account| match (read.row(), read.other) {
        (Some(row), Some(other)) => row.due && other != read.fund && funds.contains(&other.as_str()),
        (Some(row), None) => !row.due,
        (None, _) => false,
    };
    read.filter(other).with_context(|| {
        let (known, funds) = (accounts(lang), funds.join(", "));
        match lang {
            Lang::Id => format!(
                "dana {fund} tidak mempunyai akun `{account}`: pilih salah satu dari {known}; DANA adalah \
                 dana lain dari {funds}"
            ),
            Lang::En => format!(
                "the fund {fund} has no account `{account}`: choose one of {known}; FUND is another of \
                 {funds}"
            ),
        }
    })
}

/// The accounts that every fund has, with their names.
fn accounts(lang: Lang) -> String {
    let other = |row: &ChartRow| if row.due { lang.pick(":DANA", ":FUND") } else { "" };
    let known = CHART.iter().map(|row| format!("{}{} {}", row.number, other(row), lang.pick(row.id, row.en)));
    known.collect::<Vec<_>>().join(", ")
}

fn statement_text(opening: i128, movements: &[Movement], closing: i128, lang: Lang) -> String {
    let mut text = format!("{:>59} {:>22}\n", "", grouped(opening, lang));
    for one in movements {
        let about = one.about.as_deref().unwrap_or_default();
        let words = format!("{} {}", kind(one.kind, lang), about);
        text.push_str(&format!(
            "{} {:>9} {:<20.20} {:>17} {:>22}\n",
            one.day,
            one.place.to_string(),
            words,
            grouped(one.amount, lang),
            grouped(one.balance, lang)
        ));
    }
    text.push_str(&format!("{:>59} {:>22}\n", "", grouped(closing, lang)));
    text
}

/// What was done, in a word.
fn kind(kind: Kind, lang: Lang) -> &'static str {
    let id = match kind {
        Kind::Assessed => "ditetapkan",
        Kind::Corrected => "dikoreksi",
        Kind::Received => "diterima",
        Kind::Allocated => "dialokasikan",
        Kind::Penalised => "didenda",
        Kind::Refunded => "dikembalikan",
        Kind::Grown => "dikembangkan",
        Kind::Swept => "dipindahbukukan",
        Kind::Granted => "disetujui",
        Kind::Paid => "dibayarkan",
        Kind::Returned => "kembali dari bank",
        Kind::Recovered => "dipulihkan",
        Kind::Remitted => "disetorkan",
        Kind::Pledged => "dijanjikan",
        Kind::Reserved => "dicadangkan",
        Kind::Readied => "disiapkan",
        Kind::Parted => "dibagi",
        Kind::Accrued => "disisihkan",
        Kind::Earned => "imbalan",
        Kind::Reversed => "dibatalkan",
    };
    lang.pick(id, kind.word())
}

fn entry(cli: &Cli, arguments: &One) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    let place = place(&arguments.place).with_context(|| match lang {
        Lang::Id => format!("`{}` bukan tempat jurnal transaksi seperti 3-17", arguments.place),
        Lang::En => format!("`{}` is not the place of an entry such as 3-17", arguments.place),
    })?;
    let text = office.store.look(|unit| journals::text(unit, place.journal, place.seq))?;
    let text = text.with_context(|| match lang {
        Lang::Id => format!("tidak ada jurnal transaksi {place}"),
        Lang::En => format!("there is no entry {place}"),
    })?;
    let value = if arguments.json { entry_json(&ledger::text::read(&text)?) } else { Value::Null };
    answer(arguments.json, &value, &text)
}

fn entry_json(written: &Written) -> Value {
    let Written { place, known, entry } = written;
    let lines = entry.lines().iter().map(|line| {
        let holder = line.holder.map(|holder| match holder {
            Holder::Payer(payer) => json!({ "payer": payer }),
            Holder::Membership(membership) => json!({ "membership": membership }),
            Holder::Rows { count, hash } => {
                json!({ "rows": count, "hash": crate::hex::of(&hash) })
            }
        });
        json!({
            "fund": line.account.fund.as_str(), "account": line.account.to_string(), "holder": holder,
            "amount": line.amount,
        })
    });
    json!({
        "entry": place.to_string(), "day": entry.day().to_string(), "known": known.to_string(),
        "kind": entry.kind().word(), "key": entry.key(), "about": entry.about(),
        "reverses": entry.reverses().map(|place| place.to_string()), "lines": lines.collect::<Value>(),
    })
}

fn place(text: &str) -> Option<Place> {
    let (journal, seq) = text.split_once('-')?;
    Some(Place { journal: journal.parse().ok()?, seq: seq.parse().ok()? })
}
