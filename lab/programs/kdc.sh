#!/usr/bin/env bash
# MIT Kerberos' KDC with one invented principal.
cat > "$BOX/kdc.conf" <<EOF
[kdcdefaults]
  kdc_ports = 88
[realms]
  EXAMPLE-HOSPITAL.TEST = {
    database_name = $BOX/principal
    key_stash_file = $BOX/stash
    acl_file = $BOX/acl
  }
EOF
export KRB5_KDC_PROFILE=$BOX/kdc.conf KRB5_CONFIG=${KRB5_CONFIG:-$LAB/programs/krb5.conf}
kdb5_util create -s -r EXAMPLE-HOSPITAL.TEST -P not-a-master-secret >/dev/null 2>&1
kadmin.local -r EXAMPLE-HOSPITAL.TEST -q 'addprinc -pw not-a-secret +requires_preauth ward7-nurse' >/dev/null 2>&1
exec krb5kdc -n -r EXAMPLE-HOSPITAL.TEST >/dev/null 2>&1
