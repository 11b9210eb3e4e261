//! The runtime over its real transport, against a server that misbehaves.
//!
//! Time is a clock that the tests own: sleeping moves it and takes none.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what went wrong by panicking"
)]

mod batches;
mod collections;
mod destinations;
mod http2;
mod layers;
mod limits;
mod memory;
mod monitors;
mod observation;
mod properties;
mod repetition;
mod requests;
mod setup;
mod soak;
mod tls;
mod tokens;
mod transfers;
mod uploads;
