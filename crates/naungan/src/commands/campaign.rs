//! `naungan campaign`: campaigns that gifts are for, opened, changed, closed, shown.

use anyhow::Result;
use clap::{Args, Subcommand};
use rules::render::Lang;
use scheme::id::PayerId;
use scheme::solidarity::campaign::Rule;
use serde_json::json;
use store::queries::campaigns;

use super::register::answer;
use super::{Cli, Outcome, open};
use crate::actions::open_campaign::{self, OpenCampaign};
use crate::actions::set_campaign;
use crate::books::grouped;
use crate::registry::pots;
use crate::report::columns;
use crate::views::pot::{self, CampaignShown, Money, StepShown};

/// What a rule is made of, said once for both commands that take one.
const LINES: &str = "Lines of a rule: `source company`, `area 32`, `work transport`, `decile 4`, `women`, \
    `men`, `disabled`, `programme jkk`, `months 6`, `places 1000`, `first poorer`, `first disabled`, \
    `first women`, `step 7 1/2` (from a worker's seventh month on, half). Shares may only fall.";

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Open a campaign with its rule
    #[command(after_long_help = LINES)]
    Open(Open),
    /// Set another rule, for lists that come from now on
    #[command(after_long_help = LINES)]
    Set(Set),
    /// Take no more promises
    Close(One),
    /// A campaign: its rule, and where its money is
    Show(One),
    /// Every campaign
    List(List),
}

#[derive(Args, Debug)]
struct Open {
    /// What it is called
    name: String,
    /// What it is about, for everybody
    #[arg(long)]
    told: String,
    /// The donor who leads it, by number
    #[arg(long)]
    donor: Option<i64>,
    /// The code of the province it is for, such as 32
    #[arg(long)]
    province: Option<u8>,
    /// A line of its rule; may be repeated
    #[arg(long, value_name = "LINE", required = true)]
    rule: Vec<String>,
    /// A name of this request: the same again gets the same answer and opens nothing twice
    #[arg(long)]
    key: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Set {
    /// The number
    campaign: i64,
    /// A line of its rule; may be repeated
    #[arg(long, value_name = "LINE", required = true)]
    rule: Vec<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct One {
    /// The number
    campaign: i64,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct List {
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    let (campaign, as_json) = match &arguments.command {
        Command::Open(open) => {
            let asked = OpenCampaign {
                name: open.name.clone(),
                told: open.told.clone(),
                payer: open.donor.map(PayerId),
                province: open.province,
                rule: Rule::parse(&open.rule.join("\n"))?,
                account: None,
            };
            (open_campaign::run(&mut office, &asked, open.key.as_deref())?, open.json)
        }
        Command::Set(set) => {
            let rule = Rule::parse(&set.rule.join("\n"))?;
            set_campaign::run(&mut office, set.campaign, &rule, None)?;
            (set.campaign, set.json)
        }
        Command::Close(one) => {
            open_campaign::close(&mut office, one.campaign)?;
            (one.campaign, one.json)
        }
        Command::Show(one) => (one.campaign, one.json),
        Command::List(list) => {
            let all = office.look(|unit, desk| {
                campaigns::all(unit)?
                    .into_iter()
                    .map(|row| pot::campaign(unit, desk, row))
                    .collect::<Result<Vec<_>>>()
            })?;
            return answer(
                list.json,
                &json!(all),
                &all.iter().map(|one| head(one, lang)).collect::<String>(),
            );
        }
    };
    let shown = office.look(|unit, desk| {
        let row = pots::campaign(unit, campaign)?;
        pot::campaign(unit, desk, row)
    })?;
    answer(as_json, &json!(shown), &text(&shown, lang))
}

fn head(one: &CampaignShown, lang: Lang) -> String {
    let state = match one.state.as_str() {
        "open" => lang.pick("dibuka", "open"),
        _ => lang.pick("ditutup", "closed"),
    };
    format!("{} {} {}, {state}\n", lang.pick("kampanye", "campaign"), one.campaign, one.name)
}

fn text(one: &CampaignShown, lang: Lang) -> String {
    let mut text = head(one, lang);
    text.push_str(&format!("  {}\n", one.told));
    one.rule.iter().for_each(|line| text.push_str(&format!("  {line}\n")));
    one.steps.iter().for_each(|step| text.push_str(&step_text(step, lang)));
    text.push_str(&money(&one.money, lang));
    let pots: Vec<String> = one.pots.iter().map(ToString::to_string).collect();
    if !pots.is_empty() {
        text.push_str(&format!("  {} {}\n", lang.pick("kantong dana", "pots"), pots.join(", ")));
    }
    text
}

/// What a step comes to today; that public money may cost a worker her relief is said.
fn step_text(step: &StepShown, lang: Lang) -> String {
    let [part, worker, alone] = [step.part, step.worker, step.alone].map(|amount| grouped(amount, lang));
    let (month, share) = (step.month, &step.share);
    let mut text = match lang {
        Lang::Id => format!("  sejak bulan ke-{month} {share}: kampanye {part}, pekerja {worker}"),
        Lang::En => format!("  from month {month} {share}: the campaign {part}, the worker {worker}"),
    };
    if step.worker > step.alone {
        text.push_str(&match lang {
            Lang::Id => format!("; sendiri ia membayar {alone}, karena keringanan tidak berlaku lagi"),
            Lang::En => format!("; alone she would pay {alone}, since a relief falls away"),
        });
    }
    text + "\n"
}

/// Where money is, a line each; what is nothing is left out but for the sum.
pub(super) fn money(money: &Money, lang: Lang) -> String {
    let rows = [
        (lang.pick("dijanjikan", "pledged"), money.pledged),
        (lang.pick("diterima", "received"), money.received),
        (lang.pick("belum terpakai", "free"), money.free),
        (lang.pick("dicadangkan", "reserved"), money.reserved),
        (lang.pick("disiapkan", "readied"), money.readied),
        (lang.pick("terpakai", "used"), money.used),
        (lang.pick("dikembalikan", "returned"), money.returned),
    ];
    let kept = rows.iter().enumerate().filter(|(at, (_, amount))| *at == 1 || *amount != 0);
    let cells: Vec<Vec<String>> =
        kept.map(|(_, (word, amount))| vec![format!("  {word}"), grouped(*amount, lang)]).collect();
    columns(&cells, &[1]).iter().map(|line| format!("{line}\n")).collect()
}
