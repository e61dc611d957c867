# SNMP v1, v2c and v3: snmpd, asked by the snmp tools (engine id, boots and time are seen).
record udp port 161 or udp port 162
export MIBS=
server bash -c ". $LAB/devices/lib.sh; DEVICE=ups-1; snmp_agent \"Example UPS EU-1500, firmware 3.1\" .1.3.6.1.4.1.318.1.3.27; wait" & sleep 2
export SNMP_PERSISTENT_DIR=$BOX/snmp-client
client snmpget -v1 -c public 10.99.0.1 .1.3.6.1.2.1.1.1.0 .1.3.6.1.2.1.1.2.0
client snmpbulkget -v2c -c public 10.99.0.1 .1.3.6.1.2.1.1
client snmpget -v3 -l authPriv -u ward7watch -a SHA-256 -A ExampleLabAuth01 -x AES -X ExampleLabPriv01 10.99.0.1 .1.3.6.1.2.1.1.5.0
client snmptrap -v2c -c public 10.99.0.1 "" .1.3.6.1.6.3.1.1.5.1
