# TLS 1.0, openssl at both ends, as an old device would.
record tcp port 443
openssl req -x509 -newkey rsa:2048 -nodes -days 730 -keyout $BOX/k -out $BOX/c -subj "/O=Example Works/CN=old.example-hospital.test" 2>/dev/null
server openssl s_server -accept 443 -cert $BOX/c -key $BOX/k -tls1 -cipher DEFAULT@SECLEVEL=0 -www & sleep 1
limit=3 client sh -c "(echo GET /; sleep 1) | openssl s_client -connect 10.99.0.1:443 -servername old.example-hospital.test -tls1 -cipher DEFAULT@SECLEVEL=0"
