//! What the generated clients send, byte for byte, and what they make of what comes back.
//!
//! Every operation in `specs/` has a sample in `operations`; `coverage` fails when one has none.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what went wrong by panicking"
)]

mod answers;
mod coverage;
mod destination;
mod exchange;
mod failures;
mod limits;
mod operations;
mod permissions;
mod query;
mod refusals;
mod secrets;
mod transmission;
