//! Bytes as the digits that people and programs read.

/// Two digits for each byte.
pub(crate) fn of(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
