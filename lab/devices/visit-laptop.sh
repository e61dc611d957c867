#!/usr/bin/env bash
# A visiting clinician's laptop, all real: dhcpcd (IPv4 and IPv6), curl, HTTP/3 with aioquic, ssh, mosquitto_sub.
. "$LAB/devices/lib.sh"
ip link set eth0 up
mkdir -p /run/dhcpcd
printf 'hostname\nvendorclassid dhcpcd-9.4.1:Linux-6.1.0:x86_64:GenuineIntel\nnohook resolv.conf,ntp.conf,timesyncd\nnoarp\n' > dhcpcd.conf
timeout 90 dhcpcd -B -f "$BOX/dhcpcd.conf" -h visit-laptop -c /bin/true eth0 >/dev/null 2>&1 &
sleep 8
for _ in 1 2; do
  curl -sk -m 4 https://www.example-news.test/
  "$LAB_PYTHON" "$LAB/protocols/quic_client.py" www.google.com 443
  ssh -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o ConnectTimeout=3 ward7-nurse@10.20.10.10 true </dev/null
  timeout 3 mosquitto_sub -h 10.20.10.10 -t ward7/notice -i visit-laptop
  sleep 20
done >/dev/null 2>&1
sleep 600
