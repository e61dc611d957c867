# BACnet/IP: bacpypes3 at both ends; Who-Is and I-Am through a router, ReadPropertyMultiple, WriteProperty.
record udp port 47808
frames=60
server "$LAB_PYTHON" "$LAB/say/elsewhere.py" 10.99.0.1 "$LAB/devices/bms-plant.py" & sleep 3
limit=20 client "$LAB_PYTHON" "$LAB/programs/plant_ask.py" bacnet 10.99.0.1 10.99.0.2
