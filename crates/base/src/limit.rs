//! Bounds that several crates share, each with its reason.

use crate::money::Money;

/// The largest amount of money read from outside, in minor units: a thousand million million.
///
/// A national total of contributions is below it, so a larger wage is a slip of the keyboard.
pub const MONEY_MAX: i64 = 1_000_000_000_000_000;

/// The longest line of a payroll file, in bytes: a line without end is not a payroll.
pub const LINE_BYTES_MAX: usize = 1 << 20;

/// People reckoned together in columns: a few columns of a block stay in the processor's second cache.
pub const ROWS_PER_BLOCK: usize = 4096;

/// People in a chunk of a run, about: a few megabytes, and little to do again when a worker dies.
pub const CHUNK_PEOPLE: i64 = 20_000;

/// People of a run that are reckoned again, one by one, before it is published.
pub const SAMPLE_PEOPLE: u32 = 100;

/// The longest file of law, in bytes: the longest provision is some thirty thousand.
pub const LAW_FILE_BYTES_MAX: usize = 1 << 20;

/// The longest file of facts about one person, in bytes: full lists take less.
pub const FACTS_FILE_BYTES_MAX: u64 = 1 << 24;

/// How deep a formula of the law may nest, so that its reader cannot exhaust the stack.
pub const FORMULA_DEPTH_MAX: usize = 64;

/// The most records in a list of facts: a working life has some six hundred months.
pub const LIST_RECORDS_MAX: usize = 10_000;

/// The most digits in one number, so that a hostile text cannot ask for endless arithmetic.
pub const NUMBER_DIGITS_MAX: usize = 40;

/// The most digits after the point of a currency's smallest coin: no currency in use has more than three.
pub const DECIMALS_MAX: u32 = 4;

/// The most signs and words that join values in one statement of the law, so that no chain can exhaust
/// the stack.
pub const FORMULA_OPERATORS_MAX: usize = 256;

/// The most definitions that rest on one another in a row: the deepest of the Indonesian pack has about ten.
pub const DEFINITIONS_DEPTH_MAX: usize = 100;

/// The most months over which a rate is compounded: a century.
pub const COMPOUNDED_MONTHS_MAX: u32 = 1_200;

/// The first year of the calendar: the grandparents of the oldest member.
pub const YEAR_MIN: i32 = 1900;

/// The last year of the calendar: the youngest member's youngest child grows old.
pub const YEAR_MAX: i32 = 2200;

// The sum of a block of the largest amounts is an amount, so the inner loop adds without looking.
const _: () = assert!(MONEY_MAX.checked_mul(ROWS_PER_BLOCK as i64).is_some());
// Blocks are cut into groups of eight rows without a rest.
const _: () = assert!(ROWS_PER_BLOCK.is_power_of_two() && ROWS_PER_BLOCK >= 8);
// The largest amount can be written as a number.
const _: () = assert!(10_u128.pow(NUMBER_DIGITS_MAX as u32 - 2) > MONEY_MAX as u128);
// A line of payroll never outgrows what a file of law may hold; both are read whole.
const _: () = assert!(LINE_BYTES_MAX <= LAW_FILE_BYTES_MAX);
// A life of a hundred years fits into a list of months and into one compounding.
const _: () = assert!(LIST_RECORDS_MAX >= 1_200 && COMPOUNDED_MONTHS_MAX >= 1_200);
// Days since 1970 and months since year 0 fit in 32 bits, with room to add any span within the calendar.
const _: () = assert!(YEAR_MIN < 1970 && YEAR_MAX > 1970 && YEAR_MAX * 366 < i32::MAX / 2);
// `Money` is one machine word: columns of amounts are plain slices.
const _: () = assert!(size_of::<Money>() == 8);
