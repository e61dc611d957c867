# TFTP: a telephone fetches its configuration; tftpd-hpa and curl.
record udp and host 10.99.0.2 and not port 5353
mkdir -p $BOX/tftp; echo "#!version:1.0.0.1" > $BOX/tftp/805ec03d9101.cfg; chmod -R a+rX $BOX
server in.tftpd -L -s $BOX/tftp & sleep 1
client curl -s -o /dev/null tftp://10.99.0.1/805ec03d9101.cfg
client curl -s -o /dev/null tftp://10.99.0.1/y000000000108.cfg
