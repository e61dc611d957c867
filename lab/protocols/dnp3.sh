# DNP3 over TCP: dnp3py at both ends: link reset, integrity polls, select and operate.
record tcp port 20000
server "$LAB_PYTHON" "$LAB/say/elsewhere.py" 10.99.0.1 "$LAB/devices/relay-main.py" & sleep 2
limit=15 client "$LAB_PYTHON" "$LAB/programs/plant_ask.py" dnp3 10.99.0.1
