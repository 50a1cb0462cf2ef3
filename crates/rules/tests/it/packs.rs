//! Packs of law for tests: folders of Markdown, and texts written beside the test.

use std::fs;
use std::path::{Path, PathBuf};

use rules::{LawPack, SourceFile, Unreadable};

/// Where the tests of the law lie.
pub(crate) fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/law").join(name)
}

/// The Markdown files below a folder, by their paths inside it.
pub(crate) fn files(folder: &Path) -> Vec<SourceFile> {
    let mut files = Vec::new();
    collect(folder, folder, &mut files);
    files
}

fn collect(root: &Path, folder: &Path, files: &mut Vec<SourceFile>) {
    for path in entries(folder) {
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "md") {
            let inside = path.strip_prefix(root).expect("it lies in the folder");
            let text = fs::read_to_string(&path).expect("a test's law is text");
            files.push(SourceFile { path: inside.to_string_lossy().replace('\\', "/"), text });
        }
    }
}

/// What a folder holds, in the order of names.
pub(crate) fn entries(folder: &Path) -> Vec<PathBuf> {
    let listed = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = listed.map(|entry| entry.expect("a readable folder").path()).collect();
    paths.sort();
    paths
}

/// The law of Indonesia.
pub(crate) fn indonesia() -> LawPack {
    let law = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../law/id");
    read(files(&law))
}

/// The small land of the bad cases with one more file.
pub(crate) fn nowhere(path: &str, text: &str) -> Result<LawPack, Unreadable> {
    let mut all = files(&folder("nowhere"));
    all.push(SourceFile { path: path.to_owned(), text: text.to_owned() });
    LawPack::read(all)
}

/// A pack that has to be right.
pub(crate) fn read(files: Vec<SourceFile>) -> LawPack {
    LawPack::read(files).unwrap_or_else(|unreadable| panic!("{}", unreadable.render(false)))
}
