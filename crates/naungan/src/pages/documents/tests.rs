//! Documents as a reader of PDF finds them: what they say, for whom, and the same every time.

use std::io::Write as _;
use std::process::{Command, Stdio};

use anyhow::Context as _;
use rules::render::Lang;
use scheme::id::{MembershipId, PersonId};
use scheme::memberships::Segment;
use store::queries::{bills, payments};

use crate::actions::receive_payment::{self, ForWhom, ReceivePayment};
use crate::auth::{Caller, Role};
use crate::office::code;
use crate::pages::tried::{ask, caller};
use crate::registry::{members, people};
use crate::serve::problem::Problem;
use crate::serve::reply::Reply;
use crate::trial::{Trial, day};

/// What a program of poppler-utils makes of a document.
fn read(program: &str, words: &[&str], pdf: &[u8]) -> Vec<u8> {
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().expect("poppler-utils are installed");
    child.stdin.take().expect("a pipe").write_all(pdf).expect("it is read");
    let done = child.wait_with_output().expect("it ends");
    assert!(done.status.success());
    done.stdout
}

/// What a reader of PDF finds on the sheets, each run of blanks as one.
fn text(pdf: &[u8]) -> String {
    let text = String::from_utf8(read("pdftotext", &["-layout", "-", "-"], pdf)).expect("text");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What a telephone reads of the first sheet.
fn scanned(pdf: &[u8]) -> String {
    let picture = read("pdftoppm", &["-gray", "-r", "200", "-l", "1", "-"], pdf);
    // `P5`, width, height, the lightest shade, each on its own or beside the other; then a byte a dot.
    let mut parts = picture.splitn(4, u8::is_ascii_whitespace);
    let mut next = || std::str::from_utf8(parts.next().expect("a heading")).expect("letters").to_owned();
    let (kind, width, height) = (next(), next(), next());
    let (width, height): (usize, usize) =
        (width.parse().expect("a width"), height.parse().expect("a height"));
    assert_eq!(kind, "P5");
    let dots = &picture[picture.len() - width * height..];
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(width, height, |x, y| dots[y * width + x]);
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1, "one code on the sheet");
    grids[0].decode().expect("it can be read").1
}

fn heading<'r>(reply: &'r Reply, name: &str) -> &'r str {
    reply.headers.iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
}

/// The document in English, which is the same when it is asked for again; its text.
fn document(trial: &mut Trial, who: &Caller, address: &str, name: &str) -> String {
    let mut get =
        |lang| ask(trial, who, lang, address, None).unwrap_or_else(|error| panic!("{address}: {error:?}"));
    let (first, again, other) = (get(Lang::En), get(Lang::En), get(Lang::Id));
    assert!(first.body == again.body, "{address}: two asks, two documents");
    assert!(first.body != other.body, "{address}: one language");
    assert_eq!(heading(&first, "content-type"), "application/pdf");
    assert_eq!(heading(&first, "cache-control"), "no-store");
    assert_eq!(heading(&first, "content-disposition"), format!("attachment; filename=\"{name}\""));
    let said = text(&first.body);
    // The address that the code leads to stands at the foot of the sheet.
    assert!(said.contains(&scanned(&first.body)), "{said}");
    said
}

/// A woman who pays for herself and has paid.
struct Paid {
    trial: Trial,
    person: PersonId,
    membership: MembershipId,
    payer: i64,
    code: String,
    herself: Caller,
}

fn paid(address: &str, name: &str) -> Paid {
    let mut trial = Trial::begin(address, "2025-03-03");
    let person = trial.person(name);
    let facts = [("income", "2000000"), ("jht_chosen", "yes")];
    let facts = facts.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
    let membership = trial.join(person, Segment::SelfEmployed, None, facts);
    let (payer, code) = trial
        .office
        .look(|unit, desk| {
            let payer = members::row(unit, membership)?.payer;
            Ok((payer, bills::of_month(unit, payer, desk.today.month())?.remove(0).code))
        })
        .expect("a bill");
    let payment = ReceivePayment {
        for_whom: ForWhom::Code(code),
        amount: 100_000,
        day: day("2025-03-03"),
        channel: "agent".to_owned(),
        reference: "#panic(\"x\")".to_owned(),
    };
    receive_payment::run(&mut trial.office, &payment, None).expect("a payment");
    let mut herself = caller(&trial, Role::Member, 21);
    herself.person = Some(person);
    Paid { trial, person, membership, payer: payer.0, code: code::shown(code), herself }
}

/// What is written of somebody's name without asking whether it can be one.
fn rename(trial: &mut Trial, person: PersonId, name: &str) {
    let renamed = trial.office.unit(|unit, desk| {
        let mut record = people::load(unit, desk, person)?.records.pop().context("nobody")?;
        name.clone_into(&mut record.identity.name);
        record.known = desk.now;
        people::identify(unit, desk, &record)
    });
    renamed.expect("a name");
}

