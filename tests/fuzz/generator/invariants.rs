//! What holds of all that the generator makes, whatever it was made of.

use std::collections::HashSet;
use std::path::{Component, Path};

use graph_codegen::{Document, Error, GeneratedFile, Generator, Selection, Surface, trim};

use super::identifiers::{of_code, of_surface, of_the_generator};

/// Reads a description and generates all of it. Fails unless that gives errors that say where and
/// what, or files that are good.
pub(crate) fn outcome(text: &str) -> Option<Vec<GeneratedFile>> {
    let document = match Document::parse("fuzz.yaml", text) {
        Ok(document) => document,
        Err(findings) => {
            assert!(findings.has_errors());
            return None;
        }
    };
    let files = generated(&document, &Generator::new(Selection::default()))?;
    trimmed(&document, &files);
    Some(files)
}

/// Generates code and looks it over.
fn generated(document: &Document, generator: &Generator) -> Option<Vec<GeneratedFile>> {
    let generated = match generator.generate(document, "api") {
        Ok(generated) => generated,
        Err(Error::Document(findings)) => {
            assert!(findings.has_errors());
            for finding in &findings {
                assert!(!finding.message.is_empty());
                let extension = Path::new(&finding.place.file).extension();
                assert_eq!(extension, Some("yaml".as_ref()), "{finding}");
            }
            return None;
        }
        Err(error) => panic!("{error}"),
    };
    assert!(!generated.warnings.has_errors());
    let surface = generated.surface().clone();
    let files = generated.into_files("mod.rs").unwrap();
    look_over(&surface, &files);
    Some(files)
}

/// Fails when a file lies outside of the folder, is not Rust, or has an identifier that the surface
/// has not decided.
fn look_over(surface: &Surface, files: &[GeneratedFile]) {
    let decided = of_surface(surface);
    let own = of_the_generator();
    let mut paths = HashSet::new();
    for file in files {
        let shown = file.path.display().to_string();
        let is_inside = file.path.components().all(|part| match part {
            Component::Normal(name) => name.len() <= 250 && name.to_str().is_some_and(is_name),
            _ => false,
        });
        assert!(is_inside, "{shown}");
        assert!(paths.insert(shown.to_lowercase()), "{shown} twice");
        if let Err(error) = syn::parse_file(&file.text) {
            panic!("{shown}: {error}\n{}", file.text);
        }
        for name in of_code(&file.text) {
            assert!(is_identifier(&name), "{shown}: {name}");
            assert!(
                decided.contains(&name) || own.contains(&name),
                "{shown}: `{name}` was decided nowhere"
            );
        }
    }
}

/// Whether it is a name of a file as `naming` writes it.
fn is_name(name: &str) -> bool {
    let is_letter =
        |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_';
    let stem = name.strip_suffix(".rs").unwrap_or(name);
    stem.chars().all(is_letter)
}

fn is_identifier(name: &str) -> bool {
    let is_letter = |letter: char| letter.is_ascii_alphanumeric() || letter == '_';
    name.chars().all(is_letter) && !name.starts_with(|first: char| first.is_ascii_digit())
}

/// Fails when what was trimmed to all of it does not generate the same.
fn trimmed(document: &Document, files: &[GeneratedFile]) {
    let trimmed = trim(document, &Selection::default()).unwrap_or_else(|error| panic!("{error}"));
    let text = trimmed.document.to_yaml();
    let read = Document::parse("fuzz.yaml", text.as_str());
    let read = read.unwrap_or_else(|error| panic!("{error}\n{text}"));
    let generator = Generator::new(Selection::default());
    let again = generator
        .generate(&read, "api")
        .unwrap_or_else(|error| panic!("{error}\n{text}"));
    let again = again.into_files("mod.rs").unwrap();
    assert_eq!(again.len(), files.len());
    for (file, again) in files.iter().zip(&again) {
        assert_eq!(file.path, again.path);
        assert!(
            file.text == again.text,
            "{} differs from a trimmed document:\n{}\n---\n{}",
            file.path.display(),
            file.text,
            again.text
        );
    }
}
