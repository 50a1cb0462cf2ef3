//! Each document is a PDF of so many pages, tagged, in its language, and the same bytes every time.

use print::Lang;

use crate::{given, hostile};

/// The number of pages, the language, and whether it is tagged, as they stand outside compressed streams.
struct Seen {
    pages: usize,
    lang: Option<String>,
    tagged: bool,
}

fn seen(pdf: &[u8]) -> Seen {
    assert!(pdf.starts_with(b"%PDF-1.7"), "{:?}", &pdf[..8]);
    let text = String::from_utf8_lossy(pdf);
    let after = |mark: &str| text.split(mark).nth(1);
    Seen {
        pages: text.matches("/Type/Page/").count(),
        lang: after("<dc:language>")
            .and_then(|rest| Some(rest.split("<rdf:li>").nth(1)?.get(..2)?.to_owned())),
        tagged: text.contains("/StructTreeRoot"),
    }
}

fn check(pdf: &[u8], pages: usize, lang: &str) {
    let found = seen(pdf);
    assert_eq!((found.pages, found.lang.as_deref(), found.tagged), (pages, Some(lang), true));
}

#[test]
fn documents_are_tagged_in_their_language() {
    for (lang, word) in [(Lang::Id, "id"), (Lang::En, "en")] {
        check(&print::card(&given::card(lang)).expect("a card"), 1, word);
        check(&print::receipt(&given::receipt(lang)).expect("a receipt"), 1, word);
        check(&print::statement(&given::statement(lang, 1)).expect("a statement"), 2, word);
        check(&print::letter(&given::letter(lang)).expect("a letter"), 2, word);
        check(&print::certificate(&given::certificate(lang)).expect("a certificate"), 1, word);
        check(&print::gift_report(&given::gift_report(lang, 6)).expect("a report"), 2, word);
    }
}

#[test]
fn many_months_go_on_over_pages() {
    let pdf = print::statement(&given::statement(Lang::Id, 8)).expect("a statement");
    assert_eq!(seen(&pdf).pages, 3);
}

#[test]
fn the_same_facts_give_the_same_bytes() {
    let first = print::card(&given::card(Lang::Id)).expect("a card");
    print::receipt(&given::receipt(Lang::En)).expect("a receipt between");
    let again = print::card(&given::card(Lang::Id)).expect("a card again");
    assert!(first == again, "two cards of the same facts differ");
    let letters = [0, 1].map(|_| print::letter(&given::letter(Lang::Id)).expect("a letter"));
    assert!(letters[0] == letters[1], "two letters of the same facts differ");
    let mut other = given::card(Lang::Id);
    other.sheet.made = given::day("2026-02-04");
    assert!(first != print::card(&other).expect("a card of another day"));
}

