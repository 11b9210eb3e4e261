use super::*;

const MODULE: &str = "[[module]]\nname = 'v1'\nspec = 'v1.yaml'\nout = '../src/v1'\n";

fn parse(text: &str) -> Result<Manifest, Diagnostics> {
    Manifest::parse(Path::new("specs/graph.toml"), text)
}

fn refusal(text: &str) -> String {
    parse(text).unwrap_err().to_string()
}

#[test]
fn paths_begin_where_that_of_the_manifest_does() {
    let text = format!("{MODULE}features = '../Cargo.toml'\ninclude = ['/users']\n");
    let manifest = parse(&text).unwrap();
    let [module] = &manifest.modules[..] else {
        panic!("{manifest:?}");
    };
    assert_eq!(module.name, "v1");
    assert_eq!(module.spec, Path::new("specs/v1.yaml"));
    assert_eq!(module.out, Path::new("specs/../src/v1"));
    assert_eq!(
        module.features.as_deref(),
        Some(Path::new("specs/../Cargo.toml"))
    );
    assert!(!module.within_runtime);
    assert_eq!(module.selection.include.len(), 1);
    assert_eq!(module.place.to_string(), "specs/graph.toml:1:1");
}

#[test]
fn nothing_to_include_is_refused() {
    assert_eq!(
        refusal(&format!("{MODULE}include = []\n")),
        "error: specs/graph.toml:1:1: module `v1`: `include` is empty, so nothing would be \
         generated\n  help: write patterns, such as `include = [\"/users/**\"]`, or leave \
         `include` out to take the whole spec"
    );
}

#[test]
fn patterns_and_names_that_are_empty_are_refused() {
    let cases = [
        (
            "include = ['']",
            "`` is no pattern: it has no path; `**` stands for every path",
        ),
        (
            "exclude = [' ']",
            "`` is no pattern: it has no path; `**` stands for every path",
        ),
        (
            "navigation = 'some'",
            "navigation is `used` or `all`, not `some`",
        ),
        (
            "types = ['']",
            "`types` has an empty name\n  help: write names, such as `microsoft.graph.user`",
        ),
    ];
    for (line, message) in cases {
        assert_eq!(
            refusal(&format!("{MODULE}{line}\n")),
            format!("error: specs/graph.toml:1:1: module `v1`: {message}")
        );
    }
}

#[test]
fn keys_that_are_not_known_or_missing_are_refused_where_they_are() {
    let refused = refusal(&format!("{MODULE}inclde = ['/users']\n"));
    assert!(
        refused.starts_with("error: specs/graph.toml:5:1: module `v1`: unknown field `inclde`, "),
        "{refused}"
    );
    assert_eq!(
        refusal("\n  [[module]]\nname = 'v1'\nout = 'v1'\n"),
        "error: specs/graph.toml:2:3: module `v1`: missing field `spec`"
    );
    assert_eq!(
        refusal("[[module]]\nspec = 'v1.yaml'\nout = 'v1'\n"),
        "error: specs/graph.toml:1:1: module `number 1`: missing field `name`"
    );
    assert_eq!(
        refusal("[[module]]\nname = 'v1'\nspec = 'v1.yaml'\nout = 7\n"),
        "error: specs/graph.toml:4:7: module `v1`: invalid type: integer `7`, expected path string"
    );
}

#[test]
fn a_manifest_without_modules_is_refused() {
    const HELP: &str = "\n  help: write `[[module]]`, and below it `name`, `spec` and `out`";
    assert_eq!(
        refusal("# nothing yet\n"),
        format!("error: specs/graph.toml: the manifest has no modules{HELP}")
    );
    assert_eq!(
        refusal("[module]\nname = 'v1'\n"),
        format!("error: specs/graph.toml:1:1: `module` is not a list of tables{HELP}")
    );
    assert_eq!(
        refusal("[[modules]]\nname = 'v1'\n"),
        format!("error: specs/graph.toml:1:3: the key `modules` is not known{HELP}")
    );
    assert!(refusal("[[module]\n").starts_with("error: specs/graph.toml:1:"));
}

#[test]
fn paths_that_are_absolute_or_empty_are_refused() {
    let text = "[[module]]\nname = 'v1'\nspec = ''\nout = '/src/v1'\nfeatures = '/Cargo.toml'\n";
    assert_eq!(
        refusal(text),
        "error: specs/graph.toml:1:1: module `v1`: `spec` is empty\n  \
         help: write a path, relative to the manifest\n\n\
         error: specs/graph.toml:1:1: module `v1`: `out` is the absolute path `/src/v1`\n  \
         help: write it relative to the manifest\n\n\
         error: specs/graph.toml:1:1: module `v1`: `features` is the absolute path `/Cargo.toml`\n  \
         help: write it relative to the manifest"
    );
}

#[test]
fn names_that_are_none_or_twice_are_refused() {
    assert_eq!(
        refusal(&MODULE.replace("'v1'", "'v1.0'")),
        "error: specs/graph.toml:1:1: module `v1.0`: `v1.0` is no name for a module\n  \
         help: use letters, digits, `-` and `_`"
    );
    let module = format!("{MODULE}features = 'Cargo.toml'\n");
    assert_eq!(
        refusal(&format!("{module}{module}")),
        "error: specs/graph.toml:6:1: module `v1`: another module has this name, and its features \
         in the same file\n  help: call it otherwise"
    );
    let elsewhere = module.replace("Cargo.toml", "other/Cargo.toml");
    assert_eq!(
        parse(&format!("{module}{elsewhere}"))
            .unwrap()
            .modules
            .len(),
        2
    );
}

#[test]
fn all_that_is_wrong_is_told_at_once() {
    let text = format!("{MODULE}include = []\n[[module]]\nname = 'beta'\n");
    let findings = parse(&text).unwrap_err();
    let messages: Vec<String> = findings.iter().map(|one| one.message.clone()).collect();
    assert_eq!(
        messages,
        [
            "module `v1`: `include` is empty, so nothing would be generated",
            "module `beta`: missing field `spec`",
        ]
    );
}
