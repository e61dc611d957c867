# OPC UA: asyncua at both ends: a user name and password without security, browse, a subscription, a method.
record tcp port 4840
frames=120
server "$LAB_PYTHON" "$LAB/say/elsewhere.py" 10.99.0.1 "$LAB/devices/gw-opcua.py" & sleep 7
limit=25 client "$LAB_PYTHON" "$LAB/programs/plant_control.py" opcua 10.99.0.1
