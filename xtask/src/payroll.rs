//! Makes `examples/payroll-minimum-wages-2026.csv` from `examples/data`: nobody in it is real.

use anyhow::{Context, Result, bail, ensure};

use crate::codegen::Made;
use crate::house::root;

const PATH: &str = "examples/payroll-minimum-wages-2026.csv";

const HEAD: &str = "\
# An example payroll: an invented person for each province (38), industry (17) and sex (2). Nobody is real.
# Names and NIKs are invented: a NIK begins with 99, a province that does not exist, then place and industry.
# Upah (rupiah a month) = the province's minimum wage 2026
#   x mean wage of the industry / mean wage of all, August 2025
#   x mean wage of the sex / mean wage of all, August 2025, rounded half up to 1,000.
# It is a wage for trying things out. No survey printed it, and many fall below the minimum wage.
# Sources, with the confidence of every row in examples/data/:
#   minimum wages: governors' decrees under PP 49/2025, from press lists (confidence B, C or D by province);
#   mean wages: BPS, labour force survey (Sakernas) of August 2025, from the press (C; mean of all B);
#   risk class: an illustration by industry (D). In law the list of businesses in PP 82/2019 annex I decides.
# Made by `cargo xtask codegen`; change examples/data/ and run it again.
";

const COLUMNS: &str = "NIK,Nama,Segmen,Kelompok Risiko,Upah,Provinsi,Sektor Industri,Jenis Kelamin\n";

pub(crate) fn made() -> Result<Made> {
    let data = Data::read()?;
    let mut text = format!("{HEAD}{COLUMNS}");
    for person in people(&data) {
        text.push_str(&person.row());
    }
    Ok(Made { path: PATH, text })
}

struct Data {
    /// Name and minimum wage, from west to east.
    provinces: Vec<(String, u128)>,
    industries: Vec<Industry>,
    /// The mean wage of everybody, and of each sex: men, women.
    wage_all: u128,
    wage_by_sex: [u128; 2],
}

struct Industry {
    name: String,
    risk_class: String,
    wage: u128,
}

impl Data {
    fn read() -> Result<Data> {
        let minimum = rows("minimum-wages-2026.csv", "province,minimum_wage,source,confidence,note")?;
        let wages = rows("wages-by-industry-2025-08.csv", "industry,industri,wage,source,confidence")?;
        let risks = rows("risk-by-industry.csv", "industry,risk_class,source,confidence")?;
        let sexes = rows("wages-by-sex-2025-08.csv", "sex,jenis_kelamin,wage,source,confidence")?;

        let provinces = minimum.iter().map(|row| Ok((row[0].clone(), number(&row[1])?)));
        let [everybody, wages @ ..] = wages.as_slice() else { bail!("no wages by industry") };
        ensure!(everybody[0] == "All", "wages by industry must begin with All");
        let [men, women] = sexes.as_slice() else { bail!("wages by sex must have two rows") };
        ensure!(men[1] == "L" && women[1] == "P", "wages by sex must be L, then P");
        Ok(Data {
            provinces: provinces.collect::<Result<_>>()?,
            industries: wages.iter().map(|row| industry(row, &risks)).collect::<Result<_>>()?,
            wage_all: number(&everybody[2])?,
            wage_by_sex: [number(&men[2])?, number(&women[2])?],
        })
    }
}

fn industry(row: &[String], risks: &[Vec<String>]) -> Result<Industry> {
    let risk = risks.iter().find(|risk| risk[0] == row[0]);
    let risk = risk.with_context(|| format!("no risk class for {}", row[0]))?;
    Ok(Industry { name: row[1].clone(), risk_class: risk[1].clone(), wage: number(&row[2])? })
}

/// The cells of a table in `examples/data`: no quotes, comments with `#`, then a line that names the columns.
fn rows(file: &str, columns: &str) -> Result<Vec<Vec<String>>> {
    let path = root().join("examples/data").join(file);
    let text = std::fs::read_to_string(&path).with_context(|| format!("could not read {file}"))?;
    let mut lines = text.lines().filter(|line| !line.starts_with('#'));
    ensure!(lines.next() == Some(columns), "{file} must have the columns {columns}");
    let width = columns.split(',').count();
    let mut rows = Vec::new();
    for line in lines {
        let cells: Vec<String> = line.split(',').map(str::to_owned).collect();
        ensure!(cells.len() == width, "{file}: {width} cells wanted in `{line}`");
        rows.push(cells);
    }
    Ok(rows)
}

fn number(cell: &str) -> Result<u128> {
    cell.parse().with_context(|| format!("could not read `{cell}` as an amount"))
}

struct Person<'a> {
    nik: String,
    name: String,
    wage: u128,
    province: &'a str,
    industry: &'a Industry,
    sex: &'static str,
}

impl Person<'_> {
    fn row(&self) -> String {
        let Person { nik, name, wage, province, industry, sex } = self;
        let Industry { name: industry, risk_class, .. } = industry;
        format!("{nik},{name},wage_earner,{risk_class},{wage},{province},{industry},{sex}\n")
    }
}

