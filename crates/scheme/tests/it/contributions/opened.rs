//! Opening the law: what it needs, and what its order of settlement is.

use expect_test::expect;
use rules::{LawPack, SourceFile};
use scheme::law::Law;
use scheme::lines::SlotName;

use super::{law, month, pack};

#[test]
fn the_slots_of_indonesia() {
    let law = law();
    let slots: Vec<&str> = law.slots().iter().map(SlotName::as_str).collect();
    expect![[r#"
        jht.employer
        jht.penalty
        jht.worker
        jkk.employer
        jkk.penalty
        jkk.worker
        jkm.employer
        jkm.penalty
        jkm.worker
        jkp.penalty
        jkp.state
        jkp<jkk
        jkp<jkm
        jp.employer
        jp.penalty
        jp.worker
        pmi.penalty
        pmi.worker"#]]
    .assert_eq(&slots.join("\n"));
}

#[test]
fn programmes_in_their_order_and_penalties_last() {
    let law = law();
    let mut slots = law.slots().to_vec();
    let mut order = |at: &str| {
        slots.sort_by_key(|slot| law.order(month(at)).key(slot));
        let billed = slots.iter().filter(|slot| slot.is_billed()).map(SlotName::as_str);
        billed.collect::<Vec<_>>().join("\n")
    };
    let now = order("2026-11");
    expect![[r#"
        jkk.employer
        jkk.worker
        jkm.employer
        jkm.worker
        jht.employer
        jht.worker
        jp.employer
        jp.worker
        pmi.worker
        jkk.penalty
        jkm.penalty
        jht.penalty
        jp.penalty
        jkp.penalty
        pmi.penalty"#]]
    .assert_eq(&now);
    assert!(["2010-01", "2015-07", "2050-01"].iter().all(|at| order(at) == now));
}

#[test]
fn a_pack_without_a_name_is_refused_in_words() {
    let check = |file: &str, from: &str, to: &str| {
        let files = pack().files().iter().map(|of| {
            let text = if of.path.ends_with(file) { of.text.replace(from, to) } else { of.text.clone() };
            SourceFile { path: of.path.clone(), text }
        });
        let pack = LawPack::read(files.collect())
            .unwrap_or_else(|unreadable| panic!("{}", unreadable.render(false)));
        Law::new(pack.tree()).err().map(|lacks| lacks.to_string()).unwrap_or_default()
    };
    expect!["this pack of law has no definition `settlement_rank`, which the institution's books need"]
        .assert_eq(&check("04-settlement-order.md", "settlement_rank", "settlement_turn"));
}
