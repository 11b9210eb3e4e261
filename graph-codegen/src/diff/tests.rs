//! Each class of change, on small descriptions.
