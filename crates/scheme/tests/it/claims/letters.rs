//! Letters: what they say, in short sentences, with the amounts of the assessment and no others.

use std::collections::BTreeSet;
use std::fmt::Write;

use expect_test::{Expect, expect};
use rules::tree::Words;
use scheme::claims::letter::{Addressee, Decided, Letter, Office, Outcome, letter};
use scheme::claims::{Assessment, ClaimKind, Clock, Grant, Question, assess};
use scheme::events::{Case, EventKind};
use scheme::law::ClaimLaw;
use testing::Random;

use super::{Life, assuming, chance, claim_law, day, facts, opened, wrapped};

/// The letters of a case, all complete on the day it was reported.
pub(crate) fn letters(law: &ClaimLaw<'_>, life: &Life, told: &str, paid: &str) -> Vec<(Assessment, Letter)> {
    let case = opened(law, life, told, &[]).unwrap_or_else(|refusal| panic!("{refusal}: {told}"));
    let reported = told.split_once(';').map_or_else(Vec::new, |(_, rest)| facts(rest));
    let told_no =
        case.not_opened.iter().filter(|told| told.refusal.code == "not_entitled").map(|told| told.kind);
    let kinds = case.claims.iter().map(|claim| claim.kind).chain(told_no);
    kinds.filter_map(|kind| one(law, life, &case, (kind, &reported), (told, paid))).collect()
}

fn one(
    law: &ClaimLaw<'_>,
    life: &Life,
    case: &Case,
    (kind, reported): (ClaimKind, &[(String, String)]),
    (told, paid): (&str, &str),
) -> Option<(Assessment, Letter)> {
    let words: Vec<&str> = told.split([' ', ';']).collect();
    let filed = if words.get(2) == Some(&"reported") { words[3] } else { words[1] };
    let mut reported = reported.to_vec();
    if told.contains("by_employer") {
        reported.push(("reported_date".to_owned(), filed.to_owned()));
    }
    let question = Question {
        kind,
        event: case.day,
        filed: day(filed),
        decided: day(filed),
        pay_day: day(paid),
        facts: &reported,
    };
    life.ask(|record| {
        let found = assess(law, record, &question, case.heirs.as_ref()).ok()?;
        let decided = Decided {
            number: "K-12",
            to: &Addressee { name: "Siti".into(), acts_for: None, membership: "99001".into() },
            office: &Office::default(),
            question: &question,
            found: &found,
            heirs: case.heirs.as_ref(),
            clock: &Clock { complete: Some(day(filed)), approved: Some(day(filed)), ..Clock::default() },
        };
        let letter = letter(law, record, &decided).unwrap_or_else(|refusal| panic!("{refusal}: {told}"));
        Some((found, letter))
    })
}

/// A letter as it is read, in one language.
fn read(letter: &Letter, of: impl Fn(&Words) -> &str) -> String {
    let mut text = String::new();
    for line in letter.lines() {
        let amount = line.amount.map(|amount| format!(" [{amount}]")).unwrap_or_default();
        let citation =
            line.citation.as_ref().map(|known| format!(" ({})", known.instrument)).unwrap_or_default();
        writeln!(text, "{} {}{amount}{citation}", line.number, of(&line.said)).expect("text");
        let Some(part) = letter.parts.iter().find(|part| part.line.number == line.number) else { continue };
        for run in part.payments.iter().filter(|_| part.every.is_some()) {
            writeln!(text, "  {}–{}: {}", run.first, run.last, run.amount).expect("text");
        }
        if let Some(to) = &part.to {
            let stays = if part.stays_in_the_fund { ", outside the sum" } else { "" };
            writeln!(text, "  to {}{stays}", of(to)).expect("text");
        }
        for share in &part.shares {
            let by = share.guardian.as_ref().map(|by| format!(" by {by}")).unwrap_or_default();
            writeln!(text, "  {}{by}: {}", share.name, share.amount).expect("text");
        }
    }
    wrapped(&text)
}

