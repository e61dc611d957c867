# Beckhoff ADS: pyads' test server, asked by pyads (Beckhoff's ADS library): device information, state, read, write, control.
record tcp port 48898
server "$LAB_PYTHON" -m pyads.testserver --host 10.99.0.1 --handler basic & sleep 2
limit=15 client "$LAB_PYTHON" "$LAB/programs/plant_ask.py" ads 10.99.0.1 10.99.0.2
