//! A file of SQLite that is gone when the test ends.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs, process};

static COUNT: AtomicU32 = AtomicU32::new(0);

/// A place for a database in a directory of its own. Removed when dropped.
#[derive(Debug)]
pub struct Scratch {
    directory: PathBuf,
    file: PathBuf,
}

/// A place for a database that is not there yet.
pub fn scratch() -> Scratch {
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let directory = env::temp_dir().join(format!("naungan-sqlite-{}-{number}", process::id()));
    // What is left is of a program that had the same number once and was killed.
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory)
        .unwrap_or_else(|error| panic!("could not make {}: {error}", directory.display()));
    let file = directory.join("naungan.db");
    Scratch { directory, file }
}

impl Scratch {
    /// The file.
    pub fn path(&self) -> &Path {
        &self.file
    }

    /// The directory, which holds nothing else.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// As a store takes it.
    pub fn address(&self) -> String {
        format!("sqlite:{}", self.file.display())
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.directory);
    }
}
