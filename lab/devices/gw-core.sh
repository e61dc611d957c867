#!/usr/bin/env bash
# The router of the three VLANs. Real: dnsmasq (DHCP with one fixed address per device, DNS, router advertisements)
# and miniupnpd. Staged: it says of itself, in MNDP and SNMP, that it is a MikroTik RB5009.
. "$LAB/devices/lib.sh"
sysctl -qw net.ipv4.ip_forward=1 net.ipv6.conf.all.forwarding=1
for vlan in 10 20 30; do
  interface=eth$((vlan / 10 - 1))
  ip link set $interface up
  ip addr add 10.20.$vlan.1/24 brd + dev $interface
  ip addr add fd20:0:0:$vlan::1/64 dev $interface nodad
done
ip addr add 198.51.100.2/24 dev wan
ip link set wan up
ip route add default via 198.51.100.1
cat > dnsmasq.conf <<EOF
keep-in-foreground
user=root
no-resolv
no-hosts
interface=eth0,eth1,eth2
domain=example-hospital.test
dhcp-authoritative
no-ping
dhcp-leasefile=$BOX/leases
pid-file=$BOX/dnsmasq.pid
dhcp-range=10.20.10.150,10.20.10.199,255.255.255.0,1h
dhcp-range=10.20.20.150,10.20.20.199,255.255.255.0,1h
dhcp-range=10.20.30.150,10.20.30.199,255.255.255.0,1h
enable-ra
dhcp-range=fd20:0:0:10::100,fd20:0:0:10::1ff,slaac,64,1h
dhcp-option=option:ntp-server,10.20.10.10
address=/srv-hub.example-hospital.test/10.20.10.10
address=/pacs.example-hospital.test/10.20.10.12
# Every other name is a stand-in server in the internet namespace; a few makers get one each.
address=/#/203.0.113.10
address=/google.com/gstatic.com/googleapis.com/203.0.113.20
address=/amazon.com/amazonaws.com/203.0.113.30
address=/apple.com/icloud.com/203.0.113.40
address=/microsoft.com/msftconnecttest.com/203.0.113.50
address=/tuyaeu.com/tplinkcloud.com/203.0.113.60
EOF
"$LAB_PYTHON" -c '
import csv, sys
for row in csv.DictReader(open(sys.argv[1])):
    if row["mac"] and " " not in row["ip"]:
        print("dhcp-host=%s,%s" % (row["mac"], row["ip"]))' "$LAB/../examples/devices.csv" >> dnsmasq.conf
dnsmasq -C dnsmasq.conf &
snmp_agent "RouterOS RB5009UG+S+" .1.3.6.1.4.1.14988.1 "Room 4"
cat > upnp.conf <<EOF
ext_ifname=wan
listening_ip=eth1
http_port=5000
enable_natpmp=no
ipv6_disable=yes
uuid=2f4a6b1e-10aa-4c1e-9bd1-085531a00002
serial=HF00000001
model_number=1
lease_file=$BOX/upnp.leases
EOF
miniupnpd -d -f upnp.conf -P "$BOX/upnpd.pid" >/dev/null 2>&1 &
exec "$LAB_PYTHON" "$LAB/devices/gw-core.py"
