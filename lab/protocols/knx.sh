# KNXnet/IP: knxd serves, xknx asks: search, description, a tunnel, a group read and a group write.
record udp port 3671
server knxd -e 1.1.10 -E 1.1.240:8 -n "KNX IP Interface 731" -D -T -R -S -b dummy: & sleep 2
limit=20 client "$LAB_PYTHON" "$LAB/programs/plant_ask.py" knx 10.99.0.1
