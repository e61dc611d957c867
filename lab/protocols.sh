#!/usr/bin/env bash
# Records every protocols/NAME.sh, four at a time: protocols.sh OUT_DIR [NAME...]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
out=$1; shift
mkdir -p "$out"
[ $# -gt 0 ] || set -- $(cd "$here/protocols" && ls *.sh | sed 's/\.sh$//')
printf '%s\n' "$@" | timeout 420 xargs -P "${LAB_PARALLEL:-4}" -I NAME timeout -k 5 45 bash "$here/protocol.sh" NAME "$out" || true
