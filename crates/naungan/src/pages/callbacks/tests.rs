//! Notices of a provider that signs with its own key, on both engines; and what a body may say.

use base::Moment;
use scheme::memberships::Segment;
use store::queries::{bills, payments};

use super::*;
use crate::ports::snap::tests::{PARTNER, STRANGER, signed_by, with_key};
use crate::trial::Trial;

#[test]
fn amounts_are_whole_rupiah_with_two_decimals() {
    assert_eq!(rupiah("10000.00", "IDR"), Some(10_000));
    for bad in ["10000", "10000.0", "10000.50", "-1.00", "0.00", ".00", "+5.00", "1e3.00", ""] {
        assert_eq!(rupiah(bad, "IDR"), None, "{bad}");
    }
    assert_eq!(rupiah("10000.00", "USD"), None);
}

#[test]
fn a_notice_names_what_it_is_about() {
    let check = |beside: &str, expected: &str| {
        let body = format!(
            "{{\"originalReferenceNo\":\"R\",\"latestTransactionStatus\":\"00\",\
             \"amount\":{{\"value\":\"5.00\",\"currency\":\"IDR\"}}{beside}}}"
        );
        let read = match read(body.as_bytes()) {
            Ok(Some(notice)) => format!("{:?}", notice.of),
            Ok(None) => "nothing".to_owned(),
            Err(wrong) => format!("{wrong:?}"),
        };
        assert_eq!(read, expected);
    };
    check(",\"originalPartnerReferenceNo\":\"7\"", "Intent(7)");
    check(",\"originalPartnerReferenceNo\":\"seven\"", "Form(\"originalPartnerReferenceNo\")");
    check(",\"originalPartnerReferenceNo\":7", "Form(\"originalPartnerReferenceNo\")");
    check(",\"additionalInfo\":{\"paymentCode\":\"01234567890\"}", "Code(1234567890)");
    check(",\"additionalInfo\":{\"paymentCode\":\"0123\"}", "Form(\"additionalInfo.paymentCode\")");
    check("", "Missing(\"originalPartnerReferenceNo\")");
    for (body, expected) in [
        ("[]", Wrong::Body),
        ("not JSON", Wrong::Body),
        ("{}", Wrong::Missing("latestTransactionStatus")),
        ("{\"latestTransactionStatus\":\"00\"}", Wrong::Missing("originalReferenceNo")),
        ("{\"latestTransactionStatus\":0}", Wrong::Form("latestTransactionStatus")),
        ("{\"latestTransactionStatus\":\"00\",\"originalReferenceNo\":\"R\"}", Wrong::Missing("amount")),
        (
            "{\"latestTransactionStatus\":\"00\",\"originalReferenceNo\":\"R\",\
             \"amount\":{\"value\":\"1.00\"}}",
            Wrong::Missing("amount.currency"),
        ),
    ] {
        assert_eq!(read(body.as_bytes()).err(), Some(expected), "{body}");
    }
}

/// A notice about a payment code, as it is sent at a time.
fn notice(at: Moment, code: i64, external: &str, reference: &str, amount: i64) -> Sent {
    let body = json!({
        "originalReferenceNo": reference, "latestTransactionStatus": "00",
        "amount": { "value": format!("{amount}.00"), "currency": "IDR" },
        "additionalInfo": { "paymentCode": code::shown(code) },
    });
    Sent {
        method: "POST".to_owned(),
        path: PATH.to_owned(),
        timestamp: snap::written(at),
        partner: "bank".to_owned(),
        external: external.to_owned(),
        body: body.to_string().into_bytes(),
        ..Sent::default()
    }
}

#[test]
fn a_notice_signed_with_a_key_is_booked_once() {
    testing::both(|address| {
        let mut trial = Trial::begin(address, "2025-03-03");
        let person = trial.person("Siti Uji");
        let facts = vec![("income".to_owned(), "2000000".to_owned())];
        let membership = trial.join(person, Segment::SelfEmployed, None, facts);
        let (payer, code) = trial
            .office
            .look(|unit, desk| {
                let row = crate::registry::members::row(unit, membership)?;
                let bill = bills::of_month(unit, row.payer, desk.today.month())?.remove(0);
                Ok((row.payer, bill.code))
            })
            .expect("a bill");
        let now = trial.office.now();
        let mut tell = |sent: &Sent| {
            let said = take_from(&mut trial.office, &with_key(), sent).expect("an answer");
            let paid = trial.office.look(|unit, _| payments::of(unit, payer)).expect("payments");
            let sum: i64 = paid.iter().map(|payment| payment.amount).sum();
            (format!("{}{SERVICE}{}", said.status.as_u16(), said.case), sum)
        };
        let mut check = |sent: &Sent, code: &str, sum: i64| {
            assert_eq!(tell(sent), (code.to_owned(), sum), "{}", String::from_utf8_lossy(&sent.body));
        };
        let good = notice(now, code, "1001", "R1", 5_000);
        check(&signed_by(STRANGER, &good), "4015200", 0);
        let signed = signed_by(PARTNER, &good);
        check(&Sent { body: notice(now, code, "1001", "R1", 9_000).body, ..signed.clone() }, "4015200", 0);
        let early = Moment::new(now.micros() - 301_000_000);
        check(&signed_by(PARTNER, &notice(early, code, "1001", "R1", 5_000)), "4015200", 0);
        check(&Sent { external: String::new(), ..signed.clone() }, "4005202", 0);
        // The same again, and signed again a little later, gets the same answer; the money is booked once.
        for _ in 0..2 {
            check(&signed, "2005200", 5_000);
        }
        let later = Moment::new(now.micros() + 2_000_000);
        check(&signed_by(PARTNER, &notice(later, code, "1001", "R1", 5_000)), "2005200", 5_000);
        // The number of another request.
        check(&signed_by(PARTNER, &notice(now, code, "1001", "R2", 1_000)), "4095200", 5_000);
        // Told again under another number: what the provider calls the payment is the same.
        check(&signed_by(PARTNER, &notice(now, code, "1002", "R1", 5_000)), "2005200", 5_000);
        check(&signed_by(PARTNER, &notice(now, code, "1003", "R1", 6_000)), "4095200", 5_000);
        check(&signed_by(PARTNER, &notice(now, code, "1004", "R3", 1_000)), "2005200", 6_000);
        check(&signed_by(PARTNER, &notice(now, 0, "1005", "R4", 1_000)), "4045201", 6_000);
    });
}
