//! Bank statements in camt.053: what is booked, what was booked before, and what nobody can match.

use expect_test::expect;

use super::both;

const TODAY: &str = "2026-01-05";

fn statement(entries: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"><BkToCstmrStmt><Stmt><Id>1</Id>\n\
         {entries}</Stmt></BkToCstmrStmt></Document>\n"
    )
}

fn entry(direction: &str, amount: &str, reference: &str, text: &str) -> String {
    format!(
        "<Ntry><Amt Ccy=\"IDR\">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
         <BookgDt><Dt>2026-01-05</Dt></BookgDt><AcctSvcrRef>{reference}</AcctSvcrRef><NtryDtls><TxDtls>\
         <Refs><EndToEndId>{text}</EndToEndId></Refs></TxDtls></NtryDtls></Ntry>\n"
    )
}

#[test]
fn a_statement_is_booked_once_and_says_what_it_cannot_match() {
    both("simple-yearly", TODAY, |office| {
        office
            .does(TODAY, "person register --nik 9901010101900001 --name Budi --birth 1990-01-01 --sex male");
        let enrol =
            "membership enrol 1 --segment self_employed --from 2026-01-05 --set income=2000000 --json";
        let enrolled: serde_json::Value =
            serde_json::from_str(&office.does(TODAY, enrol)).expect("the answer is JSON");
        let code =
            enrolled["bill"][0].as_str().or(enrolled["bill"]["code"].as_str()).expect("a code").to_owned();
        let entries = [
            entry("CRDT", "5000.00", "B1", &code),
            entry("DBIT", "9000.00", "B2", &code),
            entry("CRDT", "700.00", "B3", "NOTPROVIDED"),
            entry("CRDT", "700.00", "B4", "00000000000"),
            entry("CRDT", "0.50", "B5", &code),
        ];
        office.file("bank.xml", &statement(&entries.concat()));
        let said = office.says(TODAY, "pay --statement bank.xml --channel bank");
        expect![[r"
            1 payment, 5,000
              entry 3: there is no payment code (eleven digits) in its EndToEndId or remittance
              entry 4: no bill has the payment code …
              entry 5: `0.50` is no amount in whole rupiah
            exit status 3
        "]]
        .assert_eq(&said);
        // The same reference is the same payment, also where another file tells of it.
        office.file("again.xml", &statement(&entries[0]));
        let said = office.says(TODAY, "pay --statement again.xml --channel bank");
        expect![[r"
            0 payments, 0
            1 payment booked before
        "]]
        .assert_eq(&said);
        office.file("bank.csv", &format!("code,amount,date,reference\n{code},5000,2026-01-05,B1\n"));
        let said = office.says(TODAY, "pay --file bank.csv --channel bank");
        expect![[r"
            0 payments, 0
            1 payment booked before
        "]]
        .assert_eq(&said);
    });
}

#[test]
fn what_is_no_statement_books_nothing() {
    both("simple-yearly", TODAY, |office| {
        office.file("tricks.xml", "<!DOCTYPE a [<!ENTITY b \"bb\">]><Document>&b;</Document>");
        let said = office.says(TODAY, "pay --statement tricks.xml");
        expect![[r"
            complaints: tricks.xml: it is no camt.053 statement that can be read: it has a DOCTYPE
            exit status 1
        "]]
        .assert_eq(&said);
        office.file("cut.xml", "<Document><BkToCstmrStmt><Stmt>");
        let said = office.says(TODAY, "pay --statement cut.xml");
        expect![[r"
            complaints: cut.xml: it is no camt.053 statement that can be read: it is cut off
            exit status 1
        "]]
        .assert_eq(&said);
    });
}
