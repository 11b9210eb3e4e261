//! The arguments that choose a part of a spec.

use clap::Args;
use graph_codegen::Selection;
use graph_codegen::select::SelectionError;

use super::fail::Failure;

/// What to take of the spec.
#[derive(Args)]
pub(crate) struct SelectionArguments {
    /// Paths to include: `*` is one segment, `**` any number, `{}` any key; `#POST,GET` after
    /// the path chooses methods.
    #[arg(long, num_args = 1.., value_name = "PATTERN")]
    pub(crate) include: Vec<String>,
    /// Paths to leave out, although included.
    #[arg(long, num_args = 1.., value_name = "PATTERN")]
    pub(crate) exclude: Vec<String>,
    /// Which navigation properties bring their types along: those that are used anyway, or all.
    #[arg(long, value_name = "used|all")]
    pub(crate) navigation: Option<String>,
    /// Which descendants of a type come along: of small families all (auto), those that are
    /// used anyway, or all.
    #[arg(long, value_name = "auto|used|all")]
    pub(crate) descendants: Option<String>,
    /// A type to include by name, such as `microsoft.graph.user`; may be given several times.
    #[arg(long = "type", value_name = "NAME")]
    pub(crate) types: Vec<String>,
}

impl SelectionArguments {
    pub(crate) fn is_empty(&self) -> bool {
        self.include.is_empty()
            && self.exclude.is_empty()
            && self.navigation.is_none()
            && self.descendants.is_none()
            && self.types.is_empty()
    }

    pub(crate) fn selection(&self) -> Result<Selection, Failure> {
        Selection::from_texts(
            (!self.include.is_empty()).then_some(self.include.as_slice()),
            &self.exclude,
            self.navigation.as_deref(),
            self.descendants.as_deref(),
            &self.types,
        )
        .map_err(|error| match error {
            SelectionError::Policy { .. } => Failure::new(format_args!("--{error}")),
            SelectionError::Pattern(error) => Failure::new(error),
        })
    }
}
