//! Why there is no complete answer.

/// What went wrong between here and the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TransportErrorKind {
    /// No connection was made, so the server has seen nothing.
    Connect,
    /// The server said that it let go of the request before it acted on it.
    Unprocessed,
    /// Time ran out. The server may have acted.
    Timeout,
    /// The connection broke before the answer was complete. The server may have acted.
    Interrupted,
    /// The answer is larger than the client reads.
    TooLarge,
    /// The transport itself refused to send, since the address is not one it may send to.
    Refused,
    /// The transport cannot be set up.
    Setup,
    /// Anything else.
    Other,
}

/// Why there is no complete answer, in words that hold neither address nor token.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub struct TransportError {
    kind: TransportErrorKind,
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl TransportError {
    /// Takes the kind and the reason, which is shown and logged: no address with data, no token.
    pub fn new(kind: TransportErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            source: None,
        }
    }

    /// Adds the error behind this one. Its text is not repeated in the message.
    #[must_use]
    pub fn with_source(
        mut self,
        source: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> Self {
        self.source = Some(source.into());
        self
    }

    /// The kind.
    pub const fn kind(&self) -> TransportErrorKind {
        self.kind
    }
}
