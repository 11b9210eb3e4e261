//! The identifiers of generated code, and where they are from.

use std::collections::HashSet;
use std::path::Path;
use std::sync::LazyLock;

use graph_codegen::Surface;
use proc_macro2::{TokenStream, TokenTree};
use serde_json::Value;

/// All identifiers in a text that is Rust, those within macros and attributes too.
pub(crate) fn of_code(code: &str) -> HashSet<String> {
    let tokens: TokenStream = code
        .parse()
        .unwrap_or_else(|error| panic!("{error}\n{code}"));
    let mut found = HashSet::new();
    collect(tokens, &mut found);
    found
}

fn collect(tokens: TokenStream, found: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(name) => {
                let name = name.to_string();
                // A keyword is no name, unless it is written raw.
                if syn::parse_str::<syn::Ident>(&name).is_ok() {
                    found.insert(name.trim_start_matches("r#").to_owned());
                }
            }
            TokenTree::Group(group) => collect(group.stream(), found),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
}

/// All identifiers that a surface has decided, with those that follow from them.
pub(crate) fn of_surface(surface: &Surface) -> HashSet<String> {
    let mut found = HashSet::new();
    for item in surface.items() {
        words(&item.path, &mut found);
        words(&item.signature, &mut found);
    }
    decided(&serde_json::to_value(surface).unwrap(), "", &mut found);
    let setters: Vec<String> = found.iter().map(|name| format!("set_{name}")).collect();
    found.extend(setters);
    found
}

/// What a surface has under the keys that hold Rust, not text of the document.
fn decided(value: &Value, key: &str, found: &mut HashSet<String>) {
    const RUST: [&str; 16] = [
        "answer",
        "argumentType",
        "builder",
        "constructor",
        "function",
        "identifier",
        "items",
        "method",
        "methods",
        "module",
        "object",
        "request",
        "setter",
        "valueType",
        "variant",
        "variants",
    ];
    match value {
        Value::String(text) if RUST.contains(&key) => words(text, found),
        Value::Array(values) => values.iter().for_each(|value| decided(value, key, found)),
        Value::Object(entries) => {
            for (key, value) in entries {
                decided(value, key, found);
            }
        }
        _ => {}
    }
}

fn words(text: &str, found: &mut HashSet<String>) {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    let words = text.split(|letter| !is_letter(letter));
    found.extend(words.filter(|word| !word.is_empty()).map(str::to_owned));
}

/// What the generator itself may write: the words of the sources that decide and write. None of
/// them is of a document.
pub(crate) fn of_the_generator() -> &'static HashSet<String> {
    static OWN: LazyLock<HashSet<String>> = LazyLock::new(|| {
        let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../graph-codegen/src");
        // Of `operation::Method`, by the name of the method.
        let methods = [
            "Delete", "Get", "Head", "Options", "Patch", "Post", "Put", "Trace",
        ];
        let mut found = HashSet::from(methods.map(str::to_owned));
        for folder in ["plan", "plan/surface", "render"] {
            for entry in sources.join(folder).read_dir().unwrap() {
                let path = entry.unwrap().path();
                if path.is_file() {
                    words(&std::fs::read_to_string(path).unwrap(), &mut found);
                }
            }
        }
        found
    });
    &OWN
}
