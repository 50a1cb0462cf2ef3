//! Lines: sums, differences, and the bytes they are kept as.

use scheme::lines::{Lines, SlotName, Slots, Unreadable};
use testing::Random;

use super::lines;

fn some_lines(slots: &[SlotName], random: &mut Random) -> Lines {
    let mut lines = Lines::new();
    for _ in 0..random.between(0, 8) {
        let amount = match random.between(0, 3) {
            0 => random.between(-2, 2),
            1 => random.between(-200, 200),
            2 => *random.pick(&[1_000_000_000_000_000, -1_000_000_000_000_000, 63, 64, -64, -65]),
            _ => random.between(-1_000_000_000, 1_000_000_000),
        };
        let slot = random.pick(slots);
        let fits = (lines.get(slot) + amount).unsigned_abs() <= 1_000_000_000_000_000;
        lines.add(slot, if fits { amount } else { 0 });
    }
    lines
}

#[test]
fn what_is_packed_is_unpacked() {
    let names: Vec<SlotName> = (0..300).map(|at| SlotName::part(&format!("p{at}"), "worker")).collect();
    let mut slots = Slots::new();
    let mut random = Random::new(7);
    let mut kept: Vec<(Lines, Vec<u8>)> = Vec::new();
    for _ in 0..2_000 {
        let lines = some_lines(&names, &mut random);
        let bytes = lines.pack(&mut slots);
        kept.push((lines, bytes));
    }
    // The register has grown meanwhile; what was packed before reads the same.
    let again = Slots::read(slots.names().iter().cloned());
    for (lines, bytes) in kept {
        assert_eq!(Lines::unpack(&bytes, &again), Ok(lines));
    }
}

#[test]
fn sums_and_differences_come_back() {
    let names: Vec<SlotName> =
        ["a.x", "a.y", "b.x", "b<a"].iter().map(|name| name.parse().expect("a slot")).collect();
    let mut random = Random::new(11);
    for _ in 0..2_000 {
        let (one, other) = (some_lines(&names, &mut random), some_lines(&names, &mut random));
        let both = one.plus(&other);
        assert_eq!(both.minus(&other), one);
        assert_eq!(both.billed(), one.billed() + other.billed());
        assert!(both.iter().all(|(_, amount)| amount != 0), "{both}");
        assert!(one.minus(&one).is_zero());
    }
}

#[test]
fn damaged_bytes_are_refused_and_never_bring_it_down() {
    let mut slots = Slots::new();
    let good = lines("jht.worker 20, jkk.employer 300").pack(&mut slots);
    assert_eq!(good, [0, 40, 1, 216, 4]);
    assert_eq!(Lines::unpack(&good[..4], &slots), Err(Unreadable::Broken));
    assert_eq!(Lines::unpack(&[9, 1], &slots), Err(Unreadable::NoSlot(9)));
    assert_eq!(Lines::unpack(&[0, 2, 0, 2], &slots), Err(Unreadable::Twice(0)));
    assert_eq!(Lines::unpack(&[0xFF; 40], &slots), Err(Unreadable::Broken));
    let mut random = Random::new(3);
    for _ in 0..20_000 {
        let bytes: Vec<u8> = (0..random.between(0, 30)).map(|_| random.next() as u8).collect();
        let _ = Lines::unpack(&bytes, &slots);
    }
}

#[test]
fn other_texts_name_no_slot() {
    for text in ["", "jkk", "jkk.", ".worker", "jkk.employer.x", "JKK.employer", "a<b<c", "a b.c"] {
        assert!(text.parse::<SlotName>().is_err(), "{text}");
    }
}
