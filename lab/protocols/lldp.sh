# LLDP with LLDP-MED, from lldpd in class III.
record ether proto 0x88cc
ip netns exec $a true
server bash -c "mkdir -p /run/lldpd; lldpd -d -k -I eth0 -M 3 -S \"example desk phone 1.2.3\" & sleep 1; lldpcli configure lldp tx-interval 2; lldpcli configure inventory manufacturer \"Example Works\"; lldpcli configure inventory model DESK-7; lldpcli configure inventory software-revision 1.2.3; sleep 6" & sleep 8
