# DNP3 over TCP: dnp3py at both ends: direct operate, delay measurement, cold and warm restart.
record tcp port 20000
frames=120
server "$LAB_PYTHON" "$LAB/say/elsewhere.py" 10.99.0.1 "$LAB/devices/relay-main.py" & sleep 2
limit=25 client "$LAB_PYTHON" "$LAB/programs/plant_control.py" dnp3 10.99.0.1
