#!/usr/bin/env bash
# The plant's engineering workstation, all real: ISC dhclient, then one round of identity questions to everything; later the
# file server and the serial gateway with the logins that their manuals print; at the end a block fetched from and sent to
# the medical gas controller, and that controller stopped.
. "$LAB/devices/lib.sh"
ip link set eth0 up
printf 'send host-name "es-plant";\n' > dhclient.conf
dhclient -1 -cf dhclient.conf -lf "$BOX/dhclient.leases" -pf "$BOX/dhclient.pid" -sf "$LAB/programs/dhclient-script.sh" eth0 >/dev/null 2>&1
ip route add 224.0.0.0/4 dev eth0
ask() { timeout 20 "$LAB_PYTHON" "$LAB/programs/plant_ask.py" "$@"; }
plant=10.20.30
export MIBS= SNMP_PERSISTENT_DIR=$BOX/snmp-client
started=$SECONDS
until_second() { sleep $((started + $1 > SECONDS ? started + $1 - SECONDS : 0)); }
{
  until_second 20
  ntpdig -t 2 10.20.10.10
  "$LAB_PYTHON" -c 'from say import profinet; profinet.identify()'
  ask modbus $plant.11
  ask s7 $plant.12
  ask enip $plant.13
  ask bacnet $plant.31 $plant.22
  ask opcua $plant.41
  ask knx $plant.61
  for host in 2 71; do snmpget -v1 -c public -t1 -r1 $plant.$host .1.3.6.1.2.1.1.1.0 .1.3.6.1.2.1.1.2.0 .1.3.6.1.2.1.1.5.0; done
  until_second 62
  printf 'quote USER USER\nquote PASS USER\npassive\nls\nquit\n' | timeout 6 ftp -n $plant.11
  timeout 14 "$LAB_PYTHON" "$LAB/programs/telnet_login.py" $plant.72 admin moxa q
  until_second 82
  ask s7_program $plant.12
} >/dev/null 2>&1
sleep 600
