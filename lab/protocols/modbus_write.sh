# Modbus/TCP: pymodbus at both ends: identification, then a coil read and written.
record tcp port 502
server "$LAB_PYTHON" "$LAB/say/elsewhere.py" 10.99.0.1 "$LAB/devices/plc-chiller.py" & sleep 3
client "$LAB_PYTHON" "$LAB/programs/plant_ask.py" modbus 10.99.0.1
client "$LAB_PYTHON" "$LAB/programs/plant_ask.py" modbus_write 10.99.0.1
