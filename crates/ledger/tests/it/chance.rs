//! Entries and books by chance, the same for the same seed.

use base::Moment;
use ledger::chart::{CHART, DUE_FROM, DUE_TO, MOVED_IN, MOVED_OUT};
use ledger::{Account, Entry, Fund, Head, Holder, JOURNALS, Kind, Line, Posted, SubLedger};
use testing::Random;

use crate::day;

const FUNDS: [&str; 8] = ["jkk", "jkm", "jht", "jp", "jkp", "pmi", "collection", "institution"];
const ABOUT: [Option<&str>; 4] = [None, Some("May of 2026"), Some("iuran · Mei"), Some("a | b; c: \"d\"")];

pub(crate) fn entry(random: &mut Random) -> Entry {
    let mut lines = Vec::new();
    for _ in 0..random.between(1, 4) {
        let bits = random.between(0, 50);
        let amount = random.between(1, 1 << bits) * if random.between(0, 1) == 0 { 1 } else { -1 };
        let fund = fund(random);
        if random.between(0, 2) > 0 {
            lines.push(line(random, fund, amount));
            lines.push(line(random, fund, -amount));
            continue;
        }
        let other = Fund::new(FUNDS[random.between(0, 7) as usize]).unwrap();
        if other != fund {
            lines.push(Line::new(Account::new(fund, MOVED_OUT), amount));
            lines.push(Line::new(Account::due(fund, DUE_TO, other), -amount));
            lines.push(Line::new(Account::due(other, DUE_FROM, fund), amount));
            lines.push(Line::new(Account::new(other, MOVED_IN), -amount));
        }
    }
    if lines.is_empty() {
        return entry(random);
    }
    // What takes back an entry is made from that entry, below.
    let kinds: Vec<Kind> = Kind::ALL.into_iter().filter(|kind| *kind != Kind::Reversed).collect();
    let kind = *random.pick(&kinds);
    let day = day("2026-01-01").plus_days(random.between(0, 364) as i32).unwrap();
    let key = format!("key-{}", random.between(1, 1_000_000));
    Entry::balanced(day, kind, &key, ABOUT[random.between(0, 3) as usize], None, lines).unwrap()
}

fn fund(random: &mut Random) -> Fund {
    Fund::new(FUNDS[random.between(0, 7) as usize]).unwrap()
}

fn line(random: &mut Random, fund: Fund, amount: i64) -> Line {
    let rows: Vec<_> = CHART.iter().filter(|row| !row.due).collect();
    let row = rows[random.between(0, rows.len() as i64 - 1) as usize];
    let holder = row.control.map(|kept_by| match (random.between(0, 3), kept_by) {
        (0, _) => Holder::Rows { count: random.between(1, 5000) as u64, hash: [random.next() as u8; 32] },
        (_, SubLedger::Payer) => Holder::Payer(random.between(1, 9)),
        (_, SubLedger::Membership) => Holder::Membership(random.between(1, 9)),
    });
    Line { account: Account::new(fund, row.number), holder, amount }
}

/// Entries in so many journals, some of them taken back, by a clock that is sometimes set back.
pub(crate) fn books(random: &mut Random, entries: usize, journals: u16) -> Vec<Posted> {
    let mut heads: Vec<_> = (0..JOURNALS).map(Head::start).collect();
    let mut posted: Vec<Posted> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for number in 0..entries {
        let journal = random.between(0, i64::from(journals) - 1) as usize;
        let now = Moment::new(1_777_802_400_000_000 + number as i64 * random.between(-1, 1_000_000));
        let entry = if random.between(0, 5) == 0 && !open.is_empty() {
            let at = open.swap_remove(random.between(0, open.len() as i64 - 1) as usize);
            let back = &posted[at];
            back.entry.reversal(back.place(), back.entry.day(), &format!("back-{number}"), None).unwrap()
        } else {
            entry(random)
        };
        open.push(number);
        posted.push(heads[journal].append(entry, now));
    }
    posted
}
