//! What the generator makes of input that is wrong, or right and hostile.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test says what went wrong by panicking"
)]

mod hostile;
mod outcome;
mod random;
mod refused;
mod reported;
mod unbounded;
