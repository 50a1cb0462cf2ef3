//! `naungan explain definition`: any named value of the law, such as a due date, and why it is so.

use anyhow::{Result, bail};
use clap::Args;
use rules::LawPack;
use rules::explain::{self, Defined};
use rules::reason::Stop;
use rules::render::{self, Lang};
use rules::tree::Tree;
use rules::value::Value;

use super::{Cli, Outcome};
use crate::answer::{self, Part, doubts, missing, stops};
use crate::nearest::nearest;
use crate::page::Page;
use crate::question::{Asked, Question};
use crate::text::{self, fill};
use crate::{law, wire};

/// Which value, for whom.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The name of the value, such as `due_date`
    name: String,
    #[command(flatten)]
    question: Question,
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let lang = Lang::from(cli.lang);
    let question = &arguments.question;
    let pack = law::pack(cli.law.as_deref())?;
    let item = find(pack.tree(), &arguments.name, lang)?;
    let asked = question.read(&pack, &[item], lang)?;
    let defined = explain::definition(&asked.tree, &asked.facts, item, true);
    let answer =
        Answer { pack: &pack, asked: &asked, defined: &defined, item, with_reasons: !question.brief };
    let page = Page::new(&pack, &asked.tree, lang);
    if question.json {
        wire::print(&answer.on_the_wire(&page))?;
    } else {
        answer.written(page).print()?;
    }
    Ok(if defined.value.is_ok() { Outcome::Fine } else { Outcome::Faults })
}

fn find(tree: &Tree, name: &str, lang: Lang) -> Result<usize> {
    if let Some(item) = tree.names.definitions.get(name) {
        return Ok(*item);
    }
    let texts = text::of(lang);
    if let Some(table) = tree.names.tables.get(name) {
        let provision = &tree.provisions[tree.tables[*table].provision].path;
        bail!("{}", fill(texts.is_a_table, &[("name", name), ("provision", provision)]));
    }
    let near = nearest(name, tree.names.definitions.keys().map(String::as_str));
    bail!("{}", answer::unknown(texts.no_definition, name, &near, texts))
}

/// A value asked for, and what came out.
struct Answer<'a> {
    pack: &'a LawPack,
    asked: &'a Asked<'a>,
    defined: &'a Defined,
    item: usize,
    with_reasons: bool,
}

impl<'a> Answer<'a> {
    fn written(&self, mut page: Page<'a>) -> Page<'a> {
        let parts = self.parts(&page);
        let name = self.means(&page);
        let title = self.text(&page).map_or_else(|| name.clone(), |value| format!("{name}: {value}"));
        page.title(&title);
        answer::premises(&mut page, self.asked);
        let doubts = doubts::gather(page.tree, &parts, page.lang);
        doubts::write(&mut page, &doubts, parts.len());
        let obstacles = stops::gather(&page, &self.stops());
        stops::write(&mut page, &obstacles, false);
        missing::write(&mut page, &self.defined.missing);
        if self.with_reasons {
            answer::reasons(&mut page, parts.iter().map(|(_, reason)| *reason));
        }
        answer::law(&mut page, self.pack);
        page
    }

    fn means(&self, page: &Page<'_>) -> String {
        render::name(page.tree, &page.tree.items[self.item].target, page.lang)
    }

    fn parts(&self, page: &Page<'_>) -> Vec<Part<'a>> {
        self.defined.reason.iter().map(|reason| (self.means(page), reason)).collect()
    }

    fn value(&self) -> Option<&Value> {
        self.defined.value.as_ref().ok()
    }

    fn text(&self, page: &Page<'_>) -> Option<String> {
        Some(wire::text_of(page, self.value()?, page.tree.items[self.item].ty))
    }

    fn stops(&self) -> Vec<(usize, Stop)> {
        match &self.defined.value {
            Err(stop @ Stop::Outside { .. }) => vec![(self.item, stop.clone())],
            _ => Vec::new(),
        }
    }

    fn on_the_wire(&self, page: &Page<'_>) -> wire::Definition {
        let ty = page.tree.items[self.item].ty;
        wire::Definition {
            asked: wire::asked("definition", self.pack, self.asked),
            standing: wire::standing(page, &self.parts(page), &self.defined.missing, &self.stops()),
            name: crate::notation::target(page.tree, &page.tree.items[self.item].target),
            means: self.means(page),
            value: self.value().map(|value| wire::value(page.tree, value, ty)),
            text: self.text(page),
            why: self
                .defined
                .reason
                .as_ref()
                .filter(|_| self.with_reasons)
                .map(|reason| wire::why(page, reason)),
        }
    }
}
