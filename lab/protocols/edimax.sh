# Edimax announcement (staged from its published layout).
record udp port 20560
limit=3 client "$LAB_PYTHON" -c "
from say import stay, udp; from say.edimax import block
udp.announce(\"255.255.255.255\", 20560, block(\"001f1fb34201\", \"SP-1101W\", \"1.05\", \"Edimax.SP1101W\"), every=1); stay.on()"
