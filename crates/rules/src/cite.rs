//! Both languages of what law files say about themselves: titles, instruments, and what everything rests on.

use base::Citation;

use crate::complaint::Complaint;
use crate::provision::Document;
use crate::source::{Placed, SourceFile, Span};
use crate::tree::{Named, Tree, Words};
use crate::vocabulary::{incomplete, named, sections};

/// Fills in the instruments and the Indonesian of every citation. A pack whose settings name its `languages`
/// must have all of it in both; one written before that setting is read as it was.
pub(crate) fn fill(
    files: &[SourceFile],
    documents: &[Document],
    tree: &mut Tree,
    complaints: &mut Vec<Complaint>,
) {
    let needed = are_both_needed(documents);
    tree.instruments = named(documents, "instruments", "folder", None, complaints);
    let phrases = Phrases::read(documents, complaints);
    if needed {
        titles(files, documents, &tree.instruments, complaints);
    }
    let mut unknown = Vec::new();
    for (citation, span) in citations(tree) {
        match phrases.indonesian(&citation.instrument) {
            Ok(text) => citation.in_indonesian = text,
            Err(word) => unknown.push((word.to_owned(), span)),
        }
    }
    unknown.dedup_by(|a, b| a.0 == b.0);
    if needed {
        complaints.extend(unknown.iter().map(|(word, span)| wordless(word, *span)));
    }
}

/// What an instrument that the tree cites is called in Indonesian.
pub(crate) fn in_indonesian<'t>(tree: &'t Tree, instrument: &str) -> Option<&'t str> {
    let provisions = tree.provisions.iter().map(|provision| &provision.citation);
    let rows = tree.tables.iter().flat_map(|table| &table.versions).flat_map(|version| &version.rows);
    let clauses = tree.items.iter().flat_map(|item| {
        item.clauses.iter().chain(item.exceptions.iter().map(|exception| &exception.clause))
    });
    let cited = provisions.chain(rows.map(|row| &row.citation)).chain(clauses.map(|clause| &clause.citation));
    let mut said = cited.filter(|cited| cited.instrument == instrument && !cited.in_indonesian.is_empty());
    said.next().map(|cited| cited.in_indonesian.as_str())
}

fn are_both_needed(documents: &[Document]) -> bool {
    let mut settings = sections(documents, "settings").flat_map(|table| &table.rows);
    settings.any(|row| {
        let both = row.get(1).is_some_and(|cell| cell.text.split(',').map(str::trim).eq(["id", "en"]));
        row.first().is_some_and(|cell| cell.text == "languages") && both
    })
}

/// Titles in both languages, and for each folder the instrument it is.
fn titles(
    files: &[SourceFile],
    documents: &[Document],
    instruments: &[Named],
    complaints: &mut Vec<Complaint>,
) {
    let root = files.iter().find_map(|file| file.path.strip_suffix("jurisdiction.md")).unwrap_or("");
    let mut told: Vec<&str> = Vec::new();
    for document in documents.iter().filter(|document| !document.head.is_empty()) {
        let title = &document.title;
        if !title.text.contains(" / ") {
            complaints.push(
                Complaint::new("one-language", "this title is in one language", title.span, "only one here")
                    .help(
                        "write both, Indonesian first: `# Pasal 16 · iuran / Article 16 · the contribution`",
                    ),
            );
        }
        let path = files[document.file].path.as_str();
        let folder = path.strip_prefix(root).and_then(|path| path.rsplit_once('/')).map_or("", |cut| cut.0);
        let is_named = instruments.iter().any(|named| named.name == folder);
        if !folder.is_empty() && !is_named && !told.contains(&folder) {
            told.push(folder);
            let problem = format!("the instrument in the folder `{folder}` has no title");
            complaints.push(
                Complaint::new("no-instrument", problem, title.span, "the first file of the folder")
                    .help("add a row to the table `## instruments`: folder, id, en"),
            );
        }
    }
}

fn wordless(word: &str, span: Span) -> Complaint {
    let problem = format!("the citation has the English word `{word}`, and no Indonesian for it");
    Complaint::new("one-language", problem, span, "cited here")
        .help("add a row to the table `## citations`: en, id; or write a proper name with a capital")
}

