//! The provision that a rejection names: an article of an instrument that the law's files cite, so that
//! whoever is refused can read it and contest it.

use rules::tree::{Item, Tree, Words};

use crate::refusal::Refusal;

/// What comes between an instrument and the number of its article.
const ARTICLE: [&str; 4] = ["art.", "article", "pasal", "ps."];

/// A provision as somebody typed it, such as `PP 44/2015 art. 25(1)`, in both languages.
pub fn ground(tree: &Tree, typed: &str) -> Result<Words, Refusal> {
    let words: Vec<&str> = typed.split_whitespace().collect();
    let at = words.iter().position(|word| ARTICLE.contains(&word.to_lowercase().as_str()));
    let named = at.map(|at| (words[..at].join(" "), words[at + 1..].join(" ")));
    let found = named.filter(|(_, article)| article.starts_with(|c: char| c.is_ascii_digit()));
    let known = |instrument: &str| instruments(tree).find(|known| known.eq_ignore_ascii_case(instrument));
    match found.and_then(|(instrument, article)| Some((known(&instrument)?, article))) {
        Some((instrument, article)) => Ok(Words {
            id: format!("{instrument} Pasal {article}"),
            en: format!("{instrument} art. {article}"),
        }),
        None => Err(unknown(typed.trim())),
    }
}

/// The instruments that provisions and clauses rest on; some may come several times.
fn instruments(tree: &Tree) -> impl Iterator<Item = &str> {
    let provisions = tree.provisions.iter().map(|provision| &provision.citation);
    let clauses = tree.items.iter().flat_map(Item::every_clause).map(|clause| &clause.citation);
    let cited = provisions.chain(clauses).flat_map(|citation| citation.instrument.split(';'));
    cited.filter_map(|one| Some(one.split_once(" art.")?.0.trim()))
}

fn unknown(typed: &str) -> Refusal {
    if typed.is_empty() {
        let id = "penolakan menyebut pasalnya";
        return Refusal::new("article_missing", id, "a rejection names its article");
    }
    let id = format!("`{typed}` bukan pasal dari peraturan yang ada di sini; contoh: PP 44/2015 Pasal 25");
    let en = format!("`{typed}` is no article of an instrument of this law, such as PP 44/2015 art. 25");
    Refusal::new("article_missing", id, en)
}
