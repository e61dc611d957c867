"""The chillers' controller. Real: pymodbus' server and pyftpdlib's file server; staged: the texts of a Modicon M340.

The FTP account is the one that the maker's manual prints, as it is found in plants."""

import os
import threading

from pyftpdlib.authorizers import DummyAuthorizer
from pyftpdlib.handlers import FTPHandler
from pyftpdlib.servers import FTPServer
from pymodbus.datastore import ModbusDeviceContext, ModbusSequentialDataBlock, ModbusServerContext
from pymodbus.pdu.device import ModbusDeviceIdentification
from pymodbus.server import StartTcpServer

from say import address

ip = address.fixed("10.20.30.11")
store = os.environ["BOX"] + "/web"
os.makedirs(store, exist_ok=True)
open(store + "/index.htm", "w").write("<html><title>BMX P34 2020</title></html>\n")


def files():
    FTPHandler.authorizer = DummyAuthorizer()
    FTPHandler.authorizer.add_user("USER", "USER", store)
    FTPHandler.banner = "FTP server ready."
    FTPServer((ip, 21), FTPHandler).serve_forever()


threading.Thread(target=files, daemon=True).start()
identity = ModbusDeviceIdentification(info_name={"VendorName": "Schneider Electric", "ProductCode": "BMX P34 2020", "MajorMinorRevision": "v3.20", "VendorUrl": "www.schneider-electric.com", "ProductName": "Modicon M340", "ModelName": "BMX P34 2020", "UserApplicationName": "CHILLERS"})
words, bits = ModbusSequentialDataBlock(1, [61] * 2000), ModbusSequentialDataBlock(1, [False] * 256)
context = ModbusServerContext(devices=ModbusDeviceContext(hr=words, ir=words, co=bits, di=bits), single=True)
StartTcpServer(context, identity=identity, address=(ip, 502))
