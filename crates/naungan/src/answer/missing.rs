//! Facts that an answer lacks: what they mean, what they can be, how to give them.

use std::collections::BTreeSet;

use crate::describe::{Described, describe};
use crate::page::Page;
use crate::text::fill;

/// Names the missing facts.
pub(crate) fn write(page: &mut Page<'_>, missing: &BTreeSet<usize>) {
    if missing.is_empty() {
        return;
    }
    let heading = fill(page.text.missing, &[("count", &missing.len().to_string())]);
    page.heading(&heading);
    for fact in missing {
        let fact = describe(page.tree, &page.tree.facts[*fact], page.lang);
        page.gap();
        one(page, &fact);
    }
}

fn one(page: &mut Page<'_>, fact: &Described<'_>) {
    let name = page.paint.strong(fact.name);
    page.line(&format!("  {name} – {}", fact.means));
    form(page, fact, "    ");
    let write = fill(page.text.write, &[("example", &fact.example)]);
    page.line(&format!("    {write}"));
}

/// Type, limits, options and fields.
pub(crate) fn form(page: &mut Page<'_>, fact: &Described<'_>, indent: &str) {
    let limits =
        fact.limits.as_ref().map(|(least, most)| fill(page.text.limits, &[("least", least), ("most", most)]));
    let form: Vec<&str> = std::iter::once(fact.form.as_str()).chain(limits.as_deref()).collect();
    page.line(&format!("{indent}{}", form.join(", ")));
    let width = fact.options.iter().map(|(option, _)| option.len()).max().unwrap_or(0);
    for (option, means) in &fact.options {
        page.line(&format!("{indent}  {option:width$}  {means}"));
    }
    let width = fact.fields.iter().map(|field| field.name.len()).max().unwrap_or(0);
    for field in &fact.fields {
        let options: Vec<&str> = field.options.iter().map(|(option, _)| *option).collect();
        let form = if options.is_empty() { field.form.clone() } else { options.join(", ") };
        page.prose(
            &format!("{}; {form}", field.means),
            &format!("{indent}  {:width$}  ", field.name),
            &format!("{indent}  {:width$}  ", ""),
        );
    }
}
