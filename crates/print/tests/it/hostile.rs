//! Texts that would like to be more than texts.

use print::{Card, Lang, Letter};

use crate::given;

/// Nobody is called so; somebody will try.
const TEXTS: [&str; 14] = [
    "#panic()",
    PANIC,
    "#import \"@preview/example:0.1.0\"",
    "*bold* _slanted_ `raw` $x^2$ <label> @label",
    "= Heading",
    "\"); panic(\"",
    "\\u{22}} {institution} {day}",
    "'; drop table person; --",
    "<script>alert(1)</script>",
    "",
    "\u{0}\u{1}\r\n\t\u{7f}",
    "Siti\u{202e}hanimA\u{2066}",
    "山田花子 سيتي 👩🏽‍🌾 \u{e000} \u{fffd} \u{fffe}",
    "e\u{301}\u{301}\u{301}\u{301}",
];

pub(crate) const PANIC: &str = "#panic(\"x\") #read(\"/says.json\")";

pub(crate) const LONG: &str = "Raden Ajeng Wirapratama-Kusumaningrat Hadisuryonegoro binti Sastrowardoyo \
                               Mangkuprajasuryaningdiningratkartasasmita";

pub(crate) fn card(text: &str) -> Card {
    let mut card = given::card(Lang::Id);
    for field in [&mut card.name, &mut card.number, &mut card.segment, &mut card.sheet.institution] {
        text.clone_into(field);
    }
    text.clone_into(&mut card.sheet.law);
    text.clone_into(&mut card.sheet.check_at);
    card.programmes = vec![text.to_owned(); 3];
    card
}

#[test]
fn a_text_is_only_ever_shown() {
    for text in TEXTS {
        print::card(&card(text)).unwrap_or_else(|error| panic!("{text:?}: {error:#}"));
        let mut receipt = given::receipt(Lang::En);
        let fields =
            [&mut receipt.number, &mut receipt.payer, &mut receipt.payer_number, &mut receipt.channel];
        for field in fields {
            text.clone_into(field);
        }
        receipt.lines[0].text = text.to_owned();
        print::receipt(&receipt).unwrap_or_else(|error| panic!("{text:?}: {error:#}"));
        let mut statement = given::statement(Lang::En, 1);
        (statement.name, statement.months[0].payer) = (text.to_owned(), text.to_owned());
        statement.rights[0].text = text.to_owned();
        print::statement(&statement).unwrap_or_else(|error| panic!("{text:?}: {error:#}"));
        print::letter(&letter(text)).unwrap_or_else(|error| panic!("{text:?}: {error:#}"));
        let mut certificate = given::certificate(Lang::En);
        for field in [&mut certificate.name, &mut certificate.campaign, &mut certificate.entry] {
            text.clone_into(field);
        }
        print::certificate(&certificate).unwrap_or_else(|error| panic!("{text:?}: {error:#}"));
        let mut report = given::gift_report(Lang::Id, 2);
        (report.name, report.campaign) = (text.to_owned(), text.to_owned());
        print::gift_report(&report).unwrap_or_else(|error| panic!("{text:?}: {error:#}"));
    }
}

fn letter(text: &str) -> Letter {
    let mut letter = given::letter(Lang::Id);
    let desk = &mut letter.office;
    for field in [
        &mut letter.number,
        &mut letter.name,
        &mut letter.acts_for,
        &mut letter.membership,
        &mut desk.name,
        &mut desk.address,
        &mut desk.telephone,
    ] {
        text.clone_into(field);
    }
    let part = &mut letter.parts[0];
    for field in [&mut part.to, &mut part.shares[0].0, &mut part.line.text, &mut part.line.provision] {
        text.clone_into(field);
    }
    part.payments = vec![(text.to_owned(), 1)];
    let whys = part.why.iter_mut();
    for line in letter.opening.iter_mut().chain(&mut letter.appeal).chain(whys) {
        (line.text, line.provision) = (text.to_owned(), text.to_owned());
    }
    letter
}

#[test]
fn texts_of_any_length_keep_to_the_sheet() {
    for text in [LONG.to_owned(), "W".repeat(100_000), "a ".repeat(50_000)] {
        let pdf = print::card(&card(&text)).unwrap_or_else(|error| panic!("{error:#}"));
        assert!(pdf.len() < 100_000, "{} bytes", pdf.len());
        let pdf = print::letter(&letter(&text)).unwrap_or_else(|error| panic!("{error:#}"));
        assert!(pdf.len() < 100_000, "{} bytes", pdf.len());
    }
}

#[test]
fn amounts_reach_to_the_ends_of_their_type() {
    let mut statement = given::statement(Lang::Id, 1);
    statement.savings = None;
    for amount in [i64::MIN, -1, 0, 1, 999, 1000, i64::MAX] {
        statement.months[0].wage = amount;
        print::statement(&statement).unwrap_or_else(|error| panic!("{amount}: {error:#}"));
    }
}
