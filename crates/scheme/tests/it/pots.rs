//! Pots: which gift paid for which month, what may go back, what an amount buys, and a campaign's rule.

use expect_test::{Expect, expect};
use scheme::law::Law;
use scheme::refusal::Refusal;
use scheme::solidarity::campaign::{Rule, Share};
use scheme::solidarity::pot::{Given, Standing, Took, line, shorten};
use scheme::solidarity::reserve::{bought, cost, price, worker_months};

use crate::facts_made::{law, month};

fn given(amounts: &[i64]) -> Vec<Given> {
    (1..).zip(amounts).map(|(no, amount)| Given { no, amount: *amount }).collect()
}

fn paid(gifts: &[i64], uses: &[i64], expected: &str) {
    let took: Vec<Took> =
        (0..).zip(uses).map(|(after, amount)| Took { month: month(after), amount: *amount }).collect();
    let paid = line(&given(gifts), &took);
    let shown: Vec<String> =
        paid.iter().map(|one| format!("{}→{} {}", one.gift, one.month, one.amount)).collect();
    assert_eq!(shown.join(", "), expected);
    let slow = by_the_rupiah(gifts, uses);
    let fast: Vec<(i64, i32)> = paid
        .iter()
        .flat_map(|one| (0..one.amount).map(|_| (one.gift, month(0).months_until(one.month))))
        .collect();
    assert_eq!(fast, slow);
}

/// The slow way: every rupiah of the gifts, every rupiah of the uses, side by side.
fn by_the_rupiah(gifts: &[i64], uses: &[i64]) -> Vec<(i64, i32)> {
    let gifts = (1..).zip(gifts).flat_map(|(no, amount)| (0..*amount).map(move |_| no));
    let uses = (0..).zip(uses).flat_map(|(month, amount)| (0..*amount).map(move |_| month));
    gifts.zip(uses).collect()
}

#[test]
fn gifts_lie_in_the_order_they_came_and_uses_in_the_order_of_months() {
    paid(&[10], &[4, 4], "1→2026-01 4, 1→2026-02 4");
    paid(&[10, 5], &[4, 8, 3], "1→2026-01 4, 1→2026-02 6, 2→2026-02 2, 2→2026-03 3");
    paid(&[3, 0, 3], &[6], "1→2026-01 3, 3→2026-01 3");
    paid(&[3], &[5], "1→2026-01 3");
    paid(&[], &[5], "");
    paid(&[5], &[], "");
}

#[test]
fn what_goes_back_shortens_the_latest_gifts() {
    let shorter = |gifts: &[i64], amount: i64| shorten(&given(gifts), amount);
    assert_eq!(shorter(&[10, 5], 3), Some(vec![(2, 3)]));
    assert_eq!(shorter(&[10, 5], 7), Some(vec![(2, 5), (1, 2)]));
    assert_eq!(shorter(&[10, 0, 5], 15), Some(vec![(3, 5), (1, 10)]));
    assert_eq!(shorter(&[10, 5], 16), None);
    assert_eq!(shorter(&[10, 5], 0), None);
}

#[test]
fn what_came_is_somewhere() {
    let whole =
        Standing { received: 100, free: 10, reserved: 20, readied: 5, used: 60, returned: 5, pledged: 7 };
    assert!(whole.adds_up() && !whole.is_empty());
    assert!(!Standing { used: 61, ..whole }.adds_up());
    let spent = Standing { received: 100, used: 95, returned: 5, ..Standing::default() };
    assert!(spent.adds_up() && spent.is_empty());
}

#[test]
fn an_amount_buys_whole_workers() {
    let said = |amount: i64, prices: &[i64]| {
        let one = bought(amount, prices);
        format!("{} {} {} {}", one.workers, one.worker_months, one.cost, one.left)
    };
    assert_eq!(said(100_000, &[8_400]), "11 11 92400 7600");
    assert_eq!(said(100_000, &[8_400, 16_800]), "3 6 75600 24400");
    assert_eq!(said(8_399, &[8_400]), "0 0 0 8399");
    assert_eq!(said(-5, &[8_400]), "0 0 0 0");
    assert_eq!(said(5, &[]), "0 0 0 5");
}

