//! Names that somebody may have meant.

/// The most names to offer.
const OFFERED_MAX: usize = 3;

/// The names nearest to the one given: those that contain it, then those a slip of the keyboard away.
pub(crate) fn nearest<'a>(given: &str, names: impl Iterator<Item = &'a str>) -> Vec<&'a str> {
    let given = given.to_lowercase();
    let mut near: Vec<(usize, &str)> =
        names.filter_map(|name| Some((distance_of(&given, name)?, name))).collect();
    near.sort_unstable();
    near.dedup();
    near.into_iter().take(OFFERED_MAX).map(|(_, name)| name).collect()
}

/// How far away a name is; nothing for one that is not near at all.
fn distance_of(given: &str, name: &str) -> Option<usize> {
    let lower = name.to_lowercase();
    if !given.is_empty() && lower.contains(given) {
        return Some(0);
    }
    let changes = changes(given, &lower);
    (changes <= 1 + given.chars().count() / 4).then_some(changes)
}

/// How many letters have to be added, taken away or replaced.
pub(crate) fn changes(from: &str, to: &str) -> usize {
    let to: Vec<char> = to.chars().collect();
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (line, letter) in from.chars().enumerate() {
        let mut corner = std::mem::replace(&mut row[0], line + 1);
        for at in 0..to.len() {
            let replaced = corner + usize::from(letter != to[at]);
            corner = row[at + 1];
            row[at + 1] = replaced.min(row[at] + 1).min(corner + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::{changes, nearest};

    #[test]
    fn letters_that_differ_are_counted() {
        assert_eq!(changes("wage", "wage"), 0);
        assert_eq!(changes("wgae", "wage"), 2);
        assert_eq!(changes("", "jht"), 3);
        assert_eq!(changes("pension", "tension"), 1);
    }

    #[test]
    fn the_nearest_come_first() {
        let names = ["daily_wage", "wage", "income"];
        assert_eq!(nearest("wge", names.into_iter()), ["wage"]);
        assert_eq!(nearest("wage", names.into_iter()), ["daily_wage", "wage"]);
        assert_eq!(nearest("colour", names.into_iter()), [""; 0]);
    }
}
