use super::*;
use crate::naming::{Convention, Scope};
use crate::source::Document;
use crate::{Error, Generator, Pattern, Selection};

const SPEC: &str = r"
openapi: 3.0.4
info: {title: Notes, version: v1.0}
servers: [{url: 'https://graph.microsoft.com/v1.0/'}]
paths:
  /notes:
    get: {responses: {2XX: {description: A, content: {application/json: {schema: {$ref: '#/components/schemas/n.note'}}}}}}
  /users:
    get: {responses: {2XX: {description: A, content: {application/json: {schema: {$ref: '#/components/schemas/n.user'}}}}}}
  /colours:
    get: {responses: {2XX: {description: A, content: {application/json: {schema: {$ref: '#/components/schemas/n.colour'}}}}}}
components:
  schemas:
    n.note:
      type: object
      properties:
        text: {type: string, description: What it says., maxLength: 9}
        colour: {$ref: '#/components/schemas/n.colour'}
        owner:
          allOf: [{$ref: '#/components/schemas/n.user'}]
          x-ms-navigationProperty: true
    n.user:
      type: object
      properties:
        name: {type: string}
    n.colour:
      type: object
      properties:
        value: {type: string}
";

fn document(change: (&str, &str)) -> Document {
    assert!(SPEC.contains(change.0));
    Document::parse("notes.yaml", SPEC.replace(change.0, change.1)).unwrap()
}

const SAME: (&str, &str) = ("", "");

fn selection(paths: &[&str]) -> Selection {
    Selection::of(paths.iter().map(|path| Pattern::parse(path).unwrap()))
}

fn record(paths: &[&str], change: (&str, &str)) -> Arc<ModelRecord> {
    let generator = Generator::new(selection(paths));
    let surface = generator.plan(&document(change)).unwrap().surface;
    Arc::new(ModelRecord::of(&surface))
}

fn sibling(name: &str) -> ReusedModule {
    ReusedModule::Sibling(Scope::new().claim(Convention::Value, name).unwrap())
}

/// What a slice with these paths takes from a module with those paths of a changed description.
fn taken(paths: &[&str], other: &[&str], change: (&str, &str)) -> Vec<String> {
    let reuse = Reuse::new(sibling("other"), record(other, change));
    let generator = Generator::new(selection(paths)).with_reuse(reuse);
    let surface = generator.plan(&document(SAME)).unwrap().surface;
    let models = surface.models.iter().filter(|one| one.is_reused);
    let targets = surface.targets.iter().filter(|one| one.is_reused);
    models
        .map(parts::model_path)
        .chain(targets.map(|one| parts::target_path(&one.path)))
        .collect()
}

#[test]
fn all_of_the_same_description_is_the_same() {
    assert_eq!(
        taken(&["/notes"], &["/notes"], SAME),
        [
            "models::n::Colour",
            "models::n::Note",
            "models::targets::n::User"
        ]
    );
    // What it says in prose does not matter.
    let other = ("What it says.", "Its text.");
    assert_eq!(taken(&["/notes"], &["/notes"], other).len(), 3);
}

#[test]
fn what_differs_stays_the_modules_own_and_so_does_what_leads_there() {
    let other = ("value: {type: string}", "value: {type: boolean}");
    assert_eq!(
        taken(&["/notes", "/users"], &["/**"], other),
        ["models::n::User", "models::targets::n::User"]
    );
    for change in [
        ("maxLength: 9", "maxLength: 8"),
        ("text: {type: string", "text: {type: string, nullable: true"),
        ("text: {type", "words: {type"),
    ] {
        assert_eq!(
            taken(&["/notes"], &["/**"], change),
            ["models::n::Colour", "models::targets::n::User"]
        );
    }
}

#[test]
fn the_other_may_know_more_of_what_navigation_leads_to_and_not_less() {
    assert_eq!(taken(&["/notes"], &["/notes", "/users"], SAME).len(), 3);
    assert_eq!(
        taken(&["/notes", "/users"], &["/notes"], SAME),
        ["models::n::Colour"]
    );
}

