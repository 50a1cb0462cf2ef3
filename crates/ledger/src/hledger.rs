//! The books as a journal of hledger, and the balances that hledger has to find in it.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write as _;

use base::Day;

use crate::account::Account;
use crate::chart::Class;
use crate::entry::{Entry, Place};
use crate::line::{Holder, Line};

/// How amounts are written, and whether holders have accounts of their own.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Style {
    commodity: String,
    decimals: usize,
    holders: bool,
}

impl Style {
    /// Amounts in a currency with so many digits after the point, by its code or its sign.
    pub fn new(commodity: &str, decimals: usize) -> Style {
        let plain = !commodity.is_empty() && commodity.chars().all(char::is_alphabetic);
        let bare = commodity.replace(|letter: char| letter == '"' || letter.is_control(), "");
        let commodity = if plain { bare } else { format!("\"{bare}\"") };
        Style { commodity, decimals, holders: false }
    }

    /// Payers and memberships have accounts below the control account: `…:payer 17`.
    #[must_use]
    pub fn with_holders(self) -> Style {
        Style { holders: true, ..self }
    }

    /// What stands at the beginning of the journal.
    pub fn opening(&self) -> String {
        let zeros = "0".repeat(self.decimals);
        format!("decimal-mark .\ncommodity 1000.{zeros} {}\n\n", self.commodity)
    }

    /// Adds an entry as a transaction, and an empty line.
    pub fn write_into(&self, text: &mut String, place: Place, entry: &Entry) {
        // Writing into a `String` cannot fail.
        let _ = write!(text, "{} * ({place}) {}", entry.day(), entry.kind());
        if let Some(about) = entry.about() {
            // A semicolon would begin a comment, and in a comment a word could be a tag.
            let _ = write!(text, " | {}", about.replace(';', ","));
        }
        text.push('\n');
        for line in entry.lines() {
            let name = name(&line.account, self.sub_account(line));
            let _ = writeln!(text, "    {name}  {}", self.amount(i128::from(line.amount)));
        }
        text.push('\n');
    }

    /// An amount with the point and the commodity, as hledger reads and writes it.
    pub fn amount(&self, amount: i128) -> String {
        let sign = if amount < 0 { "-" } else { "" };
        let digits = format!("{:0>width$}", amount.unsigned_abs(), width = self.decimals + 1);
        let (whole, rest) = digits.split_at(digits.len() - self.decimals);
        let point = if rest.is_empty() { "" } else { "." };
        format!("{sign}{whole}{point}{rest} {}", self.commodity)
    }

    fn sub_account(&self, line: &Line) -> Option<SubAccount> {
        match line.holder.filter(|_| self.holders)? {
            Holder::Payer(number) => Some(("payer", number)),
            Holder::Membership(number) => Some(("membership", number)),
            Holder::Rows { .. } => None,
        }
    }
}

fn name(account: &Account, holder: Option<SubAccount>) -> String {
    let row = account.row().expect("an entry has accounts of the chart only");
    let class = match row.class {
        Class::Asset => "assets",
        Class::Liability => "liabilities",
        Class::Equity => "equity",
        Class::Revenue => "revenues",
        Class::Expense => "expenses",
    };
    let mut name = format!("{class}:{}:{}", account.fund, row.en);
    if let Some(other) = account.other {
        let _ = write!(name, " {other}");
    }
    if let Some((kind, number)) = holder {
        let _ = write!(name, ":{kind} {number}");
    }
    name
}

type SubAccount = (&'static str, i64);

/// What hledger has to find: `hledger balance --flat --no-total -O csv` over the same entries.
#[derive(Clone, Debug)]
pub struct Expected {
    style: Style,
    until: Day,
    sums: HashMap<(Account, Option<SubAccount>), i128>,
}

impl Expected {
    /// Balances at the end of a day.
    pub fn until(day: Day, style: Style) -> Expected {
        Expected { style, until: day, sums: HashMap::new() }
    }

    /// Adds an entry, unless it is of a later day.
    pub fn add(&mut self, entry: &Entry) {
        if entry.day() > self.until {
            return;
        }
        for line in entry.lines() {
            let key = (line.account, self.style.sub_account(line));
            *self.sums.entry(key).or_default() += i128::from(line.amount);
        }
    }

    /// Accounts by name with their balance; like hledger, without those that come to zero.
    pub fn balances(&self) -> BTreeMap<String, String> {
        let left = self.sums.iter().filter(|(_, sum)| **sum != 0);
        let named = left.map(|((account, holder), sum)| (account, *holder, *sum));
        named.map(|(account, holder, sum)| (name(account, holder), self.style.amount(sum))).collect()
    }

    /// The same as hledger writes it, by name; its own order may differ.
    pub fn to_csv(&self) -> String {
        let mut text = "\"account\",\"balance\"\n".to_owned();
        for (name, amount) in self.balances() {
            let _ = writeln!(text, "\"{name}\",\"{}\"", amount.replace('"', "\"\""));
        }
        text
    }
}
