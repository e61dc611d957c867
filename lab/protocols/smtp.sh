# SMTP: aiosmtpd, spoken to by curl.
record tcp port 25
server "$LAB_VENV/aiosmtpd" -n -l 10.99.0.1:25 & sleep 2
printf "Subject: filter alarm\n\nah unit 1 filter\n" > $BOX/mail
client curl -s smtp://10.99.0.1/ahu1.example-hospital.test --mail-from ahu1@example-hospital.test --mail-rcpt estates@example-hospital.test -T $BOX/mail
