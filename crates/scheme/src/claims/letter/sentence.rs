//! Sentences that are short: how amounts, days and the law's own words are put into them.

use base::Day;
use rules::render::{self, Lang};
use rules::tree::Words;
use rules::value::Value;

use crate::law::ClaimLaw;

/// A sentence that has as many words as this is cut in two.
const WORDS_MAX: usize = 24;

/// A sentence in both languages.
pub(super) fn both(id: impl Into<String>, en: impl Into<String>) -> Words {
    Words { id: id.into(), en: en.into() }
}

/// A sentence with an amount in the place of `{}`.
pub(super) fn with_money(law: &ClaimLaw<'_>, id: &str, en: &str, coins: i64) -> Words {
    let said = money(law, coins);
    both(id.replace("{}", &said.id), en.replace("{}", &said.en))
}

/// An amount as it is written.
pub(super) fn money(law: &ClaimLaw<'_>, coins: i64) -> Words {
    let tree = law.law().tree();
    let in_lang = |lang| match law.law().money(coins) {
        Some(Value::Number(amount)) => render::money(tree, &amount, lang),
        _ => coins.to_string(),
    };
    both(in_lang(Lang::Id), in_lang(Lang::En))
}

/// A sentence with a day in the place of `{}`.
pub(super) fn with_day(id: &str, en: &str, day: Day) -> Words {
    let said = |lang| render::day_text(day, lang);
    both(id.replace("{}", &said(Lang::Id)), en.replace("{}", &said(Lang::En)))
}

/// The law's own words as a sentence: it begins with a capital, has an end, and is cut where it is long.
pub(super) fn plain(words: &Words) -> Words {
    both(plain_text(&words.id), plain_text(&words.en))
}

/// The law's own words as a heading.
pub(super) fn capitals(words: &Words) -> Words {
    both(capital(&words.id), capital(&words.en))
}

fn plain_text(text: &str) -> String {
    let long = text.split_whitespace().count() > WORDS_MAX;
    let cut = |mark: char| long && matches!(mark, ':' | ';');
    let sentences = text.split(cut).map(str::trim).filter(|part| !part.is_empty()).map(capital);
    let mut said = sentences.collect::<Vec<_>>().join(". ");
    if !said.ends_with(['.', '!', '?']) {
        said.push('.');
    }
    said
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
