//! Small specs, each with one construct, and the code that has to come of them.
//!
//! `UPDATE_GOLDEN=1` writes the expected files anew. The test `golden_code` compiles and uses them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what went wrong by panicking"
)]

mod cases;
mod expected;
mod preferences;
mod repeatable;
mod reversed;
mod stable;
