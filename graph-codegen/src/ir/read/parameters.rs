//! The parameters of operations.

use super::text::{documentation, text};
use super::{Reader, below};
use crate::ir::{Method, OptionType, Parameter, ParameterLocation, PathPart, PathSegment};
use crate::source::{Node, Pointer};

/// Headers that the runtime sets itself, which OpenAPI says to pass over when described.
const OWN_HEADERS: [&str; 3] = ["accept", "authorization", "content-type"];

/// The parameters of one operation, by what becomes of them.
pub(super) struct Declared {
    /// Those of the path: their names, and what their values are.
    in_path: Vec<(String, OptionType)>,
    /// Those that are options of the request.
    options: Vec<Parameter>,
}

impl<'d> Reader<'d> {
    /// Reads what an operation and its path item declare.
    pub(super) fn read_parameters(
        &mut self,
        item: &'d Node,
        operation: &'d Node,
        at_item: &Pointer,
        method: Method,
    ) -> Declared {
        let of_item = below(at_item, &["parameters"]);
        let of_operation = below(at_item, &[method.key(), "parameters"]);
        let mut options: Vec<Parameter> = Vec::new();
        let mut in_path: Vec<(String, OptionType)> = Vec::new();
        // Those of the operation override those of the path item.
        let mut overriding: Vec<(String, String)> = Vec::new();
        for (list, pointer) in [(operation, of_operation), (item, of_item)] {
            let mut seen: Vec<(String, String)> = Vec::new();
            let nodes = list.get("parameters").and_then(Node::as_sequence);
            for (index, node) in nodes.into_iter().flatten().enumerate() {
                let mut pointer = pointer.clone();
                pointer.push_index(index);
                let (node, target) = self.components.resolve("parameters", node, &pointer);
                let (Some(name), Some(location)) = (text(node, "name"), text(node, "in")) else {
                    self.findings.error(
                        &target,
                        "a parameter needs `name` and `in`",
                        "add both, or a `$ref` to a parameter that has them",
                    );
                    continue;
                };
                let key = (name.clone(), location.clone());
                if seen.contains(&key) {
                    self.findings.error(
                        &pointer,
                        format!("the parameter `{name}` in `{location}` is declared twice"),
                        "remove one of the declarations",
                    );
                    continue;
                }
                let is_overridden = overriding.contains(&key);
                seen.push(key);
                match location.as_str() {
                    "path" | "query" | "header" if is_overridden => {}
                    "path" => in_path.push((name, self.option_type(node))),
                    "query" => options.push(self.option(name, ParameterLocation::Query, node)),
                    "header" if OWN_HEADERS.contains(&name.to_ascii_lowercase().as_str()) => {}
                    "header" => options.push(self.option(name, ParameterLocation::Header, node)),
                    "cookie" => self.findings.warning(
                        &pointer,
                        format!("the cookie `{name}` is left out: Graph takes none"),
                        "",
                    ),
                    other => self.findings.error(
                        &below(&target, &["in"]),
                        format!("`{other}` is not a place for a parameter"),
                        "write one of: path, query, header, cookie",
                    ),
                }
            }
            overriding = seen;
        }
        Declared { in_path, options }
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
            if !in_path.iter().any(|(other, _)| other == name) {
                self.findings.error(
                    at_operation,
                    format!("the path has the parameter `{{{name}}}`, which is not declared"),
                    "declare it in the `parameters` of the path, with `in: path`",
                );
            }
        }
        for (name, _) in &in_path {
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
        options.sort_by(|one, other| (one.location, &one.name).cmp(&(other.location, &other.name)));
        options
    }

    fn option(&self, name: String, location: ParameterLocation, node: &'d Node) -> Parameter {
        Parameter {
            name,
            location,
            required: node
                .get("required")
                .and_then(Node::as_bool)
                .unwrap_or(false),
            option_type: self.option_type(node),
            documentation: documentation(node),
        }
    }

    fn option_type(&self, node: &'d Node) -> OptionType {
        let Some(schema) = node.get("schema") else {
            return OptionType::Text;
        };
        let (schema, _) = self.components.resolve("schemas", schema, &Pointer::root());
        let minimum = schema.get("minimum").and_then(Node::as_f64);
        let is_unsigned = minimum.is_some_and(|least| least >= 0.0);
        let format = text(schema, "format");
        // Microsoft's descriptions write integers as numbers with a format.
        let is_whole = matches!(
            format.as_deref(),
            Some("int8" | "int16" | "int32" | "int64" | "uint8" | "uint16" | "uint32" | "uint64")
        );
        match text(schema, "type").as_deref() {
            Some("array") => OptionType::List,
            Some("boolean") => OptionType::Boolean,
            Some("integer") if is_unsigned => OptionType::Unsigned,
            Some("integer") => OptionType::Integer,
            Some("number") if is_whole => OptionType::Integer,
            Some("number") => OptionType::Number,
            _ => OptionType::Text,
        }
    }
}

/// Notes what the values of path parameters are. The operations of a path share its segments, so
/// the first declaration counts.
pub(super) fn type_path_parameters(segments: &mut [PathSegment], operations: &[Declared]) {
    for part in segments.iter_mut().flat_map(|segment| &mut segment.parts) {
        if let PathPart::Parameter {
            name, value_type, ..
        } = part
            && let Some((_, declared)) = operations
                .iter()
                .flat_map(|declared| &declared.in_path)
                .find(|(other, _)| other == name)
        {
            *value_type = *declared;
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
