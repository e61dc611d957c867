# S7comm: snap7 at both ends; identity (SZL), then a block asked for, a block offered (the server refuses both), and stop.
record tcp port 102
frames=120
server "$LAB_PYTHON" "$LAB/say/elsewhere.py" 10.99.0.1 "$LAB/devices/plc-oxygen.py" & sleep 2
client "$LAB_PYTHON" "$LAB/programs/plant_ask.py" s7 10.99.0.1
client "$LAB_PYTHON" "$LAB/programs/plant_ask.py" s7_program 10.99.0.1
