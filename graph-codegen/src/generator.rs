//! From a document to generated code, in one call.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use proc_macro2::TokenStream;
use serde::Serialize;

use crate::diagnostics::Diagnostics;
use crate::ir::{self, Api};
use crate::output::{GeneratedFile, HEADER};
use crate::permissions::{self, PermissionCounts, PermissionTable};
use crate::plan::surface::Definition;
use crate::plan::{self, Feature, Options, Preferences, Surface, carry_decisions};
use crate::render::{FormatError, Rendering, RuntimePath};
use crate::reuse::Reuse;
use crate::select::{Selected, Selection, TrimReport, select};
use crate::source::{Document, Finding};

/// Generates code for a selection of a document.
#[derive(Clone, Debug)]
pub struct Generator {
    selection: Selection,
    options: Options,
    runtime: RuntimePath,
    permissions: Option<Arc<PermissionTable>>,
    reuse: Option<Reuse>,
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

/// The surface of a selection.
#[derive(Clone, Debug)]
pub struct Planned {
    /// The surface.
    pub surface: Surface,
    /// Where permissions come from, if they were looked up.
    pub permissions: Option<PermissionCounts>,
    /// What the selection kept and left out.
    pub report: TrimReport,
    /// What could not be expressed, or looks wrong.
    pub warnings: Diagnostics,
}

/// A part of a document, as a document of its own.
#[derive(Clone, Debug)]
pub struct Trimmed {
    /// The document. Its places are those of the text that was read.
    pub document: Document,
    /// Where permissions come from, if they were looked up.
    pub permissions: Option<PermissionCounts>,
    /// What the selection kept and left out.
    pub report: TrimReport,
    /// What is odd about the selection or about what it chose.
    pub warnings: Diagnostics,
}

/// What was generated, in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The operations that have a method.
    pub operations: usize,
    /// The structs, enumerations and choices.
    pub types: usize,
    /// The features that gate parts of the code.
    pub features: Vec<Feature>,
    /// Where permissions come from, if they were looked up.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permissions: Option<PermissionCounts>,
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
            options: Options::default(),
            runtime: RuntimePath::default(),
            permissions: None,
            reuse: None,
        }
    }

    /// The generator with another selection.
    #[must_use]
    pub fn with_selection(mut self, selection: Selection) -> Self {
        self.selection = selection;
        self
    }

    /// The code will be a part of the crate `graph-client` itself.
    #[must_use]
    pub fn within_runtime(self) -> Self {
        self.with_runtime(RuntimePath::Crate(Vec::new()))
    }

    /// The way to the runtime crate, `::graph_client` unless told otherwise.
    #[must_use]
    pub fn with_runtime(mut self, path: RuntimePath) -> Self {
        self.runtime = path;
        self
    }

    /// Gates the code by features whose names begin with this; an empty prefix leaves their names
    /// alone. There is one for each top-level path segment, and for a segment with many operations
    /// one for each of its parts.
    #[must_use]
    pub fn with_features(mut self, prefix: impl Into<String>) -> Self {
        self.options.feature_prefix = Some(prefix.into());
        self
    }

    /// What the user wants otherwise than the rules have it: names, enums, structs.
    #[must_use]
    pub fn with_preferences(mut self, preferences: Preferences) -> Self {
        self.options.preferences = preferences;
        self
    }

    /// Gives operations that have no permissions of their own those that are published for them.
    #[must_use]
    pub fn with_permissions(mut self, table: Arc<PermissionTable>) -> Self {
        self.permissions = Some(table);
        self
    }

    /// Takes types from another module where they are the same.
    #[must_use]
    pub fn with_reuse(mut self, reuse: Reuse) -> Self {
        self.reuse = Some(reuse);
        self
    }

    /// The code will be a [`Package`](crate::Package): gated by features, and with a build script
    /// where types are needed by many of them.
    #[must_use]
    pub fn as_package(mut self) -> Self {
        self.options.named_conditions = true;
        self.with_features("")
    }

    /// Plans the surface: what is public, without the code.
    ///
    /// # Errors
    ///
    /// All that is wrong with the selected part of the document, with the selection, or with what
    /// the user wants of names.
    pub fn plan(&self, document: &Document) -> Result<Planned, Error> {
        let Reading {
            selected,
            api,
            findings,
            permissions,
            contradictions,
        } = Reading::of(document, &self.selection, self.permissions.as_deref())?;
        // A plan of what is wrong would say the same once more, or take without bound.
        let read = judge(document, &selected, findings)?;
        let mut plan = plan::plan(
            document,
            &api,
            &selected,
            &self.selection.types,
            &self.options,
        );
        if let Some(reuse) = &self.reuse {
            plan.findings.extend(reuse.mark(&mut plan.surface));
        }
        let planned = judge(document, &selected, plan.findings)?;
        let looked_up = judge(document, &selected, contradictions)?;
        let warnings = selected.warnings.clone().into_iter();
        Ok(Planned {
            surface: plan.surface,
            permissions,
            warnings: warnings
                .chain(read)
                .chain(planned)
                .chain(looked_up)
                .collect(),
            report: selected.report,
        })
    }

    /// Generates a module called `name`.
    ///
    /// # Errors
    ///
    /// As [`plan`](Self::plan).
    pub fn generate(&self, document: &Document, name: &str) -> Result<Generated, Error> {
        let Planned {
            surface,
            permissions,
            report,
            warnings,
        } = self.plan(document)?;
        let origin = file_name(document.name());
        Ok(Generated {
            summary: Summary {
                operations: surface.operations(),
                types: surface.models.len(),
                features: surface.features.clone(),
                permissions,
            },
            rendering: Rendering::new(surface, name, self.runtime.clone())
                .with_reused(self.reuse.as_ref().map(|reuse| reuse.from().clone())),
            header: format!("{HEADER} from {origin}. Do not edit."),
            report,
            warnings,
        })
    }
}

