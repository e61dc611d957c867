#!/usr/bin/env bash
# The comms room's UPS. Real: snmpd and vsftpd; staged: the texts of an APC network management card, its login page.
. "$LAB/devices/lib.sh"
ip link set eth0 up
udhcpc -i eth0 -n -q -x hostname:apc6B3401 -V APC -s "$LAB/programs/udhcpc-script.sh" >/dev/null 2>&1
snmp_agent "APC Web/SNMP Management Card (MB:v4.1.0 PF:v6.8.2 PN:apc_hw05_aos_682.bin AF1:v6.8.2 AN1:apc_hw05_sumx_682.bin MN:AP9631 HR:05 SN: HF1422000001 MD:05/28/2014) (Embedded PowerNet SNMP Agent SW v2.2 compatible)" .1.3.6.1.4.1.318.1.3.27 "Comms room 4"
mkdir -p empty
printf 'listen=YES\nlisten_ipv6=NO\nbackground=NO\nanonymous_enable=NO\nlocal_enable=YES\nsecure_chroot_dir=%s/empty\nftpd_banner=AP9631 Network Management Card AOS v6.8.2 FTP server ready.\nseccomp_sandbox=NO\n' "$BOX" > vsftpd.conf
vsftpd "$BOX/vsftpd.conf" >/dev/null 2>&1 &
exec "$LAB_PYTHON" -c '
from say import stay, web
web.serve(80, {"": web.html("APC | Log On", "Smart-UPS SMT1500RM2U")})
stay.on()'
