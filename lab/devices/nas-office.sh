#!/usr/bin/env bash
# The office storage. Real: smbd and nmbd, minidlna, wsdd, lighttpd, avahi, vsftpd. Staged: they are told to say Synology DS220+.
. "$LAB/devices/lib.sh"
ip link set eth0 up
udhcpc -i eth0 -n -q -x hostname:nas-office -s "$LAB/programs/udhcpc-script.sh" >/dev/null 2>&1
cat > smb.conf <<EOF
[global]
netbios name=NAS-OFFICE
workgroup=STEXAMPLE
server string=Synology DS220+
interfaces=eth0
map to guest=Bad User
lock directory=$BOX
state directory=$BOX
cache directory=$BOX
private dir=$BOX
pid directory=$BOX
ncalrpc dir=$BOX/rpc
log file=$BOX/log
[public]
path=$BOX/media
guest ok=yes
EOF
mkdir -p media web
nmbd -F --no-process-group -s "$BOX/smb.conf" >/dev/null 2>&1 &
smbd -F --no-process-group -s "$BOX/smb.conf" >/dev/null 2>&1 &
cat > minidlna.conf <<EOF
media_dir=$BOX/media
db_dir=$BOX/dlna
log_dir=$BOX
port=8200
network_interface=eth0
friendly_name=nas-office
model_name=DS220+
model_number=7.2-64570
serial=HF1132001
uuid=4d696e69-444c-164e-9d41-0011328c1005
notify_interval=20
EOF
minidlnad -S -f minidlna.conf -P "$BOX/dlna.pid" >/dev/null 2>&1 &
wsdd -i eth0 -4 -n NAS-OFFICE -w STEXAMPLE >/dev/null 2>&1 &
echo '<html><head><title>nas-office - Synology DiskStation</title></head></html>' > web/index.html
printf 'server.document-root="%s/web"\nserver.port=5000\nindex-file.names=("index.html")\nmimetype.assign=(".html"=>"text/html")\n' "$BOX" > lighttpd.conf
lighttpd -D -f lighttpd.conf &
avahi
avahi-publish -s nas-office _smb._tcp 445 >/dev/null 2>&1 &
avahi-publish -s nas-office _http._tcp 5000 vendor=Synology model=DS220+ serial=HF1132001 version_major=7 version_minor=2 version_build=64570 admin_port=5000 >/dev/null 2>&1 &
avahi-publish -s nas-office _device-info._tcp 0 model=RackMac >/dev/null 2>&1 &
sleep 600
