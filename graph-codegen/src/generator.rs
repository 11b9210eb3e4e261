//! From a document to generated code, in one call.

use std::fmt;
use std::path::PathBuf;

use proc_macro2::TokenStream;
use serde::Serialize;

use crate::diagnostics::Diagnostics;
use crate::output::{GeneratedFile, HEADER};
use crate::render::{Context, Feature, FormatError, Rendering};
use crate::select::{Selection, TrimReport, select};
use crate::source::Document;

/// Generates code for a selection of a document.
#[derive(Clone, Debug)]
pub struct Generator {
    selection: Selection,
    context: Context,
}

/// Generated code.
#[derive(Clone, Debug)]
pub struct Generated {
    rendering: Rendering,
    header: String,
    /// What was generated, in numbers.
    pub summary: Summary,
    /// What the selection kept and left out.
    pub report: TrimReport,
    /// What could not be expressed, or looks wrong.
    pub warnings: Diagnostics,
}

/// What was generated, in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The operations that have a method.
    pub operations: usize,
    /// The structs, enumerations and unions.
    pub types: usize,
    /// The features that gate parts of the code.
    pub features: Vec<Feature>,
}

/// Why nothing was generated.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The document or the selection is wrong.
    Document(Diagnostics),
    /// The generated code is.
    Format(FormatError),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document(diagnostics) => diagnostics.fmt(f),
            Self::Format(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl From<Diagnostics> for Error {
    fn from(diagnostics: Diagnostics) -> Self {
        Self::Document(diagnostics)
    }
}

impl From<FormatError> for Error {
    fn from(error: FormatError) -> Self {
        Self::Format(error)
    }
}

impl Generator {
    /// A generator for this selection, for code outside of the runtime crate and without
    /// features.
    pub fn new(selection: Selection) -> Self {
        Self {
            selection,
            context: Context::default(),
        }
    }

    /// The code will be a part of the crate `graph-client` itself.
    #[must_use]
    pub fn within_runtime(mut self) -> Self {
        self.context.within_runtime = true;
        self
    }

    /// Gates the code by features whose names begin with this; an empty prefix leaves their names
    /// alone. There is one for each top-level path segment, and for a segment with many operations
    /// one for each of its parts.
    #[must_use]
    pub fn with_features(mut self, prefix: impl Into<String>) -> Self {
        self.context.feature_prefix = Some(prefix.into());
        self
    }

    /// The code will be a [`Package`](crate::Package): gated by features, and with a build script
    /// where types are needed by many of them.
    #[must_use]
    pub fn as_package(mut self) -> Self {
        self.context.named_conditions = true;
        self.with_features("")
    }

    /// Generates a module called `name`.
    ///
    /// # Errors
    ///
    /// All that is wrong with the selected part of the document, or with the selection.
    pub fn generate(&self, document: &Document, name: &str) -> Result<Generated, Error> {
        let selected = select(document, &self.selection)?;
        let (api, warnings) = crate::ir::read(&selected.document, &self.selection.types)?;
        let origin = file_name(document.name());
        let rendering = Rendering::new(api, name, self.context.clone());
        let summary = Summary {
            operations: rendering.api().operations.len(),
            types: rendering.api().types.len(),
            features: rendering.features(),
        };
        Ok(Generated {
            rendering,
            header: format!("{HEADER} from {origin}. Do not edit."),
            summary,
            report: selected.report,
            warnings: selected.warnings.into_iter().chain(warnings).collect(),
        })
    }
}

impl Generated {
    /// The objects and unions: the name of each schema, and the way from the module to the type
    /// of values that are declared so, such as `models::AnyDirectoryObject`.
    pub fn model_paths(&self) -> Vec<(String, String)> {
        self.rendering.model_paths()
    }

    /// The contents of the module in one piece, for a macro to expand to.
    pub fn into_tokens(self) -> TokenStream {
        self.rendering.to_tokens()
    }

    /// The build script that the code needs, if it needs one.
    pub(crate) fn build_script(&self) -> Option<GeneratedFile> {
        let text = self.rendering.build_script()?;
        Some(GeneratedFile {
            path: PathBuf::from("build.rs"),
            text: format!("{}\n\n{text}", self.header),
        })
    }

    /// The module as formatted files, in the order of their paths; the module itself is in the
    /// file called `root`.
    ///
    /// # Errors
    ///
    /// When the generated code is not Rust, which is a mistake in the generator.
    pub fn into_files(self, root: &str) -> Result<Vec<GeneratedFile>, Error> {
        let files = self.rendering.to_files(root, &self.header)?;
        Ok(files
            .into_iter()
            .map(|(path, text)| GeneratedFile { path, text })
            .collect())
    }
}

/// The last part of a name, so that files do not differ with the folder they were made in. It
/// goes into a comment: what could end one does not come along.
fn file_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    last.chars().filter(|letter| !letter.is_control()).collect()
}
