//! `naungan claim letter`: a letter as it was written, to read, as JSON, or as PDF.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;
use print::Sheet;
use rules::render::Lang;
use store::queries::letters as rows;

use crate::commands::register::answer;
use crate::commands::{Outcome, export};
use crate::office::Office;
use crate::registry::letters;
use crate::views::letter::{page, printed, text};

#[derive(Args, Debug)]
pub(super) struct Letter {
    /// The claim's number
    claim: i64,
    /// Which of its letters (default: the last)
    #[arg(long)]
    no: Option<i64>,
    /// Write it as PDF
    #[arg(long, value_name = "FILE")]
    pdf: Option<PathBuf>,
    /// The address of the counter at which anybody can check the PDF
    #[arg(long, value_name = "ADDRESS", default_value = "")]
    public: String,
    /// The letter as JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(office: &mut Office, asked: &Letter, lang: Lang) -> Result<Outcome> {
    let (kept, check_at) = office.look(|unit, desk| {
        let no = match asked.no {
            Some(no) => no,
            None => rows::last(unit, asked.claim)?,
        };
        let (row, kept) = letters::read(unit, desk, (asked.claim, no))?;
        Ok((kept, crate::pages::letters::check_at(desk, &asked.public, &row)))
    })?;
    let Some(file) = &asked.pdf else {
        return answer(asked.json, &page(&kept, lang), &text(&kept, lang));
    };
    let check_at = if asked.public.is_empty() { String::new() } else { check_at };
    let sheet = Sheet {
        lang: lang.pick_value(print::Lang::Id, print::Lang::En),
        institution: office.institution.name.clone(),
        law: kept.law.clone(),
        made: kept.day()?,
        invented: !office.institution.is_production(),
        check_at: check_at.clone(),
    };
    let qr = (!check_at.is_empty()).then(|| crate::pages::letters::qr(&check_at)).transpose()?;
    let pdf = print::letter(&printed(&kept, sheet, qr, lang)?)?;
    if file.as_os_str().is_empty() {
        bail!("{}", lang.pick("sebut nama berkasnya", "name the file"));
    }
    export::into_file(file, |out| Ok(out.write_all(&pdf)?))?;
    let path = file.display();
    let said = match lang {
        Lang::Id => format!("surat {} klaim {} ditulis ke {path}\n", kept.no, kept.claim),
        Lang::En => format!("letter {} of claim {} is written to {path}\n", kept.no, kept.claim),
    };
    answer(asked.json, &page(&kept, lang), &said)
}