fn people(data: &Data) -> Vec<Person<'_>> {
    let mut people = Vec::new();
    for (place, (province, minimum)) in data.provinces.iter().enumerate() {
        for (trade, industry) in data.industries.iter().enumerate() {
            for (sex, letter) in ["L", "P"].into_iter().enumerate() {
                let couple = place * data.industries.len() + trade;
                people.push(Person {
                    nik: nik(place, trade, sex, couple),
                    name: name(sex, couple),
                    wage: wage(*minimum, industry.wage, data.wage_by_sex[sex], data.wage_all),
                    province,
                    industry,
                    sex: letter,
                });
            }
        }
    }
    people
}

/// One division at the end, so that nothing is rounded twice: half up to a multiple of 1,000.
fn wage(minimum: u128, of_industry: u128, of_sex: u128, of_all: u128) -> u128 {
    let numerator = minimum * of_industry * of_sex;
    let denominator = of_all * of_all * 1_000;
    (2 * numerator + denominator) / (2 * denominator) * 1_000
}

/// 99, place, industry, day of birth (a woman's plus 40), month, year, serial. Place, industry and the sex
/// that shows in the day make it unique.
fn nik(place: usize, trade: usize, sex: usize, couple: usize) -> String {
    let row = 2 * couple + sex;
    let day = 1 + row * 11 % 28 + 40 * sex;
    let month = 1 + row * 5 % 12;
    let year = 70 + row * 7 % 30;
    let serial = 1 + row % 19;
    format!("99{:02}{:02}{day:02}{month:02}{year:02}{serial:04}", place + 1, trade + 1)
}

/// 26 first names by 25 second ones: each pair comes once before any comes again.
fn name(sex: usize, couple: usize) -> String {
    let first = couple % GIVEN[sex].len();
    let second = (couple / GIVEN[sex].len() + 7 * first) % SECOND.len();
    format!("{} {}", GIVEN[sex][first], SECOND[second])
}

const GIVEN: [[&str; 26]; 2] = [
    [
        "Agus", "Bambang", "Budi", "Cahyo", "Dedi", "Dwi", "Eko", "Fajar", "Galih", "Hadi", "Heru", "Indra",
        "Joko", "Kurnia", "Lukman", "Made", "Nur", "Putra", "Rahmat", "Rizki", "Slamet", "Teguh", "Usman",
        "Wahyu", "Yohanes", "Yusuf",
    ],
    [
        "Aisyah", "Ayu", "Citra", "Dewi", "Dian", "Eka", "Endang", "Fitri", "Gita", "Hesti", "Indah",
        "Intan", "Kartika", "Lestari", "Maria", "Maya", "Nurul", "Putri", "Rani", "Ratna", "Rina", "Siti",
        "Sri", "Tuti", "Wulan", "Yuni",
    ],
];

const SECOND: [&str; 25] = [
    "Anggraini",
    "Basri",
    "Damanik",
    "Firdaus",
    "Gunawan",
    "Halim",
    "Hidayat",
    "Irawan",
    "Kusuma",
    "Lubis",
    "Mahendra",
    "Maulana",
    "Nugraha",
    "Pane",
    "Permana",
    "Pratama",
    "Purnama",
    "Ramadhan",
    "Santosa",
    "Saputra",
    "Setiawan",
    "Siregar",
    "Sulaiman",
    "Wibawa",
    "Wijaya",
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Data, people, wage};

    #[test]
    fn everybody_is_there_once() {
        let data = Data::read().expect("the data tables are readable");
        let people = people(&data);
        assert_eq!(people.len(), 38 * 17 * 2);
        let niks: BTreeSet<&str> = people.iter().map(|person| person.nik.as_str()).collect();
        let names: BTreeSet<&str> = people.iter().map(|person| person.name.as_str()).collect();
        assert_eq!((niks.len(), names.len()), (people.len(), people.len()));
    }

    #[test]
    fn a_nik_is_sixteen_digits_with_a_day_and_a_serial() {
        let data = Data::read().expect("the data tables are readable");
        for person in people(&data) {
            let part = |from: usize, to: usize| person.nik[from..to].parse::<u32>().expect("digits");
            let day = part(6, 8) - if person.sex == "P" { 40 } else { 0 };
            assert_eq!(person.nik.len(), 16);
            assert_eq!(part(0, 2), 99);
            assert!((1..=28).contains(&day) && (1..=12).contains(&part(8, 10)) && part(12, 16) > 0);
        }
    }

    #[test]
    fn a_wage_is_rounded_once_half_up_to_a_thousand() {
        // 5,729,876 × 5.12 / 3.33 × 3.59 / 3.33 = 9,497,759.45…
        assert_eq!(wage(5_729_876, 5_120_000, 3_590_000, 3_330_000), 9_498_000);
        assert_eq!(wage(2_500, 1, 1, 1), 3_000);
        assert_eq!(wage(2_499, 1, 1, 1), 2_000);
    }
}
