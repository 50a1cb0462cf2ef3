//! Bank statements in ISO 20022's camt.053: booked credits, each with its payment code, day and reference.
//!
//! The text comes from outside: it may be no longer than a limit, nest no deeper than one, and declare
//! nothing of its own, so that no entity can unfold into gigabytes.

use anyhow::{Result, bail};
use base::Day;
use quick_xml::events::{BytesStart, Event};
use rules::render::Lang;

use crate::control;
use crate::office::code;

/// A statement of a day of a large collector stays far below.
pub(crate) const STATEMENT_BYTES_MAX: u64 = 64_000_000;
/// The standard nests about fifteen deep.
const DEPTH_MAX: usize = 40;
/// More entries than that are several statements.
const ENTRIES_MAX: usize = 500_000;
/// A text of the standard has at most 500 letters, and comes in a few pieces.
const TEXT_BYTES_MAX: usize = 4_000;
/// The bank's currency is ours.
const CURRENCY: &str = "IDR";

/// Money that came to the account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Credit {
    pub(crate) code: i64,
    pub(crate) amount: i64,
    pub(crate) day: Day,
    /// What the bank calls it, and nothing else.
    pub(crate) reference: String,
}

/// An entry that cannot be booked as it is.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Unread {
    pub(crate) why: String,
    /// What could be read of it all the same.
    pub(crate) amount: Option<i64>,
    pub(crate) day: Option<Day>,
    pub(crate) reference: String,
    /// What the payer or the bank wrote.
    pub(crate) text: String,
}

/// Credits by the number of their entry, or why one is none that can be booked.
pub(crate) type Credits = Vec<(u64, Result<Credit, Unread>)>;

/// An entry of the statement, or one of the payments in it.
#[derive(Default)]
struct Raw {
    amount: String,
    currency: String,
    reference: String,
    /// Where a payer can have written the payment code.
    texts: Vec<String>,
}

#[derive(Default)]
struct Entry {
    whole: Raw,
    direction: String,
    status: String,
    reversal: bool,
    booked: String,
    valued: String,
    parts: Vec<Raw>,
}

/// Reads a statement; debits, and what the bank has not booked yet, are left out.
pub(crate) fn read(text: &str, lang: Lang) -> Result<Credits> {
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let (mut path, mut entry, mut credits) = (Vec::<String>::new(), None::<Entry>, Credits::new());
    let (mut said, mut count, mut is_statement) = (String::new(), 0, false);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                path.push(element.local_name().as_ref().to_owned());
                if path.len() > DEPTH_MAX {
                    bail!("{}", broken("bersarang terlalu dalam", "it nests too deep", lang));
                }
                is_statement |= path.last().is_some_and(|name| name == "BkToCstmrStmt");
                said.clear();
                begin(&path, &element, &mut entry);
            }
            Ok(Event::End(_)) => {
                if let Some(entry) = &mut entry {
                    take(&path, said.trim(), entry);
                }
                let ended = path.pop();
                said.clear();
                if ended.is_some_and(|name| name == "Ntry")
                    && let Some(entry) = entry.take()
                {
                    count += 1;
                    if count > ENTRIES_MAX {
                        bail!("{}", broken("terlalu banyak entri", "it has too many entries", lang));
                    }
                    understood(count as u64, entry, lang, &mut credits);
                }
            }
            Ok(Event::Text(text)) => said.push_str(&text.xml10_content()),
            Ok(Event::CData(text)) => said.push_str(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => {
                let name: &str = &reference;
                let plain = quick_xml::escape::resolve_predefined_entity(name).map(str::to_owned);
                let letter = || Some(reference.resolve_char_ref().ok()??.to_string());
                match plain.or_else(letter) {
                    Some(text) => said.push_str(&text),
                    None => bail!("{}", broken("memakai entitas", "it uses an entity", lang)),
                }
            }
            Ok(Event::DocType(_)) => {
                bail!("{}", broken("mempunyai DOCTYPE", "it has a DOCTYPE", lang));
            }
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => bail!("{}", broken(&error.to_string(), &error.to_string(), lang)),
        }
        if said.len() > TEXT_BYTES_MAX {
            bail!("{}", broken("salah satu teksnya terlalu panjang", "one of its texts is too long", lang));
        }
    }
    if !path.is_empty() {
        bail!("{}", broken("terpotong", "it is cut off", lang));
    }
    if !is_statement {
        let id = "tidak berisi BkToCstmrStmt";
        bail!("{}", broken(id, "there is no BkToCstmrStmt in it", lang));
    }
    Ok(credits)
}

