//! Types of values in Rust.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::naming::Identifier;

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RustType {
    /// A type of the prelude, `()` or a type of the standard library by its path, with arguments.
    Std(&'static str, Vec<RustType>),
    /// A type below the runtime's module `model`, with arguments.
    Runtime(&'static str, Vec<RustType>),
    /// `Bytes`.
    Bytes,
    /// A generated type below `models`.
    Model(ModelPath),
    /// A slice of values.
    Slice(Box<RustType>),
}

/// Where a generated type is, below `models`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ModelPath {
    /// The modules.
    pub modules: Vec<Identifier>,
    /// The type.
    pub identifier: Identifier,
}

impl RustType {
    /// A type of the prelude without arguments.
    pub(super) fn std(name: &'static str) -> Self {
        Self::Std(name, Vec::new())
    }

    /// A type of the runtime without arguments.
    pub(super) fn runtime(name: &'static str) -> Self {
        Self::Runtime(name, Vec::new())
    }

    pub(super) fn boxed(self) -> Self {
        Self::Std("Box", vec![self])
    }

    pub(super) fn optional(self) -> Self {
        Self::Std("Option", vec![self])
    }

    pub(super) fn nullable(self) -> Self {
        Self::Runtime("Nullable", vec![self])
    }

    pub(super) fn vec(self) -> Self {
        Self::Std("Vec", vec![self])
    }
}

impl fmt::Display for ModelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("models::")?;
        for module in &self.modules {
            write!(f, "{module}::")?;
        }
        write!(f, "{}", self.identifier)
    }
}

impl fmt::Display for RustType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, arguments) = match self {
            Self::Std(name, arguments) => (*name, arguments),
            Self::Runtime(name, arguments) => {
                f.write_str("model::")?;
                (*name, arguments)
            }
            Self::Bytes => return f.write_str("bytes::Bytes"),
            Self::Model(path) => return path.fmt(f),
            Self::Slice(item) => return write!(f, "[{item}]"),
        };
        f.write_str(name)?;
        for (index, argument) in arguments.iter().enumerate() {
            f.write_str(if index == 0 { "<" } else { ", " })?;
            argument.fmt(f)?;
        }
        if !arguments.is_empty() {
            f.write_str(">")?;
        }
        Ok(())
    }
}

impl Serialize for ModelPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Serialize for RustType {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
