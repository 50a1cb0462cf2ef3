//! `naungan agent`: who enrols people and collects for them, the cash she holds, and what she earns.

use anyhow::Result;
use base::{Day, Month};
use clap::{Args, Subcommand};
use rules::render::Lang;
use scheme::id::{MembershipId, PersonId};
use serde_json::{Value, json};
use store::queries::agent_cash::Handover;
use store::queries::agents::Agent;

use super::register::answer;
use super::{Cli, Outcome, open};
use crate::actions::book_part::{self, Part};
use crate::actions::earn_commission;
use crate::actions::open_agent::{self, OpenAgent};
use crate::actions::take_cash::{self, TakeCash};
use crate::books::grouped;
use crate::office::{Office, code};
use crate::report::{columns, say};
use crate::views::agent::{self, Standing};

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
    /// Open an office that agents belong to
    Office {
        /// What it is called
        name: String,
        /// The branch that looks after it, by number
        #[arg(long)]
        branch: i64,
    },
    /// Open an agent of an office
    Add(Add),
    /// Every agent, with what she holds and earns
    List,
    /// One agent: areas, members, cash and commission
    Show {
        /// The agent, by number
        agent: i64,
    },
    /// Note that an agent enrolled a member who pays for herself
    Bring {
        /// The agent, by number
        agent: i64,
        /// The membership, by number
        membership: i64,
    },
    /// An agent takes cash for a member
    Cash(Cash),
    /// What an agent is to bring to the bank, and under which code
    HandOver {
        /// The agent, by number
        agent: i64,
    },
    /// The money of a handover came: all of it, or less with a reason
    Came {
        /// The handover, by number
        handover: i64,
        /// How much came, in rupiah
        #[arg(long)]
        amount: i64,
        /// The day, instead of today
        #[arg(long)]
        day: Option<Day>,
        /// Why less came; the rest stays with the agent, under a code of its own
        #[arg(long, value_name = "WHY")]
        short: Option<String>,
    },
    /// What agents have earned on settled months, until a month
    Earn {
        /// The last contribution month
        month: Month,
    },
    /// Pay an agent what she has earned
    Pay {
        /// The agent, by number
        agent: i64,
    },
    /// Let an agent's commission wait for a review
    Hold {
        /// The agent, by number
        agent: i64,
        /// It waits no more
        #[arg(long)]
        release: bool,
    },
    /// End an agent who holds no cash
    End {
        /// The agent, by number
        agent: i64,
    },
}

#[derive(Args, Debug)]
struct Add {
    /// The office she belongs to, by number
    #[arg(long)]
    office: i64,
    /// Who she is, by number of the person
    #[arg(long)]
    person: Option<i64>,
    /// How she is paid
    #[arg(long, default_value = "by_staying")]
    terms: String,
    /// A province or district where she enrols, by code; several times for several
    #[arg(long = "area")]
    areas: Vec<String>,
}

#[derive(Args, Debug)]
struct Cash {
    /// The agent, by number
    agent: i64,
    /// The membership, by number
    membership: i64,
    /// How much, in rupiah
    #[arg(long)]
    amount: i64,
    /// The day, instead of today
    #[arg(long)]
    day: Option<Day>,
    /// A name of the request: the same again is done once
    #[arg(long)]
    key: Option<String>,
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    let (value, text) = match &arguments.command {
        Command::Office { name, branch } => {
            let id = open_agent::agency(&mut office, name, *branch)?;
            (json!({ "office": id }), format!("{} {id}\n", lang.pick("kantor agen", "office of agents")))
        }
        Command::Add(arguments) => add(&mut office, arguments, lang)?,
        Command::List => return list(&mut office, arguments.json, lang),
        Command::Show { agent } => show(&mut office, *agent, lang)?,
        Command::Bring { agent, membership } => {
            open_agent::bring(&mut office, *agent, MembershipId(*membership))?;
            done(json!({ "agent": agent, "membership": membership }), lang)
        }
        Command::Cash(arguments) => cash(&mut office, arguments, lang)?,
        Command::HandOver { agent } => handover(&take_cash::ask(&mut office, *agent)?, lang),
        Command::Came { handover, amount, day, short } => {
            came(&mut office, (*handover, *amount, *day), short.as_deref(), lang)?
        }
        Command::Earn { month } => earned(&earn_commission::run(&mut office, *month)?, lang),
        Command::Pay { agent } => {
            let amount = earn_commission::pay(&mut office, *agent)?;
            let text = format!("{} Rp{}\n", lang.pick("dibayar", "paid"), grouped(amount, lang));
            (json!({ "agent": agent, "paid": amount }), text)
        }
        Command::Hold { agent, release } => {
            open_agent::hold(&mut office, *agent, !release)?;
            done(json!({ "agent": agent, "held": !release }), lang)
        }
        Command::End { agent } => {
            open_agent::end(&mut office, *agent)?;
            done(json!({ "agent": agent, "ended": true }), lang)
        }
    };
    answer(arguments.json, &value, &text)
}

fn done(value: Value, lang: Lang) -> (Value, String) {
    (value, format!("{}\n", lang.pick("tercatat", "noted")))
}

fn add(office: &mut Office, arguments: &Add, lang: Lang) -> Result<(Value, String)> {
    let asked = OpenAgent {
        agency: arguments.office,
        person: arguments.person.map(PersonId),
        terms: arguments.terms.clone(),
        areas: arguments.areas.clone(),
    };
    let agent = open_agent::run(office, &asked)?;
    Ok((json!({ "agent": agent }), format!("{} {agent}\n", lang.pick("agen", "agent"))))
}

