//! A village's list of five thousand names, and one that is half broken, through the program.

#[path = "../../../src/trial/village.rs"]
mod village;

use std::fmt::Write as _;

use base::Moment;
use store::queries::campaigns::{self, Campaign};
use store::{Address, Store};

use crate::register::{Institution, both};

use village::{good, name, nik};

const TODAY: &str = "2026-05-04";

/// A campaign for half a year, and who hands lists in for it.
fn campaign(institution: &Institution) -> i64 {
    let sponsor = "employer register --name 'Desa Sukamaju' --kind sponsor";
    let payer = institution.number(TODAY, sponsor, "payer");
    let Ok(address) = institution.address().parse::<Address>();
    let mut store = Store::open(&address).expect("the database opens");
    let known = Moment::start_of(TODAY.parse().expect("a day"));
    let campaign = Campaign {
        id: 900,
        name: "Lingkaran".to_owned(),
        told: "Pekerja rentan".to_owned(),
        payer: None,
        province: None,
        state: "open".to_owned(),
        account: None,
        known,
    };
    let done = store.unit(|unit| {
        campaigns::add(unit, &campaign)?;
        campaigns::set(unit, campaign.id, "months 6\n", (None, known))
    });
    done.expect("a campaign");
    payer
}

/// 4,612 who can be paid for, 113 dead, 140 with an employer, 77 named before, 58 with a wrong number.
fn village(institution: &Institution) -> String {
    let mut text = "No;NIK;Nama;Tanggal Lahir;Jenis Kelamin;Desa;Pekerjaan;Desil\n".to_owned();
    let mut line = |nik: &str, name: &str| {
        let _ = writeln!(text, "1;{nik};{name};01-01-1990;L;Sukamaju;petani;3");
    };
    let mut wages = "NIK;Nama;Tanggal Lahir;Jenis Kelamin;Upah\n".to_owned();
    for at in 0..4_612 {
        line(&nik(good(at)), &name(at));
    }
    for at in 4_612..4_752 {
        let _ = writeln!(wages, "{};{};01-01-1990;L;6.000.000", nik(good(at)), name(at));
        line(&nik(good(at)), &name(at));
    }
    for at in 0..113_u32 {
        let (area, serial) = (if at < 60 { "0202" } else { "0303" }, 100 * (at % 60) + 99);
        line(&format!("99{area}010190{serial:04}"), &name(at));
    }
    for at in 0..20 {
        line(&format!("99020201{at}"), &name(at));
        line(&nik(100 * at + 97), &name(at));
    }
    for at in 0..18 {
        line(&nik(100 * at + 98), &name(at));
    }
    for at in 0..77 {
        line(&nik(good(at * 50)), &name(at * 50));
    }
    institution.file("upah.csv", &wages);
    text
}

#[test]
fn a_villages_list_is_counted_line_by_line() {
    both("simple-yearly", TODAY, |institution| {
        let payer = campaign(institution);
        let text = village(institution);
        institution.file("desa.csv", &text);
        let employer = "employer register --npp 99000001 --name 'PT Uji' --province 31 --set risk_class=low \
                        --set enterprise_size=small";
        let employer = institution.number(TODAY, employer, "payer");
        institution.does(TODAY, &format!("report upah.csv --employer {employer} --month 2026-05"));
        let add = format!("list add desa.csv --payer {payer} --campaign 900 --decree 'SK 1/2026'");
        let said = institution.does(TODAY, &format!("{add} --json"));
        let told: serde_json::Value = serde_json::from_str(&said).expect("the answer is JSON");
        let counts = serde_json::json!({
            "can_be_paid_for": 4_612, "named_twice": 77, "wrong_nik": 58, "is_dead": 113, "has_employer": 140,
        });
        assert_eq!((&told["lines"], &told["verdicts"]), (&serde_json::json!(5_000), &counts));
        let list = told["list"].as_i64().expect("a number");
        let shown = institution.does(TODAY, &format!("list check {list}"));
        let (_, shown) = shown.split_once('\n').expect("a heading");
        let expected = "  can be paid for            4,612\n  \
                          named more than once          77\n  \
                          the NIK is not this person’s     58\n  \
                          has died                     113\n  \
                          insured by an employer already  140\n";
        let plain = |text: &str| -> Vec<String> {
            text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
        };
        assert_eq!(plain(shown), plain(expected));
    });
}

#[test]
fn a_list_with_half_its_lines_broken_is_counted_too() {
    both("simple-yearly", TODAY, |institution| {
        let payer = campaign(institution);
        let mut text = "NIK,Nama,Tanggal Lahir,Desil\n".to_owned();
        for at in 0..50 {
            let _ = writeln!(text, "{},{},1990-01-01,3", nik(good(at)), name(at));
            let broken = if at % 2 == 0 { "12345,Warga,1990-01-01,3" } else { "x,=1+1,1990-02-31,99" };
            let _ = writeln!(text, "{broken}");
        }
        institution.file("pecah.csv", &text);
        let said =
            institution.raw(TODAY, &format!("list add pecah.csv --payer {payer} --campaign 900 --json"));
        let told: serde_json::Value = serde_json::from_str(&said).expect("the answer is JSON");
        let counts = serde_json::json!({ "can_be_paid_for": 50, "wrong_nik": 50 });
        assert_eq!((&told["lines"], &told["verdicts"]), (&serde_json::json!(100), &counts));
        institution.file("bukan.csv", "Nama,Desa\nWarga,Desa\n");
        let said = institution.raw(TODAY, &format!("list add bukan.csv --payer {payer} --campaign 900"));
        assert!(said.contains("exit status 1"), "{said}");
    });
}
