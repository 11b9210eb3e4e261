//! What the core knows of a model besides its values.

/// The name of a model, the names of its properties, and what must hold of them.
#[derive(Debug)]
pub struct Descriptor {
    name: &'static str,
    properties: &'static [&'static str],
    has_plain_names: bool,
    required: &'static [u16],
    constants: &'static [(&'static str, &'static str)],
    limits: &'static [(u16, Limit)],
    descendants: &'static [&'static str],
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
    /// That of a model that does not give one.
    pub(super) const NONE: Self = Self::new("", &[]);

    /// Describes the schema `name` with these properties, in the order of their numbers.
    pub const fn new(name: &'static str, properties: &'static [&'static str]) -> Self {
        Self {
            name,
            properties,
            has_plain_names: are_plain(properties),
            required: &[],
            constants: &[],
            limits: &[],
            descendants: &[],
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

    /// Names the schemas that are derived from this one, at whatever distance, whether they are in
    /// the slice or not.
    #[must_use]
    pub const fn with_descendants(mut self, descendants: &'static [&'static str]) -> Self {
        self.descendants = descendants;
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

    /// Whether the property with this number is always there.
    pub(super) fn requires(&self, index: usize) -> bool {
        let mut required = self.required.iter();
        required.any(|number| usize::from(*number) == index)
    }

    /// Whether the names of all properties stand in JSON as they are.
    pub(super) const fn has_plain_names(&self) -> bool {
        self.has_plain_names
    }

    /// Whether an object of the type `name` is one of this schema.
    pub(super) fn includes(&self, name: &str) -> bool {
        name == self.name || self.descendants.contains(&name)
    }

    /// Number and name of the property `name`; looks at `expected` first, since objects mostly
    /// arrive in the order of their declaration.
    pub(crate) fn find(&self, name: &str, expected: usize) -> Option<(usize, &'static str)> {
        let (before, after) = self.properties.split_at_checked(expected)?;
        let find = |names: &'static [&'static str]| {
            let mut names = names.iter().enumerate();
            names.find(|(_, candidate)| **candidate == name)
        };
        let (index, name) = match find(after) {
            Some((position, name)) => (position + expected, name),
            None => find(before)?,
        };
        Some((index, name))
    }
}

/// Whether these names stand in JSON as they are. It is found out once, when a descriptor is
/// compiled.
const fn are_plain(mut names: &[&str]) -> bool {
    while let [name, others @ ..] = names {
        let mut bytes = name.as_bytes();
        while let [byte, rest @ ..] = bytes {
            if !byte.is_ascii_graphic() || matches!(byte, b'"' | b'\\') {
                return false;
            }
            bytes = rest;
        }
        names = others;
    }
    true
}
