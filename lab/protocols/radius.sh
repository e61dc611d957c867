# RADIUS: freeradius with a minimal configuration, asked by radclient as a switch would.
record udp port 1812 or udp port 1813
server "$LAB/programs/freeradius.sh" & sleep 3
printf "User-Name=dev-ward7-0042,User-Password=not-a-secret,NAS-Identifier=sw-ward7,NAS-IP-Address=10.99.0.2,NAS-Port=7,Called-Station-Id=08-4F-A9-12-7A-01,Calling-Station-Id=00-12-21-0A-31-01,NAS-Port-Type=Ethernet" > $BOX/req
client sh -c "radclient -t 2 -r 1 10.99.0.1 auth testing123 < $BOX/req"
printf "User-Name=unknown,User-Password=wrong,NAS-Identifier=sw-ward7" > $BOX/req2
client sh -c "radclient -t 3 -r 1 10.99.0.1 auth testing123 < $BOX/req2"
