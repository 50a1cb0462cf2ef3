//! What identifies a person is opened only with its key, in its place and unchanged.

use store::Keys;
use store::seal::context;

use crate::{refusal, sure};

const KEY: &str = "1 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff\n";
const OTHER: &str = "1 ffeeddccbbaa99887766554433221100ffeeddccbbaa99887766554433221100\n";

fn keys(text: &str) -> Keys {
    sure(Keys::read(text))
}

#[test]
fn what_is_sealed_is_opened_in_its_place_and_nowhere_else() {
    let keys = keys(KEY);
    let place = context("identity", "sealed", 7);
    for plain in ["", "9971010101900001", "Siti Aminah"] {
        let sealed = keys.seal(&place, plain.as_bytes());
        assert_eq!(sure(keys.open(&place, &sealed)), plain.as_bytes());
        assert_ne!(sealed, keys.seal(&place, plain.as_bytes()), "the nonce is new each time");
        assert_eq!(keys.key_of(&sealed), Some(1));
        for other in
            [context("identity", "sealed", 8), context("identity", "name", 7), context("payer", "sealed", 7)]
        {
            assert_eq!(
                refusal(keys.open(&other, &sealed)),
                format!("could not open {other}: it was changed, moved, or sealed with another key 1")
            );
        }
    }
}

#[test]
fn a_changed_byte_or_another_key_opens_nothing() {
    let keys = keys(KEY);
    let sealed = keys.seal("a", b"9971010101900001");
    for at in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[at] ^= 1;
        assert!(keys.open("a", &changed).is_err(), "byte {at}");
    }
    for length in 0..sealed.len() {
        assert!(keys.open("a", &sealed[..length]).is_err(), "{length} bytes");
    }
    assert!(sure(Keys::read(OTHER)).open("a", &sealed).is_err());
    let second = OTHER.replacen('1', "2", 1);
    assert_eq!(
        refusal(sure(Keys::read(&second)).open("a", &sealed)),
        "could not open a: it is sealed with key 1, which is not among the keys"
    );
}

#[test]
fn keys_turn_and_what_was_sealed_before_still_opens() {
    let first = Keys::generate();
    let both = sure(first.turned());
    assert_eq!((first.newest(), both.newest()), (1, 2));
    let old = first.seal("a", b"x");
    assert_eq!(sure(both.open("a", &old)), b"x");
    let Some(new) = sure(both.seal_again("a", &old)) else { panic!("it was sealed with the older key") };
    assert_eq!((both.key_of(&new), sure(both.open("a", &new))), (Some(2), b"x".to_vec()));
    assert_eq!(sure(both.seal_again("a", &new)), None);
    assert!(first.open("a", &new).is_err());
    let again = sure(Keys::read(&both.write()));
    assert_eq!((again.newest(), sure(again.open("a", &new))), (2, b"x".to_vec()));
}

#[test]
fn a_text_is_found_however_it_is_written_and_under_every_key() {
    let first = keys(KEY);
    let both = sure(first.turned());
    let here = first.look_up("nik", "9971010101900001");
    assert_eq!(here, first.look_up("nik", " 9971010101900001\n"));
    assert_eq!(first.look_up("name", "Siti  AMINAH"), first.look_up("name", "siti aminah"));
    assert_ne!(here, first.look_up("kpj", "9971010101900001"));
    assert_ne!(here, both.look_up("nik", "9971010101900001"));
    assert_ne!(here, keys(OTHER).look_up("nik", "9971010101900001"));
    assert_eq!(both.look_ups("nik", "9971010101900001"), [both.look_up("nik", "9971010101900001"), here]);
}

#[test]
fn keys_that_cannot_be_read_say_why_and_show_nothing() {
    let line = KEY.trim();
    for (text, expected) in [
        ("", "there is no key: write one a line, as its number and 64 hexadecimal digits"),
        ("# none\n\n", "there is no key: write one a line, as its number and 64 hexadecimal digits"),
        ("1", "could not read line 1 of the keys: it is not a number and 64 hexadecimal digits"),
        ("x 00", "could not read line 1 of the keys: a key begins with its number"),
        ("#\n1 0011", "could not read line 2 of the keys: key 1 does not have 64 hexadecimal digits"),
        (&KEY.replacen('1', "0", 1), "could not read line 1 of the keys: the numbers of keys begin with 1"),
        (&format!("1 {}", "0".repeat(64)), "could not read line 1 of the keys: key 1 is nothing but zeros"),
        (&format!("{line}\n{OTHER}"), "there are two keys with the number 1"),
        (&format!("{line}\n{}", line.replacen('1', "2", 1)), "the keys 1 and 2 are the same"),
    ] {
        assert_eq!(refusal(Keys::read(text)), expected);
    }
    assert_eq!(format!("{:?}", keys(KEY)), "Keys(1, secret)");
}
