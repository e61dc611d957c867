# Telnet: inetutils telnetd behind socat, and its client.
record tcp port 23
printf "#!/bin/sh\nprintf \"Example serial server ES-1 firmware 2.10\\\\r\\\\nlogin: \"\nsleep 2\n" > $BOX/login; chmod 755 $BOX/login
server socat TCP-LISTEN:23,reuseaddr,fork EXEC:"/usr/sbin/telnetd -h -E $BOX/login",nofork & sleep 1
limit=5 client sh -c "sleep 3 | telnet 10.99.0.1"
