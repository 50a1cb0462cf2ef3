//! A question about one person: the facts given, the dates set, what is assumed.

mod given;
mod json_file;
mod refused;

use std::borrow::Cow;
use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};
use base::{Day, Month};
use clap::Args;
use rules::LawPack;
use rules::facts::Facts;
use rules::render::Lang;
use rules::tree::Tree;
use rules::value::{Type, Value};

use crate::notation;
use crate::text::{self, fill};
use given::{Given, GivenFact};

/// What is known, and how to answer.
#[derive(Args, Debug)]
pub(crate) struct Question {
    /// What is known about the person, such as `wage=10000000`; `naungan law facts` lists the names.
    /// A list is given one record at a time: `children='birth_date=2010-05-01 university_years=4'`
    #[arg(value_name = "FACT=VALUE")]
    given: Vec<String>,
    /// Facts from a JSON file: an object of names and values, lists as arrays of objects
    #[arg(long = "facts", value_name = "FILE.json")]
    file: Option<PathBuf>,
    /// The month the contribution is for, such as 2026-02
    #[arg(long, value_name = "YYYY-MM")]
    month: Option<String>,
    /// The day that chooses the law, such as 2026-02-17: sets the dates that select it and are not given
    #[arg(long, value_name = "YYYY-MM-DD")]
    on: Option<String>,
    /// A value to take in place of the law's, such as `'jp_wage_ceiling[2027-03]=11652800'`; may be repeated
    #[arg(long, value_name = "TABLE[KEY]=VALUE")]
    assume: Vec<String>,
    /// The answer as JSON
    #[arg(long)]
    pub(crate) json: bool,
    /// Only the answer, without its reasons
    #[arg(long)]
    pub(crate) brief: bool,
}

/// A question understood.
pub(crate) struct Asked<'a> {
    /// The law, with what is assumed.
    pub(crate) tree: Cow<'a, Tree>,
    pub(crate) facts: Facts,
    /// The facts that `--on` set.
    pub(crate) dated: Vec<usize>,
    /// What is assumed, as given.
    pub(crate) assumed: Vec<String>,
}

/// The fact that `--month` gives.
const MONTH: &str = "contribution_month";

impl Question {
    /// Reads the question about these items; faults of the facts are said all at once.
    pub(crate) fn read<'a>(&self, pack: &'a LawPack, items: &[usize], lang: Lang) -> Result<Asked<'a>> {
        let tree = self.assuming(pack, lang)?;
        let (facts, faults) = given::facts(&tree, self.all_given(&tree, lang)?, lang);
        if !faults.is_empty() {
            bail!("{}", faults.join("\n\n"));
        }
        let mut asked = Asked { tree, facts, dated: Vec::new(), assumed: self.assume.clone() };
        if let Some(on) = &self.on {
            asked.date(day(on, lang)?, items);
        }
        Ok(asked)
    }

    fn assuming<'a>(&self, pack: &'a LawPack, lang: Lang) -> Result<Cow<'a, Tree>> {
        if self.assume.is_empty() {
            return Ok(Cow::Borrowed(pack.tree()));
        }
        let read = |text: &String| {
            pack.assumption(text)
                .map_err(|problem| anyhow!(refused::assumption(pack.tree(), text, &problem, lang)))
        };
        Ok(Cow::Owned(pack.assuming(&self.assume.iter().map(read).collect::<Result<Vec<_>>>()?)))
    }

    /// Facts of the file, of `--month` and of the command line, which has the last word over the file.
    fn all_given(&self, tree: &Tree, lang: Lang) -> Result<Vec<GivenFact>> {
        let mut spoken = given::spoken(tree, &self.given, lang)?;
        if let Some(month) = &self.month {
            let month = month.trim();
            if month.parse::<Month>().is_err() {
                bail!("{}", fill(text::of(lang).bad_month, &[("text", month)]));
            }
            if spoken.iter().any(|fact| fact.name == MONTH) {
                bail!("{}", fill(text::of(lang).given_twice, &[("name", MONTH)]));
            }
            spoken.push(GivenFact { name: MONTH.to_owned(), value: Given::Text(month.to_owned()) });
        }
        let mut all =
            self.file.as_deref().map(|path| json_file::read(path, lang)).transpose()?.unwrap_or_default();
        all.retain(|fact| spoken.iter().all(|other| other.name != fact.name));
        all.extend(spoken);
        Ok(all)
    }
}

impl<'a> Asked<'a> {
    /// A question that was sent as JSON: facts by name, and the day that chooses the law. Facts that
    /// cannot be taken are named, with the words in both languages.
    pub(crate) fn sent(
        tree: &'a Tree,
        object: &serde_json::Map<String, serde_json::Value>,
        on: Option<Day>,
        items: &[usize],
    ) -> Result<Asked<'a>, Vec<(String, [String; 2])>> {
        let given = json_file::sent(object).map_err(|name| {
            let words = ["bukan nilai dan bukan daftar", "neither a value nor a list of records"];
            vec![(name, words.map(str::to_owned))]
        })?;
        let facts = given::sent(tree, &given)?;
        let (tree, dated, assumed) = (Cow::Borrowed(tree), Vec::new(), Vec::new());
        let mut asked = Asked { tree, facts, dated, assumed };
        if let Some(on) = on {
            asked.date(on, items);
        }
        Ok(asked)
    }

    /// Sets the dates that select the rules of these items, where they were not given.
    fn date(&mut self, day: Day, items: &[usize]) {
        for fact in rules::selectors(&self.tree, items.iter().copied()) {
            if self.facts.get(fact).is_some() {
                continue;
            }
            let is_month = self.tree.facts[fact].ty == Type::Month;
            self.facts.put(fact, Some(if is_month { Value::Month(day.month()) } else { Value::Day(day) }));
            self.dated.push(fact);
        }
    }
}

/// Reads a day; a month counts as its first day.
pub(crate) fn day(given: &str, lang: Lang) -> Result<Day> {
    let day = notation::day_or_month(given.trim());
    day.ok_or_else(|| anyhow!(fill(text::of(lang).bad_day, &[("text", given.trim())])))
}
