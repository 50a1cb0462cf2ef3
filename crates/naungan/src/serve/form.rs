//! Fields and files of a form, and what stands after the question mark of an address.

/// A file that was sent with a form.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct File {
    /// The field it was sent in.
    pub(crate) field: String,
    /// Its name without folders, as far as it can be shown.
    pub(crate) name: String,
    /// What is in it.
    pub(crate) bytes: Vec<u8>,
}

/// Fields in the order they were sent.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub(crate) struct Form {
    fields: Vec<(String, String)>,
    files: Vec<File>,
}

/// More of a file's name is not kept.
const NAME_CHARS_MAX: usize = 80;

impl Form {
    /// Reads `name=value&name=value`; `None` where a percent sign is followed by no byte of UTF-8.
    pub(crate) fn read(text: &str) -> Option<Form> {
        let mut fields = Vec::new();
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            fields.push((plain(name)?, readable(plain(value)?)));
        }
        Some(Form { fields, files: Vec::new() })
    }

    /// Adds a field.
    pub(crate) fn add(&mut self, name: &str, value: String) {
        self.fields.push((name.to_owned(), readable(value)));
    }

    /// Adds a file. A name is only shown, never opened: folders and what cannot be seen are left out.
    pub(crate) fn add_file(&mut self, field: &str, name: &str, bytes: Vec<u8>) {
        self.files.push(File { field: field.to_owned(), name: file_name(name), bytes });
    }

    /// The first value of a name, without the blanks around it; empty where there is none.
    pub(crate) fn get(&self, name: &str) -> &str {
        self.given(name).unwrap_or_default()
    }

    /// The same, if the name was sent at all.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(of, _)| of == name).map(|(_, value)| value.trim())
    }

    /// Every field.
    pub(crate) fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The file of a field, unless nothing was chosen.
    pub(crate) fn file(&self, field: &str) -> Option<&File> {
        self.files.iter().find(|file| file.field == field && !(file.name.is_empty() && file.bytes.is_empty()))
    }
}

/// The name of a file without folders, as far as it can be shown.
pub(crate) fn file_name(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    name.chars().filter(|letter| !letter.is_control()).take(NAME_CHARS_MAX).collect()
}

/// A value as somebody can have written it: orders to machines, such as a zero byte, and marks that turn the
/// direction of writing, so that a text looks like another, are left out.
fn readable(value: String) -> String {
    let is_written = |letter: &char| {
        let is_order = letter.is_control() && !matches!(letter, '\n' | '\r' | '\t');
        let is_mark = matches!(
            letter,
            '\u{61c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
                | '\u{feff}'
        );
        !is_order && !is_mark
    };
    if value.chars().all(|letter| is_written(&letter)) {
        return value;
    }
    value.chars().filter(is_written).collect()
}

/// Percent signs and plus signs read.
pub(crate) fn plain(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        match first {
            b'+' => bytes.push(b' '),
            b'%' => {
                let hex = str::from_utf8(after.get(..2)?).ok()?;
                bytes.push(u8::from_str_radix(hex, 16).ok()?);
                rest = &after[2..];
            }
            other => bytes.push(*other),
        }
    }
    String::from_utf8(bytes).ok()
}

/// A text for an address.
pub(crate) fn escaped(text: &str) -> String {
    let mut shown = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            shown.push(char::from(byte));
        } else {
            shown.push_str(&format!("%{byte:02X}"));
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_and_what_is_broken_is_refused() {
        let form = Form::read("a=1+2&b=%C3%A9&b=two&c&=d").expect("a form");
        assert_eq!((form.get("a"), form.get("b"), form.get("c"), form.get("z")), ("1 2", "é", "", ""));
        assert_eq!(form.given("z"), None);
        for broken in ["a=%", "a=%4", "a=%zz", "a=%ff", "%C3=1"] {
            assert_eq!(Form::read(broken), None, "{broken}");
        }
        assert_eq!(plain(&escaped("a b/é&=?")).as_deref(), Some("a b/é&=?"));
    }

    #[test]
    fn what_cannot_be_seen_is_left_out() {
        let form = Form::read("a=1%002%1B&b=x%E2%80%AEy%E2%81%A6&c=1%0A2").expect("a form");
        assert_eq!((form.get("a"), form.get("b"), form.get("c")), ("12", "xy", "1\n2"));
    }

    #[test]
    fn a_name_of_a_file_is_only_a_name() {
        let mut form = Form::default();
        form.add_file("file", "C:\\x\\..\\..\\etc/pass\u{0}wd\n.csv", vec![1]);
        assert_eq!(form.file("file").map(|file| file.name.as_str()), Some("passwd.csv"));
        form.add_file("none", "", Vec::new());
        assert_eq!(form.file("none"), None);
    }
}
