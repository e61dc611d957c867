# IEC 60870-5-104: c104 (lib60870) at both ends: start, interrogation, a single command, select and execute.
record tcp port 2404
frames=50
server "$LAB_PYTHON" "$LAB/say/elsewhere.py" 10.99.0.1 "$LAB/devices/rtu-generator.py" & sleep 2
limit=15 client "$LAB_PYTHON" "$LAB/programs/plant_ask.py" iec104 10.99.0.1
