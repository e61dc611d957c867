# OPC UA: asyncua at both ends, without security: Hello, GetEndpoints, a session, BuildInfo, a read and a write.
record tcp port 4840
frames=80
server "$LAB_PYTHON" "$LAB/say/elsewhere.py" 10.99.0.1 "$LAB/devices/gw-opcua.py" & sleep 7
limit=20 client "$LAB_PYTHON" "$LAB/programs/plant_ask.py" opcua 10.99.0.1
