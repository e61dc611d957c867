#!/usr/bin/env bash
# The visitor's laptop on the ward when the plant is recorded, all real: udhcpc, and nmap over the first 200 ports of one controller.
. "$LAB/devices/lib.sh"
ip link set eth0 up
udhcpc -i eth0 -n -q -x hostname:visit-laptop -s "$LAB/programs/udhcpc-script.sh" >/dev/null 2>&1
sleep 50
nmap -n -sS -Pn -T4 -p1-200 10.20.30.11 >/dev/null 2>&1
sleep 600
