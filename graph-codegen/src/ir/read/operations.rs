//! The operations of `paths`.

use super::parameters::{Declared, type_path_parameters};
use super::text::{documentation, text};
use super::{Reader, below};
use crate::ir::{
    Answer, Body, Method, Operation, PathError, PathSegment, SegmentKind, Tree, TypeRef,
};
use crate::source::{Document, Mapping, Node, Pointer};

impl<'d> Reader<'d> {
    /// Reads all operations and arranges their paths in a tree, both in the order of paths and
    /// methods, so that the output does not depend on the order of the document.
    pub(super) fn read_operations(&mut self, document: &'d Document) -> (Vec<Operation>, Tree) {
        let mut operations = Vec::new();
        let mut tree = Tree::default();
        let paths = document.root().get("paths").and_then(Node::as_mapping);
        let mut items: Vec<(&'d str, &'d Node)> =
            paths.into_iter().flat_map(Mapping::iter).collect();
        items.sort_unstable_by_key(|(path, _)| *path);
        for (path, item) in items {
            let pointer = below(&Pointer::root(), &["paths", path]);
            let mut segments = match PathSegment::parse_path(path) {
                Ok(segments) => segments,
                Err(error) => {
                    let message = describe(path, &error);
                    self.findings
                        .error(&pointer, message, "correct the path template");
                    continue;
                }
            };
            let mut methods: Vec<(Method, &'d Node)> = item
                .as_mapping()
                .into_iter()
                .flat_map(Mapping::iter)
                .filter_map(|(key, node)| Some((Method::from_key(key)?, node)))
                .collect();
            methods.sort_unstable_by_key(|(method, _)| *method);
            if methods.is_empty() {
                continue;
            }
            let declared: Vec<Declared> = methods
                .iter()
                .map(|(method, operation)| self.read_parameters(item, operation, &pointer, *method))
                .collect();
            type_path_parameters(&mut segments, &declared);
            let node = tree.insert(segments.clone());
            for ((method, operation), declared) in methods.into_iter().zip(declared) {
                let pointer = below(&pointer, &[method.key()]);
                let parameters = self.options(declared, &segments, &pointer);
                tree.add_operation(node, operations.len());
                operations.push(Operation {
                    method,
                    path: path.to_owned(),
                    node,
                    id: text(operation, "operationId"),
                    summary: text(operation, "summary"),
                    documentation: documentation(operation),
                    reference: operation
                        .get("externalDocs")
                        .and_then(|docs| text(docs, "url")),
                    parameters,
                    body: self.read_body(operation, &pointer, &segments, method),
                    answer: self.read_answer(operation, &pointer, &segments, method),
                    permissions: self.read_permissions(operation, &pointer),
                    roles: self.read_roles(operation, &pointer),
                    clouds: self.read_clouds(operation, &pointer),
                });
            }
        }
        (operations, tree)
    }

    fn read_body(
        &mut self,
        operation: &'d Node,
        pointer: &Pointer,
        segments: &[PathSegment],
        method: Method,
    ) -> Option<Body> {
        let body = operation.get("requestBody")?;
        let pointer = below(pointer, &["requestBody"]);
        let (body, pointer) = self.components.resolve("requestBodies", body, &pointer);
        let content = body.get("content").and_then(Node::as_mapping)?;
        let pointer = below(&pointer, &["content"]);
        let json = content.iter().find(|(name, _)| is_json(name));
        if let Some((name, media)) = json {
            for (other, _) in content.iter().filter(|(other, _)| !is_json(other)) {
                self.findings.warning(
                    &below(&pointer, &[other]),
                    format!("the body can be sent as JSON; its form as `{other}` is left out"),
                    "",
                );
            }
            let pointer = below(&pointer, &[name, "schema"]);
            let names = inline_names(segments, method, "RequestBody");
            return Some(Body::Json(match media.get("schema") {
                Some(schema) => self.read_type(schema, &pointer, &names).0,
                None => TypeRef::Json,
            }));
        }
        let content_types: Vec<String> = content.iter().map(|(name, _)| name.to_owned()).collect();
        for name in &content_types {
            self.check_content_type(name, &below(&pointer, &[name]));
        }
        (!content_types.is_empty()).then_some(Body::Binary(content_types))
    }

    /// What the success answers of an operation come to.
    fn read_answer(
        &mut self,
        operation: &'d Node,
        pointer: &Pointer,
        segments: &[PathSegment],
        method: Method,
    ) -> Answer {
        let pointer = below(pointer, &["responses"]);
        let responses = operation.get("responses").and_then(Node::as_mapping);
        let mut answers: Vec<Answer> = Vec::new();
        for (status, response) in responses.into_iter().flat_map(Mapping::iter) {
            // `default` describes errors here; a success under it alone is not told apart.
            if !status.starts_with('2') {
                continue;
            }
            let pointer = below(&pointer, &[status]);
            let (response, pointer) = self.components.resolve("responses", response, &pointer);
            let answer = self.read_content(response, &pointer, segments, method);
            if !answers.contains(&answer) {
                answers.push(answer);
            }
        }
        let has_success = responses
            .is_some_and(|responses| responses.iter().any(|(status, _)| status.starts_with('2')));
        if !has_success {
            self.findings.warning(
                &pointer,
                "no success answer is described: whatever comes is passed over",
                "describe one under `2XX`; `default` is read as a description of errors",
            );
        }
        // Services answer a change either with the changed object or with nothing at all,
        // whichever of both is described.
        let may_be_empty =
            matches!(method, Method::Patch | Method::Put) || answers.contains(&Answer::Empty);
        answers.retain(|answer| *answer != Answer::Empty);
        match answers.len() {
            0 => Answer::Empty,
            1 => match answers.swap_remove(0) {
                Answer::Json { type_ref, .. } => Answer::Json {
                    type_ref,
                    optional: may_be_empty,
                },
                other => other,
            },
            _ => {
                self.findings.warning(
                    &pointer,
                    "the success answers have several types, and are decoded as untyped JSON",
                    "describe one type, or a `oneOf` with a `discriminator`",
                );
                Answer::Json {
                    type_ref: TypeRef::Json,
                    optional: may_be_empty,
                }
            }
        }
    }

    fn read_content(
        &mut self,
        response: &'d Node,
        pointer: &Pointer,
        segments: &[PathSegment],
        method: Method,
    ) -> Answer {
        let Some(content) = response.get("content").and_then(Node::as_mapping) else {
            return Answer::Empty;
        };
        let pointer = below(pointer, &["content"]);
        if let Some((name, media)) = content.iter().find(|(name, _)| is_json(name)) {
            let pointer = below(&pointer, &[name, "schema"]);
            let names = inline_names(segments, method, "Response");
            let type_ref = match media.get("schema") {
                Some(schema) => self.read_type(schema, &pointer, &names).0,
                None => TypeRef::Json,
            };
            return Answer::Json {
                type_ref,
                optional: false,
            };
        }
        if let Some((name, media)) = content
            .iter()
            .find(|(name, _)| name.starts_with("text/plain"))
        {
            let pointer = below(&pointer, &[name, "schema"]);
            let type_ref = match media.get("schema") {
                Some(schema) => self.read_type(schema, &pointer, &[]).0,
                None => TypeRef::String,
            };
            return Answer::Text(match type_ref {
                simple @ (TypeRef::Boolean | TypeRef::I32 | TypeRef::I64 | TypeRef::Double) => {
                    simple
                }
                _ => TypeRef::String,
            });
        }
        let mut binary = false;
        for (name, _) in content.iter() {
            self.check_content_type(name, &below(&pointer, &[name]));
            binary = true;
        }
        if binary {
            Answer::Binary
        } else {
            Answer::Empty
        }
    }

    fn check_content_type(&mut self, name: &str, pointer: &Pointer) {
        let known = [
            "application/octet-stream",
            "application/pdf",
            "application/zip",
            "*/*",
        ];
        let family = ["image/", "audio/", "video/", "text/", "multipart/"];
        if !known.contains(&name) && !family.iter().any(|family| name.starts_with(family)) {
            self.findings.warning(
                pointer,
                format!(
                    "the content type `{name}` is not known: its bytes are passed on as they are"
                ),
                "",
            );
        }
    }
}

fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    essence == "application/json" || essence.ends_with("+json")
}

