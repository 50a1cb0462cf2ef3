//! Entries and books by chance, the same for the same seed.

use base::Moment;
use ledger::chart::{CHART, DUE_FROM, DUE_TO, MOVED_IN, MOVED_OUT};
use ledger::{Account, Entry, Fund, Head, Holder, JOURNALS, Kind, Line, Posted, SubLedger};

use crate::day;
use crate::seed::Seed;

const FUNDS: [&str; 8] = ["jkk", "jkm", "jht", "jp", "jkp", "pmi", "collection", "institution"];
const ABOUT: [Option<&str>; 4] = [None, Some("May of 2026"), Some("iuran · Mei"), Some("a | b; c: \"d\"")];

pub(crate) fn entry(seed: &mut Seed) -> Entry {
    let mut lines = Vec::new();
    for _ in 0..seed.within(1, 4) {
        let bits = seed.within(0, 50);
        let amount = seed.within(1, 1 << bits) * if seed.within(0, 1) == 0 { 1 } else { -1 };
        let fund = fund(seed);
        if seed.within(0, 2) > 0 {
            lines.push(line(seed, fund, amount));
            lines.push(line(seed, fund, -amount));
            continue;
        }
        let other = Fund::new(FUNDS[seed.within(0, 7) as usize]).unwrap();
        if other != fund {
            lines.push(Line::new(Account::new(fund, MOVED_OUT), amount));
            lines.push(Line::new(Account::due(fund, DUE_TO, other), -amount));
            lines.push(Line::new(Account::due(other, DUE_FROM, fund), amount));
            lines.push(Line::new(Account::new(other, MOVED_IN), -amount));
        }
    }
    if lines.is_empty() {
        return entry(seed);
    }
    let kind = Kind::ALL[seed.within(0, 9) as usize];
    let day = day("2026-01-01").plus_days(seed.within(0, 364) as i32).unwrap();
    let key = format!("key-{}", seed.within(1, 1_000_000));
    Entry::balanced(day, kind, &key, ABOUT[seed.within(0, 3) as usize], None, lines).unwrap()
}

fn fund(seed: &mut Seed) -> Fund {
    Fund::new(FUNDS[seed.within(0, 7) as usize]).unwrap()
}

fn line(seed: &mut Seed, fund: Fund, amount: i64) -> Line {
    let rows: Vec<_> = CHART.iter().filter(|row| !row.due).collect();
    let row = rows[seed.within(0, rows.len() as i64 - 1) as usize];
    let holder = row.control.map(|kept_by| match (seed.within(0, 3), kept_by) {
        (0, _) => Holder::Rows { count: seed.within(1, 5000) as u64, hash: [seed.next() as u8; 32] },
        (_, SubLedger::Payer) => Holder::Payer(seed.within(1, 9)),
        (_, SubLedger::Membership) => Holder::Membership(seed.within(1, 9)),
    });
    Line { account: Account::new(fund, row.number), holder, amount }
}

/// Entries in so many journals, some of them taken back, by a clock that is sometimes set back.
pub(crate) fn books(seed: &mut Seed, entries: usize, journals: u16) -> Vec<Posted> {
    let mut heads: Vec<_> = (0..JOURNALS).map(Head::start).collect();
    let mut posted: Vec<Posted> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for number in 0..entries {
        let journal = seed.within(0, i64::from(journals) - 1) as usize;
        let now = Moment::new(1_777_802_400_000_000 + number as i64 * seed.within(-1, 1_000_000));
        let entry = if seed.within(0, 5) == 0 && !open.is_empty() {
            let at = open.swap_remove(seed.within(0, open.len() as i64 - 1) as usize);
            let back = &posted[at];
            back.entry.reversal(back.place(), back.entry.day(), &format!("back-{number}"), None).unwrap()
        } else {
            entry(seed)
        };
        open.push(number);
        posted.push(heads[journal].append(entry, now));
    }
    posted
}
