//! A payer's money: which months it settles, against a slow and obvious model, and the published case D8.

use scheme::contributions::{Bill, BillKind, Open, allocate, assess};
use testing::Random;

use super::{facts, law, month};

#[test]
fn two_months_paid_ahead_at_the_full_rate_are_four_at_half() {
    // D8: a driver pays 33,600 in December 2025 for two months at 16,800; then the relief comes.
    let law = law();
    let segment = law.segment("self_employed").expect("a segment");
    let driver = facts("income 1000000; sector transport");
    let full = assess(law, &driver, segment, month("2025-12")).lines.billed();
    assert_eq!(full, 16_800);
    let mut credit = 2 * full;
    let mut settled = Vec::new();
    for at in ["2026-01", "2026-02", "2026-03", "2026-04", "2026-05"] {
        let lines = assess(law, &driver, segment, month(at)).lines;
        let mut bill =
            Bill { month: month(at), no: 0, kind: BillKind::Contribution, due: None, lines, paid: 0 };
        let given = allocate(law, &[Open::from(&bill)], credit);
        credit = given.remaining;
        bill.paid += given.allocations.iter().map(|given| given.amount).sum::<i64>();
        settled.push((at, bill.paid, bill.is_settled()));
    }
    let expected = [
        ("2026-01", 8_400, true),
        ("2026-02", 8_400, true),
        ("2026-03", 8_400, true),
        ("2026-04", 8_400, true),
        ("2026-05", 0, false),
    ];
    assert_eq!(settled, expected);
    assert_eq!(credit, 0);
}

/// A coin at a time: each goes to the first bill in line that is not settled.
fn coin_by_coin(open: &[Open], credit: i64) -> (Vec<(usize, i64)>, i64) {
    let mut line: Vec<usize> = (0..open.len()).collect();
    line.sort_by_key(|at| (open[*at].month, open[*at].kind == BillKind::Penalty, open[*at].no));
    let mut given = vec![0; open.len()];
    let mut left = credit;
    while left > 0 {
        let Some(at) = line.iter().find(|at| given[**at] < open[**at].outstanding) else { break };
        given[*at] += 1;
        left -= 1;
    }
    (line.into_iter().map(|at| (at, given[at])).filter(|(_, given)| *given > 0).collect(), left)
}

#[test]
fn money_goes_where_a_coin_at_a_time_would_go() {
    let law = law();
    let mut random = Random::new(9);
    for seed in 0..5_000 {
        let count = random.between(0, 6);
        let open: Vec<Open> = (0..count)
            .map(|no| Open {
                month: month("2025-11").plus_months(random.between(0, 3) as i32).expect("a month"),
                no: no as u32,
                kind: *random.pick(&[BillKind::Contribution, BillKind::Penalty]),
                outstanding: random.between(-3, 40),
            })
            .collect();
        let credit = random.between(-5, 120);
        let done = allocate(law, &open, credit);
        let (model, left) = coin_by_coin(&open, credit);
        let got: Vec<(usize, i64)> =
            done.allocations.iter().map(|given| (given.no as usize, given.amount)).collect();
        assert_eq!((got, done.remaining), (model, left), "case {seed}: {open:?} with {credit}");
        let total: i64 = done.allocations.iter().map(|given| given.amount).sum();
        assert_eq!(total + done.remaining, credit, "case {seed}");
        for (at, given) in done.allocations.iter().enumerate() {
            let bill = &open[given.no as usize];
            assert!(given.amount > 0 && given.amount <= bill.outstanding && given.month == bill.month);
            assert_eq!(given.settles, given.amount == bill.outstanding);
            assert!(given.settles || at + 1 == done.allocations.len(), "case {seed}: a gap in the sequence");
        }
    }
}
