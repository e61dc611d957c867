# Syslog over UDP: logger in both formats, to rsyslog.
record udp port 514
printf "module(load=\"imudp\")\ninput(type=\"imudp\" port=\"514\")\n*.* /dev/null\n" > $BOX/r.conf
server rsyslogd -n -f $BOX/r.conf -i $BOX/r.pid & sleep 1
client logger -n 10.99.0.1 -P 514 -d --rfc3164 -t sshd "Accepted publickey for ward7-nurse"
client logger -n 10.99.0.1 -P 514 -d --rfc5424 -t nursecall "call placed ward 7"
