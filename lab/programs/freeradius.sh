#!/usr/bin/env bash
# FreeRADIUS with one invented account and PAP only.
mkdir -p "$BOX/radius"
cat > "$BOX/radius/radiusd.conf" <<'EOF'
prefix = /usr
libdir = /usr/lib/freeradius
run_dir = ${confdir}
logdir = ${confdir}
pidfile = ${confdir}/pid
max_request_time = 5
modules {
  pap {
  }
}
client lab {
  ipaddr = 10.99.0.0/24
  secret = testing123
}
server default {
  listen {
    type = auth
    ipaddr = *
    port = 1812
  }
  authorize {
    if (&User-Name == "dev-ward7-0042") {
      update control {
        &Cleartext-Password := "not-a-secret"
      }
      update reply {
        &Tunnel-Type := VLAN
        &Tunnel-Medium-Type := IEEE-802
        &Tunnel-Private-Group-Id := "10"
      }
    }
    pap
  }
  authenticate {
    Auth-Type PAP {
      pap
    }
  }
}
EOF
exec freeradius -f -X -d "$BOX/radius"
