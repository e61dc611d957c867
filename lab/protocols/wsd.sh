# WS-Discovery: wsdd says Hello, answers a probe by python code, and gives its metadata over HTTP.
record udp port 3702 or tcp port 5357
server wsdd -i eth0 -4 -n WARD-PC -w STEXAMPLE & sleep 3
client "$LAB_PYTHON" "$LAB/protocols/wsd_probe.py" 10.99.0.2 10.99.0.1; sleep 1
