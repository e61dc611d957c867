#!/usr/bin/env bash
# Starts devices of the example hospital and records the switch's mirror port: ward.sh OUT_DIR [SECONDS [plant]].
# Without the last word: every device of VLAN 10 and 20. With it: every device of VLAN 30, the router, and visits/, which is
# what devices of the other VLANs do in the plant.
set -euo pipefail
export LAB; LAB=$(cd "$(dirname "$0")" && pwd)
export LAB_VENV=${LAB_VENV:-$LAB/.venv/bin} LAB_PYTHON PYTHONPATH=$LAB PYTHONDONTWRITEBYTECODE=1
LAB_PYTHON=${LAB_PYTHON:-$LAB_VENV/python}
out=$1 seconds=${2:-90} part=${3:-ward}
work=$(mktemp -d)
log=${LAB_LOG:-/dev/null}
boxes=()

finish() {
  kill -KILL "${boxes[@]}" 2>/dev/null || true  # unshare ignores milder signals; its whole process tree goes with it
  sleep 1
  bash "$LAB/topology.sh" down
  rm -rf "$work"
}
trap finish EXIT

# box NAMESPACE DEVICE RESOLVER COMMAND...: a program as one device.
box() {
  local namespace=$1 device=$2 target=/dev/null; export RESOLVER=$3; shift 3
  [ "$log" = /dev/null ] || target=$log/$device.log
  ip netns exec "$namespace" unshare --mount --uts --pid --fork --kill-child --mount-proc "$LAB/inside.sh" "$device" "$@" \
    </dev/null >"$target" 2>&1 &
  boxes+=($!)
}

start() {
  local name=$1 vlan=$2 script
  for script in "$LAB/devices/$name".sh "$LAB/devices/$name".py; do [ ! -e "$script" ] || break; done
  [ "$part" != plant ] || [ ! -e "$LAB/visits/$name.sh" ] || script=$LAB/visits/$name.sh
  case $script in *.sh) set -- bash "$script" ;; *) set -- "$LAB_PYTHON" "$script" ;; esac
  box "hf-$name" "$name" "10.20.$vlan.1" "$@"
}

bash "$LAB/topology.sh" up "$work"
ip netns exec hf-switch python3 "$LAB/switch.py" "$work/ports" mirror & boxes+=($!)
ip netns exec hf-switch tcpdump -Z root -i tap -w "$work/mirror.pcap" 2>/dev/null & boxes+=($!)
sleep 1
end=$((SECONDS + seconds))
box hf-internet internet 127.0.0.1 bash "$LAB/devices/internet.sh"
start gw-core 10
sleep 2
while IFS='|' read -r name vlan; do
  [ "$name" = gw-core ] || start "$name" "$vlan"
  sleep 0.3
done < <(python3 -c '
import csv, os, sys
table, lab, part = sys.argv[1:]
for row in csv.DictReader(open(table)):
    if not row["mac"]:
        continue
    vlan = row["ip"].split(".")[2]
    visits = os.path.exists(lab + "/visits/" + row["name"] + ".sh")
    if (vlan == "30" or visits) if part == "plant" else (vlan != "30" and row["name"] != "office-pc"):
        print(row["name"], vlan, sep="|")' "$LAB/../examples/devices.csv" "$LAB" "$part")
sleep $((end > SECONDS ? end - SECONDS : 1))

kill "${boxes[1]}" && sleep 1
"$LAB_PYTHON" "$LAB/cut.py" "$work/mirror.pcap" "$out" "$part"
