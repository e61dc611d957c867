# TLS 1.2: the certificate is in the clear. openssl s_server, asked by curl and by openssl with a client certificate.
record tcp port 443
openssl req -x509 -newkey rsa:2048 -nodes -days 730 -keyout $BOX/k -out $BOX/c -subj "/C=GB/O=Example Works/OU=EW-200 camera/CN=ew200-0042.example-hospital.test" -addext subjectAltName=DNS:ew200-0042.example-hospital.test 2>/dev/null
openssl req -x509 -newkey rsa:2048 -nodes -days 730 -keyout $BOX/k2 -out $BOX/c2 -subj "/O=Example Works/CN=pump-0007" 2>/dev/null
server openssl s_server -accept 443 -cert $BOX/c -key $BOX/k -tls1_2 -verify 1 -www & sleep 1
client curl -sk --resolve ew200-0042.example-hospital.test:443:10.99.0.1 https://ew200-0042.example-hospital.test/
limit=3 client sh -c "(echo GET /; sleep 1) | openssl s_client -connect 10.99.0.1:443 -servername ew200-0042.example-hospital.test -cert $BOX/c2 -key $BOX/k2"
