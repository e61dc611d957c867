#!/usr/bin/env bash
# A Linux workstation, all real: dhclient, avahi, FreeRDP, kinit, ipptool, ntpdig, curl.
. "$LAB/devices/lib.sh"
ip link set eth0 up
printf 'send host-name "ward7-ws02";\nrequest subnet-mask, broadcast-address, routers, domain-name, domain-name-servers, host-name, ntp-servers;\n' > dhclient.conf
dhclient -4 -1 -cf dhclient.conf -lf "$BOX/leases" -pf "$BOX/dhclient.pid" -sf "$LAB/programs/dhclient-script.sh" eth0 >/dev/null 2>&1
avahi yes yes
sleep 8
cp "$LAB/programs/krb5.conf" "$BOX/krb5.conf"
for _ in 1 2; do
  echo not-a-secret | KRB5_CONFIG=$BOX/krb5.conf timeout 5 kinit -c "$BOX/ticket" ward7-nurse
  timeout 5 ntpdig 10.20.10.10
  timeout 5 xvfb-run -a xfreerdp /v:10.20.10.10 /u:ward7-nurse /p:not-a-secret /sec:rdp /cert:ignore
  timeout 5 ipptool -T 3 ipp://10.20.10.92:631/ipp/print get-printer-attributes.test
  curl -sk --tls-max 1.2 --resolve srv-hub.example-hospital.test:443:10.20.10.10 https://srv-hub.example-hospital.test/
  curl -sk -m 4 https://deb.debian.org/
  logger -n 10.20.10.10 -P 514 -d -t ward7-ws02 'session opened for ward7-nurse'
  sleep 20
done >/dev/null 2>&1
sleep 600
