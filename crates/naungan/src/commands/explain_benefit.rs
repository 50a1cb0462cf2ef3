//! `naungan explain benefit`: what a benefit pays to one person, or why it is refused.

use anyhow::{Result, bail};
use clap::Args;
use rules::explain::{self, Benefit, Component};
use rules::formula::Unit;
use rules::reason::Reason;
use rules::render::{self, Lang};
use rules::tree::{Target, Tree, Words};
use rules::{LawPack, reason::ReasonKind};

use super::{Cli, Outcome};
use crate::answer::{self, Part, doubts, missing, stops};
use crate::page::Page;
use crate::question::{Asked, Question};
use crate::text::{self, fill};
use crate::views::payments::{changes, rows};
use crate::{law, wire};

/// Which benefit, for whom.
#[derive(Args, Debug)]
pub(crate) struct Arguments {
    /// The benefit, such as jkm
    name: String,
    #[command(flatten)]
    question: Question,
}

pub(crate) fn run(cli: &Cli, arguments: &Arguments) -> Result<Outcome> {
    let lang = Lang::from(cli.lang);
    let question = &arguments.question;
    let pack = law::pack(cli.law.as_deref())?;
    let wanted = find(pack.tree(), &arguments.name, lang)?;
    let asked = question.read(&pack, &items(pack.tree(), wanted), lang)?;
    let paid = explain::benefit(&asked.tree, &asked.facts, wanted, true);
    let answer = Answer { pack: &pack, asked: &asked, paid: &paid, wanted, with_reasons: !question.brief };
    let page = Page::new(&pack, &asked.tree, lang);
    if question.json {
        wire::print(&answer.on_the_wire(&page))?;
    } else {
        answer.written(page).print()?;
    }
    Ok(if answer.is_whole() { Outcome::Fine } else { Outcome::Faults })
}

fn find(tree: &Tree, name: &str, lang: Lang) -> Result<usize> {
    let benefits = &tree.jurisdiction.benefits;
    if let Some(at) = benefits.iter().position(|benefit| benefit.name == name) {
        return Ok(at);
    }
    let all: Vec<&str> = benefits.iter().map(|benefit| benefit.name.as_str()).collect();
    bail!("{}", fill(text::of(lang).no_benefit, &[("name", name), ("names", &all.join(", "))]))
}

/// What the benefit requires and pays.
pub(crate) fn items(tree: &Tree, wanted: usize) -> Vec<usize> {
    let is_its = |target: &Target| match target {
        Target::Component { benefit, .. } | Target::Requirement { benefit, .. } => *benefit == wanted,
        _ => false,
    };
    (0..tree.items.len()).filter(|at| is_its(&tree.items[*at].target)).collect()
}

/// A benefit asked for, and what came out.
struct Answer<'a> {
    pack: &'a LawPack,
    asked: &'a Asked<'a>,
    paid: &'a Benefit,
    wanted: usize,
    with_reasons: bool,
}

impl<'a> Answer<'a> {
    /// A refusal is an answer, whatever else is not known.
    fn is_whole(&self) -> bool {
        self.paid.stops.is_empty() && (self.paid.refusal.is_some() || self.paid.missing.is_empty())
    }

