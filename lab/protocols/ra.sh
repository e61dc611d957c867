# Router advertisements from radvd.
record icmp6
printf "interface eth0 { AdvSendAdvert on; MaxRtrAdvInterval 4; MinRtrAdvInterval 3; prefix fd99::/64 {}; RDNSS fd99::1 {}; };\n" > $BOX/radvd.conf
server radvd -n -C $BOX/radvd.conf -p $BOX/radvd.pid & sleep 6
