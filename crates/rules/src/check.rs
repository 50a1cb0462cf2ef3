//! From texts to the checked tree: names, units, dates, exceptions, cycles; every complaint shows the text.

mod cycles;
mod dates;
mod declare;
mod guards;
mod lower;
mod whole;
pub(crate) use cycles::needs;
pub(crate) use cycles::nodes as walk_clause;
pub(crate) use declare::named;
pub(crate) use lower::near;
pub(crate) use whole::smallest;
mod words;

use base::{Citation, Confidence};

use crate::complaint::Complaint;
use crate::provision::{self, Document};
use crate::source::{Placed, SourceFile};
use crate::tree::{Names, Provision, Tree, Words};
use crate::vocabulary::{self, Vocabulary, is_section};
use crate::{cite, example, parse, table};

/// Headings that name vocabulary rather than a table of law.
const VOCABULARY: [&str; 14] = [
    "settings",
    "segments",
    "programmes",
    "payers",
    "funds",
    "benefits",
    "holidays",
    "kinds",
    "facts",
    "words",
    "record ",
    "coverage",
    "instruments",
    "citations",
];

/// A checked pack's parts.
#[derive(Debug)]
pub(crate) struct Checked {
    pub(crate) tree: Tree,
    pub(crate) examples: Vec<example::Example>,
}

/// Reads and checks every file; all complaints, or the tree.
pub(crate) fn check(files: &[SourceFile]) -> Result<Checked, Vec<Complaint>> {
    let mut complaints = Vec::new();
    let documents = documents(files, &mut complaints);
    let Some(vocabulary) = vocabulary::read(&documents, &mut complaints) else { return Err(complaints) };
    let mut tree = Tree {
        jurisdiction: vocabulary.jurisdiction.clone(),
        kinds: vocabulary.kinds.clone(),
        facts: vocabulary.facts.clone(),
        records: vocabulary.records.clone(),
        tables: Vec::new(),
        items: Vec::new(),
        provisions: Vec::new(),
        instruments: Vec::new(),
        names: Names {
            facts: vocabulary.names.facts.clone(),
            kinds: vocabulary.names.kinds.clone(),
            ..Names::default()
        },
    };
    let provisions = provisions(&documents, &mut tree, &mut complaints);
    tables(&documents, &provisions, &vocabulary, &mut tree, &mut complaints);
    let blocks = blocks(files, &documents, &provisions, &tree, &mut complaints);
    let declared = declare::declare(&blocks, &vocabulary, &mut tree, &mut complaints);
    lower::fill(&declared, &mut tree, &mut complaints);
    cite::fill(files, &documents, &mut tree, &mut complaints);
    cycles::check(&tree, &mut complaints);
    if complaints.is_empty() {
        whole::check(&tree, &mut complaints);
        dates::check(&tree, &mut complaints);
        guards::check(&tree, &mut complaints);
        words::check(&tree, &vocabulary, &mut complaints);
    }
    let mut examples = Vec::new();
    for (document, provision) in documents.iter().zip(&provisions) {
        for span in &document.examples {
            match example::read(*span, files, &tree, provision.unwrap_or(0)) {
                Ok(example) => examples.push(example),
                Err(complaint) => complaints.push(complaint),
            }
        }
    }
    if complaints.is_empty() { Ok(Checked { tree, examples }) } else { Err(complaints) }
}

fn documents(files: &[SourceFile], complaints: &mut Vec<Complaint>) -> Vec<Document> {
    let mut documents = Vec::new();
    for (at, file) in files.iter().enumerate() {
        match provision::read(at, file) {
            Ok(document) => documents.push(document),
            Err(complaint) => complaints.push(complaint),
        }
    }
    documents
}

/// Registers the files that are law; notes without a head line are left alone unless they hold rules.
fn provisions(
    documents: &[Document],
    tree: &mut Tree,
    complaints: &mut Vec<Complaint>,
) -> Vec<Option<usize>> {
    let mut indexes = Vec::new();
    for document in documents {
        let index = match head(document) {
            Ok(Some((path, citation))) => {
                tree.provisions.push(Provision {
                    path,
                    title: Words::split(&document.title.text),
                    quotation: document.quotation.clone(),
                    citation,
                    file: document.file,
                });
                Some(tree.provisions.len() - 1)
            }
            Ok(None) => None,
            Err(complaint) => {
                complaints.push(complaint);
                None
            }
        };
        indexes.push(index);
    }
    indexes
}

