# FTP with the account that the maker's manual prints: pyftpdlib, asked by curl.
record tcp port 21
server "$LAB_PYTHON" "$LAB/say/elsewhere.py" 10.99.0.1 "$LAB/devices/plc-chiller.py" & sleep 3
limit=6 client curl -s --user USER:USER ftp://10.99.0.1/
