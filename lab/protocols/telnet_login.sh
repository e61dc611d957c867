# Telnet with a login that the maker's manual prints: inetutils telnetd and telnet.
record tcp port 23
frames=90
server bash -c 'fixed() { :; }; . "$1/devices/lib.sh"; sed "s/^fixed .*//" "$1/devices/serial-boiler.sh" > box.sh; . ./box.sh' - "$LAB" & sleep 1
limit=12 client "$LAB_PYTHON" "$LAB/programs/telnet_login.py" 10.99.0.1 admin moxa q
