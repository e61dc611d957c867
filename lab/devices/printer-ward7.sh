#!/usr/bin/env bash
# The ward's printer. Real: ippeveprinter with avahi (DNS-SD, IPP) and snmpd; staged: the model that they say.
. "$LAB/devices/lib.sh"
ip link set eth0 up
udhcpc -i eth0 -n -q -x hostname:NPI48AA92 -V 'Hewlett-Packard JetDirect' -s "$LAB/programs/udhcpc-script.sh" >/dev/null 2>&1
snmp_agent "HP ETHERNET MULTI-ENVIRONMENT,ROM none,JETDIRECT,JD153,EEPROM JSI24210008,CIDATE 07/26/2019" .1.3.6.1.4.1.11.2.3.9.1
avahi
ippeveprinter -M HP -m 'LaserJet Pro M404dn' -l 'Ward 7' -s 12,10 -p 631 -d "$BOX" -r off 'HP LaserJet Pro M404dn (Ward 7)' >/dev/null 2>&1
sleep 600
