# CDP version 2 (and LLDP off), from lldpd.
record ether dst 01:00:0c:cc:cc:cc
server bash -c "mkdir -p /run/lldpd; lldpd -d -ccc -ll -k -I eth0 -S \"Example OS 15.2\" & sleep 1; lldpcli configure lldp tx-interval 2; lldpcli configure system platform \"example WS-24\"; sleep 6" & sleep 8
