//! What comes of a text: findings, or files.

use std::collections::HashSet;
use std::path::Component;

use graph_codegen::{Diagnostics, Document, Error, GeneratedFile, Generator, Selection};

/// Reads a spec and generates all of it.
pub(crate) fn generate(text: &str) -> Result<(Vec<GeneratedFile>, Diagnostics), Diagnostics> {
    let document = Document::parse("spec.yaml", text)?;
    let generated = match Generator::new(Selection::default()).generate(&document, "api") {
        Ok(generated) => generated,
        Err(Error::Document(findings)) => return Err(findings),
        Err(other) => panic!("{other}"),
    };
    let warnings = generated.warnings.clone();
    match generated.into_files("mod.rs") {
        Ok(files) => Ok((files, warnings)),
        Err(error) => panic!("{error}"),
    }
}

/// The errors that a text gives, as they are shown.
pub(crate) fn errors(text: &str) -> String {
    let findings = generate(text).expect_err("this should be refused");
    assert!(findings.has_errors());
    findings.to_string()
}

/// The warnings that a text gives, as they are shown.
pub(crate) fn warnings(text: &str) -> String {
    let (_, warnings) = generate(text).unwrap_or_else(|errors| panic!("{errors}"));
    assert!(!warnings.has_errors());
    warnings.to_string()
}

/// The files that a text gives, each of which has been looked over.
pub(crate) fn files(text: &str) -> Vec<GeneratedFile> {
    let (files, _) = generate(text).unwrap_or_else(|errors| panic!("{errors}"));
    check(&files);
    files
}

/// Fails when a file is not Rust, lies outside of the folder, or declares a name twice.
pub(crate) fn check(files: &[GeneratedFile]) {
    let mut paths = HashSet::new();
    for file in files {
        let shown = file.path.display();
        let inside = file.path.components().all(|part| match part {
            Component::Normal(name) => name.len() <= 200 && name.is_ascii(),
            _ => false,
        });
        assert!(inside, "{shown}");
        assert_eq!(
            file.path.extension().and_then(|name| name.to_str()),
            Some("rs")
        );
        // Some file systems do not tell capitals apart.
        assert!(
            paths.insert(shown.to_string().to_lowercase()),
            "{shown} twice"
        );
        let parsed = syn::parse_file(&file.text).unwrap_or_else(|error| {
            panic!("{shown}: {error}\n{}", file.text);
        });
        distinct(&parsed.items, &shown.to_string());
    }
}

/// Fails when names of one kind clash in a file.
fn distinct(items: &[syn::Item], file: &str) {
    let mut types = HashSet::new();
    let mut once = |name: &syn::Ident| {
        assert!(
            types.insert(name.to_string()),
            "{file}: {name} is declared twice"
        );
    };
    let mut methods: HashSet<String> = HashSet::new();
    for item in items {
        match item {
            syn::Item::Struct(item) => {
                once(&item.ident);
                let fields = item.fields.iter().filter_map(|field| field.ident.as_ref());
                all_distinct(fields, file);
            }
            syn::Item::Enum(item) => {
                once(&item.ident);
                all_distinct(item.variants.iter().map(|variant| &variant.ident), file);
            }
            syn::Item::Mod(item) => once(&item.ident),
            syn::Item::Impl(item) if item.trait_.is_none() => {
                let syn::Type::Path(owner) = &*item.self_ty else {
                    panic!("{file}: an impl of something other than a path");
                };
                let owner = &owner.path.segments.last().unwrap().ident;
                for inner in &item.items {
                    if let syn::ImplItem::Fn(method) = inner {
                        let name = format!("{owner}::{}", method.sig.ident);
                        assert!(methods.insert(name.clone()), "{file}: {name} twice");
                        let arguments = method.sig.inputs.iter().filter_map(|input| match input {
                            syn::FnArg::Typed(argument) => match &*argument.pat {
                                syn::Pat::Ident(pattern) => Some(&pattern.ident),
                                _ => None,
                            },
                            syn::FnArg::Receiver(_) => None,
                        });
                        all_distinct(arguments, file);
                    }
                }
            }
            _ => {}
        }
    }
}

fn all_distinct<'i>(names: impl Iterator<Item = &'i syn::Ident>, file: &str) {
    let mut seen = HashSet::new();
    for name in names {
        assert!(seen.insert(name.to_string()), "{file}: {name} twice");
    }
}
