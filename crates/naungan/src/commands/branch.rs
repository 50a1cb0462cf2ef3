//! `naungan branch`: where the institution is close to people, and whom each branch cares for.

use anyhow::Result;
use clap::{Args, Subcommand};
use rules::render::Lang;
use scheme::id::{PayerId, PersonId};
use serde_json::json;
use store::queries::branches::{self, Branch};
use store::queries::caseloads;

use super::register::answer;
use super::{Cli, Outcome, open};
use crate::actions::open_branch::{self, Cares};
use crate::books::grouped;
use crate::office::Office;
use crate::report::{columns, say};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Open a branch
    Add(Add),
    /// Every branch, and for how many it cares
    List(List),
    /// Give a branch somebody to care for
    Assign(Assign),
}

#[derive(Args, Debug)]
struct Add {
    /// What it is called
    name: String,
    /// The code of the province it is in, such as 31
    #[arg(long)]
    province: u8,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct List {
    /// The answer as JSON, a branch a line
    #[arg(long)]
    json: bool,
}

/// Other ways to say whom to care for.
const OTHERS: [&str; 2] = ["payer", "province"];

#[derive(Args, Debug)]
struct Assign {
    /// The branch, by number
    branch: i64,
    /// One person, by number
    #[arg(long, conflicts_with_all = OTHERS, required_unless_present_any = OTHERS)]
    person: Option<i64>,
    /// One payer, by number, with everybody who works there
    #[arg(long, conflicts_with = "province")]
    payer: Option<i64>,
    /// Every payer of a province that no branch cares for yet, by the code of the province
    #[arg(long)]
    province: Option<u8>,
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    match &arguments.command {
        Command::Add(arguments) => {
            let branch = open_branch::run(&mut office, &arguments.name, arguments.province)?;
            let text = format!("{} {branch}\n", lang.pick("cabang", "branch"));
            answer(arguments.json, &json!({ "branch": branch }), &text)
        }
        Command::List(arguments) => list(&mut office, arguments, lang),
        Command::Assign(arguments) => assign(&mut office, arguments, lang),
    }
}

fn list(office: &mut Office, arguments: &List, lang: Lang) -> Result<Outcome> {
    let all: Vec<(Branch, i64)> = office.look(|unit, _| {
        let all = branches::all(unit)?;
        all.into_iter()
            .map(|branch| Ok((caseloads::count(unit, branch.id)?, branch)))
            .map(|row: Result<_>| row.map(|(cares, branch)| (branch, cares)))
            .collect()
    })?;
    if arguments.json {
        let row = |(branch, cares): &(Branch, i64)| {
            let value = json!({
                "branch": branch.id, "name": branch.name, "province": branch.province,
                "closed": branch.closed.map(|day| day.to_string()), "cares_for": cares,
            });
            format!("{value}\n")
        };
        say(&all.iter().map(row).collect::<String>())?;
        return Ok(Outcome::Fine);
    }
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|(branch, cares)| {
            let cares = format!("{} {}", lang.pick("mengurus", "cares for"), grouped(*cares, lang));
            vec![branch.id.to_string(), branch.name.clone(), branch.province.clone(), cares]
        })
        .collect();
    say(&columns(&rows, &[0]).iter().map(|line| format!("{line}\n")).collect::<String>())?;
    Ok(Outcome::Fine)
}

fn assign(office: &mut Office, arguments: &Assign, lang: Lang) -> Result<Outcome> {
    let person = arguments.person.map(|person| Cares::Person(PersonId(person)));
    let payer = arguments.payer.map(|payer| Cares::Payer(PayerId(payer)));
    let province = arguments.province.map(Cares::Province);
    let mut given = 0;
    for cares in [person, payer, province].into_iter().flatten() {
        given += open_branch::assign(office, arguments.branch, cares)?;
    }
    let given = grouped(i128::from(given), lang);
    let text = match lang {
        Lang::Id => format!("{given} diserahkan kepada cabang {}\n", arguments.branch),
        Lang::En => format!("{given} given to branch {}\n", arguments.branch),
    };
    say(&text)?;
    Ok(Outcome::Fine)
}
