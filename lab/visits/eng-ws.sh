#!/usr/bin/env bash
# The estates engineer of VLAN 20 when the plant is recorded: reads the UPS (SNMP, HTTP) and the OPC UA gateway, as the site file allows.
. "$LAB/devices/lib.sh"
ip link set eth0 up
udhcpc -i eth0 -n -q -x hostname:eng-ws -s "$LAB/programs/udhcpc-script.sh" >/dev/null 2>&1
export MIBS= SNMP_PERSISTENT_DIR=$BOX/snmp-client
sleep 24
for round in 1 2 3; do
  snmpget -v1 -c public -t1 -r1 10.20.30.71 .1.3.6.1.2.1.1.1.0 .1.3.6.1.2.1.1.3.0
  wget -q -T 3 -t 1 -O /dev/null http://10.20.30.71/
  "$LAB_PYTHON" "$LAB/programs/plant_ask.py" opcua_read 10.20.30.41
  sleep 20
done >/dev/null 2>&1
sleep 600
