//! How an exchange is sent, in place of what the client says.

use std::time::Duration;

use crate::retry::RetryPolicy;

/// What a request says of its own sending.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Options {
    pub(crate) retry: Option<RetryPolicy>,
    pub(crate) timeouts: Option<Timeouts>,
}

/// How long things may take, each with a default: no exchange waits for ever.
///
/// How long a connection may take to come about belongs to the transport, see
/// [`GraphClientBuilder::connect_timeout`](crate::GraphClientBuilder::connect_timeout).
///
/// ```
/// use std::time::Duration;
///
/// use graph_client::pipeline::Timeouts;
///
/// let hasty = Timeouts::new().with_total(Duration::from_secs(20));
/// assert_eq!(hasty.attempt(), Some(Duration::from_secs(5 * 60)));
/// assert_eq!(Timeouts::none().total(), None);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Timeouts {
    attempt: Option<Duration>,
    read: Option<Duration>,
    total: Option<Duration>,
    token: Option<Duration>,
}

impl Timeouts {
    /// 5 minutes for an attempt, 100 seconds between the pieces of a body, 15 minutes in all, and 2
    /// minutes for a token.
    pub const fn new() -> Self {
        Self {
            attempt: Some(Duration::from_secs(5 * 60)),
            read: Some(Duration::from_secs(100)),
            total: Some(Duration::from_secs(15 * 60)),
            token: Some(Duration::from_secs(2 * 60)),
        }
    }

    /// No limits.
    pub const fn none() -> Self {
        Self {
            attempt: None,
            read: None,
            total: None,
            token: None,
        }
    }

    /// Sets how long one attempt may take: until its answer has been read, or has begun where the
    /// body is taken piece by piece.
    pub const fn with_attempt(mut self, limit: Duration) -> Self {
        self.attempt = Some(limit);
        self
    }

    /// Sets how long the server may be silent within a body.
    pub const fn with_read(mut self, limit: Duration) -> Self {
        self.read = Some(limit);
        self
    }

    /// Sets how long a call may take: the token, every attempt, the delays between them, and the
    /// answer, or its beginning where the body is taken piece by piece.
    pub const fn with_total(mut self, limit: Duration) -> Self {
        self.total = Some(limit);
        self
    }

    /// Sets how long the credential may take to give a token. It holds for a client as a whole,
    /// whose requests share the token.
    pub const fn with_token(mut self, limit: Duration) -> Self {
        self.token = Some(limit);
        self
    }

    /// How long the credential may take to give a token.
    pub const fn token(&self) -> Option<Duration> {
        self.token
    }

    /// How long one attempt may take.
    pub const fn attempt(&self) -> Option<Duration> {
        self.attempt
    }

    /// How long the server may be silent within a body.
    pub const fn read(&self) -> Option<Duration> {
        self.read
    }

    /// How long a call may take.
    pub const fn total(&self) -> Option<Duration> {
        self.total
    }
}

impl Default for Timeouts {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_limit_is_set_by_itself() {
        let of = |limits: Timeouts| {
            [
                limits.attempt(),
                limits.read(),
                limits.total(),
                limits.token(),
            ]
            .map(|limit| limit.map(|limit| limit.as_secs()))
        };
        let usual = [Some(300), Some(100), Some(900), Some(120)];
        assert_eq!(of(Timeouts::new()), usual);
        assert_eq!(of(Timeouts::default()), usual);
        assert_eq!(of(Timeouts::none()), [None; 4]);
        let second = Duration::from_secs(1);
        let none = Timeouts::none();
        assert_eq!(of(none.with_attempt(second)), [Some(1), None, None, None]);
        assert_eq!(of(none.with_read(second)), [None, Some(1), None, None]);
        assert_eq!(of(none.with_total(second)), [None, None, Some(1), None]);
        assert_eq!(of(none.with_token(second)), [None, None, None, Some(1)]);
    }
}
