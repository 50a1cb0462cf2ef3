//! A paper of a claim is handed in: looked at by what is in it, sealed, and given to every claim of the case
//! that waits for it.

use anyhow::Result;
use scheme::claims::Act;
use scheme::claims::moves::{Move, State};
use scheme::refusal::Refusal;
use store::Unit;
use store::queries::papers::{self, Paper};
use store::queries::{claims as rows, institution};

use super::move_claim::{By, by};
use crate::office::{Desk, Office};
use crate::registry::{self, claims};

/// Ten megabytes: a paper photographed with a telephone, several pages of it.
pub(crate) const PAPER_BYTES_MAX: usize = 10 << 20;

/// What is handed in.
#[derive(Clone, Debug)]
pub(crate) struct HandIn<'a> {
    pub(crate) claim: i64,
    /// The law's name of the paper.
    pub(crate) paper: &'a str,
    /// What the file is called.
    pub(crate) name: &'a str,
    pub(crate) bytes: &'a [u8],
    /// Who takes it, by number.
    pub(crate) account: Option<i64>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HandedIn {
    pub(crate) file: i64,
    /// The claims that got it, each with its papers that are missing still.
    pub(crate) claims: Vec<(i64, Vec<String>)>,
}

/// Takes a paper.
pub(crate) fn run(office: &mut Office, asked: &HandIn<'_>) -> Result<HandedIn> {
    office.unit(|unit, desk| within(unit, desk, asked))
}

/// The same within a unit that does more.
pub(crate) fn within(unit: &mut Unit<'_>, desk: &Desk<'_>, asked: &HandIn<'_>) -> Result<HandedIn> {
    let form = form_of(asked.name, asked.bytes)?;
    let who = asked.account.map(|account| by(unit, account)).transpose()?;
    let mut first = claims::hold(unit, asked.claim)?;
    let actor = who.as_ref().map_or(scheme::claims::Actor::Claimant, By::giver);
    let given = (actor, asked.account);
    first.take(unit, desk, given, Act::Give(asked.paper.to_owned()), i64::MAX)?;
    let file = institution::take_numbers(unit, 1)?;
    let text = [asked.name.as_bytes(), b"\n", asked.bytes].concat();
    let row = Paper {
        id: file,
        claim: asked.claim,
        paper: asked.paper.to_owned(),
        form: form.to_owned(),
        size: i64::try_from(asked.bytes.len())?,
        given_by: actor.name().to_owned(),
        account: asked.account,
        known: desk.now,
    };
    papers::add(unit, &row, &desk.keys.seal(&papers::context(file), &text))?;
    let (case, person) = (first.row.of_case, first.row.person);
    let mut all = vec![first];
    for row in rows::of_person(unit, person)? {
        if row.of_case != case || row.id == asked.claim || row.state != State::Notified.name() {
            continue;
        }
        let mut other = claims::hold(unit, row.id)?;
        if other.claim.missing().any(|missing| missing == asked.paper) {
            other.take(unit, desk, given, Act::Give(asked.paper.to_owned()), i64::MAX)?;
            all.push(other);
        }
    }
    let mut got = Vec::new();
    for mut held in all {
        let missing: Vec<String> = held.claim.missing().map(str::to_owned).collect();
        if missing.is_empty() {
            held.goes_on(unit, desk, Move::Complete)?;
        }
        got.push((held.row.id, missing));
    }
    registry::note(unit, desk, "paper handed in", person.0)?;
    Ok(HandedIn { file, claims: got })
}

