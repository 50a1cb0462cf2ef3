//! Every name that an answer can show has a word in both languages.

use crate::complaint::Complaint;
use crate::tree::{Target, Tree, Words};
use crate::vocabulary::Vocabulary;

/// Complains about tables, definitions and components without a word.
pub(crate) fn check(tree: &Tree, vocabulary: &Vocabulary, complaints: &mut Vec<Complaint>) {
    for table in &tree.tables {
        if table.words == Words::default() {
            complaints.push(wordless(&table.name, table.span));
        }
    }
    for item in &tree.items {
        let (Target::Definition(name) | Target::Component { name, .. }) = &item.target else { continue };
        if !vocabulary.words.contains_key(name)
            && let Some(clause) = item.clauses.first()
        {
            complaints.push(wordless(name, clause.span));
        }
    }
}

fn wordless(name: &str, span: crate::source::Span) -> Complaint {
    Complaint::new("no-word", format!("`{name}` has no word in Indonesian and English"), span, "named here")
        .help("add a row to the table `## words` of this file: name, id, en")
}
