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
fn a_sheet_may_have_next_to_nothing() {
    let mut statement = given::statement(Lang::En, 0);
    (statement.savings, statement.rights) = (None, Vec::new());
    check(&print::statement(&statement).expect("a statement"), 1, "en");
    let mut receipt = given::receipt(Lang::En);
    (receipt.lines, receipt.left, receipt.qr) = (Vec::new(), receipt.amount, None);
    receipt.code.clear();
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
    }
    for (name, text) in [("long.pdf", hostile::LONG), ("hostile.pdf", hostile::PANIC)] {
        write(name, &print::card(&hostile::card(text)).expect("a card"));
    }
}
