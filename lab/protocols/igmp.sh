# IGMP: the kernel joins and leaves groups (SSDP, WS-Discovery, SADP), versions 3 and 2.
record igmp
join="import socket,time
s=socket.socket(socket.AF_INET,socket.SOCK_DGRAM)
for g in (\"239.255.255.250\",\"224.0.1.129\"): s.setsockopt(0,35,socket.inet_aton(g)+socket.inet_aton(\"10.99.0.2\"))
time.sleep(1)"
client "$LAB_PYTHON" -c "$join"; sleep 1
ip netns exec $b sysctl -qw net.ipv4.conf.eth0.force_igmp_version=2
client "$LAB_PYTHON" -c "$join"; sleep 1
