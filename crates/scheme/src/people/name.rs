//! The normal form of a name, by which one person is found however the name is spelt.

/// Words before or within a name that are no part of it.
const TITLES: [&str; 20] = [
    "h", "hj", "haji", "hajah", "hajjah", "dr", "drs", "dra", "drg", "drh", "ir", "prof", "kh", "kyai",
    "ustadz", "ustad", "bin", "binti", "alm", "almh",
];

/// Degrees behind a comma, without points.
const DEGREES: [&str; 30] = [
    "sh", "se", "st", "spd", "spdi", "skom", "ssos", "ssi", "sag", "sip", "sked", "skep", "skm", "sik",
    "shi", "ak", "amd", "mm", "mh", "mt", "ma", "msi", "msc", "mpd", "mkom", "mkes", "mba", "mkn", "phd",
    "ners",
];

/// The name of the Prophet, which has more spellings than any other.
const MUHAMMAD: [&str; 9] = ["m", "md", "mhd", "muh", "moh", "moch", "much", "muhd", "mohd"];

/// How it begins when it is written out; it ends in `d`.
const MUHAMMAD_WHOLE: [&str; 4] = ["muham", "moham", "mucham", "mocham"];

/// Letters of older or foreign spellings, and of those that sound the same; in the order they are replaced.
const SPELLINGS: [(&str, &str); 13] = [
    ("oe", "u"),
    ("dj", "j"),
    ("tj", "c"),
    ("sj", "s"),
    ("sy", "s"),
    ("sh", "s"),
    ("kh", "h"),
    ("ch", "h"),
    ("dz", "z"),
    ("ph", "f"),
    ("z", "s"),
    ("v", "f"),
    ("q", "k"),
];

/// A name without case, titles, degrees and points, in one spelling, its words in order of the alphabet.
///
/// Names that differ may have one key; whoever finds people by it compares them.
pub fn name_key(name: &str) -> String {
    let mut parts = name.split(',');
    let mut plain = parts.next().unwrap_or_default().to_lowercase();
    for part in parts.map(str::to_lowercase).filter(|part| !is_degree(part)) {
        plain.push(' ');
        plain.push_str(&part);
    }
    plain.retain(|c| !matches!(c, '\'' | '’' | '`' | 'ʼ'));
    let words: Vec<&str> =
        plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut kept: Vec<&str> = words.iter().copied().filter(|word| !TITLES.contains(word)).collect();
    if kept.is_empty() {
        kept = words;
    }
    let mut key: Vec<String> = kept.into_iter().map(spelt).collect();
    key.sort();
    key.join(" ")
}

fn is_degree(part: &str) -> bool {
    let letters: String = part.chars().filter(|c| c.is_alphanumeric()).collect();
    DEGREES.contains(&letters.as_str())
}

/// A word in one spelling.
fn spelt(word: &str) -> String {
    let written_out = word.ends_with('d') && MUHAMMAD_WHOLE.iter().any(|start| word.starts_with(start));
    if written_out || MUHAMMAD.contains(&word) {
        return "muhammad".to_owned();
    }
    if matches!(word, "abd" | "abdul" | "abdoel") {
        return "abdul".to_owned();
    }
    let mut word = word.to_owned();
    for (old, new) in SPELLINGS {
        word = word.replace(old, new);
    }
    let mut letters: Vec<char> = word.chars().collect();
    letters.dedup();
    if let [.., last] = letters.as_mut_slice()
        && *last == 'y'
    {
        *last = 'i';
    }
    if let [_, .., 'a' | 'i' | 'u' | 'o' | 'e', 'h'] = letters.as_slice() {
        letters.pop();
    }
    letters.into_iter().collect()
}
