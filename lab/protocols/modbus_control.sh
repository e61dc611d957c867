# Modbus/TCP: pymodbus at both ends: every function that writes, diagnostics, an address that is not there, listen-only.
record tcp port 502
frames=120
server "$LAB_PYTHON" "$LAB/say/elsewhere.py" 10.99.0.1 "$LAB/devices/plc-chiller.py" & sleep 3
limit=25 client "$LAB_PYTHON" "$LAB/programs/plant_control.py" modbus 10.99.0.1
