//! `naungan person`: people are registered, found, shown, corrected, related, merged.

mod change;
mod find;
mod show;

use anyhow::Result;
use base::{Day, Kpj, Nik};
use clap::{Args, Subcommand};

use super::register::{Pair, Sex, pair};
use super::{Cli, Outcome};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Register somebody, once
    Register(Register),
    /// Find people by NIK, card number or name
    Find(Find),
    /// Everything that is known of one person
    Show(Show),
    /// Correct who somebody is; what was known before stays, with its time
    Correct(Correct),
    /// The family
    #[command(subcommand)]
    Relative(Relative),
    /// Note a death: nobody is billed for months after it
    Died(Died),
    /// Take back a death that was reported in error
    Alive(Alive),
    /// Two numbers are one person: the first becomes the second
    Merge(Merge),
    /// A number is a person of its own again
    Unmerge(Unmerge),
}

#[derive(Args, Debug)]
struct Register {
    /// The population number, sixteen digits
    #[arg(long)]
    nik: Nik,
    /// The name as on the card
    #[arg(long)]
    name: String,
    /// Date of birth
    #[arg(long, value_name = "YYYY-MM-DD")]
    birth: Day,
    /// The sex that the population register records
    #[arg(long, value_enum)]
    sex: Sex,
    /// The mother's name
    #[arg(long)]
    mother: Option<String>,
    /// A telephone number
    #[arg(long)]
    phone: Option<String>,
    /// A fact that has always been true, such as `nationality=foreign`; may be repeated
    #[arg(long, value_name = "FACT=VALUE", value_parser = pair)]
    set: Vec<Pair>,
    /// Somebody has looked: this is another person than the one who is alike
    #[arg(long)]
    another: bool,
    /// A name of this request: the same again gets the same answer and registers nobody twice
    #[arg(long)]
    key: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
#[group(skip)]
struct Find {
    /// By population number
    #[arg(long, required_unless_present_any = ["kpj", "name"])]
    nik: Option<Nik>,
    /// By card number
    #[arg(long)]
    kpj: Option<Kpj>,
    /// By name, however it is spelt
    #[arg(long)]
    name: Option<String>,
    /// Population numbers in full
    #[arg(long)]
    full: bool,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Show {
    /// The person's number
    person: i64,
    /// Population and card numbers in full
    #[arg(long)]
    full: bool,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Correct {
    /// The person's number
    person: i64,
    /// The right population number
    #[arg(long)]
    nik: Option<String>,
    /// The right name
    #[arg(long)]
    name: Option<String>,
    /// The right date of birth; months that were assessed are assessed again
    #[arg(long, value_name = "YYYY-MM-DD")]
    birth: Option<Day>,
    /// The right sex
    #[arg(long, value_enum)]
    sex: Option<Sex>,
    /// The mother's right name
    #[arg(long)]
    mother: Option<String>,
    /// The right telephone number; empty if there is none any more
    #[arg(long)]
    phone: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Relative {
    /// Add a relative
    Add(AddRelative),
    /// End a relation
    End(EndRelative),
}

#[derive(Args, Debug)]
struct AddRelative {
    /// The person's number
    person: i64,
    /// The relation by the law's name, such as `spouse` or `son_or_daughter`
    #[arg(long)]
    relation: String,
    /// The relative's name
    #[arg(long)]
    name: String,
    /// The relative's date of birth
    #[arg(long, value_name = "YYYY-MM-DD")]
    birth: Option<Day>,
    /// The first day: of the marriage, of life, of adoption
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Day,
    /// The first day it is no longer so
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Option<Day>,
    /// A name of this request: the same again gets the same answer and adds nothing twice
    #[arg(long)]
    key: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct EndRelative {
    /// The person's number
    person: i64,
    /// Which relative, as `naungan person show` numbers them
    no: i64,
    /// The first day it is no longer so
    #[arg(long, value_name = "YYYY-MM-DD")]
    until: Day,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Died {
    /// The person's number
    person: i64,
    /// The day of death
    day: Day,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Alive {
    /// The person's number
    person: i64,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Merge {
    /// The number that gives way
    from: i64,
    /// The number that stays
    into: i64,
    /// Why they are one; needed where the dates of birth differ
    #[arg(long)]
    reason: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Unmerge {
    /// The number that stands alone again
    person: i64,
    /// Why they are two
    #[arg(long)]
    reason: String,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    match &arguments.command {
        Command::Register(arguments) => change::register(cli, arguments),
        Command::Find(arguments) => find::run(cli, arguments),
        Command::Show(arguments) => show::run(cli, arguments),
        Command::Correct(arguments) => change::correct(cli, arguments),
        Command::Relative(Relative::Add(arguments)) => change::add_relative(cli, arguments),
        Command::Relative(Relative::End(arguments)) => change::end_relative(cli, arguments),
        Command::Died(arguments) => change::death(cli, arguments.person, Some(arguments.day), arguments.json),
        Command::Alive(arguments) => change::death(cli, arguments.person, None, arguments.json),
        Command::Merge(arguments) => change::merge(cli, arguments),
        Command::Unmerge(arguments) => change::unmerge(cli, arguments),
    }
}
