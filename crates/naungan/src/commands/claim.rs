//! `naungan claim`: from what happened to a member to a decision, step by step.

mod assessed;
mod care;
mod deaths;
mod grieve;
mod later;
mod letter;
mod life;
mod recovery;
mod reported;
mod show;
mod signals;
mod warned;

pub(super) use show::order_state;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use base::Day;
use clap::{Args, Subcommand};
use rules::render::Lang;
use scheme::claims::moves::{Move, State};
use scheme::events::{Event, EventKind};
use scheme::id::PersonId;
use scheme::law::ClaimLaw;
use serde_json::json;

use super::access::number_of;
use super::register::{Pair, answer, pair};
use super::{Cli, Outcome, open};
use crate::actions::approval_limit;
use crate::actions::hand_in_paper::{self, PAPER_BYTES_MAX};
use crate::actions::move_claim::{self, Wanted};
use crate::actions::name_payee::{self, Payee};
use crate::actions::report_event::{self, ReportEvent};
use crate::actions::{approve_claim, assess_claim};
use crate::books::grouped;
use crate::office::Office;
use crate::registry::claims;

#[derive(Args, Debug)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// What would be paid for an event, and what stands in the way; nothing is kept
    PreCheck(Happened),
    /// Report an event, once: its case is opened with every claim the law opens for it
    Report(Report),
    /// A claim: its papers, steps, clock, grants and orders
    Show(One),
    /// Claims, in the order they became known
    List(List),
    /// Hand in a paper; every claim of the case that waits for it gets it
    Paper(HandIn),
    /// Write a paper that was handed in to a file
    File(File),
    /// Ask for a paper, also for one again that will not do
    Ask(Ask),
    /// Ask the law what a claim comes to
    Assess(Moved),
    /// Agree to an assessment, as another person: it is booked, and orders wait to be paid
    Approve(Moved),
    /// Refuse a claim, under a provision
    Reject(Reject),
    /// Look at a claim again that was decided
    Reopen(Moved),
    /// Any other move: `send_back`, `close`, `appeal`, `uphold`, `grant`, `withdraw`
    Move(Move_),
    /// Say where the money of a case goes
    Payee(Named),
    /// What claims need to know of a relative; what is not said is not so
    Relative(Relative),
    /// Above which amount a head approves
    Limit(Limit),
    /// A letter on a claim, as it was written
    Letter(letter::Letter),
    /// Object to a line of a letter
    Grieve(grieve::Grieve),
    /// A grievance: show it, take it in hand, answer it, take it further
    Grievance(grieve::Grievance),
    /// Grievances that wait for an answer
    Grievances(grieve::Grievances),
    /// What a hospital is told when it asks whether care is paid
    Guarantee(care::Guarantee),
    /// Why somebody should look at a claim before it is paid; and that somebody did
    Signals(signals::Signals),
    /// What a person should be told before a right is lost
    Warnings(warned::Warnings),
    /// Hospitals' bills, and the way back to work
    Care(care::Care),
    /// Prove the next month or year of a claim, or grant what was proven
    Later(later::Later),
    /// What was paid too much: how it comes back, and what came
    Recovery(recovery::Recovery),
    /// Somebody who draws a pension was seen alive
    LifeProof(life::LifeProof),
    /// Take the civil registry's notices of deaths: each opens the case that a family's report opens
    Deaths(deaths::Deaths),
}

