//! A bank's statement is kept line by line: what can be booked is booked later, and what cannot waits for
//! somebody to look at it.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use base::Day;
use rules::render::Lang;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use store::queries::statement_lines::{self as rows, StatementLine};
use store::queries::{institution, jobs as work};
use store::{Unit, seal};

use super::book_lines::{Sum, of_statement, refuse_repeated};
use crate::jobs::{self, statement};
use crate::office::{Desk, Office};
use crate::ports::camt::{self, Credits};

/// What the bank said of a line, and why it was not booked, in both languages.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Kept {
    pub(crate) channel: String,
    pub(crate) reference: String,
    /// The payment code, where there is one.
    pub(crate) code: Option<i64>,
    pub(crate) text: String,
    pub(crate) why: Option<[String; 2]>,
    /// Why it was returned.
    pub(crate) said: Option<String>,
}

impl Kept {
    /// Opens a line.
    pub(crate) fn open(desk: &Desk<'_>, line: &StatementLine) -> Result<Kept> {
        let text = desk.keys.open(&context(line.id), &line.sealed)?;
        serde_json::from_slice(&text).with_context(|| format!("line {} is damaged", line.id))
    }

    /// Seals it for a line.
    pub(crate) fn sealed(&self, desk: &Desk<'_>, id: i64) -> Result<Vec<u8>> {
        Ok(desk.keys.seal(&context(id), serde_json::to_string(self)?.as_bytes()))
    }

    /// Under which name it is booked, so that it is booked once by whatever way.
    pub(crate) fn key(&self, id: i64) -> String {
        match self.reference.as_str() {
            "" => format!("statement line {id}"),
            reference => format!("{} {reference}", self.channel),
        }
    }
}

fn context(id: i64) -> String {
    seal::context("statement_line", "sealed", id)
}

/// A line as it came.
struct Came {
    no: u64,
    amount: Option<i64>,
    day: Option<Day>,
    kept: Kept,
}

/// A statement in both languages.
pub(crate) struct Statement {
    lines: Vec<Came>,
}

impl Statement {
    /// Reads one; what is no statement is said in the reader's language.
    pub(crate) fn read(text: &str, channel: &str, lang: Lang) -> Result<Statement> {
        let said = camt::read(text, lang)?;
        let (id, en) = (camt::read(text, Lang::Id)?, camt::read(text, Lang::En)?);
        let whys = |credits: Credits, lang: Lang| {
            let mut lines = of_statement(credits);
            refuse_repeated(&mut lines, lang);
            lines.into_iter().map(|(_, line)| line.err())
        };
        let whys = whys(id, Lang::Id).zip(whys(en, Lang::En)).map(|(id, en)| Some([id?, en?]));
        let lines = said.into_iter().zip(whys).map(|((no, credit), why)| {
            let (amount, day, reference, code, text) = match credit {
                Ok(one) => (Some(one.amount), Some(one.day), one.reference, Some(one.code), String::new()),
                Err(one) => (one.amount, one.day, one.reference, None, one.text),
            };
            let plain = |text: String| text.chars().filter(|letter| !letter.is_control()).collect();
            let (reference, text, channel) = (plain(reference), plain(text), channel.to_owned());
            Came { no, amount, day, kept: Kept { channel, reference, code, text, why, said: None } }
        });
        Ok(Statement { lines: lines.collect() })
    }

    /// How many lines there are.
    pub(crate) fn len(&self) -> usize {
        self.lines.len()
    }
}

/// Keeps a statement and books it at once; so many connections share it. Gives what came of it, with why a
/// line was not booked in the reader's language.
pub(crate) fn book(
    office: &mut Office,
    statement: &Statement,
    workers: usize,
    (channel, lang): (&str, Lang),
) -> Result<Sum> {
    let number = office.unit(|unit, desk| {
        let number = jobs::later(unit, desk, statement::KIND, channel, (None, None))?;
        keep(unit, desk, statement, number)?;
        work::begin(unit, number, desk.now)?;
        Ok(number)
    })?;
    statement::at_once(office, number, workers)?;
    office.look(|unit, desk| sum(unit, desk, number, lang))
}

fn sum(unit: &mut Unit<'_>, desk: &Desk<'_>, number: i64, lang: Lang) -> Result<Sum> {
    let mut sum = Sum::default();
    for line in rows::of_statement(unit, number)? {
        let why = Kept::open(desk, &line)?.why;
        match (line.state.as_str(), why) {
            ("booked", _) => {
                sum.booked += 1;
                sum.amount += line.amount.unwrap_or_default();
            }
            // What somebody still has to look at is said again, whichever statement it waits with.
            (_, Some([id, en])) if !is_settled(unit, &line)? => {
                sum.rejects.push((u64::try_from(line.no)?, lang.pick_value(id, en)));
            }
            _ => sum.known += 1,
        }
    }
    Ok(sum)
}

/// Whether the same line of another statement was booked or returned, or somebody has asked for it.
fn is_settled(unit: &mut Unit<'_>, line: &StatementLine) -> Result<bool> {
    Ok(line.state == "known" && rows::is_known(unit, &line.print, line.id, false)?)
}

/// Keeps a statement and leaves it to be booked; gives the number of that work.
pub(crate) fn run(office: &mut Office, statement: &Statement, channel: &str, account: i64) -> Result<i64> {
    office.unit(|unit, desk| {
        let number = jobs::later(unit, desk, statement::KIND, channel, (Some(account), None))?;
        keep(unit, desk, statement, number)?;
        Ok(number)
    })
}

fn keep(unit: &mut Unit<'_>, desk: &Desk<'_>, statement: &Statement, number: i64) -> Result<()> {
    let count = i64::try_from(statement.len())?;
    if count == 0 {
        return Ok(());
    }
    let first = institution::take_numbers(unit, count)?;
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut lines = Vec::new();
    for (id, came) in (first..).zip(&statement.lines) {
        let Kept { channel, reference, code, text, why, .. } = &came.kept;
        let (amount, day) = (came.amount, came.day);
        let said = format!("{channel}\n{reference}\n{amount:?}\n{day:?}\n{code:?}\n{text}");
        // The same money twice in one statement is two payments.
        let times = seen.entry(said.clone()).and_modify(|times| *times += 1).or_insert(1);
        let print = Sha256::digest(format!("{said}\n{times}").as_bytes()).to_vec();
        let state = match why {
            None => "waiting",
            Some(_) if rows::is_known(unit, &print, id, true)? => "known",
            Some(_) => "open",
        };
        lines.push(StatementLine {
            id,
            statement: number,
            no: i64::try_from(came.no)?,
            amount,
            paid: day,
            state: state.to_owned(),
            print,
            sealed: came.kept.sealed(desk, id)?,
            payer: None,
            account: None,
            made: desk.now,
            done: None,
        });
    }
    rows::add_all(unit, &lines)
}
