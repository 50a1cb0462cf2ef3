//! The README's picture: an explanation as the terminal shows it, drawn from what the program really prints.

use anyhow::{Context, Result, ensure};

use crate::codegen::Made;
use crate::house::cargo;

/// The question in the picture.
const QUESTION: [&str; 10] = [
    "explain",
    "contribution",
    "--lang",
    "en",
    "--month",
    "2026-02",
    "segment=self_employed",
    "income=2000000",
    "sector=transport",
    "jht_chosen=no",
];

const LINE: usize = 18;
const LETTER: usize = 8;
const MARGIN: usize = 16;

pub(crate) fn made() -> Result<Made> {
    let mut words = vec!["run", "--quiet", "--package", "naungan", "--"];
    words.extend(QUESTION);
    let mut command = cargo(&words);
    let done = command.output().with_context(|| format!("could not start {command:?}"))?;
    ensure!(done.status.success(), "{command:?} ended with {}", done.status);
    let answer = String::from_utf8(done.stdout)?;
    let lines = first_reason(&answer);
    let question = format!("$ naungan {}", QUESTION.join(" "));
    Ok(Made { path: "docs/explanation.svg", text: svg(&question, &lines) })
}

/// The answer with the reasons of its first line: the picture is to be read at a glance.
fn first_reason(answer: &str) -> Vec<&str> {
    let lines: Vec<&str> = answer.lines().collect();
    let why = lines.iter().position(|line| *line == "Why").map_or(lines.len(), |at| at + 2);
    let end = lines.iter().skip(why).position(|line| line.is_empty()).map_or(lines.len(), |at| why + at);
    lines[..end].to_vec()
}

/// Lines of text in a dark window, in a font of one width.
fn svg(question: &str, lines: &[&str]) -> String {
    let longest =
        lines.iter().map(|line| line.chars().count()).chain([question.chars().count()]).max().unwrap_or(0);
    let (width, height) = (longest * LETTER + 2 * MARGIN, (lines.len() + 2) * LINE + 2 * MARGIN);
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {width} {height}\" role=\"img\" \
         aria-label=\"An explanation as the terminal shows it\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#16202c\"/>\n\
         <g font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"13\" \
         fill=\"#dbe4ee\" xml:space=\"preserve\">\n"
    );
    for (at, line) in
        std::iter::once(question).chain(std::iter::once("")).chain(lines.iter().copied()).enumerate()
    {
        let y = MARGIN + (at + 1) * LINE;
        let colour = colour(line, at);
        let start = format!("<text x=\"{MARGIN}\" y=\"{y}\" fill=\"{colour}\">");
        text.extend([start.as_str(), &escaped(line), "</text>\n"]);
    }
    text + "</g>\n</svg>\n"
}

/// The question, doubts and the law's own words each have a colour.
fn colour(line: &str, at: usize) -> &'static str {
    if at == 0 {
        "#8fd6a3"
    } else if line.contains('?') {
        "#f2c46d"
    } else if line.contains('┆') {
        "#8fb8e8"
    } else {
        "#dbe4ee"
    }
}

fn escaped(line: &str) -> String {
    line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace(' ', "\u{a0}")
}

#[cfg(test)]
mod tests {
    use super::svg;

    #[test]
    fn signs_of_markup_are_written_as_text() {
        let picture = svg("$ a < b", &["1 & 2"]);
        assert!(picture.contains("$\u{a0}a\u{a0}&lt;\u{a0}b") && picture.contains("1\u{a0}&amp;\u{a0}2"));
    }
}
