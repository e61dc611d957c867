"""What an engineer asks a controller, in one protocol at a time: plant_ask.py WHAT HOST [OWN ADDRESS].

Every program here is a client library as it comes; only what is asked is ours."""

import asyncio
import contextlib
import sys
import time


def modbus(host):
    from pymodbus.client import ModbusTcpClient

    client = ModbusTcpClient(host)
    client.connect()
    client.read_device_information(read_code=1, object_id=0)
    client.read_device_information(read_code=2, object_id=0)
    client.close()


def modbus_write(host):
    """One coil, once: pymodbus, as a script in the office would do it."""
    from pymodbus.client import ModbusTcpClient

    client = ModbusTcpClient(host)
    client.connect()
    client.read_coils(0, count=8)
    client.write_coil(3, True)
    client.close()


def s7_link(host):
    import snap7

    client = snap7.client.Client()
    client.connect(host, 0, 2)
    return client


def s7(host):
    client = s7_link(host)
    for read in (client.get_order_code, client.get_cpu_info, client.get_cp_info, client.get_cpu_state, client.list_blocks):
        with contextlib.suppress(Exception):
            read()
    client.disconnect()


def s7_program(host):
    """A block fetched, a block sent, the controller stopped. The server library refuses blocks; the questions are real."""
    from snap7.type import Block

    client = s7_link(host)
    block = bytearray(b"pp\x01\x01\x05\x0a\0\x01\0\0\0\x56" + b"\0" * 74)
    for act in (lambda: client.full_upload(Block.DB, 1), lambda: client.download(block, 1), client.plc_stop, client.get_cpu_state):
        with contextlib.suppress(Exception):
            act()
    client.disconnect()


async def bacnet(host, own):
    from bacpypes3.apdu import ErrorRejectAbortNack
    from bacpypes3.pdu import Address
    from bacpypes3.primitivedata import ObjectIdentifier, Real

    from programs.bacnet import device, ip_port, run

    application = run(device(4190002, "ES-PLANT", 999, "bacpypes3", "engineering", "", "", ""), ip_port(own))
    found = await application.who_is(timeout=2)
    await asyncio.wait_for(application.nse.who_is_router_to_network(), 3)
    names = ["object-name", "vendor-name", "model-name", "firmware-revision", "application-software-version", "description"]
    for answer in found:
        with contextlib.suppress(ErrorRejectAbortNack, asyncio.TimeoutError):
            await asyncio.wait_for(application.read_property_multiple(answer.pduSource, [answer.iAmDeviceIdentifier, names]), 4)
    with contextlib.suppress(ErrorRejectAbortNack, asyncio.TimeoutError):
        await asyncio.wait_for(application.write_property(Address(host), ObjectIdentifier("analog-value,2"), "present-value", Real(63.0), priority=8), 4)
    application.close()


def enip(host):
    """Who it is (pycomm3), then its tags read and one of them written (cpppo's own client)."""
    import subprocess

    from pycomm3 import CIPDriver

    with contextlib.suppress(Exception):
        CIPDriver.list_identity(host)
    with contextlib.suppress(Exception), CIPDriver(host) as plc:
        plc.generic_message(service=0x01, class_code=0x01, instance=1, connected=False, unconnected_send=False, route_path=False)
        plc.generic_message(service=0x01, class_code=0x01, instance=1, connected=True)
    ask = [sys.executable, "-m", "cpppo.server.enip.client", "-a", host + ":44818", "--no-print"]
    subprocess.run([*ask, "-s", "-i"], timeout=10)
    subprocess.run([*ask, "STERILISER_TEMP[0-3]", "CYCLE[0]", "CYCLE[1]=(DINT)7"], timeout=10)


