"""The main energy meter: pymodbus' server, told to be a Schneider PM5560 in its device identification."""

from pymodbus.datastore import ModbusDeviceContext, ModbusSequentialDataBlock, ModbusServerContext
from pymodbus.pdu.device import ModbusDeviceIdentification
from pymodbus.server import StartTcpServer

from say import dhcp

ip = dhcp.lease("PM5560-7E3301", None, (1, 3, 6, 12, 15, 28))
identity = ModbusDeviceIdentification(info_name={"VendorName": "Schneider Electric", "ProductCode": "METSEPM5560", "MajorMinorRevision": "02.07.00", "VendorUrl": "www.se.com", "ProductName": "PM5560", "ModelName": "PowerLogic PM5000"})
block = ModbusSequentialDataBlock(1, [17] * 4000)
context = ModbusServerContext(devices=ModbusDeviceContext(hr=block, ir=block), single=True)
StartTcpServer(context, identity=identity, address=(ip, 502))
