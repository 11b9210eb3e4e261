#!/usr/bin/env bash
# What a program with one call costs: the size of its release binary, how many crates it is made
# of, a clean debug build, and a debug build after a change to the program's own file.
#
#   tests/benches/program.sh OPENAPI.yaml
#
# Three programs get the signed-in user: one with a generated crate for that call, one by hand with
# reqwest and serde, one with graph-rs-sdk, all with rustls. Two more are the first with the
# generated crate of all of v1.0, which a change to the program must not build again: with one of
# its features, and with all. Cargo fetches what they depend on.
# Needs /usr/bin/time (GNU). PROGRAMS="typed by-hand" measures only some.
set -euo pipefail

spec=$(realpath "${1:?usage: program.sh OPENAPI.yaml}")
cd "$(dirname "$0")/../.."
root=$PWD
work=${BENCH_DIR:-$root/target/bench-program}

cargo build --quiet --release -p graph-codegen
codegen=$root/target/release/graph-codegen

package() { # name, dependencies; the program is read from standard input
    mkdir -p "$work/$1/src"
    cat >"$work/$1/src/main.rs"
    cat >"$work/$1/Cargo.toml" <<TOML
[package]
name = "$1"
version = "0.1.0"
edition = "2024"

[profile.release]
strip = true

[dependencies]
tokio = { version = "1", features = ["macros", "rt-multi-thread"] }
$2

[workspace]
TOML
}

typed() { # name, crate, options of the dependency, patterns...
    local name=$1 crate=$2 options=$3
    shift 3
    "$codegen" generate --spec "$spec" --include "$@" --out "$work/crates/$crate" \
        --name "$crate" --client-path "$root/graph-client" >/dev/null
    package "$name" "graph-client = { path = \"$root/graph-client\", default-features = false, features = [\"reqwest\"] }
$crate = { path = \"../crates/$crate\"$options }" <<RUST
use graph_client::GraphClient;
use graph_client::credential::StaticToken;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let token = std::env::var("GRAPH_TOKEN")?;
    let client = GraphClient::builder().credential(StaticToken::new(token)).build()?;
    let api = ${crate//-/_}::Api::new(&client);
    let user = api.users().by_user_id("me").get().select(["id", "displayName"]).await?;
    println!("{:?}", user.display_name);
    Ok(())
}
RUST
}

by_hand() {
    package by-hand 'reqwest = { version = "0.13", default-features = false, features = ["http2", "json", "rustls"] }
serde = { version = "1", features = ["derive"] }' <<'RUST'
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct User {
    display_name: Option<String>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let token = std::env::var("GRAPH_TOKEN")?;
    let url = "https://graph.microsoft.com/v1.0/users/me?$select=id,displayName";
    let request = reqwest::Client::new().get(url).bearer_auth(token);
    let user: User = request.send().await?.error_for_status()?.json().await?;
    println!("{:?}", user.display_name);
    Ok(())
}
RUST
}

graph_rs_sdk() {
    package with-graph-rs-sdk 'graph-rs-sdk = { version = "3", default-features = false, features = ["rustls-tls"] }
serde_json = "1"' <<'RUST'
use graph_rs_sdk::{GraphClient, ODataQuery};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let token = std::env::var("GRAPH_TOKEN")?;
    let client = GraphClient::new(token);
    let response = client.user("me").get_user().select(&["id", "displayName"]).send().await?;
    let user: serde_json::Value = response.json().await?;
    println!("{:?}", user["displayName"].as_str());
    Ok(())
}
RUST
}

seconds() { # a command
    /usr/bin/time -o "$work/time" -f '%e' "$@" >&2
    cat "$work/time"
}

measure() { # name
    local name=$1
    export CARGO_TARGET_DIR=$work/target-$name
    cd "$work/$name"
    rm -rf "$CARGO_TARGET_DIR"
    local clean again crates size
    clean=$(seconds cargo build --quiet)
    touch src/main.rs
    again=$(seconds cargo build --quiet)
    crates=$(cargo tree --prefix none -e normal | sed 's/ (\*)$//' | sort -u | wc -l)
    cargo build --quiet --release
    size=$(stat -c %s "$CARGO_TARGET_DIR/release/$name")
    awk -v name="$name" -v size="$size" -v crates="$crates" -v clean="$clean" -v again="$again" \
        'BEGIN {printf "%-18s %6.2f MB %4d crates %7.2f s clean %6.2f s again\n", name, size / 1e6, crates, clean, again}'
    rm -rf "$CARGO_TARGET_DIR"
}

for program in ${PROGRAMS:-typed by-hand with-graph-rs-sdk one-feature whole}; do
    case $program in
        typed) typed typed graph-user '' '/users/{}#GET' ;;
        one-feature)
            typed one-feature graph-v1 ', default-features = false, features = ["users-base"]' '**'
            ;;
        whole) typed whole graph-v1 '' '**' ;;
        by-hand) by_hand ;;
        with-graph-rs-sdk) graph_rs_sdk ;;
        *) echo "unknown program $program" >&2; exit 2 ;;
    esac
    (measure "$program")
done
