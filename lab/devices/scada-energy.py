"""The energy management server: c104 and dnp3py as masters, cpppo's client for the sterilisers' tags."""

import asyncio
import subprocess
import sys
import threading
import time

from programs import plant_ask
from say import address

address.fixed("10.20.30.23")


def sterilisers():
    ask = [sys.executable, "-m", "cpppo.server.enip.client", "-a", "10.20.30.13:44818", "--no-print", "STERILISER_TEMP[0-3]", "CYCLE[0]"]
    while True:
        subprocess.run(ask, timeout=10, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(15)


time.sleep(12)
threading.Thread(target=sterilisers, daemon=True).start()
threading.Thread(target=lambda: asyncio.run(plant_ask.dnp3("10.20.30.52", 100, 6)), daemon=True).start()
plant_ask.iec104("10.20.30.51", 600)