#[test]
fn what_does_not_add_up_is_not_printed() {
    let mut receipt = given::receipt(Lang::Id);
    receipt.left += 1;
    let error = print::receipt(&receipt).expect_err("a rupiah too many");
    let expected = "the lines of receipt 12-3 come to 150001, and the payment to 150000";
    assert_eq!(error.to_string(), expected);
    let mut statement = given::statement(Lang::Id, 1);
    statement.savings.as_mut().expect("savings").growth = 0;
    let error = print::statement(&statement).expect_err("growth is missing");
    let expected =
        "the savings of 99001234567 come to 14383765 by their movements, and to 15196110 by their balance";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn a_report_says_where_all_money_is() {
    let mut report = given::gift_report(Lang::Id, 1);
    report.money.free += 1;
    let error = print::gift_report(&report).expect_err("a rupiah too many");
    assert_eq!(error.to_string(), "the money of pot 71 comes to 501601, and 501600 came");
    let mut report = given::gift_report(Lang::Id, 1);
    report.gifts[0].amount -= 1;
    let error = print::gift_report(&report).expect_err("a rupiah too few");
    assert_eq!(error.to_string(), "the gifts of pot 71 come to 501599, and 501600 came");
    let mut certificate = given::certificate(Lang::En);
    certificate.amount = 0;
    let error = print::certificate(&certificate).expect_err("nothing was given");
    assert_eq!(error.to_string(), "certificate 71-3 would be one of nothing");
}

#[test]
fn a_letter_that_does_not_add_up_is_not_printed() {
    let check = |change: &dyn Fn(&mut print::Letter), expected: &str| {
        let mut letter = given::letter(Lang::Id);
        change(&mut letter);
        let error = print::letter(&letter).expect_err("it does not add up");
        assert_eq!(error.to_string(), expected);
    };
    check(
        &|letter| letter.gross += 1,
        "the parts of letter K-12 come to 22500000, and the whole to 22500001",
    );
    check(&|letter| letter.taxed -= 1, "letter K-12 comes to 22000001 after tax, and says 22000000");
    let expected = "the shares of line 2 of letter K-12 come to 20000001, and the line to 20000000";
    check(&|letter| letter.parts[0].shares[1].1 += 1, expected);
    check(
        &|letter| letter.parts[2].counts = true,
        "the parts of letter K-12 come to 34500000, and the whole to 22500000",
    );
}

#[test]
fn a_sheet_may_have_next_to_nothing() {
    let mut letter = given::letter(Lang::En);
    (letter.parts, letter.gross, letter.taxed, letter.net) = (Vec::new(), 0, 0, 0);
    for lines in [&mut letter.tax, &mut letter.not_granted, &mut letter.clock, &mut letter.appeal] {
        lines.clear();
    }
    (letter.office.address, letter.office.telephone) = (String::new(), String::new());
    check(&print::letter(&letter).expect("a letter"), 1, "en");
    let mut statement = given::statement(Lang::En, 0);
    (statement.savings, statement.rights) = (None, Vec::new());
    check(&print::statement(&statement).expect("a statement"), 1, "en");
    let mut receipt = given::receipt(Lang::En);
    (receipt.lines, receipt.left, receipt.qr) = (Vec::new(), receipt.amount, None);
    receipt.code.clear();
    let mut report = given::gift_report(Lang::En, 0);
    (report.qr, report.worker_months) = (None, None);
    report.entry.clear();
    report.hash.clear();
    check(&print::gift_report(&report).expect("a report"), 1, "en");
    let mut certificate = given::certificate(Lang::En);
    (certificate.qr, certificate.worth) = (None, None);
    certificate.name.clear();
    check(&print::certificate(&certificate).expect("a certificate"), 1, "en");
    check(&print::receipt(&receipt).expect("a receipt"), 1, "en");
}

/// Writes each document into the folder that `PRINT_TO` names, to be looked at.
#[test]
#[ignore = "for people who want to see them"]
fn to_look_at() {
    let folder = std::path::PathBuf::from(std::env::var_os("PRINT_TO").expect("PRINT_TO names a folder"));
    let write = |name: &str, pdf: &[u8]| std::fs::write(folder.join(name), pdf).expect("a file");
    for (lang, word) in [(Lang::Id, "id"), (Lang::En, "en")] {
        let begun = std::time::Instant::now();
        write(&format!("card-{word}.pdf"), &print::card(&given::card(lang)).expect("a card"));
        println!("card: {:?}", begun.elapsed());
        let receipt = print::receipt(&given::receipt(lang)).expect("a receipt");
        write(&format!("receipt-{word}.pdf"), &receipt);
        println!("receipt too: {:?}", begun.elapsed());
        let statement = print::statement(&given::statement(lang, 3)).expect("a statement");
        write(&format!("statement-{word}.pdf"), &statement);
        println!("statement too: {:?}", begun.elapsed());
        let certificate = print::certificate(&given::certificate(lang)).expect("a certificate");
        write(&format!("certificate-{word}.pdf"), &certificate);
        let report = print::gift_report(&given::gift_report(lang, 12)).expect("a report");
        write(&format!("gift-report-{word}.pdf"), &report);
        write(&format!("letter-{word}.pdf"), &print::letter(&given::letter(lang)).expect("a letter"));
    }
    for (name, text) in [("long.pdf", hostile::LONG), ("hostile.pdf", hostile::PANIC)] {
        write(name, &print::card(&hostile::card(text)).expect("a card"));
    }
}
