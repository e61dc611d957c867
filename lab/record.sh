#!/usr/bin/env bash
# Records everything anew: sudo lab/record.sh OUT_DIR. About seven minutes; leaves no namespace and no process behind.
set -euo pipefail
lab=$(cd "$(dirname "$0")" && pwd)
out=${1:?usage: record.sh OUT_DIR}
mkdir -p "$out/protocols"
out=$(cd "$out" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if command -v cc >/dev/null; then
  cc -shared -fPIC -o "$scratch/uname.so" "$lab/uname.c"
  chmod 755 "$scratch" "$scratch/uname.so"
  export LAB_UNAME=$scratch/uname.so
fi
bash "$lab/ward.sh" "$out" "${WARD_SECONDS:-75}"
bash "$lab/ward.sh" "$out" "${PLANT_SECONDS:-110}" plant
bash "$lab/protocols.sh" "$out/protocols"
