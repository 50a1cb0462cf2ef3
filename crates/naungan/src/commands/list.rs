//! `naungan list`: names that villages and associations hand in, who is chosen from them, what ends when.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use base::Month;
use clap::{Args, Subcommand};
use rules::render::Lang;
use scheme::id::PayerId;
use scheme::solidarity::choose::{Quota, Trait};
use scheme::solidarity::list::Verdict;
use serde_json::{Value, json};
use store::queries::choices;
use store::queries::person_lists::{self, PersonList};

use super::register::answer;
use super::{Cli, Outcome, open};
use crate::actions::ask_renewal;
use crate::actions::choose_people::{self, ChoosePeople, Plan};
use crate::actions::refuse_sponsorship::{self, RefuseSponsorship};
use crate::actions::report_file::FILE_BYTES_MAX;
use crate::actions::take_list::{self, Brought};
use crate::books::grouped;
use crate::jobs::{check_list, enrol_chosen};
use crate::office::Office;
use crate::pages::texts;
use crate::report::columns;
use crate::reports::names;
use crate::serve::form::file_name;
use crate::views::lists;

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Hand a list in: CSV or XLSX with columns such as NIK, Nama, Tanggal Lahir, Desa, Pekerjaan, Desil
    Add(Add),
    /// What the lines of a list came to
    Show(One),
    /// Check a list again, as when the civil registry has answered
    Check(One),
    /// Choose people by the campaign's rule, as far as a pot's money reaches
    Choose(Choose),
    /// The places of a campaign, and how they stand
    Places(Places),
    /// Somebody does not want to be paid for: the next has the place
    Refuse(Refuse),
    /// For how many the money of each funder ends, month by month
    Forecast(Forecast),
    /// What a funder says who was asked to go on
    Renew(Renew),
}

