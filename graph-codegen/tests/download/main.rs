//! `update --url`, against a server on this machine.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test says what went wrong by panicking"
)]

mod server;

use std::fs;
use std::process::Command;

use server::{Server, answer};
use tempfile::TempDir;

const MANIFEST: &str = "[[module]]\nname = 'v1'\nspec = 'v1.yaml'\nout = 'v1'\n";
const SPEC: &str = "openapi: 3.0.4\ninfo: {title: Api, version: '1'}\n\
                    servers: [{url: 'https://graph.microsoft.com/v1.0/'}]\npaths:\n  /users:\n    \
                    get:\n      responses: {2XX: {description: Success}}\n";
const ETAG: &str = "ETag: \"one\"\r\n";

struct Folder(TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(TempDir::new().unwrap());
        fs::write(folder.0.path().join("graph.toml"), MANIFEST).unwrap();
        folder
    }

    /// Runs `update` from a server: what it printed, or what was wrong.
    fn update(&self, url: &str, more: &[&str]) -> Result<String, String> {
        let arguments = [
            "update",
            "--manifest",
            "graph.toml",
            "--loopback-http",
            "--url",
            url,
        ];
        let output = Command::new(env!("CARGO_BIN_EXE_graph-codegen"))
            .args(arguments)
            .args(more)
            .current_dir(self.0.path())
            .output()
            .unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        match output.status.code() {
            Some(0) => Ok(String::from_utf8(output.stdout).unwrap()),
            code => {
                assert_eq!(code, Some(2), "{errors}");
                Err(errors)
            }
        }
    }

    fn files(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    /// Whether the description was taken in whole, and nothing else was left.
    fn assert_taken_in(&self) {
        let files = self.files();
        assert_eq!(
            files,
            ["CHANGELOG.md", "graph.lock", "graph.toml", "v1", "v1.yaml"]
        );
        let spec = fs::read_to_string(self.0.path().join("v1.yaml")).unwrap();
        assert!(spec.contains("/users"), "{spec}");
    }
}

#[test]
fn a_description_is_downloaded_and_its_address_locked() {
    let server = Server::answering([answer("200 OK", ETAG, SPEC, SPEC.len())]);
    let folder = Folder::new();
    let url = format!("{}?sig=secret", server.url());
    folder.update(&url, &["--keep", "whole.yaml"]).unwrap();
    let request = server.request();
    assert!(
        request.starts_with("get /openapi.yaml?sig=secret http/1.1\r\n"),
        "{request}"
    );
    assert!(
        request.contains("\r\naccept-encoding: identity\r\n"),
        "{request}"
    );
    assert!(!request.contains("range"), "{request}");
    let read = |file: &str| fs::read_to_string(folder.0.path().join(file)).unwrap();
    assert_eq!(read("whole.yaml"), SPEC);
    let lock = read("graph.lock");
    let published = format!("[module.published]\nfile = \"{}\"\n", server.url());
    assert!(lock.contains(&published), "{lock}");
    assert!(!(lock + &read("CHANGELOG.md")).contains("secret"));
    fs::remove_file(folder.0.path().join("whole.yaml")).unwrap();
    folder.assert_taken_in();
}

#[test]
fn a_download_that_is_cut_goes_on_in_the_same_run() {
    let rest = &SPEC[40..];
    let range = format!(
        "{ETAG}Content-Range: bytes 40-{}/{}\r\n",
        SPEC.len() - 1,
        SPEC.len()
    );
    let server = Server::answering([
        answer("200 OK", ETAG, SPEC, 40),
        answer("206 Partial Content", &range, rest, rest.len()),
    ]);
    let folder = Folder::new();
    folder.update(&server.url(), &[]).unwrap();
    server.request();
    let request = server.request();
    assert!(request.contains("\r\nrange: bytes=40-\r\n"), "{request}");
    assert!(request.contains("\r\nif-range: \"one\"\r\n"), "{request}");
    folder.assert_taken_in();
}