fn broken(id: &str, en: &str, lang: Lang) -> String {
    match lang {
        Lang::Id => format!("bukan mutasi rekening camt.053 yang dapat dibaca: {id}"),
        Lang::En => format!("it is no camt.053 statement that can be read: {en}"),
    }
}

/// What stands below the entry.
fn inside(path: &[String]) -> Option<&[String]> {
    let at = path.iter().position(|name| name == "Ntry")?;
    path.get(at + 1..)
}

fn begin(path: &[String], element: &BytesStart<'_>, entry: &mut Option<Entry>) {
    let Some(inside) = inside(path) else { return };
    let names: Vec<&str> = inside.iter().map(String::as_str).collect();
    let entry = entry.get_or_insert_with(Entry::default);
    let mut attributes = element.attributes().flatten();
    let mut currency = || {
        let found = attributes.find(|attribute| attribute.key.local_name().as_ref() == "Ccy");
        found.map(|attribute| attribute.value.into_owned()).unwrap_or_default()
    };
    match names.as_slice() {
        ["Amt"] => entry.whole.currency = currency(),
        ["NtryDtls", "TxDtls"] => entry.parts.push(Raw::default()),
        ["NtryDtls", "TxDtls", "Amt"] | ["NtryDtls", "TxDtls", "AmtDtls", "TxAmt", "Amt"] => {
            if let Some(part) = entry.parts.last_mut() {
                part.currency = currency();
            }
        }
        _ => {}
    }
}

fn take(path: &[String], said: &str, entry: &mut Entry) {
    let Some(inside) = inside(path) else { return };
    let names: Vec<&str> = inside.iter().map(String::as_str).collect();
    if said.is_empty() {
        return;
    }
    let said = said.to_owned();
    match names.as_slice() {
        ["Amt"] => entry.whole.amount = said,
        ["CdtDbtInd"] => entry.direction = said,
        ["Sts"] | ["Sts", "Cd"] => entry.status = said,
        ["RvslInd"] => entry.reversal = said == "true" || said == "1",
        ["BookgDt", "Dt" | "DtTm"] => entry.booked = said,
        ["ValDt", "Dt" | "DtTm"] => entry.valued = said,
        ["AcctSvcrRef"] => entry.whole.reference = said,
        ["NtryRef"] if entry.whole.reference.is_empty() => entry.whole.reference = said,
        ["AddtlNtryInf"] => entry.whole.texts.push(said),
        ["NtryDtls", "TxDtls", rest @ ..] => {
            if let Some(part) = entry.parts.last_mut() {
                take_part(rest, said, part);
            }
        }
        _ => {}
    }
}

fn take_part(names: &[&str], said: String, part: &mut Raw) {
    match names {
        ["Amt"] | ["AmtDtls", "TxAmt", "Amt"] => part.amount = said,
        ["Refs", "AcctSvcrRef"] => part.reference = said,
        ["Refs", "TxId"] if part.reference.is_empty() => part.reference = said,
        ["Refs", "EndToEndId"] => part.texts.push(said),
        ["RmtInf", "Ustrd"] | ["RmtInf", "Strd", "CdtrRefInf", "Ref"] => part.texts.push(said),
        _ => {}
    }
}

