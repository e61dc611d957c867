#!/usr/bin/env bash
# Makes (up) and removes (down) the network of the example hospital: one namespace per device,
# one for the switch, one for the internet. The devices are the rows of examples/devices.csv.
#   topology.sh up WORK_DIR | topology.sh down
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
table="$here/../examples/devices.csv"

# cable NAMESPACE INTERFACE MAC PORT: a veth pair from a device to a switch port.
cable() {
  ip link add "$4" netns hf-switch type veth peer name "$2" netns "$1"
  ip -n "$1" link set "$2" address "$3"
  # Checksums and segments as they would leave a network card.
  ip netns exec "$1" ethtool -K "$2" tx off tso off gso off gro off >/dev/null 2>&1 || true
  ip netns exec hf-switch sysctl -qw "net.ipv6.conf.$4.disable_ipv6=1"
  ip -n hf-switch link set "$4" up
}

up() {
  local work=$1 index=0
  ip netns add hf-switch
  ip netns exec hf-switch sysctl -qw net.ipv6.conf.default.disable_ipv6=1
  : > "$work/ports"
  while IFS='|' read -r name macs ips; do
    ip netns add "hf-$name"
    ip -n "hf-$name" link set lo up
    local part=0
    set -- $ips
    for mac in $macs; do
      index=$((index + 1))
      local interface=eth$part vlan
      vlan=$(cut -d. -f3 <<<"$1"); shift
      cable "hf-$name" "$interface" "$mac" "p$index"
      echo "p$index $vlan" >> "$work/ports"
      part=$((part + 1))
    done
  done < <(python3 -c '
import csv, sys
for row in csv.DictReader(open(sys.argv[1])):
    if row["mac"]:  # a device on a field bus has none
        print(row["name"], row["mac"], row["ip"], sep="|")' "$table")
  # The mirror port: a veth on which the switch repeats every frame with its 802.1Q tag.
  ip -n hf-switch link add mirror type veth peer name tap
  ip -n hf-switch link set mirror up
  ip -n hf-switch link set tap up
  # The internet, straight behind the router.
  ip netns add hf-internet
  ip -n hf-internet link set lo up
  ip link add wan netns hf-gw-core type veth peer name eth0 netns hf-internet
  ip -n hf-internet addr add 198.51.100.1/24 dev eth0
  ip -n hf-internet link set eth0 up
  ip -n hf-internet route add local 203.0.113.0/24 dev lo
  ip -n hf-internet route add 10.20.0.0/16 via 198.51.100.2
}

down() {
  ip netns list | awk '$1 ~ /^hf-/ && $1 !~ /^hf-p-/ {print $1}' | while read -r name; do
    ip netns pids "$name" | xargs -r kill -KILL
    ip netns del "$name"
  done
}

"$@"
