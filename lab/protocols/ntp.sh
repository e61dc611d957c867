# NTP: ntpsec, asked by ntpdig, by ntpq (mode 6: version and system), and as a peer.
record udp port 123
printf "tos orphan 5\nrestrict default\n" > $BOX/ntp.conf
server ntpd -n -c $BOX/ntp.conf & sleep 9
client ntpdig 10.99.0.1
client ntpq -n -c rv 10.99.0.1
