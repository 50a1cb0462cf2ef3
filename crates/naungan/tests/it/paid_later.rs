//! What is paid later and again, through the commands and on both engines.

mod instalments;
mod pensions;
