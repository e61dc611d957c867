#!/usr/bin/env bash
# Stand-ins for every cloud: nginx answers any name on 80 and 443 with a self-made certificate,
# mosquitto takes MQTT over TLS, and aioquic answers HTTP/3.
. "$LAB/devices/lib.sh"
certificate cloud "/O=Stand-in cloud of the example lab/CN=cloud.example.test"
cat > nginx.conf <<EOF
daemon off; user root; pid $BOX/nginx.pid; error_log /dev/null; worker_processes 1;
events {}
http {
  access_log off;
  server {
    listen 80; listen 443 ssl;
    ssl_certificate $BOX/cloud.crt; ssl_certificate_key $BOX/cloud.key;
    location /connecttest.txt { return 200 "Microsoft Connect Test"; }
    location /generate_204 { return 204; }
    location / { return 200 "stand-in\n"; }
  }
}
EOF
printf 'listener 8883\nallow_anonymous true\ncertfile %s\nkeyfile %s\n' "$BOX/cloud.crt" "$BOX/cloud.key" > mosquitto.conf
mosquitto -c mosquitto.conf >/dev/null 2>&1 &
"$LAB_PYTHON" "$LAB/protocols/quic_server.py" 0.0.0.0 443 "$BOX/cloud.crt" "$BOX/cloud.key" >/dev/null 2>&1 &
exec nginx -c "$BOX/nginx.conf"
