#!/usr/bin/env bash
# Dovecot for POP3 and IMAP without TLS, with no users at all.
mkdir -p /run/dovecot
cat > "$BOX/dovecot.conf" <<EOF
base_dir = /run/dovecot
log_path = /dev/null
protocols = imap pop3
ssl = no
disable_plaintext_auth = no
mail_location = maildir:$BOX/mail
passdb {
  driver = static
  args = nopassword=no password=unused
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=$BOX
}
EOF
exec dovecot -F -c "$BOX/dovecot.conf"
