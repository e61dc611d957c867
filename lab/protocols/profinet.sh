# PROFINET DCP, staged at both ends: identify-all, and the answer of a controller.
record ether proto 0x8892
settle=1.5
server "$LAB_PYTHON" "$LAB/say/elsewhere.py" 10.99.0.1 "$LAB/devices/plc-oxygen.py" & sleep 2
client "$LAB_PYTHON" -c 'from say import profinet; profinet.identify()'
