//! What the reader of the law refuses: the place, the text, and what to change.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use crate::source::{SourceFile, Span};

/// A refusal that points into the text of a pack.
#[derive(Clone, Debug)]
pub struct Complaint {
    /// Stable short name, the anchor of its page: `unknown-name`.
    pub code: &'static str,
    /// One sentence, without a full stop.
    pub message: String,
    /// Places with what is to be said about each; the first is the main one.
    pub places: Vec<(Span, String)>,
    /// What to change.
    pub help: Option<String>,
}

impl Complaint {
    /// A complaint about one place.
    pub fn new(code: &'static str, message: impl Into<String>, span: Span, label: impl Into<String>) -> Self {
        Self { code, message: message.into(), places: vec![(span, label.into())], help: None }
    }

    /// Adds a second place.
    #[must_use]
    pub fn and(mut self, span: Span, label: impl Into<String>) -> Self {
        self.places.push((span, label.into()));
        self
    }

    /// Adds what to change.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The complaint as rustc would print it.
    pub fn render(&self, files: &[SourceFile], colour: bool) -> String {
        let mut group =
            Level::ERROR.primary_title(&self.message).id(self.code).elements(self.snippets(files));
        if let Some(help) = &self.help {
            group = group.element(Level::HELP.message(help));
        }
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        renderer.render(&[group as Group<'_>])
    }

    /// One snippet a file, in the order the places were named.
    fn snippets<'a>(
        &'a self,
        files: &'a [SourceFile],
    ) -> Vec<Snippet<'a, annotate_snippets::Annotation<'a>>> {
        let mut order: Vec<u32> = Vec::new();
        for (span, _) in &self.places {
            if !order.contains(&span.file) {
                order.push(span.file);
            }
        }
        order.into_iter().filter_map(|file| Some(self.snippet(file, files.get(file as usize)?))).collect()
    }

    fn snippet<'a>(
        &'a self,
        file: u32,
        source: &'a SourceFile,
    ) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
        let annotations = self.places.iter().enumerate().filter(|(_, (span, _))| span.file == file);
        Snippet::source(source.text.as_str()).path(source.path.as_str()).annotations(annotations.map(
            |(at, (span, label))| {
                let kind = if at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
                let end = (span.end as usize).max(span.start as usize);
                kind.span(span.start as usize..end).label(label.as_str())
            },
        ))
    }
}
