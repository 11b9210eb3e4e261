//! Generation by a build script, for those who prefer files to a macro.
//!
//! In `Cargo.toml`:
//!
//! ```toml
//! [build-dependencies]
//! graph-codegen = { version = "0.1", default-features = false, features = ["build"] }
//! ```
//!
//! In `build.rs`:
//!
//! ```no_run
//! fn main() -> Result<(), graph_codegen::build::Failure> {
//!     graph_codegen::build::Slice::new("devices", "specs/devices.yaml")
//!         .include(["/devices", "/devices/{}#GET,PATCH"])
//!         .write()
//! }
//! ```
//!
//! In `src/lib.rs`:
//!
//! ```ignore
//! include!(concat!(env!("OUT_DIR"), "/devices/include.rs"));
//!
//! let page = devices::Api::new(&client).devices().get().await?;
//! ```
//!
//! Cargo runs the script again when the spec or the permissions have changed, and at no other time.
//! Files that come out as they were are not written again.

mod slice;

pub use slice::{Failure, Slice};
