//! What a rejection may rest on.

use rules::tree::Words;
use scheme::claims::ground;

use crate::contributions::law;

#[test]
fn a_ground_is_an_article_of_an_instrument_that_is_cited() {
    let said = |typed: &str| match ground(law().tree(), typed) {
        Ok(Words { id, en }) => format!("{id} | {en}"),
        Err(refusal) => refusal.code.to_owned(),
    };
    for (typed, told) in [
        ("PP 44/2015 art. 25(1)", "PP 44/2015 Pasal 25(1) | PP 44/2015 art. 25(1)"),
        ("  pp 44/2015   Pasal 26 ", "PP 44/2015 Pasal 26 | PP 44/2015 art. 26"),
        ("PP 1/1901 art. 3", "article_missing"),
        ("PP 44/2015", "article_missing"),
        ("PP 44/2015 art. banana", "article_missing"),
        ("banana", "article_missing"),
        ("", "article_missing"),
    ] {
        assert_eq!(said(typed), told, "{typed}");
    }
}
