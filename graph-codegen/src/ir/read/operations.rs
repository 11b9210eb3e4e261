//! The operations of `paths`.

use super::Reader;
use super::documentation::{documentation, text};
use super::inline::InlineName;
use super::parameters::{Declared, type_path_parameters};
use crate::ir::{Answer, Body, BodyContent, Method, Operation, Shapes, Tree, TypeRef};
use crate::openapi::{
    MediaTypes, OperationView, PathError, PathItem, PathSegment, SegmentKind, is_json, server_path,
};
use crate::source::{Node, Pointer};

impl<'d> Reader<'_, 'd> {
    /// Reads all operations and arranges their paths in a tree, both in the order of paths and
    /// methods, so that the output does not depend on the order of the document.
    pub(super) fn read_operations(&mut self) -> (Vec<Operation>, Tree) {
        let mut operations = Vec::new();
        let mut tree = Tree::default();
        let mut items: Vec<PathItem<'d>> = self.description.path_items().collect();
        items.sort_unstable_by_key(|item| item.path);
        for item in items {
            let mut views: Vec<(Method, OperationView<'d>)> = item
                .operations()
                .filter_map(|view| Some((Method::from_key(view.method)?, view)))
                .collect();
            views.sort_unstable_by_key(|(method, _)| *method);
            if views.is_empty() {
                continue;
            }
            let mut segments = match PathSegment::parse_path(item.path) {
                Ok(segments) => segments,
                Err(error) => {
                    let message = describe(item.path, &error);
                    self.findings
                        .error(&item.pointer(), message, "correct the path template");
                    continue;
                }
            };
            self.note_servers(item.servers(), &item.pointer());
            let declared: Vec<Declared> = views
                .iter()
                .map(|(_, view)| self.read_parameters(&item, view))
                .collect();
            type_path_parameters(&mut segments, &declared);
            let node = tree.insert(segments.clone());
            for ((method, view), declared) in views.into_iter().zip(declared) {
                let pointer = &view.pointer;
                self.note_servers(view.get("servers"), pointer);
                tree.add_operation(node, operations.len());
                let documented = view.node();
                operations.push(Operation {
                    method,
                    path: item.path.to_owned(),
                    place: pointer.clone(),
                    node,
                    id: text(documented, "operationId"),
                    summary: text(documented, "summary"),
                    documentation: documentation(documented),
                    reference: view.get("externalDocs").and_then(|docs| text(docs, "url")),
                    path_parameters: declared.described(),
                    parameters: self.options(declared, &segments, pointer),
                    body: self.read_body(&view, &segments, method, item.path),
                    answer: self.read_answer(&view, &segments, method, item.path),
                    permissions: self.read_permissions(documented, pointer),
                    roles: self.read_roles(documented, pointer),
                    clouds: self.read_clouds(documented, pointer),
                });
            }
        }
        (operations, tree)
    }

    /// Requests go to the chosen cloud, below the root of the document.
    fn note_servers(&mut self, servers: Option<&'d Node>, pointer: &Pointer) {
        let Some(first) = servers
            .and_then(Node::as_sequence)
            .and_then(<[Node]>::first)
        else {
            return;
        };
        let root = self.description.service_root(&mut Vec::new());
        if server_path(first, pointer, &mut Vec::new()) != root {
            self.findings.warning(
                &pointer.child("servers"),
                "requests go below the path of the document's first server; this one is passed over",
                "describe what is below another root in a document of its own",
            );
        }
    }

    fn read_body(
        &mut self,
        operation: &OperationView<'d>,
        segments: &[PathSegment],
        method: Method,
        path: &str,
    ) -> Option<Body> {
        let (required, content) = operation.body(&self.description.components)?;
        if let Some(name) = content.json() {
            for other in content.names().filter(|other| !is_json(other)) {
                self.findings.warning(
                    &content.pointer.child(other),
                    format!("the body can be sent as JSON; its form as `{other}` is left out"),
                    "",
                );
            }
            let names = inline_name(segments, method, path, "RequestBody");
            let type_ref = match content.schema(name) {
                Some(schema) => {
                    let (type_ref, nullable) = self.read_type(&schema, &names);
                    if nullable {
                        self.findings.warning(
                            &schema.pointer,
                            "a body that is `null` cannot be sent; one that is left out can, where it is not required",
                            "",
                        );
                    }
                    type_ref
                }
                None => TypeRef::Json,
            };
            return Some(Body {
                required,
                content: BodyContent::Json(type_ref),
            });
        }
        let content_types: Vec<String> = content.names().map(str::to_owned).collect();
        for name in &content_types {
            self.check_content_type(name, &content.pointer.child(name));
        }
        (!content_types.is_empty()).then_some(Body {
            required,
            content: BodyContent::Binary(content_types),
        })
    }

    /// What the success answers of an operation come to.
    fn read_answer(
        &mut self,
        operation: &OperationView<'d>,
        segments: &[PathSegment],
        method: Method,
        path: &str,
    ) -> Answer {
        let pointer = operation.pointer.child("responses");
        let responses = operation.responses(&self.description.components);
        let mut answers: Vec<Answer> = Vec::new();
        // `default` describes errors here; a success under it alone is not told apart.
        let successes: Vec<_> = responses
            .into_iter()
            .filter(|(status, _)| status.starts_with('2'))
            .collect();
        if successes.is_empty() {
            self.findings.warning(
                &pointer,
                "no success answer is described: whatever comes is passed over",
                "describe one under `2XX`; `default` is read as a description of errors",
            );
        }
        for (status, content) in successes {
            let name = inline_name(segments, method, path, "Response");
            let answer = self.read_content(&content, &name, status);
            if !answers.iter().any(|known| self.is_same(known, &answer)) {
                answers.push(answer);
            }
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
        content: &MediaTypes<'d>,
        name: &InlineName,
        status: &str,
    ) -> Answer {
        if let Some(json) = content.json() {
            for other in content.names().filter(|other| !is_json(other)) {
                self.findings.warning(
                    &content.pointer.child(other),
                    format!("the answer is read as JSON; its form as `{other}` is left out"),
                    "",
                );
            }
            let type_ref = match content.schema(json) {
                // Answers of several statuses are types of their own, unless they are the same.
                Some(schema) => self.read_type(&schema, &name.of_status(status)).0,
                None => TypeRef::Json,
            };
            return Answer::Json {
                type_ref,
                optional: false,
            };
        }
        if let Some(text) = content.names().find(|name| name.starts_with("text/plain")) {
            let type_ref = match content.schema(text) {
                Some(schema) => self.read_type(&schema, name).0,
                None => TypeRef::String,
            };
            return Answer::Text(match type_ref {
                TypeRef::Named(_)
                | TypeRef::Json
                | TypeRef::Array { .. }
                | TypeRef::Map { .. }
                | TypeRef::Page(_) => TypeRef::String,
                scalar => scalar,
            });
        }
        let mut binary = false;
        for name in content.names() {
            self.check_content_type(name, &content.pointer.child(name));
            binary = true;
        }
        if binary {
            Answer::Binary
        } else {
            Answer::Empty
        }
    }

    /// Whether two answers are the same, also where each is described inline.
    fn is_same(&self, one: &Answer, other: &Answer) -> bool {
        match (one, other) {
            (
                Answer::Json { type_ref: one, .. },
                Answer::Json {
                    type_ref: other, ..
                },
            ) => {
                let mut shapes = Shapes::new(&self.types);
                shapes.of(one) == shapes.of(other)
            }
            (one, other) => one == other,
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

/// What an inline schema at an operation goes by: the last name of the path and the method, and if
/// that is taken, more of the path before it.
fn inline_name(segments: &[PathSegment], method: Method, path: &str, what: &str) -> InlineName {
    let words: Vec<&str> = segments
        .iter()
        .filter(|segment| segment.kind != SegmentKind::Key)
        .map(PathSegment::bare_name)
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
    InlineName::of_operation(format!("{} {path} {what}", method.token()), names)
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
