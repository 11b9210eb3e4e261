//! What a user decides about the surface.

use std::collections::{BTreeMap, HashSet};

use super::decisions::TypeTraits;
use super::families::Form;
use super::paths::normalised;
use crate::ir::{Api, Key, Object, Type};
use crate::naming::ClaimError;
use crate::openapi::{with_namespace, without_namespace};
use crate::select::{did_you_mean, nearest};
use crate::source::{Finding, Pointer};

/// How a surface is planned.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// What a user wants otherwise than the rules have it.
    pub preferences: Preferences,
    /// What the names of features begin with, such as `v1`; none to plan without features.
    pub feature_prefix: Option<String>,
    /// Whether long conditions have names, which a build script turns on.
    pub named_conditions: bool,
}

/// What a user wants otherwise than the rules have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preferences {
    /// Names in place of those that the document leads to.
    pub renames: Vec<Rename>,
    /// Types with descendants that are to be an enum of them, as `microsoft.graph.mailFolder` or
    /// `mailFolder`.
    pub as_enum: Vec<String>,
    /// Types with descendants that are to be a struct.
    pub as_struct: Vec<String>,
}

/// A name in place of another.
///
/// | from | what gets the name |
/// |---|---|
/// | `microsoft.graph.user`, `user` | the type of the schema |
/// | `user/displayName` | the field of the property, in descendants too |
/// | `/users/{}/sendMail` | the method that leads to the last segment of the path |
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// What is renamed.
    pub from: String,
    /// The name, as Rust writes it.
    pub to: String,
}

/// What a rename is about.
enum Subject<'r> {
    Type(&'r str),
    Property(&'r str, &'r str),
    Path(&'r str),
}

impl Rename {
    /// Reads `FROM=TO`.
    pub fn parse(text: &str) -> Option<Self> {
        // The path of a function has an equals sign of its own.
        let (from, to) = text.rsplit_once('=')?;
        Some(Self {
            from: from.trim().to_owned(),
            to: to.trim().to_owned(),
        })
    }

    fn subject(&self) -> Subject<'_> {
        if self.from.starts_with('/') {
            Subject::Path(&self.from)
        } else if let Some((owner, property)) = self.from.split_once('/') {
            Subject::Property(owner, property)
        } else {
            Subject::Type(&self.from)
        }
    }
}

/// Whether a user means this schema by this name.
fn is_meant(wanted: &str, schema: &str) -> bool {
    wanted == schema || wanted == without_namespace(schema)
}

impl Preferences {
    /// The name for a type.
    pub(super) fn type_name(&self, kind: &Type) -> Option<&str> {
        let schema = kind.name().schema()?;
        self.renames
            .iter()
            .find_map(|rename| match rename.subject() {
                Subject::Type(wanted) if is_meant(wanted, schema) => Some(rename.to.as_str()),
                _ => None,
            })
    }

    /// The name for the field of a property.
    pub(super) fn field_name(&self, lineage: &[&Object], property: &str) -> Option<&str> {
        self.renames
            .iter()
            .find_map(|rename| match rename.subject() {
                Subject::Property(owner, name)
                    if name == property
                        && lineage
                            .iter()
                            .filter_map(|object| object.name.schema())
                            .any(|schema| is_meant(owner, schema)) =>
                {
                    Some(rename.to.as_str())
                }
                _ => None,
            })
    }

    /// The name for the method that leads to a path.
    pub(super) fn method_name(&self, path: &str) -> Option<&str> {
        if self.renames.is_empty() {
            return None;
        }
        let path = normalised(path);
        self.renames
            .iter()
            .find_map(|rename| match rename.subject() {
                Subject::Path(wanted) if normalised(wanted) == path => Some(rename.to.as_str()),
                _ => None,
            })
    }

    pub(super) fn choose_forms(
        &self,
        api: &Api,
        traits: &mut BTreeMap<&Key, TypeTraits>,
        findings: &mut Vec<Finding>,
    ) {
        for (names, form) in [(&self.as_enum, Form::Enum), (&self.as_struct, Form::Struct)] {
            for name in names {
                let key = find_type(api, name);
                match key.and_then(|key| Some((api.object(key)?, traits.get_mut(key)?))) {
                    Some((_, own)) => own.form = form,
                    None => findings.push(unknown_type(api, name, "chooses the form of")),
                }
            }
        }
    }

    /// Errors for renames that match nothing.
    pub(super) fn unmatched(&self, api: &Api) -> Vec<Finding> {
        let paths = || api.tree.nodes().map(|(id, _)| api.tree.path(id));
        let known_paths: HashSet<String> = if self.renames.is_empty() {
            HashSet::new()
        } else {
            paths().map(|path| normalised(&path)).collect()
        };
        let check = |rename: &Rename| match rename.subject() {
            Subject::Type(name) => find_type(api, name)
                .is_none()
                .then(|| unknown_type(api, name, "renames")),
            Subject::Property(owner, property) => {
                let Some(object) = find_type(api, owner).and_then(|key| api.object(key)) else {
                    return Some(unknown_type(api, owner, "renames a property of"));
                };
                let properties = api.properties(object);
                let names = || properties.iter().map(|one| one.property.name.as_str());
                (!names().any(|name| name == property)).then(|| {
                    with_suggestion(
                        format!(
                            "`rename` names the property `{property}`, which `{owner}` has not"
                        ),
                        &nearest(property, names()),
                    )
                })
            }
            Subject::Path(path) => {
                let wanted = normalised(path);
                (!known_paths.contains(&wanted)).then(|| {
                    let near = nearest(&wanted, known_paths.iter().map(String::as_str));
                    with_suggestion(
                        format!("`rename` names the path `{path}`, which the document has not"),
                        &near,
                    )
                })
            }
        };
        self.renames.iter().filter_map(check).collect()
    }
}

fn find_type<'a>(api: &'a Api, name: &str) -> Option<&'a Key> {
    let full = with_namespace(name);
    let found = api
        .types
        .get_key_value(name)
        .or_else(|| api.types.get_key_value(full.as_str()))?;
    found.1.name().schema().map(|_| found.0)
}

fn unknown_type(api: &Api, name: &str, does: &str) -> Finding {
    let schemas = api.types.values().filter_map(|kind| kind.name().schema());
    let near = nearest(without_namespace(name), schemas.map(without_namespace));
    with_suggestion(
        format!("an option {does} the type `{name}`, which the document has not"),
        &near,
    )
}

fn with_suggestion(message: String, near: &[&str]) -> Finding {
    let finding = Finding::error(Pointer::root(), message);
    match did_you_mean(near) {
        Some(help) => finding.with_help(help),
        None => finding,
    }
}

/// An error for a name that cannot be given.
pub(super) fn refused(place: &Pointer, wanted: &str, error: &ClaimError) -> Finding {
    match error {
        ClaimError::NoIdentifier { suggestion } => Finding::error(
            place.clone(),
            format!("`{wanted}` cannot be the name of this in Rust"),
        )
        .with_help(format!("write `{suggestion}`")),
        ClaimError::Taken => Finding::error(
            place.clone(),
            format!("the name `{wanted}` is taken by something else"),
        )
        .with_help("choose another name"),
    }
}
