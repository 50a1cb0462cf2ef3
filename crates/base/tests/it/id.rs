//! NIK, KPJ and NPP: what is accepted, what is refused and in which words. The people are invented.

use base::id::Sex;
use base::{Day, Kpj, Nik, Npp};

use crate::rows;
use crate::seed::Seed;

fn today() -> Day {
    "2026-11-20".parse().unwrap()
}

/// Number, and either date of birth and sex, or the complaint.
fn check(table: &str) {
    for row in rows(table) {
        let shown = match Nik::check(row[0].as_bytes()) {
            Ok(nik) => format!("{} {:?}", nik.birth_date(today()).unwrap(), nik.sex()),
            Err(fault) => fault.to_string(),
        };
        assert_eq!(shown, row[1], "{}", row[0]);
    }
}

#[test]
fn a_nik_tells_birth_and_sex() {
    check(
        "
        9901011708850001 | 1985-08-17 Male
        9901015708850001 | 1985-08-17 Female
        9901010101000001 | 2000-01-01 Male
        9901014101000001 | 2000-01-01 Female
        9901017112999999 | 1999-12-31 Female
        9901013112260001 | 1926-12-31 Male
        9901012011260001 | 2026-11-20 Male
        9901012111260001 | 1926-11-21 Male
        9901012902000001 | 2000-02-29 Male
        9901016902240001 | 2024-02-29 Female
        9901012902280001 | 1928-02-29 Male
        ",
    );
}

#[test]
fn faults_come_in_their_order() {
    let length = |found| {
        format!("a NIK has 16 digits, this has {found}: write it as on the card, without spaces or points")
    };
    let digit = |position| format!("character {position} of the NIK is no digit: write it as on the card");
    let province = |code| {
        format!("digits 1 to 2 of the NIK are {code}, which is no province: compare them with the card")
    };
    let birth = "digits 7 to 12 of the NIK are 000000, which is no date of birth (day, month, year; \
                 a woman's day plus 40): compare them with the card";
    let serial = "digits 13 to 16 of the NIK are 0000, but serials begin at 0001: compare them with the card";
    check(&format!("                 | {}", length(0)));
    check(&format!("990101170885001  | {}", length(15)));
    check(&format!("99.0101.17088501 | {}", digit(3)));
    check(&format!("99 0101 170885 1 x | {}", length(18)));
    check(&format!("990101170885000x | {}", digit(16)));
    check(&format!("/901011708850001 | {}", digit(1)));
    check(&format!("9:01011708850001 | {}", digit(2)));
    check(&format!("9701010000000000 | {}", province("97")));
    check(&format!("0001010000000000 | {}", province("00")));
    check(&format!("9901010000000000 | {birth}"));
    check(&format!("9901011708850000 | {serial}"));
}

/// The day and month that no year has, and a leap day in a common year.
#[test]
fn a_birth_date_exists() {
    for digits in [
        "000185", "320185", "400185", "720185", "310485", "710485", "290285", "300284", "690285", "011385",
        "010085", "990185",
    ] {
        let fault = Nik::check(format!("990101{digits}0001").as_bytes()).unwrap_err().to_string();
        let shown = format!("digits 7 to 12 of the NIK are {digits}, which is no date of birth");
        assert!(fault.starts_with(&shown), "{fault}");
    }
}

/// Regency and district 00 exist nowhere, so these belong to nobody.
#[test]
fn there_are_38_provinces_and_an_invented_one() {
    let accepted: Vec<u32> =
        (0..100).filter(|code| Nik::check(format!("{code:02}00001708850001").as_bytes()).is_ok()).collect();
    let (last, real) = accepted.split_last().unwrap();
    assert_eq!((*last, real.len()), (99, 38));
    let spans = [11..=19, 21..=21, 31..=36, 51..=53, 61..=65, 71..=76, 81..=82, 91..=96];
    assert!(real.iter().eq(spans.into_iter().flatten().collect::<Vec<u32>>().iter()));
    let known: Vec<u32> = (0..=255).filter(|code| base::id::is_province(*code)).map(u32::from).collect();
    assert_eq!(known, accepted);
    let invented = |code: u32| format!("{code}00001708850001").parse::<Nik>().unwrap().is_invented();
    assert!(invented(99) && !invented(31));
}

