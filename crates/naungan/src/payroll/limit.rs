//! Every bound of the payroll reader, each with its reason.

use base::limit::LINE_BYTES_MAX;

/// Bytes read at once: large enough that the system's calls do not show, small enough for the second cache.
pub(super) const CHUNK_BYTES: usize = 256 << 10;

/// Bytes looked at to tell what a file is; a heading lies within them.
pub(super) const SAMPLE_BYTES: usize = 64 << 10;

/// Rows searched for the heading, since letterheads and titles often stand above it.
pub(super) const HEADING_ROWS_MAX: usize = 20;

/// The longest name of a person, in bytes: the register of population keeps fewer.
pub(super) const NAME_BYTES_MAX: usize = 200;

/// The longest KPJ or NPP carried through, in bytes; both are far shorter.
pub(super) const NUMBER_BYTES_MAX: usize = 40;

/// Characters of a refused value that are shown.
pub(super) const VALUE_CHARS_MAX: usize = 40;

/// People among whom repeats are looked for: above it, the memory would grow with the file.
///
/// A million is the largest employer several times over, and all that a sheet can hold; it costs some thirty
/// megabytes while it lasts.
pub(super) const REPEAT_PEOPLE_MAX: usize = 1_000_000;

/// Employers among whom repeats are looked for, so that a person and an employer fit one machine word.
pub(super) const REPEAT_EMPLOYERS_MAX: u64 = 1_000;

/// The text shared by the cells of a workbook, in bytes: a million people with number and name stay below it.
pub(super) const STRINGS_BYTES_MAX: usize = 64 << 20;

/// The strings shared by the cells of a workbook: four for each row that a sheet can have.
pub(super) const STRINGS_MAX: usize = 4 << 20;

/// What the parts of a workbook may unpack to, all together, in bytes: two full sheets of a million people.
pub(super) const UNPACKED_BYTES_MAX: u64 = 2 << 30;

/// How many times its own size a workbook may unpack to; tables written by programs come to thirty.
pub(super) const UNPACKED_TIMES_MAX: u64 = 200;

/// What even the smallest workbook may unpack to: more than its shared texts may, which have a limit with
/// words of its own.
pub(super) const UNPACKED_BYTES_MIN: u64 = 128 << 20;

/// Columns of a sheet, from A to XFD.
pub(super) const SHEET_COLUMNS_MAX: usize = 16_384;

/// Sheets that are searched for a heading.
pub(super) const SHEETS_MAX: usize = 100;

// A number of sixteen digits times the employers fits one machine word.
const _: () = assert!(10_u64.pow(16).checked_mul(REPEAT_EMPLOYERS_MAX).is_some());
// Places in the reading buffer, marked or not, are 31 bits long.
const _: () = assert!(LINE_BYTES_MAX + 2 * CHUNK_BYTES < 1 << 31);
// Offsets of shared strings are 32 bits long.
const _: () = assert!(STRINGS_BYTES_MAX < u32::MAX as usize);