#[test]
fn a_download_that_is_cut_goes_on_in_the_next_run() {
    let first = [answer("200 OK", ETAG, SPEC, 40)];
    let rest = &SPEC[40..];
    let range = format!(
        "{ETAG}Content-Range: bytes 40-{}/{}\r\n",
        SPEC.len() - 1,
        SPEC.len()
    );
    let again = || answer("206 Partial Content", &range, rest, 0);
    let cut = first.into_iter().chain([again(), again(), again()]);
    let then = answer("206 Partial Content", &range, rest, rest.len());
    let server = Server::answering(cut.chain([then]));
    let folder = Folder::new();
    let refused = folder.update(&server.url(), &[]).unwrap_err();
    assert!(
        refused.starts_with(&format!(
            "error: the download of {} was cut after 40 B: ",
            server.url()
        )),
        "{refused}"
    );
    assert!(
        refused.ends_with("; the same command goes on from there\n"),
        "{refused}"
    );
    assert_eq!(
        folder.files(),
        [
            ".graph-codegen-download.part",
            ".graph-codegen-download.toml",
            "graph.toml"
        ]
    );
    folder.update(&server.url(), &[]).unwrap();
    for _ in 0..4 {
        server.request();
    }
    let request = server.request();
    assert!(request.contains("\r\nrange: bytes=40-\r\n"), "{request}");
    folder.assert_taken_in();
}

#[test]
fn what_has_changed_since_begins_anew() {
    let other = SPEC.replace("Api", "Another");
    let server = Server::answering([
        answer("200 OK", ETAG, &other, 40),
        // The server knows the version no more, and gives all of the next one.
        answer("200 OK", "ETag: \"two\"\r\n", SPEC, SPEC.len()),
    ]);
    let folder = Folder::new();
    folder.update(&server.url(), &[]).unwrap();
    folder.assert_taken_in();

    // A part of another version, or from another place, is not put behind what is there.
    let folder = Folder::new();
    let rest = &SPEC[40..];
    for headers in [
        format!(
            "ETag: \"two\"\r\nContent-Range: bytes 40-{}/{}\r\n",
            SPEC.len() - 1,
            SPEC.len()
        ),
        format!(
            "{ETAG}Content-Range: bytes 41-{}/{}\r\n",
            SPEC.len(),
            SPEC.len() + 1
        ),
        ETAG.to_owned(),
    ] {
        let server = Server::answering([
            answer("200 OK", ETAG, &other, 40),
            answer("206 Partial Content", &headers, rest, rest.len()),
            answer("200 OK", ETAG, SPEC, SPEC.len()),
        ]);
        folder
            .update(&server.url(), &["--keep", "whole.yaml"])
            .unwrap();
        server.request();
        assert!(server.request().contains("\r\nrange: "));
        assert!(!server.request().contains("\r\nrange: "));
        let whole = fs::read_to_string(folder.0.path().join("whole.yaml")).unwrap();
        assert_eq!(whole, SPEC);
    }
}

#[test]
fn what_has_no_version_begins_anew() {
    for headers in ["", "ETag: W/\"weak\"\r\n"] {
        let server = Server::answering([
            answer("200 OK", headers, SPEC, 40),
            answer("200 OK", headers, SPEC, SPEC.len()),
        ]);
        let folder = Folder::new();
        let refused = folder.update(&server.url(), &[]).unwrap_err();
        assert!(
            refused
                .ends_with("; the same command begins anew, as the server gives it no version\n"),
            "{refused}"
        );
        folder.update(&server.url(), &[]).unwrap();
        server.request();
        assert!(!server.request().contains("range"));
        folder.assert_taken_in();
    }
}

#[test]
fn what_is_left_of_another_address_is_not_gone_on_with() {
    let range = format!("{ETAG}Content-Range: bytes 40-50/60\r\n");
    let again = || answer("206 Partial Content", &range, "0123456789a", 0);
    let server = Server::answering([
        answer("200 OK", ETAG, SPEC, 40),
        again(),
        again(),
        again(),
        answer("200 OK", ETAG, SPEC, SPEC.len()),
    ]);
    let folder = Folder::new();
    folder.update(&server.url(), &[]).unwrap_err();
    folder
        .update(&format!("{}?other", server.url()), &[])
        .unwrap();
    for _ in 0..4 {
        server.request();
    }
    assert!(!server.request().contains("range"));
    folder.assert_taken_in();
}

