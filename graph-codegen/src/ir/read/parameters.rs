//! The parameters of operations.

use super::Reader;
use super::documentation::documentation;
use crate::ir::{OptionType, Parameter, ParameterLocation, ValueList};
use crate::openapi::{Kind, OperationView, ParameterView, PathItem, PathPart, PathSegment, Schema};
use crate::source::Pointer;

/// Headers that the runtime sets itself, which OpenAPI says to pass over when described.
const OWN_HEADERS: [&str; 3] = ["accept", "authorization", "content-type"];

/// The parameters of one operation, by what becomes of them.
pub(super) struct Declared {
    /// Those of the path.
    in_path: Vec<PathParameter>,
    /// Those that are options of the request.
    options: Vec<Parameter>,
}

struct PathParameter {
    name: String,
    value_type: OptionType,
    description: Option<String>,
}

impl<'d> Reader<'_, 'd> {
    /// Reads what an operation and its path item declare.
    pub(super) fn read_parameters(
        &mut self,
        item: &PathItem<'d>,
        operation: &OperationView<'d>,
    ) -> Declared {
        let components = &self.description.components;
        let lists = [
            operation.parameters(components),
            item.parameters(components),
        ];
        let mut declared = Declared {
            in_path: Vec::new(),
            options: Vec::new(),
        };
        // Those of the operation override those of the path item.
        let mut overriding: Vec<(String, String)> = Vec::new();
        for list in lists {
            let mut seen: Vec<(String, String)> = Vec::new();
            for parameter in list {
                let (Some(name), Some(location)) = (parameter.text("name"), parameter.text("in"))
                else {
                    self.findings.error(
                        &parameter.target,
                        "a parameter needs `name` and `in`",
                        "add both, or a `$ref` to a parameter that has them",
                    );
                    continue;
                };
                let key = (name.to_owned(), location.to_owned());
                if seen.contains(&key) {
                    self.findings.error(
                        &parameter.pointer,
                        format!("the parameter `{name}` in `{location}` is declared twice"),
                        "remove one of the declarations",
                    );
                    continue;
                }
                let is_overridden = overriding.contains(&key);
                seen.push(key);
                if !is_overridden {
                    self.read_parameter(name, location, &parameter, &mut declared);
                }
            }
            overriding = seen;
        }
        declared
    }

    fn read_parameter(
        &mut self,
        name: &str,
        location: &str,
        parameter: &ParameterView<'d>,
        declared: &mut Declared,
    ) {
        let location = match location {
            "path" => {
                let value_type = self.option_type(parameter, false);
                declared.in_path.push(PathParameter {
                    name: name.to_owned(),
                    value_type,
                    description: documentation(parameter.node()).description,
                });
                return;
            }
            "query" => ParameterLocation::Query,
            "header" if OWN_HEADERS.contains(&name.to_ascii_lowercase().as_str()) => return,
            "header" => ParameterLocation::Header,
            "cookie" => {
                self.findings.warning(
                    &parameter.pointer,
                    format!("the cookie `{name}` is left out: Graph takes none"),
                    "",
                );
                return;
            }
            other => {
                self.findings.error(
                    &parameter.target.child("in"),
                    format!("`{other}` is not a place for a parameter"),
                    "write one of: path, query, header, cookie",
                );
                return;
            }
        };
        if let Some(content_type) = parameter.content_type() {
            self.findings.warning(
                &parameter.target.child("content"),
                format!("the parameter `{name}` is written as `{content_type}`: it is a text here, and sent as it is given"),
                "",
            );
        }
        declared.options.push(Parameter {
            name: name.to_owned(),
            location,
            required: parameter.flag("required").unwrap_or(false),
            option_type: self.option_type(parameter, location == ParameterLocation::Query),
            values: self.option_values(parameter),
            documentation: documentation(parameter.node()),
        });
    }

    /// The options of an operation, once its path is known to hold what it declares: path
    /// parameters have to stand in the path, and what stands there has to be declared.
    pub(super) fn options(
        &mut self,
        declared: Declared,
        segments: &[PathSegment],
        at_operation: &Pointer,
    ) -> Vec<Parameter> {
        let Declared {
            in_path,
            mut options,
        } = declared;
        let in_template = || segments.iter().flat_map(PathSegment::parameters);
        for name in in_template() {
            if !in_path.iter().any(|other| other.name == name) {
                self.findings.error(
                    at_operation,
                    format!("the path has the parameter `{{{name}}}`, which is not declared"),
                    "declare it in the `parameters` of the path, with `in: path`",
                );
            }
        }
        for PathParameter { name, .. } in &in_path {
            if !in_template().any(|used| used == name) {
                self.findings.warning(
                    at_operation,
                    format!(
                        "the path parameter `{name}` is declared, but the path does not have it"
                    ),
                    "write it into the path in braces, or remove the declaration",
                );
            }
        }
        name_aliases(&mut options, segments);
        options
    }

    /// The schema of a parameter, wherever it stands.
    fn schema_of(&self, parameter: &ParameterView<'d>) -> Option<Schema<'d>> {
        self.resolved(parameter.schema()?)
    }

    fn resolved(&self, mut schema: Schema<'d>) -> Option<Schema<'d>> {
        const MOST: usize = 64;
        for _ in 0..MOST {
            let Some(name) = schema.reference() else {
                return Some(schema);
            };
            schema = Schema::component(&self.description.components, &name)?;
        }
        None
    }

    fn option_type(&mut self, parameter: &ParameterView<'d>, in_query: bool) -> OptionType {
        let Some(schema) = self.schema_of(parameter) else {
            return OptionType::Text;
        };
        let is_unsigned = schema.minimum().is_some_and(|(least, _)| least >= 0.0);
        // Microsoft's descriptions write integers as numbers with a format.
        let is_whole = matches!(
            schema.format(),
            "int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64"
        );
        match schema.kind() {
            Kind::Array => self.list_type(parameter, in_query),
            Kind::Boolean => OptionType::Boolean,
            Kind::Integer if is_unsigned => OptionType::Unsigned,
            Kind::Integer => OptionType::Integer,
            Kind::Number if is_whole => OptionType::Integer,
            Kind::Number => OptionType::Number,
            Kind::Object => {
                self.findings.warning(
                    &parameter.target,
                    "a parameter that is an object is a text here, and sent as it is given",
                    "",
                );
                OptionType::Text
            }
            _ => OptionType::Text,
        }
    }

    /// How a list is written: as [style](https://spec.openapis.org/oas/v3.0.4#style-values) and
    /// `explode` say.
    fn list_type(&mut self, parameter: &ParameterView<'d>, in_query: bool) -> OptionType {
        let style = parameter
            .text("style")
            .unwrap_or(if in_query { "form" } else { "simple" });
        let explode = parameter.flag("explode").unwrap_or(style == "form");
        match (style, explode) {
            ("form", true) if in_query => OptionType::Repeated,
            ("form" | "simple", _) => OptionType::List,
            (other, _) => {
                self.findings.warning(
                    &parameter.target,
                    format!("lists in the style `{other}` are written with commas instead"),
                    "",
                );
                OptionType::List
            }
        }
    }

    /// The values that a parameter, or an item of its list, can have.
    fn option_values(&mut self, parameter: &ParameterView<'d>) -> ValueList {
        let values = || {
            let schema = self.schema_of(parameter)?;
            let schema = match schema.items() {
                Some(items) => self.resolved(items)?,
                None => schema,
            };
            schema.enumeration()
        };
        let values: Vec<&'d str> = values().unwrap_or_default();
        if values.is_empty() {
            return ValueList::default();
        }
        let list = self.value_lists.entry(values);
        list.or_insert_with_key(|values| values.iter().copied().collect())
            .clone()
    }
}

impl Declared {
    /// What is said of the parameters of the path.
    pub(super) fn described(&self) -> Vec<(String, String)> {
        let described = self
            .in_path
            .iter()
            .filter_map(|parameter| Some((parameter.name.clone(), parameter.description.clone()?)));
        described.collect()
    }
}

/// Notes what the values of path parameters are. The operations of a path share its segments: what
/// they do not agree on is any text.
pub(super) fn type_path_parameters(segments: &mut [PathSegment], operations: &[Declared]) {
    for part in segments.iter_mut().flat_map(|segment| &mut segment.parts) {
        let PathPart::Parameter {
            name, value_type, ..
        } = part
        else {
            continue;
        };
        let mut declared = operations
            .iter()
            .flat_map(|declared| &declared.in_path)
            .filter(|parameter| parameter.name == *name);
        if let Some(first) = declared.next() {
            *value_type = first.value_type;
            if declared.any(|other| other.value_type != first.value_type) {
                *value_type = OptionType::Text;
            }
        }
    }
}

/// The query parameters that give the values of aliases in the path are sent with an `@`.
fn name_aliases(options: &mut [Parameter], segments: &[PathSegment]) {
    for alias in segments.iter().flat_map(|segment| &segment.aliases) {
        let is_value = |option: &&mut Parameter| {
            option.location == ParameterLocation::Query && option.name == alias.name
        };
        if let Some(option) = options.iter_mut().find(is_value) {
            option.name.insert(0, '@');
            if alias.is_string {
                option.option_type = OptionType::Literal;
            }
        }
    }
}
