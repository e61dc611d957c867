"""What changes a controller, one protocol at a time: plant_control.py WHAT HOST [OWN ADDRESS]. Only for the protocol captures.

As in plant_ask.py everything is said by client libraries as they come; what a server library cannot do, it refuses."""

import asyncio
import contextlib
import sys

from programs import plant_ask


def try_all(*acts):
    for act in acts:
        with contextlib.suppress(Exception):
            act()


def modbus(host):
    from pymodbus.client import ModbusTcpClient

    client = ModbusTcpClient(host, timeout=2)
    client.connect()
    try_all(
        client.report_device_id, client.read_exception_status, lambda: client.diag_query_data(b"\x12\x34"),
        lambda: client.write_register(10, 77), lambda: client.write_registers(20, [1, 2, 3]), lambda: client.write_coils(4, [True, False, True]),
        lambda: client.mask_write_register(address=10, and_mask=0x00FF, or_mask=0x0100), lambda: client.readwrite_registers(read_address=0, read_count=4, write_address=30, values=[9]),
        lambda: client.read_holding_registers(5000, count=2), lambda: client.diag_restart_communication(True), client.diag_force_listen_only,
    )
    client.close()


def s7(host):
    client = plant_ask.s7_link(host)
    try_all(
        client.get_protection, lambda: client.set_session_password("EXAMPLE"), client.get_plc_datetime, client.set_plc_system_datetime,
        lambda: client.db_write(1, 4, bytearray(b"\x01\x02")), lambda: client.mb_write(0, 1, bytearray(b"\x01")), lambda: client.db_read(9, 0, 4),
        client.plc_stop, client.plc_hot_start, client.plc_stop, client.plc_cold_start, lambda: client.copy_ram_to_rom(500), lambda: client.compress(500),
        lambda: client.delete(0x41, 1),
    )
    client.disconnect()


async def bacnet(host, own):
    from bacpypes3.apdu import DeviceCommunicationControlRequest, ErrorRejectAbortNack, ReinitializeDeviceRequest, SubscribeCOVRequest
    from bacpypes3.ipv4.bvll import ReadBroadcastDistributionTable, ReadForeignDeviceTable, RegisterForeignDevice
    from bacpypes3.pdu import Address, IPv4Address
    from bacpypes3.primitivedata import ObjectIdentifier

    from programs.bacnet import device, ip_port, run

    application = run(device(4190002, "ES-PLANT", 999, "bacpypes3", "engineering", "", "", ""), ip_port(own))
    peer = Address(host)
    requests = [
        SubscribeCOVRequest(subscriberProcessIdentifier=1, monitoredObjectIdentifier=ObjectIdentifier("analog-value,2"), issueConfirmedNotifications=False, lifetime=30, destination=peer),
        DeviceCommunicationControlRequest(timeDuration=1, enableDisable="disable", password="not-a-secret", destination=peer),
        ReinitializeDeviceRequest(reinitializedStateOfDevice="warmstart", password="not-a-secret", destination=peer),
    ]
    for request in requests:
        with contextlib.suppress(ErrorRejectAbortNack, asyncio.TimeoutError):
            await asyncio.wait_for(application.request(request), 3)
    await asyncio.sleep(0.5)
    link = list(application.link_layers.values())[0]
    for packet in (RegisterForeignDevice(30, destination=IPv4Address(host)), ReadBroadcastDistributionTable(destination=IPv4Address(host)), ReadForeignDeviceTable(destination=IPv4Address(host))):
        with contextlib.suppress(Exception):
            await link.codec.indication(packet)
        await asyncio.sleep(0.3)
    application.close()


def enip(host):
    from pycomm3 import CIPDriver

    with contextlib.suppress(Exception), CIPDriver(host) as plc:
        plc.generic_message(service=0x05, class_code=0x01, instance=1, connected=False, unconnected_send=False, route_path=False, name="reset")
        plc.generic_message(service=0x10, class_code=0xF5, instance=1, attribute=3, request_data=b"\0\0\0\0", connected=False, unconnected_send=False, route_path=False, name="configure")


async def opcua(host):
    from asyncua import Client, ua

    client = Client(f"opc.tcp://{host}:4840", timeout=4)
    client.name, client.application_uri = "Plant engineering", "urn:es-plant:client"
    client.set_user("engineer")
    client.set_password("not-a-secret")
    with contextlib.suppress(Exception):
        async with client:
            pass
    client = Client(f"opc.tcp://{host}:4840", timeout=4)
    client.application_uri = "urn:es-plant:client"
    async with client:
        await client.nodes.objects.get_children()
        space = await client.get_namespace_index("http://example-hospital.test/plant")
        watched = client.get_node(ua.NodeId("Boiler.FlowTemperature", space))
        subscription = await client.create_subscription(500, type("Handler", (), {"datachange_notification": lambda *_: None})())
        await subscription.subscribe_data_change(watched)
        await asyncio.sleep(1.5)
        with contextlib.suppress(Exception):
            await client.nodes.server.call_method(ua.NodeId(ua.ObjectIds.Server_GetMonitoredItems), ua.Variant(subscription.subscription_id, ua.VariantType.UInt32))
        await subscription.delete()


async def dnp3(host):
    from dnp3.application import builder
    from dnp3.master.commands import CommandBuilder
    from dnp3.master.config import MasterConfig
    from dnp3.master.master import Master
    from dnp3.master.tcp_runner import MasterTcpRunner

    master = Master(config=MasterConfig(address=1, outstation_address=10))
    async with MasterTcpRunner(master, host, response_timeout=2) as runner:
        command = CommandBuilder().latch_off(2)
        makers = [lambda: master.build_direct_operate(command.build_direct_operate()), master.build_delay_measure, lambda: builder.build_cold_restart_request(9), lambda: builder.build_warm_restart_request(10)]
        for make in makers:
            with contextlib.suppress(Exception):
                await runner.request(make())


if __name__ == "__main__":
    done = globals()[sys.argv[1]](*sys.argv[2:])
    if asyncio.iscoroutine(done):
        asyncio.run(done)
