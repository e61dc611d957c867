#!/usr/bin/env bash
# The sterilisers' controller. Real: cpppo's EtherNet/IP and CIP server; staged: the Identity object that it is given.
. "$LAB/devices/lib.sh"
fixed 10.20.30.13
cat > cpppo.cfg <<EOF
[Identity]
Vendor Number = 1
Device Type = 14
Product Code Number = 107
Product Revision = 2846
Status Word = 12384
Serial Number = 1617965074
Product Name = 1769-L33ER/A LOGIX5333ER
State = 3
[TCPIP]
Interface Configuration = {"ip_address":"10.20.30.13","network_mask":"255.255.255.0","gateway_address":"10.20.30.1","dns_primary":"0.0.0.0","dns_secondary":"0.0.0.0","domain_name":""}
Host Name = plc-cssd
EOF
exec "$LAB_PYTHON" -m cpppo.server.enip -c "$BOX/cpppo.cfg" --address "${1:-10.20.30.13}:44818" --udp --tcp --no-print STERILISER_TEMP=REAL[4] CYCLE=DINT[8] DOOR_OPEN=BOOL
