#!/usr/bin/env bash
# What `graph_api!` costs at each compilation, beside the same code in files.
#
#   tests/benches/macro.sh OPENAPI.yaml
#
# Slices of the description of Graph v1.0 are trimmed first, as one would keep them in a repository.
# For each, CPU time of `cargo check` alone, its dependencies checked before, the middle of three:
#
#   files       a crate of generated files
#   macro       a crate with `graph_api!`
#   elsewhere   the crate of `macro`, incrementally, after a change to another file of it
#   depending   a crate that depends on that of `macro`, after a change to the former
#   nothing     the crate of `macro`, when nothing changed
#
# Needs /usr/bin/time (GNU). SLICES="mail" measures only some, RUNS=1 once instead of three times,
# WITH="files macro" only some of the columns, CODEGEN=FILE takes a
# `graph-codegen` that is built already.
set -euo pipefail

spec=$(realpath "${1:?usage: macro.sh OPENAPI.yaml}")
cd "$(dirname "$0")/../.."
root=$PWD
work=${BENCH_DIR:-$root/target/bench-macro}
runs=${RUNS:-3}
with=${WITH:-files macro elsewhere depending nothing}
export CARGO_TARGET_DIR=$work/target CARGO_INCREMENTAL=0

codegen=${CODEGEN:-$root/target/release/graph-codegen}
if [ -z "${CODEGEN:-}" ]; then
    CARGO_TARGET_DIR=$root/target cargo build --quiet --release -p graph-codegen
fi

manifest() { # name, more lines
    mkdir -p "$work/$1/src"
    cat >"$work/$1/Cargo.toml" <<TOML
[package]
name = "$1"
version = "0.1.0"
edition = "2024"

[dependencies]
graph-client = { path = "$root/graph-client", default-features = false }
$2

[workspace]
TOML
    cp "$root/Cargo.lock" "$work/$1/Cargo.lock"
}

macro_crate() { # name, slice
    manifest "$1" "graph-macros = { path = \"$root/graph-macros\" }"
    cp "$work/$2.yaml" "$work/$1/spec.yaml"
    cat >"$work/$1/src/lib.rs" <<'RUST'
pub mod other;
graph_macros::graph_api! {
    pub mod api {
        spec: "spec.yaml",
    }
}
RUST
    echo 'pub fn other() {}' >"$work/$1/src/other.rs"
}

measure() { # folder, what changes, by what it changes
    local folder=$work/$1 changed=$2 run
    (cd "$folder" && cargo check --quiet) >&2
    for ((run = 0; run < runs; run++)); do
        if [ -n "$changed" ]; then echo "// $run" >>"$folder/$changed"; fi
        (cd "$folder" && /usr/bin/time -f %U cargo check --quiet 2>&1 >/dev/null | tail -n 1)
    done | sort -n | sed -n "$(((runs + 1) / 2))p"
}

column() { # name, slice
    local slice=$2
    case $1 in
        files)
            "$codegen" generate --spec "$work/$slice.yaml" --out "$work/files-$slice" --overwrite \
                --name "files-$slice" --client-path "$root/graph-client" >/dev/null
            cp "$root/Cargo.lock" "$work/files-$slice/Cargo.lock"
            measure "files-$slice" src/lib.rs
            ;;
        macro)
            macro_crate "macro-$slice" "$slice"
            measure "macro-$slice" src/lib.rs
            ;;
        elsewhere)
            macro_crate "macro-$slice" "$slice"
            CARGO_INCREMENTAL=1 measure "macro-$slice" src/other.rs
            ;;
        depending)
            macro_crate "macro-$slice" "$slice"
            manifest "depending-$slice" "macro-$slice = { path = \"../macro-$slice\" }"
            echo "pub use macro_${slice}::api::Api;" >"$work/depending-$slice/src/lib.rs"
            measure "depending-$slice" src/lib.rs
            ;;
        nothing)
            macro_crate "macro-$slice" "$slice"
            measure "macro-$slice" ""
            ;;
        *)
            echo "unknown column $1" >&2
            exit 2
            ;;
    esac
}

trim() { # name, patterns...
    local name=$1
    shift
    "$codegen" trim --spec "$spec" --include "$@" --out "$work/$name.yaml" --overwrite >/dev/null 2>&1
}

mkdir -p "$work"
printf '%-8s' slice
for one in $with; do printf '%12s' "$one"; done
printf '\n'
for slice in ${SLICES:-seed sync mail}; do
    case $slice in
        seed) cp "$root/specs/graph-v1.0.yaml" "$work/seed.yaml" ;;
        sync) trim sync '/**/synchronization/**' /oauth2PermissionGrants '/oauth2PermissionGrants/{}' ;;
        mail) trim mail /users '/users/{}' '/users/{}/messages/**' '/users/{}/mailFolders/**' '/users/{}/sendMail' ;;
        *) echo "unknown slice $slice" >&2; exit 2 ;;
    esac
    printf '%-8s' "$slice"
    for one in $with; do printf '%10s s' "$(column "$one" "$slice")"; done
    printf '\n'
done
