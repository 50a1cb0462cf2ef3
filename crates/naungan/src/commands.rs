//! The commands of the program, one file each.

mod assess;
mod law_check;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

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
    /// Read the law, check it, show it
    #[command(subcommand)]
    Law(LawCommand),
}

#[derive(Debug, Subcommand)]
enum LawCommand {
    /// Check every file, run every example through both readers
    Check(law_check::Arguments),
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
        Command::Law(LawCommand::Check(arguments)) => law_check::run(cli, arguments),
    }
}
