//! The commands of the program, one file each.

mod assess;
mod explain_benefit;
mod explain_contribution;
mod explain_definition;
mod law_check;
mod law_diff;
mod law_facts;
mod law_list;
mod law_show;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::question::Question;

/// Employment social security: the law that runs, read it, check it, compute with it, explain it.
#[derive(Debug, Parser)]
#[command(name = "naungan", version, max_term_width = 110)]
pub struct Cli {
    /// Folder of the law to use instead of the one built in, such as law/id
    #[arg(long, global = true, value_name = "PATH")]
    law: Option<PathBuf>,
    /// Language of answers
    #[arg(long, global = true, value_enum, default_value = "id")]
    lang: Language,
    #[command(subcommand)]
    command: Command,
}

/// Languages of answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Language {
    /// Bahasa Indonesia
    Id,
    /// English
    En,
}

impl From<Language> for rules::render::Lang {
    fn from(language: Language) -> Self {
        match language {
            Language::Id => Self::Id,
            Language::En => Self::En,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Work out what everybody of a payroll owes
    Assess(assess::Arguments),
    /// Work out one person's contribution, benefit or any value of the law, with the reasons
    #[command(subcommand)]
    Explain(ExplainCommand),
    /// Read the law, check it, show it
    #[command(subcommand)]
    Law(LawCommand),
}

#[derive(Debug, Subcommand)]
enum ExplainCommand {
    /// What is owed for one person and month
    Contribution(Question),
    /// What a benefit pays, or why it is refused
    Benefit(explain_benefit::Arguments),
    /// Any named value of the law, such as `due_date`
    Definition(explain_definition::Arguments),
}

#[derive(Debug, Subcommand)]
enum LawCommand {
    /// Check every file, run every example through both readers
    Check(law_check::Arguments),
    /// Every provision, by instrument
    List(law_list::Arguments),
    /// One provision: its text, tables, rules and doubts
    Show(law_show::Arguments),
    /// What changed between two days or two packs of law, value by value
    Diff(law_diff::Arguments),
    /// The facts a rule may ask for
    Facts(law_facts::Arguments),
}

/// What a command came to.
pub(crate) enum Outcome {
    /// All is well.
    Fine,
    /// The input has faults; they have been said.
    Faults,
    /// The good rows were worked out, others were rejected.
    Partly,
}

/// Parses the command line, runs the command, and says with the exit status how it went.
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    match dispatch(&cli) {
        Ok(Outcome::Fine) => ExitCode::SUCCESS,
        Ok(Outcome::Faults) => ExitCode::from(1),
        Ok(Outcome::Partly) => ExitCode::from(3),
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::from(1)
        }
    }
}

fn dispatch(cli: &Cli) -> anyhow::Result<Outcome> {
    match &cli.command {
        Command::Assess(arguments) => assess::run(cli, arguments),
        Command::Explain(command) => explain(cli, command),
        Command::Law(command) => law(cli, command),
    }
}

fn explain(cli: &Cli, command: &ExplainCommand) -> anyhow::Result<Outcome> {
    match command {
        ExplainCommand::Contribution(question) => explain_contribution::run(cli, question),
        ExplainCommand::Benefit(arguments) => explain_benefit::run(cli, arguments),
        ExplainCommand::Definition(arguments) => explain_definition::run(cli, arguments),
    }
}

fn law(cli: &Cli, command: &LawCommand) -> anyhow::Result<Outcome> {
    match command {
        LawCommand::Check(arguments) => law_check::run(cli, arguments),
        LawCommand::List(arguments) => law_list::run(cli, arguments),
        LawCommand::Show(arguments) => law_show::run(cli, arguments),
        LawCommand::Diff(arguments) => law_diff::run(cli, arguments),
        LawCommand::Facts(arguments) => law_facts::run(cli, arguments),
    }
}