/// An entry as the payments that it holds.
fn understood(at: u64, entry: Entry, lang: Lang, credits: &mut Credits) {
    if entry.status != "BOOK" {
        return;
    }
    let day = if entry.booked.is_empty() { &entry.valued } else { &entry.booked };
    let day = day.get(..10).and_then(|day| day.parse::<Day>().ok());
    let whole = unread(&entry.whole, &entry.parts, day, lang);
    let why = |id: &str, en: &str| Err(Unread { why: lang.pick(id, en).to_owned(), ..whole.clone() });
    if entry.direction == "DBIT" && entry.reversal {
        credits.push((at, Err(Unread { why: taken_back(&entry.whole, lang), ..whole })));
        return;
    }
    if entry.direction != "CRDT" {
        return;
    }
    if entry.reversal {
        let id = "pembatalan debit, bukan pembayaran iuran";
        credits.push((at, why(id, "it takes back a debit and is no payment")));
        return;
    }
    let Some(day) = day else {
        credits.push((at, why("tanpa tanggal pembukuan", "it has no booking date")));
        return;
    };
    let Entry { whole, parts, .. } = entry;
    if parts.len() <= 1 {
        let part = parts.into_iter().next().unwrap_or_default();
        let texts = [part.texts, whole.texts].concat();
        let reference = if whole.reference.is_empty() { part.reference } else { whole.reference };
        let raw = Raw { reference, texts, amount: whole.amount, currency: whole.currency };
        credits.push((at, kept(&raw, day, lang)));
        return;
    }
    // Several payments in one entry come to its amount, or nobody knows what they are.
    let all = parts.iter().try_fold(0_i64, |sum, part| {
        let sum = sum.checked_add(amount(part, lang)?);
        sum.ok_or_else(|| lang.pick("jumlahnya terlalu besar", "the sum is too large").to_owned())
    });
    if all != amount(&whole, lang) {
        let id = "jumlah rincian pembayarannya tidak sama dengan jumlah entri";
        credits.push((at, why(id, "the payments in it do not come to the amount of the entry")));
        return;
    }
    for (no, part) in parts.into_iter().enumerate() {
        let reference = match part.reference.as_str() {
            "" if whole.reference.is_empty() => String::new(),
            "" => format!("{}/{}", whole.reference, no + 1),
            own => own.to_owned(),
        };
        credits.push((at, kept(&Raw { reference, ..part }, day, lang)));
    }
}

/// What could be read of an entry as a whole.
fn unread(whole: &Raw, parts: &[Raw], day: Option<Day>, lang: Lang) -> Unread {
    let texts = parts.iter().flat_map(|part| &part.texts).chain(&whole.texts);
    let of_part = || parts.first().map(|part| part.reference.clone()).unwrap_or_default();
    let reference = Some(whole.reference.clone()).filter(|own| !own.is_empty()).unwrap_or_else(of_part);
    Unread {
        why: String::new(),
        amount: amount(whole, lang).ok(),
        day,
        reference,
        text: texts.map(String::as_str).collect::<Vec<_>>().join(" "),
    }
}

/// A credit, or what is known of what is none.
fn kept(raw: &Raw, day: Day, lang: Lang) -> Result<Credit, Unread> {
    credit(raw, day, lang).map_err(|why| Unread { why, ..unread(raw, &[], Some(day), lang) })
}

/// The bank takes money back that it had credited: which payment that was, somebody has to find out.
fn taken_back(raw: &Raw, lang: Lang) -> String {
    let Raw { amount, currency, reference, .. } = raw;
    match lang {
        Lang::Id => format!(
            "bank menarik kembali {amount} {currency} (referensi {reference}): cari pembayarannya, \
             lalu batalkan"
        ),
        Lang::En => format!(
            "the bank takes back {amount} {currency} (reference {reference}): find the payment \
             and take it back"
        ),
    }
}