/// Cuts a selection out of a document, as a document of its own that generates the same code as the
/// selection does.
///
/// # Errors
///
/// All that is wrong with the selected part of the document, or with the selection.
pub fn trim(document: &Document, selection: &Selection) -> Result<Trimmed, Diagnostics> {
    trim_with(document, selection, None)
}

/// As [`trim`], with the published permissions of those operations that have none of their own.
///
/// # Errors
///
/// As [`trim`].
pub fn trim_with(
    document: &Document,
    selection: &Selection,
    table: Option<&PermissionTable>,
) -> Result<Trimmed, Diagnostics> {
    let Reading {
        selected,
        api,
        permissions,
        contradictions,
        ..
    } = Reading::of(document, selection, table)?;
    let (mut trimmed, findings) = carry_decisions(document, &api, &selected);
    if permissions.is_some() {
        permissions::write_permissions(&mut trimmed, &api.operations);
    }
    judge(document, &selected, findings)?;
    let looked_up = judge(document, &selected, contradictions)?;
    Ok(Trimmed {
        document: trimmed,
        permissions,
        warnings: selected.warnings.iter().cloned().chain(looked_up).collect(),
        report: selected.report,
    })
}

/// A document, read for a selection of it.
struct Reading<'d> {
    selected: Selected<'d>,
    /// All that the document describes, with published permissions where they were looked up.
    api: Api,
    findings: Vec<Finding>,
    permissions: Option<PermissionCounts>,
    /// Where published permissions are not those of the document.
    contradictions: Vec<Finding>,
}

impl<'d> Reading<'d> {
    /// Selects and reads, side by side, and looks up permissions.
    fn of(
        document: &'d Document,
        selection: &Selection,
        table: Option<&PermissionTable>,
    ) -> Result<Self, Diagnostics> {
        let (selected, (mut api, findings)) =
            rayon::join(|| select(document, selection), || ir::read(document));
        let selected = selected?;
        let (mut permissions, mut contradictions) = (None, Vec::new());
        if let Some(table) = table {
            let is_selected =
                |one: &ir::Operation| selected.has_operation(&one.path, one.method.key());
            let (counts, found) = permissions::annotate(table, &mut api, is_selected);
            (permissions, contradictions) = (Some(counts), found);
        }
        Ok(Self {
            selected,
            api,
            findings,
            permissions,
            contradictions,
        })
    }
}

/// The warnings among the findings that concern a selection.
///
/// # Errors
///
/// When one of them is an error.
fn judge(
    document: &Document,
    selected: &Selected<'_>,
    findings: impl IntoIterator<Item = Finding>,
) -> Result<Diagnostics, Diagnostics> {
    let concerns = |finding: &Finding| selected.concerns(&finding.pointer);
    let found = document.diagnostics(findings.into_iter().filter(concerns));
    if found.has_errors() {
        return Err(found);
    }
    Ok(found)
}

impl Generated {
    /// The surface that the code has.
    pub fn surface(&self) -> &Surface {
        self.rendering.surface()
    }

    /// The objects and choices: the name of each schema, and the way from the module to the type
    /// of values that are declared so, such as `models::AnyDirectoryObject`.
    pub fn model_paths(&self) -> Vec<(String, String)> {
        let path = |model: &plan::surface::Model| {
            let mut path = model.path.clone();
            match &model.definition {
                Definition::Struct(object) => {
                    if let Some(family) = &object.family {
                        path.identifier.clone_from(&family.identifier);
                    }
                }
                Definition::Choice(_) => {}
                Definition::Enumeration(_) | Definition::Either(_) => return None,
            }
            Some((model.title.clone(), path.to_string()))
        };
        self.surface().models.iter().filter_map(path).collect()
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
