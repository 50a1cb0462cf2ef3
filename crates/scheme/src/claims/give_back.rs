//! How what was paid too much comes back month by month: a plan, and how far it has come.

use base::Month;

use crate::refusal::Refusal;

/// Nobody follows a longer plan to its end: ten years of months.
const PARTS_MAX: i64 = 120;

/// A plan begins within so many months, or it is none.
const MONTHS_AHEAD_MAX: i32 = 12;

/// So much a month, from a month on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Plan {
    /// What comes back by it.
    pub amount: i64,
    /// How much a month; the last part is what is left.
    pub instalment: i64,
    /// The first month.
    pub first: Month,
}

/// A part of a plan.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Part {
    /// Which, from one.
    pub no: i64,
    /// In which month.
    pub month: Month,
    /// How much.
    pub amount: i64,
    /// What of it has come.
    pub came: i64,
}

impl Plan {
    /// A plan for what is open, as somebody proposes it in a month.
    pub fn new(open: i64, instalment: i64, first: Month, today: Month) -> Result<Plan, Refusal> {
        let plan = Plan { amount: open, instalment, first };
        if open <= 0 {
            let id = "tidak ada kelebihan bayar yang masih terbuka";
            return Err(Refusal::new("recovery_none", id, "nothing that was paid too much is open"));
        }
        if !(1..=open).contains(&instalment) || plan.count() > PARTS_MAX {
            let id = format!("satu bagian paling banyak {open}, dan paling banyak {PARTS_MAX} bagian");
            let en = format!("a part is {open} at most, and there are {PARTS_MAX} parts at most");
            return Err(Refusal::new("recovery_plan", id, en));
        }
        if !(0..=MONTHS_AHEAD_MAX).contains(&today.months_until(first)) {
            let id = format!("bulan pertama {first} sudah lewat atau lebih dari setahun lagi");
            let en = format!("the first month, {first}, is past or more than a year ahead");
            return Err(Refusal::new("recovery_plan", id, en));
        }
        Ok(plan)
    }

    /// How many parts it has.
    pub fn count(&self) -> i64 {
        (self.amount + self.instalment - 1) / self.instalment
    }

    /// Its parts; what has come fills them in their order.
    pub fn parts(&self, came: i64) -> Vec<Part> {
        let mut came = came.max(0);
        let mut left = self.amount;
        let months = (0..).map_while(|ahead| self.first.plus_months(ahead));
        let parts = (1..=self.count()).zip(months).map(|(no, month)| {
            let amount = self.instalment.min(left);
            let mine = amount.min(came);
            (left, came) = (left - amount, came - mine);
            Part { no, month, amount, came: mine }
        });
        parts.collect()
    }
}

impl Part {
    /// The word for how it stands in a month.
    pub fn state(&self, today: Month) -> &'static str {
        match self.came {
            came if came == self.amount => "paid",
            _ if self.month < today => "late",
            0 => "waiting",
            _ => "part",
        }
    }
}