#[derive(Args, Debug)]
struct Happened {
    /// The person's number
    person: i64,
    /// The law's name of the event, such as `other_death` or `lost_job`
    event: EventKind,
    /// The day it happened
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Day,
    /// The employer reports it: the law gives her a term
    #[arg(long)]
    by_employer: bool,
    /// What is known of it, such as `termination=dismissal`; may be repeated
    #[arg(long, value_name = "FACT=VALUE", value_parser = pair)]
    set: Vec<Pair>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Report {
    #[command(flatten)]
    happened: Happened,
    /// Who writes it down: a handle or the number of an account
    #[arg(long)]
    by: Option<String>,
    /// A name of this request: the same again gets the same answer and opens nothing twice
    #[arg(long)]
    key: Option<String>,
}

#[derive(Args, Debug)]
struct One {
    /// The claim's number
    claim: i64,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct List {
    /// Only those of a person
    #[arg(long, conflicts_with = "state")]
    person: Option<i64>,
    /// Only those in a state, such as `complete` or `approved`
    #[arg(long)]
    state: Option<String>,
    /// Those after this number
    #[arg(long, default_value_t = 0)]
    after: i64,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct HandIn {
    /// The claim's number
    claim: i64,
    /// The law's name of the paper, such as `death_certificate`
    paper: String,
    /// A PDF, PNG or JPEG of at most ten megabytes
    file: PathBuf,
    /// Who takes it: a handle or the number of an account (default: the claimant herself)
    #[arg(long)]
    by: Option<String>,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct File {
    /// The number of the paper's file
    number: i64,
    /// Where it is written to
    file: PathBuf,
}

#[derive(Args, Debug)]
struct Ask {
    /// The claim's number
    claim: i64,
    /// The law's name of the paper
    paper: String,
    /// Who asks: a handle or the number of an account
    #[arg(long)]
    by: String,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Moved {
    /// The claim's number
    claim: i64,
    /// Who: a handle or the number of an account
    #[arg(long)]
    by: String,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Reject {
    /// The claim's number
    claim: i64,
    /// The provision, such as `PP 44/2015 art. 34`
    #[arg(long)]
    under: String,
    /// Who: a handle or the number of an account
    #[arg(long)]
    by: String,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Move_ {
    /// The claim's number
    claim: i64,
    /// The move
    made: String,
    /// Who: a handle or the number of an account
    #[arg(long)]
    by: String,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Named {
    /// The case's number
    case: i64,
    /// `member`, `relative 1` by the number in the family, or the law's name, such as `burial_arranger`
    hand: String,
    /// Whose account it is
    #[arg(long)]
    name: String,
    /// The bank: its BIC or its code
    #[arg(long)]
    bank: String,
    /// The number of the account
    #[arg(long)]
    account: String,
    /// Who writes it down: a handle or the number of an account
    #[arg(long)]
    by: String,
    /// The answer as JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
struct Relative {
    /// The person's number
    person: i64,
    /// The relative's number in the family
    no: i64,
    /// Is married
    #[arg(long)]
    married: bool,
    /// Is at work
    #[arg(long)]
    works: bool,
    /// Her own number in the register
    #[arg(long, value_name = "PERSON")]
    is: Option<i64>,
    /// Who acts for a minor, by a court's word
    #[arg(long, value_name = "NAME")]
    guardian: Option<String>,
}

#[derive(Args, Debug)]
struct Limit {
    /// In whole rupiah
    amount: i64,
    /// Who sets it: a handle or the number of an account
    #[arg(long)]
    by: String,
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let mut office = open::office(cli)?;
    let lang = Lang::from(cli.lang);
    let office = &mut office;
    match &arguments.command {
        Command::PreCheck(happened) => pre_check(office, happened, lang),
        Command::Report(report) => reported::run(office, report, lang),
        Command::Show(one) => show::run(office, one.claim, lang, one.json),
        Command::List(list) => show::list(office, list, lang),
        Command::Paper(paper) => hand_in(office, paper, lang),
        Command::File(file) => write(office, file, lang),
        Command::Ask(ask) => {
            let wanted = Wanted::Ask(ask.paper.clone());
            moved(office, (ask.claim, &ask.by), &wanted, (lang, ask.json))
        }
        Command::Assess(assess) => {
            let account = number_of(office, &assess.by)?;
            let found = assess_claim::run(office, assess.claim, account)?;
            assessed::said(office, (assess.claim, &found), lang, assess.json)
        }
        Command::Approve(approve) => {
            let account = number_of(office, &approve.by)?;
            let approved = approve_claim::run(office, approve.claim, account)?;
            assessed::approved((approve.claim, &approved), lang, approve.json)
        }
        Command::Reject(reject) => {
            let wanted = Wanted::Reject(reject.under.clone());
            moved(office, (reject.claim, &reject.by), &wanted, (lang, reject.json))
        }
        Command::Reopen(reopen) => {
            moved(office, (reopen.claim, &reopen.by), &Wanted::Make(Move::Reopen), (lang, reopen.json))
        }
        Command::Move(made) => {
            let named = Move::named(&made.made).with_context(|| match lang {
                Lang::Id => format!("`{}` bukan langkah klaim", made.made),
                Lang::En => format!("`{}` is no move of a claim", made.made),
            })?;
            moved(office, (made.claim, &made.by), &Wanted::Make(named), (lang, made.json))
        }
        Command::Later(later) => later::run(office, later, lang),
        Command::Recovery(asked) => recovery::run(office, asked, lang),
        Command::LifeProof(proof) => life::run(office, proof, lang),
        Command::Deaths(asked) => deaths::run(office, asked, lang),
        Command::Payee(hand) => payee(office, hand, lang),
        Command::Grieve(asked) => grieve::open(office, asked, lang),
        Command::Grievance(asked) => grieve::act(office, asked, lang),
        Command::Grievances(asked) => grieve::list(office, asked, lang),
        Command::Guarantee(asked) => care::guarantee(office, asked, lang),
        Command::Signals(asked) => signals::run(office, asked, lang),
        Command::Warnings(asked) => warned::run(office, asked, lang),
        Command::Care(asked) => care::run(office, asked, lang),
        Command::Letter(asked) => letter::run(office, asked, lang),
        Command::Relative(relative) => mark(office, relative, lang),
        Command::Limit(limit) => {
            let account = number_of(office, &limit.by)?;
            let now = approval_limit::set(office, limit.amount, account)?;
            answer(false, &json!(null), &limit_text(now, lang))
        }
    }
}

/// What was opened for an event, as `claim report` says it.
pub(super) fn said(
    office: &mut Office,
    reported: &report_event::Reported,
    (lang, as_json): (Lang, bool),
) -> Result<Outcome> {
    reported::said(office, reported, (lang, as_json))
}

/// Where a claim stands, in the reader's language.
fn state_words(state: State, lang: Lang) -> &'static str {
    match state {
        State::Notified => lang.pick("menunggu dokumen", "waiting for papers"),
        State::Complete => lang.pick("lengkap", "complete"),
        State::Assessed => lang.pick("sudah dihitung", "assessed"),
        State::Approved => lang.pick("disetujui", "approved"),
        State::Paid => lang.pick("dibayar", "paid"),
        State::Closed => lang.pick("selesai", "closed"),
        State::Rejected => lang.pick("ditolak", "rejected"),
        State::Appealed => lang.pick("dalam keberatan", "under appeal"),
        State::Reopened => lang.pick("dibuka kembali", "reopened"),
        State::Withdrawn => lang.pick("dicabut", "withdrawn"),
    }
}

fn moved(
    office: &mut Office,
    (claim, by): (i64, &str),
    wanted: &Wanted,
    (lang, as_json): (Lang, bool),
) -> Result<Outcome> {
    let account = number_of(office, by)?;
    let state = move_claim::run(office, claim, account, wanted)?;
    let text = format!("{} {claim}: {}\n", lang.pick("klaim", "claim"), state_words(state, lang));
    answer(as_json, &json!({ "claim": claim, "state": state.name() }), &text)
}

fn limit_text(limit: approval_limit::Limit, lang: Lang) -> String {
    let amount = grouped(limit.amount, lang);
    let mut text = match lang {
        Lang::Id => format!("di atas Rp{amount} kepala cabang yang menyetujui\n"),
        Lang::En => format!("above Rp{amount} a head approves\n"),
    };
    if let Some((wanted, _)) = limit.wanted {
        let wanted = grouped(wanted, lang);
        text.push_str(&match lang {
            Lang::Id => format!("Rp{wanted} berlaku bila orang kedua menetapkan jumlah yang sama\n"),
            Lang::En => format!("Rp{wanted} holds when a second person sets the same amount\n"),
        });
    }
    text
}

fn pre_check(office: &mut Office, happened: &Happened, lang: Lang) -> Result<Outcome> {
    let person = PersonId(happened.person);
    let law = ClaimLaw::new(office.law)?;
    let event = Event {
        kind: happened.event,
        day: happened.on,
        reported: office.today(),
        by_employer: happened.by_employer,
        facts: &happened.set,
    };
    let (life, known) = office.look(|unit, desk| {
        Ok((claims::life(unit, desk, person, None)?, claims::cases_of(unit, desk, person)?))
    })?;
    let known: Vec<_> = known.iter().map(claims::KnownCase::told).collect();
    let checks = life.ask(|record| scheme::claims::pre_check(&law, record, &event, &known, &[]))?;
    let ready = checks.iter().any(scheme::claims::Check::can_be_claimed);
    answer(happened.json, &reported::checks_json(&checks), &reported::checks_text(&law, &checks, lang))?;
    Ok(if ready { Outcome::Fine } else { Outcome::Faults })
}

/// Reads no more of a file than a paper may have and a byte, by which it is seen to be too large.
pub(super) fn bytes_of(path: &Path) -> Result<Vec<u8>> {
    use std::io::Read as _;

    let shown = || format!("could not read {}", path.display());
    let mut bytes = Vec::new();
    let most = PAPER_BYTES_MAX as u64 + 1;
    std::fs::File::open(path).with_context(shown)?.take(most).read_to_end(&mut bytes).with_context(shown)?;
    Ok(bytes)
}

fn hand_in(office: &mut Office, paper: &HandIn, lang: Lang) -> Result<Outcome> {
    let account = paper.by.as_deref().map(|by| number_of(office, by)).transpose()?;
    let name = paper.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let bytes = bytes_of(&paper.file)?;
    let asked = hand_in_paper::HandIn {
        claim: paper.claim,
        paper: &paper.paper,
        name: &name,
        bytes: &bytes,
        account,
    };
    let got = hand_in_paper::run(office, &asked)?;
    let mut text = String::new();
    for (claim, missing) in &got.claims {
        let left = if missing.is_empty() {
            lang.pick("dokumen lengkap", "papers are complete").to_owned()
        } else {
            format!("{} {}", lang.pick("masih kurang:", "still missing:"), missing.join(", "))
        };
        text.push_str(&format!("{} {claim}: {left}\n", lang.pick("klaim", "claim")));
    }
    let claims = got.claims.iter().map(|(claim, missing)| json!({ "claim": claim, "missing": missing }));
    let value = json!({ "file": got.file, "claims": claims.collect::<serde_json::Value>() });
    answer(paper.json, &value, &text)
}

fn write(office: &mut Office, file: &File, lang: Lang) -> Result<Outcome> {
    let (name, bytes) = office.look(|unit, desk| hand_in_paper::open(unit, desk, file.number))?;
    super::export::into_file(&file.file, |out| Ok(out.write_all(&bytes)?))?;
    let path = file.file.display();
    let text = match lang {
        Lang::Id => format!("`{name}` ditulis ke {path}\n"),
        Lang::En => format!("`{name}` is written to {path}\n"),
    };
    answer(false, &json!(null), &text)
}

fn payee(office: &mut Office, hand: &Named, lang: Lang) -> Result<Outcome> {
    let account = number_of(office, &hand.by)?;
    let (bank, number) = (hand.bank.parse()?, hand.account.parse()?);
    let payee = Payee { name: hand.name.clone(), bank, account: number, address: None };
    let number = name_payee::run(office, hand.case, &hand.hand, &payee, account)?;
    let (case, who) = (hand.case, &hand.hand);
    let text = match lang {
        Lang::Id => format!("perkara {case}: uang untuk {who} dibayar ke rekening itu\n"),
        Lang::En => format!("case {case}: what {who} gets is paid to that account\n"),
    };
    answer(hand.json, &json!({ "case": case, "hand": who, "payee": number }), &text)
}

fn mark(office: &mut Office, relative: &Relative, lang: Lang) -> Result<Outcome> {
    let of = (PersonId(relative.person), relative.no);
    let known = (relative.is.map(PersonId), relative.guardian.as_deref());
    office.unit(|unit, desk| claims::mark(unit, desk, of, (relative.married, relative.works), known))?;
    let text = lang.pick("dicatat pada anggota keluarga itu\n", "noted of that relative\n");
    answer(false, &json!(null), text)
}

/// Reports an event as the command line says it.
fn report(office: &mut Office, asked: &Report) -> Result<report_event::Reported> {
    let happened = &asked.happened;
    let account = asked.by.as_deref().map(|by| number_of(office, by)).transpose()?;
    let event = ReportEvent {
        person: PersonId(happened.person),
        kind: happened.event,
        day: happened.on,
        by_employer: happened.by_employer,
        account,
        facts: happened.set.clone(),
    };
    report_event::run(office, &event, asked.key.as_deref())
}
