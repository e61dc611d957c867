# QUIC: HTTP/3 with aioquic at both ends.
record udp port 443
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 730 -keyout $BOX/k -out $BOX/c -subj /CN=portal.example-hospital.test 2>/dev/null
server "$LAB_PYTHON" "$LAB/protocols/quic_server.py" 10.99.0.1 443 $BOX/c $BOX/k & sleep 2
client "$LAB_PYTHON" "$LAB/protocols/quic_client.py" 10.99.0.1 443 portal.example-hospital.test
