//! What may stand in no file: a path of somebody's machine, or a NIK that could be somebody's.

use super::Complaint;
use crate::house::File;

/// Folders that exist on one machine and mean nothing on another. Split, so that this file may name them.
const MACHINES: [&str; 3] = [concat!("/wo", "rk/"), concat!("/ro", "ot/"), concat!("/ho", "me/")];
const SCRATCH: &str = concat!("/t", "mp/");

/// The province code of invented people: it belongs to no province.
const NOBODY: u32 = 99;

pub(super) fn check(file: &File) -> Vec<Complaint> {
    let mut found = Vec::new();
    if file.path == "Cargo.lock" {
        return found;
    }
    for (number, line) in file.lines() {
        let scratch = file.ends_with(&[".md"]) && names(line, SCRATCH);
        if scratch || MACHINES.iter().any(|folder| names(line, folder)) {
            found.push(Complaint::new(
                file,
                number,
                "a path of one machine: write it from the root of the repository",
            ));
        }
        if let Some(nik) = digits(line).find(|run| looks_real(run)) {
            let hidden = format!("{}…", &nik[..2]);
            let what = format!("{hidden} could be somebody's NIK: an invented one begins with {NOBODY}");
            found.push(Complaint::new(file, number, what));
        }
    }
    found
}

/// Whether a folder is named as a path of its own, and not as a part of an address such as example.org/x.
fn names(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        !before.is_some_and(|c| c.is_alphanumeric() || "._-~)}]*".contains(c))
    })
}

/// Runs of digits that are not a part of a word, of a hexadecimal number or of a decimal fraction.
fn digits(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !(c.is_alphanumeric() || c == '.' || c == '_'))
        .map(|word| word.trim_matches('.'))
        .filter(|word| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Sixteen digits with a province, a day of birth (a woman's plus 40), a month and a serial, as NIKs have.
fn looks_real(run: &str) -> bool {
    if run.len() != 16 {
        return false;
    }
    let part = |from: usize, to: usize| run[from..to].parse::<u32>().unwrap_or(0);
    let (province, day, month) = (part(0, 2), part(6, 8), part(8, 10));
    let born = matches!(day, 1..=31 | 41..=71) && (1..=12).contains(&month);
    (11..NOBODY).contains(&province) && born && part(12, 16) > 0
}

#[cfg(test)]
mod tests {
    use super::super::tests::file;
    use super::{MACHINES, SCRATCH, check};

    fn count(path: &str, text: &str) -> usize {
        check(&file(path, text)).len()
    }

    #[test]
    fn a_path_of_a_machine_is_refused_and_an_address_is_not() {
        for folder in MACHINES {
            assert_eq!(count("docs/start.md", &format!("see `{folder}x`\n")), 1);
            assert_eq!(count("docs/start.md", &format!("see https://example.org{folder}x\n")), 0);
        }
        assert_eq!(count("docs/start.md", &format!("in {SCRATCH}x\n")), 1);
        assert_eq!(count("crates/naungan/tests/it/main.rs", &format!("\"{SCRATCH}x\"\n")), 0);
    }

    #[test]
    fn a_nik_of_somebody_is_refused() {
        let rest = "4014103850001";
        assert_eq!(count("a.csv", &format!("317{rest},Siti\n")), 1);
        assert_eq!(count("a.csv", &format!("997{rest},Siti\n")), 0);
        assert_eq!(count("a.csv", &format!("NIK 317{rest}.\n")), 1);
    }

    #[test]
    fn other_long_numbers_are_not_niks() {
        let rest = "4014103850001";
        assert_eq!(count("a.rs", &format!("0xA317{rest}\n")), 0);
        assert_eq!(count("a.rs", &format!("5317{rest}\n")), 0);
        assert_eq!(count("a.rs", &format!("0.317{rest}\n")), 0);
        assert_eq!(count("a.rs", "3174013213850001\n"), 0);
    }
}
