# DNS-SD: avahi publishes a workstation and a web page, avahi-browse and python-zeroconf look.
record udp port 5353
server bash -c ". $LAB/devices/lib.sh; avahi yes; avahi-publish -s ward-web _http._tcp 80 path=/ & sleep 9" & sleep 4
client "$LAB_PYTHON" -c "
import sys; from zeroconf import Zeroconf
z = Zeroconf(interfaces=[\"10.99.0.2\"]); z.get_service_info(\"_http._tcp.local.\", \"ward-web._http._tcp.local.\"); z.close()"
