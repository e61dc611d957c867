# RTSP: curl (a real client) asks a staged camera.
record tcp port 554
server "$LAB_PYTHON" -c "
from say import rtsp, stay
rtsp.camera(\"Example RTSP 1.0\", \"EXAMPLE CAMERA\"); stay.on()" & sleep 1
client curl -s -i rtsp://10.99.0.1/stream1
client curl -s -i -X DESCRIBE --request-target rtsp://10.99.0.1/stream1 rtsp://10.99.0.1/stream1
client "$LAB_PYTHON" -c "
from say import rtsp
rtsp.ask(\"10.99.0.1\", \"/stream1\", \"LibVLC/3.0.18\")"
