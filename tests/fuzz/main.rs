//! Foreign text at every door: it gives what it says, or an error, and never a panic, a stack that
//! overflows or a run without end.
//!
//! A target makes its input out of seeds that mean something, and changes them. An ordinary run
//! tries a few cases of each, always the same. What is ignored unless asked for goes on with others
//! for a minute each, or for as many seconds as `FUZZ_SECONDS` says:
//!
//! ```sh
//! FUZZ_SECONDS=600 cargo test -p graph-tests --test fuzz -- --ignored --nocapture
//! ```
//!
//! Every case runs in a thread with the stack that threads have by default. The one that is running
//! is in `target/tmp/fuzz`, for a stack that overflows takes the process along.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what went wrong by panicking, and how long it looked by printing"
)]

mod budget;
#[allow(dead_code, reason = "its files are made by the golden tests")]
#[path = "../golden/cases.rs"]
mod cases;
mod generator;
mod runtime;
mod texts;

/// A target: one test that tries a few cases, and one that goes on for as long as it is let.
macro_rules! target {
    ($(#[$documentation:meta])* $name:ident, $strategy:expr, $check:expr) => {
        $(#[$documentation])*
        mod $name {
            #[allow(unused_imports, reason = "not every target needs its neighbours")]
            use super::*;

            #[test]
            fn a_few() {
                $crate::budget::few(stringify!($name), $strategy, $check);
            }

            #[test]
            #[ignore = "takes a minute, or FUZZ_SECONDS"]
            fn long() {
                $crate::budget::long(stringify!($name), $strategy, $check);
            }
        }
    };
}
pub(crate) use target;
