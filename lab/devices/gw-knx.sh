#!/usr/bin/env bash
# The lighting's KNX gateway. Real: udhcpc and knxd, with a bus that is not there; staged: the name that it gives itself.
. "$LAB/devices/lib.sh"
ip link set eth0 up
udhcpc -i eth0 -n -q -x hostname:knx-ip-731 -s "$LAB/programs/udhcpc-script.sh" >/dev/null 2>&1
ip route add 224.0.0.0/4 dev eth0
exec knxd -e 1.1.10 -E 1.1.240:8 -n "KNX IP Interface 731" -D -T -R -S -b dummy:
