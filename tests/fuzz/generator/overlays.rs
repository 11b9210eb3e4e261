//! Overlays: text that was one, and changes of any kind to any place.

use graph_codegen::source::{Node, Pointer};
use graph_codegen::{Document, Overlay};
use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::seeds::seeds;
use crate::target;
use crate::texts::{Edit, edited, edits, text};

const OVERLAY: &str = "\
overlay: 1.0.0
info: {title: Mine, version: 1.0.0}
actions:
- target: $.paths.*[?@.operationId && length(@.tags) > 0 || search(@.summary, 'a.b')]
  description: Some.
  update: {summary: New, tags: [a], x-a: {b: [1, null, true]}}
- target: $.components.schemas['user','group'].properties
  remove: true
- target: $..parameters[0:2,-1]
  update: {name: a, in: query}
";

/// A path made of steps that are well formed, and of text.
fn path() -> impl Strategy<Value = String> {
    let fixed = select(vec![
        ".paths",
        ".*",
        "..*",
        ".get",
        ".components",
        ".schemas",
        ".properties",
        "[*]",
        "[0]",
        "[-1]",
        "[::2]",
        "[0:9:-1]",
        "..parameters",
        ".parameters[?@.in == 'query']",
        "[?@.a < 1 && !(@.b)]",
        "['a','b']",
        "[?count(@.*) > 1]",
        "[?match(@.type, 'str.*')]",
        "[?@.get.responses]",
        "[?$.info.title == 'A']",
    ]);
    let step = prop_oneof![
        8 => fixed.prop_map(str::to_owned),
        2 => text().prop_map(|text| format!("['{}']", text.replace('\\', "\\\\").replace('\'', "\\'"))),
        1 => text(),
    ];
    prop::collection::vec(step, 0..5).prop_map(|steps| format!("${}", steps.concat()))
}

#[derive(Clone, Debug)]
struct Action {
    target: String,
    remove: bool,
    update: Index,
    text: String,
}

fn actions() -> impl Strategy<Value = Vec<Action>> {
    let action = (path(), prop::bool::weighted(0.3), any::<Index>(), text());
    let action = action.prop_map(|(target, remove, update, text)| Action {
        target,
        remove,
        update,
        text,
    });
    prop::collection::vec(action, 1..5)
}

impl Action {
    fn json(&self) -> serde_json::Value {
        let update = match self.update.index(6) {
            0 => serde_json::json!({ &*self.text: self.text }),
            1 => serde_json::json!({"get": {"responses": {"2XX": {"description": self.text}}}}),
            2 => serde_json::json!([self.text]),
            3 => serde_json::json!(7),
            4 => {
                serde_json::json!({"type": "object", "properties": {&*self.text: {"type": "string"}}})
            }
            _ => serde_json::json!({"parameters": [{"name": self.text, "in": "query"}]}),
        };
        serde_json::json!({"target": self.target, "remove": self.remove, "update": update})
    }
}

/// Applies an overlay. What comes of it is a document whose every value has a place in a text.
fn apply(document: &Document, text: &str) {
    let overlay = match Overlay::parse("overlay.yaml", text) {
        Ok(overlay) => overlay,
        Err(findings) => return assert!(findings.has_errors()),
    };
    match document.clone().with_overlay(&overlay) {
        Ok(changed) => {
            let mut pointers = Vec::new();
            collect(changed.root(), &Pointer::root(), &mut pointers);
            for place in changed.places(&pointers) {
                assert!(
                    ["seed.yaml", "overlay.yaml"].contains(&&*place.file),
                    "{place}"
                );
                assert!(place.line.is_some(), "{place}");
            }
            let text = changed.to_json();
            let read = Document::parse("again.json", text.as_str());
            assert_eq!(read.unwrap().root(), changed.root());
        }
        Err(findings) => {
            assert!(findings.has_errors());
            for finding in &findings {
                assert_eq!(finding.place.file, "overlay.yaml", "{finding}");
            }
        }
    }
}

fn collect(node: &Node, at: &Pointer, found: &mut Vec<Pointer>) {
    found.push(at.clone());
    match node {
        Node::Mapping(entries) => {
            for (key, child) in entries.iter() {
                collect(child, &at.child(key), found);
            }
        }
        Node::Sequence(items) => {
            for (index, child) in items.iter().enumerate() {
                collect(child, &at.child(&index.to_string()), found);
            }
        }
        _ => {}
    }
}

target!(
    /// Actions of any kind at any place.
    actions_of_overlays,
    (any::<Index>(), actions()),
    |(seed, actions): &(Index, Vec<Action>)| {
        let seeds = seeds();
        let overlay = serde_json::json!({
            "overlay": "1.0.0",
            "info": {"title": "Mine", "version": "1.0.0"},
            "actions": actions.iter().map(Action::json).collect::<Vec<_>>(),
        });
        apply(&seeds[seed.index(seeds.len())].document, &overlay.to_string());
    }
);

target!(
    /// Text that was an overlay.
    texts_of_overlays,
    (any::<Index>(), edits()),
    |(seed, edits): &(Index, Vec<Edit>)| {
        let seeds = seeds();
        apply(&seeds[seed.index(seeds.len())].document, &edited(OVERLAY, edits));
    }
);
