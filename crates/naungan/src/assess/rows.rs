//! The answer as CSV: one line a person, made without allocation.

use rules::tree::Tree;

use super::plans::Plans;
use super::{Layout, digits};
use crate::payroll::Batch;

/// Writes lines into one piece of memory.
pub(super) struct Rows {
    heading: String,
    segments: Vec<String>,
    /// Columns that each segment has.
    own: Vec<Vec<bool>>,
    /// Payers and funds that each segment has.
    payers_of: Vec<Vec<bool>>,
    funds_of: Vec<Vec<bool>>,
    payer_of: Vec<usize>,
    fund_of: Vec<usize>,
    moves: Vec<(usize, usize)>,
    payers: usize,
    funds: Vec<usize>,
    bytes: Vec<u8>,
    totals: Vec<i64>,
    in_funds: Vec<i64>,
}

impl Rows {
    pub(super) fn new(layout: &Layout, tree: &Tree) -> Self {
        let place = |payer: &usize| layout.payers.iter().position(|known| known == payer).unwrap_or(0);
        let land = &tree.jurisdiction;
        let own = layout.own_columns(tree);
        let (payers_of, funds_of) = own.iter().map(|own| touched(layout, own)).unzip();
        Self {
            own,
            payers_of,
            funds_of,
            heading: heading(layout, tree),
            segments: layout
                .segments
                .iter()
                .map(|(segment, _)| land.segments[*segment].name.clone())
                .collect(),
            payer_of: layout.lines.iter().map(|(_, payer)| place(payer)).collect(),
            fund_of: layout.lines.iter().map(|(programme, _)| layout.fund_of[*programme]).collect(),
            moves: layout.moves.iter().map(|(programme, from)| (*from, layout.fund_of[*programme])).collect(),
            payers: layout.payers.len(),
            funds: layout.funds.clone(),
            bytes: Vec::new(),
            totals: Vec::new(),
            in_funds: vec![0; land.funds.len()],
        }
    }

    pub(super) fn heading(&self) -> &str {
        &self.heading
    }

    /// The lines of a batch; people left out have none.
    pub(super) fn write(&mut self, batch: &Batch, plans: &Plans<'_>) -> &[u8] {
        self.bytes.clear();
        for (row, segment) in plans.rows.iter().enumerate() {
            if let Some(segment) = segment {
                self.line(batch, plans, row, usize::from(*segment));
            }
        }
        &self.bytes
    }

    fn line(&mut self, batch: &Batch, plans: &Plans<'_>, row: usize, segment: usize) {
        digits::write(&mut self.bytes, batch.lines()[row] as i64);
        self.bytes.push(b',');
        digits::write(&mut self.bytes, batch.niks()[row] as i64);
        self.bytes.push(b',');
        text(&mut self.bytes, batch.name(row));
        self.bytes.push(b',');
        self.bytes.extend_from_slice(self.segments[segment].as_bytes());
        self.totals.clear();
        self.totals.resize(self.payers, 0);
        self.in_funds.fill(0);
        let lines = self.payer_of.len();
        for (at, amounts) in plans.amounts.iter().enumerate() {
            if !self.own[segment][at] {
                self.bytes.push(b',');
                continue;
            }
            let amount = amounts[row];
            if at < lines {
                self.totals[self.payer_of[at]] += amount;
                self.in_funds[self.fund_of[at]] += amount;
            } else {
                let (from, to) = self.moves[at - lines];
                self.in_funds[from] -= amount;
                self.in_funds[to] += amount;
            }
            cell(&mut self.bytes, Some(amount));
        }
        for (total, own) in self.totals.iter().zip(&self.payers_of[segment]) {
            cell(&mut self.bytes, own.then_some(*total));
        }
        for (fund, own) in self.funds.iter().zip(&self.funds_of[segment]) {
            cell(&mut self.bytes, own.then_some(self.in_funds[*fund]));
        }
        self.bytes.push(b'\n');
    }
}

/// A comma and a number; blank where the segment has no such column.
fn cell(bytes: &mut Vec<u8>, number: Option<i64>) {
    bytes.push(b',');
    if let Some(number) = number {
        digits::write(bytes, number);
    }
}

/// The layout's payers and funds that any of these columns touches.
fn touched(layout: &Layout, own: &[bool]) -> (Vec<bool>, Vec<bool>) {
    let mut payers = vec![false; layout.payers.len()];
    let mut funds = vec![false; layout.funds.len()];
    let mut fund = |wanted: usize| {
        if let Some(at) = layout.funds.iter().position(|known| *known == wanted) {
            funds[at] = true;
        }
    };
    let (lines, moves) = own.split_at(layout.lines.len());
    for ((programme, payer), _) in layout.lines.iter().zip(lines).filter(|(_, own)| **own) {
        if let Some(at) = layout.payers.iter().position(|known| known == payer) {
            payers[at] = true;
        }
        fund(layout.fund_of[*programme]);
    }
    for ((programme, from), _) in layout.moves.iter().zip(moves).filter(|(_, own)| **own) {
        fund(*from);
        fund(layout.fund_of[*programme]);
    }
    (payers, funds)
}

/// A text as CSV wants it.
fn text(bytes: &mut Vec<u8>, text: &[u8]) {
    if !text.iter().any(|byte| matches!(byte, b',' | b'"' | b'\n' | b'\r')) {
        bytes.extend_from_slice(text);
        return;
    }
    bytes.push(b'"');
    for byte in text {
        if *byte == b'"' {
            bytes.push(b'"');
        }
        bytes.push(*byte);
    }
    bytes.push(b'"');
}

/// Names of the columns: those of the law, so that they are the same in every language.
fn heading(layout: &Layout, tree: &Tree) -> String {
    let land = &tree.jurisdiction;
    let mut names: Vec<String> = ["row", "nik", "name", "segment"].map(str::to_owned).to_vec();
    for (programme, payer) in &layout.lines {
        names.push(format!("{}_{}", land.programmes[*programme].name, land.payers[*payer].name));
    }
    for (programme, fund) in &layout.moves {
        names.push(format!("{}_from_{}", land.programmes[*programme].name, land.funds[*fund].name));
    }
    names.extend(layout.payers.iter().map(|payer| format!("total_{}", land.payers[*payer].name)));
    names.extend(layout.funds.iter().map(|fund| format!("fund_{}", land.funds[*fund].name)));
    names.join(",") + "\n"
}
