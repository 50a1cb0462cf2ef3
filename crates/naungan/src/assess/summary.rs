//! What a whole payroll comes to.

use super::Layout;
use super::plans::Plans;

/// Sums over a file.
pub struct Summary {
    /// People by segment, in the layout's order.
    pub people: Vec<u64>,
    /// Amounts by column of the layout: lines, then moves.
    pub amounts: Vec<i128>,
}

impl Summary {
    pub(super) fn new(layout: &Layout) -> Self {
        Self { people: vec![0; layout.segments.len()], amounts: vec![0; layout.amounts()] }
    }

    pub(super) fn add(&mut self, plans: &Plans<'_>) {
        for segment in plans.rows.iter().flatten() {
            self.people[usize::from(*segment)] += 1;
        }
        for (sum, amounts) in self.amounts.iter_mut().zip(&plans.amounts) {
            *sum += amounts.iter().map(|amount| i128::from(*amount)).sum::<i128>();
        }
    }

    /// Everybody.
    pub fn total_people(&self) -> u64 {
        self.people.iter().sum()
    }
}

impl Layout {
    /// Programme and payer of each line, with its sum.
    pub fn line_sums<'s>(&'s self, summary: &'s Summary) -> impl Iterator<Item = (usize, usize, i128)> + 's {
        self.lines.iter().zip(&summary.amounts).map(|((programme, payer), sum)| (*programme, *payer, *sum))
    }

    /// Programme and fund of each move, with its sum.
    pub fn move_sums<'s>(&'s self, summary: &'s Summary) -> impl Iterator<Item = (usize, usize, i128)> + 's {
        let moved = &summary.amounts[self.lines.len()..];
        self.moves.iter().zip(moved).map(|((programme, fund), sum)| (*programme, *fund, *sum))
    }

    /// What each fund has after moves.
    pub fn fund_sums(&self, summary: &Summary) -> Vec<(usize, i128)> {
        let sum = |fund: &usize| {
            let lines = self.line_sums(summary).filter(|(programme, ..)| self.fund_of[*programme] == *fund);
            let mut sum: i128 = lines.map(|(.., amount)| amount).sum();
            for (programme, from, amount) in self.move_sums(summary) {
                sum += if self.fund_of[programme] == *fund { amount } else { 0 };
                sum -= if from == *fund { amount } else { 0 };
            }
            (*fund, sum)
        };
        self.funds.iter().map(sum).collect()
    }

    /// Segments with their people.
    pub fn people<'s>(&'s self, summary: &'s Summary) -> impl Iterator<Item = (usize, u64)> + 's {
        self.segments.iter().zip(&summary.people).map(|((segment, _), people)| (*segment, *people))
    }

    /// Items of the segments that have people.
    pub fn items_used(&self, summary: &Summary) -> Vec<usize> {
        let used = self.segments.iter().zip(&summary.people).filter(|(_, people)| **people > 0);
        used.flat_map(|((_, items), _)| items.iter().copied()).collect()
    }
}
