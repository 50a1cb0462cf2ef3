//! Answers of two windows do not mix, codes are counted, and a proof is the latest.

use scheme::id::{MembershipId, PersonId};
use store::queries::proofs::{self, Proof};
use store::queries::{drafts, tallies};
use testing::both;

use crate::{at, migrated, sure};

#[test]
fn of_two_who_read_the_same_draft_one_keeps() {
    both(|address| {
        let mut store = migrated(address);
        sure(store.unit(|unit| {
            assert!(drafts::swap(unit, &[1; 32], 0, b"a", at(10))?);
            assert!(!drafts::swap(unit, &[1; 32], 0, b"b", at(11))?, "there is one by now");
            let read = drafts::read_version(unit, &[1; 32])?;
            assert_eq!(read, Some((b"a".to_vec(), 1)));
            assert!(drafts::swap(unit, &[1; 32], 1, b"c", at(12))?);
            assert!(!drafts::swap(unit, &[1; 32], 1, b"d", at(13))?, "another came first");
            drafts::put(unit, &[1; 32], b"e", at(14))?;
            assert!(!drafts::swap(unit, &[1; 32], 2, b"f", at(15))?, "put counts too");
            assert_eq!(drafts::read_version(unit, &[1; 32])?, Some((b"e".to_vec(), 3)));
            drafts::drop(unit, &[1; 32])?;
            assert!(!drafts::swap(unit, &[1; 32], 3, b"g", at(16))?, "it is gone");
            Ok(())
        }));
    });
}

#[test]
fn what_is_counted_is_counted_since_a_moment() {
    both(|address| {
        let mut store = migrated(address);
        sure(store.unit(|unit| {
            for micros in [10, 20, 20, 30] {
                tallies::add(unit, &[7; 16], at(micros))?;
            }
            tallies::add(unit, &[8; 16], at(30))?;
            assert_eq!(tallies::since(unit, &[7; 16], [at(0), at(10), at(20), at(30)])?, [4, 3, 1, 0]);
            assert_eq!(tallies::sweep(unit, at(20))?, 1);
            assert_eq!(tallies::since(unit, &[7; 16], [at(0)])?, [3]);
            tallies::forget(unit, &[7; 16])?;
            assert_eq!(tallies::since(unit, &[7; 16], [at(0)])?, [0]);
            assert_eq!(tallies::since(unit, &[8; 16], [at(0)])?, [1]);
            Ok(())
        }));
    });
}

#[test]
fn a_proof_takes_the_place_of_the_one_before() {
    both(|address| {
        let mut store = migrated(address);
        sure(store.unit(|unit| {
            let one = Proof {
                person: PersonId(4),
                how: "self".to_owned(),
                membership: Some(MembershipId(5)),
                known: at(10),
            };
            proofs::put(unit, &one)?;
            assert_eq!(proofs::read(unit, PersonId(4))?, Some(one.clone()));
            let other = Proof { how: "desk".to_owned(), membership: None, known: at(20), ..one };
            proofs::put(unit, &other)?;
            assert_eq!(proofs::read(unit, PersonId(4))?, Some(other));
            assert_eq!(proofs::read(unit, PersonId(5))?, None);
            Ok(())
        }));
    });
}
