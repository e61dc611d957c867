#!/usr/bin/env bash
# The boilers' serial device server. Real: inetutils telnetd behind socat; staged: the texts of a Moxa NPort, which asks
# for the name and the password that its manual prints.
. "$LAB/devices/lib.sh"
fixed "${1:-10.20.30.72}" 2>/dev/null
cat > login <<'EOF'
#!/bin/sh
printf -- '-----------------------------------------------------------------------------\r\nModel name       : NPort 5150A\r\nMAC address      : 00:90:E8:6E:72:01\r\nSerial No.       : 7201\r\nFirmware version : 1.5 Build 18092610\r\n-----------------------------------------------------------------------------\r\n\r\nlogin: '
read -r name
stty -echo 2>/dev/null
printf 'Password: '
read -r password
stty echo 2>/dev/null
if [ "$name/$password" = admin/moxa ]; then
  printf '\r\n<< Main menu of NPort 5150A >>\r\n(1) Basic settings\r\n(2) Network settings\r\n(q) Quit\r\nKey in your selection: '
  read -r choice
else
  printf '\r\nLogin incorrect\r\n'
fi
EOF
chmod 755 login
(sleep 25; logger -n 10.20.10.10 -P 514 -d --rfc3164 -t NP5150A "Serial port 1: link up") >/dev/null 2>&1 &
exec socat TCP-LISTEN:23,reuseaddr,fork EXEC:"/usr/sbin/telnetd -h -E $BOX/login",nofork
