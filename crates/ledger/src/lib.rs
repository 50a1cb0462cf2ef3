//! Double entry: funds that never mix, entries that balance, journals that are chained.
