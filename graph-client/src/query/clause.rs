//! Conditions as OData writes them.

use super::operand::Operand;
use super::property::{Items, MayBeNull, Property, Single, Textual};
use crate::model::FlagSet;

/// A condition, or a part of one.
#[derive(Clone)]
pub struct Clause {
    pub(super) text: String,
    pub(super) advanced: bool,
    joined: Joined,
}

/// What the outermost parts of a condition are joined by.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joined {
    Nothing,
    And,
    Or,
}

/// How a property is compared with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Comparison {
    /// `eq`
    Equal,
    /// `ne`, which makes a query an advanced one.
    NotEqual,
    /// `lt`
    Less,
    /// `le`
    LessOrEqual,
    /// `gt`
    Greater,
    /// `ge`
    GreaterOrEqual,
}

impl Comparison {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Equal => "eq",
            Self::NotEqual => "ne",
            Self::Less => "lt",
            Self::LessOrEqual => "le",
            Self::Greater => "gt",
            Self::GreaterOrEqual => "ge",
        }
    }
}

impl Clause {
    fn new(text: String, advanced: bool) -> Self {
        Self {
            text,
            advanced,
            joined: Joined::Nothing,
        }
    }

    /// Both conditions hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        self.join(Joined::And, other)
    }

    /// At least one of the conditions holds.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        self.join(Joined::Or, other)
    }

    /// The condition does not hold. A query that asks for it is an advanced one.
    #[must_use]
    pub fn negate(self) -> Self {
        Self::new(format!("not({})", self.text), true)
    }

    fn join(self, by: Joined, other: Self) -> Self {
        let word = if by == Joined::Or { "or" } else { "and" };
        Self {
            advanced: self.advanced || other.advanced,
            text: format!("{} {word} {}", self.within(by), other.within(by)),
            joined: by,
        }
    }

    /// The text as a part of others joined so.
    fn within(self, by: Joined) -> String {
        if self.joined == Joined::Nothing || self.joined == by {
            self.text
        } else {
            format!("({})", self.text)
        }
    }
}

impl<F> Property<F> {
    /// Compares the property with a value.
    pub fn compare<O>(&self, comparison: Comparison, operand: &O) -> Clause
    where
        F: Single,
        O: Operand<F::Content> + ?Sized,
    {
        self.compare_with(comparison, &operand.literal())
    }

    /// Compares the property with `null`.
    pub fn compare_null(&self, comparison: Comparison) -> Clause
    where
        F: MayBeNull,
    {
        self.compare_with(comparison, "null")
    }

    fn compare_with(&self, comparison: Comparison, literal: &str) -> Clause {
        let advanced = self.advanced || comparison == Comparison::NotEqual;
        let text = format!("{} {} {literal}", self.path, comparison.as_str());
        Clause::new(text, advanced)
    }

    /// The value of the property is one of these. None of them is a condition that never holds.
    pub fn is_in<I>(&self, operands: I) -> Clause
    where
        F: Single,
        I: IntoIterator<Item: Operand<F::Content>>,
    {
        let operands = operands.into_iter().map(|operand| operand.literal());
        let operands: Vec<String> = operands.collect();
        let text = if operands.is_empty() {
            // OData has no empty list.
            "false".to_owned()
        } else {
            format!("{} in ({})", self.path, operands.join(","))
        };
        Clause::new(text, self.advanced)
    }

    /// The text begins with this.
    pub fn starts_with<O>(&self, start: &O) -> Clause
    where
        F: Single<Content: Textual>,
        O: Operand<String> + ?Sized,
    {
        self.search("startswith", &start.literal(), false)
    }

    /// The text ends with this. A query that asks for it is an advanced one.
    pub fn ends_with<O>(&self, end: &O) -> Clause
    where
        F: Single<Content: Textual>,
        O: Operand<String> + ?Sized,
    {
        self.search("endswith", &end.literal(), true)
    }

    /// The text has this somewhere.
    pub fn contains<O>(&self, part: &O) -> Clause
    where
        F: Single<Content: Textual>,
        O: Operand<String> + ?Sized,
    {
        self.search("contains", &part.literal(), false)
    }

    fn search(&self, function: &str, literal: &str, advanced: bool) -> Clause {
        let text = format!("{function}({},{literal})", self.path);
        Clause::new(text, self.advanced || advanced)
    }

    /// The set of flags has these.
    pub fn has<E, O>(&self, flags: &O) -> Clause
    where
        F: Single<Content = FlagSet<E>>,
        O: Operand<FlagSet<E>> + ?Sized,
    {
        let text = format!("{} has {}", self.path, flags.literal());
        Clause::new(text, self.advanced)
    }
}

impl<T> Items<T> {
    /// The condition holds for an item at least.
    pub fn any(&self, condition: &Clause) -> Clause {
        self.lambda("any", condition)
    }

    /// The condition holds for every item.
    pub fn all(&self, condition: &Clause) -> Clause {
        self.lambda("all", condition)
    }

    /// There is an item.
    pub fn is_any(&self) -> Clause {
        Clause::new(format!("{}/any()", self.path), self.advanced)
    }

    fn lambda(&self, function: &str, condition: &Clause) -> Clause {
        let Self { path, variable, .. } = self;
        let text = format!("{path}/{function}({variable}:{})", condition.text);
        Clause::new(text, self.advanced || condition.advanced)
    }
}
