#!/usr/bin/env bash
# The estates engineer's workstation, all real: udhcpc, then rounds of S7 (python-snap7), Modbus (pymodbus), BACnet
# (bacpypes3), SNMP, FTP, telnet, TP-Link (python-kasa) and the web pages of the plant.
. "$LAB/devices/lib.sh"
ip link set eth0 up
udhcpc -i eth0 -n -q -x hostname:eng-ws -s "$LAB/programs/udhcpc-script.sh" >/dev/null 2>&1
export MIBS= SNMP_PERSISTENT_DIR=$BOX/snmp-client
plant=10.20.20
sleep 14
for round in 1 2; do
  "$LAB_PYTHON" "$LAB/programs/plant_visit.py" $plant
  for host in 11 34; do snmpget -v1 -c public -t1 -r1 $plant.$host .1.3.6.1.2.1.1.1.0 .1.3.6.1.2.1.1.2.0 .1.3.6.1.2.1.1.5.0; done
  for page in 10:8200/rootDesc.xml 10:5000/ 11/ 21/rootdesc1.xml 22/doc/page/login.asp 23/ 24/bha-api/info.cgi 25/ 34/ 36/ 44/shelly 45:1400/xml/device_description.xml 47/ ; do
    wget -q -T 3 -t 1 -O /dev/null "http://$plant.$page"
  done
  printf 'quote USER facilities\nquit\n' | timeout 4 ftp -n $plant.34
  (sleep 3) | timeout 5 telnet $plant.36
  timeout 6 "$LAB_VENV/kasa" --target $plant.255 --discovery-timeout 2 discover
  sleep 10
done >/dev/null 2>&1
sleep 600