fn credit(raw: &Raw, day: Day, lang: Lang) -> Result<Credit, String> {
    let amount = amount(raw, lang)?;
    if raw.reference.is_empty() {
        return Err(lang
            .pick(
                "tanpa referensi bank suatu pembayaran dapat dibukukan dua kali",
                "without the bank's reference a payment could be booked twice",
            )
            .to_owned());
    }
    if let Some(found) = control::first(&raw.reference) {
        return Err(control::told(lang.pick("referensi bank", "the bank's reference"), found, lang));
    }
    let mut codes: Vec<i64> = raw.texts.iter().flat_map(|text| codes(text)).collect();
    codes.sort_unstable();
    codes.dedup();
    match codes.as_slice() {
        [code] => Ok(Credit { code: *code, amount, day, reference: raw.reference.clone() }),
        [] => Err(lang
            .pick(
                "tidak ada kode iuran (sebelas angka) dalam EndToEndId atau beritanya",
                "there is no payment code (eleven digits) in its EndToEndId or remittance",
            )
            .to_owned()),
        _ => {
            Err(lang.pick("ada lebih dari satu kode iuran", "there is more than one payment code").to_owned())
        }
    }
}

fn amount(raw: &Raw, lang: Lang) -> Result<i64, String> {
    if raw.currency != CURRENCY {
        let currency = &raw.currency;
        return Err(match lang {
            Lang::Id => format!("mata uangnya `{currency}`, bukan {CURRENCY}"),
            Lang::En => format!("its currency is `{currency}` and not {CURRENCY}"),
        });
    }
    let (whole, cents) = raw.amount.split_once('.').unwrap_or((&raw.amount, ""));
    let plain = !whole.is_empty() && whole.bytes().all(|digit| digit.is_ascii_digit());
    let plain = plain && cents.bytes().all(|digit| digit == b'0');
    whole.parse().ok().filter(|amount| plain && *amount > 0).ok_or_else(|| match lang {
        Lang::Id => format!("`{}` bukan jumlah dalam rupiah bulat", raw.amount),
        Lang::En => format!("`{}` is no amount in whole rupiah", raw.amount),
    })
}

