"""The main switchboard's protection relay: dnp3py's outstation (DNP3 over TCP)."""

import asyncio

from dnp3.core.flags import AnalogQuality, BinaryQuality
from dnp3.outstation.config import OutstationConfig, UnsolicitedConfig
from dnp3.outstation.handler import CommandResult, DefaultCommandHandler
from dnp3.outstation.outstation import Outstation
from dnp3.outstation.tcp_runner import OutstationTcpRunner

from say import address

ip = address.fixed("10.20.30.52")


class Switch(DefaultCommandHandler):
    def _done(self, *_, **__):
        return CommandResult.success()

    select_binary_output = operate_binary_output = direct_operate_binary_output = _done


outstation = Outstation(config=OutstationConfig(address=10, master_address=1, unsolicited=UnsolicitedConfig(enabled=False)), handler=Switch())
for index in range(4):
    outstation.database.add_binary_input(index, value=index == 0, quality=BinaryQuality.ONLINE)
    outstation.database.add_binary_output(index, quality=BinaryQuality.ONLINE)
    outstation.database.add_analog_input(index, value=400.0 + index, quality=AnalogQuality.ONLINE)
asyncio.run(OutstationTcpRunner(outstation, ip, 20000).run())
