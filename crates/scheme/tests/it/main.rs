//! Tests of `scheme`.
