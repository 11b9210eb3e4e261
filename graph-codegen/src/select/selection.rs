//! What to take out of a specification.

use std::fmt;

use super::{Pattern, PatternError};

/// Which navigation properties (`x-ms-navigationProperty`) bring their types into the slice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Navigation {
    /// None. One whose type is in the slice for another reason stays typed, any other is kept as JSON.
    #[default]
    Used,
    /// All.
    All,
}

/// Which descendants a declared type brings into the slice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Descendants {
    /// All when there are at most [`Descendants::FEW`], else none.
    #[default]
    Auto,
    /// None: only those that the slice reaches otherwise.
    Used,
    /// All.
    All,
}

impl Navigation {
    /// The policy by its name on the command line and in a manifest.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "used" => Self::Used,
            "all" => Self::All,
            _ => return None,
        })
    }

    /// Its name on the command line and in a manifest.
    pub fn name(self) -> &'static str {
        match self {
            Self::Used => "used",
            Self::All => "all",
        }
    }
}

impl Descendants {
    /// The policy by its name on the command line and in a manifest.
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "auto" => Self::Auto,
            "used" => Self::Used,
            "all" => Self::All,
            _ => return None,
        })
    }

    /// Its name on the command line and in a manifest.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Used => "used",
            Self::All => "all",
        }
    }

    /// How many descendants `Auto` takes.
    pub const FEW: usize = 30;

    /// Whether a family of this size comes along.
    pub(super) fn take(self, size: usize) -> bool {
        match self {
            Self::Auto => size <= Self::FEW,
            Self::Used => false,
            Self::All => true,
        }
    }
}

/// Texts that are no selection.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SelectionError {
    /// A pattern is not one.
    Pattern(PatternError),
    /// A policy is not one.
    Policy {
        /// Which: `navigation` or `descendants`.
        policy: &'static str,
        /// What it can be.
        accepted: &'static str,
        /// What it was given as.
        found: String,
    },
}

impl fmt::Display for SelectionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pattern(error) => error.fmt(f),
            Self::Policy {
                policy,
                accepted,
                found,
            } => write!(f, "{policy} is {accepted}, not `{found}`"),
        }
    }
}

impl std::error::Error for SelectionError {}

impl From<PatternError> for SelectionError {
    fn from(error: PatternError) -> Self {
        Self::Pattern(error)
    }
}

/// A slice of an API: operations by pattern, and how far their types reach.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Selection {
    /// An operation is chosen when one of these matches it ...
    pub include: Vec<Pattern>,
    /// ... and none of these.
    pub exclude: Vec<Pattern>,
    /// Which navigation properties are followed.
    pub navigation: Navigation,
    /// Which descendants come along.
    pub descendants: Descendants,
    /// Types that are wanted by name, as `microsoft.graph.user` or `user`.
    pub types: Vec<String>,
}

impl Default for Selection {
    /// Every operation, with the default policies.
    fn default() -> Self {
        Self {
            include: vec![Pattern::everything()],
            exclude: Vec::new(),
            navigation: Navigation::default(),
            descendants: Descendants::default(),
            types: Vec::new(),
        }
    }
}

impl Selection {
    /// The operations that these patterns match, with the default policies.
    pub fn of(include: impl IntoIterator<Item = Pattern>) -> Self {
        Self {
            include: include.into_iter().collect(),
            ..Self::default()
        }
    }

    /// A selection as a person writes it, on the command line or in a manifest; without patterns
    /// to include it is everything, without a policy the default one.
    ///
    /// # Errors
    ///
    /// When a pattern or a policy is not one.
    pub fn from_texts(
        include: Option<&[String]>,
        exclude: &[String],
        navigation: Option<&str>,
        descendants: Option<&str>,
        types: &[String],
    ) -> Result<Self, SelectionError> {
        let parse = |patterns: &[String]| -> Result<Vec<Pattern>, PatternError> {
            patterns.iter().map(|text| Pattern::parse(text)).collect()
        };
        let include = match include {
            None => vec![Pattern::everything()],
            Some(patterns) => parse(patterns)?,
        };
        let wrong = |policy, accepted, found: &str| SelectionError::Policy {
            policy,
            accepted,
            found: found.to_owned(),
        };
        let navigation = match navigation {
            None => Navigation::default(),
            Some(name) => Navigation::from_name(name)
                .ok_or_else(|| wrong("navigation", "`used` or `all`", name))?,
        };
        let descendants = match descendants {
            None => Descendants::default(),
            Some(name) => Descendants::from_name(name)
                .ok_or_else(|| wrong("descendants", "`auto`, `used` or `all`", name))?,
        };
        Ok(Self::of(include)
            .without(parse(exclude)?)
            .navigation(navigation)
            .descendants(descendants)
            .types(types.iter().cloned()))
    }

    /// Leaves out what these patterns match.
    #[must_use]
    pub fn without(mut self, exclude: impl IntoIterator<Item = Pattern>) -> Self {
        self.exclude.extend(exclude);
        self
    }

    /// Sets which navigation properties are followed.
    #[must_use]
    pub fn navigation(mut self, navigation: Navigation) -> Self {
        self.navigation = navigation;
        self
    }

    /// Sets which descendants come along.
    #[must_use]
    pub fn descendants(mut self, descendants: Descendants) -> Self {
        self.descendants = descendants;
        self
    }

    /// Adds types by name.
    #[must_use]
    pub fn types<T: Into<String>>(mut self, types: impl IntoIterator<Item = T>) -> Self {
        self.types.extend(types.into_iter().map(Into::into));
        self
    }
}