/// What files begin with.
const FORMS: [(&[u8], &str); 3] =
    [(b"%PDF-", "pdf"), (b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg")];

/// What kind of file it is, by what is in it; what it is called says nothing but that it may pretend.
pub(crate) fn form_of(name: &str, bytes: &[u8]) -> Result<&'static str, Refusal> {
    let endings = name.split('.').skip(1).filter(|ending| is_ending(ending)).count();
    if endings > 1 {
        let id = format!("nama berkas `{name}` berakhiran ganda: ubah namanya agar hanya satu akhiran");
        let en = format!("the file's name `{name}` has two endings: rename it so that it has one");
        return Err(Refusal::new("paper_name", id, en));
    }
    if name.is_empty() || name.chars().any(char::is_control) {
        let (id, en) = ("berkas tanpa nama yang terbaca", "a file without a legible name");
        return Err(Refusal::new("paper_name", id, en));
    }
    if bytes.len() > PAPER_BYTES_MAX {
        let most = PAPER_BYTES_MAX >> 20;
        let id = format!("berkas lebih besar dari {most} MB");
        return Err(Refusal::new("paper_size", id, format!("the file is larger than {most} MB")));
    }
    let form = FORMS.iter().find(|(head, _)| bytes.starts_with(head)).map(|(_, form)| *form);
    let form = form.ok_or_else(|| {
        let id = "berkas bukan PDF, PNG atau JPEG menurut isinya";
        Refusal::new("paper_type", id, "by what is in it, the file is no PDF, PNG or JPEG")
    })?;
    fits(name, form).map(|()| form)
}

/// What a form of paper may be called at its end.
const ENDINGS: [(&str, &[&str]); 3] = [("pdf", &["pdf"]), ("png", &["png"]), ("jpeg", &["jpg", "jpeg"])];

/// A file without an ending is what is in it; one with an ending says what is in it.
fn fits(name: &str, form: &str) -> Result<(), Refusal> {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let Some(ending) = ending.filter(|ending| is_ending(ending)) else { return Ok(()) };
    if ENDINGS.iter().any(|(known, endings)| *known == form && endings.contains(&ending.as_str())) {
        return Ok(());
    }
    let form = form.to_uppercase();
    let id = format!("berkas `{name}` berisi {form}: beri akhiran yang sesuai");
    let en = format!("the file `{name}` holds {form}: give it the ending that says so");
    Err(Refusal::new("paper_name", id, en))
}

/// What looks like the ending of a file: two to five letters and digits.
fn is_ending(part: &str) -> bool {
    (2..=5).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// What a paper was called, and what is in it.
pub(crate) fn open(unit: &mut Unit<'_>, desk: &Desk<'_>, file: i64) -> Result<(String, Vec<u8>)> {
    let found = papers::sealed(unit, file)?;
    let (_, sealed) = found.ok_or_else(|| {
        registry::not_there(format!("tidak ada berkas {file}"), format!("there is no file {file}"))
    })?;
    let text = desk.keys.open(&papers::context(file), &sealed)?;
    let end = text.iter().position(|byte| *byte == b'\n').unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    Ok((String::from_utf8(name.to_vec())?, rest.get(1..).unwrap_or_default().to_vec()))
}

#[cfg(test)]
mod tests {
    use super::{PAPER_BYTES_MAX, form_of};

    fn check(name: &str, bytes: &[u8], expected: &str) {
        let said = form_of(name, bytes).map_or_else(|refusal| refusal.code.to_owned(), str::to_owned);
        assert_eq!(said, expected, "{name}");
    }

    #[test]
    fn a_file_is_what_is_in_it() {
        check("ktp.pdf", b"%PDF-1.7 ...", "pdf");
        check("ktp.PNG", b"\x89PNG\r\n\x1a\n...", "png");
        check("ktp.jpeg", b"\xff\xd8\xff\xe0", "jpeg");
        check("ktp.pdf", b"\x89PNG\r\n\x1a\n...", "paper_name");
        check("ktp.html", b"%PDF-1.7 ...", "paper_name");
        check("ktp.jpg", b"%PDF-1.7 ...", "paper_name");
        check("ktp", b"\xff\xd8\xff\xe0", "jpeg");
        check("Hj. Siti Aminah 12.jpg", b"\xff\xd8\xff\xe0", "jpeg");
        check("ktp.pdf", b"MZ\x90", "paper_type");
        check("ktp.pdf", b"", "paper_type");
        check("ktp.exe.pdf", b"%PDF-1.7", "paper_name");
        check("ktp.pdf.exe", b"%PDF-1.7", "paper_name");
        check("", b"%PDF-1.7", "paper_name");
        check("a\nb.pdf", b"%PDF-1.7", "paper_name");
        let mut large = b"%PDF-".to_vec();
        large.resize(PAPER_BYTES_MAX, b' ');
        check("ktp.pdf", &large, "pdf");
        large.push(b' ');
        check("ktp.pdf", &large, "paper_size");
    }
}
