# POP: dovecot, asked by curl (the sign-in fails, as meant).
record tcp port 110
server "$LAB/programs/dovecot.sh" & sleep 2
limit=6 client curl -s --user ward7-nurse:not-a-secret pop3://10.99.0.1/
