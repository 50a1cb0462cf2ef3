//! Tests of `testing`.

use std::collections::HashSet;
use std::path::Path;

use testing::{Random, postgres::Server, sqlite};

#[test]
fn chance_can_be_repeated_and_stays_within_its_bounds() {
    let mut random = Random::new(7);
    let mut again = Random::new(7);
    let mut seen = HashSet::new();
    for _ in 0..10_000 {
        let number = random.between(-3, 3);
        assert_eq!(number, again.between(-3, 3));
        assert!((-3..=3).contains(&number));
        seen.insert(number);
    }
    assert_eq!(seen.len(), 7);
    assert_eq!((random.below(0), random.below(1)), (0, 0));
    assert_eq!((random.chance(0), random.chance(1000)), (false, true));
    random.between(i64::MIN, i64::MAX);
    let of = (0..10_000).filter(|_| random.chance(250)).count();
    assert!((2_300..2_700).contains(&of), "{of}");
    let mut all: Vec<u32> = (0..100).collect();
    random.shuffle(&mut all);
    assert_ne!(all, (0..100).collect::<Vec<_>>());
    all.sort_unstable();
    assert_eq!(all, (0..100).collect::<Vec<_>>());
    assert!(all.contains(random.pick(&all)));
}

#[test]
fn a_scratch_file_is_gone_when_dropped() {
    let scratch = sqlite::scratch();
    let other = sqlite::scratch();
    assert_ne!(scratch.path(), other.path());
    std::fs::write(scratch.path(), "x").expect("the directory is there");
    let directory = scratch.directory().to_owned();
    assert!(directory.is_dir());
    drop(scratch);
    assert!(!directory.exists());
}

#[test]
fn a_server_gives_databases_and_leaves_nothing_behind() {
    let server = Server::start().unwrap_or_else(|error| panic!("{error:#}"));
    let (one, two) = (server.database("a test"), server.database("a test"));
    assert_ne!(one, two);
    let directory = server.directory().to_owned();
    let socket = directory.join(".s.PGSQL.5432");
    assert!(Path::new(&socket).exists());
    drop(server);
    assert!(!directory.exists());
}
