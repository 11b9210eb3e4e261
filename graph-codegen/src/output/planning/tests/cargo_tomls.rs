//! `Cargo.toml`s of generated crates and of crates with generated modules.

use super::*;
use crate::output::CargoToml;
use crate::package::module_features;
use crate::{ClientDependency, Feature, Package};

/// Features that turn on nothing.
fn features(names: &[&str]) -> Vec<Feature> {
    let feature = |name: &&str| Feature {
        name: (*name).to_owned(),
        enables: Vec::new(),
    };
    names.iter().map(feature).collect()
}

impl Folder {
    /// The crate `api` in the folder `api`.
    pub(super) fn package(&self, names: &[&str]) -> Target {
        let package = Package {
            name: "api".to_owned(),
            client: ClientDependency::Version,
            features: features(names),
        };
        Target {
            cargo_toml: Some(package.cargo_toml(&self.path("api"))),
            ..self.target(&[("src/lib.rs", "lib")])
        }
    }

    /// A module in a folder of its name, with its features in `Cargo.toml`.
    pub(super) fn module(&self, name: &str, names: &[&str]) -> Target {
        let files = names.iter().map(|name| (*name, *name)).collect::<Vec<_>>();
        Target {
            cargo_toml: Some(CargoToml {
                path: self.path("Cargo.toml"),
                template: None,
                settings: module_features(name, &features(names)),
            }),
            ..self.target_in(name, &files)
        }
    }
}

const MADE: &str = "\
[package]
name = \"api\"
version = \"0.1.0\"
edition = \"2024\"
rust-version = \"1.88\"

