//! Balances of many accounts at the end of a month: what money of each month has become is worked out once.

use base::{Exact, Month};
use rules::value::Value;

use super::{Account, Method};
use crate::law::Law;
use crate::refusal::Refusal;

/// What money of each month has grown to by the end of another.
///
/// The law's growth does not depend on how much is in an account: twice as much grows to twice as much. So
/// all contributions together are worth as much as a single one of the last month, which is reckoned exactly;
/// the law is asked for the balance of that one, and rounds it.
#[derive(Debug)]
pub struct Growth<'l> {
    law: &'l Law<'l>,
    method: Method,
    first: Month,
    until: Month,
    /// By month from the first.
    factors: Vec<Exact>,
}

impl<'l> Growth<'l> {
    /// The growth from each month since `first` to the end of `until`.
    pub fn new(law: &'l Law<'l>, method: Method, first: Month, until: Month) -> Result<Self, Refusal> {
        let months = (first.min(until).index()..=until.index()).filter_map(Month::from_index);
        let factors = months.map(|month| factor(law, method, month, until)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { law, method, first: first.min(until), until, factors })
    }

    /// The same as [`Account::balance_at`], to the coin, and much sooner.
    pub fn balance(&self, account: &Account) -> Result<i64, Refusal> {
        let mut total = Exact::zero();
        for (month, amount) in account.contributions.iter().filter(|(month, _)| *month <= self.until) {
            let at = usize::try_from(month.index() - self.first.index()).ok();
            match at.and_then(|at| self.factors.get(at)).filter(|_| account.method == self.method) {
                Some(factor) => total = &total + &(factor * &Exact::from(*amount)),
                None => return account.balance_at(self.law, self.until),
            }
        }
        let now = self.factors.last().and_then(|now| total.checked_div(now));
        let Some(now) = now else { return account.balance_at(self.law, self.until) };
        let coin = self.law.money(1).and_then(|coin| coin.number().cloned()).unwrap_or_else(Exact::one);
        let records = super::records(self.law, [(self.until, Value::Number(&now * &coin))])?;
        self.law
            .ask_coins(self.law.rules.jht_balance, &super::facts(self.law, self.method, self.until, records))
    }
}

/// What one unit of a month's money has become.
fn factor(law: &Law<'_>, method: Method, month: Month, until: Month) -> Result<Exact, Refusal> {
    let records = super::records(law, [(month, Value::whole(1))])?;
    let facts = super::facts(law, method, until, records);
    let answer = law.ask(law.rules.jht_grown_contributions, &facts)?;
    answer.value.number().cloned().ok_or_else(super::no_list)
}
