//! A page of an answer: whose law, in which language, in which colours, line by line.

use anyhow::Result;
use rules::render::Lang;
use rules::tree::Tree;
use rules::{LawPack, SourceFile};

use crate::report::{Paint, columns, say, wrapped};
use crate::text::{self, Text};

/// Letters to a line of prose.
const WIDTH: usize = 100;

/// What is being said, and how.
pub(crate) struct Page<'a> {
    pub(crate) tree: &'a Tree,
    pub(crate) files: &'a [SourceFile],
    pub(crate) lang: Lang,
    pub(crate) text: &'static Text,
    pub(crate) paint: Paint,
    out: String,
}

impl<'a> Page<'a> {
    /// An empty page about this law; `tree` may have assumptions that the pack has not.
    pub(crate) fn new(pack: &'a LawPack, tree: &'a Tree, lang: Lang) -> Self {
        let paint = Paint::of_answers();
        Self { tree, files: pack.files(), lang, text: text::of(lang), paint, out: String::new() }
    }

    /// One line as it is.
    pub(crate) fn line(&mut self, line: &str) {
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    /// An empty line, but never two, and none at the top.
    pub(crate) fn gap(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
    }

    /// A line that begins a part of the page.
    pub(crate) fn heading(&mut self, line: &str) {
        self.gap();
        let line = self.paint.strong(line);
        self.line(&line);
    }

    /// A heading made of a name, which the law writes with a small letter.
    pub(crate) fn title(&mut self, line: &str) {
        let mut letters = line.chars();
        let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
        self.heading(&(first + letters.as_str()));
    }

    /// Rows in columns, two spaces in.
    pub(crate) fn rows(&mut self, rows: &[Vec<String>], right: &[usize]) {
        for line in columns(rows, right) {
            self.line(&format!("  {line}"));
        }
    }

    /// Prose; its first line after `first`, the others after `rest`.
    pub(crate) fn prose(&mut self, text: &str, first: &str, rest: &str) {
        for (at, line) in wrapped(text, WIDTH - rest.chars().count()).into_iter().enumerate() {
            self.line(&format!("{}{line}", if at == 0 { first } else { rest }));
        }
    }

    /// Prose that has to be noticed.
    pub(crate) fn warning(&mut self, text: &str, first: &str, rest: &str) {
        for (at, line) in wrapped(text, WIDTH - rest.chars().count()).into_iter().enumerate() {
            let line = self.paint.warning(&format!("{}{line}", if at == 0 { first } else { rest }));
            self.line(&line);
        }
    }

    /// Prints the page.
    pub(crate) fn print(self) -> Result<()> {
        say(&self.out)
    }
}
