//! Finds the law: the pack built into the program, or one on disk.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use rules::{LawPack, SourceFile};

/// The law this program was built with: path and text.
const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/law.rs"));

/// The jurisdiction that is read when none is named.
const DEFAULT: &str = "law/id/";

/// The texts of a pack: those at `path` (a folder with `jurisdiction.md`), or the ones built in.
pub fn files(path: Option<&Path>) -> Result<Vec<SourceFile>> {
    match path {
        Some(path) => on_disk(path),
        None => Ok(built_in()),
    }
}

/// Reads and checks a pack; complaints come out as text for people.
pub fn pack(path: Option<&Path>) -> Result<LawPack> {
    let colour = crate::report::colour();
    LawPack::read(files(path)?).map_err(|unreadable| {
        let count = unreadable.complaints.len();
        anyhow::anyhow!("{}\n\ncould not read the law: {count} complaints", unreadable.render(colour))
    })
}

fn built_in() -> Vec<SourceFile> {
    let ours = BUILT_IN.iter().filter(|(path, _)| path.starts_with(DEFAULT));
    ours.map(|(path, text)| SourceFile { path: (*path).to_owned(), text: (*text).to_owned() }).collect()
}

fn on_disk(path: &Path) -> Result<Vec<SourceFile>> {
    let folder = if path.join("jurisdiction.md").is_file() {
        path.to_owned()
    } else if path.join("id/jurisdiction.md").is_file() {
        path.join("id")
    } else {
        bail!(
            "could not find `jurisdiction.md` in {}: name the folder of one country, such as law/id",
            path.display()
        );
    };
    let mut files = Vec::new();
    read(&folder, &mut files)?;
    Ok(files)
}

fn read(folder: &Path, files: &mut Vec<SourceFile>) -> Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("could not read {}", folder.display()))?;
    for entry in entries {
        let path = entry.with_context(|| format!("could not read {}", folder.display()))?.path();
        if path.is_dir() {
            read(&path, files)?;
        } else if path.extension().is_some_and(|extension| extension == "md") {
            files.push(file(&path)?);
        }
    }
    Ok(())
}

fn file(path: &Path) -> Result<SourceFile> {
    let shown = path.display().to_string().replace('\\', "/");
    let bytes = fs::read(path).with_context(|| format!("could not read {shown}"))?;
    if bytes.len() > base::limit::LAW_FILE_BYTES_MAX {
        bail!("{shown} is longer than a provision can be: {} bytes", bytes.len());
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        anyhow::anyhow!("{shown} is not UTF-8 text: the byte at {at} does not belong; save it as UTF-8")
    })?;
    Ok(SourceFile { path: shown, text })
}
