//! How a request is sent, in place of what the client says.

use std::time::Duration;

use crate::retry::RetryPolicy;

/// What a request says of its own sending.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) timeout: Option<Duration>,
}
