//! Money and runs.

use anyhow::{Context, Result, ensure};
use base::{Day, Month};
use scheme::id::PayerId;
use store::queries::bills;

use super::{Came, Teller};
use crate::actions::receive_payment::{self, ForWhom, ReceivePayment};
use crate::actions::{declare_value, refund_credit, reverse_payment, sweep_funds};
use crate::runs::{Task, close, open, work};
use crate::story::plan::{Amount, Step, Who};

impl Teller {
    pub(super) fn money(&mut self, step: &Step) -> Result<Came> {
        match step {
            Step::Pay { who, amount, day, key } => self.pay(*who, *amount, *day, *key),
            Step::Stray { day } => {
                // No code has twelve digits.
                let for_whom = ForWhom::Code(100_000_000_000);
                let said = receive_payment::run(&mut self.office, &payment(for_whom, 1, *day), None);
                Self::agreed(said.map(drop), Some(false))?;
                Ok(Came::Refused)
            }
            Step::Refund { who, amount } => self.refund(*who, *amount),
            Step::Bounce { who, payment } => self.bounce(*who, *payment),
            Step::Sweep => {
                let today = self.model.today;
                sweep_funds::run(&mut self.office, today)?;
                Ok(Came::Done)
            }
            Step::Declare { year, rate } => {
                let place = format!("jht_rate[{year}]");
                declare_value::run(&mut self.office, &place, rate, "a decision")?;
                self.model.law = self.office.law;
                self.model.declared.insert(*year);
                Ok(Came::Done)
            }
            _ => Ok(Came::Nothing),
        }
    }

    fn pay(&mut self, who: Who, amount: Amount, day: Day, key: Option<u32>) -> Result<Came> {
        let Some(id) = self.model.payer_id(who) else { return Ok(Came::Nothing) };
        let amount = match amount {
            Amount::Coins(coins) => coins,
            Amount::Hundredths(part) => self.model.open_of(who) * part / 100,
        };
        // By the code of the oldest open bill, as people pay; ahead where there is none.
        let code = self.office.look(|unit, _| {
            Ok(bills::open_of(unit, PayerId(id))?.iter().find(|bill| bill.no == 0).map(|bill| bill.code))
        })?;
        let for_whom = code.map_or(ForWhom::Payer(PayerId(id)), ForWhom::Code);
        // Not the day: asked again after midnight it is the same request.
        let input = format!("{for_whom:?} {amount}");
        let key_text = key.map(|key| format!("key {key}"));
        let known = key.and_then(|key| self.model.keys.get(&key).cloned());
        let said =
            receive_payment::run(&mut self.office, &payment(for_whom, amount, day), key_text.as_deref());
        if let Some(known) = known {
            // A key that was used: the same again changes nothing, anything else is refused.
            let done = Self::agreed(said.map(drop), Some(known == input))?;
            return Ok(if done.is_some() { Came::Done } else { Came::Refused });
        }
        let refused = amount <= 0 || day > self.model.today;
        let Some(received) = Self::agreed(said, Some(!refused))? else { return Ok(Came::Refused) };
        if let Some(key) = key {
            self.model.keys.insert(key, input);
        }
        self.model.pay(who, amount, day);
        let credit = self.model.credit[&who];
        ensure!(received.credit == credit, "the answer says credit {}, the model {credit}", received.credit);
        Ok(Came::Done)
    }

    fn refund(&mut self, who: Who, amount: Option<i64>) -> Result<Came> {
        let Some(id) = self.model.payer_id(who) else { return Ok(Came::Nothing) };
        let credit = self.model.credit.get(&who).copied().unwrap_or(0);
        let wanted = amount.unwrap_or(credit);
        let today = self.model.today;
        let said = refund_credit::run(&mut self.office, PayerId(id), amount, today, None);
        let refused = wanted <= 0 || wanted > credit;
        let Some(paid) = Self::agreed(said, Some(!refused))? else { return Ok(Came::Refused) };
        ensure!(paid == wanted, "{paid} was paid back, and not {wanted}");
        self.model.credit.insert(who, credit - wanted);
        *self.model.refunded.entry(who).or_default() += wanted;
        Ok(Came::Done)
    }

    /// A payment of a payer, counted from 0, is taken back today.
    fn bounce(&mut self, who: Who, payment: usize) -> Result<Came> {
        let Some(id) = self.model.payer_id(who) else { return Ok(Came::Nothing) };
        let today = self.model.today;
        let done = self.model.take_back(who, payment, today);
        let number = i64::try_from(payment)? + 1;
        let said = reverse_payment::run(&mut self.office, PayerId(id), number, today);
        let Some(left) = Self::agreed(said, Some(done))? else { return Ok(Came::Refused) };
        let credit = self.model.credit[&who];
        ensure!(left == credit, "credit {left} is left, and the model has {credit}");
        Ok(Came::Done)
    }

    /// Whether the growth of a later year is credited already.
    fn is_passed(&self, task: Task) -> bool {
        let is_done = |year: i32| self.model.done.contains(&Task::Interest(year).to_string());
        matches!(task, Task::Interest(year) if (year + 1..2100).any(is_done))
    }

    pub(super) fn runs(&mut self, step: &Step) -> Result<Came> {
        let today = self.model.today;
        let (task, too_soon) = match step {
            Step::Month => {
                let month = self.model.next_month(self.first);
                (Task::Month(month), month.first_day() > today)
            }
            Step::Lapse => (Task::Lapse(today), false),
            Step::Penalties => (Task::Penalties(today), false),
            Step::Interest { year } => {
                let declared =
                    (self.first.year() - 1..=*year).all(|year| self.model.declared.contains(&year));
                if !declared {
                    return Ok(Came::Nothing);
                }
                (Task::Interest(*year), Month::new(*year, 12)?.last_day() >= today)
            }
            _ => return Ok(Came::Nothing),
        };
        let refused = too_soon || self.model.done.contains(&task.to_string()) || self.is_passed(task);
        let Some(run) = Self::agreed(open::open(&mut self.office, task), Some(!refused))? else {
            return Ok(Came::Refused);
        };
        work::work_together(&mut self.office, &run, &|_, _| {})
            .with_context(|| format!("the run {task} broke"))?;
        close::close(&mut self.office, &run)
            .with_context(|| format!("the run {task} could not be closed"))?;
        self.model.done.insert(task.to_string());
        match task {
            Task::Month(month) => self.model.run_month(month),
            Task::Lapse(day) => self.model.run_lapse(day),
            Task::Penalties(day) => self.model.run_penalties(day),
            Task::Interest(year) => self.model.run_interest(year),
        }
        Ok(Came::Done)
    }
}

fn payment(for_whom: ForWhom, amount: i64, day: Day) -> ReceivePayment {
    ReceivePayment { for_whom, amount, day, channel: "bank".to_owned(), reference: String::new() }
}
