# EtherNet/IP and CIP: cpppo serves; pycomm3 and cpppo's client ask: ListIdentity, the Identity object, tags read and written.
record port 44818
frames=80
server bash "$LAB/devices/plc-cssd.sh" 10.99.0.1 & sleep 5
limit=25 client "$LAB_PYTHON" "$LAB/programs/plant_ask.py" enip 10.99.0.1
