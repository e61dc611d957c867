# SSDP: miniupnpd and minidlna advertise, gssdp-discover and upnpc search and read the descriptions.
record udp port 1900 or tcp port 5000 or tcp port 8200
frames=90 limit=5
mkdir -p $BOX/media
ip -n $a link add wan type veth peer name wan-peer; ip -n $a addr add 198.51.100.2/24 dev wan; ip -n $a link set wan up; ip -n $a link set wan-peer up
printf "ext_ifname=wan\nlistening_ip=eth0\nhttp_port=5000\nenable_natpmp=no\nipv6_disable=yes\nuuid=2f4a6b1e-10aa-4c1e-9bd1-02005e100001\nserial=HF1\nmodel_number=1\n" > $BOX/upnp.conf
server miniupnpd -d -f $BOX/upnp.conf -P $BOX/pid1 &
printf "media_dir=$BOX/media\ndb_dir=$BOX/dlna\nlog_dir=$BOX\nport=8200\nnetwork_interface=eth0\nfriendly_name=ward media\nnotify_interval=10\n" > $BOX/dlna.conf
server minidlnad -S -f $BOX/dlna.conf -P $BOX/pid2 & sleep 3
client curl -s http://10.99.0.1:8200/rootDesc.xml
client gssdp-discover -i eth0 --timeout=2
client upnpc -m 10.99.0.2 -s
