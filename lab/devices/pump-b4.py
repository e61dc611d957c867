"""ICU Medical Plum 360 (staged; plausible, not from a public document): DHCP, then TLS to its MedNet gateway by name."""

from say import cloud, dhcp, stay

dhcp.lease("PLUM360-3C3102", "ICU Medical Plum 360", (1, 3, 6, 12, 15, 28))
stay.on(lambda: cloud.visit("srv-hub.example-hospital.test"), every=25)
