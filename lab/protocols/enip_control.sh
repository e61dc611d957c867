# EtherNet/IP and CIP: pycomm3 asks cpppo to reset and to change its TCP/IP settings.
record port 44818
frames=120
server bash "$LAB/devices/plc-cssd.sh" 10.99.0.1 & sleep 5
limit=25 client "$LAB_PYTHON" "$LAB/programs/plant_control.py" enip 10.99.0.1
