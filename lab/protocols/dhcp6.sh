# DHCPv6 and router advertisements: dnsmasq answers dhclient -6 and dhcpcd.
record icmp6 or udp port 546 or udp port 547
server dnsmasq -k -p0 -u root -C /dev/null --enable-ra --dhcp-range=fd99::100,fd99::1ff,64,1h --dhcp-leasefile=$BOX/leases &
sleep 1
printf "send fqdn.fqdn \"ward-pc-6\";\nsend dhcp6.vendor-class 0:0:1:37:0:8:4d:53:46:54:20:35:2e:30;\n" > $BOX/dhclient6.conf
limit=6 client dhclient -6 -1 -d -cf $BOX/dhclient6.conf -lf $BOX/l6 -pf $BOX/p6 -sf /bin/true eth0
printf "hostname\nipv6only\nnoarp\nia_na 1\n" > $BOX/dhcpcd.conf
limit=5 client dhcpcd -B -f $BOX/dhcpcd.conf -h ward-laptop -c /bin/true eth0
