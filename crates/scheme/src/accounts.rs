//! Old-age savings of one member: what was paid in, how it grows, what is booked for a year.

mod growth;
mod months;
mod statement;

use std::sync::Arc;

use base::Month;
use rules::facts::Facts;
use rules::reason::Reason;
use rules::value::{Type, Value};

use crate::law::{Law, LawLacks, option};
use crate::lines::sum;
use crate::refusal::Refusal;
pub use growth::Growth;
pub use months::MonthLine;
pub use statement::StatementLine;

/// How growth is credited: one of the law's ways, which is a setting of the institution.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Method(u16);

impl Method {
    /// A way by its name in the law: `simple_yearly`, `compound_monthly`.
    pub fn named(law: &Law<'_>, name: &str) -> Result<Method, LawLacks> {
        option(law.tree(), law.tree().facts[law.facts.crediting_method].ty, name).map(Method)
    }
}

/// An account: every contribution that reached it, by the month it counts from.
///
/// Growth is always reckoned from the first contribution, never from a rounded balance; so however a history
/// is cut into years, the sum of what is booked is the same to the coin. Rates that the law does not have are
/// assumptions in the tree behind [`Law`]; without them the law says no, in words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Account {
    /// How growth is credited.
    pub method: Method,
    /// Contributions in any order; several in a month are added up. Below nothing for what was taken back.
    pub contributions: Vec<(Month, i64)>,
}

impl Account {
    /// Nothing paid in yet.
    pub const fn new(method: Method) -> Self {
        Self { method, contributions: Vec::new() }
    }

    /// The month a contribution counts from: its own, or that of the settlement if that was later.
    pub fn credited_in(contribution_month: Month, settled: base::Day) -> Month {
        contribution_month.max(settled.month())
    }

    /// What was paid in until the end of a month.
    pub fn paid_in(&self, until: Month) -> i64 {
        self.contributions
            .iter()
            .filter(|(month, _)| *month <= until)
            .fold(0, |total, (_, paid)| sum(total, *paid))
    }

    /// The balance at the end of a month, growth included; rounded once, as the law says.
    pub fn balance_at(&self, law: &Law<'_>, month: Month) -> Result<i64, Refusal> {
        let months = self.months(month).into_iter();
        let records = records(law, months.filter_map(|(month, amount)| Some((month, law.money(amount)?))))?;
        law.ask_coins(law.rules.jht_balance, &facts(law, self.method, month, records))
    }

    /// Why the balance at the end of a month is what it is; nothing where the law has no answer.
    pub fn reasons_at(&self, law: &Law<'_>, month: Month) -> Option<Reason> {
        let months = self.months(month).into_iter();
        let records =
            records(law, months.filter_map(|(month, amount)| Some((month, law.money(amount)?)))).ok()?;
        let facts = facts(law, self.method, month, records);
        rules::explain::definition(law.tree(), &facts, law.rules.jht_balance, true).reason
    }

    /// What is booked as growth for a year: all growth until its end, less what was booked for the years
    /// before.
    pub fn growth_of_year(&self, law: &Law<'_>, year: i32, booked_before: i64) -> Result<i64, Refusal> {
        let end = Month::new(year, 12).map_err(|error| {
            Refusal::new("not_a_year", format!("{year} di luar kalender"), error.to_string())
        })?;
        Ok(self.balance_at(law, end)? - self.paid_in(end) - booked_before)
    }

    /// Tells the law of the account until the end of a month.
    pub(crate) fn tell(&self, law: &Law<'_>, until: Month, facts: &mut Facts) -> Result<(), Refusal> {
        let months = self.months(until).into_iter();
        let records = records(law, months.filter_map(|(month, amount)| Some((month, law.money(amount)?))))?;
        tell(law, self.method, until, records, facts);
        Ok(())
    }

    /// What was paid in, those of one month together, in order.
    fn months(&self, until: Month) -> Vec<(Month, i64)> {
        let mut months: Vec<(Month, i64)> = Vec::new();
        for (month, amount) in self.contributions.iter().filter(|(month, _)| *month <= until) {
            match months.binary_search_by_key(month, |(known, _)| *known) {
                Ok(at) => months[at].1 = sum(months[at].1, *amount),
                Err(at) => months.insert(at, (*month, *amount)),
            }
        }
        months
    }
}

/// What the law is told of an account.
fn facts(law: &Law<'_>, method: Method, until: Month, records: Value) -> Facts {
    let mut facts = Facts::new(law.tree());
    tell(law, method, until, records, &mut facts);
    facts
}

fn tell(law: &Law<'_>, method: Method, until: Month, records: Value, facts: &mut Facts) {
    facts.put(law.facts.crediting_method, Some(Value::Option(method.0)));
    facts.put(law.facts.opening_balance, Some(Value::whole(0)));
    facts.put(law.facts.balance_month, Some(Value::Month(until)));
    facts.put(law.facts.jht_contributions, Some(records));
}

/// Months and amounts as the law's list of contributions.
fn records(law: &Law<'_>, months: impl IntoIterator<Item = (Month, Value)>) -> Result<Value, Refusal> {
    let tree = law.tree();
    let Type::List(record) = tree.facts[law.facts.jht_contributions].ty else { return Err(no_list()) };
    let fields = &tree.records[record].fields;
    let place = |name: &str| fields.iter().position(|field| field.name == name).ok_or_else(no_list);
    let (month_at, amount_at) = (place("month")?, place("amount")?);
    let entries = months.into_iter().map(|(month, amount)| {
        let mut entry = vec![None; fields.len()];
        entry[month_at] = Some(Value::Month(month));
        entry[amount_at] = Some(amount);
        entry
    });
    Ok(Value::List(Arc::new(entries.collect())))
}

fn no_list() -> Refusal {
    Refusal::new(
        "outside_the_law",
        "daftar iuran JHT dalam paket hukum ini tidak memuat bulan dan jumlah",
        "the list of savings contributions in this pack of law has no month and amount",
    )
}
