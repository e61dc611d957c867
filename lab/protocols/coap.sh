# CoAP: libcoap server, asked by its client and by aiocoap.
record udp port 5683
server coap-server-notls -A 10.99.0.1 & sleep 1
client coap-client-notls -m get coap://10.99.0.1/.well-known/core
client coap-client-notls -m get coap://10.99.0.1/time
client "$LAB_VENV/aiocoap-client" coap://10.99.0.1/.well-known/core
