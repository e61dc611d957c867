#!/usr/bin/env bash
# A personal computer in the office, all real: udhcpc, and a script with pymodbus that reads and writes a coil of the chillers'
# controller. Nobody but the operator panel has any business there.
. "$LAB/devices/lib.sh"
ip link set eth0 up
udhcpc -i eth0 -n -q -x hostname:office-pc -s "$LAB/programs/udhcpc-script.sh" >/dev/null 2>&1
sleep 46
"$LAB_PYTHON" "$LAB/programs/plant_ask.py" modbus_write 10.20.30.11 >/dev/null 2>&1
sleep 600
