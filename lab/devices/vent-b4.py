"""Ventilator: sdc11073's provider (Draeger's open IEEE 11073 SDC library), told to be an Evita V800; no TLS, no patient."""

import logging
import os
import uuid

from sdc11073.definitions_sdc import SdcV1Definitions
from sdc11073.location import SdcLocation
from sdc11073.mdib import ProviderMdib
from sdc11073.provider import SdcProvider
from sdc11073.wsdiscovery import WSDiscoverySingleAdapter
from sdc11073.xml_types.dpws_types import ThisDeviceType, ThisModelType

from say import dhcp, stay

logging.disable(logging.CRITICAL)
dhcp.lease("EVITA-V800-0042", "Draeger", (1, 3, 6, 12, 15, 28, 42))
model = ThisModelType(manufacturer="Draegerwerk AG & Co. KGaA", manufacturer_url="http://www.draeger.com", model_name="Evita V800", model_number="8422100", model_url="http://www.draeger.com", presentation_url="http://www.draeger.com")
device = ThisDeviceType(friendly_name="Evita V800 bed 4", firmware_version="2.30.01", serial_number="ASXX-0042")
discovery = WSDiscoverySingleAdapter("eth0")
discovery.start()
mdib = ProviderMdib.from_mdib_file(os.environ["LAB"] + "/programs/ventilator_mdib.xml", protocol_definition=SdcV1Definitions)
provider = SdcProvider(discovery, model, device, mdib, epr=uuid.UUID("8c26f673-fdbf-4380-b5ad-f0e5c3514102"))
provider.set_used_compression()  # plain XML, so that what it says of itself can be read
provider.start_all(start_rtsample_loop=False)
provider.set_location(SdcLocation(fac="STEX", poc="WARD7", bed="BED4"))
stay.on()
