//! Which tables a statement names, to tell whether rows that wait can matter to it.

/// The tables of which rows may wait.
const TABLES: [&str; 10] =
    ["act", "fact", "identity", "look_up", "membership", "person", "proof", "relative", "roll", "word_at"];

/// Whether rows of a table may wait.
pub(crate) fn may_wait(table: &str) -> bool {
    TABLES.contains(&table)
}

/// Whether a statement reads or changes a table of which rows may wait. Columns are called like some of these
/// tables, so only what stands where a table does is looked at.
pub(crate) fn names_waiting(sql: &str) -> bool {
    let (mut expects, mut lists) = (false, false);
    for word in words(sql) {
        match word {
            "from" => (expects, lists) = (true, true),
            "join" | "into" | "update" => (expects, lists) = (true, false),
            "," => expects = lists,
            "(" => (expects, lists) = (false, false),
            "where" | "on" | "order" | "group" | "limit" | "select" | "set" | "union" => {
                (expects, lists) = (false, false);
            }
            table if expects && may_wait(table) => return true,
            _ => expects = false,
        }
    }
    false
}

/// Names and the signs that matter, in order; whatever else stands between is none.
fn words(sql: &str) -> impl Iterator<Item = &str> {
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut rest = sql;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|letter: char| !is_name(letter) && !matches!(letter, ',' | '('));
        let first = rest.chars().next()?;
        let length =
            if is_name(first) { rest.find(|letter| !is_name(letter)).unwrap_or(rest.len()) } else { 1 };
        let (word, after) = rest.split_at(length);
        rest = after;
        Some(word)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_where_a_table_stands() {
        let table = [
            ("select membership, person from assessment where membership = $1", false),
            ("select owed from assessment, membership where person = $1", true),
            ("select 1 from (select 1 from roll where payer = $1) as r", true),
            ("select b.owed from bill as b join membership as m on m.id = b.payer", true),
            ("select payer, facts from payer_roll", false),
            ("insert into fact (subject) values ($1)", true),
            ("insert into turn (no) values ($1) on conflict (no) do update set taken = 1", false),
            ("update person set known_at = $1", true),
            ("delete from roll where membership = $1", true),
            ("select\n    credit\nfrom\n    payer where id = $1 for update", false),
            ("select id from person where id = $1 for update", true),
            ("with recent as (select subject from act) select 1 from recent", true),
        ];
        for (sql, names) in table {
            assert_eq!(names_waiting(sql), names, "{sql}");
        }
    }
}
