#!/usr/bin/env bash
# Records the example hospital: record.sh OUT_DIR. Needs root, Debian packages iproute2 tcpdump dnsmasq-base busybox snmpd snmp
# curl nginx-light dropbear-bin mosquitto mosquitto-clients cups-ipp-utils bind9-dnsutils, and Python 3.11. Takes a minute.
# All traffic stays inside network namespaces that this script makes and takes away.
set -euo pipefail
out=$(mkdir -p "$1" && cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
prefix=hf$$
names=()
finish() {
  for ns in "${names[@]}"; do ip netns pids "$ns" 2>/dev/null | xargs -r kill 2>/dev/null || true; done
  sleep 1
  for ns in "${names[@]}"; do ip netns pids "$ns" 2>/dev/null | xargs -r kill -9 2>/dev/null || true; ip netns del "$ns" 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT
space() { ip netns add "$1"; names+=("$1"); ip -n "$1" link set lo up; }

# The switch: a bridge for each VLAN that forgets addresses at once, so that every port shows what a mirror port shows.
switch=$prefix-sw; space "$switch"
ip netns exec "$switch" sysctl -q -w net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
# The router: dnsmasq for DHCP and DNS on both VLANs.
router=$prefix-gw; space "$router"
for vlan in 10 20; do
  ip -n "$switch" link add "br$vlan" type bridge ageing_time 0
  ip -n "$switch" link set "br$vlan" up
  ip -n "$switch" link add name "up$vlan" type veth peer name "v$vlan" netns "$router"
  ip -n "$switch" link set "up$vlan" master "br$vlan" up
  ip -n "$router" link set "v$vlan" address "00:0d:b9:10:00:$vlan" up
  ip -n "$router" addr add "10.20.$vlan.1/24" dev "v$vlan"
done
ip netns exec "$router" sysctl -q -w net.ipv4.ip_forward=1
for vlan in 10 20; do ip netns exec "$router" tcpdump -q -i "v$vlan" -s 0 -w "$work/$vlan.pcap" 2>/dev/null & done
sleep 3
ip netns exec "$router" dnsmasq --keep-in-foreground --no-resolv --no-hosts --pid-file= --user=root --log-facility="$work/dnsmasq.log" --dhcp-leasefile="$work/leases" \
  --dhcp-range=10.20.10.50,10.20.10.200,1h --dhcp-range=10.20.20.50,10.20.20.200,1h --no-ping --dhcp-authoritative --address=/#/192.0.2.80 &

cat > "$work/nginx.conf" <<EOF
daemon off; pid $work/nginx.pid; error_log $work/nginx.log; events {} http { access_log off; client_body_temp_path $work; proxy_temp_path $work; fastcgi_temp_path $work; uwsgi_temp_path $work; scgi_temp_path $work;
server { listen 80; location / { default_type text/html; return 200 "<title>Intranet</title>"; } } server { listen 443 ssl; ssl_protocols TLSv1.2; ssl_certificate $work/cert.pem; ssl_certificate_key $work/key.pem; } }
EOF
openssl req -x509 -newkey rsa:2048 -nodes -days 365 -subj "/O=St Example's Hospital/CN=intranet.example" -keyout "$work/key.pem" -out "$work/cert.pem" 2>/dev/null
printf 'listener 1883\nallow_anonymous true\n' > "$work/mosquitto.conf"
dropbearkey -t ed25519 -f "$work/dropbear_key" >/dev/null 2>&1 || true

python3 - "$here/hospital.toml" > "$work/devices" <<'EOF'
import sys, tomllib
for n, d in enumerate(tomllib.load(open(sys.argv[1], "rb"))["device"], 10):
    print("\t".join([d["name"], str(d["vlan"]), d["mac"], d["hostname"], d.get("vendor_class", "") or "-", d.get("snmp", "-"), d.get("agent", "-"), ",".join(d.get("dns", [])) or "-", "@@".join(d.get("run", [])) or "-", str(n)]))
EOF
cat > "$work/lease.sh" <<'EOF'
#!/bin/sh
[ "$1" = bound ] || exit 0
ip addr flush dev eth0; ip addr add "$ip/24" dev eth0; ip route replace default via "$router"; echo "$ip" > "$LEASE"
EOF
chmod +x "$work/lease.sh"
while IFS=$'\t' read -r name vlan mac hostname class snmp agent dns run number; do
  ns=$prefix-$number; space "$ns"
  ip -n "$switch" link add name "p$number" type veth peer name eth0 netns "$ns"
  ip -n "$switch" link set "p$number" master "br$vlan" up
  ip -n "$ns" link set eth0 address "$mac" up
done < "$work/devices"
sleep 5
while IFS=$'\t' read -r name vlan mac hostname class snmp agent dns run number; do
  ns=$prefix-$number
  arguments=(-q -n -f -i eth0 -s "$work/lease.sh" -x "hostname:$hostname"); [ "$class" = "-" ] || arguments+=(-V "$class")
  LEASE="$work/$name.ip" ip netns exec "$ns" timeout 12 busybox udhcpc "${arguments[@]}" >"$work/$name.dhcp" 2>&1 < /dev/null &
done < "$work/devices"
sleep 8
while IFS=$'\t' read -r name vlan mac hostname class snmp agent dns run number; do
  ns=$prefix-$number; [ -s "$work/$name.ip" ] || { echo "no lease: $name" >&2; continue; }
  address=$(cat "$work/$name.ip")
  ip netns exec "$ns" python3 "$here/say.py" "$name" "$address" >/dev/null 2>"$work/$name.err" < /dev/null &
  if [ "$snmp" != "-" ]; then
    printf 'rocommunity public\nsysDescr %s\nsysName %s\nagentaddress udp:161\n' "$snmp" "$hostname" > "$work/$name.snmpd"
    ip netns exec "$ns" snmpd -f -Ln -C -c "$work/$name.snmpd" -p "$work/$name.pid" >/dev/null 2>&1 < /dev/null &
  fi
  [ "$run" = "-" ] || while read -r line; do ip netns exec "$ns" sh -c "${line//@\//$work/}" >/dev/null 2>&1 < /dev/null & done <<< "${run//@@/$'\n'}"
  if [ "$dns" != "-" ]; then for host in ${dns//,/ }; do ip netns exec "$ns" dig +tries=1 +time=1 "@10.20.$vlan.1" "$host" >/dev/null 2>&1 < /dev/null & done; fi
done < "$work/devices"
sleep 8
# The nurse's computer opens what the others serve; a manager's reads their SNMP.
pc=$prefix-10; web=$(cat "$work/server-web.ip")
while IFS=$'\t' read -r name vlan mac hostname class snmp agent dns run number; do
  [ -s "$work/$name.ip" ] || continue
  address=$(cat "$work/$name.ip")
  [ "$snmp" = "-" ] || ip netns exec "$pc" snmpget -v2c -c public -t 1 -r 0 "$address" 1.3.6.1.2.1.1.1.0 1.3.6.1.2.1.1.5.0 >/dev/null 2>&1 < /dev/null || true
  for path in :80/ :80/private :80/description.xml :80/api :1400/description.xml :5000/description.xml :8060/description.xml :9197/description.xml; do
    ip netns exec "$pc" curl -s -m 2 -o /dev/null -A "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36" "http://$address$path" < /dev/null || true
  done
  [ "$agent" = "-" ] || ip netns exec "$prefix-$number" curl -s -m 2 -o /dev/null -A "$agent" "http://$web/" < /dev/null || true
done < "$work/devices"
ip netns exec "$pc" curl -s -m 2 -k -o /dev/null --resolve "intranet.example:443:$web" https://intranet.example/ < /dev/null || true
ip netns exec "$pc" sh -c "printf 'SSH-2.0-OpenSSH_for_Windows_8.1\r\n' | timeout 1 nc $web 22" >/dev/null 2>&1 < /dev/null || true
meter=$prefix-$(awk -F'\t' '$1=="meter-sub"{print $10}' "$work/devices")
ip netns exec "$meter" mosquitto_pub -h "$web" -i shellyem3-C45BBE10001F -t shellies/shellyem3-C45BBE10001F/emeter/0/power -m 1 < /dev/null || true
ip netns exec "$pc" ipptool -q "ipp://$(cat "$work/printer-ward.ip"):631/ipp/print" get-printer-attributes.test >/dev/null 2>&1 < /dev/null || true
sleep 2
ip netns pids "$router" | xargs -r ps -o pid=,comm= -p | awk '$2=="tcpdump"{print $1}' | xargs -r kill -INT; sleep 2
# Two captures, as from two mirror ports of a trunk; tag.py adds the 802.1Q tag, since not every kernel can.
python3 "$here/tag.py" 10 "$work/10.pcap" "$out/ward.pcap"
python3 "$here/tag.py" 20 "$work/20.pcap" "$out/facilities.pcap"
gzip -9 -n -f "$out/facilities.pcap"
ls -l "$out"
