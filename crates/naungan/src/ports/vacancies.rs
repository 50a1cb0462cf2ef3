//! Vacancies as others publish them: schema.org's `JobPosting` in JSON-LD, read and written.
//!
//! The text comes from outside: it may be no longer than a limit and nest no deeper than one, and nothing in
//! it that a browser could take for markup is kept. One bad posting never stops a good one.

pub mod table;
mod at;
mod plain;
mod posting;
#[cfg(test)]
mod tests;

use std::collections::HashSet;

use scheme::jobs::Vacancy;
use scheme::refusal::Refusal;
use serde_json::{Value, json};

use crate::views::provinces;
use at::At;

/// The postings of a large exchange on one day stay below.
pub const FILE_BYTES_MAX: usize = 16_000_000;
/// A posting nests about six deep.
const DEPTH_MAX: usize = 24;
/// More are several files.
const POSTINGS_MAX: usize = 20_000;
/// What the postings of a graph or a list are called.
const TYPE: &str = "JobPosting";
/// The classification of the occupations that are written.
const CODE_SET: &str = "KBJI";

/// Postings, each with its vacancy or what is wrong and where.
pub type Postings = Vec<Result<Vacancy, Refusal>>;

/// Reads a file: one posting, a list of them, or a graph, in which other things may stand.
pub fn read(bytes: &[u8]) -> Result<Postings, Refusal> {
    if bytes.len() > FILE_BYTES_MAX {
        let most = FILE_BYTES_MAX / 1_000_000;
        let en = format!("it is larger than {most} MB: divide the vacancies");
        return Err(broken(&format!("lebih besar dari {most} MB: bagilah lowongannya"), &en));
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    if deepest(bytes) > DEPTH_MAX {
        return Err(broken("bersarang terlalu dalam", "it nests too deep"));
    }
    let root: Value = serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let id = format!("baris {line}, kolom {column}: bukan JSON");
        broken(&id, &format!("line {line}, column {column}: it is no JSON"))
    })?;
    let root = At::root(&root);
    let graph = root.field("@graph");
    let is_graph = graph.is_some();
    let all = match graph {
        Some(graph) => graph.list()?,
        None if root.value().is_array() => root.list()?,
        None => vec![root],
    };
    if all.len() > POSTINGS_MAX {
        let en = format!("it has more than {POSTINGS_MAX} vacancies: divide them");
        return Err(broken(&format!("lebih dari {POSTINGS_MAX} lowongan: bagilah"), &en));
    }
    let postings = all.iter().filter(|at| !is_graph || posting::is_one(at));
    let mut seen = HashSet::new();
    Ok(postings.map(|at| once(posting::read(at)?, at, &mut seen)).collect())
}

/// A vacancy that stands twice would be offered twice.
fn once(vacancy: Vacancy, at: &At<'_>, seen: &mut HashSet<(String, String)>) -> Result<Vacancy, Refusal> {
    if seen.insert((vacancy.employer.clone(), vacancy.id.clone())) {
        return Ok(vacancy);
    }
    let id = format!("lowongan `{}` sudah ada di atas", vacancy.id);
    Err(at.refuse(&id, &format!("the vacancy `{}` stands above already", vacancy.id)))
}

fn broken(id: &str, en: &str) -> Refusal {
    let (id, en) =
        (format!("bukan lowongan yang dapat dibaca: {id}"), format!("no vacancies to be read: {en}"));
    Refusal::new("vacancies_unreadable", id, en)
}

/// How deep lists and objects nest, without unfolding any.
fn deepest(bytes: &[u8]) -> usize {
    let (mut depth, mut deepest, mut within, mut escaped) = (0_usize, 0, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if within => escaped = true,
            b'"' => within = !within,
            b'[' | b'{' if !within => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !within => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// Vacancies as a graph that others can read; the same vacancies give the same text.
pub fn write(vacancies: &[Vacancy]) -> String {
    let graph: Vec<Value> = vacancies.iter().map(as_posting).collect();
    format!("{:#}\n", json!({ "@context": "https://schema.org", "@graph": graph }))
}

/// One vacancy as a posting.
pub fn as_posting(vacancy: &Vacancy) -> Value {
    let Vacancy { id, title, employer, occupation, province, wages, skills, posted, until } = vacancy;
    let mut posting = json!({
        "@type": TYPE,
        "identifier": { "@type": "PropertyValue", "name": employer, "value": id },
        "title": title,
        "hiringOrganization": { "@type": "Organization", "name": employer },
        "datePosted": posted.to_string(),
    });
    let mut put = |name: &str, value: Value| posting[name] = value;
    if let Some(until) = until {
        put("validThrough", json!(until.to_string()));
    }
    if let Some(code) = province.map(|code| code.to_string()) {
        let region = provinces::name(&code);
        let address = json!({ "@type": "PostalAddress", "addressRegion": region, "addressCountry": "ID" });
        put("jobLocation", json!({ "@type": "Place", "address": address }));
    }
    if let Some(occupation) = occupation {
        let code = occupation.code();
        put(
            "occupationalCategory",
            json!({ "@type": "CategoryCode", "inCodeSet": CODE_SET, "codeValue": code }),
        );
    }
    if let Some(wages) = wages {
        let value = json!({
            "@type": "QuantitativeValue",
            "minValue": wages.least(),
            "maxValue": wages.most(),
            "unitText": "MONTH",
        });
        put("baseSalary", json!({ "@type": "MonetaryAmount", "currency": "IDR", "value": value }));
    }
    if !skills.is_empty() {
        put("skills", json!(skills));
    }
    posting
}
