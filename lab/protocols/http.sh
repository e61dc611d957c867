# HTTP: nginx, lighttpd and busybox httpd answer curl, wget and busybox wget.
record tcp port 80 or tcp port 81 or tcp port 82
frames=60
mkdir -p $BOX/web; echo "<html><head><title>Example device</title></head></html>" > $BOX/web/index.html
printf "daemon off; user root; pid $BOX/n.pid; error_log /dev/null; events {}\nhttp { access_log off; types { text/html html; } server { listen 80; root $BOX/web; location /private { auth_basic \"Example Ward\"; auth_basic_user_file /dev/null; } } }\n" > $BOX/nginx.conf
server nginx -c $BOX/nginx.conf &
printf "server.port=81\nserver.document-root=\"$BOX/web\"\nindex-file.names=(\"index.html\")\nmimetype.assign=(\".html\"=>\"text/html\")\n" > $BOX/l.conf
server lighttpd -D -f $BOX/l.conf &
server busybox httpd -f -p 82 -h $BOX/web & sleep 1
client curl -s http://10.99.0.1/; client curl -s http://10.99.0.1/private
client wget -q -O /dev/null http://10.99.0.1:81/; client busybox wget -q -O /dev/null http://10.99.0.1:82/
