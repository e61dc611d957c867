# For device scripts in shell: sourced, gives them the few things that several of them do.

# fixed ADDRESS: an address without DHCP, as servers and switches have it.
fixed() {
  ip link set eth0 up
  ip addr add "$1/24" brd + dev eth0
  ip route add default via "${1%.*}.1"
}

# certificate NAME [SUBJECT]: a self-made key and certificate in $BOX/NAME.{key,crt}.
certificate() {
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 730 -keyout "$BOX/$1.key" -out "$BOX/$1.crt" \
    -subj "${2:-/O=St Example\'s Hospital/CN=$1.example-hospital.test}" -addext "subjectAltName=DNS:$1.example-hospital.test" 2>/dev/null
}

# snmp_agent SYSDESCR OBJECT_ID [LOCATION]: Net-SNMP's agent, told what to say of itself.
snmp_agent() {
  cat > "$BOX/snmpd.conf" <<EOF
agentaddress udp:161
rocommunity public
createUser ward7watch SHA256 "ExampleLabAuth01" AES "ExampleLabPriv01"
rouser ward7watch
sysDescr $1
sysObjectID $2
sysName $DEVICE
sysLocation ${3:-Ward 7}
sysContact facilities desk
EOF
  SNMP_PERSISTENT_DIR=$BOX/snmp snmpd -f -LE 3 -C -c "$BOX/snmpd.conf" -I -smux,mteTrigger,mteTriggerConf >/dev/null 2>&1 &
}

# avahi: the system bus and avahi-daemon, so that programs can publish DNS-SD.
avahi() {
  dbus-uuidgen --ensure=$BOX/dbus-id >/dev/null 2>&1 || true
  dbus-daemon --system --nofork --nopidfile >/dev/null 2>&1 &
  sleep 0.5
  printf '[server]\nallow-interfaces=eth0\nuse-ipv6=%s\n[publish]\npublish-workstation=%s\npublish-hinfo=%s\n' "${2:-no}" "${1:-no}" "${1:-no}" > "$BOX/avahi.conf"
  mkdir -p /run/avahi-daemon
  avahi-daemon -f "$BOX/avahi.conf" --no-drop-root --no-chroot --no-rlimits >/dev/null 2>&1 &
  sleep 1
}
