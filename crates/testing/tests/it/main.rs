//! Tests of `testing`.
