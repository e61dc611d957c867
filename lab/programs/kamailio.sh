#!/usr/bin/env bash
# Kamailio as a small SIP registrar: kamailio.sh ADDRESS.
cat > "$BOX/kamailio.cfg" <<EOF
#!KAMAILIO
debug=0
log_stderror=no
fork=yes
children=1
disable_tcp=yes
listen=udp:$1:5060
loadmodule "sl.so"
loadmodule "tm.so"
loadmodule "rr.so"
loadmodule "pv.so"
loadmodule "maxfwd.so"
loadmodule "textops.so"
loadmodule "usrloc.so"
loadmodule "registrar.so"
loadmodule "siputils.so"
request_route {
  if (is_method("REGISTER")) { save("location"); exit; }
  if (is_method("OPTIONS")) { sl_send_reply("200", "OK"); exit; }
  sl_send_reply("404", "Not here");
}
EOF
exec kamailio -DD -m 16 -M 2 -f "$BOX/kamailio.cfg" -Y "$BOX" -P "$BOX/kamailio.pid" >/dev/null 2>&1
