//! The arguments that choose a part of a spec, and what its surface looks like.

use clap::Args;
use graph_codegen::select::SelectionError;
use graph_codegen::{Preferences, Rename, Selection};

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
            error => Failure::new(error),
        })
    }
}

/// What to make otherwise than the rules have it.
#[derive(Args)]
pub(crate) struct PreferenceArguments {
    /// A name in place of another: `user=Account` for a type, `user/displayName=name` for a
    /// field, `/users/{}/sendMail=send` for a method; may be given several times.
    #[arg(long, value_name = "FROM=TO")]
    rename: Vec<String>,
    /// A type with descendants that is to be an enum of them; may be given several times.
    #[arg(long, value_name = "NAME")]
    as_enum: Vec<String>,
    /// A type with descendants that is to be a struct; may be given several times.
    #[arg(long, value_name = "NAME")]
    as_struct: Vec<String>,
}

impl PreferenceArguments {
    pub(crate) fn is_empty(&self) -> bool {
        self.rename.is_empty() && self.as_enum.is_empty() && self.as_struct.is_empty()
    }

    pub(crate) fn preferences(&self) -> Result<Preferences, Failure> {
        let renames = self.rename.iter().map(|text| {
            Rename::parse(text).ok_or_else(|| {
                Failure::new(format_args!(
                    "--rename takes FROM=TO, as in `user=Account`, not `{text}`"
                ))
            })
        });
        Ok(Preferences {
            renames: renames.collect::<Result<_, _>>()?,
            as_enum: self.as_enum.clone(),
            as_struct: self.as_struct.clone(),
        })
    }
}