#[test]
fn what_is_too_large_is_refused_before_it_comes_and_while_it_does() {
    let long = "x".repeat(2000);
    let unknown = format!("HTTP/1.1 200 OK\r\nConnection: close\r\n{ETAG}\r\n{long}").into_bytes();
    let server = Server::answering([answer("200 OK", ETAG, &long, 0), unknown]);
    let folder = Folder::new();
    for _ in 0..2 {
        assert_eq!(
            folder
                .update(&server.url(), &["--max-bytes", "1000"])
                .unwrap_err(),
            format!(
                "error: {} is larger than 1000 bytes, which is the limit; --max-bytes sets another\n",
                server.url()
            )
        );
        assert!(!folder.files().contains(&"v1.yaml".to_owned()));
    }
}

#[test]
fn what_has_another_hash_is_not_taken() {
    let whole = || answer("200 OK", ETAG, SPEC, SPEC.len());
    let server = Server::answering([whole(), whole()]);
    let folder = Folder::new();
    let wrong = "0".repeat(64);
    let refused = folder
        .update(&server.url(), &["--sha256", &wrong])
        .unwrap_err();
    let (_, found) = refused.split_once(" has the SHA-256 ").unwrap();
    let (found, rest) = found.split_once(", ").unwrap();
    assert_eq!(rest, format!("and not {wrong}; nothing was taken of it\n"));
    assert_eq!(folder.files(), ["graph.toml"]);
    folder
        .update(&server.url(), &["--sha256", &found.to_uppercase()])
        .unwrap();
    folder.assert_taken_in();

    let refused = folder
        .update(&server.url(), &["--sha256", "12"])
        .unwrap_err();
    assert_eq!(
        refused,
        "error: --sha256 takes 64 hexadecimal digits, not `12`\n"
    );
}

#[test]
fn redirects_lead_to_https_only() {
    let to = |location: &str| {
        let location = format!("Location: {location}\r\n");
        answer("302 Found", &location, "", 0)
    };
    let server = Server::answering([to("http://example.com/openapi.yaml?k=secret")]);
    let folder = Folder::new();
    assert_eq!(
        folder.update(&server.url(), &[]).unwrap_err(),
        "error: the download was redirected: http://example.com/openapi.yaml is not downloaded by \
         http, only by https\n"
    );
    let server = Server::answering((0..6).map(|_| to("/openapi.yaml")));
    assert_eq!(
        folder.update(&server.url(), &[]).unwrap_err(),
        "error: more than 5 redirects\n"
    );
    let server = Server::answering([to("/moved.yaml"), answer("200 OK", ETAG, SPEC, SPEC.len())]);
    folder.update(&server.url(), &[]).unwrap();
    folder.assert_taken_in();
}

#[test]
fn what_the_server_refuses_is_told_with_what_to_do() {
    for (status, advice) in [
        ("404 Not Found", "look whether the address is right"),
        (
            "403 Forbidden",
            "it is not for everyone; download it otherwise, and give it with --spec",
        ),
        ("503 Service Unavailable", "try again later"),
        ("304 Not Modified", "give the address of the file itself"),
    ] {
        let server = Server::answering([answer(status, "", "", 0)]);
        let folder = Folder::new();
        assert_eq!(
            folder.update(&server.url(), &[]).unwrap_err(),
            format!("error: {} answered {status}; {advice}\n", server.url())
        );
        assert_eq!(folder.files(), ["graph.toml"]);
    }
}

#[test]
fn what_is_no_description_is_refused() {
    let html = "<!doctype html><title>Sign in</title>";
    let server = Server::answering([answer("200 OK", ETAG, html, html.len())]);
    let folder = Folder::new();
    let refused = folder.update(&server.url(), &[]).unwrap_err();
    assert!(
        refused.contains("expected an OpenAPI document"),
        "{refused}"
    );
    assert_eq!(folder.files(), ["graph.toml"]);

    let packed = answer("200 OK", "Content-Encoding: gzip\r\n", SPEC, SPEC.len());
    let server = Server::answering([packed]);
    assert_eq!(
        folder.update(&server.url(), &[]).unwrap_err(),
        format!(
            "error: {} came compressed, although unasked\n",
            server.url()
        )
    );
}

#[test]
fn http_is_for_tests_only() {
    let output = Command::new(env!("CARGO_BIN_EXE_graph-codegen"))
        .args([
            "update",
            "--manifest",
            "graph.toml",
            "--url",
            "http://127.0.0.1:1/openapi.yaml",
        ])
        .current_dir(Folder::new().0.path())
        .output()
        .unwrap();
    let errors = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        errors,
        "error: http://127.0.0.1:1/openapi.yaml is not downloaded by http, only by https\n"
    );
}
