# ARP: the kernel asks before it pings, and an address announces itself.
record arp or icmp
client ping -c 2 10.99.0.1
client ping -c 1 -W 1 10.99.0.77