#[test]
fn what_the_other_does_not_have_is_not_taken() {
    assert_eq!(
        taken(&["/notes", "/users"], &["/colours"], SAME),
        ["models::n::Colour"]
    );
}

#[test]
fn what_has_to_be_the_same_and_is_not_is_an_error_with_the_reason() {
    let refusal = |wanted: &str, other: &[&str], change| {
        let reuse = Reuse::new(sibling("other"), record(other, change)).requiring([wanted]);
        let generator = Generator::new(selection(&["/**"])).with_reuse(reuse);
        match generator.plan(&document(SAME)) {
            Err(Error::Document(findings)) => {
                let messages = findings.iter().map(|one| one.message.clone());
                messages.collect::<Vec<_>>().join("\n")
            }
            Err(other) => other.to_string(),
            Ok(_) => String::new(),
        }
    };
    assert_eq!(refusal("n.note", &["/**"], SAME), "");
    assert_eq!(
        refusal("n.note", &["/users"], SAME),
        "`n.note` cannot be the type of `other`: it is not there"
    );
    assert_eq!(
        refusal(
            "n.note",
            &["/**"],
            ("value: {type: string}", "value: {type: boolean}")
        ),
        "`n.note` cannot be the type of `other`: it leads to `models::n::Colour`, which has other \
         properties, types or limits there"
    );
    assert_eq!(
        refusal("n.note", &["/notes"], SAME),
        "`n.note` cannot be the type of `other`: it knows fewer derived types there, or less of what \
         navigation properties lead to"
    );
    assert_eq!(
        refusal("n.paper", &["/**"], SAME),
        "the type `n.paper` is not in this slice"
    );
}

#[test]
fn taken_types_are_named_where_they_would_be() {
    let files = |from: ReusedModule| {
        let reuse = Reuse::new(from, record(&["/notes"], SAME));
        let generator = Generator::new(selection(&["/notes"])).with_reuse(reuse);
        let generated = generator.generate(&document(SAME), "mine").unwrap();
        let files = generated.into_files("mod.rs").unwrap();
        let files = files
            .into_iter()
            .map(|file| (file.path.to_string_lossy().replace('\\', "/"), file.text));
        files.collect::<BTreeMap<String, String>>()
    };
    let of_sibling = files(sibling("other"));
    assert!(!of_sibling.contains_key("models/n/note.rs"));
    let models = of_sibling.get("models/n.rs").unwrap();
    assert!(
        models.contains("pub use super::super::super::other::models::n::Note;"),
        "{models}"
    );
    let targets = of_sibling.get("models/targets/n.rs").unwrap();
    assert!(
        targets.contains(
            "pub type User = super::super::super::super::other::models::targets::n::User;"
        ),
        "{targets}"
    );
    let v1 = Scope::new().claim(Convention::Value, "v1").unwrap();
    let of_runtime = files(ReusedModule::Runtime(v1));
    let models = of_runtime.get("models/n.rs").unwrap();
    assert!(
        models.contains("pub use ::graph_client::v1::models::n::Note;"),
        "{models}"
    );
}

#[test]
fn a_record_is_read_as_it_was_written() {
    let record = record(&["/**"], SAME);
    let text = record.to_file().text;
    assert_eq!(ModelRecord::parse(&text), *record);
    // What is not as it was written leaves the type out.
    let broken = text.replace("models::n::Note ", "models::n::Note x");
    let parsed = ModelRecord::parse(&broken);
    assert_ne!(parsed, *record);
    assert_ne!(parsed, ModelRecord::default());
    assert_eq!(ModelRecord::of_client("v2"), None);
}

#[test]
fn the_records_of_the_client_are_those_of_its_specs() {
    let specs = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    for module in ["v1", "beta"] {
        let name = if module == "v1" {
            "graph-v1.0.yaml"
        } else {
            "graph-beta.yaml"
        };
        let text = std::fs::read_to_string(specs.join(name)).unwrap();
        let document = Document::parse(name, text).unwrap();
        let generator = Generator::new(Selection::default());
        let surface = generator.plan(&document).unwrap().surface;
        let known = ModelRecord::of_client(module);
        assert_eq!(known, Some(ModelRecord::of(&surface)), "{module}");
    }
}
