//! What employers send, good and bad, through the jobs that check and take it.

use std::io::{Cursor, Write};
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use rust_xlsxwriter::Workbook;
use scheme::id::PayerId;
use store::queries::uploads::{self, Upload};

use super::small::{DAY, employer_with, founded};
use crate::jobs::{self, check_upload, take_upload};
use crate::office::Office;
use crate::reports::rows::Kept;
use crate::runs::{Task, close, open, work};

/// Stores a file and has it checked.
fn checked(office: &mut Office, payer: PayerId, complete: bool, bytes: &[u8]) -> Result<Upload> {
    let id = office.unit(|unit, desk| {
        let id = jobs::number(desk);
        let upload = Upload {
            id,
            payer,
            month: "2026-01".parse()?,
            name: "upah.csv".to_owned(),
            state: "checking".to_owned(),
            complete,
            account: 1,
            told: None,
            made: desk.now,
        };
        uploads::add(unit, &upload, &desk.keys.seal(&check_upload::context(id), bytes))?;
        jobs::later(unit, desk, check_upload::KIND, &id.to_string(), (Some(1), Some(payer)))?;
        Ok(id)
    })?;
    worked(office, id)
}

fn worked(office: &mut Office, id: i64) -> Result<Upload> {
    while jobs::one(office)? {}
    let failed = office.look(|unit, _| unit.rows("select told from job where state <> 'done'", &[]))?;
    ensure!(failed.is_empty(), "{:?}", failed[0].text(0));
    office.look(|unit, _| uploads::read(unit, id))?.context("no upload")
}

fn taken(office: &mut Office, id: i64) -> Result<take_upload::Sum> {
    office.unit(|unit, desk| {
        uploads::set_state(unit, id, "taking", None)?;
        jobs::later(unit, desk, take_upload::KIND, &id.to_string(), (Some(1), None)).map(drop)
    })?;
    let upload = worked(office, id)?;
    assert_eq!(upload.state, "taken");
    Ok(serde_json::from_str(&upload.told.context("nothing told")?)?)
}

fn counts(office: &mut Office, id: i64) -> Result<Vec<(String, i64)>> {
    office.look(|unit, _| uploads::counts(unit, id))
}

/// Everybody as the register has them: NIK, name, wage.
fn people(office: &mut Office) -> Result<Vec<(String, String, i64)>> {
    office.look(|unit, desk| {
        let rows = unit.rows("select person, id from membership order by id", &[])?;
        rows.iter()
            .enumerate()
            .map(|(at, row)| {
                let person = scheme::id::PersonId(row.int(0)?);
                let person = crate::registry::people::load(unit, desk, person)?;
                let identity = person.identity();
                let wage = 3_000_000 + (at as i64 + 1) * 1_001;
                Ok((identity.nik.to_string(), identity.name.clone(), wage))
            })
            .collect()
    })
}

fn csv_of(rows: &[(String, String, i64)]) -> String {
    let mut text = "NIK,Nama,Upah\n".to_owned();
    for (nik, name, wage) in rows {
        text.push_str(&format!("{nik},{name},{wage}\n"));
    }
    text
}

#[test]
fn a_report_is_compared_confirmed_and_taken() {
    testing::both(|address| {
        compared_and_taken(address).unwrap_or_else(|error| panic!("{address}: {error:#}"));
    });
}

fn compared_and_taken(address: &str) -> Result<()> {
    let mut office = founded(address, DAY)?;
    let payer = employer_with(&mut office, 8)?;
    let mut rows = people(&mut office)?;
    rows[1].2 += 10_000;
    rows[2].2 -= 1;
    rows[3].2 *= 2;
    rows[4].1 = "Orang Lain Sama Sekali".to_owned();
    rows.truncate(6);
    rows.push(("9901010101900955".to_owned(), "Pekerja Baru".to_owned(), 4_000_000));
    let text = csv_of(&rows) + "=1+1,=cmd,5000000\n9901010101900998,Tanpa Upah,\n";
    let upload = checked(&mut office, payer, true, text.as_bytes())?;
    assert_eq!(upload.state, "checked", "{:?}", upload.told);
    let found = office.look(|unit, desk| {
        uploads::rows(unit, upload.id, None, -1, 100)?
            .into_iter()
            .map(|row| {
                Ok((row.no, row.state.clone(), row.unusual.clone(), Kept::open(desk, &row)?.faults.len()))
            })
            .collect::<Result<Vec<_>>>()
    })?;
    let said: Vec<String> = found
        .iter()
        .map(|(no, state, unusual, faults)| {
            format!("{no} {state} {} {faults}", unusual.as_deref().unwrap_or("-"))
        })
        .collect();
    assert_eq!(
        said,
        [
            "2 same - 0",
            "3 changed - 0",
            "4 changed down 0",
            "5 changed up 0",
            "6 refused - 1",
            "7 same - 0",
            "8 joins - 0",
            "9 refused - 2",
            "10 refused - 1",
            "11 leaves leaves_beside_refused 0",
            "12 leaves leaves_beside_refused 0",
            "13 leaves leaves_beside_refused 0",
        ]
    );
    office.unit(|unit, _| uploads::confirm(unit, upload.id, Some(4)).map(drop))?;
    office.unit(|unit, _| uploads::confirm(unit, upload.id, Some(13)).map(drop))?;
    let sum = taken(&mut office, upload.id)?;
    assert_eq!((sum.changed, sum.joined, sum.left), (2, 1, 1));
    assert_eq!(sum.refused, 6);
    // The same again has nothing left to do but what was not confirmed.
    let again = checked(&mut office, payer, false, text.as_bytes())?;
    let of = counts(&mut office, again.id)?;
    assert_eq!(of, [("changed".to_owned(), 1), ("refused".to_owned(), 3), ("same".to_owned(), 5)]);
    let verdict = crate::books::checks::verify(&mut office)?;
    ensure!(verdict.faults.is_empty(), "{:?}", verdict.faults);
    Ok(())
}

