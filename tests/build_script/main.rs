//! A crate whose build script generates its client, built by cargo from end to end.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test says what went wrong by panicking"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

const SPEC: &str = "\
openapi: 3.0.4
info: {title: Things, version: v1.0}
servers: [{url: 'https://graph.microsoft.com/v1.0/'}]
paths:
  /things:
    get:
      responses: {2XX: {description: Success}}
  /parts:
    get:
      responses: {2XX: {description: Success}}
";

const PERMISSIONS: &str = r#"{"permissions": {"Things.Read": {
  "schemes": {"Application": {"privilegeLevel": 1}},
  "pathSets": [{
    "schemeKeys": ["Application"], "methods": ["GET"], "paths": {"/things": "least=Application"}
  }]
}}}"#;

const BUILD: &str = r#"
fn main() -> Result<(), graph_codegen::build::Failure> {
    graph_codegen::build::Slice::new("things", "things.yaml")
        .include(["/things/**"])
        .rename("/things", "all_things")
        .permissions("permissions.json")
        .write()
}
"#;

const LIB: &str = r#"
//! A crate that has the code of its build script.
#![deny(warnings)]

include!(concat!(env!("OUT_DIR"), "/things/include.rs"));

/// Lists things.
pub fn list(client: &graph_client::GraphClient) -> graph_client::Request<()> {
    let _ = things::things::Things::GET;
    things::Api::new(client).all_things().get()
}
"#;

/// The crate, in a folder of its own.
struct Crate(PathBuf);

impl Crate {
    fn new() -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build-script");
        let _ = std::fs::remove_dir_all(&folder);
        let one = Self(folder);
        // What an earlier run of the test left.
        for path in one.built() {
            let _ = std::fs::remove_dir_all(path);
        }
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
        let dependency = |name: &str| format!("path = '{}'", workspace.join(name).display());
        one.write(
            "Cargo.toml",
            &format!(
                "[package]\nname = \"built-things\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\n\
                 [dependencies]\ngraph-client = {{ {}, default-features = false }}\n\n\
                 [build-dependencies]\ngraph-codegen = {{ {}, default-features = false, \
                 features = [\"build\"] }}\n\n[workspace]\n",
                dependency("graph-client"),
                dependency("graph-codegen")
            ),
        );
        // The versions that this workspace is tested with.
        let lock = std::fs::read_to_string(workspace.join("Cargo.lock")).unwrap();
        one.write("Cargo.lock", &lock);
        one.write("build.rs", BUILD);
        one.write("src/lib.rs", LIB);
        one.write("things.yaml", SPEC);
        one.write("permissions.json", PERMISSIONS);
        one
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    /// Checks the crate: whether it compiles, and what cargo says.
    fn check(&self) -> (bool, String) {
        let output = Command::new(env!("CARGO"))
            .args(["check", "--offline", "--verbose", "--color=never"])
            .current_dir(&self.0)
            .env("CARGO_TARGET_DIR", self.0.join("../build-script-target"))
            .output()
            .unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        (output.status.success(), said)
    }

    /// Checks the crate, which has to compile.
    fn checked(&self) -> String {
        let (succeeded, said) = self.check();
        assert!(succeeded, "{said}");
        said
    }

    /// Where cargo keeps the build script and what came of it.
    fn built(&self) -> Vec<PathBuf> {
        let build = self.0.join("../build-script-target/debug/build");
        let entries = std::fs::read_dir(build).into_iter().flatten();
        let paths = entries.map(|entry| entry.unwrap().path());
        let is_ours = |path: &PathBuf| {
            let name = path.file_name().unwrap().to_string_lossy();
            name.starts_with("built-things-")
        };
        paths.filter(is_ours).collect()
    }

    /// The files that were generated, and when each was written.
    fn generated(&self) -> BTreeMap<PathBuf, SystemTime> {
        let folders = self.built().into_iter();
        let mut folders = folders
            .map(|path| path.join("out/things"))
            .filter(|path| path.exists());
        let files = std::fs::read_dir(folders.next().unwrap()).unwrap();
        let files = files.map(|entry| {
            let path = entry.unwrap().path();
            let written = path.metadata().unwrap().modified().unwrap();
            (path, written)
        });
        files.collect()
    }
}

#[test]
fn a_build_script_generates_what_has_changed_and_nothing_else() {
    let one = Crate::new();
    one.checked();
    let before = one.generated();

    let said = one.checked();
    assert!(said.contains("Fresh built-things v0.1.0"), "{said}");
    assert_eq!(one.generated(), before);

    // The crate is compiled again; the script has nothing to do with it.
    one.write(
        "src/lib.rs",
        &LIB.replace("Lists things", "Lists all things"),
    );
    let said = one.checked();
    assert!(!said.contains("/build-script-build`"), "{said}");
    assert_eq!(one.generated(), before);

    // The spec has one operation more, which has a file of its own; others are not written again.
    let more = "  /things/{id}:\n    parameters:\n    - {name: id, in: path, required: true, \
                schema: {type: string}}\n    delete:\n      responses: {2XX: {description: Success}}\n    \
                x-unknown: 1\n";
    one.write("things.yaml", &format!("{SPEC}{more}"));
    let call = "\n/// Deletes one.\npub fn delete(client: &graph_client::GraphClient) -> \
                graph_client::Request<()> {\n    \
                things::Api::new(client).all_things().by_id(\"1\").delete()\n}\n";
    one.write("src/lib.rs", &format!("{LIB}{call}"));
    let said = one.checked();
    assert!(said.contains("/build-script-build`"), "{said}");
    let after = one.generated();
    assert_eq!(
        before.keys().collect::<Vec<_>>(),
        after.keys().collect::<Vec<_>>()
    );
    let written = |name: &str| {
        let is_it = |path: &Path| path.file_name().unwrap() == name;
        let (path, time) = after.iter().find(|(path, _)| is_it(path)).unwrap();
        before.get(path) != Some(time)
    };
    assert!(written("things.rs"));
    assert!(!written("include.rs"));
    assert!(!written("mod.rs"));

    // What is wrong is told with its place, and what is odd as a warning.
    one.write("things.yaml", &SPEC.replace("/things:", "/thing:"));
    let (succeeded, said) = one.check();
    assert!(!succeeded);
    let expected = "Error: things.yaml:1:1: the include pattern `/things/**` matches no operation\n    \
                    help: did you mean `/thing`?";
    assert!(said.contains(expected), "{said}");
    let odd = SPEC.replacen(
        "{2XX: {description: Success}}",
        "{2XX: {description: Success, content: {application/json: {schema: {type: object, \
         patternProperties: {'^x-': {type: string}}}}}}}",
        1,
    );
    one.write("things.yaml", &odd);
    one.write(
        "src/lib.rs",
        "include!(concat!(env!(\"OUT_DIR\"), \"/things/include.rs\"));\n",
    );
    let said = one.checked();
    let expected = "warning: built-things@0.1.0: things.yaml:7:99: `patternProperties` has no form";
    assert!(said.contains(expected), "{said}");
}
