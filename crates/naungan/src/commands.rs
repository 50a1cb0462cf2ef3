//! The commands of the program, one file each.

mod access;
pub(crate) mod account;
mod agent;
mod api_document;
mod assess;
mod backup;
pub(crate) mod bank;
mod benefits;
mod bill;
mod branch;
mod campaign;
mod claim;
mod declare;
mod demo;
mod employer;
pub(crate) mod explain_benefit;
pub(crate) mod explain_contribution;
mod explain_definition;
mod export;
mod found;
mod give;
mod jobs;
mod keys;
mod law_check;
mod law_diff;
mod law_facts;
pub(crate) mod law_list;
pub(crate) mod law_show;
mod ledger;
mod list;
pub(crate) mod membership;
mod open;
mod outreach;
mod pay;
mod person;
mod register;
mod replay;
mod report;
mod run;
mod seen;
mod serve;
pub(crate) mod vacancies;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use rules::render::Lang;

use crate::question::Question;

/// What the commands are beside the counter.
const OWN_DOOR: &str = "The commands are the operator's own door: they need the database and its keys, \
    and no second person's word. Each act is noted in the record of acts, with who did it. Officers and \
    employers come by the counter, `naungan serve`.";

/// Employment social security: the law that runs, read it, check it, compute with it, explain it.
#[derive(Debug, Parser)]
#[command(name = "naungan", version, max_term_width = 110, after_long_help = OWN_DOOR)]
pub struct Cli {
    /// Folder of the law to use instead of the one built in, such as law/id
    #[arg(long, global = true, value_name = "PATH")]
    law: Option<PathBuf>,
    /// Language of answers
    #[arg(long, global = true, value_enum, default_value = "id")]
    lang: Language,
    #[command(flatten)]
    place: open::Place,
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

impl From<Language> for Lang {
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
    /// Play an invented institution, from its founding to its books
    Demo(demo::Arguments),
    /// Found an institution in an empty database
    Found(found::Arguments),
    /// Register people, find them, correct them, merge them
    Person(person::Arguments),
    /// Register those who pay, and what changes there
    Employer(employer::Arguments),
    /// Enrol members, change, end, move, resume and sponsor memberships
    Membership(membership::Arguments),
    /// Take an employer's wage report of a month
    Report(report::Arguments),
    /// Bills and their payment codes
    Bill(bill::Arguments),
    /// Take a payment
    Pay(pay::Arguments),
    /// Campaigns that gifts are for
    Campaign(campaign::Arguments),
    /// Pots, promises and gifts, and the months of workers they pay for
    Give(give::Arguments),
    /// Report what happened to a member, and see its claims through to the money
    Claim(claim::Arguments),
    /// Pay benefits that were approved: runs, files for the bank, its answers
    #[command(subcommand)]
    Benefits(benefits::Command),
    /// A member's savings, replayed to the rupiah
    Account(account::Arguments),
    /// The books: trial balance, statements, entries
    #[command(subcommand)]
    Ledger(ledger::Command),
    /// Lists of names: hand in, check, choose whom a campaign pays for, see what ends
    #[command(subcommand)]
    List(list::Command),
    /// A month, a year's growth, lapses or penalties, for everybody
    #[command(subcommand)]
    Run(run::Command),
    /// Work at the run that is open, beside others
    Work(run::Work),
    /// Decide again what was decided, with the law and the facts as known then
    Replay(replay::Arguments),
    /// Who may sign in at the counter: accounts of staff, employers and sponsors
    Access(access::Arguments),
    /// Branches, and whom each cares for
    Branch(branch::Arguments),
    /// Agents: whom they bring, the cash they hold, what they earn
    Agent(agent::Arguments),
    /// Drives to reach people: whom they brought, who stays, what it cost
    Outreach(outreach::Arguments),
    /// Serve the counter: pages and the interface, at an address
    Serve(serve::Arguments),
    /// Declare a value that the law leaves to the institution
    Declare(declare::Declare),
    /// Move money on the way to the banks of the funds that own it
    Sweep(declare::Sweep),
    /// Verify the books of the database, or an export of them
    Verify(verify::Arguments),
    /// The books for others: to verify, or as plain-text accounting
    #[command(subcommand)]
    Export(export::Command),
    /// Everything as one file
    Backup(backup::Arguments),
    /// Fill an empty database from such a file
    Restore(backup::Arguments),
    /// Keys that open names and numbers
    Keys(keys::Arguments),
    /// Pay by file: orders for a bank, and how they stand by its answers
    #[command(subcommand)]
    Bank(bank::Command),
    /// A lost job: who looks for work, duties, months of cash, dismissals, what employers have to bear
    #[command(subcommand)]
    Jobs(jobs::Command),
    /// Vacancies: read, written and matched with who looks for work
    #[command(subcommand)]
    Vacancies(vacancies::Command),
    /// The interface as an `OpenAPI` document
    #[command(hide = true)]
    ApiDocument(api_document::Arguments),
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
            eprintln!("{}", told(&error, cli.lang.into()));
            ExitCode::from(1)
        }
    }
}

