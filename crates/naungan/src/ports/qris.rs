//! The national QR for payments: `EMVCo`'s merchant-presented payload with the fields that QRIS asks for.
//!
//! A payload is a row of fields: two digits of tag, two of length, the value. The last is a checksum. How
//! well each field is known stands in docs/reference/payments.md.

use anyhow::{Result, ensure};

/// Who is paid, as the national register of merchants knows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Merchant {
    /// The reversed domain of the acquirer.
    pub(crate) domain: String,
    /// The account that is paid, in the form of a card's number.
    pub(crate) pan: String,
    /// The merchant's number at the acquirer.
    pub(crate) id: String,
    /// The national merchant number.
    pub(crate) nmid: String,
    pub(crate) name: String,
    pub(crate) city: String,
    pub(crate) postal: String,
    /// The size of the merchant's business, in the three letters that the acquirer gave it.
    pub(crate) criteria: String,
}

/// Values of the standard: the version, a QR for one payment, the national register, rupiah, Indonesia.
const VERSION: &str = "01";
const ONCE: &str = "12";
const NATIONAL: &str = "ID.CO.QRIS.WWW";
const CURRENCY: &str = "360";
const COUNTRY: &str = "ID";
/// Government services, among the categories of merchants.
const CATEGORY: &str = "9399";
/// More letters than that the standard does not take.
const NAME_MAX: usize = 25;
const CITY_MAX: usize = 15;
const POSTAL_MAX: usize = 10;
const AMOUNT_MAX: usize = 13;
/// A bill's number, and a reference.
const BESIDE_MAX: usize = 25;
const FIELD_MAX: usize = 99;

/// A QR for one payment of an amount: the payment code as the bill's number, and our own reference.
pub(crate) fn payload(merchant: &Merchant, amount: i64, code: &str, reference: &str) -> Result<String> {
    ensure!(amount > 0, "a QR is for an amount above nothing");
    let account = [
        field("00", &merchant.domain)?,
        field("01", &merchant.pan)?,
        field("02", &merchant.id)?,
        field("03", &merchant.criteria)?,
    ];
    let national = [field("00", NATIONAL)?, field("02", &merchant.nmid)?, field("03", &merchant.criteria)?];
    ensure!(code.len() <= BESIDE_MAX && reference.len() <= BESIDE_MAX, "a QR has no room for {reference}");
    let amount = amount.to_string();
    ensure!(amount.len() <= AMOUNT_MAX, "a QR has no room for an amount of {amount}");
    let postal = &merchant.postal;
    ensure!(postal.len() <= POSTAL_MAX, "a QR has no room for the postal code {postal}");
    let beside = [field("01", code)?, field("05", reference)?];
    let mut payload = [
        field("00", VERSION)?,
        field("01", ONCE)?,
        field("26", &account.concat())?,
        field("51", &national.concat())?,
        field("52", CATEGORY)?,
        field("53", CURRENCY)?,
        field("54", &amount)?,
        field("58", COUNTRY)?,
        field("59", &plain(&merchant.name, NAME_MAX))?,
        field("60", &plain(&merchant.city, CITY_MAX))?,
        field("61", postal)?,
        field("62", &beside.concat())?,
    ]
    .concat();
    // The checksum covers its own tag and length.
    payload.push_str("6304");
    let checksum = checksum(payload.as_bytes());
    payload.push_str(&format!("{checksum:04X}"));
    Ok(payload)
}

fn field(tag: &str, value: &str) -> Result<String> {
    ensure!(!value.is_empty(), "field {tag} of a QR is empty");
    ensure!(value.len() <= FIELD_MAX && value.is_ascii(), "field {tag} of a QR does not take `{value}`");
    Ok(format!("{tag}{:02}{value}", value.len()))
}

/// Capital letters that every reader shows, and no more than there is room for.
fn plain(text: &str, most: usize) -> String {
    let letters = text.chars().filter(|letter| letter.is_ascii_graphic() || *letter == ' ');
    let short: String = letters.take(most).collect();
    short.trim().to_ascii_uppercase()
}