fn cash(office: &mut Office, arguments: &Cash, lang: Lang) -> Result<(Value, String)> {
    let asked = TakeCash {
        agent: arguments.agent,
        membership: MembershipId(arguments.membership),
        amount: arguments.amount,
        day: arguments.day.unwrap_or_else(|| office.today()),
    };
    let taken = take_cash::run(office, &asked, arguments.key.as_deref())?;
    let (held, due) = (grouped(taken.held, lang), &taken.due);
    let text = match lang {
        Lang::Id => {
            format!("kuitansi {}; agen memegang Rp{held}, setor paling lambat {due}\n", taken.receipt)
        }
        Lang::En => format!("receipt {}; the agent holds Rp{held}, to be brought by {due}\n", taken.receipt),
    };
    Ok((serde_json::to_value(&taken)?, text))
}

fn came(
    office: &mut Office,
    (handover, amount, day): (i64, i64, Option<Day>),
    short: Option<&str>,
    lang: Lang,
) -> Result<(Value, String)> {
    let day = day.unwrap_or_else(|| office.today());
    let Some(why) = short else {
        take_cash::came(office, handover, amount, day)?;
        return Ok(done(json!({ "handover": handover, "amount": amount }), lang));
    };
    let part = Part { handover, amount, day, why: why.to_owned(), account: None };
    let rest = book_part::run(office, &part)?;
    let (_, owed) = self::handover(&rest, lang);
    let value = json!({ "handover": handover, "amount": amount, "rest": rest.id, "owed": rest.amount });
    Ok((
        value,
        format!(
            "{}\n{owed}",
            lang.pick("tercatat; sisanya tetap terutang:", "noted; the rest is still owed:")
        ),
    ))
}

fn handover(one: &Handover, lang: Lang) -> (Value, String) {
    let (code, amount, due) = (code::shown(one.code), grouped(one.amount, lang), one.due);
    let text = match lang {
        Lang::Id => format!("setoran {}: Rp{amount} dengan kode {code}, paling lambat {due}\n", one.id),
        Lang::En => format!("handover {}: Rp{amount} under the code {code}, by {due}\n", one.id),
    };
    let value = json!({ "handover": one.id, "amount": one.amount, "code": code, "due": due.to_string() });
    (value, text)
}

fn earned(all: &[(i64, i64)], lang: Lang) -> (Value, String) {
    let rows: Vec<Value> =
        all.iter().map(|(agent, amount)| json!({ "agent": agent, "amount": amount })).collect();
    let line = |(agent, amount): &(i64, i64)| {
        format!("{} {agent}: Rp{}\n", lang.pick("agen", "agent"), grouped(*amount, lang))
    };
    let mut text: String = all.iter().map(line).collect();
    if text.is_empty() {
        text = format!("{}\n", lang.pick("tidak ada yang baru", "nothing new"));
    }
    (json!(rows), text)
}

fn list(office: &mut Office, as_json: bool, lang: Lang) -> Result<Outcome> {
    let all = office.look(agent::all)?;
    if as_json {
        let line = |(agent, standing): &(Agent, Standing)| format!("{}\n", told(agent, standing));
        say(&all.iter().map(line).collect::<String>())?;
        return Ok(Outcome::Fine);
    }
    let row = |(agent, standing): &(Agent, Standing)| {
        let held = format!("{} Rp{}", lang.pick("memegang", "holds"), grouped(standing.held, lang));
        let due = format!("{} Rp{}", lang.pick("imbalan", "commission"), grouped(standing.due, lang));
        let members = format!("{} {}", standing.clients, lang.pick("peserta", "members"));
        vec![agent.id.to_string(), standing.office.clone(), members, held, due]
    };
    let rows: Vec<Vec<String>> = all.iter().map(row).collect();
    say(&columns(&rows, &[0]).iter().map(|line| format!("{line}\n")).collect::<String>())?;
    Ok(Outcome::Fine)
}

fn told(agent: &Agent, standing: &Standing) -> Value {
    json!({
        "agent": agent.id, "office": standing.office, "branch": agent.branch, "terms": agent.terms,
        "opened": agent.opened.to_string(), "ended": agent.ended.map(|day| day.to_string()),
        "waits": agent.held.is_some(), "areas": standing.areas, "clients": standing.clients,
        "held": standing.held, "overdue": standing.overdue.map(|day| day.to_string()),
        "commission_due": standing.due, "commission_paid": standing.paid,
    })
}

fn show(office: &mut Office, id: i64, lang: Lang) -> Result<(Value, String)> {
    let (agent, standing) = office.look(|unit, desk| agent::one(unit, desk, id))?;
    let rupiah = |amount: i64| format!("Rp{}", grouped(amount, lang));
    let none = lang.pick("seluruh negeri", "everywhere");
    let areas = if standing.areas.is_empty() { none.to_owned() } else { standing.areas.join(", ") };
    let overdue = standing.overdue.map_or(String::new(), |day| {
        format!(" ({} {day})", lang.pick("harus disetor sejak", "was to be brought by"))
    });
    let text = format!(
        "{} {id}: {}\n{} {areas}\n{} {}\n{} {}{overdue}\n{} {}; {} {}\n",
        lang.pick("agen", "agent"),
        standing.office,
        lang.pick("wilayah", "areas"),
        lang.pick("peserta", "members"),
        standing.clients,
        lang.pick("memegang", "holds"),
        rupiah(standing.held),
        lang.pick("imbalan terutang", "commission due"),
        rupiah(standing.due),
        lang.pick("dibayar", "paid"),
        rupiah(standing.paid),
    );
    Ok((told(&agent, &standing), text))
}
