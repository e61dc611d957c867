"""The plant's gateway. Real: asyncua's OPC UA server, mosquitto without login; staged: what they say of themselves."""

import asyncio
import datetime
import logging
import os

from asyncua import Server, ua

from say import address, stay

ip = address.fixed("10.20.30.41")
logging.disable(logging.CRITICAL)
open(os.environ["BOX"] + "/mosquitto.conf", "w").write("listener 1883\nallow_anonymous true\n")
stay.program("mosquitto", "-c", os.environ["BOX"] + "/mosquitto.conf")


async def main():
    server = Server()
    await server.init()
    server.set_endpoint(f"opc.tcp://{ip}:4840")
    server.set_server_name("uaGate SI OPC UA Server")
    server.product_uri = "http://industrial.softing.com/uaGateSI"
    server.manufacturer_name = "Softing Industrial Automation GmbH"
    await server.set_application_uri("urn:uagate-1c4101:Softing:uaGateSI")
    server.set_security_policy([ua.SecurityPolicyType.NoSecurity])
    await server.set_build_info(server.product_uri, server.manufacturer_name, "uaGate SI", "1.74.0", "1740", datetime.datetime(2024, 3, 5))
    space = await server.register_namespace("http://example-hospital.test/plant")
    boiler = await server.nodes.objects.add_object(space, "Boiler")
    value = await boiler.add_variable(ua.NodeId("Boiler.FlowTemperature", space), "FlowTemperature", 61.5)
    target = await boiler.add_variable(ua.NodeId("Boiler.Setpoint", space), "Setpoint", 62.0)
    await target.set_writable()
    async with server:
        while True:
            await asyncio.sleep(1)
            await value.write_value(61.0 + datetime.datetime.now().second % 5 / 10)


asyncio.run(main())
