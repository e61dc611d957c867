# SSH: OpenSSH and dropbear servers, ssh and dbclient.
record tcp port 22 or tcp port 2222
frames=60
ssh-keygen -q -t ed25519 -N "" -f $BOX/hostkey
dropbearkey -t ed25519 -f $BOX/dkey >/dev/null 2>&1
server bash -c "mkdir -p /run/sshd; exec /usr/sbin/sshd -D -h \$BOX/hostkey -f /dev/null -o PidFile=none" &
server dropbear -F -r $BOX/dkey -p 2222 & sleep 1
limit=8
client ssh -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null ward7-nurse@10.99.0.1 true
client ssh -p 2222 -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null admin@10.99.0.1 true
client dbclient -y -p 22 admin@10.99.0.1 true
