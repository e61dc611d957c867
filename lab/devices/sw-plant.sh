#!/usr/bin/env bash
# The plant's switch, seen from its management address. Real: lldpd and snmpd; staged: what they are told to say (a SCALANCE).
. "$LAB/devices/lib.sh"
fixed 10.20.30.2
text='Siemens, SIMATIC NET, SCALANCE XC208, 6GK5 208-0BA00-2AC2, HW: Version 1, FW: Version V04.02.00, SVPL6147920'
snmp_agent "$text" .1.3.6.1.4.1.4329.6.3.2.1 "Plant room"
mkdir -p /run/lldpd
lldpd -d -k -S "$text" -I eth0 >/dev/null 2>&1 &
sleep 1
lldpcli -u /run/lldpd.socket configure lldp tx-interval 30 >/dev/null 2>&1
lldpcli configure system hostname sw-plant >/dev/null 2>&1
sleep 600
