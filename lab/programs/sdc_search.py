"""Looks for SDC devices and reads their ThisModel and ThisDevice, with the sdc11073 library's own consumer."""

import logging

from sdc11073.consumer.consumerimpl import SdcConsumer
from sdc11073.definitions_sdc import SdcV1Definitions
from sdc11073.wsdiscovery import WSDiscoverySingleAdapter

logging.disable(logging.CRITICAL)
discovery = WSDiscoverySingleAdapter("eth0")
discovery.start()
for service in discovery.search_services(types=SdcV1Definitions.MedicalDeviceTypesFilter, timeout=4):
    consumer = SdcConsumer.from_wsd_service(service, ssl_context_container=None)
    consumer.set_used_compression()
    consumer.start_all(not_subscribed_actions=None)
    consumer.stop_all()
discovery.stop()
