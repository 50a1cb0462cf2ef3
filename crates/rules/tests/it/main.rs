//! The tests of the law's reader: what it refuses, what it can say, and that its two readers agree.

mod agree;
mod bad;
mod chance;
mod examples;
mod kernels;
mod packs;
mod people;
mod reasons;
mod seeds;
