# TP-Link smart home: python-kasa asks, a staged HS110 answers.
record port 9999
server bash -c "ip link set eth0 up; exec $LAB_PYTHON -c \"
import say.dhcp, say.cloud
say.dhcp.lease = lambda *a, **k: None
say.cloud.visit = lambda *a, **k: None
exec(open(\\\"$LAB/devices/plug-fridge.py\\\").read())\"" & sleep 2
limit=7 client "$LAB_VENV/kasa" --target 10.99.0.255 --discovery-timeout 2 discover
