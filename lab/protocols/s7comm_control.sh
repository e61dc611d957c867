# S7comm: snap7 at both ends: password, clock, writes, stop and starts, copy to ROM, delete.
record tcp port 102
frames=120
server "$LAB_PYTHON" "$LAB/say/elsewhere.py" 10.99.0.1 "$LAB/devices/plc-oxygen.py" & sleep 2
limit=25 client "$LAB_PYTHON" "$LAB/programs/plant_control.py" s7 10.99.0.1
