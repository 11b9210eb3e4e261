//! The same inputs give the same bytes, wherever and however the command runs.

use super::*;

/// A way to run the command that must not show.
struct Variation {
    name: &'static str,
    /// What is set around the command.
    environment: &'static [(&'static str, &'static str)],
    /// A folder within the temporary one that the inputs lie in.
    folder: &'static str,
    /// What ends a line of the inputs.
    line_ending: &'static str,
    /// The permissions that new files do not get.
    umask: &'static str,
}

const PLAIN: Variation = Variation {
    name: "plain",
    environment: &[],
    folder: "inputs",
    line_ending: "\n",
    umask: "022",
};

const VARIATIONS: [Variation; 9] = [
    PLAIN,
    Variation {
        name: "another path",
        folder: "Ein längerer Pfad/mit 'Zeichen' #und {Klammern}",
        ..PLAIN
    },
    Variation {
        name: "Turkish letters",
        environment: &[("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8")],
        ..PLAIN
    },
    Variation {
        name: "no locale",
        environment: &[("LANG", "C"), ("LC_ALL", "C")],
        ..PLAIN
    },
    Variation {
        name: "the other side of the date line",
        environment: &[("TZ", "Pacific/Kiritimati")],
        ..PLAIN
    },
    Variation {
        name: "one thread",
        environment: &[("RAYON_NUM_THREADS", "1")],
        ..PLAIN
    },
    Variation {
        name: "many threads",
        environment: &[("RAYON_NUM_THREADS", "13")],
        ..PLAIN
    },
    Variation {
        name: "a terminal and a home of another kind",
        environment: &[
            ("COLUMNS", "20"),
            ("CLICOLOR_FORCE", "1"),
            ("HOME", "/nowhere"),
        ],
        ..PLAIN
    },
    Variation {
        name: "a strict umask",
        umask: "077",
        ..PLAIN
    },
];

const CRLF: Variation = Variation {
    name: "line endings of Windows",
    line_ending: "\r\n",
    ..PLAIN
};

/// Everything that the commands leave behind, by its path or by the command.
type Results = BTreeMap<String, Vec<u8>>;

const MANIFEST: &str = "\
overlays = ['overlay.yaml']
[[module]]
name = 'v1'
spec = 'spec.yaml'
out = 'generated'
include = ['/oauth2PermissionGrants/**', '/servicePrincipals/{}/owners']
";

const OVERLAY: &str = "\
overlay: 1.0.0
info: {title: Mine, version: 1.0.0}
actions:
- target: $.paths['/oauth2PermissionGrants'].get
  update:
    description: |
      Two lines
      of an overlay
";

const SLICE: [&str; 8] = [
    "--spec",
    "spec.yaml",
    "--overlay",
    "overlay.yaml",
    "--include",
    "/servicePrincipals/**",
    "--exclude",
    "/servicePrincipals/{}/synchronization/**",
];

fn results(variation: &Variation) -> Results {
    let home = TempDir::new().unwrap();
    let folder = home.path().join(variation.folder);
    fs::create_dir_all(&folder).unwrap();
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    let spec = fs::read_to_string(specs.join("graph-v1.0.yaml")).unwrap();
    for (name, text) in [
        ("spec.yaml", &*spec),
        ("graph.toml", MANIFEST),
        ("overlay.yaml", OVERLAY),
    ] {
        let text = text.replace('\n', variation.line_ending);
        fs::write(folder.join(name), text).unwrap();
    }
    let mut results = Results::new();
    let json = [&SLICE[..], &["--json"]].concat();
    for (command, arguments) in [
        ("generate", vec!["--manifest", "graph.toml"]),
        (
            "generate",
            [&SLICE[..], &["--name", "made", "--out", "made"]].concat(),
        ),
        ("trim", [&SLICE[..], &["--out", "part.yaml"]].concat()),
        ("trim", [&SLICE[..], &["--out", "part.json"]].concat()),
        ("surface", json.clone()),
        ("permissions", json),
        (
            "list",
            ["--json"]
                .into_iter()
                .chain(SLICE[..4].iter().copied())
                .collect(),
        ),
    ] {
        let printed = run(variation, &folder, command, &arguments);
        // How long it took is no result.
        if command != "generate" {
            results.insert(format!("{command} {}", arguments.join(" ")), printed);
        }
    }
    let inputs = ["spec.yaml", "graph.toml", "overlay.yaml"];
    let mut tree = BTreeMap::new();
    collect(&folder, &mut tree);
    for (path, (bytes, _)) in tree {
        let path = path.strip_prefix(&folder).unwrap();
        if !inputs.iter().any(|input| path == Path::new(input)) {
            results.insert(path.display().to_string(), bytes);
        }
    }
    results
}

#[cfg(unix)]
fn command(variation: &Variation) -> Command {
    let mut command = Command::new("sh");
    command.args([
        "-c",
        &format!("umask {}; exec \"$0\" \"$@\"", variation.umask),
    ]);
    command.arg(env!("CARGO_BIN_EXE_graph-codegen"));
    command
}

#[cfg(not(unix))]
fn command(_: &Variation) -> Command {
    Command::new(env!("CARGO_BIN_EXE_graph-codegen"))
}

fn run(variation: &Variation, folder: &Path, name: &str, arguments: &[&str]) -> Vec<u8> {
    let output = command(variation)
        .arg(name)
        .args(arguments)
        .envs(variation.environment.iter().copied())
        .current_dir(folder)
        .output()
        .unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success(),
        "{}: {name}: {errors}",
        variation.name
    );
    output.stdout
}

/// Fails with the name of what differs: the bytes are too long to print.
#[track_caller]
fn assert_same(found: &Results, expected: &Results, variation: &Variation) {
    let (found_names, expected_names): (Vec<_>, Vec<_>) =
        (found.keys().collect(), expected.keys().collect());
    assert_eq!(found_names, expected_names, "{}", variation.name);
    for (name, bytes) in expected {
        assert!(
            found.get(name) == Some(bytes),
            "{}: {name} differs",
            variation.name
        );
    }
}

#[test]
fn neither_place_nor_time_nor_machine_shows() {
    let expected = results(&PLAIN);
    assert!(expected.len() > 20, "{:?}", expected.keys());
    for variation in &VARIATIONS {
        assert_same(&results(variation), &expected, variation);
    }
}

#[test]
fn line_endings_do_not_show() {
    assert_same(&results(&CRLF), &results(&PLAIN), &CRLF);
}

#[test]
fn what_was_there_before_does_not_show() {
    let expected = results(&PLAIN);
    let folder = Folder(TempDir::new().unwrap());
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../specs");
    fs::copy(specs.join("graph-v1.0.yaml"), folder.path("spec.yaml")).unwrap();
    folder.write("overlay.yaml", OVERLAY);
    // Another slice first: its files go, and come in another order.
    let made = ["--name", "made", "--out", "made"];
    let other = ["--spec", "spec.yaml", "--include", "/**"];
    folder.generate(&[&other[..], &made].concat()).done();
    folder.generate(&[&SLICE[..], &made].concat()).done();
    let mut tree = BTreeMap::new();
    collect(&folder.path("made"), &mut tree);
    for (path, (bytes, _)) in tree {
        let name = path.strip_prefix(folder.0.path()).unwrap();
        let name = name.display().to_string();
        assert!(expected.get(&name) == Some(&bytes), "{name} differs");
    }
}
