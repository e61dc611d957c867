# Spanning tree: Open vSwitch in user space, first STP, then RSTP.
record ether dst 01:80:c2:00:00:00
server bash -c "export OVS_RUNDIR=\$BOX OVS_LOGDIR=\$BOX OVS_DBDIR=\$BOX; cd \$BOX
ovsdb-tool create conf.db /usr/share/openvswitch/vswitch.ovsschema
ovsdb-server conf.db --remote=punix:\$BOX/db.sock --pidfile=\$BOX/o.pid & sleep 1
ovs-vswitchd unix:\$BOX/db.sock --pidfile=\$BOX/v.pid --disable-system & sleep 1
v=\"ovs-vsctl --db=unix:\$BOX/db.sock --timeout=5\"
ip addr flush dev eth0
\$v add-br br0 -- set bridge br0 datapath_type=netdev stp_enable=true other-config:hwaddr=02:00:5e:10:00:01 -- add-port br0 eth0; sleep 6
\$v set bridge br0 stp_enable=false rstp_enable=true; sleep 6" & sleep 16
