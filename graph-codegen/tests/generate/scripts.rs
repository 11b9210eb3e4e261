//! The scripts that the weekly workflow runs, as far as they run without the service.

#![cfg(unix)]

use std::os::unix::fs::PermissionsExt;

use super::*;

/// A repository with a module, the scripts, and a place to push to.
struct Repository {
    folder: Folder,
    scripts: PathBuf,
}

impl Repository {
    /// None in a package that was published: it has no scripts.
    fn new() -> Option<Self> {
        let scripts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../.ci");
        if !scripts.join("update").exists() {
            return None;
        }
        let folder = Folder::with_spec(&["users"]);
        folder.write(
            "mine/specs/graph.toml",
            "[[module]]\nname = 'v1'\nspec = 'v1.yaml'\nout = '../src'\ninclude = ['/users/**']\n",
        );
        folder.write("mine/.gitignore", "/target\n");
        // In place of GitHub's program: it notes what it is asked for, and has no pull request open
        // until one was created.
        folder.write(
            "bin/gh",
            "#!/bin/sh\necho \"$@\" | sed 's/--body-file .*//' >> ../asked\n\
             for last; do :; done\n\
             case \"$2\" in\n\
             list) cat ../open 2>/dev/null || true ;;\n\
             create) echo 7 > ../open; cp \"$last\" ../text ;;\n\
             edit) cp \"$last\" ../text ;;\n\
             esac\n",
        );
        let executable = fs::Permissions::from_mode(0o755);
        fs::set_permissions(folder.path("bin/gh"), executable).unwrap();
        let repository = Self { folder, scripts };
        repository.git(&["init", "--quiet", "--bare", "../remote"]);
        repository.git(&["init", "--quiet"]);
        repository.git(&["remote", "add", "origin", "../remote"]);
        repository.git(&["add", "--all"]);
        repository.git(&["commit", "--quiet", "--message", "first"]);
        Some(repository)
    }

    fn git(&self, arguments: &[&str]) -> String {
        let author = ["-c", "user.name=me", "-c", "user.email=me@example.com"];
        self.run(Command::new("git").args(author).args(arguments))
    }

    fn script(&self, name: &str) -> String {
        let path = format!(
            "{}:{}",
            self.folder.path("bin").display(),
            std::env::var("PATH").unwrap()
        );
        let mut script = Command::new(self.scripts.join(name));
        script
            .env("PATH", path)
            .env("GRAPH_CODEGEN", env!("CARGO_BIN_EXE_graph-codegen"))
            .env("GRAPH_UPDATE_FOLDER", self.folder.path("mine"))
            .env("GRAPH_UPDATE_SPEC", self.folder.path("api.yaml"));
        self.run(&mut script)
    }

    fn run(&self, command: &mut Command) -> String {
        let output = command
            .current_dir(self.folder.path("mine"))
            .output()
            .unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{command:?}: {errors}");
        String::from_utf8(output.stdout).unwrap()
    }
}

#[test]
fn an_update_becomes_a_pull_request_with_the_differences_as_its_text() {
    let Some(repository) = Repository::new() else {
        return;
    };
    let folder = &repository.folder;
    repository.script("update");
    repository.script("propose");
    assert_eq!(
        repository.git(&["show", "--format=%s", "--name-only", "HEAD"]),
        "Update to what Microsoft has published\n\nCHANGELOG.md\nspecs/graph.lock\nspecs/v1.yaml\n\
         src/.graph-codegen.toml\nsrc/mod.rs\nsrc/models.rs\nsrc/requests.rs\n\
         src/users.rs\n"
    );
    let pushed = |of: &str| repository.git(&["rev-parse", of]);
    repository.git(&["fetch", "--quiet", "origin"]);
    assert_eq!(pushed("origin/update-graph"), pushed("HEAD"));
    assert_eq!(
        folder.read("asked"),
        "pr list --head update-graph --state open --json number --jq .[].number\n\
         pr create --head update-graph --title Update to what Microsoft has published \n"
    );

    // The next week there is more, and the pull request is renewed.
    folder.write_spec(&["users", "users/count"]);
    repository.script("update");
    repository.script("propose");
    assert!(
        folder
            .read("asked")
            .ends_with("pr edit update-graph --title Update to what Microsoft has published \n"),
        "{}",
        folder.read("asked")
    );
    let text = folder.read("mine/target/update.md");
    assert!(
        text.starts_with("# Microsoft Graph as of `api.yaml` (version 1, SHA-256 "),
        "{text}"
    );
    assert!(
        text.contains("\n# `v1`\n\nVersion step: **minor**"),
        "{text}"
    );
    assert_eq!(folder.read("text"), text);

    // And the week after there is nothing.
    repository.script("update");
    assert_eq!(
        repository.script("propose"),
        "nothing changed: no pull request\n"
    );
}
