//! Everything the commands say, once in each language; `{name}` stands for what is filled in.

pub(crate) mod count;
mod en;
mod id;
pub(crate) mod names;

use rules::render::Lang;

/// Sentences and words of one language; a language that lacks one does not compile.
pub(crate) struct Text {
    // Titles of answers.
    pub(crate) contribution_of: &'static str,
    pub(crate) benefit: &'static str,
    pub(crate) refused: &'static str,
    pub(crate) difference: &'static str,
    // What an answer begins with.
    pub(crate) dated: &'static str,
    pub(crate) assuming: &'static str,
    pub(crate) uncertain: &'static str,
    pub(crate) touches: &'static str,
    pub(crate) from_memory: &'static str,
    pub(crate) calendar: &'static str,
    pub(crate) not_all: &'static str,
    pub(crate) nothing_yet: &'static str,
    // What is owed and paid.
    pub(crate) nothing_owed: &'static str,
    pub(crate) total: &'static str,
    pub(crate) everybody: &'static str,
    pub(crate) funds: &'static str,
    pub(crate) funds_after_moves: &'static str,
    pub(crate) nothing_paid: &'static str,
    pub(crate) total_of: &'static str,
    pub(crate) monthly: &'static str,
    pub(crate) yearly: &'static str,
    pub(crate) come_to_nothing: &'static str,
    pub(crate) in_kind: &'static str,
    pub(crate) conditions: &'static str,
    pub(crate) condition_failed: &'static str,
    // What stands in the way.
    pub(crate) outside: &'static str,
    pub(crate) not_answered: &'static str,
    pub(crate) law_place: &'static str,
    pub(crate) missing: &'static str,
    pub(crate) limits: &'static str,
    pub(crate) write: &'static str,
    // Reasons, and the law itself.
    pub(crate) why: &'static str,
    pub(crate) law: &'static str,
    pub(crate) own_files: &'static str,
    pub(crate) provisions: &'static str,
    pub(crate) letters: &'static str,
    pub(crate) seen: &'static str,
    pub(crate) two_sources: &'static str,
    pub(crate) one_source: &'static str,
    pub(crate) memory: &'static str,
    pub(crate) provision_head: &'static str,
    pub(crate) checked: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) as_of: &'static str,
    pub(crate) no_parts: &'static str,
    pub(crate) no_version: &'static str,
    pub(crate) column_from: &'static str,
    pub(crate) column_value: &'static str,
    pub(crate) column_instrument: &'static str,
    pub(crate) always: &'static str,
    pub(crate) doubt: &'static str,
    pub(crate) not_in_force: &'static str,
    pub(crate) in_force_always: &'static str,
    pub(crate) in_force_from: &'static str,
    pub(crate) in_force_between: &'static str,
    pub(crate) default: &'static str,
    pub(crate) source: &'static str,
    pub(crate) no_facts: &'static str,
    // Differences.
    pub(crate) values: &'static str,
    pub(crate) rules: &'static str,
    pub(crate) vocabulary: &'static str,
    pub(crate) no_difference: &'static str,
    pub(crate) only_prose: &'static str,
    pub(crate) beyond_known: &'static str,
    // What cannot be taken.
    pub(crate) near: &'static str,
    pub(crate) bad_month: &'static str,
    pub(crate) bad_day: &'static str,
    pub(crate) given_twice: &'static str,
    pub(crate) not_a_pair: &'static str,
    pub(crate) point: &'static str,
    pub(crate) could_not_read: &'static str,
    pub(crate) facts_too_long: &'static str,
    pub(crate) not_json: &'static str,
    pub(crate) not_an_object: &'static str,
    pub(crate) not_a_value: &'static str,
    pub(crate) no_table: &'static str,
    pub(crate) bad_assumption: &'static str,
    pub(crate) no_benefit: &'static str,
    pub(crate) no_definition: &'static str,
    pub(crate) is_a_table: &'static str,
    pub(crate) no_provision: &'static str,
    pub(crate) neither_day_nor_folder: &'static str,
}

/// The texts of a language.
pub(crate) fn of(lang: Lang) -> &'static Text {
    match lang {
        Lang::Id => &id::TEXT,
        Lang::En => &en::TEXT,
    }
}

/// A text with its places filled in; what is filled in is not looked at again.
pub(crate) fn fill(template: &str, parts: &[(&str, &str)]) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let found = parts.iter().find_map(|(name, value)| place(after.strip_prefix(name)?, value));
        filled.push_str(found.map_or("{", |(value, _)| value));
        rest = found.map_or(after, |(_, after)| after);
    }
    filled + rest
}

/// What stands at a place after its name, and the rest: the value, or in `{count:day|days}` the word for so
/// many.
fn place<'a>(after: &'a str, value: &'a str) -> Option<(&'a str, &'a str)> {
    if let Some(rest) = after.strip_prefix('}') {
        return Some((value, rest));
    }
    let (forms, rest) = after.strip_prefix(':')?.split_once('}')?;
    let (one, other) = forms.split_once('|')?;
    Some((if value == "1" { one } else { other }, rest))
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn places_are_filled_once() {
        assert_eq!(fill("{a} and {b}", &[("a", "{b}"), ("b", "2")]), "{b} and 2");
        assert_eq!(fill("{\"a\": {a}}", &[("a", "1")]), "{\"a\": 1}");
    }

    #[test]
    fn one_is_one_and_others_are_many() {
        let said = |count| fill("{n} {n:month|months} ahead", &[("n", count)]);
        assert_eq!(
            ["0", "1", "2", "1,000"].map(said),
            ["0 months ahead", "1 month ahead", "2 months ahead", "1,000 months ahead"]
        );
    }
}
