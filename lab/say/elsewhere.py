"""Runs a device's script at another address: elsewhere.py ADDRESS SCRIPT. For the protocol captures, whose hosts have theirs."""

import re
import sys

from say import address, dhcp

here, script = sys.argv[1], sys.argv[2]
address.fixed = dhcp.lease = lambda *_, **__: here
exec(compile(re.sub(r"10\.20\.30\.\d+", here, open(script).read()), script, "exec"), {"__name__": "__main__"})
