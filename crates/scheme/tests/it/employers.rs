//! Those who pay: what is registered and what is refused.

use base::Moment;
use expect_test::{Expect, expect};
use scheme::employers::{Measure, Payer, PayerKind, Register, Report, close, register, report, size};
use scheme::id::{MembershipId, PayerId};
use scheme::refusal::Refusal;

use crate::facts_made::{law, month};
use crate::memberships::day;

fn say(said: Result<String, Refusal>) -> String {
    said.unwrap_or_else(|refusal| format!("{}\n{}\n{refusal}\n", refusal.code, refusal.id))
}

fn plain(kind: PayerKind) -> Register<'static> {
    Register {
        id: PayerId(3),
        kind,
        npp: None,
        name: " PT  Rekaan Maju ",
        parent: None,
        province: Some(31),
        registered: day("2026-01-05"),
        started: day("2026-01-05"),
        facts: &[],
        measure: None,
        known: Moment::new(7),
    }
}

fn registered(asked: &Register<'_>, expected: &Expect) {
    let said = register(law().tree(), asked, (asked.npp == Some("11111111")).then_some(PayerId(8)));
    expected.assert_eq(&say(said.map(|done| {
        let mut lines = vec![format!("{} {}", done.payer.kind, done.payer.name)];
        let facts = done.facts.iter();
        lines.extend(
            facts.map(|fact| format!("{} {} {}", fact.name, fact.value.as_deref().unwrap_or("-"), fact.from)),
        );
        lines.extend(done.findings.into_iter().map(|finding| format!("{}: {}", finding.code, finding.en)));
        lines.join("\n") + "\n"
    })));
}

fn employer() -> Payer {
    let asked = Register { npp: Some("12345678"), ..plain(PayerKind::Employer) };
    register(law().tree(), &asked, None).expect("an employer").payer
}