[features]
default = [\"groups\", \"users\"]
groups = []
users = []

[dependencies]
graph-client = { version = \"0.1.0\", default-features = false }

[workspace]
";

#[test]
fn a_crate_is_made_and_edits_stay() {
    let folder = Folder::new();
    folder
        .generate(&[folder.package(&["groups", "users"])])
        .unwrap();
    assert_eq!(folder.read("api/Cargo.toml"), MADE);

    let edited = MADE
        .replace(
            "version = \"0.1.0\"\nedition",
            "version = \"2.0.0\" # ours\nlicense = \"MIT\"\nedition",
        )
        .replace(
            "default = [\"groups\", \"users\"]",
            "default = [\"users\"]\nmine = [\"dep:serde\"]",
        )
        .replace(
            "false }",
            "false, features = [\"blocking\"] }\nserde = { version = \"1\", optional = true }",
        )
        .replace("\n[workspace]\n", "\n[profile.release]\nlto = \"thin\"\n");
    folder.write("api/Cargo.toml", &edited);
    assert_eq!(
        folder
            .generate(&[folder.package(&["groups", "users"])])
            .unwrap(),
        [""; 0]
    );
    assert_eq!(folder.read("api/Cargo.toml"), edited);

    let changes = folder
        .generate(&[folder.package(&["mail", "users"])])
        .unwrap();
    assert_eq!(changes, ["update api/Cargo.toml"]);
    let expected = edited
        .replace(
            "default = [\"users\"]",
            "default = [\"mail\", \"users\"]\nmail = []",
        )
        .replace("groups = []\n", "");
    assert_eq!(folder.read("api/Cargo.toml"), expected);
}

#[test]
fn the_path_of_the_client_is_set_and_taken_out_again() {
    let folder = Folder::new();
    let target = |client| Target {
        cargo_toml: Some(
            Package {
                name: "api".to_owned(),
                client,
                features: features(&["groups", "users"]),
            }
            .cargo_toml(&folder.path("api")),
        ),
        ..folder.target(&[])
    };
    let path = || ClientDependency::Path("../graph-client".into());
    folder.generate(&[target(path())]).unwrap();
    let with_path = MADE.replace("\", def", "\", path = \"../graph-client\", def");
    assert_eq!(folder.read("api/Cargo.toml"), with_path);
    folder
        .generate(&[target(ClientDependency::Version)])
        .unwrap();
    assert_eq!(folder.read("api/Cargo.toml"), MADE);

    folder.write(
        "api/Cargo.toml",
        &MADE.replace("\", def", "\", path = \"../mine\", def"),
    );
    let conflicts = folder.generate(&[target(path())]).unwrap_err();
    let path = "`dependencies.graph-client.path` is there already, and was not generated";
    assert_eq!(conflicts, format!("api/Cargo.toml: {path}"));
}

#[test]
fn a_cargo_toml_of_somebody_else_is_refused() {
    let workspace = "[workspace]\nmembers = [\"a\"] # mine\n";
    let folder = Folder::new();
    folder.write("api/Cargo.toml", workspace);
    let targets = [folder.package(&["users"])];
    assert_eq!(
        folder.generate(&targets).unwrap_err(),
        "api/Cargo.toml: it is there already, and was not generated here"
    );
    assert_eq!(folder.read("api/Cargo.toml"), workspace);
    folder.overwrite(&targets).unwrap();
    let merged = folder.read("api/Cargo.toml");
    assert!(merged.starts_with(workspace), "{merged}");
    assert!(merged.contains("\n[package]\nname = \"api\"\n"), "{merged}");
}

#[test]
fn a_crate_whose_record_was_lost_is_taken_up_again() {
    let folder = Folder::new();
    folder
        .generate(&[folder.package(&["groups", "users"])])
        .unwrap();
    let edited = MADE
        .replace("[workspace]\n", "")
        .replace("\"0.1.0\"\ned", "\"2.0.0\"\ned");
    folder.write("api/Cargo.toml", &edited);
    folder.remove("api/.graph-codegen.toml");
    assert_eq!(
        folder
            .generate(&[folder.package(&["groups", "users"])])
            .unwrap(),
        [""; 0]
    );

    folder.remove("api/.graph-codegen.toml");
    let changed = [folder.package(&["mail", "users"])];
    folder.generate(&changed).unwrap_err();
    folder.overwrite(&changed).unwrap();
    let expected = edited.replace("groups = []\n", "mail = []\ngroups = []\n");
    assert_eq!(
        folder.read("api/Cargo.toml"),
        expected,
        "`default` is a suggestion"
    );
}

#[test]
fn a_cargo_toml_that_was_removed_or_is_empty_is_made_again() {
    let folder = Folder::new();
    let targets = [folder.package(&["groups", "users"])];
    folder.generate(&targets).unwrap();
    folder.remove("api/Cargo.toml");
    folder.generate(&targets).unwrap();
    assert_eq!(folder.read("api/Cargo.toml"), MADE);
    folder.write("api/Cargo.toml", "");
    folder.generate(&targets).unwrap();
    assert_eq!(folder.read("api/Cargo.toml"), MADE);
}

#[test]
fn modules_share_a_cargo_toml_of_the_user() {
    let user = "[features]\ndefault = [\"v1\", \"v1-tls\"]\nv1-tls = []\n";
    let folder = Folder::new();
    folder.write("Cargo.toml", user);
    let beta = folder.module("v1-beta", &["v1-beta-users"]);
    folder
        .generate(&[beta.clone(), folder.module("v1", &["v1-a", "v1-b"])])
        .unwrap();
    let both = folder.read("Cargo.toml");
    assert_eq!(
        both,
        format!(
            "{user}v1-beta = [\"v1-beta-users\"]\nv1-beta-users = []\n\
             v1 = [\"v1-a\", \"v1-b\"]\nv1-a = []\nv1-b = []\n"
        )
    );
    folder
        .generate(&[beta, folder.module("v1", &["v1-b"])])
        .unwrap();
    let expected = both.replace("\"v1-a\", ", "").replace("v1-a = []\n", "");
    assert_eq!(folder.read("Cargo.toml"), expected);
}

#[test]
fn a_setting_of_two_modules_is_refused() {
    let folder = Folder::new();
    folder.write("Cargo.toml", "");
    let mut twin = folder.module("v1", &["v1-b"]);
    twin.folder = folder.path("other");
    let modules = [
        folder.module("v1", &["v1-beta"]),
        twin,
        folder.module("v1-beta", &[]),
    ];
    assert_eq!(
        folder.overwrite(&modules).unwrap_err(),
        "Cargo.toml: `features.v1` belongs to both `v1` and `v1`; keep them apart\n\
         Cargo.toml: `features.v1-beta` belongs to both `v1` and `v1-beta`; keep them apart"
    );
}

#[test]
fn a_feature_that_becomes_another_modules_stays() {
    let folder = Folder::new();
    folder.write("Cargo.toml", "[features]\n");
    folder
        .generate(&[folder.module("v1", &["v1-beta"])])
        .unwrap();
    let modules = [
        folder.module("v1-beta", &[]),
        folder.module("v1", &["v1-a"]),
    ];
    for modules in [modules.clone(), [modules[1].clone(), modules[0].clone()]] {
        folder.generate(&modules).unwrap();
        let text = folder.read("Cargo.toml");
        assert_eq!(
            text,
            "[features]\nv1 = [\"v1-a\"]\nv1-a = []\nv1-beta = []\n"
        );
    }
}

#[test]
fn features_move_with_the_path_of_their_cargo_toml() {
    let folder = Folder::new();
    folder.write("Cargo.toml", "");
    folder.write(
        "other/Cargo.toml",
        "[features]\nv1 = [\"v1-a\", \"mine\"]\nmine = []\n",
    );
    let mut module = folder.module("v1", &["v1-a"]);
    folder.generate(&[module.clone()]).unwrap();
    let first = folder.read("Cargo.toml");
    module.cargo_toml.as_mut().unwrap().path = folder.path("other/Cargo.toml");
    assert_eq!(
        folder.generate(&[module.clone()]).unwrap_err(),
        "other/Cargo.toml: `features.v1` is there already, and was not generated"
    );
    folder.overwrite(&[module]).unwrap();
    assert_eq!(
        folder.read("Cargo.toml"),
        first,
        "what it had in another file is not looked for"
    );
}

#[test]
fn a_cargo_toml_that_is_missing_or_none_is_an_error() {
    let folder = Folder::new();
    let targets = [folder.module("v1", &[])];
    let error = plan(&targets, Overwrite::Refused).unwrap_err().to_string();
    let error = folder.without_folder(&error);
    assert!(error.starts_with("cannot read Cargo.toml: "), "{error}");

    folder.write("Cargo.toml", "[features\n");
    let conflict = folder.overwrite(&targets).unwrap_err();
    assert!(
        conflict.starts_with("Cargo.toml: it is not TOML: "),
        "{conflict}"
    );
    fs::write(folder.path("Cargo.toml"), b"\xff").unwrap();
    let error = plan(&targets, Overwrite::Refused).unwrap_err().to_string();
    assert_eq!(
        folder.without_folder(&error),
        "Cargo.toml: it is not text in UTF-8"
    );
}

#[cfg(unix)]
#[test]
fn a_cargo_toml_of_the_user_may_be_a_link_but_not_that_of_a_crate() {
    use std::os::unix::fs::symlink;

    let folder = Folder::new();
    folder.write("real.toml", "");
    symlink("real.toml", folder.path("Cargo.toml")).unwrap();
    folder.generate(&[folder.module("v1", &[])]).unwrap();
    assert_eq!(folder.read("real.toml"), "[features]\nv1 = []\n");
    assert!(folder.path("Cargo.toml").is_symlink());

    fs::create_dir(folder.path("api")).unwrap();
    symlink("../real.toml", folder.path("api/Cargo.toml")).unwrap();
    assert_eq!(
        folder.overwrite(&[folder.package(&[])]).unwrap_err(),
        "api/Cargo.toml: it is a symbolic link, and links are not followed; move it away"
    );
}

#[test]
fn settings_that_change_are_told() {
    let folder = Folder::new();
    folder.write("Cargo.toml", "");
    folder.generate(&[folder.module("v1", &["v1-a"])]).unwrap();
    let targets = [folder.module("v1", &["v1-b"])];
    let plan = plan(&targets, Overwrite::Refused).unwrap();
    let json = serde_json::to_value(&plan.cargo_tomls).unwrap();
    assert_eq!(
        json,
        serde_json::json!([{
            "change": "update",
            "path": folder.path("Cargo.toml").to_str().unwrap(),
            "settings": ["features.v1-a", "features.v1", "features.v1-b"],
        }])
    );
}
