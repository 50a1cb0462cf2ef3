//! When a bill is paid, and how much of it: a rule that is asked, not a list that is kept.

use base::{Day, Money, Month};

use super::choices::{Habit, OwnKind};
use super::employer::{Firm, PayerIndex, PayerKind};
use super::event::MembershipIndex;
use super::life::{Life, Pause};
use super::margins::{BUDGET_MONTHS, DONOR_MONTHS, Margins};
use super::person::day;
use super::plan::Plan;
use super::random::{Purpose, Stream};

/// Whose bill it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Who {
    /// A payer's, sponsors included.
    Payer(PayerIndex),
    /// A member's own.
    Own(MembershipIndex),
}

/// Money that will come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Payment {
    /// The day, never before the bill.
    pub day: Day,
    /// How much; more than the bill if months are paid ahead.
    pub amount: Money,
}

impl Plan {
    /// What is paid on a bill: for a month, issued on a day, with so much still open after any credit.
    ///
    /// Asked once a bill, whether of contributions, a difference or a penalty; nothing if it is never paid.
    pub fn pays(&self, who: Who, month: Month, issued: Day, open: Money) -> Vec<Payment> {
        if open <= Money::ZERO {
            return Vec::new();
        }
        let offset = self.first.months_until(month);
        let bill = Bill { offset, issued: issued.epoch_days(), open: open.minor() };
        match who {
            Who::Payer(payer) => self.payer_pays(payer, bill),
            Who::Own(membership) => self.member_pays(membership, bill),
        }
    }

    fn payer_pays(&self, payer: PayerIndex, bill: Bill) -> Vec<Payment> {
        let firm = &self.firms[payer.0 as usize];
        let mut stream = Stream::of(self.seed, Purpose::Payment, payer.0.into(), bill.of());
        let due = self.usual_due_day(bill.offset);
        match firm.kind {
            PayerKind::Platform => bill.all(bill.soon(due, &mut stream)),
            PayerKind::PublicBudget | PayerKind::Donor => {
                let term = self.term(firm, payer);
                let day = bill.issued + within(Margins::get().parameters.sponsor_pay_days, &mut stream);
                bill.ahead(day, term, bill.offset.rem_euclid(term) == 0)
            }
            PayerKind::Employer | PayerKind::Branch { .. } | PayerKind::Project => {
                let habit = firm.manners(self.seed, payer.0).habit;
                employer_pays(habit, bill, due, &mut stream)
            }
        }
    }

    /// How many months a sponsor pays at once.
    fn term(&self, firm: &Firm, payer: PayerIndex) -> i32 {
        let shares = &Margins::get().shares;
        let mut stream = Stream::of(self.seed, Purpose::Payer, payer.0.into(), 4);
        match firm.kind {
            PayerKind::PublicBudget => BUDGET_MONTHS[shares.budget_months.pick(&mut stream)],
            _ => DONOR_MONTHS[shares.donor_months.pick(&mut stream)],
        }
    }

    fn member_pays(&self, membership: MembershipIndex, bill: Bill) -> Vec<Payment> {
        let (seat, spell) = self.seat_of(membership.0, |extra| extra.spells);
        let mut life = Life::new(self);
        life.play(seat, bill.offset.min(self.months as i32 - 1), 0..0);
        let Some(now) = life.spells.get(spell) else { return Vec::new() };
        let mut stream = Stream::of(self.seed, Purpose::Payment, u64::from(membership.0) << 32, bill.of());
        let soon = bill.issued + within(Margins::get().parameters.own_pay_days, &mut stream);
        let falls = |pause: &&Pause| {
            usize::from(pause.spell) == spell && (pause.months.0..pause.months.1).contains(&bill.offset)
        };
        match life.pauses.iter().find(falls) {
            Some(pause) if pause.paid_later => bill.all(soon.max(self.first_day(pause.months.1))),
            Some(_) => Vec::new(),
            None if now.own == OwnKind::Alone => {
                bill.ahead(soon, now.term, (bill.offset - now.start).rem_euclid(now.term) == 0)
            }
            None => bill.all(soon),
        }
    }

    /// By when a prompt employer pays for a month.
    fn usual_due_day(&self, offset: i32) -> i32 {
        let month = self.month_at(offset + 1);
        month.day(Margins::get().parameters.usual_due_day as u32).epoch_days()
    }
}

/// A bill as the rule sees it: months after the first, days since 1970, whole rupiah.
#[derive(Clone, Copy)]
struct Bill {
    offset: i32,
    issued: i32,
    open: i64,
}

impl Bill {
    /// Another number for each month and day of issue.
    fn of(self) -> u64 {
        u64::from(self.offset.unsigned_abs()) << 32 | u64::from(self.issued.unsigned_abs())
    }

    /// A day between the bill and the due day, or within a month if that has passed.
    fn soon(self, due: i32, stream: &mut Stream) -> i32 {
        let after = Margins::get().parameters.bill_after_due_days;
        let days = if due >= self.issued { i64::from(due - self.issued + 1) } else { after };
        self.issued + within(days, stream)
    }

    fn all(self, on: i32) -> Vec<Payment> {
        vec![Payment { day: day(on), amount: Money::new(self.open) }]
    }

    /// Several months at once when their turn has come, else what is open.
    fn ahead(self, on: i32, months: i32, turn: bool) -> Vec<Payment> {
        let times = if turn { i64::from(months) } else { 1 };
        vec![Payment { day: day(on), amount: Money::new(self.open.saturating_mul(times)) }]
    }
}

/// A number of days, from none to one less than so many.
fn within(days: i64, stream: &mut Stream) -> i32 {
    stream.below(days.unsigned_abs()) as i32
}

fn employer_pays(habit: Habit, bill: Bill, due: i32, stream: &mut Stream) -> Vec<Payment> {
    let own = &Margins::get().parameters;
    let late = due.max(bill.issued) + 1 + within(own.late_days_max, stream);
    let soon = bill.soon(due, stream);
    match habit {
        Habit::Prompt if stream.chance(own.forgets_per_10000, 10_000) => bill.all(late),
        Habit::Prompt => bill.all(soon),
        Habit::Late => bill.all(late),
        Habit::Partial => {
            let part = (i128::from(bill.open) * i128::from(own.partial_share_per_10000) / 10_000) as i64;
            let rest = Bill { open: bill.open - part, ..bill };
            let now = Bill { open: part, ..bill };
            let pays = |one: Bill, on: i32| if one.open > 0 { one.all(on) } else { Vec::new() };
            [pays(now, soon), pays(rest, late)].concat()
        }
        Habit::Never => Vec::new(),
    }
}
