# Kerberos: MIT KDC and kinit of an invented user.
record port 88
printf "[libdefaults]\n default_realm = EXAMPLE-HOSPITAL.TEST\n dns_lookup_kdc = false\n[realms]\n EXAMPLE-HOSPITAL.TEST = {\n  kdc = 10.99.0.1\n }\n" > $BOX/k5
export KRB5_CONFIG=$BOX/k5
server "$LAB/programs/kdc.sh" & sleep 3
client sh -c "echo not-a-secret | kinit -c $BOX/t ward7-nurse; kinit -c $BOX/t nobody-here </dev/null"
unset KRB5_CONFIG
