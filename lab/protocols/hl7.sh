# HL7 v2 over MLLP: python-hl7 at both ends, no patient.
record tcp port 2575
server "$LAB_PYTHON" "$LAB/devices/ehr-link.py" & sleep 2
client "$LAB_PYTHON" -c "
import asyncio, hl7
from hl7.mllp import open_hl7_connection
async def main():
    r, w = await open_hl7_connection(\"10.99.0.1\", 2575)
    w.writemessage(hl7.parse(\"MSH|^~\\\\&|RESPONDER5|STEXAMPLE|EHRLINK|STEXAMPLE|20261125080000||ORU^R01|HF0001|P|2.5\\rSFT|Example Works|21.1|Example Call|21.1.0\\r\"))
    await asyncio.wait_for(r.readmessage(), 3); w.close()
asyncio.run(main())"