/// Every citation of the tree, with a place to point at.
fn citations(tree: &mut Tree) -> impl Iterator<Item = (&mut Citation, Span)> {
    let Tree { jurisdiction, provisions, tables, items, .. } = tree;
    let holidays = (&mut jurisdiction.calendar_citation, Span::new(0, 0, 0));
    let provisions = provisions.iter_mut().map(|it| (&mut it.citation, Span::new(it.file, 0, 1)));
    let rows = tables.iter_mut().flat_map(|table| &mut table.versions).flat_map(|version| &mut version.rows);
    let rows = rows.map(|row| (&mut row.citation, row.span));
    let clauses = items.iter_mut().flat_map(|item| {
        let exceptions = item.exceptions.iter_mut().map(|exception| &mut exception.clause);
        item.clauses.iter_mut().chain(exceptions)
    });
    let clauses = clauses.map(|clause| (&mut clause.citation, clause.span));
    std::iter::once(holidays).chain(provisions).chain(rows).chain(clauses)
}

/// What citations say besides names and numbers, the longest first.
struct Phrases(Vec<Words>);

impl Phrases {
    fn read(documents: &[Document], complaints: &mut Vec<Complaint>) -> Self {
        let mut phrases = Vec::new();
        for table in sections(documents, "citations") {
            for row in &table.rows {
                match (table.cell(row, "en"), table.cell(row, "id")) {
                    (Some(Placed { text: en, .. }), Some(Placed { text: id, .. })) => {
                        phrases.push(Words { id: id.clone(), en: en.clone() });
                    }
                    _ => complaints.push(incomplete(table, row, "en, id")),
                }
            }
        }
        phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.en.len()));
        Self(phrases)
    }

    /// `PP 44/2015 art. 34(1)b` → `PP 44/2015 Pasal 34 ayat (1) huruf b`; or the word that no phrase has.
    fn indonesian<'a>(&self, text: &'a str) -> Result<String, &'a str> {
        let mut said = String::new();
        let mut at = 0;
        while let Some(next) = text[at..].chars().next() {
            let rest = &text[at..];
            let before = text[..at].chars().next_back();
            if next == '(' && before.is_some_and(char::is_alphanumeric) {
                said.push_str(" ayat ");
            }
            if !next.is_alphanumeric() {
                said.push(next);
                at += next.len_utf8();
                continue;
            }
            let found = self.0.iter().find(|phrase| starts(rest, &phrase.en));
            let word = word(rest);
            if before == Some(')') || is_letter(text, at) {
                said.push_str(if before == Some(')') { " huruf " } else { "" });
                said.push_str(word);
                at += word.len();
            } else if let Some(phrase) = found {
                said.push_str(&phrase.id);
                at += phrase.en.len();
            } else if word.len() > 1 && word.chars().all(|letter| letter.is_ascii_lowercase()) {
                return Err(word);
            } else {
                said.push_str(word);
                at += word.len();
            }
        }
        Ok(said)
    }
}

/// Whether a text begins with a phrase that is whole there.
fn starts(text: &str, phrase: &str) -> bool {
    let after = text.strip_prefix(phrase);
    after.is_some_and(|after| !after.starts_with(char::is_alphanumeric) || phrase.ends_with(' '))
}

/// The letters and digits a text begins with, and the points inside them.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '.').unwrap_or(text.len());
    text[..end].trim_end_matches('.')
}

/// Whether a single small letter stands here, as in `(1)b and d`.
fn is_letter(text: &str, at: usize) -> bool {
    word(&text[at..]).len() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> String {
        let rows = [("art.", "Pasal"), ("and", "dan"), ("article not seen", "pasal tidak terlihat")];
        let mut phrases: Vec<Words> =
            rows.iter().map(|(en, id)| Words { id: (*id).to_owned(), en: (*en).to_owned() }).collect();
        phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.en.len()));
        match Phrases(phrases).indonesian(text) {
            Ok(text) => text,
            Err(word) => format!("no word for {word}"),
        }
    }

    #[test]
    fn article_paragraph_and_letter_are_said() {
        assert_eq!(said("PP 44/2015 art. 16"), "PP 44/2015 Pasal 16");
        assert_eq!(
            said("PP 4/2023 art. 27(1)b and d, 34(1)f"),
            "PP 4/2023 Pasal 27 ayat (1) huruf b dan d, 34 ayat (1) huruf f"
        );
        assert_eq!(said("PP 44/2015 art. 37(4)–(5); UU 1"), "PP 44/2015 Pasal 37 ayat (4)–(5); UU 1");
        assert_eq!(
            said("PP 6/2025 art. 39A (article not seen)"),
            "PP 6/2025 Pasal 39A (pasal tidak terlihat)"
        );
        assert_eq!(said("Permenaker 1/2025 art. 8(2a)"), "Permenaker 1/2025 Pasal 8 ayat (2a)");
    }

    #[test]
    fn a_word_without_indonesian_is_named() {
        assert_eq!(said("PP 44/2015 artic. 16"), "no word for artic");
        assert_eq!(said("PP 44/2015 (seen by nobody)"), "no word for seen");
    }
}
