//! `naungan outreach`: drives of branches to reach people, what they came to and cost.

use anyhow::Result;
use base::Day;
use clap::{Args, Subcommand};
use rules::render::Lang;
use scheme::id::MembershipId;
use serde_json::{Value, json};

use super::register::answer;
use super::{Cli, Outcome, open};
use crate::actions::lead_outreach::{self, LeadOutreach, Spent};
use crate::books::grouped;
use crate::report::columns;
use crate::views::outreach::{self, Came};

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// The answer as JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Begin a drive: members to be brought until a day
    Begin(Begin),
    /// Every drive: who was brought, who stays, what one of those cost
    List,
    /// One drive, with what it cost one by one
    Show {
        /// The drive, by number
        drive: i64,
    },
    /// Note what a drive cost
    Spend(Spend),
    /// Count a new member whom no agent brought
    Count {
        /// The drive, by number
        drive: i64,
        /// The membership, by number
        membership: i64,
    },
}

#[derive(Args, Debug)]
struct Begin {
    /// What it is called
    name: String,
    /// The branch that leads it, by number
    #[arg(long)]
    branch: i64,
    /// All branches of its province take part
    #[arg(long)]
    province: bool,
    /// How many members are to be brought
    #[arg(long)]
    target: i64,
    /// The last day
    #[arg(long)]
    until: Day,
    /// What it costs to begin with, in rupiah
    #[arg(long, default_value_t = 0)]
    cost: i64,
}

#[derive(Args, Debug)]
struct Spend {
    /// The drive, by number
    drive: i64,
    /// What for
    what: String,
    /// How much, in rupiah
    #[arg(long)]
    amount: i64,
    /// The day, instead of today
    #[arg(long)]
    day: Option<Day>,
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    let (value, text) = match &arguments.command {
        Command::Begin(begin) => {
            let asked = LeadOutreach {
                branch: begin.branch,
                whole_province: begin.province,
                name: begin.name.clone(),
                until: begin.until,
                target: begin.target,
                cost: begin.cost,
                account: None,
            };
            let id = office.unit(|unit, desk| lead_outreach::within(unit, desk, &asked))?;
            (json!({ "outreach": id }), format!("{} {id}\n", lang.pick("sosialisasi", "outreach")))
        }
        Command::List => {
            let all = office.look(|unit, desk| outreach::of_branches(unit, desk, None))?;
            let rows: Vec<Vec<String>> = all.iter().map(|one| row(one, lang)).collect();
            let text = columns(&rows, &[0]).iter().map(|line| format!("{line}\n")).collect();
            (all.iter().map(value_of).collect(), text)
        }
        Command::Show { drive } => {
            let result = office.look(|unit, desk| {
                let drive = lead_outreach::load(unit, *drive)?;
                outreach::came(unit, desk, drive)
            })?;
            (value_of(&result), shown(&result, lang))
        }
        Command::Spend(cost) => {
            let day = cost.day.unwrap_or_else(|| office.today());
            let (what, amount) = (cost.what.clone(), cost.amount);
            let spent = Spent { outreach: cost.drive, day, what, amount, account: None };
            let no = office.unit(|unit, desk| lead_outreach::spend(unit, desk, &spent))?;
            (json!({ "outreach": cost.drive, "no": no, "amount": amount }), noted(lang))
        }
        Command::Count { drive, membership } => {
            let id = MembershipId(*membership);
            office.unit(|unit, desk| lead_outreach::count(unit, desk, *drive, id))?;
            (json!({ "outreach": drive, "membership": membership }), noted(lang))
        }
    };
    answer(arguments.json, &value, &text)
}

fn noted(lang: Lang) -> String {
    format!("{}\n", lang.pick("tercatat", "noted"))
}

fn value_of(one: &Came) -> Value {
    let costs = one.costs.iter().map(|cost| {
        json!({ "no": cost.no, "day": cost.day.to_string(), "what": cost.what, "amount": cost.amount })
    });
    json!({
        "outreach": one.drive.id, "name": one.drive.name, "branch": one.drive.branch,
        "province": one.drive.province, "from": one.drive.from.to_string(),
        "until": one.drive.until.to_string(), "target": one.drive.target, "reached": one.reached,
        "kept": one.kept, "kept_months": one.months, "cost": one.cost, "cost_of_each": one.each(),
        "costs": costs.collect::<Value>(),
    })
}

fn row(one: &Came, lang: Lang) -> Vec<String> {
    let each = one.each().map_or_else(|| "–".to_owned(), |each| format!("Rp{}", grouped(each, lang)));
    vec![
        one.drive.id.to_string(),
        one.drive.name.clone(),
        one.drive.until.to_string(),
        format!("{} {}/{}", lang.pick("terjangkau", "reached"), one.reached, one.drive.target),
        format!("{} {}", lang.pick("bertahan", "kept"), one.kept),
        format!("{} {each}", lang.pick("biaya per peserta bertahan", "cost of each kept")),
    ]
}

fn shown(one: &Came, lang: Lang) -> String {
    let mut text = format!("{}\n", row(one, lang).join("  "));
    let begun = lang.pick("biaya awal", "to begin with");
    text.push_str(&format!("  {} {begun}: Rp{}\n", one.drive.from, grouped(one.drive.cost, lang)));
    for cost in &one.costs {
        text.push_str(&format!("  {} {}: Rp{}\n", cost.day, cost.what, grouped(cost.amount, lang)));
    }
    text
}