#[test]
fn registered_with_number_and_facts() {
    let asked = plain(PayerKind::Employer);
    let facts = [("risk_class", "low"), ("industry", "footwear"), ("labour_intensive_relief", "yes")];
    let measure = Some(Measure::Capital("1_000_000_001"));
    registered(
        &Register { npp: Some("12345678"), facts: &facts, measure, ..asked.clone() },
        &expect![[r"
        employer PT Rekaan Maju
        started 2026-01-05 2026-01
        risk_class low 2026-01
        industry footwear 2026-01
        labour_intensive_relief yes 2026-01
        enterprise_size small 2026-01
    "]],
    );
    registered(
        &Register { npp: Some("ab345678"), ..asked.clone() },
        &expect![[r"
        employer PT Rekaan Maju
        started 2026-01-05 2026-01
        npp_has_letters: the NPP has letters; compare it with the registration
    "]],
    );
}

#[test]
fn what_is_refused() {
    let asked = plain(PayerKind::Employer);
    let measure = Some(Measure::Capital("1_000_000_001"));
    registered(
        &Register { npp: Some("11111111"), ..asked.clone() },
        &expect![[r"
        npp_taken
        NPP 11111111 sudah dimiliki pembayar 8
        the NPP 11111111 is that of payer 8
    "]],
    );
    registered(
        &Register { npp: Some("123"), ..asked.clone() },
        &expect![[r"
        npp_refused
        NPP terdiri atas 8 karakter, angka atau huruf: tulis seperti pada pendaftaran
        an NPP has 8 characters, this has 3: write it as on the registration, without spaces
    "]],
    );
    registered(
        &asked,
        &expect![[r"
        npp_missing
        pemberi kerja dan cabang didaftarkan dengan NPP
        employers and branches are registered with an NPP
    "]],
    );
    registered(
        &Register { npp: Some("12345678"), name: " ", ..asked.clone() },
        &expect![[r"
        name_missing
        nama belum diisi
        the name is missing
    "]],
    );
    registered(
        &Register { npp: Some("12345678"), province: Some(20), ..asked.clone() },
        &expect![[r"
        province_unknown
        20 bukan kode provinsi: tulis dua angka pertama kode wilayah, seperti 31
        20 is no province: write the first two digits of the region's code, such as 31
    "]],
    );
    let facts = [("risk_class", "tiny")];
    registered(
        &Register { npp: Some("12345678"), facts: &facts, ..asked.clone() },
        &expect![[r"
        fact_refused
        risk_class: `tiny` tidak dapat dibaca sebagai salah satu dari very_low, low, medium, high, very_high
        risk_class: `tiny` is not one of very_low, low, medium, high, very_high
    "]],
    );
    let facts = [("enterprise_size", "large")];
    registered(
        &Register { npp: Some("12345678"), facts: &facts, measure, ..asked.clone() },
        &expect![[r"
        size_differs
        skala usaha dinyatakan large, tetapi ukurannya menunjukkan small
        the size is stated as large, but the measure shows small
    "]],
    );
}

#[test]
fn who_stands_under_whom() {
    let employer = employer();
    let under = |kind| Register { parent: Some(&employer), ..plain(kind) };
    registered(
        &Register { npp: Some("22222222"), ..under(PayerKind::Branch) },
        &expect![[r"
        branch PT Rekaan Maju
        started 2026-01-05 2026-01
    "]],
    );
    registered(
        &Register { npp: Some("22222222"), ..plain(PayerKind::Branch) },
        &expect![[r"
        parent_missing
        cabang didaftarkan di bawah pemberi kerja
        a branch is registered under an employer
    "]],
    );
    registered(
        &under(PayerKind::Project),
        &expect![[r"
        project PT Rekaan Maju
        started 2026-01-05 2026-01
    "]],
    );
    registered(
        &under(PayerKind::Sponsor),
        &expect![[r"
        parent_refused
        pembayar jenis sponsor tidak berada di bawah yang dipilih
        a payer of the kind sponsor does not stand under the one chosen
    "]],
    );
    registered(
        &Register { name: "", ..plain(PayerKind::Own) },
        &expect![[r"
        own 
        started 2026-01-05 2026-01
    "]],
    );
    registered(
        &Register { npp: Some("22222222"), ..plain(PayerKind::Own) },
        &expect![[r"
        npp_needless
        peserta yang membayar sendiri tidak memiliki NPP
        a member on her own account has no NPP
    "]],
    );
}

#[test]
fn how_large_an_enterprise_is() {
    let said = |measure, on| {
        say(size(law().tree(), measure, day(on)).map(|said| {
            format!("{} {}", said.size, said.citation.map_or(String::new(), |citation| citation.instrument))
        }))
    };
    expect!["micro PP 7/2021 art. 35"].assert_eq(&said(Measure::Capital("1_000_000_000"), "2026-01-05"));
    expect!["medium PP 7/2021 art. 35"].assert_eq(&said(Measure::Sales("15_000_000_001"), "2026-01-05"));
    expect![[r"
        size_unknown
        skala usaha pada 2021-02-01: tidak ada aturan untuk keadaan ini
        size of the enterprise on 2021-02-01: no rule applies in this case
    "]]
    .assert_eq(&said(Measure::Capital("1"), "2021-02-01"));
    expect![[r"
        fact_refused
        working_capital: `much` tidak dapat dibaca sebagai jumlah uang
        working_capital: `much` is not a number
    "]]
    .assert_eq(&said(Measure::Capital("much"), "2026-01-05"));
}

#[test]
fn changes_by_month_and_the_last_day() {
    let open = employer();
    let closed = Payer { closed: Some(day("2026-03-31")), ..open.clone() };
    let said = |payer: &Payer, after, until: Option<i32>| {
        let (from, until) = (month(after), until.map(month));
        let asked = Report { name: "risk_class", value: Some("high"), from, until, known: Moment::new(9) };
        say(report(law().tree(), payer, &asked).map(|fact| format!("{} {}", fact.name, fact.from)))
    };
    expect!["risk_class 2026-03"].assert_eq(&said(&closed, 2, None));
    expect![[r"
        payer_closed
        pembayar 3 sudah ditutup pada 2026-03-31
        payer 3 was closed on 2026-03-31
    "]]
    .assert_eq(&said(&closed, 3, None));
    expect![[r"
        months_empty
        tidak ada bulan dari 2026-04 sampai sebelum akhirnya
        there is no month from 2026-04 to its end
    "]]
    .assert_eq(&said(&open, 3, Some(3)));
    let said = |payer: &Payer, on, covered: &[MembershipId]| {
        let fact = close(payer, day(on), covered, Moment::new(9));
        say(fact.map(|fact| format!("{} {} {}", fact.name, fact.value.unwrap_or_default(), fact.from)))
    };
    expect!["ended 2026-03-31 2026-03"].assert_eq(&said(&open, "2026-03-31", &[]));
    expect![[r"
        payer_has_members
        2 kepesertaan masih berjalan setelah 2026-03, di antaranya 4: akhiri dahulu
        2 memberships go on after 2026-03, 4 among them: end them first
    "]]
    .assert_eq(&said(&open, "2026-03-31", &[MembershipId(4), MembershipId(5)]));
    expect![[r"
        before_start
        pembayar 3 baru terdaftar pada 2026-01-05
        payer 3 was registered only on 2026-01-05
    "]]
    .assert_eq(&said(&open, "2026-01-04", &[]));
    expect![[r"
        payer_closed
        pembayar 3 sudah ditutup pada 2026-03-31
        payer 3 was closed on 2026-03-31
    "]]
    .assert_eq(&said(&closed, "2026-05-01", &[]));
}
