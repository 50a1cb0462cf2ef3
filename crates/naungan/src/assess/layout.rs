//! The columns of the answer: programmes by payer, money moved, totals, funds.

use rules::explain;
use rules::facts::Facts;
use rules::tree::{Target, Tree};

/// What the columns of the answer are, the same for every segment of a file.
pub struct Layout {
    /// Segments that owe anything in the month, by place in the jurisdiction, with their items.
    pub(super) segments: Vec<(usize, Vec<usize>)>,
    /// Contributions: programme and payer.
    pub(super) lines: Vec<(usize, usize)>,
    /// Money moved: programme and fund.
    pub(super) moves: Vec<(usize, usize)>,
    /// Payers that occur.
    pub(super) payers: Vec<usize>,
    /// Funds that receive or give.
    pub(super) funds: Vec<usize>,
    /// The fund of each programme.
    pub(super) fund_of: Vec<usize>,
}

impl Layout {
    /// The columns for a month; `only` is the segment when all people have the same.
    pub fn new(tree: &Tree, constants: &Facts, only: Option<usize>) -> Self {
        let all = 0..tree.jurisdiction.segments.len();
        let segments: Vec<(usize, Vec<usize>)> = all
            .filter(|segment| only.is_none_or(|only| only == *segment))
            .map(|segment| (segment, explain::owed_now(tree, constants, segment)))
            .filter(|(_, items)| !items.is_empty())
            .collect();
        let mut layout = Self {
            segments,
            lines: Vec::new(),
            moves: Vec::new(),
            payers: Vec::new(),
            funds: Vec::new(),
            fund_of: tree.jurisdiction.programmes.iter().map(|programme| programme.belongs_to).collect(),
        };
        layout.gather(tree);
        layout
    }

    fn gather(&mut self, tree: &Tree) {
        for item in self.segments.iter().flat_map(|(_, items)| items) {
            match tree.items[*item].target {
                Target::Line { programme, payer, .. } => {
                    self.lines.push((programme, payer));
                    self.payers.push(payer);
                    self.funds.push(self.fund_of[programme]);
                }
                Target::Move { programme, fund, .. } => {
                    self.moves.push((programme, fund));
                    self.funds.extend([fund, self.fund_of[programme]]);
                }
                _ => {}
            }
        }
        for list in [&mut self.lines, &mut self.moves] {
            list.sort_unstable();
            list.dedup();
        }
        for list in [&mut self.payers, &mut self.funds] {
            list.sort_unstable();
            list.dedup();
        }
    }

    /// For each segment of the layout, which columns of amounts it has; the others stay blank.
    pub(super) fn own_columns(&self, tree: &Tree) -> Vec<Vec<bool>> {
        let own = |items: &Vec<usize>| {
            let mut own = vec![false; self.amounts()];
            for column in items.iter().filter_map(|item| self.column(&tree.items[*item].target)) {
                own[column] = true;
            }
            own
        };
        self.segments.iter().map(|(_, items)| own(items)).collect()
    }

    /// Columns of amounts: lines, then moves.
    pub(super) fn amounts(&self) -> usize {
        self.lines.len() + self.moves.len()
    }

    /// The column of an item.
    pub(super) fn column(&self, target: &Target) -> Option<usize> {
        match target {
            Target::Line { programme, payer, .. } => {
                self.lines.iter().position(|line| line == &(*programme, *payer))
            }
            Target::Move { programme, fund, .. } => self
                .moves
                .iter()
                .position(|moved| moved == &(*programme, *fund))
                .map(|at| at + self.lines.len()),
            _ => None,
        }
    }
}
