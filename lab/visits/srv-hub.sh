#!/usr/bin/env bash
# The server on the ward's VLAN when the plant is recorded, all real: ntpd from ntpsec, rsyslogd.
. "$LAB/devices/lib.sh"
fixed 10.20.10.10
printf 'module(load="imudp")\ninput(type="imudp" port="514")\n*.* /dev/null\n' > rsyslog.conf
rsyslogd -n -f rsyslog.conf -i "$BOX/rsyslog.pid" >/dev/null 2>&1 &
printf 'server 127.127.1.0\nfudge 127.127.1.0 stratum 5\n' > ntp.conf
ntpd -n -x -c ntp.conf >/dev/null 2>&1 &
sleep 600
