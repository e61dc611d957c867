# Modbus/TCP: pymodbus at both ends, with device identification.
record tcp port 502
server "$LAB_PYTHON" -c "
import say.dhcp
say.dhcp.lease = lambda *a, **k: \"10.99.0.1\"
exec(open(\"$LAB/devices/meter-main.py\").read())" & sleep 3
client "$LAB_PYTHON" -c "
from pymodbus.client import ModbusTcpClient
c = ModbusTcpClient(\"10.99.0.1\"); c.connect()
c.read_device_information(read_code=1, object_id=0); c.read_device_information(read_code=2, object_id=0); c.read_holding_registers(100, count=8); c.close()"