/// A lawful no in the reader's language with its provision; a broken machine as its chain of causes.
pub(crate) fn told(error: &anyhow::Error, lang: Lang) -> String {
    let mut before = String::new();
    let refusal = error.chain().find_map(|cause| {
        let refusal = cause.downcast_ref::<scheme::refusal::Refusal>();
        if refusal.is_none() {
            // What was being done when the law said no.
            before.push_str(&format!("{cause}: "));
        }
        refusal
    });
    let Some(refusal) = refusal else { return format!("{error:#}") };
    let words = lang.pick(&refusal.id, &refusal.en);
    match &refusal.citation {
        Some(citation) => format!("{before}{words} ({})", rules::render::instrument(citation, lang)),
        None => format!("{before}{words}"),
    }
}

fn dispatch(cli: &Cli) -> anyhow::Result<Outcome> {
    match &cli.command {
        Command::Assess(arguments) => assess::run(cli, arguments),
        Command::Explain(command) => explain(cli, command),
        Command::Law(command) => law(cli, command),
        Command::Demo(arguments) => demo::run(cli, arguments),
        Command::Found(arguments) => found::run(cli, arguments),
        Command::Person(arguments) => person::run(cli, arguments),
        Command::Employer(arguments) => employer::run(cli, arguments),
        Command::Membership(arguments) => membership::run(cli, arguments),
        Command::Report(arguments) => report::run(cli, arguments),
        Command::Bill(arguments) => bill::run(cli, arguments),
        Command::Pay(arguments) => pay::run(cli, arguments),
        Command::Campaign(arguments) => campaign::run(cli, arguments),
        Command::Give(arguments) => give::run(cli, arguments),
        Command::Claim(arguments) => claim::run(cli, arguments),
        Command::Benefits(command) => benefits::run(cli, command),
        Command::Account(arguments) => account::run(cli, arguments),
        Command::Ledger(command) => ledger::run(cli, command),
        Command::List(command) => list::run(cli, command),
        Command::Run(command) => run::run(cli, command),
        Command::Work(arguments) => run::work(cli, arguments),
        Command::Replay(arguments) => replay::run(cli, arguments),
        Command::Access(arguments) => access::run(cli, arguments),
        Command::Branch(arguments) => branch::run(cli, arguments),
        Command::Agent(arguments) => agent::run(cli, arguments),
        Command::Outreach(arguments) => outreach::run(cli, arguments),
        Command::Serve(arguments) => serve::run(cli, arguments),
        Command::Declare(arguments) => declare::declare(cli, arguments),
        Command::Sweep(arguments) => declare::sweep(cli, arguments),
        Command::Verify(arguments) => verify::run(cli, arguments),
        Command::Export(command) => export::run(cli, command),
        Command::Backup(arguments) => backup::backup(cli, arguments),
        Command::Restore(arguments) => backup::restore(cli, arguments),
        Command::Keys(arguments) => keys::run(cli, arguments),
        Command::Bank(command) => bank::run(cli, command),
        Command::Jobs(command) => jobs::run(cli, command),
        Command::Vacancies(command) => vacancies::run(cli, command),
        Command::ApiDocument(arguments) => api_document::run(arguments),
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