#[test]
fn a_birth_date_waits_for_its_century() {
    let nik: Nik = "9901012902000001".parse().unwrap();
    let on = |text: &str| nik.birth_date(text.parse().unwrap()).map(|day| day.to_string());
    assert_eq!(on("2000-02-29").as_deref(), Some("2000-02-29"));
    assert_eq!(on("2000-02-28"), None, "1900 had no leap day");
    assert_eq!(on("2101-01-01").as_deref(), Some("2000-02-29"), "2100 has none either");
}

#[test]
fn a_nik_hides_its_middle() {
    let nik: Nik = "9901231708850042".parse().unwrap();
    assert_eq!(nik.to_string(), "9901231708850042");
    assert_eq!(format!("{nik:?}"), "Nik(9901********0042)");
    assert_eq!(nik.region().to_string(), "99.01.23");
    assert_eq!((nik.region().province(), nik.region().regency(), nik.region().district()), (99, 1, 23));
    assert_eq!(Nik::from_number(nik.number()), Ok(nik));
    assert!(Nik::from_number(u64::MAX).is_err() && Nik::from_number(0).is_err());
}

/// Whatever date a person is born on, their number is accepted and tells that date.
#[test]
fn every_birth_date_is_told() {
    let mut seed = Seed::new(8);
    let first: Day = "1926-11-21".parse().unwrap();
    for _ in 0..20_000 {
        let birth = seed.within(first.epoch_days().into(), today().epoch_days().into()) as i32;
        let birth = Day::from_epoch_days(birth).unwrap();
        let woman = seed.within(0, 1) == 1;
        let raised = birth.day_of_month() + if woman { 40 } else { 0 };
        let (year, serial) = (birth.year() % 100, seed.within(1, 9999));
        let text = format!("990101{raised:02}{:02}{year:02}{serial:04}", birth.month_number());
        let nik = Nik::check(text.as_bytes()).unwrap();
        assert_eq!(nik.birth_date(today()), Some(birth), "{text}");
        assert_eq!(nik.sex() == Sex::Female, woman);
        assert_eq!(nik.to_string(), text);
    }
}

/// No text of any kind stops the reader, and what it accepts it gives back.
#[test]
fn any_bytes_are_read_or_refused() {
    let mut seed = Seed::new(9);
    for _ in 0..20_000 {
        let mut text = *b"9901011708850001";
        let place = seed.within(0, 15) as usize;
        text[place] = seed.next() as u8;
        if let Ok(nik) = Nik::check(&text) {
            assert_eq!(nik.to_string().as_bytes(), text);
        }
    }
}

#[test]
fn a_kpj_has_eleven_digits() {
    let kpj: Kpj = "00123456789".parse().unwrap();
    assert_eq!((kpj.to_string().as_str(), kpj.number()), ("00123456789", 123_456_789));
    assert_eq!(format!("{kpj:?}"), "Kpj(00******789)");
    let fault = |text: &str| text.parse::<Kpj>().unwrap_err().to_string();
    let short = "a KPJ has 11 digits, this has 10: write it as on the member's card, without spaces";
    assert_eq!(fault("0012345678"), short);
    assert_eq!(fault("0012345678-"), "character 11 of the KPJ is no digit: write it as on the member's card");
}

#[test]
fn an_npp_may_have_old_letters() {
    let npp: Npp = "99123456".parse().unwrap();
    let old: Npp = "jj000123".parse().unwrap();
    assert!(!npp.is_uncertain() && old.is_uncertain());
    assert_eq!((npp.to_string().as_str(), old.as_str()), ("99123456", "JJ000123"));
    assert_eq!(format!("{npp:?}"), "Npp(99****56)");
    let fault = |text: &str| text.parse::<Npp>().unwrap_err().to_string();
    let long = "an NPP has 8 characters, this has 9: write it as on the registration, without spaces";
    assert_eq!(fault("991234567"), long);
    let stray = "character 3 of the NPP is neither digit nor letter: write it as on the registration";
    assert_eq!(fault("99-12345"), stray);
    assert_eq!(fault("99é2345"), stray);
}