/// `path · instrument · checked DATE · LETTER`
fn head(document: &Document) -> Result<Option<(String, Citation)>, Complaint> {
    let has_table = document.tables.iter().any(|raw| is_law(&raw.heading.text));
    let is_law = has_table || !document.rules.is_empty() || !document.examples.is_empty();
    if document.head.len() < 4 {
        if !is_law {
            return Ok(None);
        }
        let problem = "this file has law in it and does not say what it rests on";
        return Err(Complaint::new("no-citation", problem, document.title.span, "under this title")
            .help("write under the title: `path` · instrument · checked 2026-11-20 · B"));
    }
    let instrument = document.head[1..document.head.len() - 2].iter().map(|piece| piece.text.as_str());
    let instrument = instrument.collect::<Vec<_>>().join(" · ");
    if instrument.trim().is_empty() {
        let place = document.head[0].span;
        return Err(Complaint::new("no-citation", "this file names no instrument", place, "after this path")
            .help(
                "write the instrument after the path: `path` · PP 44/2015 art. 16 · checked 2026-11-20 · B",
            ));
    }
    let citation = citation(&document.head, instrument)?;
    Ok(Some((document.head[0].text.clone(), citation)))
}

/// The last two pieces are the day checked and the letter.
fn citation(pieces: &[Placed], instrument: String) -> Result<Citation, Complaint> {
    let checked = vocabulary::checked(&pieces[pieces.len() - 2])?;
    let confidence: Confidence = vocabulary::confidence(&pieces[pieces.len() - 1])?;
    Ok(Citation { instrument, in_indonesian: String::new(), checked, confidence })
}

fn tables(
    documents: &[Document],
    provisions: &[Option<usize>],
    vocabulary: &Vocabulary,
    tree: &mut Tree,
    complaints: &mut Vec<Complaint>,
) {
    for (document, provision) in documents.iter().zip(provisions) {
        let Some(provision) = *provision else { continue };
        for raw in document.tables.iter().filter(|raw| is_law(&raw.heading.text)) {
            let cited = tree.provisions[provision].citation.clone();
            match table::read(raw, vocabulary, provision, &cited) {
                Ok(table) => add_table(table, tree, complaints),
                Err(complaint) => complaints.push(complaint),
            }
        }
    }
}

/// A heading `name · unit`, not one of the vocabulary and not prose.
fn is_law(heading: &str) -> bool {
    let Some((name, _)) = heading.split_once('·') else { return false };
    let name = name.trim();
    let plain =
        !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
    plain && !VOCABULARY.iter().any(|word| is_section(heading, word))
}

fn add_table(table: crate::tree::Table, tree: &mut Tree, complaints: &mut Vec<Complaint>) {
    if let Some(first) = tree.names.tables.get(&table.name) {
        let first = tree.tables[*first].span;
        complaints.push(
            Complaint::new(
                "twice",
                format!("the table `{}` stands in two places", table.name),
                table.span,
                "again here",
            )
            .and(first, "first here")
            .help("a value lives in one table; give this one another name"),
        );
        return;
    }
    tree.names.tables.insert(table.name.clone(), tree.tables.len());
    tree.tables.push(table);
}

/// A block with the provision it stands in.
pub(crate) struct PlacedBlock {
    pub(crate) provision: usize,
    pub(crate) block: crate::formula::Block,
}

fn blocks(
    files: &[SourceFile],
    documents: &[Document],
    provisions: &[Option<usize>],
    tree: &Tree,
    complaints: &mut Vec<Complaint>,
) -> Vec<PlacedBlock> {
    let mut blocks = Vec::new();
    for (document, provision) in documents.iter().zip(provisions) {
        let Some(provision) = *provision else { continue };
        for span in &document.rules {
            if let Some(block) = parse::block(*span, files, &tree.jurisdiction.currency, complaints) {
                blocks.push(PlacedBlock { provision, block });
            }
        }
    }
    blocks
}

/// Reads a rule block's own `source` line.
pub(crate) fn own_citation(source: &Placed) -> Result<Citation, Complaint> {
    let pieces: Vec<Placed> = source
        .text
        .split('·')
        .map(|piece| Placed { text: piece.trim().to_owned(), span: source.span })
        .collect();
    if pieces.len() < 3 {
        return Err(Complaint::new(
            "no-citation",
            "a source needs instrument, day checked and letter",
            source.span,
            "here",
        )
        .help("write `source PP 49/2023 art. 16A · checked 2026-11-20 · D`"));
    }
    let instrument =
        pieces[..pieces.len() - 2].iter().map(|piece| piece.text.as_str()).collect::<Vec<_>>().join(" · ");
    citation(&pieces, instrument)
}
