//! The examples under a provision as people read them: what is asked, what has to come out, and the sum.

use rules::LawPack;
use rules::example::{Asked, Assumption, Example, Expectation};
use rules::render::{self, Lang};
use rules::tree::{Named, Target, Tree};
use serde::Serialize;

use crate::pages::texts;

/// One example.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    /// In the words of the file, which are English.
    title: String,
    source: String,
    /// Each fact with its value.
    given: Vec<(String, String)>,
    /// What must come out: name, value, and how it was reckoned.
    comes: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Line {
    name: String,
    value: String,
    sum: String,
}

/// The examples of a provision, in the order of its file.
pub(super) fn of(pack: &LawPack, provision: usize, lang: Lang) -> Vec<Shown> {
    let own = pack.examples().iter().filter(|example| example.provision == provision);
    own.map(|example| shown(pack, example, lang)).collect()
}

fn shown(pack: &LawPack, example: &Example, lang: Lang) -> Shown {
    let tree = pack.tree();
    let facts = tree.facts.iter().enumerate().filter_map(|(at, fact)| {
        let value = example.facts.get(at)?;
        Some((lang.of(&fact.words).to_owned(), render::value(tree, value, fact.ty, lang)))
    });
    let assumed = example.assumptions.iter().map(|assumption| assumed(pack, assumption, lang));
    let comes = example.expectations.iter().map(|(expectation, span)| {
        let text = span.text(pack.files());
        let sum = text.trim_start_matches('→').trim().split_once("  ").map_or("", |(_, sum)| sum.trim());
        let (name, value) = said(tree, expectation, lang);
        Line { name, value, sum: sum.to_owned() }
    });
    Shown {
        title: example.title.clone(),
        source: example.source.clone().unwrap_or_default(),
        given: facts.chain(assumed).collect(),
        comes: comes.collect(),
    }
}

fn assumed(pack: &LawPack, assumption: &Assumption, lang: Lang) -> (String, String) {
    let t = |key| texts::said(lang, key, &[]);
    let Assumption::Cell { table, value, .. } = assumption else {
        return (t("law.assumed"), t("law.no_holidays"));
    };
    let tree = pack.tree();
    let place = pack.place_of(assumption).unwrap_or_default();
    let shown = render::value(tree, value, tree.tables[*table].unit, lang);
    (format!("{}: {place}", t("law.assumed")), shown)
}

/// What must come out, as a name and a value.
fn said(tree: &Tree, expectation: &Expectation, lang: Lang) -> (String, String) {
    let country = &tree.jurisdiction;
    let t = |key| texts::said(lang, key, &[]);
    let word = |all: &[Named], at: usize| lang.of(&all[at].words).to_owned();
    let money = |amount: &base::Exact| render::money(tree, amount, lang);
    let owed = |amount: &Option<base::Exact>| amount.as_ref().map_or_else(|| t("law.nothing_owed"), money);
    match expectation {
        Expectation::Line { programme, payer, amount } => (
            format!("{}, {}", word(&country.programmes, *programme), word(&country.payers, *payer)),
            owed(amount),
        ),
        Expectation::Move { programme, fund, amount } => (
            format!("{} → {}", word(&country.funds, *fund), word(&country.programmes, *programme)),
            owed(amount),
        ),
        Expectation::Fund(fund, amount) => (word(&country.funds, *fund), money(amount)),
        Expectation::Total(payer, amount) => {
            let of = payer.map_or_else(String::new, |payer| format!(", {}", word(&country.payers, payer)));
            (format!("{}{of}", t("law.total")), money(amount))
        }
        Expectation::Defined(item, value) => {
            (item_name(tree, *item, lang), render::value(tree, value, tree.items[*item].ty, lang))
        }
        Expectation::Component { item, payment, amount } => {
            let which = payment.map_or_else(String::new, |number| format!(" [{number}]"));
            (format!("{}{which}", item_name(tree, *item, lang)), owed(amount))
        }
        Expectation::BenefitTotal(benefit, amount) => {
            (format!("{}, {}", word(&country.benefits, *benefit), t("law.total")), money(amount))
        }
        Expectation::Refused(benefit, item) => {
            let why = item_name(tree, *item, lang);
            (word(&country.benefits, *benefit), format!("{}: {why}", t("law.refused")))
        }
        Expectation::Accepted(benefit) => (word(&country.benefits, *benefit), t("law.accepted")),
        Expectation::Missing(fact, asked) => {
            let fact = lang.of(&tree.facts[*fact].words);
            (asked_name(tree, *asked, lang), format!("{}: {fact}", t("law.asks")))
        }
        Expectation::Error(asked) => (asked_name(tree, *asked, lang), t("law.outside")),
    }
}

fn item_name(tree: &Tree, item: usize, lang: Lang) -> String {
    let item = &tree.items[item];
    let name = render::name(tree, &item.target, lang);
    match &item.target {
        Target::Component { benefit, .. } => {
            format!("{}, {name}", lang.of(&tree.jurisdiction.benefits[*benefit].words))
        }
        _ => name,
    }
}

fn asked_name(tree: &Tree, asked: Asked, lang: Lang) -> String {
    match asked {
        Asked::Contribution => texts::said(lang, "law.contribution", &[]),
        Asked::Definition(item) => item_name(tree, item, lang),
        Asked::Benefit(benefit) => lang.of(&tree.jurisdiction.benefits[benefit].words).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A published case is nothing but its examples: each is shown with what is asked and what comes out.
    #[test]
    fn a_published_case_shows_what_is_asked_and_what_comes_out() {
        let pack = crate::law::pack(None).expect("the law");
        let at = pack.tree().provisions.iter().position(|it| it.path == "lives/jkm-migrant").expect("a life");
        let id = of(&pack, at, Lang::Id);
        assert_eq!(id.len(), 1);
        assert_eq!(id[0].given[0].1, "pekerja migran Indonesia (PMI)");
        assert_eq!(id[0].comes[0].value, "Rp75.000.000");
        let total = id[0].comes.last().expect("a total");
        assert_eq!((total.value.as_str(), total.sum.as_str()), ("Rp133.000.000", "85,000,000 + 48,000,000"));
        assert_eq!(of(&pack, at, Lang::En)[0].comes[0].value, "Rp75,000,000");
    }

    #[test]
    fn no_published_case_is_without_content() {
        let pack = crate::law::pack(None).expect("the law");
        for (at, it) in pack.tree().provisions.iter().enumerate() {
            if it.path.starts_with("lives/") {
                let shown = of(&pack, at, Lang::Id);
                assert!(!shown.is_empty(), "{} shows nothing", it.path);
                assert!(
                    shown.iter().all(|one| !one.given.is_empty() && !one.comes.is_empty()),
                    "{}",
                    it.path
                );
            }
        }
    }
}
