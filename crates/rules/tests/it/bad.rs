//! What the reader of the law refuses: the smallest law that provokes each message, and its exact words.
//!
//! `tests/law/bad/CODE-WHAT.md` joins the small land of `tests/law/nowhere`; `tests/law/bad/CODE-WHAT/` is a
//! folder whose files replace those of the land. The message stands beside it in `CODE-WHAT.txt`;
//! `UPDATE_EXPECT=1` writes it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use expect_test::{expect, expect_file};
use rules::{Complaint, LawPack, SourceFile, Unreadable};

use crate::packs;

#[test]
fn each_case_gives_its_message() {
    let mut faults = Vec::new();
    for case in cases() {
        let unreadable = refused(&case);
        let name = stem(&case);
        for Complaint { code, message, help, .. } in &unreadable.complaints {
            if !name.starts_with(code) {
                faults.push(format!("{name} gives a message of another code: {code}: {message}"));
            }
            if help.is_none() || message.ends_with('.') {
                faults
                    .push(format!("{name}: a message says what to change, and has no full stop: {message}"));
            }
        }
        expect_file![case.with_extension("txt")].assert_eq(&(unreadable.render(false) + "\n"));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn each_code_has_a_case() {
    let known = codes();
    let shown: BTreeSet<String> = cases()
        .iter()
        .flat_map(|case| refused(case).complaints)
        .map(|complaint| complaint.code.to_owned())
        .collect();
    let without: Vec<&String> = known.difference(&shown).collect();
    assert!(without.is_empty(), "these messages have no case in tests/law/bad: {without:?}");
    assert!(known.len() > 25, "the codes are found in the source");
}

#[test]
fn each_case_has_one_text_and_no_text_is_left_over() {
    let folder = packs::folder("bad");
    for path in packs::entries(&folder) {
        if path.extension().is_some_and(|extension| extension == "txt") {
            let has_case = path.with_extension("md").exists() || path.with_extension("").is_dir();
            assert!(has_case, "{} belongs to no case", path.display());
        }
    }
}

/// All complaints of a pack come at once: a mistake in one file does not hide one in another.
#[test]
fn complaints_of_several_files_come_together() {
    let mut files = packs::files(&packs::folder("nowhere"));
    for (path, letter) in [("a.md", "X"), ("b.md", "Y")] {
        let text = format!("# A\n`{path}` · Act 1 · checked 2026-01-01 · {letter}\n\n```rule\nalways\n```\n");
        files.push(SourceFile { path: path.to_owned(), text });
    }
    let unreadable = LawPack::read(files).expect_err("two bad letters");
    let messages: Vec<&str> =
        unreadable.complaints.iter().map(|complaint| complaint.message.as_str()).collect();
    expect![[r#"
        [
            "`X` is not a confidence letter",
            "`Y` is not a confidence letter",
        ]
    "#]]
    .assert_debug_eq(&messages);
}

#[test]
fn no_files_are_no_law() {
    let unreadable = LawPack::read(Vec::new()).expect_err("nothing is no law");
    expect![[r"
        error[no-jurisdiction]: this pack has no `jurisdiction.md` with a table `settings`
         |
         = help: copy the one of law/id and change it"]]
    .assert_eq(&unreadable.render(false));
}

/// A chain of values is as deep as it is long, and so is a row of definitions: both have an end.
#[test]
fn no_text_exhausts_the_stack() {
    let chain = vec!["1"; 100_000].join(" + ");
    assert_eq!(code_of(&format!("n is count:\n    {chain}\n")), "too-deep");
    let parentheses = "(".repeat(100_000);
    assert_eq!(code_of(&format!("n is count:\n    {parentheses}1\n")), "too-deep");
    let row = (0..5_000).map(|at| format!("n{at} is count:\n    n{}\n", at + 1)).collect::<Vec<_>>().concat();
    assert_eq!(code_of(&format!("{row}n5000 is count:\n    1\n")), "too-deep");
}

fn code_of(statements: &str) -> &'static str {
    let text = format!("# A\n`a` · Act 1 · checked 2026-01-01 · A\n\n```rule\nalways\n{statements}```\n");
    packs::nowhere("a.md", &text).expect_err("too deep").complaints[0].code
}

/// Folders and Markdown files below `bad`.
fn cases() -> Vec<PathBuf> {
    let is_case =
        |path: &PathBuf| path.is_dir() || path.extension().is_some_and(|extension| extension == "md");
    packs::entries(&packs::folder("bad")).into_iter().filter(is_case).collect()
}

fn stem(case: &Path) -> String {
    case.file_stem().expect("a case has a name").to_string_lossy().into_owned()
}

fn refused(case: &Path) -> Unreadable {
    let mut files = packs::files(&packs::folder("nowhere"));
    let own = if case.is_dir() {
        packs::files(case)
    } else {
        let text = fs::read_to_string(case).expect("a case is text");
        vec![SourceFile { path: format!("{}.md", stem(case)), text }]
    };
    files.retain(|file| own.iter().all(|other| other.path != file.path));
    files.extend(own);
    LawPack::read(files)
        .err()
        .unwrap_or_else(|| Unreadable { files: Vec::new(), complaints: vec![accepted()] })
}

/// What stands for a case that is not refused: no case has its name.
fn accepted() -> Complaint {
    let place = rules::Span::new(0, 0, 0);
    Complaint::new("accepted", "this law is accepted", place, "")
}

/// Every code that the source can give.
fn codes() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut codes);
    codes
}

fn collect(folder: &Path, codes: &mut BTreeSet<String>) {
    for path in packs::entries(folder) {
        if path.is_dir() {
            collect(&path, codes);
            continue;
        }
        let text = fs::read_to_string(&path).expect("source is text");
        for piece in text.split("Complaint::new(").skip(1) {
            if let Some(code) = piece.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next()) {
                codes.insert(code.to_owned());
            }
        }
    }
}

/// A complaint is data that other programs show: its parts are open.
#[test]
fn a_complaint_has_a_place() {
    let unreadable = packs::nowhere("a.md", "no title\n").expect_err("no title");
    let Complaint { code, places, .. } = &unreadable.complaints[0];
    assert_eq!((*code, places[0].0.line_column(&unreadable.files)), ("no-title", (1, 1)));
}
