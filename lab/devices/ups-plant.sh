#!/usr/bin/env bash
# The plant's UPS. Real: snmpd, which everybody may read as "public"; staged: the texts of an Eaton network card, its login page.
. "$LAB/devices/lib.sh"
fixed 10.20.30.71
snmp_agent "Eaton 9PX 6000i (Gigabit Network Card, firmware 2.1.5)" .1.3.6.1.4.1.705.1 "Plant room"
exec "$LAB_PYTHON" -c '
from say import stay, web
web.serve(80, {"": web.html("Eaton Gigabit Network Card - Log in", "Eaton 9PX 6000i")})
stay.on()'
