//! Lists the files that the program carries: the law it was built with, its pages and their texts.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let here = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    carry(&here.join("../../law"), "law", "md")?;
    carry(&here.join("templates"), "templates", "html")?;
    carry(&here.join("text"), "text", "txt")
}

/// Writes a list of every file of a folder with its text.
fn carry(root: &Path, name: &str, extension: &str) -> Result<(), Box<dyn std::error::Error>> {
    let root = root.canonicalize()?;
    let mut files = Vec::new();
    list(&root, extension, &mut files)?;
    files.sort();
    let mut code = String::from("&[\n");
    for file in files {
        let path = file.strip_prefix(&root)?.to_string_lossy().replace('\\', "/");
        let (path, file) = (format!("{name}/{path}"), file.display().to_string());
        writeln!(code, "    ({path:?}, include_str!({file:?})),")?;
    }
    code.push_str("]\n");
    fs::write(PathBuf::from(std::env::var("OUT_DIR")?).join(format!("{name}.rs")), code)?;
    Ok(())
}

fn list(folder: &Path, extension: &str, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    println!("cargo:rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            list(&path, extension, files)?;
        } else if path.extension().is_some_and(|found| found == extension) {
            files.push(path);
        }
    }
    Ok(())
}
