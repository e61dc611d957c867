#!/usr/bin/env bash
# Ultrasound scanner (OUI, host name and AE title staged). Real: udhcpc, dcmtk's echoscu and storescu towards the archive.
# The image that it stores is an empty one, of an invented patient "EXAMPLE".
. "$LAB/devices/lib.sh"
ip link set eth0 up
udhcpc -i eth0 -n -q -x hostname:LOGIQE10-RM2 -V 'udhcp 1.35.0' -s "$LAB/programs/udhcpc-script.sh" >/dev/null 2>&1
"$LAB_PYTHON" "$LAB/programs/empty_image.py" image.dcm
for _ in 1 2 3; do
  echoscu -aet LOGIQE10 -aec STEXPACS 10.20.10.12 4242
  storescu -aet LOGIQE10 -aec STEXPACS 10.20.10.12 4242 image.dcm
  sleep 20
done >/dev/null 2>&1
sleep 600
