//! What the client reads: answers and all that is in them.

mod answers;
mod calls;
mod notifications;
