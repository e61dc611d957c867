"""bacpypes3 devices, told what to be."""

from bacpypes3.app import Application
from bacpypes3.basetypes import BDTEntry, IPMode
from bacpypes3.local.analog import AnalogValueObject
from bacpypes3.local.binary import BinaryValueObject
from bacpypes3.local.device import DeviceObject
from bacpypes3.local.networkport import NetworkPortObject


def device(number, name, vendor, vendor_name, model, firmware, software, description, location="Plant room"):
    return DeviceObject(objectIdentifier=("device", number), objectName=name, vendorIdentifier=vendor, vendorName=vendor_name, modelName=model, firmwareRevision=firmware, applicationSoftwareVersion=software, description=description, location=location)


def analog(number, name, value, units="degreesCelsius"):
    return AnalogValueObject(objectIdentifier=("analog-value", number), objectName=name, presentValue=value, units=units, covIncrement=0.1)


def binary(number, name, value):
    return BinaryValueObject(objectIdentifier=("binary-value", number), objectName=name, presentValue=value)


def ip_port(address, network=0, peers=None):
    """A BACnet/IP port; with `peers` it is a BBMD with that broadcast distribution table."""
    port = NetworkPortObject(address + "/24", objectIdentifier=("network-port", 1), objectName="port-1", networkNumber=network, networkNumberQuality="configured" if network else "unknown")
    if peers is not None:
        port.bacnetIPMode = IPMode.bbmd
        port.bbmdAcceptFDRegistrations = True
        port.bbmdForeignDeviceTable = []
        port.bbmdBroadcastDistributionTable = [BDTEntry(peer) for peer in peers]
    return port


def field_port(station, network, number=2):
    """A port to the field bus, which here is bacpypes3's network inside the process."""
    return NetworkPortObject(objectIdentifier=("network-port", number), objectName=f"port-{number}", networkType="virtual", protocolLevel="bacnet-application", networkNumber=network, networkNumberQuality="configured", networkInterfaceName="field", macAddress=bytes([station]))


def run(*objects):
    return Application.from_object_list(list(objects))
