//! The announced duty of platforms: nobody is charged by it on any day while it is not in force, and the same
//! rider would be once it is.

use base::Month;
use rules::{LawPack, SourceFile};
use scheme::contributions::assess;
use scheme::law::Law;

use crate::contributions::{law, pack};

/// Months of 2026 and 2027, to the end of what the law models.
const MODELLED: usize = 24;

const FILE: &str = "11-platform-duty.md";

/// The law of Indonesia as it would be with the duty in force, at a share of the platform's.
fn in_force(share: u32) -> LawPack {
    let files = pack().files().iter().map(|of| {
        let mut text = of.text.clone();
        if of.path.ends_with(FILE) {
            let before = text.len();
            text = text.replace("\nnot in force\n", "\n");
            assert!(text.len() < before, "the duty is not in force today");
            text = text.replace("|   100 | Perpres", &format!("|   {share} | Perpres"));
            // Its examples show today's law.
            let from = text.find("```example").expect("examples");
            let until = text.find("## words").expect("words");
            text.replace_range(from..until, "");
        }
        SourceFile { path: of.path.clone(), text }
    });
    LawPack::read(files.collect()).unwrap_or_else(|unreadable| panic!("{}", unreadable.render(false)))
}

/// What a rider for whom a platform pays owes for a month, by who bears it: the platform, the rider.
fn borne(law: &Law<'_>, month: &str) -> [i64; 4] {
    let facts = [("income", "1000000"), ("sector", "transport"), ("funded_by", "platform")];
    let facts: Vec<(String, String)> =
        facts.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let segment = law.segment("self_employed").expect("a segment");
    let assessed = assess(law, &facts, segment, month.parse().expect("a month"));
    assert!(assessed.faults.is_empty(), "{month}: {:?}", assessed.faults.first().map(|one| &one.refusal));
    ["jkk.employer", "jkm.employer", "jkk.worker", "jkm.worker"].map(|slot| {
        assessed.lines.iter().find(|(name, _)| name.to_string() == slot).map_or(0, |(_, amount)| amount)
    })
}

#[test]
fn nobody_is_charged_by_it_on_any_day() {
    let mut month: Month = "2026-01".parse().expect("a month");
    for _ in 0..MODELLED {
        let [jkk, jkm, ..] = borne(law(), &month.to_string());
        assert_eq!((jkk, jkm), (0, 0), "{month}");
        month = month.next().expect("a month");
    }
}

#[test]
fn the_same_rider_would_be_once_it_is_in_force() {
    // By hand: 1 % of 1,000,000 and 6,800, halved by the relief of transport until March 2027.
    for (share, month, expected) in [
        (0, "2026-08", [0, 0, 5_000, 3_400]),
        (0, "2027-04", [0, 0, 10_000, 6_800]),
        (60, "2026-08", [3_000, 2_040, 2_000, 1_360]),
        (60, "2027-04", [6_000, 4_080, 4_000, 2_720]),
        (100, "2026-08", [5_000, 3_400, 0, 0]),
        (100, "2027-04", [10_000, 6_800, 0, 0]),
    ] {
        let pack = in_force(share);
        let law = Law::new(pack.tree()).expect("the pack has every name");
        assert_eq!(borne(&law, month), expected, "{share} % in {month}");
        // Before its first month nothing is another's.
        assert_eq!(borne(&law, "2026-06")[..2], [0, 0], "{share} %");
    }
}
