# BACnet/IP: bacpypes3 at both ends: COV subscription, communication control, reinitialise, foreign device, BBMD tables.
record udp port 47808
frames=120
server "$LAB_PYTHON" "$LAB/say/elsewhere.py" 10.99.0.1 "$LAB/devices/bms-plant.py" & sleep 3
limit=25 client "$LAB_PYTHON" "$LAB/programs/plant_control.py" bacnet 10.99.0.1 10.99.0.2
