# NetBIOS names and the browser service: nmbd announces, nmblookup and nbtscan ask.
record udp port 137 or udp port 138
frames=60 limit=6
for side in s c; do mkdir -p $BOX/$side; printf "[global]\nnetbios name=WARD-%s\nworkgroup=STEXAMPLE\nserver string=example %s\nlocal master=yes\npreferred master=yes\nlock directory=$BOX/$side\nstate directory=$BOX/$side\ncache directory=$BOX/$side\nprivate dir=$BOX/$side\npid directory=$BOX/$side\nncalrpc dir=$BOX/$side/rpc\nlog file=$BOX/$side/log\ninterfaces=eth0\n" $side $side > $BOX/$side.conf; done
server nmbd -F --no-process-group -s $BOX/s.conf & sleep 3
client nmblookup -s $BOX/c.conf -B 10.99.0.255 WARD-S
client nmblookup -s $BOX/c.conf -A 10.99.0.1
client nbtscan 10.99.0.1
limit=18; client nmbd -F --no-process-group -s $BOX/c.conf
