//! Markdown → quotation, tables, rule blocks, examples, each with its place.

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::complaint::Complaint;
use crate::source::{Placed, SourceFile, Span};

/// A file of law, cut into its parts but not yet understood.
#[derive(Clone, Debug)]
pub(crate) struct Document {
    /// Index of its file in the pack.
    pub(crate) file: usize,
    /// The first heading.
    pub(crate) title: Placed,
    /// The line under the title: path of the provision, instrument, date checked, letter.
    pub(crate) head: Vec<Placed>,
    /// The quotation, as one text.
    pub(crate) quotation: String,
    /// Sections with a table.
    pub(crate) tables: Vec<RawTable>,
    /// Fenced blocks marked `rule`.
    pub(crate) rules: Vec<Span>,
    /// Fenced blocks marked `example`.
    pub(crate) examples: Vec<Span>,
}

/// A table under its heading, cells as text.
#[derive(Clone, Debug)]
pub(crate) struct RawTable {
    /// The heading above it.
    pub(crate) heading: Placed,
    /// Names of the columns.
    pub(crate) columns: Vec<Placed>,
    /// Rows, each as long as `columns`.
    pub(crate) rows: Vec<Vec<Placed>>,
}

impl RawTable {
    /// Index of a column by name.
    pub(crate) fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.text == name)
    }

    /// The cell of a row in a named column; `None` if the column is absent or the cell empty or a dash.
    pub(crate) fn cell<'a>(&'a self, row: &'a [Placed], name: &str) -> Option<&'a Placed> {
        let cell = row.get(self.column(name)?)?;
        (!matches!(cell.text.as_str(), "" | "–" | "-")).then_some(cell)
    }
}

/// Cuts a file into its parts.
pub(crate) fn read(file: usize, source: &SourceFile) -> Result<Document, Complaint> {
    let mut cutter = Cutter::new(file, &source.text);
    let parser = Parser::new_ext(&source.text, Options::ENABLE_TABLES).into_offset_iter();
    for (event, range) in parser {
        cutter.event(event, range);
    }
    cutter.finish()
}

/// What has been seen so far on the way down a file.
struct Cutter<'a> {
    file: usize,
    text: &'a str,
    title: Option<Placed>,
    head: Vec<Placed>,
    quotation: String,
    heading: Option<Placed>,
    tables: Vec<RawTable>,
    rules: Vec<Span>,
    examples: Vec<Span>,
    quoting: bool,
    block: Option<(bool, Option<Span>)>,
    row: Vec<Placed>,
}

impl<'a> Cutter<'a> {
    fn new(file: usize, text: &'a str) -> Self {
        Self {
            file,
            text,
            title: None,
            head: Vec::new(),
            quotation: String::new(),
            heading: None,
            tables: Vec::new(),
            rules: Vec::new(),
            examples: Vec::new(),
            quoting: false,
            block: None,
            row: Vec::new(),
        }
    }

    fn event(&mut self, event: Event<'_>, range: std::ops::Range<usize>) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => self.start_heading(level, range),
            Event::Start(Tag::Paragraph) if self.title.is_some() && self.head.is_empty() && !self.quoting => {
                self.start_head(range);
            }
            Event::Start(Tag::BlockQuote(_)) => self.quoting = true,
            Event::End(TagEnd::BlockQuote(_)) => self.quoting = false,
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => self.start_block(&info),
            Event::End(TagEnd::CodeBlock) => self.end_block(),
            Event::Text(text) => self.words(&text, range),
            Event::SoftBreak if self.quoting => self.quotation.push(' '),
            Event::Start(Tag::Table(_)) => self.start_table(),
            Event::Start(Tag::TableCell) => {
                let cell = self.placed(range);
                self.row.push(cell);
            }
            Event::End(TagEnd::TableHead) => self.end_table_head(),
            Event::End(TagEnd::TableRow) => self.end_row(),
            _ => {}
        }
    }

    /// The text of a range without the white space, bars and hashes around it.
    fn placed(&self, range: std::ops::Range<usize>) -> Placed {
        let whole = &self.text[range.clone()];
        let trimmed = whole.trim_matches(|c: char| c.is_whitespace() || c == '|');
        let start = if trimmed.is_empty() {
            range.start
        } else {
            range.start + (trimmed.as_ptr() as usize - whole.as_ptr() as usize)
        };
        Placed { text: trimmed.to_owned(), span: Span::new(self.file, start, start + trimmed.len()) }
    }

    fn start_heading(&mut self, level: HeadingLevel, range: std::ops::Range<usize>) {
        let line_end = self.text[range.start..].find('\n').map_or(self.text.len(), |at| range.start + at);
        let hashes = self.text[range.start..].bytes().take_while(|byte| *byte == b'#').count();
        let placed = self.placed(range.start + hashes..line_end);
        if level == HeadingLevel::H1 && self.title.is_none() {
            self.title = Some(placed);
        } else {
            self.heading = Some(placed);
        }
    }

    /// `` `path` · instrument · checked DATE · LETTER `` on the line under the title.
    fn start_head(&mut self, range: std::ops::Range<usize>) {
        let line_end = self.text[range.start..].find('\n').map_or(self.text.len(), |at| range.start + at);
        let mut start = range.start;
        for piece in self.text[range.start..line_end].split('·') {
            let mut placed = self.placed(start..start + piece.len());
            let plain = placed.text.trim_matches('`').to_owned();
            placed.text = plain;
            self.head.push(placed);
            start += piece.len() + '·'.len_utf8();
        }
    }

    fn start_block(&mut self, info: &str) {
        match info {
            "rule" => self.block = Some((true, None)),
            "example" => self.block = Some((false, None)),
            _ => {}
        }
    }

    fn end_block(&mut self) {
        if let Some((is_rule, Some(span))) = self.block.take() {
            if is_rule { self.rules.push(span) } else { self.examples.push(span) }
        }
    }

    fn words(&mut self, text: &str, range: std::ops::Range<usize>) {
        let span = Span::new(self.file, range.start, range.end);
        if let Some((_, seen)) = &mut self.block {
            *seen = Some(seen.map_or(span, |before| before.to(span)));
        } else if self.quoting {
            self.quotation.push_str(text);
        }
    }

    fn start_table(&mut self) {
        let heading =
            self.heading.clone().unwrap_or(Placed { text: String::new(), span: Span::new(self.file, 0, 0) });
        self.tables.push(RawTable { heading, columns: Vec::new(), rows: Vec::new() });
        self.row.clear();
    }

    fn end_table_head(&mut self) {
        let columns = std::mem::take(&mut self.row);
        if let Some(table) = self.tables.last_mut() {
            table.columns = columns;
        }
    }

    fn end_row(&mut self) {
        let row = std::mem::take(&mut self.row);
        if let Some(table) = self.tables.last_mut() {
            table.rows.push(row);
        }
    }

    fn finish(self) -> Result<Document, Complaint> {
        let top = Span::new(self.file, 0, self.text.find('\n').unwrap_or(self.text.len()));
        let title = self.title.ok_or_else(|| {
            Complaint::new("no-title", "a file of law begins with a title", top, "expected `# …` here").help(
                "write `# Article · what it says`, and under it path, instrument, day checked and letter",
            )
        })?;
        Ok(Document {
            file: self.file,
            title,
            head: self.head,
            quotation: self.quotation,
            tables: self.tables,
            rules: self.rules,
            examples: self.examples,
        })
    }
}
