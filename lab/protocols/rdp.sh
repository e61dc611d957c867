# RDP: xrdp, reached by FreeRDP; the cookie names an invented user.
record tcp port 3389
server "$LAB/programs/xrdp.sh" & sleep 3
limit=5 client xvfb-run -a xfreerdp /v:10.99.0.1 /u:ward7-nurse /p:not-a-secret /cert:ignore
limit=5 client xvfb-run -a xfreerdp /v:10.99.0.1 /u:ward7-nurse /p:not-a-secret /sec:rdp
