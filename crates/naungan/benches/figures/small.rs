//! The pack, and one explanation.

use rules::LawPack;
use rules::explain;
use rules::facts::Facts;

use crate::{best, say};

/// Prints the figures.
pub(crate) fn figures(pack: &LawPack) {
    println!("the pack, {} files", pack.files().len());
    let files = pack.files().to_vec();
    let seconds = best(|| drop(LawPack::read(files.clone())));
    println!("  {:<58} {:>8.1} ms", "reading and checking the whole pack", seconds * 1e3);
    let tree = pack.tree();
    let mut facts = Facts::new(tree);
    let person = [
        ("segment", "wage_earner"),
        ("contribution_month", "2026-02"),
        ("birth_date", "1990-01-01"),
        ("registration_date", "2020-01-01"),
        ("risk_class", "very_low"),
        ("wage", "10_000_000"),
    ];
    for (name, value) in person {
        facts.set(tree, name, value).expect("a fact of the pack");
    }
    let times = 2_000;
    let seconds = best(|| (0..times).for_each(|_| drop(explain::contribution(tree, &facts, true))));
    say("one explanation, all programmes, with its reasons", seconds, times);
    let seconds = best(|| (0..times).for_each(|_| drop(explain::contribution(tree, &facts, false))));
    say("the same without reasons", seconds, times);
}
