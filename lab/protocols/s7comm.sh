# S7comm: snap7 server (its own SZL answers) and client, through python-snap7.
record tcp port 102
server "$LAB_PYTHON" -c "
import say.dhcp
say.dhcp.lease = lambda *a, **k: None
exec(open(\"$LAB/devices/plc-medgas.py\").read())" & sleep 2
client "$LAB_PYTHON" -c "
import snap7
c = snap7.client.Client(); c.connect(\"10.99.0.1\", 0, 2); c.get_cpu_info(); c.get_order_code(); c.db_read(1, 0, 8); c.disconnect()"
