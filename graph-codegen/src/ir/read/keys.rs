//! The properties by which paths name an object.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Answer, Api, Key, Method, Node, Object, TypeRef};
use crate::openapi::{PathSegment, SegmentKind};

/// Finds the keys of types: where a path ends in a key or an alternate key, and what is there
/// answers with an object that has the properties that the key names.
///
/// A description has no other word for keys. `{user-id}` names the property `id`, and
/// `applications(appId='{appId}')`, beside `applications`, the property `appId`.
pub(super) fn find_keys(api: &Api) -> BTreeMap<Key, BTreeSet<Vec<String>>> {
    let mut keys: BTreeMap<Key, BTreeSet<Vec<String>>> = BTreeMap::new();
    let gets = api
        .operations
        .iter()
        .filter(|operation| operation.method == Method::Get);
    for operation in gets {
        let (Some(node), Answer::Json { type_ref, .. }) =
            (api.tree.node(operation.node), &operation.answer)
        else {
            continue;
        };
        let TypeRef::Named(key) = type_ref else {
            continue;
        };
        let Some(object) = api.object(key) else {
            continue;
        };
        if let Some(names) = key_of(api, node, object) {
            keys.entry(key.clone()).or_default().insert(names);
        }
    }
    keys
}

/// The properties that the last segment of a path names.
fn key_of(api: &Api, node: &Node, object: &Object) -> Option<Vec<String>> {
    let segment = node.segment.as_ref()?;
    let has = |name: &str| {
        let lineage = api.lineage(object);
        let mut properties = lineage.iter().flat_map(|one| &one.properties);
        properties.any(|property| property.name == name)
    };
    match segment.kind {
        SegmentKind::Key => {
            let parameter = segment.parameters().next()?;
            let name = if has(parameter) { parameter } else { "id" };
            (parameter.ends_with("id") || name == parameter)
                .then(|| vec![name.to_owned()])
                .filter(|_| has(name))
        }
        SegmentKind::Call if is_beside_collection(api, node, segment) => {
            let names: Vec<String> = segment.argument_names().map(str::to_owned).collect();
            (!names.is_empty() && names.iter().all(|name| has(name))).then_some(names)
        }
        _ => None,
    }
}

/// Whether the name before the parentheses is a path of its own: `f(a={a})` alone is a function.
fn is_beside_collection(api: &Api, node: &Node, segment: &PathSegment) -> bool {
    let parent = node.parent.and_then(|parent| api.tree.node(parent));
    let beside = parent.into_iter().flat_map(|parent| &parent.children);
    beside
        .filter_map(|child| api.tree.node(*child)?.segment.as_ref())
        .any(|other| other.kind == SegmentKind::Name && other.text == segment.name())
}

#[cfg(test)]
mod tests {
    use crate::{Document, ir};

    #[test]
    fn keys_are_the_properties_that_paths_name() {
        let schema = "{2XX: {description: d, content: {application/json: {schema: \
                      {$ref: '#/components/schemas/app'}}}}}";
        let paths = [
            "/apps",
            "/apps/{app-id}",
            "/apps(appId='{appId}')",
            "/apps(tenant='{tenant}',name='{name}')",
            "/apps/find(name='{name}')",
            "/names/{name}",
            "/apps/{app-id}/copies(colour='{colour}')",
            "/apps/{app-id}/copies",
            "/others/{number}",
        ];
        let mut text = "openapi: 3.0.4\ninfo: {title: t, version: '1'}\npaths:\n".to_owned();
        for path in paths {
            text += &format!("  {path}:\n    get: {{responses: {schema}}}\n");
        }
        text += "components:\n  schemas:\n    \
                 base: {type: object, properties: {id: {type: string}}}\n    \
                 app:\n      allOf:\n      - {$ref: '#/components/schemas/base'}\n      \
                 - {type: object, properties: {appId: {type: string}, name: {type: string}, \
                 tenant: {type: string}}}\n";
        let (api, _) = ir::read(&Document::parse("api.yaml", text).unwrap());
        let keys = api.keys.get("app").unwrap().iter();
        let keys: Vec<String> = keys.map(|names| names.join("+")).collect();
        assert_eq!(keys, ["appId", "id", "name", "tenant+name"]);
        assert_eq!(api.keys.len(), 1);
    }
}
