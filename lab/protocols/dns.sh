# DNS: dnsmasq answers dig.
record port 53
server dnsmasq -k -u root -C /dev/null --no-resolv --no-hosts --address=/example-hospital.test/10.99.0.1 --txt-record=srv.example-hospital.test,lab & sleep 1
for kind in A AAAA TXT MX; do client dig +short @10.99.0.1 srv.example-hospital.test $kind; done
client dig +short @10.99.0.1 -x 10.99.0.1; client dig +short +tcp @10.99.0.1 version.bind TXT CHAOS
