# TLS 1.3: nginx and curl (HTTP/1.1), then openssl s_client.
record tcp port 443
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 730 -keyout $BOX/k -out $BOX/c -subj /CN=portal.example-hospital.test 2>/dev/null
printf "daemon off; user root; pid $BOX/n.pid; error_log /dev/null; events {}\nhttp { access_log off; server { listen 443 ssl http2; ssl_protocols TLSv1.3; ssl_certificate $BOX/c; ssl_certificate_key $BOX/k; location / { return 200 ok; } } }\n" > $BOX/nginx.conf
server nginx -c $BOX/nginx.conf & sleep 1
client curl -sk --resolve portal.example-hospital.test:443:10.99.0.1 https://portal.example-hospital.test/
limit=3 client sh -c "(sleep 1) | openssl s_client -connect 10.99.0.1:443 -servername portal.example-hospital.test"
