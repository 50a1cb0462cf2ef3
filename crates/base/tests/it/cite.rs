//! Citations and how far they are believed.

use base::{Citation, Confidence};

#[test]
fn letters_have_meanings() {
    for letter in ["A", "B", "C", "D"] {
        let confidence = Confidence::parse(letter).unwrap();
        assert_eq!(confidence.to_string(), letter);
        assert_eq!(confidence.is_uncertain(), confidence.meaning() == "memory");
    }
    assert_eq!(Confidence::parse("E"), None);
    assert_eq!(Confidence::parse("a"), None);
    assert_eq!([Confidence::B, Confidence::D, Confidence::A].into_iter().max(), Some(Confidence::D));
}

#[test]
fn a_citation_grows_stale() {
    let citation = Citation {
        instrument: "PP 44/2015 art. 16".to_owned(),
        checked: "2026-11-20".parse().unwrap(),
        confidence: Confidence::B,
    };
    assert_eq!(citation.to_string(), "PP 44/2015 art. 16 · checked 2026-11-20 · B");
    assert!(!citation.is_stale("2027-11-20".parse().unwrap(), 365));
    assert!(citation.is_stale("2027-11-21".parse().unwrap(), 365));
}
