//! What cannot be taken: what is wrong, and what would do.

use rules::facts::FactFault;
use rules::render::Lang;
use rules::tree::{Tree, Words};

use crate::describe::describe;
use crate::nearest::nearest;
use crate::notation;
use crate::text::{self, fill};

/// A fact that cannot be taken, with what it is and how to give it.
pub(super) fn fact(tree: &Tree, given: &str, fault: &FactFault, lang: Lang) -> String {
    let said = format!("{}: {}", fault.name, lang.of(&fault.words));
    let Some(at) = tree.names.facts.get(given) else { return said };
    let fact = describe(tree, &tree.facts[*at], lang);
    let texts = text::of(lang);
    let mut lines = vec![said, format!("  {} – {}, {}", fact.name, fact.means, fact.form)];
    if let Some((least, most)) = &fact.limits {
        lines.push(format!("  {}", fill(texts.limits, &[("least", least), ("most", most)])));
    }
    lines.extend(fact.options.iter().map(|(option, means)| format!("    {option} – {means}")));
    lines.extend(fact.fields.iter().map(|field| format!("    {} – {}", field.name, field.means)));
    lines.push(format!("  {}", fill(texts.write, &[("example", &fact.example)])));
    lines.join("\n")
}

/// An amount with a point in it.
pub(super) fn point(name: &str, text: &str) -> FactFault {
    let say = |texts: &text::Text| fill(texts.point, &[("text", text)]);
    let words = Words { id: say(text::of(Lang::Id)), en: say(text::of(Lang::En)) };
    FactFault { name: name.to_owned(), words }
}

/// An assumption that cannot be read, with the tables or keys there are.
pub(super) fn assumption(tree: &Tree, given: &str, problem: &str, lang: Lang) -> String {
    let texts = text::of(lang);
    let name = given.split(['[', '=', ' ']).next().unwrap_or(given);
    let Some(at) = tree.names.tables.get(name) else {
        let near = nearest(name, tree.tables.iter().map(|table| table.name.as_str()));
        let near =
            if near.is_empty() { String::new() } else { fill(texts.near, &[("names", &near.join(", "))]) };
        return format!("{}{near}", fill(texts.no_table, &[("text", given), ("name", name)]));
    };
    let table = &tree.tables[*at];
    let keys: Vec<&str> = table.keys.iter().map(|(_, key)| key.as_str()).chain(["DATE"]).collect();
    let form = format!("{name}[{}]={}", keys.join(", "), notation::type_name(tree, table.unit));
    fill(texts.bad_assumption, &[("text", given), ("form", &form), ("problem", problem)])
}
