# Tuya: plain (3.1, port 6666) and obscured (3.3, port 6667) announcements, staged; tinytuya scans for them.
record udp port 6666 or udp port 6667 or udp port 7000
server "$LAB_PYTHON" "$LAB/protocols/tuya.py" 10.99.0.1 10.99.0.255 & sleep 1
ip -n $b route add default via 10.99.0.1
limit=8 client "$LAB_PYTHON" -m tinytuya scan -nocolor -y
