//! Small specs, each with one construct, and the code that has to come of them.
//!
//! `UPDATE_GOLDEN=1` writes the expected files anew. They are a part of this crate: what is
//! expected compiles without a warning, and `calls` and `values` use it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what went wrong by panicking"
)]

mod calls;
mod cases;
mod compiled;
mod expected;
mod misread;
mod preferences;
mod repeatable;
mod reversed;
mod stable;
mod values;
