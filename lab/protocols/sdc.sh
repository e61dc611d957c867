# IEEE 11073 SDC: the sdc11073 library announces a ventilator and is found by its own search.
record udp port 3702 or tcp portrange 1024-65535
server "$LAB_PYTHON" -c "
import say.dhcp
say.dhcp.lease = lambda *a, **k: None
exec(open(\"$LAB/devices/vent-b4.py\").read())" & sleep 4
client "$LAB_PYTHON" "$LAB/programs/sdc_search.py"
