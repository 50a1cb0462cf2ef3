//! Documents of invented people.

use base::{Day, Month};
use print::{
    Card, Certificate, Desk, GiftReport, Lang, Letter, LetterLine, LetterPart, MonthState, ProgrammeSum, Qr,
    Receipt, ReceiptLine, ReportGift, ReportMonth, Right, Savings, Sheet, Stands, Statement, StatementMonth,
};

pub(crate) fn sheet(lang: Lang) -> Sheet {
    Sheet {
        lang,
        institution: "Lembaga Contoh".to_owned(),
        law: "9b1f".repeat(16),
        made: day("2026-02-03"),
        invented: true,
        check_at: "https://naungan.example/verify/K7QX-2M4P".to_owned(),
    }
}

pub(crate) fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

pub(crate) fn month(text: &str) -> Month {
    text.parse().expect("a month")
}

/// A pattern of the size of a code; nobody could read it.
fn pattern() -> Qr {
    Qr::new((0..29 * 29).map(|at: usize| (at * at / 7).is_multiple_of(3)).collect()).expect("a square")
}

pub(crate) fn card(lang: Lang) -> Card {
    Card {
        sheet: sheet(lang),
        name: "Siti Aminah".to_owned(),
        number: "99001234567".to_owned(),
        segment: "Pekerja mandiri".to_owned(),
        programmes: ["JKK", "JKM", "JHT"].map(str::to_owned).to_vec(),
        since: day("2025-06-01"),
        qr: pattern(),
    }
}

pub(crate) fn receipt(lang: Lang) -> Receipt {
    let line = |of: &str, amount| ReceiptLine { text: "Iuran".to_owned(), month: month(of), amount };
    Receipt {
        sheet: sheet(lang),
        number: "12-3".to_owned(),
        payer: "Siti Aminah".to_owned(),
        payer_number: "99001234".to_owned(),
        paid_on: day("2026-02-03"),
        channel: "QRIS".to_owned(),
        code: "8800 1234 5678".to_owned(),
        amount: 150_000,
        lines: vec![line("2026-01", 68_400), line("2026-02", 68_400)],
        left: 13_200,
        reversed: None,
        qr: Some(pattern()),
    }
}

pub(crate) fn statement(lang: Lang, payers: usize) -> Statement {
    let row = |number: u32| StatementMonth {
        month: Month::new(2025, number).expect("a month"),
        payer: "PT Rekaan Sejahtera".to_owned(),
        wage: 5_396_761,
        contributions: 620_000,
        saved: 307_615,
        state: if number == 12 { MonthState::Late } else { MonthState::Paid },
    };
    let part = |text: &str, amount| ProgrammeSum { text: text.to_owned(), amount: amount * payers as i64 };
    let right = |text: &str, months, needed| Right { text: text.to_owned(), months, needed };
    Statement {
        sheet: sheet(lang),
        year: 2025,
        name: "Siti Aminah".to_owned(),
        number: "99001234567".to_owned(),
        savings: Some(Savings {
            opening: 12_000_000,
            paid_in: 3_383_765,
            growth: 812_345,
            paid_out: 1_000_000,
            closing: 15_196_110,
        }),
        months: (1..=12).flat_map(|number| vec![row(number); payers]).collect(),
        programmes: vec![part("Jaminan Hari Tua", 12 * 500_000), part("Jaminan Kematian", 12 * 120_000)],
        qr: pattern(),
        rights: vec![right("Jaminan Kehilangan Pekerjaan", 12, 24), right("Jaminan Pensiun", 31, 180)],
    }
}

pub(crate) fn letter(lang: Lang) -> Letter {
    let line = |number, text: &str, provision: &str| LetterLine {
        number,
        text: text.to_owned(),
        provision: provision.to_owned(),
    };
    let law = "PP 44/2015 Pasal 34";
    let part = |number, text: &str, amount| LetterPart {
        line: line(number, text, law),
        amount,
        counts: true,
        to: "ahli waris".to_owned(),
        payments: Vec::new(),
        shares: Vec::new(),
        why: vec![line(number + 1, "Peraturan menetapkan santunan kematian: Rp20.000.000.", law)],
    };
    let shares = ["Siti", "Ani (Siti)"].map(|name| (name.to_owned(), 10_000_000)).to_vec();
    let stays = LetterPart { counts: false, ..part(10, "Santunan berkala", Some(12_000_000)) };
    let mut monthly = part(12, "Upah selama tidak mampu bekerja", Some(2_500_000));
    monthly.payments = vec![("1".to_owned(), 1_500_000), ("2".to_owned(), 1_000_000)];
    Letter {
        sheet: sheet(lang),
        number: "K-12".to_owned(),
        day: day("2026-03-11"),
        name: "Siti Aminah".to_owned(),
        acts_for: "Ani".to_owned(),
        membership: "99001234567".to_owned(),
        opening: vec![line(1, "Kami menyetujui klaim Anda.", "")],
        parts: vec![
            LetterPart { shares, ..part(2, "Santunan kematian", Some(20_000_000)) },
            part(8, "Perawatan", None),
            stays,
            monthly,
        ],
        gross: 22_500_000,
        taxed: 500_000,
        net: 22_000_000,
        tax: vec![line(14, "Pajak yang dipotong: Rp500.000.", "PP 68/2009 Pasal 5")],
        not_granted: vec![line(15, "Tidak dibayar: kacamata. Syaratnya tidak terpenuhi.", "PP 82/2019")],
        clock: vec![line(16, "Kami wajib membayar paling lambat 20 Maret 2026.", law)],
        appeal: vec![line(17, "Anda boleh berkeberatan atas baris mana pun di surat ini.", "UU 24/2011")],
        office: Desk {
            name: "Kantor Cabang Contoh".to_owned(),
            address: "Jalan Rekaan 1".to_owned(),
            telephone: "021 000 0000".to_owned(),
        },
        qr: Some(pattern()),
    }
}

pub(crate) fn certificate(lang: Lang) -> Certificate {
    Certificate {
        sheet: sheet(lang),
        number: "71-3".to_owned(),
        name: "Ibu Rekaan".to_owned(),
        campaign: "Lingkaran Contoh".to_owned(),
        amount: 1_680_000,
        day: day("2026-02-03"),
        worth: Some(100),
        paid: None,
        entry: "3-17".to_owned(),
        hash: "5a".repeat(32),
        qr: Some(pattern()),
    }
}

pub(crate) fn gift_report(lang: Lang, months: u32) -> GiftReport {
    let of = |number| Month::new(2025, number).expect("a month");
    let row = |number| ReportMonth { month: of(number), workers: Some(12), reserved: 0, used: 201_600 };
    let used = 201_600 * i64::from(months);
    let paid = (1..=months).map(|number| (of(number).to_string(), 201_600)).collect();
    GiftReport {
        sheet: sheet(lang),
        number: "71".to_owned(),
        name: "PT Dermawan Contoh".to_owned(),
        campaign: "Lingkaran Contoh".to_owned(),
        money: Stands {
            pledged: 500_000,
            received: used + 300_000,
            free: 100_000,
            reserved: 150_000,
            readied: 0,
            used,
            returned: 50_000,
        },
        gifts: vec![ReportGift { day: day("2025-01-05"), amount: used + 300_000, paid }],
        months: (1..=months).map(row).collect(),
        worker_months: Some(144),
        claims: None,
        families: None,
        entry: "3-17".to_owned(),
        hash: "5a".repeat(32),
        qr: Some(pattern()),
    }
}