/// Names for the type of an inline schema: the last name of the path and the method, and if that
/// is taken, more of the path before it.
fn inline_names(segments: &[PathSegment], method: Method, what: &str) -> Vec<String> {
    let words: Vec<&str> = segments
        .iter()
        .filter(|segment| segment.kind != SegmentKind::Key)
        .map(|segment| bare_name(segment.name()))
        .collect();
    let mut names = Vec::new();
    let mut name = format!("{} {what}", method.name());
    for word in words.iter().rev() {
        name = format!("{word} {name}");
        names.push(name.clone());
    }
    if names.is_empty() {
        names.push(name);
    }
    names
}

/// The name of a bound operation without the namespace that some documents write before it.
fn bare_name(name: &str) -> &str {
    name.strip_prefix("microsoft.graph.").unwrap_or(name)
}

fn describe(path: &str, error: &PathError) -> String {
    match error {
        PathError::NoSlash => format!("the path `{path}` does not begin with a slash"),
        PathError::Brace => format!("the path `{path}` has a brace without its counterpart"),
        PathError::TooLong => format!(
            "the path that begins with `{}` has more than {} segments",
            path.chars().take(40).collect::<String>(),
            PathSegment::MOST
        ),
        PathError::EmptyParameter => format!("the path `{path}` has a parameter without a name"),
        PathError::Repeated(name) => {
            format!("the path `{path}` has the parameter `{name}` more than once")
        }
    }
}