fn has(text: &str, all: &[&str]) {
    for one in all {
        assert!(text.contains(one), "{one} is not in: {text}");
    }
}

#[test]
fn documents_say_what_the_books_say() {
    testing::both(|address| {
        let Paid { mut trial, person, membership, payer, code, herself } = paid(address, "Siti Aminah");
        let law = trial.office.pack.fingerprint().to_owned();
        let number = trial
            .office
            .look(|unit, desk| Ok(members::kpj(desk, &members::row(unit, membership)?)?.to_string()))
            .expect("a number");

        let name = format!("card-{membership}.pdf");
        let card = document(&mut trial, &herself, "/me/card.pdf", &name);
        has(&card, &["Siti Aminah", &number, &law, "JHT", "/card/", "3 March 2025"]);
        let same = document(&mut trial, &herself, &format!("/memberships/{membership}/card.pdf"), &name);
        assert_eq!(card, same);

        let name = format!("receipt-{payer}-1.pdf");
        let own = format!("/payers/{payer}/payments/1/receipt.pdf");
        let receipt = document(&mut trial, &herself, &own, &name);
        has(&receipt, &["Siti Aminah", "Rp100,000", &law, &code, "March 2025", "In all"]);
        // Whoever only has the code learns no name.
        let public =
            document(&mut trial, &Caller::visitor(), &format!("/receipt/{code}/1/receipt.pdf"), &name);
        has(&public, &["Rp100,000", &law, &code]);
        assert!(!public.contains("Siti"), "{public}");

        let year = "/me/statement/2025.pdf";
        let statement = document(&mut trial, &herself, year, &format!("statement-2025-{person}.pdf"));
        has(
            &statement,
            &["Siti Aminah", &number, &law, "2,000,000", "March 2025", "Paid", "old-age savings (JHT)"],
        );
        let owed = trial.office.look(|unit, _| payments::allocations(unit, scheme::id::PayerId(payer)));
        let owed: i64 = owed.expect("what was paid").iter().map(|one| one.amount).sum();
        has(&statement, &[&format!("Rp{}", crate::books::grouped(owed, Lang::En))]);
        let officer = caller(&trial, Role::Officer, 11);
        trial.care(person.0);
        let desk = format!("/people/{person}/statement/2025.pdf");
        let same = document(&mut trial, &officer, &desk, &format!("statement-2025-{person}.pdf"));
        assert_eq!(statement, same);

        // The address on the paper leads to what the books say.
        let token =
            statement.split("/statement/").nth(1).and_then(|rest| rest.split(' ').next()).expect("a token");
        let checked = ask(&mut trial, &Caller::visitor(), Lang::En, &format!("/statement/{token}"), None);
        let checked = String::from_utf8(checked.expect("a page").body).expect("text");
        has(&checked, &["S. A.", "2025"]);
        assert!(!checked.contains("Siti"));
        let wrong = ask(&mut trial, &Caller::visitor(), Lang::En, &format!("/statement/{token}0"), None);
        assert_eq!(wrong.expect("a page").status.as_u16(), 404);
    });
}

#[test]
fn what_is_not_there_is_not_printed() {
    let scratch = testing::sqlite::scratch();
    let Paid { mut trial, payer, code, herself, .. } = paid(&scratch.address(), "Siti Aminah");
    for address in [
        "/me/statement/2024.pdf".to_owned(),
        "/me/statement/2026.pdf".to_owned(),
        "/me/statement/2025".to_owned(),
        "/me/statement/-1.pdf".to_owned(),
        "/me/statement/99999999999.pdf".to_owned(),
        format!("/payers/{payer}/payments/2/receipt.pdf"),
        format!("/receipt/{code}/2/receipt.pdf"),
        "/receipt/00000000000/1/receipt.pdf".to_owned(),
    ] {
        let refused = ask(&mut trial, &herself, Lang::En, &address, None);
        assert!(matches!(refused, Err(Problem::NotFound)), "{address}: {refused:?}");
    }
}

#[test]
fn names_that_would_be_more_than_names_are_printed_as_they_are() {
    for (name, printed) in [
        ("Siti #panic() $x^2$ *b*", "Siti #panic() $x^2$ *b*"),
        ("<b>Siti</b> & \"Ani\"", "<b>Siti</b> & \"Ani\""),
        ("Siti\u{202e}hanimA", "SitihanimA"),
        ("Siti 👩🏽‍🌾 山", "Siti"),
    ] {
        let scratch = testing::sqlite::scratch();
        let Paid { mut trial, herself, membership, person, .. } = paid(&scratch.address(), "Siti Aminah");
        // The register refuses most of these; what an older one let in must be printed all the same.
        rename(&mut trial, person, name);
        let card = document(&mut trial, &herself, "/me/card.pdf", &format!("card-{membership}.pdf"));
        has(&card, &[printed]);
        let year = format!("statement-2025-{person}.pdf");
        has(&document(&mut trial, &herself, "/me/statement/2025.pdf", &year), &[printed]);
    }
}
