//! What macros make, made by hand.
