#!/usr/bin/env bash
# Records one protocol between two namespaces: protocol.sh NAME OUT_DIR. Sources protocols/NAME.sh, which uses:
#   record FILTER    start recording on the server's side (call first)
#   server COMMAND   run in the server's namespace, 10.99.0.1 (put it in the background with &)
#   client COMMAND   run in the client's namespace, 10.99.0.2
set -uo pipefail
name=$1 out=$2
export LAB; LAB=$(cd "$(dirname "$0")" && pwd)
export LAB_VENV=${LAB_VENV:-$LAB/.venv/bin} LAB_PYTHON PYTHONPATH=$LAB PYTHONDONTWRITEBYTECODE=1
LAB_PYTHON=${LAB_PYTHON:-$LAB_VENV/python}
export BOX; BOX=$(mktemp -d)
chmod 755 "$BOX"
a=hf-p-$name-a b=hf-p-$name-b

finish() {
  [ -n "${tcpdump:-}" ] && sleep "${settle:-0.7}" && kill "$tcpdump" 2>/dev/null && wait "$tcpdump" 2>/dev/null
  for namespace in $a $b; do
    ip netns pids $namespace 2>/dev/null | xargs -r kill -9 2>/dev/null
    ip netns del $namespace 2>/dev/null
  done
  [ -s "$BOX/frames.pcap" ] && "$LAB_PYTHON" "$LAB/trim.py" "$BOX/frames.pcap" "$out/$name.pcap" "${frames:-40}"
  rm -rf "$BOX"
}
trap finish EXIT

inside() {
  local namespace=$1 device=$2; shift 2
  ip netns exec "$namespace" unshare --mount --uts --pid --fork --kill-child --mount-proc "$LAB/inside.sh" "$device" "$@" </dev/null >>"${LAB_LOG:-/dev}/$([ -n "${LAB_LOG:-}" ] && echo "p-$name.log" || echo null)" 2>&1
}
server() { inside $a server "$@"; }
client() { timeout -k 1 "${limit:-10}" ip netns exec $b true && inside $b client timeout -k 1 "${limit:-10}" "$@"; }
record() {
  ip netns exec $a tcpdump -Z root -U --immediate-mode -i eth0 -w "$BOX/frames.pcap" "$@" 2>/dev/null & tcpdump=$!
  sleep 0.5
}

ip netns add $a; ip netns add $b
for namespace in $a $b; do
  ip netns exec $namespace sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0
  ip -n $namespace link set lo up
done
ip link add eth0 netns $a type veth peer name eth0 netns $b
ip -n $a link set eth0 address 02:00:5e:10:00:01
ip -n $b link set eth0 address 02:00:5e:10:00:02
for namespace in $a $b; do ip netns exec $namespace ethtool -K eth0 tx off tso off gso off gro off >/dev/null 2>&1; ip -n $namespace link set eth0 up; done
ip -n $a addr add 10.99.0.1/24 brd + dev eth0
ip -n $b addr add 10.99.0.2/24 brd + dev eth0
for namespace in $a $b; do ip -n $namespace route add 224.0.0.0/4 dev eth0; ip -n $namespace route add 255.255.255.255 dev eth0; done
ip -n $a addr add fd99::1/64 dev eth0 nodad
. "$LAB/protocols/$name.sh"
