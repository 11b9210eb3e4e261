//! Code that `graph-codegen` generates from the specs of this project.

#[cfg(feature = "beta")]
pub mod beta;
#[cfg(feature = "v1")]
pub mod v1;

use crate::GraphClient;

impl GraphClient {
    /// The operations of Graph v1.0.
    #[cfg(feature = "v1")]
    pub fn v1(&self) -> v1::Api {
        v1::Api::new(self)
    }

    /// The operations of Graph beta, which may change, and which Microsoft does not support in
    /// production.
    #[cfg(feature = "beta")]
    pub fn beta(&self) -> beta::Api {
        beta::Api::new(self)
    }
}
