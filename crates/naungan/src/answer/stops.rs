//! Questions that the law here does not answer: what is wrong, and at which place of the law.

use rules::reason::Stop;
use rules::render;
use rules::{SourceFile, Span};

use crate::page::Page;
use crate::text::fill;

/// One obstacle and the parts of the answer that met it.
pub(crate) struct Obstacle {
    /// What is wrong.
    pub(crate) says: String,
    /// The first place of the law that met it.
    pub(crate) place: Option<String>,
    /// What could not be answered.
    pub(crate) parts: Vec<String>,
}

/// Obstacles with their parts; what stops many parts is said once.
pub(crate) fn gather(page: &Page<'_>, stops: &[(usize, Stop)]) -> Vec<Obstacle> {
    let mut found: Vec<Obstacle> = Vec::new();
    for (item, stop) in stops {
        let part = render::name(page.tree, &page.tree.items[*item].target, page.lang);
        let says = render::stop(stop, page.lang);
        match found.iter_mut().find(|obstacle| obstacle.says == says) {
            Some(obstacle) => obstacle.parts.push(part),
            None => found.push(Obstacle { says, place: place(page.files, stop), parts: vec![part] }),
        }
    }
    found
}

fn place(files: &[SourceFile], stop: &Stop) -> Option<String> {
    let Stop::Outside { span: Some(span), .. } = stop else { return None };
    Some(at(files, *span))
}

/// `law/id/…/16.md:23`
pub(crate) fn at(files: &[SourceFile], span: Span) -> String {
    let (line, _) = span.line_column(files);
    format!("{}:{line}", files[span.file as usize].path)
}

/// Says what could not be answered; the parts need no names where none was.
pub(crate) fn write(page: &mut Page<'_>, obstacles: &[Obstacle], any_answered: bool) {
    for obstacle in obstacles {
        page.gap();
        page.warning(&fill(page.text.outside, &[("says", &obstacle.says)]), "! ", "  ");
        if any_answered || obstacles.len() > 1 {
            let parts = fill(page.text.not_answered, &[("parts", &obstacle.parts.join("; "))]);
            page.prose(&parts, "  ", "  ");
        }
        if let Some(place) = &obstacle.place {
            let place = fill(page.text.law_place, &[("place", place)]);
            page.line(&format!("  {place}"));
        }
    }
}