#[derive(Args, Debug)]
pub(crate) struct Add {
    /// The list
    file: PathBuf,
    /// Who hands it in, by number
    #[arg(long)]
    payer: i64,
    /// Which campaign it is for
    #[arg(long)]
    campaign: i64,
    /// The first month that is to be paid for (default: this month)
    #[arg(long, value_name = "YYYY-MM")]
    month: Option<Month>,
    /// The decree that fixes the list
    #[arg(long)]
    decree: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct One {
    /// The list's number
    list: i64,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Choose {
    /// The list's number
    list: i64,
    /// Whose money, by the pot's number
    #[arg(long)]
    pot: i64,
    /// A share of the places that is kept for some, such as sex=female:50; may be repeated
    #[arg(long, value_parser = quota, value_name = "WHO:PERCENT")]
    quota: Vec<Quota>,
    /// Say who would be chosen, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Places {
    /// The campaign's number
    campaign: i64,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Refuse {
    /// The campaign's number
    campaign: i64,
    /// The place
    place: i64,
    /// Why, in a word
    #[arg(long, default_value = "refused")]
    why: String,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Renew {
    /// The pot's number
    pot: i64,
    /// The last month that is paid for
    #[arg(long, value_name = "YYYY-MM")]
    until: Month,
    /// It does not go on
    #[arg(long)]
    declined: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Forecast {
    /// The last month that is looked at (default: a year from now)
    #[arg(long, value_name = "YYYY-MM")]
    until: Option<Month>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

fn quota(text: &str) -> Result<Quota, String> {
    choose_people::quota(text).map_err(|refusal| refusal.en)
}

pub(crate) fn run(cli: &Cli, command: &Command) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    match command {
        Command::Add(arguments) => add(&mut office, arguments, lang),
        Command::Show(arguments) => show(&mut office, arguments.list, arguments.json, lang),
        Command::Check(arguments) => {
            office.unit(|unit, desk| take_list::check_again(unit, desk, arguments.list, None))?;
            check_list::now(&mut office, arguments.list, &mut |_, _, _| Ok(()))?;
            show(&mut office, arguments.list, arguments.json, lang)
        }
        Command::Choose(arguments) => choose(&mut office, arguments, lang),
        Command::Places(arguments) => places(&mut office, arguments, lang),
        Command::Refuse(arguments) => refuse(&mut office, arguments, lang),
        Command::Forecast(arguments) => forecast(&mut office, arguments, lang),
        Command::Renew(Renew { pot, until, declined }) => {
            let of = (PayerId(*pot), *until);
            office.unit(|unit, desk| ask_renewal::answer(unit, desk, of, !declined, None))?;
            Ok(Outcome::Fine)
        }
    }
}

fn add(office: &mut Office, arguments: &Add, lang: Lang) -> Result<Outcome> {
    let file = &arguments.file;
    let size = fs::metadata(file).with_context(|| format!("could not read {}", file.display()))?.len();
    anyhow::ensure!(size <= FILE_BYTES_MAX as u64, "{}: more than {FILE_BYTES_MAX} bytes", file.display());
    let bytes = fs::read(file).with_context(|| format!("could not read {}", file.display()))?;
    let lines = names::read(bytes)?;
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let brought = Brought {
        payer: PayerId(arguments.payer),
        campaign: arguments.campaign,
        name: file_name(&name),
        decree: arguments.decree.clone(),
        month: arguments.month.unwrap_or(office.today().month()),
        lines: &lines,
        account: None,
    };
    let list = office.unit(|unit, desk| take_list::bring(unit, desk, &brought))?;
    check_list::now(office, list, &mut |_, _, _| Ok(()))?;
    show(office, list, arguments.json, lang)
}

fn show(office: &mut Office, id: i64, as_json: bool, lang: Lang) -> Result<Outcome> {
    let (list, counts) = office.look(|unit, _| Ok((read(unit, id)?, lists::counts(unit, id)?)))?;
    let PersonList { payer, campaign, month, state, lines, .. } = &list;
    let value = json!({
        "list": id, "payer": payer.0, "campaign": campaign, "month": month.to_string(), "state": state,
        "lines": lines,
        "verdicts": counts.iter().map(|(verdict, count)| (verdict.clone(), json!(count)))
            .collect::<serde_json::Map<String, Value>>(),
    });
    let rows: Vec<Vec<String>> =
        counts.iter().map(|(verdict, count)| vec![said(verdict, lang), grouped(*count, lang)]).collect();
    let head = match lang {
        Lang::Id => format!("daftar {id}: {} baris, bulan {month}\n", grouped(*lines, lang)),
        Lang::En => format!("list {id}: {} lines, month {month}\n", grouped(*lines, lang)),
    };
    answer(as_json, &value, &(head + &indented(&columns(&rows, &[1]))))?;
    let some_unread = counts.iter().any(|(verdict, _)| verdict == Verdict::Unreadable.word());
    Ok(if some_unread { Outcome::Partly } else { Outcome::Fine })
}

fn read(unit: &mut store::Unit<'_>, id: i64) -> Result<PersonList> {
    let gone = || {
        let (id, en) = (format!("tidak ada daftar {id}"), format!("there is no list {id}"));
        crate::registry::not_there(id, en)
    };
    Ok(person_lists::read(unit, id)?.ok_or_else(gone)?)
}

fn said(verdict: &str, lang: Lang) -> String {
    texts::said(lang, &format!("verdict.{verdict}"), &[])
}

fn indented(lines: &[String]) -> String {
    lines.iter().map(|line| format!("  {line}\n")).collect()
}

fn choose(office: &mut Office, arguments: &Choose, lang: Lang) -> Result<Outcome> {
    let (list, pot, quotas) = (arguments.list, PayerId(arguments.pot), arguments.quota.clone());
    let asked = ChoosePeople { list, pot, quotas, account: None };
    let plan = if arguments.dry_run {
        office.look(|unit, desk| choose_people::plan(unit, desk, &asked))?
    } else {
        let plan = office.unit(|unit, desk| choose_people::within(unit, desk, &asked))?;
        enrol_chosen::all(office, plan.campaign, &mut |_, _, _| Ok(()))?;
        plan
    };
    answer(arguments.json, &lists::plan_json(&plan), &plan_text(&plan, lang))
}

fn plan_text(plan: &Plan, lang: Lang) -> String {
    let (chosen, waiting) = (plan.order.chosen.len(), plan.order.waiting.len());
    let months = plan.months.len();
    let mut text = match lang {
        Lang::Id => format!(
            "{chosen} dipilih untuk {months} bulan, {} seorang; {waiting} menunggu, {} di luar aturan\n",
            grouped(plan.price, lang),
            plan.order.left_out.len()
        ),
        Lang::En => format!(
            "{chosen} chosen for {months} months, {} each; {waiting} wait, the rule leaves out {}\n",
            grouped(plan.price, lang),
            plan.order.left_out.len()
        ),
    };
    let rows: Vec<Vec<String>> = plan
        .fairness
        .shares
        .iter()
        .map(|share| {
            let (all, chosen) = plan.fairness.per_mille(share);
            vec![of_trait(share.of, lang), share.value.clone(), per_cent(all), per_cent(chosen)]
        })
        .collect();
    text.push_str(&indented(&columns(&rows, &[2, 3])));
    text
}

fn of_trait(of: Trait, lang: Lang) -> String {
    texts::said(lang, &format!("trait.{}", of.word()), &[])
}

/// Parts of a thousand, written as parts of a hundred.
fn per_cent(per_mille: u64) -> String {
    format!("{}.{} %", per_mille / 10, per_mille % 10)
}

fn places(office: &mut Office, arguments: &Places, lang: Lang) -> Result<Outcome> {
    let counts = office.look(|unit, _| choices::counts(unit, arguments.campaign))?;
    let value: serde_json::Map<String, Value> =
        counts.iter().map(|(state, count)| (state.clone(), json!(count))).collect();
    let rows: Vec<Vec<String>> = counts
        .iter()
        .map(|(state, count)| vec![texts::said(lang, &format!("place.{state}"), &[]), grouped(*count, lang)])
        .collect();
    answer(arguments.json, &Value::Object(value), &indented(&columns(&rows, &[1])))
}

fn refuse(office: &mut Office, arguments: &Refuse, lang: Lang) -> Result<Outcome> {
    let (campaign, place, why) = (arguments.campaign, arguments.place, arguments.why.clone());
    let asked = RefuseSponsorship { campaign, place, why, account: None };
    let refused = refuse_sponsorship::run(office, &asked)?;
    enrol_chosen::all(office, campaign, &mut |_, _, _| Ok(()))?;
    let value = json!({ "place": refused.place, "freed": refused.freed, "next": refused.next });
    let next = refused.next.map_or_else(|| "-".to_owned(), |next| next.to_string());
    let freed = grouped(refused.freed, lang);
    let text = match lang {
        Lang::Id => format!("tempat {place} kosong, {freed} bebas lagi; berikutnya tempat {next}\n"),
        Lang::En => format!("place {place} is free, and {freed} of money; the next is place {next}\n"),
    };
    answer(arguments.json, &value, &text)
}

fn forecast(office: &mut Office, arguments: &Forecast, lang: Lang) -> Result<Outcome> {
    let from = office.today().month();
    let until = arguments.until.or_else(|| from.plus_months(11)).unwrap_or(from);
    let endings = office.look(|unit, desk| lists::endings(unit, desk, (from, until), None))?;
    let value: Vec<Value> = endings
        .iter()
        .map(|one| {
            json!({
                "last": one.last.to_string(), "funder": one.funder.0, "people": one.people,
                "ask_by": one.ask_by.map(|day| day.to_string()), "renewal": one.renewal,
            })
        })
        .collect();
    let rows: Vec<Vec<String>> = endings
        .iter()
        .map(|one| {
            let by = one.ask_by.map(|day| day.to_string()).unwrap_or_default();
            vec![one.last.to_string(), one.name.clone(), grouped(one.people, lang), by]
        })
        .collect();
    let none = lang.pick("tidak ada yang berakhir\n", "nothing ends\n").to_owned();
    let text = if rows.is_empty() { none } else { indented(&columns(&rows, &[2])) };
    answer(arguments.json, &Value::Array(value), &text)
}
