//! What the core knows of a model besides its values.

/// The name of a model, the names of its properties, and what must hold of them.
#[derive(Debug)]
pub struct Descriptor {
    name: &'static str,
    properties: &'static [&'static str],
    required: &'static [u16],
    constants: &'static [(&'static str, &'static str)],
    limits: &'static [(u16, Limit)],
}

/// A limit of the schema on a value that is sent.
///
/// See [JSON Schema validation](https://datatracker.ietf.org/doc/html/draft-wright-json-schema-validation-00#section-5),
/// which OpenAPI 3.0 builds on.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Limit {
    /// The most characters (Unicode scalar values) of a string.
    MaxLength(u64),
    /// The fewest characters of a string.
    MinLength(u64),
    /// The most items of an array.
    MaxItems(u64),
    /// The fewest items of an array.
    MinItems(u64),
    /// The largest number.
    Maximum(f64),
    /// The smallest number.
    Minimum(f64),
}

impl Descriptor {
    /// Describes the schema `name` with these properties, in the order of their numbers.
    pub const fn new(name: &'static str, properties: &'static [&'static str]) -> Self {
        Self {
            name,
            properties,
            required: &[],
            constants: &[],
            limits: &[],
        }
    }

    /// Names the properties, by number, that are always there.
    #[must_use]
    pub const fn with_required(mut self, required: &'static [u16]) -> Self {
        self.required = required;
        self
    }

    /// Names the properties that have always the same value and are therefore no fields.
    #[must_use]
    pub const fn with_constants(
        mut self,
        constants: &'static [(&'static str, &'static str)],
    ) -> Self {
        self.constants = constants;
        self
    }

    /// Sets the limits that are checked before a value is sent, each with a property's number.
    #[must_use]
    pub const fn with_limits(mut self, limits: &'static [(u16, Limit)]) -> Self {
        self.limits = limits;
        self
    }

    /// The name of the schema, such as `microsoft.graph.user`.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// The names of the properties as they are on the wire.
    pub const fn properties(&self) -> &'static [&'static str] {
        self.properties
    }

    /// The numbers of the properties that are always there.
    pub const fn required(&self) -> &'static [u16] {
        self.required
    }

    /// The properties that have always the same value: name and value.
    pub const fn constants(&self) -> &'static [(&'static str, &'static str)] {
        self.constants
    }

    /// The limits on values that are sent, each with a property's number.
    pub const fn limits(&self) -> &'static [(u16, Limit)] {
        self.limits
    }

    /// The number of the property `name`; looks at `expected` first, since objects mostly
    /// arrive in the order of their declaration.
    pub(super) fn index_of(&self, name: &str, expected: usize) -> Option<usize> {
        let (before, after) = self.properties.split_at_checked(expected)?;
        let position = |names: &[&str]| names.iter().position(|candidate| *candidate == name);
        position(after)
            .map(|found| found + expected)
            .or_else(|| position(before))
    }
}