/// CRC-16/CCITT-FALSE: the polynomial 1021, beginning with ones.
pub(crate) fn checksum(bytes: &[u8]) -> u16 {
    let mut crc = 0xFFFF_u16;
    for byte in bytes {
        crc ^= u16::from(*byte) << 8;
        for _ in 0..8 {
            let carries = crc & 0x8000 != 0;
            crc <<= 1;
            if carries {
                crc ^= 0x1021;
            }
        }
    }
    crc
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merchant() -> Merchant {
        Merchant {
            domain: "ID.CO.BANK.WWW".to_owned(),
            pan: "936000990000000017".to_owned(),
            id: "99000017".to_owned(),
            nmid: "ID1099000000001".to_owned(),
            name: "Lembaga “Contoh” Perlindungan Pekerja".to_owned(),
            city: "Jakarta Selatan Raya".to_owned(),
            postal: "12930".to_owned(),
            criteria: "UBE".to_owned(),
        }
    }

    /// Tag, value, and so on; `None` where a length leads beyond the end.
    fn fields(mut text: &str) -> Option<Vec<(&str, &str)>> {
        let mut fields = Vec::new();
        while !text.is_empty() {
            let length: usize = text.get(2..4)?.parse().ok()?;
            fields.push((text.get(..2)?, text.get(4..4 + length)?));
            text = &text[4 + length..];
        }
        Some(fields)
    }

    #[test]
    fn the_checksum_of_the_standards() {
        // The check value of CRC-16/CCITT-FALSE, and nothing, which leaves the ones it begins with.
        assert_eq!(checksum(b"123456789"), 0x29B1);
        assert_eq!(checksum(b""), 0xFFFF);
        // By hand: FFFF xor 4100 is BEFF; eight steps of shifting, with 1021 wherever a one falls out.
        assert_eq!(checksum(b"A"), 0xB915);
    }

    #[test]
    fn the_example_of_the_specification_has_its_checksum() {
        let example = "00020101021229300012D156000000000510A93FO3230Q31280012D1560000000103081234567852\
            0441115802CN5914BEST TRANSPORT6007BEIJING64200002ZH0104最佳运输0202北京540523.72530315\
            65502016233030412340603***0708A60086670902ME91320016A011223344998877070812345678\
            6304";
        assert_eq!(checksum(example.as_bytes()), 0xA13A);
    }

    #[test]
    fn a_payload_letter_by_letter() -> Result<()> {
        let shown = payload(&merchant(), 8_400, "01234567890", "7300000000001")?;
        let expected = "000201010212\
            26590014ID.CO.BANK.WWW01189360009900000000170208990000170303UBE\
            51440014ID.CO.QRIS.WWW0215ID10990000000010303UBE\
            520493995303360540484005802ID\
            5925LEMBAGA CONTOH PERLINDUNG6015JAKARTA SELATAN61051293062320111012345678900513730000000000\
            16304";
        let (body, sum) = shown.split_at(shown.len() - 4);
        assert_eq!(body, expected);
        assert_eq!(sum, format!("{:04X}", checksum(body.as_bytes())));
        let tags: Vec<&str> = fields(&shown).unwrap_or_default().iter().map(|(tag, _)| *tag).collect();
        assert_eq!(tags, ["00", "01", "26", "51", "52", "53", "54", "58", "59", "60", "61", "62", "63"]);
        Ok(())
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert!(payload(&merchant(), 0, "01234567890", "1").is_err());
        assert!(payload(&merchant(), 1, "", "1").is_err());
        assert!(payload(&merchant(), 1, &"9".repeat(100), "1").is_err());
        assert!(payload(&Merchant { pan: "é".to_owned(), ..merchant() }, 1, "01234567890", "1").is_err());
    }

    #[test]
    fn any_letter_that_is_changed_changes_the_checksum() -> Result<()> {
        let shown = payload(&merchant(), 8_400, "01234567890", "7300000000001")?;
        let right = checksum(&shown.as_bytes()[..shown.len() - 4]);
        for at in 0..shown.len() - 4 {
            let mut other = shown.clone().into_bytes();
            other[at] ^= 1;
            assert_ne!(checksum(&other[..shown.len() - 4]), right, "{at}");
        }
        Ok(())
    }
}