/// A relief ends between two months, and a public budget has no part in it.
#[test]
fn each_month_has_the_price_of_its_law() {
    let law = Law::new(law().tree()).expect("the law");
    let facts =
        [("income".to_owned(), "1_000_000".to_owned()), ("sector".to_owned(), "transport".to_owned())];
    let said = |funded_by: &str| {
        let months = [14, 15].map(|after| price(&law, &facts, funded_by, month(after)).expect("a price"));
        format!("{months:?}")
    };
    assert_eq!(said("donor"), "[8400, 16800]");
    assert_eq!(said("public_budget"), "[16800, 16800]");
    let unknown = price(&law, &[("income".to_owned(), "many".to_owned())], "donor", month(0));
    assert!(unknown.is_err());
}

fn rule(text: &str, expected: &Expect) {
    let said = Rule::parse(text).and_then(|rule| rule.check().map(|()| rule));
    let told = |refusal: Refusal| format!("{}\n{}\n{}\n", refusal.code, refusal.id, refusal.en);
    expected.assert_eq(&said.map_or_else(told, |rule| rule.to_string()));
}

#[test]
fn a_rule_is_read_and_written_alike() {
    rule(
        "
        source company
        area 32
        area 3172
        work transport
        decile 4
        women
        disabled
        programme jkk
        months 12
        places 1000
        first poorer
        first women
        step 7 3/4
        step 10 50%
        ",
        &expect![[r"
            source company
            area 32
            area 3172
            work transport
            decile 4
            women
            disabled
            programme jkk
            months 12
            places 1000
            first poorer
            first women
            step 7 3/4
            step 10 50/100
        "]],
    );
}

#[test]
fn a_rule_that_nobody_could_follow_is_refused() {
    rule(
        "months 0",
        &expect![[r"
        campaign_rule
        jumlah bulan antara 1 dan 60, bukan 0
        a campaign pays for 1 to 60 months, not 0
    "]],
    );
    rule(
        "months 6\nplaces 0",
        &expect![[r"
        campaign_rule
        tempat paling sedikit satu
        there is at least one place
    "]],
    );
    rule(
        "months 6\ndecile 11",
        &expect![[r"
        campaign_rule
        desil antara 1 dan 10
        a decile is one of 1 to 10
    "]],
    );
    rule(
        "months 6\nstep 3 1/2\nstep 5 3/4",
        &expect![[r"
        campaign_rule
        bagian pada bulan 5 naik: bagian hanya boleh turun
        the share rises in month 5: shares may only fall
    "]],
    );
    rule(
        "months 6\nstep 7 1/2",
        &expect![[r"
        campaign_rule
        langkah bulan 7: urut, dan paling akhir bulan 6
        the step of month 7: in order, none after month 6
    "]],
    );
    rule(
        "months 6\nstep 3 5/4",
        &expect![[r"
        campaign_rule
        `step 3 5/4` bukan bagian aturan kampanye
        `step 3 5/4` is no part of a rule
    "]],
    );
    rule(
        "rainbows 3",
        &expect![[r"
        campaign_rule
        `rainbows 3` bukan bagian aturan kampanye
        `rainbows 3` is no part of a rule
    "]],
    );
}

#[test]
fn shares_fall_from_step_to_step() {
    let rule = Rule::parse("months 12\nsource company\nstep 7 3/4\nstep 10 1/2").expect("a rule");
    let shares: Vec<String> = [1, 6, 7, 9, 10, 12].map(|month| rule.share_in(month).to_string()).to_vec();
    assert_eq!(shares.join(" "), "1/1 1/1 3/4 3/4 1/2 1/2");
    assert!(rule.takes("company") && !rule.takes("individual"));
    assert!(rule.share_in(1).is_all() && !rule.share_in(7).is_all());
    assert_eq!("75%".parse::<Share>().map(|share| share.to_string()), Ok("75/100".to_owned()));
}

#[test]
fn an_amount_and_the_months_it_pays_for_are_reckoned_both_ways() {
    // Prices of the months of one worker; months; what they cost; the most that buys no more.
    let check = |prices: &[i64], months: i64, amount: i64, most: i64| {
        assert_eq!(cost(months, prices), Some(amount), "{prices:?}");
        for enough in [amount, most] {
            assert_eq!(worker_months(enough, prices), months, "{prices:?} {enough}");
        }
    };
    check(&[10], 3, 30, 39);
    check(&[8, 8, 16], 0, 0, 7);
    check(&[8, 8, 16], 2, 16, 31);
    check(&[8, 8, 16], 3, 32, 39);
    check(&[8, 8, 16], 7, 72, 79);
    assert_eq!([worker_months(-5, &[10]), worker_months(5, &[]), worker_months(5, &[0])], [0, 0, 0]);
    assert_eq!([cost(-1, &[10]), cost(1, &[]), cost(i64::MAX, &[10])], [None, None, None]);
}
