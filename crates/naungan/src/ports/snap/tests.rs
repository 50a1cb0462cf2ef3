//! Signatures that hold, and all the others.

use ring::rand::SystemRandom;
use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};

use super::*;

fn sent() -> Sent {
    Sent {
        method: "POST".to_owned(),
        path: "/callbacks/payments".to_owned(),
        token: "token".to_owned(),
        timestamp: "2026-05-20T10:00:00+07:00".to_owned(),
        signature: String::new(),
        partner: "bank".to_owned(),
        external: "41807553358950093184162180797837".to_owned(),
        body: b"{ \"a\" : \"x \\\" y\" ,\n \"b\": 1 }".to_vec(),
    }
}

fn partner() -> Partner {
    let signs = Signs::Secret { token: "token".to_owned(), secret: b"secret".to_vec() };
    Partner { id: "bank".to_owned(), signs }
}

fn now() -> Moment {
    "2026-05-20T03:00:00Z".parse().expect("a moment")
}

#[test]
fn blanks_go_but_not_those_inside_texts() {
    assert_eq!(minified(&sent().body), b"{\"a\":\"x \\\" y\",\"b\":1}");
    assert_eq!(minified(b"\" \\\\\" 1"), b"\" \\\\\"1");
}

/// A key of a test, that nobody uses elsewhere.
fn private(pem: &str) -> RsaKeyPair {
    let letters: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    RsaKeyPair::from_pkcs8(&STANDARD.decode(letters).expect("base64")).expect("a key")
}

pub(crate) const PARTNER: &str = include_str!("partner.test.pem");
pub(crate) const STRANGER: &str = include_str!("stranger.test.pem");

/// A partner that signs with a key of its own.
pub(crate) fn with_key() -> Partner {
    let key = PublicKey::read(include_str!("partner.public.pem")).expect("a public key");
    Partner { id: "bank".to_owned(), signs: Signs::Key(key) }
}

/// The request, signed with a private key.
pub(crate) fn signed_by(pem: &str, sent: &Sent) -> Sent {
    let pair = private(pem);
    let mut signature = vec![0; pair.public().modulus_len()];
    let what = to_sign(sent, None);
    pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), what.as_bytes(), &mut signature).expect("signed");
    Sent { signature: STANDARD.encode(signature), ..sent.clone() }
}

#[test]
fn a_key_signs_for_its_partner_and_nobody_else() {
    let good = signed_by(PARTNER, &Sent { token: String::new(), ..sent() });
    assert_eq!(check(&good, &with_key(), now()), Ok(()));
    // A token is no part of it.
    assert_eq!(check(&Sent { token: "any".to_owned(), ..good.clone() }, &with_key(), now()), Ok(()));
    let unauthorised = Err(Fault::Unauthorised);
    assert_eq!(check(&signed_by(STRANGER, &sent()), &with_key(), now()), unauthorised);
    // What is signed with the secret of the other scheme is not signed here, and the other way round.
    let secret = Sent { signature: signature(b"secret", &sent()).expect("signed"), ..sent() };
    assert_eq!(check(&secret, &with_key(), now()), unauthorised);
    assert_eq!(check(&good, &partner(), now()), unauthorised);
    let bent: [fn(&mut Sent); 7] = [
        |sent| sent.method = "PUT".to_owned(),
        |sent| sent.path.push('/'),
        |sent| sent.timestamp = "2026-05-20T10:00:01+07:00".to_owned(),
        |sent| sent.body.push(b'1'),
        |sent| sent.partner = "bunk".to_owned(),
        |sent| sent.signature.replace_range(..1, "!"),
        |sent| sent.signature.truncate(8),
    ];
    for (at, bend) in bent.iter().enumerate() {
        let mut bad = good.clone();
        bend(&mut bad);
        assert_eq!(check(&bad, &with_key(), now()), unauthorised, "{at}");
    }
    let later = Moment::new(now().micros() + 301_000_000);
    assert_eq!(check(&good, &with_key(), later), Err(Fault::Stale));
}

#[test]
fn what_is_signed_is_written_as_the_standard_has_it() {
    // printf '{"a":"x \\" y","b":1}' | sha256sum
    assert_eq!(
        to_sign(&sent(), Some("token")),
        "POST:/callbacks/payments:token:66f89449dfc22859e12e938cff4c280bac69d89c0190c68736fed8c396f116be\
         :2026-05-20T10:00:00+07:00"
    );
}

#[test]
fn a_signature_holds_for_what_was_signed_and_nothing_else() -> Result<()> {
    let good = Sent { signature: signature(b"secret", &sent())?, ..sent() };
    assert_eq!(
        good.signature,
        "qNyq4abgj7rbdFn6frBnMmIhU65GsTysVeMmALxrTuyi66jjl+vDyLKWaG3H4uimB++5wgkO/Pnjqt8T3qLohw=="
    );
    assert_eq!(check(&good, &partner(), now()), Ok(()));
    let unauthorised = Err(Fault::Unauthorised);
    let bent: [fn(&mut Sent); 7] = [
        |sent| sent.method = "PUT".to_owned(),
        |sent| sent.path.push('/'),
        |sent| sent.token.push('x'),
        |sent| sent.timestamp = "2026-05-20T10:00:01+07:00".to_owned(),
        |sent| sent.body.push(b'1'),
        |sent| sent.partner = "bunk".to_owned(),
        |sent| sent.signature.replace_range(..1, "!"),
    ];
    for (at, bend) in bent.iter().enumerate() {
        let mut bad = good.clone();
        bend(&mut bad);
        assert_eq!(check(&bad, &partner(), now()), unauthorised, "{at}");
    }
    // Blanks between the signs of the body are not signed.
    let mut wide = good.clone();
    wide.body.push(b'\n');
    assert_eq!(check(&wide, &partner(), now()), Ok(()));
    Ok(())
}

#[test]
fn headings_are_asked_for_and_old_requests_refused() -> Result<()> {
    let good = Sent { signature: signature(b"secret", &sent())?, ..sent() };
    let without = Sent { external: String::new(), ..good.clone() };
    assert_eq!(check(&without, &partner(), now()), Err(Fault::Heading("X-EXTERNAL-ID")));
    for external in ["12a", "1 2", "1234567890123456789012345678901234567"] {
        let odd = Sent { external: external.to_owned(), ..good.clone() };
        assert_eq!(check(&odd, &partner(), now()), Err(Fault::Heading("X-EXTERNAL-ID")));
    }
    for timestamp in ["", "yesterday", "2026-05-20T10:00:00", "2026-05-20T10:00:00+0700", "é+07:00"] {
        let odd = Sent { timestamp: timestamp.to_owned(), ..good.clone() };
        assert_eq!(check(&odd, &partner(), now()), Err(Fault::Heading("X-TIMESTAMP")), "{timestamp}");
    }
    for seconds in [-301, 301] {
        let then = Moment::new(now().micros() + seconds * 1_000_000);
        assert_eq!(check(&good, &partner(), then), Err(Fault::Stale));
    }
    for seconds in [-300, 300] {
        let then = Moment::new(now().micros() + seconds * 1_000_000);
        assert_eq!(check(&good, &partner(), then), Ok(()));
    }
    Ok(())
}

#[test]
fn moments_are_read_with_their_distance_from_universal_time() {
    assert_eq!(moment("2026-05-20T10:00:00+07:00"), Some(now()));
    assert_eq!(moment("2026-05-20T03:00:00Z"), Some(now()));
    assert_eq!(moment("2026-05-19T23:30:00-03:30"), Some(now()));
    assert_eq!(written(now()), "2026-05-20T10:00:00+07:00");
}
