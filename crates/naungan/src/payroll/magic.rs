//! Tells what a file is by its first bytes, and refuses what cannot be a payroll.

use super::refusal::{Refusal, WorkbookFault};

/// What a payroll may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Form {
    /// Lines of text; so many bytes of byte order mark come first.
    Text { mark: usize },
    /// A ZIP archive, which a workbook is.
    Archive,
}

/// First bytes that belong to something else, and its name in Indonesian and English.
const FOREIGN: &[(&[u8], [&str; 2])] = &[
    (b"%PDF", ["dokumen PDF", "a PDF document"]),
    (b"\x1F\x8B", ["arsip gzip", "a gzip archive"]),
    (b"7z\xBC\xAF\x27\x1C", ["arsip 7z", "a 7z archive"]),
    (b"Rar!", ["arsip RAR", "a RAR archive"]),
    (b"BZh", ["arsip bzip2", "a bzip2 archive"]),
    (b"\xFD7zXZ\0", ["arsip xz", "an xz archive"]),
    (b"\x28\xB5\x2F\xFD", ["arsip zstd", "a zstd archive"]),
    (b"\x89PNG", ["gambar PNG", "a PNG picture"]),
    (b"\xFF\xD8\xFF", ["gambar JPEG", "a JPEG picture"]),
    (b"{\\rtf", ["dokumen RTF", "an RTF document"]),
    (b"SQLite format 3\0", ["basis data SQLite", "an SQLite database"]),
    (b"PAR1", ["berkas Parquet", "a Parquet file"]),
    (b"ARROW1", ["berkas Arrow", "an Arrow file"]),
];

/// Beginnings of pages and documents, in small letters.
const MARKUP: &[(&[u8], [&str; 2])] = &[
    (b"<!doctype html", ["halaman web", "a web page"]),
    (b"<html", ["halaman web", "a web page"]),
    (b"<table", ["halaman web", "a web page"]),
    (b"<?xml", ["dokumen XML", "an XML document"]),
    (b"<", ["dokumen bertanda seperti HTML", "a marked-up document such as HTML"]),
    (b"{", ["dokumen JSON", "a JSON document"]),
    (b"[{", ["dokumen JSON", "a JSON document"]),
];

/// An old Excel workbook, or a new one behind a password.
const COMPOUND: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Looks at the beginning of a file.
pub(super) fn form(sample: &[u8]) -> Result<Form, Refusal> {
    if sample.is_empty() {
        return Err(Refusal::Empty);
    }
    if sample.starts_with(b"PK\x03\x04") || sample.starts_with(b"PK\x05\x06") {
        return Ok(Form::Archive);
    }
    if sample.starts_with(COMPOUND) {
        return Err(Refusal::Workbook(WorkbookFault::Old));
    }
    let mark = if sample.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    match foreign(sample).or_else(|| markup(&sample[mark..])) {
        Some(what) => Err(Refusal::Foreign { what }),
        None => plain(sample, mark),
    }
}

fn foreign(sample: &[u8]) -> Option<[&'static str; 2]> {
    FOREIGN.iter().find(|(first, _)| sample.starts_with(first)).map(|(_, what)| *what)
}

fn markup(text: &[u8]) -> Option<[&'static str; 2]> {
    let text = text.trim_ascii_start();
    let begins =
        |first: &[u8]| text.get(..first.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(first));
    MARKUP.iter().find(|(first, _)| begins(first)).map(|(_, what)| *what)
}

fn plain(sample: &[u8], mark: usize) -> Result<Form, Refusal> {
    if sample[mark..].trim_ascii().is_empty() {
        return Err(Refusal::Empty);
    }
    if is_utf16(sample) {
        return Err(Refusal::Utf16);
    }
    match memchr::memchr(0, sample) {
        Some(before) => Err(Refusal::Binary { byte: before as u64 + 1 }),
        None => Ok(Form::Text { mark }),
    }
}

/// Two bytes a letter: a mark says so, or every other byte of the beginning is zero.
fn is_utf16(sample: &[u8]) -> bool {
    let begin = &sample[..sample.len().min(32) & !1];
    let zero = |odd: usize| begin.iter().skip(odd).step_by(2).all(|byte| *byte == 0);
    let marked = sample.starts_with(b"\xFF\xFE") || sample.starts_with(b"\xFE\xFF");
    marked || begin.len() >= 4 && begin.iter().any(|byte| *byte != 0) && (zero(0) || zero(1))
}
