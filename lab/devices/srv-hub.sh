#!/usr/bin/env bash
# The ward's server, all real: nginx with TLS, OpenSSH, mosquitto, kamailio (SIP registrar), rsyslog, ntpd, xrdp, a Kerberos
# KDC, and a round of visits (curl, snmpget, ssh, an SDC consumer) to the devices of the ward, as a monitoring system makes them.
. "$LAB/devices/lib.sh"
fixed 10.20.10.10
certificate srv-hub
cat > nginx.conf <<EOF
user root; pid $BOX/nginx.pid; error_log /dev/null; worker_processes 1;
events {}
http {
  access_log off;
  server { listen 443 ssl; ssl_protocols TLSv1.2 TLSv1.3; ssl_certificate $BOX/srv-hub.crt; ssl_certificate_key $BOX/srv-hub.key;
    location / { default_type text/html; return 200 "<html><title>Ward 7 portal</title></html>"; } }
  server { listen 8080; location / { return 200 ""; } }
}
EOF
nginx -c "$BOX/nginx.conf"
ssh-keygen -q -t ed25519 -N '' -f hostkey
mkdir -p /run/sshd
/usr/sbin/sshd -D -h "$BOX/hostkey" -f /dev/null -o PidFile=none >/dev/null 2>&1 &
printf 'listener 1883\nallow_anonymous true\n' > mosquitto.conf
mosquitto -c mosquitto.conf >/dev/null 2>&1 &
"$LAB/programs/kamailio.sh" 10.20.10.10 &
"$LAB/programs/kdc.sh" &
"$LAB/programs/xrdp.sh" &
printf 'module(load="imudp")\ninput(type="imudp" port="514")\n*.* /dev/null\n' > rsyslog.conf
rsyslogd -n -f rsyslog.conf -i "$BOX/rsyslog.pid" >/dev/null 2>&1 &
printf 'server 127.127.1.0\nfudge 127.127.1.0 stratum 5\n' > ntp.conf
ntpd -n -x -c ntp.conf >/dev/null 2>&1 &
sleep 15
ward=10.20.10
export MIBS= SNMP_PERSISTENT_DIR=$BOX/snmp-client
for host in 1 2 92; do
  snmpget -v2c -c public -t1 -r1 $ward.$host .1.3.6.1.2.1.1.1.0 .1.3.6.1.2.1.1.2.0 .1.3.6.1.2.1.1.5.0
done >/dev/null 2>&1
snmpget -v3 -l authPriv -u ward7watch -a SHA-256 -A ExampleLabAuth01 -x AES -X ExampleLabPriv01 -t1 -r1 $ward.2 .1.3.6.1.2.1.1.5.0 >/dev/null 2>&1
for page in 12:8042/system 12:8042/app/explorer.html 101:3000/description.xml 104:8060/ 104:8060/query/device-info 105/description.xml 105/api/config 102:8008/setup/eureka_info 91/; do
  curl -s -m 3 -o /dev/null "http://$ward.$page"
done
ssh -o BatchMode=yes -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null -o ConnectTimeout=3 admin@$ward.3 true </dev/null >/dev/null 2>&1
timeout 20 "$LAB_PYTHON" "$LAB/programs/sdc_search.py" >/dev/null 2>&1 &
for _ in 1 2; do
  "$LAB_PYTHON" -c "
from say import tcp, ssdp
tcp.tell('$ward.2', 23, b'\xff\xfd\x03\r\n')
ssdp.search('$ward.10', 'ssdp:all')" 
  sleep 15
done
sleep 600
