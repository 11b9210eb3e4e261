#!/usr/bin/env bash
# How long the compiler takes over generated crates, and how much memory.
#
#   tests/benches/compile.sh OPENAPI.yaml [PEER_CRATE_DIR...]
#
# Generates a crate for each slice of the description of Graph v1.0, builds what it depends on,
# and then has the crate alone checked three times; the middle time is shown. Further arguments
# are crates that another generator made (see BENCHMARKS.md for how), checked in the same run.
# Needs /usr/bin/time (GNU). CHECK=build measures a debug build in place of a check, CHECK=release
# a release build, SLICES="mail" only some of the slices, RUNS=1 once instead of three times,
# PERMISSIONS=FILE generates with the published permissions. The slice "models" is all of v1.0
# without its requests.
set -euo pipefail

spec=${1:?usage: compile.sh OPENAPI.yaml [PEER_CRATE_DIR...]}
spec=$(realpath "$spec")
shift
peers=()
for peer in "$@"; do peers+=("$(realpath "$peer")"); done
cd "$(dirname "$0")/../.."
root=$PWD
work=${BENCH_DIR:-$root/target/bench-compile}
case ${CHECK:-check} in
    check) check=(check) ;;
    build) check=(build) ;;
    release) check=(build --release) ;;
    *) echo "unknown CHECK $CHECK" >&2; exit 2 ;;
esac
runs=${RUNS:-3}
permissions=${PERMISSIONS:+$(realpath "$PERMISSIONS")}
export CARGO_INCREMENTAL=0 CARGO_TARGET_DIR=$work/target

CARGO_TARGET_DIR=$root/target cargo build --quiet --release -p graph-codegen
codegen=$root/target/release/graph-codegen

generate() { # name, navigation, patterns...
    local name=$1 navigation=$2
    shift 2
    "$codegen" generate --spec "$spec" --include "$@" --navigation "$navigation" \
        --out "$work/$name" --name "$name" --client-path "$root/graph-client" \
        ${permissions:+--permissions "$permissions"} >/dev/null
    cp "$root/Cargo.lock" "$work/$name/Cargo.lock"
}

measure() { # folder
    local folder=$1 run
    (cd "$folder" && cargo "${check[@]}" --quiet 2>/dev/null) || { echo "$(basename "$folder"): does not compile"; return; }
    for ((run = 0; run < runs; run++)); do
        touch "$folder/src/lib.rs"
        (cd "$folder" && /usr/bin/time -f '%e %U %M' cargo "${check[@]}" --quiet 2>&1 >/dev/null | tail -n 1)
    done | sort -n | sed -n "$(((runs + 1) / 2))p" |
        awk -v name="$(basename "$folder")" \
            '{printf "%-12s %6.2f s wall %6.2f s user %6.0f MB\n", name, $1, $2, $3 / 1024}'
}

mail=(/users '/users/{}' '/users/{}/messages/**' '/users/{}/mailFolders/**' '/users/{}/sendMail')
apps=('/applications/**' '/servicePrincipals/**' '/oauth2PermissionGrants/**')
sync=('/**/synchronization/**' /oauth2PermissionGrants '/oauth2PermissionGrants/{}')
seed=('/**/synchronization/acquireAccessToken' '/oauth2PermissionGrants#POST')

for slice in ${SLICES:-seed sync mail mail-all apps apps-all whole}; do
    case $slice in
        seed) generate seed used "${seed[@]}" ;;
        sync) generate sync used "${sync[@]}" ;;
        mail) generate mail used "${mail[@]}" ;;
        mail-all) generate mail-all all "${mail[@]}" ;;
        apps) generate apps used "${apps[@]}" ;;
        apps-all) generate apps-all all "${apps[@]}" ;;
        whole) generate whole used '**' ;;
        models)
            generate models used '**'
            # Only the attributes of the root module and the models stay.
            sed -i '/^pub mod models;/q' "$work/models/src/lib.rs"
            ;;
        *) echo "unknown slice $slice" >&2; exit 2 ;;
    esac
    measure "$work/$slice"
done
for peer in "${peers[@]}"; do measure "$peer"; done