fn check(life: &str, told: &str, paid: &str, expected: &Expect) {
    let letters = letters(claim_law(), &Life::new(life), told, paid);
    let text: Vec<String> = letters
        .iter()
        .map(|(_, letter)| {
            format!("{} {:?}\n{}", letter.kind, letter.outcome, read(letter, |words| &words.en))
        })
        .collect();
    expected.assert_eq(&text.join("\n"));
}

const WORKER: &str = "
    born 1985-05-01
    member 7 wage_earner 2019-01-01 wage=5_000_000
    paid 7 2019-01 2026-02
";

/// A widow and a minor.
fn bereaved() -> Life {
    Life::new(&format!(
        "{WORKER}\nkin spouse Siti 1987-01-01 2010-01-01\nkin son_or_daughter Ani 2012-04-01 2012-04-01"
    ))
}

#[test]
fn a_death_with_a_minor() {
    let told = "other_death 2026-03-10; children birth_date 2012-04-01, lower_secondary_years 2";
    let letters = letters(claim_law(), &bereaved(), told, "2026-03-12");
    expect![[r#"
        1 We have granted your claim.
        2 Kind of claim: death. Day of the event: 10 March 2026.
        3 We pay Rp46,000,000. [46000000]
        4 Death grant [20000000] (PP 44/2015 art. 34; PP 82/2019)
          to the heirs
          Siti: 10000000
          Ani by Siti: 10000000
        5 In our records, membership segment: wage earner (PU).
        6 This condition is met: entitled to the full death benefit. (Permenaker 1/2025
            (article not seen))
        7 The law sets death grant paid at once: Rp20,000,000. (PP 82/2019 art. 34)
        8 In our records, number of employers paying death contributions: 1.
        9 Periodic grant paid at once [12000000] (PP 44/2015 art. 34; PP 82/2019)
          to the heirs
          Siti: 6000000
          Ani by Siti: 6000000
        10 The law sets periodic grant a month: Rp500,000. (PP 82/2019 art. 34)
        11 The law sets months of the periodic grant: 24. (PP 44/2015 art. 34)
        12 Children's scholarship [4000000] (PP 44/2015 art. 34; PP 82/2019 art. 34)
          to the heirs
        13 In entry 1 of the list, the child's work: does not work.
        14 The law sets scholarship of a child who works (does not work): scholarship
            goes on. (Permenaker 1/2025 art. 104(1))
        15 The law sets longest scholarship by level, in years (kindergarten and
            primary): 8. (PP 82/2019)
        16 In entry 1 of the list, years still ahead in lower secondary: 2.
        17 The law sets longest scholarship by level, in years (lower secondary): 3. (PP
            82/2019)
        18 This gives scholarship still ahead: Rp4,000,000. (PP 82/2019; Permenaker
            5/2021)
        19 In our records, months of contributions up to the death: 86.
        20 The law sets months of contributions needed for the scholarship: 36. (PP
            82/2019 art. 34)
        21 The whole reckoning is on the page of your claim.
        22 The scholarship is claimed and paid year by year. (PP 82/2019; Permenaker
            1/2025 art. 103)
        23 Funeral [10000000] (PP 44/2015 art. 34; PP 82/2019)
          to the heirs
          Siti: 5000000
          Ani by Siti: 5000000
        24 The law sets amount for the funeral: Rp10,000,000. (PP 82/2019 art. 34)
        25 This gives how often the funeral is paid: 1. (Permenaker 1/2025 (article not
            seen))
        26 We have to pay by 13 March 2026. (PP 44/2015 (article not seen))
        27 If it is late, each day adds Rp460,000. (PP 44/2015 (article not seen))
        28 You may object to any line of this letter.
        29 Name the number of the claim and of the line.
        30 We answer within 5 working days of receiving it. (UU 24/2011 arts. 48–50;
            PP 44/2015 arts. 57–58)
        31 Not certain. The five working days were not compared with the text.
        32 There is no last day to object, but sooner is easier. (UU 24/2011 arts.
            48–50; PP 44/2015 arts. 57–58)
        33 Not certain. No last day to complain was found in any text.
        34 If our answer does not content you, the next step is: mediation. (UU 24/2011
            arts. 48–50; PP 44/2015 arts. 57–58)
        35 To object costs nothing.
    "#]]
    .assert_eq(&read(&letters[0].1, |words| &words.en));
}

#[test]
fn a_widow_s_pension() {
    let letters = letters(claim_law(), &bereaved(), "other_death 2026-03-10", "2026-03-12");
    expect![[r#"
        1 We have granted your claim.
        2 Kind of claim: pension, survivors. Day of the event: 10 March 2026.
        3 We pay Rp417,295. [417295]
        4 Widow's or widower's pension [417295] (PP 45/2015 (article numbers from
            memory))
          1–1: 417295
          to the heirs
          Siti: 417295
        5 In our records, why a pension is claimed: death.
        6 In our records, leaves a spouse who has not remarried: yes.
        7 This condition is met: entitled to a monthly pension. (Permenaker 29/2015 art.
            26)
        8 This gives pension by the formula: Rp834,589. (PP 45/2015 art. 17)
        9 In our records, month the pension begins: April 2026.
        10 The law sets survivor's share of the pension (widow or widower): 50 %. (PP
            45/2015)
        11 This gives index since the pension began: 100 %. (PP 45/2015 art. 17)
        12 Rp417,294.5 is rounded to Rp417,295.
        13 The whole reckoning is on the page of your claim.
        14 Not certain. Whether the smallest and largest pension hold for survivors was
            not seen.
        15 Not certain. From memory; fits the published benefit limits.
        16 Not certain. The value of 2021 follows from the formula and fits 2022; the
            figure itself was not seen in the letter.
        17 We have to pay by 1 April 2026. (claim page of the institution, third party)
        18 After that the pension is paid each month.
        19 You may object to any line of this letter.
        20 Name the number of the claim and of the line.
        21 We answer within 5 working days of receiving it. (UU 24/2011 arts. 48–50;
            PP 44/2015 arts. 57–58)
        22 Not certain. The five working days were not compared with the text.
        23 There is no last day to object, but sooner is easier. (UU 24/2011 arts.
            48–50; PP 44/2015 arts. 57–58)
        24 Not certain. No last day to complain was found in any text.
        25 If our answer does not content you, the next step is: mediation. (UU 24/2011
            arts. 48–50; PP 44/2015 arts. 57–58)
        26 To object costs nothing.
    "#]]
    .assert_eq(&read(&letters[1].1, |words| &words.en));
}

#[test]
fn a_death_in_indonesian() {
    let letters = letters(claim_law(), &bereaved(), "other_death 2026-03-10", "2026-03-12");
    expect![[r#"
        1 Kami menyetujui klaim Anda.
        2 Jenis klaim: JKM, meninggal dunia. Tanggal peristiwa: 10 Maret 2026.
        3 Kami membayar Rp42.000.000. [42000000]
        4 Santunan kematian [20000000] (PP 44/2015 art. 34; PP 82/2019)
          to ahli waris
          Siti: 10000000
          Ani by Siti: 10000000
        5 Menurut data kami, segmen kepesertaan: pekerja penerima upah (PU).
        6 Syarat terpenuhi: berhak atas manfaat JKM penuh. (Permenaker 1/2025 (article
            not seen))
        7 Peraturan menetapkan santunan kematian sekaligus: Rp20.000.000. (PP 82/2019
            art. 34)
        8 Menurut data kami, jumlah pemberi kerja yang membayar iuran JKM: 1.
        9 Santunan berkala dibayar sekaligus [12000000] (PP 44/2015 art. 34; PP 82/2019)
          to ahli waris
          Siti: 6000000
          Ani by Siti: 6000000
        10 Peraturan menetapkan santunan berkala sebulan: Rp500.000. (PP 82/2019 art.
            34)
        11 Peraturan menetapkan banyaknya bulan santunan berkala: 24. (PP 44/2015 art.
            34)
        12 Biaya pemakaman [10000000] (PP 44/2015 art. 34; PP 82/2019)
          to ahli waris
          Siti: 5000000
          Ani by Siti: 5000000
        13 Peraturan menetapkan biaya pemakaman: Rp10.000.000. (PP 82/2019 art. 34)
        14 Hasilnya, berapa kali biaya pemakaman dibayar: 1. (Permenaker 1/2025 (article
            not seen))
        15 Kami wajib membayar paling lambat 13 Maret 2026. (PP 44/2015 (article not
            seen))
        16 Bila terlambat, setiap hari menambah Rp420.000. (PP 44/2015 (article not
            seen))
        17 Anda boleh berkeberatan atas baris mana pun di surat ini.
        18 Sebutkan nomor klaim dan nomor barisnya.
        19 Kami menjawab paling lambat 5 hari kerja setelah menerimanya. (UU 24/2011
            arts. 48–50; PP 44/2015 arts. 57–58)
        20 Belum pasti. Lima hari kerja belum dicocokkan dengan teks.
        21 Untuk keberatan tidak ada hari terakhir, tetapi lebih cepat lebih mudah. (UU
            24/2011 arts. 48–50; PP 44/2015 arts. 57–58)
        22 Belum pasti. Hari terakhir mengadu tidak ditemukan dalam teks mana pun.
        23 Bila jawaban kami tidak memuaskan, langkah berikutnya: mediasi. (UU 24/2011
            arts. 48–50; PP 44/2015 arts. 57–58)
        24 Keberatan tidak dipungut biaya.
    "#]]
    .assert_eq(&read(&letters[0].1, |words| &words.id));
}

#[test]
fn an_injury_with_receipts_above_the_limit() {
    check(
        WORKER,
        "work_accident 2026-03-10 reported 2026-03-11 by_employer; incapacity_months 14; \
         land_fare 6_000_000; glasses_cost 900_000; \
         children birth_date 2012-04-01, lower_secondary_years 2",
        "2026-03-12",
        &expect![[r#"
            jkk_injury Granted
            1 We have granted your claim.
            2 Kind of claim: work injury: care, and wage while unable to work. Day of the
                event: 10 March 2026.
            3 We pay Rp70,900,000. [70900000]
            4 Treatment for as long as medically needed, no ceiling in money, ward of class
                I of a public hospital
            5 Refund of transport [5000000] (PP 44/2015 annex III; PP 82/2019 annex III)
            6 In our records, membership segment: wage earner (PU).
            7 In our records, receipts for travel by land, river or lake: Rp6,000,000.
            8 The law sets cap of transport (land, river or lake): Rp5,000,000. (PP 82/2019
                annex III)
            9 The law sets cap of transport (sea): Rp2,000,000. (PP 82/2019 annex III)
            10 The law sets cap of transport (air): Rp10,000,000. (PP 82/2019 annex III)
            11 Wage while unable to work (STMB) [65000000] (PP 44/2015 annex III; PP 82/2019
                annex III)
              1–12: 5000000
              13–14: 2500000
              to employer who goes on paying the wage
            12 In our records, months temporarily unable to work: 14.
            13 Nothing else was said, so how the wage is paid: by the month.
            14 In our records, month's wage: basic and fixed allowances: Rp5,000,000.
            15 This gives month's wage that grants are reckoned on: Rp5,000,000. (PP 44/2015
                annex III; Permenaker 5/2021)
            16 The law sets share of wage by month of incapacity: 100 %. (PP 82/2019 annex
                III)
            17 The law sets share of wage by month of incapacity: 50 %. (PP 82/2019 annex
                III)
            18 Glasses [900000] (PP 44/2015 annex III; PP 82/2019 annex III)
            19 In our records, cost of glasses: Rp900,000.
            20 The law sets cap of glasses: Rp1,000,000. (PP 82/2019 annex III)
            21 Of refund of transport, Rp1,000,000 is not paid: it is above the limit.
                [1000000] (PP 82/2019 annex III)
            22 Not paid: children's scholarship. Its conditions are not met. (PP 82/2019;
                Permenaker 5/2021)
            23 We have to pay by 23 March 2026. (PP 44/2015 art. 37(2))
            24 If it is late, each day adds Rp709,000. (PP 44/2015 art. 37(2))
            25 You may object to any line of this letter.
            26 Name the number of the claim and of the line.
            27 We answer within 5 working days of receiving it. (UU 24/2011 arts. 48–50;
                PP 44/2015 arts. 57–58)
            28 Not certain. The five working days were not compared with the text.
            29 There is no last day to object, but sooner is easier. (UU 24/2011 arts.
                48–50; PP 44/2015 arts. 57–58)
            30 Not certain. No last day to complain was found in any text.
            31 If our answer does not content you, the next step is: mediation. (UU 24/2011
                arts. 48–50; PP 44/2015 arts. 57–58)
            32 To object costs nothing.
        "#]],
    );
}

#[test]
fn an_employer_who_was_late_and_a_refusal() {
    check(
        WORKER,
        "work_accident 2026-03-10 reported 2026-03-13 by_employer; incapacity_months 1",
        "2026-03-30",
        &expect![[r#"
            jkk_injury Employer
            1 This benefit has to be paid by the employer, and not by the fund.
            2 Kind of claim: work injury: care, and wage while unable to work. Day of the
                event: 10 March 2026.
            3 The stage I report was late: the benefit is the employer's duty, who may ask
                for a refund after reporting. (Permenaker 1/2025 art. 8(2a))
            4 The employer has to pay Rp5,000,000. [5000000]
            5 If the employer does not pay, tell us.
            6 Treatment for as long as medically needed, no ceiling in money, ward of class
                I of a public hospital
            7 Wage while unable to work (STMB) [5000000] (PP 44/2015 annex III; PP 82/2019
                annex III)
              1–1: 5000000
              to employer who goes on paying the wage
            8 In our records, membership segment: wage earner (PU).
            9 In our records, months temporarily unable to work: 1.
            10 Nothing else was said, so how the wage is paid: by the month.
            11 In our records, month's wage: basic and fixed allowances: Rp5,000,000.
            12 This gives month's wage that grants are reckoned on: Rp5,000,000. (PP 44/2015
                annex III; Permenaker 5/2021)
            13 The law sets share of wage by month of incapacity: 100 %. (PP 82/2019 annex
                III)
            14 You may object to any line of this letter.
            15 Name the number of the claim and of the line.
            16 We answer within 5 working days of receiving it. (UU 24/2011 arts. 48–50;
                PP 44/2015 arts. 57–58)
            17 Not certain. The five working days were not compared with the text.
            18 There is no last day to object, but sooner is easier. (UU 24/2011 arts.
                48–50; PP 44/2015 arts. 57–58)
            19 Not certain. No last day to complain was found in any text.
            20 If our answer does not content you, the next step is: mediation. (UU 24/2011
                arts. 48–50; PP 44/2015 arts. 57–58)
            21 To object costs nothing.
        "#]],
    );
    let left = "
        born 1990-05-01
        member 7 wage_earner 2025-06-01 2026-03-10 wage=5_000_000
        paid 7 2025-06 2025-12
    ";
    check(
        left,
        "lost_job 2026-03-10 reported 2026-03-20; termination dismissal",
        "2026-03-24",
        &expect![[r#"
            jkp_cash Refused
            1 We cannot grant your claim.
            2 Kind of claim: job loss, cash. Day of the event: 10 March 2026.
            3 Fewer than twelve months of contributions in the last twenty-four. (PP
                37/2021; PP 6/2025 (article number from memory))
            4 You may object to any line of this letter.
            5 Name the number of the claim and of the line.
            6 We answer within 5 working days of receiving it. (UU 24/2011 arts. 48–50; PP
                44/2015 arts. 57–58)
            7 Not certain. The five working days were not compared with the text.
            8 There is no last day to object, but sooner is easier. (UU 24/2011 arts.
                48–50; PP 44/2015 arts. 57–58)
            9 Not certain. No last day to complain was found in any text.
            10 If our answer does not content you, the next step is: mediation. (UU 24/2011
                arts. 48–50; PP 44/2015 arts. 57–58)
            11 To object costs nothing.
        "#]],
    );
}

#[test]
fn months_without_work_have_duties() {
    let left = "
        born 1990-05-01
        member 7 wage_earner 2020-01-01 2026-03-10 wage=6_000_000
        paid 7 2024-01 2026-03
    ";
    let told = "lost_job 2026-03-10 reported 2026-03-20; termination dismissal";
    let letters = letters(claim_law(), &Life::new(left), told, "2026-03-24");
    let job = letters.iter().find(|(_, letter)| letter.kind == ClaimKind::JkpCash).expect("job loss");
    expect![[r#"
        1 We have granted your claim.
        2 Kind of claim: job loss, cash. Day of the event: 10 March 2026.
        3 We pay Rp18,000,000. [18000000]
        4 Access to labour-market information and career guidance
        5 Vocational training
        6 Cash [18000000] (PP 37/2021 art. 22; PP 6/2025)
          1–6: 3000000
        7 In our records, month's wage: basic and fixed allowances: Rp6,000,000.
        8 The law sets wage cap of the cash benefit: Rp5,000,000. (PP 37/2021 art. 22)
        9 The law sets rate of the cash benefit: 60 %. (PP 6/2025)
        10 Not certain. The cap is to be reviewed every two years; no change was found
            up to November 2026.
        11 We have to pay by 25 March 2026. (Permenaker 2/2025 art. 13)
        12 Each month is paid once the duty of that month is done. (Permenaker 2/2025
            art. 13)
        13 You may object to any line of this letter.
        14 Name the number of the claim and of the line.
        15 We answer within 5 working days of receiving it. (UU 24/2011 arts. 48–50;
            PP 44/2015 arts. 57–58)
        16 Not certain. The five working days were not compared with the text.
        17 There is no last day to object, but sooner is easier. (UU 24/2011 arts.
            48–50; PP 44/2015 arts. 57–58)
        18 Not certain. No last day to complain was found in any text.
        19 If our answer does not content you, the next step is: mediation. (UU 24/2011
            arts. 48–50; PP 44/2015 arts. 57–58)
        20 To object costs nothing.
    "#]]
    .assert_eq(&read(&job.1, |words| &words.en));
}

#[test]
fn savings_with_their_tax() {
    let law = assuming(&["jht_rate[2019] 5.00", "jht_rate[2020] 5.00"]);
    let life = "
        born 1964-05-01
        member 7 wage_earner 2019-01-01 2020-05-31 wage=90_000_000
        paid 7 2019-01 2020-05
        saved simple_yearly 2019-01 2020-05 5_130_000
    ";
    let told = "grew_old 2020-06-01 reported 2020-06-02";
    let letters = letters(law, &Life::new(life), told, "2020-06-05");
    let savings = letters.iter().find(|(_, letter)| letter.kind == ClaimKind::JhtOldAge).expect("savings");
    assert!(savings.1.taxed > 0);
    expect![[r#"
        1 We have granted your claim.
        2 Kind of claim: old-age savings at old age. Day of the event: 1 June 2020.
        3 We pay Rp88,841,159. [88841159]
        4 Whole balance of JHT [90885431] (PP 46/2015 art. 22)
        5 In our records, why old-age savings are paid: reached 56.
        6 In our records, how growth is credited to the account: simple within the year,
            capitalised yearly.
        7 In entry 1 of the list, month it is for: January 2019.
        8 This gives contributions with their growth: Rp90,885,431.25. (two
            illustrations of official origin, 2022 and 2024)
        9 This gives opening balance with its growth: Rp0. (two illustrations of
            official origin, 2022 and 2024)
        10 Rp90,885,431.25 is rounded to Rp90,885,431.
        11 This gives balance of the JHT account: Rp90,885,431. (two illustrations of
            official origin, 2022 and 2024)
        12 This gives payment of JHT before tax: Rp90,885,431. (PP 46/2015 art. 22)
        13 The whole reckoning is on the page of your claim.
        14 Not certain. How growth is credited was not seen in the law; two official
            illustrations use two methods.
        15 Tax that is kept: Rp2,044,272. [2044272] (PP 68/2009; PMK 16/2010)
        16 Nothing else was said, so partial payment already taken: none yet.
        17 This condition is met: taxed finally. (PP 68/2009; PMK 16/2010)
        18 In our records, why old-age savings are paid: reached 56.
        19 This gives balance of the JHT account: Rp90,885,431. (two illustrations of
            official origin, 2022 and 2024)
        20 This gives payment of JHT before tax: Rp90,885,431. (PP 46/2015 art. 22)
        21 The law sets final income tax scale for JHT: 0 %. (PP 68/2009; PMK 16/2010)
        22 The law sets final income tax scale for JHT: 5 %. (PP 68/2009; PMK 16/2010)
        23 Rp2,044,271.55 is rounded to Rp2,044,272.
        24 The whole reckoning is on the page of your claim.
        25 Not certain. How growth is credited was not seen in the law; two official
            illustrations use two methods.
        26 We have to pay by 9 June 2020. (PP 46/2015 (article not seen))
        27 You may object to any line of this letter.
        28 Name the number of the claim and of the line.
        29 We answer within 5 working days of receiving it. (UU 24/2011 arts. 48–50;
            PP 44/2015 arts. 57–58)
        30 Not certain. The five working days were not compared with the text.
        31 There is no last day to object, but sooner is easier. (UU 24/2011 arts.
            48–50; PP 44/2015 arts. 57–58)
        32 Not certain. No last day to complain was found in any text.
        33 If our answer does not content you, the next step is: mediation. (UU 24/2011
            arts. 48–50; PP 44/2015 arts. 57–58)
        34 To object costs nothing.
    "#]]
    .assert_eq(&read(&savings.1, |words| &words.en));
}

/// Words of the longest sentence.
fn longest(text: &str) -> usize {
    text.split(". ").map(|sentence| sentence.split_whitespace().count()).max().unwrap_or(0)
}

/// Lives and events by chance: the amounts of a letter are the assessment's, they add up, and every sentence
/// is short.
#[test]
fn amounts_agree_and_sentences_are_short() {
    let rates: Vec<String> = (2019..=2026).map(|year| format!("jht_rate[{year}] 5.00")).collect();
    let law = assuming(&rates.iter().map(String::as_str).collect::<Vec<_>>());
    let mut seen = BTreeSet::new();
    for seed in 0..120 {
        let mut random = Random::new(seed);
        let text = chance::life(&mut random);
        let kind = EventKind::ALL[random.between(0, 10) as usize];
        let reported = chance::REPORTED[random.between(0, 4) as usize];
        let by = if random.chance(500) { " by_employer" } else { "" };
        let told = format!("{kind} 2026-03-01 reported 2026-03-02{by}; {reported}");
        for (found, letter) in letters(law, &Life::new(&text), &told, "2026-03-20") {
            agrees(&found, &letter, &format!("seed {seed}: {told}\n{text}"));
            seen.insert(format!("{:?}", letter.outcome));
        }
    }
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["Employer", "Granted", "Nothing", "Refused"]);
}

fn agrees(found: &Assessment, letter: &Letter, about: &str) {
    let grant = Grant::of(found, usize::MAX);
    assert_eq!(
        (letter.gross, letter.taxed, letter.net),
        (grant.gross(), grant.tax(), grant.net()),
        "{about}"
    );
    let stated: i64 =
        letter.parts.iter().filter(|part| !part.stays_in_the_fund).filter_map(|part| part.line.amount).sum();
    assert_eq!(stated, letter.gross, "{about}");
    for part in &letter.parts {
        let line = found.lines.iter().find(|line| line.component == part.component).expect("a component");
        let paid: i64 = part.payments.iter().map(|run| run.amount * (run.last - run.first + 1) as i64).sum();
        assert_eq!((Some(paid), line.total()), (part.line.amount.or(Some(0)), paid), "{about}");
        let shared: i64 = part.shares.iter().map(|share| share.amount).sum();
        assert!(part.shares.is_empty() || shared == paid, "{about}");
    }
    assert_eq!(letter.outcome == Outcome::Refused, !found.is_payable(), "{about}");
    assert!(
        letter.outcome != Outcome::Refused || letter.not_granted.iter().any(|line| line.citation.is_some()),
        "{about}"
    );
    for (at, line) in letter.lines().enumerate() {
        assert_eq!((line.number, letter.line(at + 1)), (at + 1, Some(line)));
        for text in [&line.said.id, &line.said.en] {
            assert!(longest(text) < 25 && text.chars().count() <= 200, "{text}");
            assert!(!text.contains(['{', '}', '_']) && !text.is_empty(), "{text}");
        }
    }
}