async def opcua(host):
    from asyncua import Client, ua

    client = Client(f"opc.tcp://{host}:4840", timeout=4)
    client.name, client.application_uri = "Plant engineering", "urn:es-plant:client"
    await client.connect_and_get_server_endpoints()
    async with client:
        await client.nodes.server_state.read_value()
        await client.get_node(ua.ObjectIds.Server_ServerStatus_BuildInfo).read_value()
        space = await client.get_namespace_index("http://example-hospital.test/plant")
        await client.get_node(ua.NodeId("Boiler.FlowTemperature", space)).read_value()
        await client.get_node(ua.NodeId("Boiler.Setpoint", space)).write_value(63.0)


async def opcua_read(host):
    from asyncua import Client, ua

    client = Client(f"opc.tcp://{host}:4840", timeout=4)
    client.name, client.application_uri = "Estates reports", "urn:eng-ws:client"
    async with client:
        space = await client.get_namespace_index("http://example-hospital.test/plant")
        await client.get_node(ua.NodeId("Boiler.FlowTemperature", space)).read_value()


async def knx(host):
    from xknx import XKNX
    from xknx.dpt import DPTBinary
    from xknx.io import ConnectionConfig, ConnectionType, GatewayScanner
    from xknx.telegram import GroupAddress, Telegram
    from xknx.telegram.apci import GroupValueRead, GroupValueWrite

    stack = XKNX(connection_config=ConnectionConfig(connection_type=ConnectionType.TUNNELING, gateway_ip=host))
    await GatewayScanner(stack, timeout_in_seconds=2).scan()
    await asyncio.wait_for(stack.start(), 8)
    for payload in (GroupValueRead(), GroupValueWrite(DPTBinary(1))):
        await stack.cemi_handler.send_telegram(Telegram(destination_address=GroupAddress("1/1/7"), payload=payload))
        await asyncio.sleep(0.5)
    await stack.stop()


def iec104(host, seconds=4):
    import c104

    client = c104.Client(tick_rate_ms=100)
    link = client.add_connection(ip=host, port=2404, init=c104.Init.ALL)
    station = link.add_station(common_address=47)
    start = station.add_point(io_address=300, type=c104.Type.C_SC_NA_1)
    breaker = station.add_point(io_address=301, type=c104.Type.C_DC_NA_1, command_mode=c104.CommandMode.SELECT_AND_EXECUTE)
    client.start()
    link.connect()
    while not link.is_connected:
        time.sleep(0.1)
    time.sleep(2)
    with contextlib.suppress(Exception):
        start.value = True
        start.transmit(cause=c104.Cot.ACTIVATION)
        breaker.value = c104.Double.ON
        breaker.transmit(cause=c104.Cot.ACTIVATION)
    time.sleep(seconds - 2)
    client.stop()


async def dnp3(host, rounds=2, pause=1):
    from dnp3.master.commands import CommandBuilder
    from dnp3.master.config import MasterConfig
    from dnp3.master.master import Master
    from dnp3.master.tcp_runner import MasterTcpRunner

    master = Master(config=MasterConfig(address=1, outstation_address=10))
    async with MasterTcpRunner(master, host, response_timeout=3) as runner:
        for number in range(rounds):
            with contextlib.suppress(Exception):
                await runner.integrity_poll()
            if number == 0:
                command = CommandBuilder().latch_on(1)
                for request in (master.build_select(command.build_select()), master.build_operate(command.build_operate())):
                    with contextlib.suppress(Exception):
                        await runner.request(request)
            await asyncio.sleep(pause)


def ads(host, own):
    import pyads

    pyads.open_port()
    pyads.set_local_address(own + ".1.1")
    pyads.close_port()
    with pyads.Connection(host + ".1.1", 851, host) as plc:
        plc.set_timeout(2000)
        for act in (plc.read_device_info, plc.read_state, lambda: plc.write(0x4020, 0, 7, pyads.PLCTYPE_UINT), lambda: plc.read(0x4020, 0, pyads.PLCTYPE_UINT), lambda: plc.write_control(pyads.ADSSTATE_STOP, 0, 0, pyads.PLCTYPE_INT)):
            with contextlib.suppress(Exception):
                act()


if __name__ == "__main__":
    done = globals()[sys.argv[1]](*sys.argv[2:])
    if asyncio.iscoroutine(done):
        asyncio.run(done)