/// Runs of exactly eleven digits.
fn codes(text: &str) -> Vec<i64> {
    text.split(|letter: char| !letter.is_ascii_digit()).filter_map(code::read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement(entries: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">\
             <BkToCstmrStmt><Stmt><Id>1</Id>{entries}</Stmt></BkToCstmrStmt></Document>"
        )
    }

    fn entry(amount: &str, rest: &str) -> String {
        format!(
            "<Ntry><Amt Ccy=\"IDR\">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>\
             <BookgDt><Dt>2026-05-20</Dt></BookgDt>{rest}</Ntry>"
        )
    }

    fn details(text: &str) -> String {
        format!("<AcctSvcrRef>R1</AcctSvcrRef><NtryDtls><TxDtls>{text}</TxDtls></NtryDtls>")
    }

    /// What comes of the entries, a line each.
    fn check(entries: &str, expected: &[&str]) {
        let read = read(&statement(entries), Lang::En).expect("a statement");
        let said = read.iter().map(|(at, credit)| match credit {
            Ok(Credit { code, amount, day, reference }) => {
                format!("{at} {code:011} {amount} {day} {reference}")
            }
            Err(unread) => format!("{at} ! {}", unread.why),
        });
        assert_eq!(said.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_code_is_found_wherever_a_payer_writes_it() {
        let one = "1 01234567890 8400 2026-05-20 R1";
        for text in [
            "<Refs><EndToEndId>01234567890</EndToEndId></Refs>",
            "<Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>\
             <RmtInf><Ustrd>iuran 01234567890 Mei</Ustrd></RmtInf>",
            "<RmtInf><Strd><CdtrRefInf><Ref>01234567890</Ref></CdtrRefInf></Strd></RmtInf>",
            "<RmtInf><Ustrd>BPU&amp;01234567890</Ustrd></RmtInf>",
            "<RmtInf><Ustrd><![CDATA[01234567890]]></Ustrd><Ustrd>01234567890</Ustrd></RmtInf>",
        ] {
            check(&entry("8400.00", &details(text)), &[one]);
        }
        check(&entry("8400", "<NtryRef>R1</NtryRef><AddtlNtryInf>01234567890</AddtlNtryInf>"), &[one]);
    }

    #[test]
    fn what_cannot_be_booked_says_why() {
        let code = "<Refs><EndToEndId>01234567890</EndToEndId></Refs>";
        check(&entry("8400.50", &details(code)), &["1 ! `8400.50` is no amount in whole rupiah"]);
        check(&entry("-1", &details(code)), &["1 ! `-1` is no amount in whole rupiah"]);
        check(&entry("0", &details(code)), &["1 ! `0` is no amount in whole rupiah"]);
        check(
            &entry("1", &details("<RmtInf><Ustrd>0123456789 012345678901</Ustrd></RmtInf>")),
            &["1 ! there is no payment code (eleven digits) in its EndToEndId or remittance"],
        );
        check(
            &entry("1", &details("<RmtInf><Ustrd>01234567890 09876543210</Ustrd></RmtInf>")),
            &["1 ! there is more than one payment code"],
        );
        check(
            &entry("1", &format!("<NtryDtls><TxDtls>{code}</TxDtls></NtryDtls>")),
            &["1 ! without the bank's reference a payment could be booked twice"],
        );
        check(
            &entry("1", &format!("<RvslInd>true</RvslInd>{}", details(code))),
            &["1 ! it takes back a debit and is no payment"],
        );
        let back = entry("1", &format!("<RvslInd>true</RvslInd>{}", details(code))).replace("CRDT", "DBIT");
        check(&back, &["1 ! the bank takes back 1 IDR (reference R1): find the payment and take it back"]);
        let foreign = entry("1", &details(code)).replace("IDR", "USD");
        check(&foreign, &["1 ! its currency is `USD` and not IDR"]);
        let dateless = entry("1", &details(code)).replace("2026-05-20", "soon");
        check(&dateless, &["1 ! it has no booking date"]);
    }

    #[test]
    fn debits_and_what_is_not_booked_are_left_out() {
        let code = details("<Refs><EndToEndId>01234567890</EndToEndId></Refs>");
        check(&entry("1", &code).replace("CRDT", "DBIT"), &[]);
        check(&entry("1", &code).replace("BOOK", "PDNG"), &[]);
        check(&entry("1", &code).replace("<Cd>BOOK</Cd>", "BOOK"), &["1 01234567890 1 2026-05-20 R1"]);
    }

    #[test]
    fn several_payments_in_one_entry() {
        let part = |code: &str, amount: &str, reference: &str| {
            format!(
                "<TxDtls><Refs><AcctSvcrRef>{reference}</AcctSvcrRef><EndToEndId>{code}</EndToEndId></Refs>\
                 <AmtDtls><TxAmt><Amt Ccy=\"IDR\">{amount}</Amt></TxAmt></AmtDtls></TxDtls>"
            )
        };
        let both = format!("{}{}", part("01234567890", "5", "P1"), part("09876543210", "3", ""));
        let inside = format!("<AcctSvcrRef>R1</AcctSvcrRef><NtryDtls>{both}</NtryDtls>");
        check(&entry("8", &inside), &["1 01234567890 5 2026-05-20 P1", "1 09876543210 3 2026-05-20 R1/2"]);
        check(&entry("9", &inside), &["1 ! the payments in it do not come to the amount of the entry"]);
    }

    #[test]
    fn what_is_no_statement_is_refused() {
        let refused = |text: &str, why: &str| {
            let error = read(text, Lang::En).expect_err("no statement").to_string();
            assert!(error.ends_with(why), "{error}");
        };
        refused("<a/>", "there is no BkToCstmrStmt in it");
        refused("<BkToCstmrStmt>", "it is cut off");
        refused("<!DOCTYPE a [<!ENTITY b \"c\">]><BkToCstmrStmt/>", "it has a DOCTYPE");
        refused("<BkToCstmrStmt>&b;</BkToCstmrStmt>", "it uses an entity");
        refused("<BkToCstmrStmt a=\"&b;\"><Ntry Ccy=\"&b;\">&b;</Ntry></BkToCstmrStmt>", "it uses an entity");
        refused(&"<a>".repeat(41), "it nests too deep");
        refused(&format!("<BkToCstmrStmt>{}", "x".repeat(4_001)), "one of its texts is too long");
        assert!(read("<a></b>", Lang::En).is_err());
        assert!(read("", Lang::En).is_err());
    }
}
