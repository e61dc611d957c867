# STUN: coturn, asked by its own client.
record udp port 3478
server turnserver -n --listening-ip 10.99.0.1 --no-tls --no-dtls --no-auth --stun-only --log-file stdout --pidfile $BOX/turn.pid --no-cli & sleep 2
client turnutils_stunclient 10.99.0.1
