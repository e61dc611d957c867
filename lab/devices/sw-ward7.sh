#!/usr/bin/env bash
# The ward's switch, seen from its management address. Real: lldpd (LLDP and CDP) and snmpd.
# Staged: what they are told to say (a Cisco Catalyst 2960-X) and the telnet prompt.
. "$LAB/devices/lib.sh"
fixed 10.20.10.2
text='Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(7)E8, RELEASE SOFTWARE (fc3)'
snmp_agent "$text" .1.3.6.1.4.1.9.1.1208 "Ward 7 riser"
mkdir -p /run/lldpd
lldpd -d -c -c -k -S "$text" -I eth0 -M 4 -P 'cisco WS-C2960X-24PS-L' >/dev/null 2>&1 &
sleep 1
lldpcli -u /run/lldpd.socket configure lldp tx-interval 15 >/dev/null 2>&1
lldpcli configure system platform 'cisco WS-C2960X-24PS-L' >/dev/null 2>&1
lldpcli configure system hostname sw-ward7 >/dev/null 2>&1
exec "$LAB_PYTHON" -c '
from say import stay, tcp
tcp.banner(23, b"\xff\xfb\x01\xff\xfb\x03\r\n\r\nUser Access Verification\r\n\r\nUsername: ")
stay.on()'
