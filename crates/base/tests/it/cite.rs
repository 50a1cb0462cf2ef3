//! Citations and how far they are believed.

use base::{Citation, Confidence};

#[test]
fn only_the_last_letter_is_uncertain() {
    for letter in ["A", "B", "C", "D"] {
        let confidence = Confidence::parse(letter).unwrap();
        assert_eq!(confidence.to_string(), letter);
        assert_eq!(confidence.is_uncertain(), letter == "D");
    }
    assert_eq!(Confidence::parse("E"), None);
    assert_eq!(Confidence::parse("a"), None);
    assert_eq!([Confidence::B, Confidence::D, Confidence::A].into_iter().max(), Some(Confidence::D));
}

#[test]
fn a_citation_is_shown_as_the_law_writes_it() {
    let citation = Citation {
        instrument: "PP 44/2015 art. 16".to_owned(),
        in_indonesian: "PP 44/2015 Pasal 16".to_owned(),
        checked: "2026-11-20".parse().unwrap(),
        confidence: Confidence::B,
    };
    assert_eq!(citation.to_string(), "PP 44/2015 art. 16 · checked 2026-11-20 · B");
}
