# Four real DHCP clients ask a real server: ISC dhclient, busybox udhcpc, dhcpcd, and an iPXE-like PRL through dhclient; dnsmasq answers.
record udp port 67 or udp port 68
frames=60
ip -n $b addr flush dev eth0
server dnsmasq -k -p0 -u root -C /dev/null --dhcp-range=10.99.0.50,10.99.0.90,1h --dhcp-leasefile=$BOX/leases --no-ping &
sleep 1
printf "send host-name \"ward-pc-1\";\nsend vendor-class-identifier \"anaconda-Linux\";\n" > $BOX/dhclient.conf
client dhclient -4 -1 -d -cf $BOX/dhclient.conf -lf $BOX/l1 -pf $BOX/p1 -sf /bin/true eth0 & sleep 2
ip -n $b link set eth0 address 02:00:5e:10:00:03
client udhcpc -i eth0 -n -q -x hostname:sensor-gw -V "udhcp 1.35.0" -s /bin/true
ip -n $b link set eth0 address 02:00:5e:10:00:04
printf "hostname\nvendorclassid dhcpcd-9.4.1:Linux-6.1.0:x86_64:GenuineIntel\nnoarp\nipv4only\n" > $BOX/dhcpcd.conf
rm -f /var/lib/dhcpcd/eth0.lease
limit=7 client dhcpcd -B -f $BOX/dhcpcd.conf -h ward-laptop -c /bin/true eth0