#[test]
fn a_month_that_was_billed_gets_one_bill_of_the_difference() {
    testing::both(|address| {
        one_bill(address).unwrap_or_else(|error| panic!("{address}: {error:#}"));
    });
}

fn one_bill(address: &str) -> Result<()> {
    let mut office = founded(address, DAY)?;
    let payer = employer_with(&mut office, 20)?;
    let run = open::open(&mut office, Task::read("month", "2026-01")?)?;
    work::work_together(&mut office, &run, &|_, _| {})?;
    close::close(&mut office, &run)?;
    let mut rows = people(&mut office)?;
    for row in &mut rows {
        row.2 += 100_000;
    }
    let upload = checked(&mut office, payer, false, csv_of(&rows).as_bytes())?;
    let sum = taken(&mut office, upload.id)?;
    assert_eq!((sum.changed, sum.bills.len()), (20, 1));
    assert!(sum.bills[0].owed > 0);
    let verdict = crate::books::checks::verify(&mut office)?;
    ensure!(verdict.faults.is_empty(), "{:?}", verdict.faults);
    Ok(())
}

fn workbook(rows: &[(String, String, i64)]) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (column, text) in (0..).zip(["NIK", "Nama", "Upah"]) {
        sheet.write(0, column, text)?;
    }
    for (line, (nik, name, wage)) in (1..).zip(rows) {
        sheet.write(line, 0, nik)?.write(line, 1, name)?.write(line, 2, *wage as f64)?;
    }
    Ok(book.save_to_buffer()?)
}

/// A workbook whose sheet unpacks to far more than anybody needs.
fn bomb(rows: &[(String, String, i64)]) -> Result<Vec<u8>> {
    let mut read = zip::ZipArchive::new(Cursor::new(workbook(rows)?))?;
    let mut written = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default();
    for at in 0..read.len() {
        let mut part = read.by_index(at)?;
        let name = part.name()?.to_string();
        written.start_file(name.as_str(), plain)?;
        if name.ends_with("sheet1.xml") {
            written.write_all(b"<worksheet><sheetData>")?;
            let blank = "<row></row>".repeat(100_000);
            for _ in 0..200 {
                written.write_all(blank.as_bytes())?;
            }
        } else {
            std::io::copy(&mut part, &mut written)?;
        }
    }
    Ok(written.finish()?.into_inner())
}

#[test]
fn what_is_no_report_is_refused_as_a_whole() -> Result<()> {
    let scratch = testing::sqlite::scratch();
    let mut office = founded(&scratch.address(), DAY)?;
    let payer = employer_with(&mut office, 3)?;
    let rows = people(&mut office)?;
    let book = workbook(&rows)?;
    let bad: [(&str, Vec<u8>); 6] = [
        ("nothing", Vec::new()),
        ("a picture", b"\x89PNG\r\n\x1a\n and so on".to_vec()),
        ("other columns", b"Kota,Provinsi\nJakarta,DKI\n".to_vec()),
        ("no wages", b"NIK,Nama\n9901010101900001,A\n".to_vec()),
        ("cut off", book[..book.len() / 2].to_vec()),
        ("a bomb", bomb(&rows)?),
    ];
    for (what, bytes) in bad {
        let upload = checked(&mut office, payer, true, &bytes)?;
        assert_eq!(upload.state, "failed", "{what}");
        let told = upload.told.context("nothing told")?;
        assert!(told.contains("\"id\"") && told.contains("\"en\""), "{what}: {told}");
        assert!(counts(&mut office, upload.id)?.is_empty(), "{what}");
    }
    let upload = checked(&mut office, payer, true, &book)?;
    assert_eq!(counts(&mut office, upload.id)?, [("same".to_owned(), 3)]);
    Ok(())
}

/// Run by hand, in release: how long ten thousand people take.
#[test]
#[ignore = "a measurement"]
fn ten_thousand_rows() {
    testing::both(|address| {
        measured(address).unwrap_or_else(|error| panic!("{address}: {error:#}"));
    });
}

fn measured(address: &str) -> Result<()> {
    let mut office = founded(address, DAY)?;
    // A number of the test people has four digits at its end.
    let count = 9_900;
    let payer = employer_with(&mut office, count)?;
    let mut rows = people(&mut office)?;
    for row in &mut rows {
        row.2 += 100_000;
    }
    let begun = Instant::now();
    let upload = checked(&mut office, payer, true, csv_of(&rows).as_bytes())?;
    let check = begun.elapsed();
    let begun = Instant::now();
    let sum = taken(&mut office, upload.id)?;
    assert_eq!(sum.changed, u64::from(count));
    println!("{address}: checked in {check:?}, taken in {:?}", begun.elapsed());
    Ok(())
}
