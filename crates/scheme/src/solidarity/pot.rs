//! A pot's money as one line of rupiah: gifts lie on it in the order they came, uses in the order of months.
//!
//! Where a gift and a use overlap, this gift paid for that month. Nothing of it is stored.

use base::Month;

/// A gift as it lies on the line, without what went back.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Given {
    /// Which of the pot's gifts.
    pub no: i64,
    /// What is left of it.
    pub amount: i64,
}

/// What a calendar month took of the pot.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Took {
    /// Which month.
    pub month: Month,
    /// How much.
    pub amount: i64,
}

/// A part of a gift that paid for a part of a month.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Paid {
    /// Which gift.
    pub gift: i64,
    /// Which month.
    pub month: Month,
    /// How much.
    pub amount: i64,
}

/// Which gift paid for which month.
pub fn line(gifts: &[Given], uses: &[Took]) -> Vec<Paid> {
    let mut paid = Vec::new();
    let mut gifts = gifts.iter().copied().filter(|gift| gift.amount > 0).peekable();
    let mut left = gifts.peek().map_or(0, |gift| gift.amount);
    for one in uses {
        let mut open = one.amount;
        while open > 0 {
            let Some(gift) = gifts.peek() else { return paid };
            let amount = open.min(left);
            paid.push(Paid { gift: gift.no, month: one.month, amount });
            (open, left) = (open - amount, left - amount);
            if left == 0 {
                gifts.next();
                left = gifts.peek().map_or(0, |gift| gift.amount);
            }
        }
    }
    paid
}

/// Which gifts become shorter when so much goes back: the latest first, which no use has reached; nothing
/// where they do not hold as much.
pub fn shorten(gifts: &[Given], amount: i64) -> Option<Vec<(i64, i64)>> {
    let mut open = amount;
    let mut shorter = Vec::new();
    for gift in gifts.iter().rev().filter(|gift| gift.amount > 0) {
        if open <= 0 {
            break;
        }
        let part = open.min(gift.amount);
        shorter.push((gift.no, part));
        open -= part;
    }
    (amount > 0 && open == 0).then_some(shorter)
}

/// How a pot stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Standing {
    /// What is promised and has not come.
    pub pledged: i64,
    /// What came.
    pub received: i64,
    /// What nobody has been promised yet.
    pub free: i64,
    /// What is set aside for months to come.
    pub reserved: i64,
    /// What stands ready for a month that is being run.
    pub readied: i64,
    /// What went to bills and to parts of shared months.
    pub used: i64,
    /// What went back.
    pub returned: i64,
}

impl Standing {
    /// What came is somewhere, to the rupiah.
    pub const fn adds_up(&self) -> bool {
        self.received == self.free + self.reserved + self.readied + self.used + self.returned
    }

    /// Whether nothing is left in it and nothing to come.
    pub const fn is_empty(&self) -> bool {
        self.pledged == 0 && self.free == 0 && self.reserved == 0 && self.readied == 0
    }
}
