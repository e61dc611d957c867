#!/usr/bin/env bash
# xrdp on 3389, so that an RDP client's cookie and its negotiation are seen; nobody can sign in.
xrdp-keygen xrdp "$BOX/rsakeys.ini" >/dev/null 2>&1
openssl req -x509 -newkey rsa:2048 -nodes -days 730 -keyout "$BOX/rdp.key" -out "$BOX/rdp.crt" -subj /CN=srv-hub 2>/dev/null
mkdir -p /run/xrdp
sed -e "s|^certificate=.*|certificate=$BOX/rdp.crt|; s|^key_file=.*|key_file=$BOX/rdp.key|; s|^LogFile=.*|LogFile=$BOX/xrdp.log|" /etc/xrdp/xrdp.ini > "$BOX/xrdp.ini"
exec xrdp --nodaemon --config "$BOX/xrdp.ini" >/dev/null 2>&1