    fn written(&self, mut page: Page<'a>) -> Page<'a> {
        let parts = self.parts(&page);
        let benefit = page.lang.of(&page.tree.jurisdiction.benefits[self.wanted].words);
        let title = fill(
            if self.paid.refusal.is_some() { page.text.refused } else { page.text.benefit },
            &[("name", benefit)],
        );
        page.title(&title);
        answer::premises(&mut page, self.asked);
        let doubts = doubts::gather(page.tree, &parts, page.lang);
        doubts::write(&mut page, &doubts, parts.len());
        match &self.paid.refusal {
            Some((item, words, reason)) => refusal(&mut page, *item, words, reason.as_ref()),
            None => self.payments(&mut page),
        }
        let obstacles = stops::gather(&page, &self.paid.stops);
        stops::write(&mut page, &obstacles, !self.paid.components.is_empty());
        if self.paid.refusal.is_none() {
            missing::write(&mut page, &self.paid.missing);
        }
        if self.with_reasons {
            answer::reasons(&mut page, parts.iter().map(|(_, reason)| *reason));
        }
        answer::law(&mut page, self.pack);
        page
    }

    /// The refusal; or else the conditions that hold and what is paid.
    fn parts(&self, page: &Page<'_>) -> Vec<Part<'a>> {
        let name = |item: usize| render::name(page.tree, &page.tree.items[item].target, page.lang);
        if let Some((item, _, reason)) = &self.paid.refusal {
            return reason.iter().map(|reason| (name(*item), reason)).collect();
        }
        let conditions =
            self.paid.conditions.iter().filter_map(|(item, reason)| Some((name(*item), reason.as_ref()?)));
        let paid = self.paid.components.iter().filter(|component| !component.total().is_zero());
        let amounts =
            paid.flat_map(|component| changes(component).map(move |reason| (name(component.item), reason)));
        conditions.chain(amounts).collect()
    }

    fn payments(&self, page: &mut Page<'_>) {
        self.standing(page);
        let rows: Vec<Vec<String>> = self.paid.components.iter().flat_map(|it| rows(page, it)).collect();
        page.gap();
        page.rows(&rows, &[2]);
        if self.is_whole() && !rows.is_empty() {
            let total = self.paid.components.iter().map(Component::total).sum();
            let total = fill(page.text.total_of, &[("amount", &render::money(page.tree, &total, page.lang))]);
            page.gap();
            page.line(&format!("  {total}"));
        }
        self.nothing_paid(page);
        self.in_kind(page);
        self.conditions(page);
    }

    fn standing(&self, page: &mut Page<'_>) {
        page.gap();
        if !self.is_whole() {
            let none = self.paid.components.is_empty();
            page.warning(if none { page.text.nothing_yet } else { page.text.not_all }, "! ", "  ");
        } else if self.paid.components.is_empty() {
            page.line(&format!("  {}", page.text.nothing_paid));
        }
    }

    /// Components that come to nothing are named, not listed.
    fn nothing_paid(&self, page: &mut Page<'_>) {
        let is_nothing = |it: &&Component| it.in_kind.is_none() && it.total().is_zero();
        let name = |it: &Component| render::name(page.tree, &page.tree.items[it.item].target, page.lang);
        let names: Vec<String> = self.paid.components.iter().filter(is_nothing).map(name).collect();
        if !names.is_empty() {
            page.gap();
            page.prose(&fill(page.text.come_to_nothing, &[("names", &names.join("; "))]), "  ", "  ");
        }
    }

    fn in_kind(&self, page: &mut Page<'_>) {
        for (at, given) in self.paid.components.iter().filter_map(|it| it.in_kind.as_ref()).enumerate() {
            if at == 0 {
                page.heading(page.text.in_kind);
            }
            page.prose(page.lang.of(given), "  · ", "    ");
        }
    }

    fn conditions(&self, page: &mut Page<'_>) {
        if self.paid.conditions.is_empty() {
            return;
        }
        page.heading(page.text.conditions);
        let row = |(item, reason): &(usize, Option<Reason>)| {
            let name = render::name(page.tree, &page.tree.items[*item].target, page.lang);
            vec!["✓".to_owned(), name, cited(reason.as_ref(), page.lang)]
        };
        let rows: Vec<Vec<String>> = self.paid.conditions.iter().map(row).collect();
        page.rows(&rows, &[]);
    }

    fn on_the_wire(&self, page: &Page<'_>) -> wire::Benefit {
        let missing =
            if self.paid.refusal.is_some() { &std::collections::BTreeSet::new() } else { &self.paid.missing };
        let total = || self.paid.components.iter().map(Component::total).sum();
        let whole = self.is_whole() && self.paid.refusal.is_none();
        wire::Benefit {
            asked: wire::asked("benefit", self.pack, self.asked),
            standing: wire::standing(page, &self.parts(page), missing, &self.paid.stops),
            name: page.tree.jurisdiction.benefits[self.wanted].name.clone(),
            means: page.lang.of(&page.tree.jurisdiction.benefits[self.wanted].words).to_owned(),
            refused: self.paid.refusal.as_ref().map(|(item, words, reason)| wire::Refused {
                name: own_name(page.tree, *item),
                reason: page.lang.of(words).to_owned(),
                why: self.why(page, reason.as_ref()),
            }),
            conditions: self
                .paid
                .conditions
                .iter()
                .map(|(item, reason)| self.condition(page, *item, reason.as_ref()))
                .collect(),
            components: self
                .paid
                .components
                .iter()
                .map(|component| self.component(page, component))
                .collect(),
            total: whole.then(|| wire::amount(&total())),
        }
    }

    fn why(&self, page: &Page<'_>, reason: Option<&Reason>) -> Option<wire::Why> {
        reason.filter(|_| self.with_reasons).map(|reason| wire::why(page, reason))
    }

    fn condition(&self, page: &Page<'_>, item: usize, reason: Option<&Reason>) -> wire::Condition {
        wire::Condition {
            name: own_name(page.tree, item),
            means: render::name(page.tree, &page.tree.items[item].target, page.lang),
            why: self.why(page, reason),
        }
    }

    fn component(&self, page: &Page<'_>, component: &Component) -> wire::Component {
        wire::Component {
            name: own_name(page.tree, component.item),
            means: render::name(page.tree, &page.tree.items[component.item].target, page.lang),
            in_kind: component.in_kind.as_ref().map(|words| page.lang.of(words).to_owned()),
            payments: component.payments.iter().map(wire::amount).collect(),
            every: component.unit.map(|unit| if unit == Unit::Years { "year" } else { "month" }),
            total: wire::amount(&component.total()),
            why: changes(component).filter_map(|reason| self.why(page, Some(reason))).collect(),
        }
    }
}

/// The name of a condition or component, without its benefit.
fn own_name(tree: &Tree, item: usize) -> String {
    match &tree.items[item].target {
        Target::Component { name, .. } | Target::Requirement { name, .. } => name.clone(),
        _ => String::new(),
    }
}

fn refusal(page: &mut Page<'_>, item: usize, words: &Words, reason: Option<&Reason>) {
    page.gap();
    page.prose(page.lang.of(words), "  ", "  ");
    let name = render::name(page.tree, &page.tree.items[item].target, page.lang);
    let article = cited(reason, page.lang);
    let failed = fill(page.text.condition_failed, &[("name", &name), ("article", &article)]);
    page.prose(&failed, "  ", "  ");
}

/// The article of a rule, in one line.
fn cited(reason: Option<&Reason>, lang: Lang) -> String {
    match reason.map(|reason| &reason.kind) {
        Some(ReasonKind::Rule(rule)) => render::citation(&rule.citation, lang),
        _ => String::new(),
    }
}

/// What a benefit pays, for a program, with every reason.
pub(crate) fn answered(pack: &LawPack, asked: &Asked<'_>, wanted: usize, lang: Lang) -> wire::Benefit {
    let paid = explain::benefit(&asked.tree, &asked.facts, wanted, true);
    let answer = Answer { pack, asked, paid: &paid, wanted, with_reasons: true };
    answer.on_the_wire(&Page::new(pack, &asked.tree, lang))
}
