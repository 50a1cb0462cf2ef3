//! The press: a template and what it is to say go in, a PDF comes out. It sees no file, network or clock.

use std::sync::OnceLock;

use anyhow::{Context, Result, anyhow};
use serde::Serialize;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use crate::Qr;
use crate::legible;

/// Everything a template may read besides what it is to say.
const FILES: [(&str, &str); 9] = [
    ("sheet.typ", include_str!("../templates/sheet.typ")),
    ("card.typ", include_str!("../templates/card.typ")),
    ("receipt.typ", include_str!("../templates/receipt.typ")),
    ("statement.typ", include_str!("../templates/statement.typ")),
    ("letter.typ", include_str!("../templates/letter.typ")),
    ("certificate.typ", include_str!("../templates/certificate.typ")),
    ("gift_report.typ", include_str!("../templates/gift_report.typ")),
    ("text/id.toml", include_str!("../templates/text/id.toml")),
    ("text/en.toml", include_str!("../templates/text/en.toml")),
];

/// The families that the templates use; the library brings others, for mathematics.
const FAMILIES: [&str; 2] = ["Libertinus Serif", "DejaVu Sans Mono"];

/// How many documents ago a remembered step must have been used to stay remembered.
const REMEMBERED: usize = 4;

/// A document of the template `name`.
pub(crate) fn print(name: &str, says: &impl Serialize, qr: Option<&Qr>) -> Result<Vec<u8>> {
    let press = press();
    let mut says = serde_json::to_value(says)?;
    legible::all(&mut says, &|letter| press.has(letter));
    let job = Job {
        press,
        main: file(&format!("{name}.typ"))?,
        says: Bytes::from_string(says.to_string()),
        qr: qr.map(|qr| Bytes::from_string(qr.svg())),
    };
    let document = typst::compile::<PagedDocument>(&job).output;
    let document =
        document.map_err(|faults| fault(&faults)).with_context(|| format!("could not set {name}"))?;
    let options = PdfOptions {
        creator: Smart::Custom(Some("Naungan".to_owned())),
        standards: standards()?,
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&document, &options);
    let pdf = pdf.map_err(|faults| fault(&faults)).with_context(|| format!("could not write {name}"));
    typst::comemo::evict(REMEMBERED);
    pdf
}

/// To be kept for decades, and to be read aloud: PDF/A-2a and PDF/UA-1. What does not conform is not written.
fn standards() -> Result<PdfStandards> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]);
    standards.map_err(|fault| anyhow!("{}", fault.message()))
}

/// The first fault, in its own words.
fn fault(faults: &[SourceDiagnostic]) -> anyhow::Error {
    anyhow!("{}", faults.first().map_or("no reason is given", |fault| fault.message.as_str()))
}

fn file(path: &str) -> Result<FileId> {
    let path = VirtualPath::new(path).map_err(|_| anyhow!("{path} is no path"))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// What is the same for every document.
struct Press {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
}

impl Press {
    fn has(&self, letter: char) -> bool {
        let has =
            |font: &Font| font.info().family == FAMILIES[0] && font.info().coverage.contains(letter.into());
        self.fonts.iter().any(has)
    }
}

fn press() -> &'static Press {
    static PRESS: OnceLock<Press> = OnceLock::new();
    PRESS.get_or_init(|| {
        let fonts = typst_assets::fonts().flat_map(|bytes| Font::iter(Bytes::new(bytes)));
        let fonts: Vec<Font> = fonts.filter(|font| FAMILIES.contains(&font.info().family.as_str())).collect();
        Press {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
        }
    })
}

/// One document on the press: the world as its template sees it.
struct Job {
    press: &'static Press,
    main: FileId,
    says: Bytes,
    qr: Option<Bytes>,
}

impl World for Job {
    fn library(&self) -> &LazyHash<Library> {
        &self.press.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.press.book
    }

    fn main(&self) -> FileId {
        self.main
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        Ok(Source::new(id, template(id)?.to_owned()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        match (id.get().vpath().get_without_slash(), &self.qr) {
            ("says.json", _) => Ok(self.says.clone()),
            ("qr.svg", Some(qr)) => Ok(qr.clone()),
            _ => template(id).map(Bytes::from_string),
        }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.press.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// A file of ours. Packages of others are not there, whatever a template asks for.
fn template(id: FileId) -> FileResult<&'static str> {
    let path = id.get().vpath().get_without_slash();
    let found = FILES.iter().find(|(name, _)| *name == path && *id.get().root() == VirtualRoot::Project);
    found.map(|(_, text)| *text).ok_or_else(|| FileError::NotFound(path.into()))
}

#[cfg(test)]
mod tests {
    use super::press;

    #[test]
    fn the_font_has_letters_of_names_and_says_which_it_lacks() {
        let press = press();
        assert!("AzÀéñłșΩЖא’–−…?".chars().all(|letter| press.has(letter)));
        assert!(!"山س".chars().any(|letter| press.has(letter)));
    }
}
